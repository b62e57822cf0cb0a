//! Build arguments as handles.

use super::{IntoWord, Modifier, Presence, Variable, Word};
use crate::value::ArgName;

/// A build argument: a handle that can stand in text, and knows how it is declared.
///
/// Using a handle in a stage where it is not in scope declares it there; no name has to be written twice.
///
/// ```
/// # use dockerspec_core::word::Arg;
/// let version = Arg::new("APP_VERSION").default("dev");
/// let label = "build " + &version;
/// ```
///
/// Put into a label, this gives
///
/// ```dockerfile
/// ARG APP_VERSION=dev
/// LABEL version="build ${APP_VERSION}"
/// ```
///
/// In JSON it is `{"name": "APP_VERSION", "default": "dev"}`, with a `scope` unless that is [`Scope::Stage`].
///
/// Source: BuildKit's `ARG`, `docs/reference` of the Dockerfile frontend.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Arg<'a> {
    /// The name that `--build-arg` uses.
    pub name: ArgName<'a>,
    /// The value when the build gives none. Without one, the variable is unset.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub default: Option<Box<Word<'a>>>,
    /// Where it is declared.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "crate::form::is_default"))]
    pub scope: Scope,
}

/// Where an [`Arg`] is declared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Scope {
    /// Before the first stage: `FROM` can use it, and a stage that repeats its name.
    Preamble,
    /// In each stage that uses it. `FROM` cannot.
    #[default]
    Stage,
    /// BuildKit declares it: `FROM` can use it at once, a stage that repeats its name.
    Predefined,
}

/// The handles of the platform arguments that BuildKit predefines.
macro_rules! predefined {
    ($($name:ident: $meaning:literal,)+) => {
        impl Arg<'static> {
            $(
                #[doc = concat!("`", stringify!($name), "`: ", $meaning, ".")]
                pub const $name: Self = Self::of(stringify!($name), Scope::Predefined);
            )+

            /// All predefined platform arguments.
            pub const PREDEFINED: &[Self] = &[$(Self::$name),+];
        }
    };
}

predefined! {
    TARGETPLATFORM: "platform of the image, such as `linux/arm64/v8`",
    TARGETOS: "operating system of the image",
    TARGETARCH: "architecture of the image, such as `arm64`",
    TARGETVARIANT: "variant of that architecture, such as `v8`; often empty",
    TARGETOSVERSION: "version of the operating system of the image (Windows)",
    BUILDPLATFORM: "platform of the machine that builds",
    BUILDOS: "operating system of the machine that builds",
    BUILDARCH: "architecture of the machine that builds",
    BUILDVARIANT: "variant of the architecture of the machine that builds; often empty",
    BUILDOSVERSION: "version of the operating system of the machine that builds (Windows)",
    TARGETSTAGE: "name of the stage that is built",
}

impl Arg<'static> {
    /// A build argument of each stage that uses it.
    ///
    /// # Panics
    ///
    /// When `name` is not an environment variable name; in a `const` that is a compile error. Use
    /// [`Arg::named`] for a name from elsewhere.
    #[track_caller]
    pub const fn new(name: &'static str) -> Self {
        Self::of(name, Scope::Stage)
    }

    /// A build argument of the whole file: `FROM` can use it, and every stage.
    ///
    /// # Panics
    ///
    /// As [`Arg::new`].
    #[track_caller]
    pub const fn global(name: &'static str) -> Self {
        Self::of(name, Scope::Preamble)
    }

    #[track_caller]
    const fn of(name: &'static str, scope: Scope) -> Self {
        Self { name: ArgName::from_static(name), default: None, scope }
    }
}

impl<'a> Arg<'a> {
    /// A build argument with a checked name.
    pub fn named(name: impl Into<ArgName<'a>>, scope: Scope) -> Self {
        Self { name: name.into(), default: None, scope }
    }

    /// The value when the build gives none.
    ///
    /// Do not give a predefined argument a default: BuildKit takes it instead of the real platform.
    #[must_use]
    pub fn default(mut self, value: impl IntoWord<'a>) -> Self {
        self.default = Some(Box::new(value.into_word()));
        self
    }

    /// The same handle with nothing borrowed.
    pub fn into_owned(self) -> Arg<'static> {
        let default = self.default.map(|default| Box::new(default.into_owned()));
        Arg { name: self.name.into_owned(), default, scope: self.scope }
    }

    /// The value of this argument, as a variable in text.
    pub fn variable(&self) -> Variable<'a> {
        Variable { name: self.name.variable(), modifier: None, arg: Some(Box::new(self.clone())) }
    }

    /// The value, or `otherwise` when it is unset or empty: `${NAME:-otherwise}`.
    ///
    /// ```
    /// # use dockerspec_core::word::Arg;
    /// let tag = "app:" + Arg::new("TAG").or("dev");
    /// ```
    pub fn or(&self, otherwise: impl IntoWord<'a>) -> Variable<'a> {
        self.variable().with(Modifier::Default { presence: Presence::NotEmpty, word: otherwise.into_word() })
    }

    /// The value, or a failed build with `message` when it is unset or empty: `${NAME:?message}`.
    pub fn required(&self, message: impl IntoWord<'a>) -> Variable<'a> {
        self.variable().with(Modifier::Required { presence: Presence::NotEmpty, message: message.into_word() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_arguments_are_the_eleven_of_buildkit() {
        assert_eq!(Arg::PREDEFINED.len(), 11);
        assert!(Arg::PREDEFINED.iter().all(|arg| arg.scope == Scope::Predefined));
    }

    #[test]
    fn a_handle_in_text_keeps_its_declaration() {
        let arg = Arg::global("V").default("1");
        assert_eq!(arg.variable().arg.as_deref(), Some(&arg));
    }
}
