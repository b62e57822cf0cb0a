//! What the builder takes for a value: the value itself, what converts into it, text that is checked, a variable.

use std::ops::RangeInclusive;
use std::str::FromStr;

use dockerspec_core::value::{
    Account, AccountName, Checksum, Duration, EnvName, ExposedPort, FileMode, Gid, ImageRef, OctalMode, Owner,
    Platform, Protocol, Signal, Size, StageName, Uid, ValueError,
};
use dockerspec_core::word::{Arg, Value, Word};

/// What can stand for a `T`: a `T`, what converts into one, or text, which is checked when the image is rendered.
///
/// ```
/// # use dockerspec::{Stage, image_ref};
/// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
/// stage.env("LANG", "C.UTF-8");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand for `{T}`",
    label = "expected `{T}`, or text that says one"
)]
pub trait IntoChecked<T> {
    /// The value.
    ///
    /// # Errors
    ///
    /// When this is text, and says something else.
    fn into_checked(self) -> Result<T, ValueError>;
}

/// What can stand for a `T` where the build expands variables: all that [`IntoChecked`] takes, and an
/// [`Arg`] or a [`Word`] with variables.
///
/// ```
/// # use dockerspec::{Arg, Stage, image_ref};
/// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
/// stage.expose(8080).expose("53/udp").expose(&Arg::new("PORT"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand for `{T}`",
    label = "expected `{T}`, text that says one, or an `Arg`"
)]
pub trait IntoValue<T> {
    /// The value.
    ///
    /// # Errors
    ///
    /// When this is text, and says something else.
    fn into_value(self) -> Result<Value<'static, T>, ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T> IntoValue<T> for &Arg<'static> {
    fn into_value(self) -> Result<Value<'static, T>, ValueError> {
        Ok(Value::from(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoValue<T> for Word<'static> {
    fn into_value(self) -> Result<Value<'static, T>, ValueError> {
        Ok(Value::Expanded(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromStr<Err = ValueError>> IntoValue<T> for &str {
    fn into_value(self) -> Result<Value<'static, T>, ValueError> {
        self.parse().map(Value::Fixed)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromStr<Err = ValueError>> IntoValue<T> for String {
    fn into_value(self) -> Result<Value<'static, T>, ValueError> {
        self.parse().map(Value::Fixed)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromStr<Err = ValueError>> IntoChecked<T> for String {
    fn into_checked(self) -> Result<T, ValueError> {
        self.parse()
    }
}

/// One line a conversion: `FROM => TO: expression`.
macro_rules! conversions {
    ($($from:ty => $to:ty: |$value:ident| $result:expr;)+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl IntoChecked<$to> for $from {
                fn into_checked(self) -> Result<$to, ValueError> {
                    let $value = self;
                    $result
                }
            }

            #[diagnostic::do_not_recommend]
            impl IntoValue<$to> for $from {
                fn into_value(self) -> Result<Value<'static, $to>, ValueError> {
                    self.into_checked().map(Value::Fixed)
                }
            }
        )+
    };
}

conversions! {
    EnvName<'static> => EnvName<'static>: |name| Ok(name);
    StageName<'static> => StageName<'static>: |name| Ok(name);
    ImageRef<'static> => ImageRef<'static>: |image| Ok(image);
    Platform<'static> => Platform<'static>: |platform| Ok(platform);
    Signal => Signal: |signal| Ok(signal);
    Size => Size: |size| Ok(size);
    Duration => Duration: |duration| Ok(duration);
    std::time::Duration => Duration: |duration| Duration::try_from(duration);
    ExposedPort => ExposedPort: |port| Ok(port);
    u16 => ExposedPort: |port| Ok(ExposedPort::tcp(port));
    (u16, Protocol) => ExposedPort: |port| Ok(ExposedPort::from(port));
    RangeInclusive<u16> => ExposedPort: |ports| ExposedPort::range(ports, Protocol::Tcp);
    OctalMode => OctalMode: |mode| Ok(mode);
    u16 => OctalMode: |mode| OctalMode::try_from(mode);
    FileMode<'static> => FileMode<'static>: |mode| Ok(mode);
    OctalMode => FileMode<'static>: |mode| Ok(FileMode::from(mode));
    u16 => FileMode<'static>: |mode| FileMode::try_from(mode);
    Owner<'static> => Owner<'static>: |owner| Ok(owner);
    Uid => Owner<'static>: |user| Ok(Owner::from(user));
    (Uid, Gid) => Owner<'static>: |owner| Ok(Owner::from(owner));
    AccountName<'static> => Owner<'static>: |name| Ok(Owner { user: Account::Name(name), group: None });
    Checksum<'static> => Checksum<'static>: |checksum| Ok(checksum);
    &crate::User => Owner<'static>: |user| Ok(user.owner());
}

/// Text in the program is borrowed, not copied.
macro_rules! borrowed_text {
    ($($to:ty),+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl IntoChecked<$to> for &'static str {
                fn into_checked(self) -> Result<$to, ValueError> {
                    <$to>::try_from(self)
                }
            }
        )+
    };
}

borrowed_text!(EnvName<'static>, StageName<'static>, Duration, Size);
