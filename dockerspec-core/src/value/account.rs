//! Users and groups.

use std::borrow::Cow;
use std::fmt;

use super::{ValueError, ValueKind};

macro_rules! id {
    ($name:ident, $kind:ident, $what:literal, $example:literal) => {
        #[doc = concat!("The number of a ", $what, ".")]
        ///
        /// ```
        #[doc = concat!("# use dockerspec_core::value::", stringify!($name), ";")]
        #[doc = concat!("assert_eq!(", stringify!($name), "::new(10001).to_string(), \"10001\");")]
        #[doc = concat!("assert_eq!(", stringify!($name), "::ROOT.get(), 0);")]
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        from_text!($name, parse, text_or_number);

        impl $name {
            #[doc = concat!("The number of the ", $what, " `root`: 0.")]
            pub const ROOT: Self = Self(0);

            #[doc = concat!("The ", $what, " with the number `id`.")]
            pub const fn new(id: u32) -> Self {
                Self(id)
            }

            /// The number.
            pub const fn get(self) -> u32 {
                self.0
            }

            /// Reads a decimal number.
            ///
            /// # Errors
            ///
            /// A [`ValueError`] when `text` is not a number from 0 to 4294967295.
            pub fn parse(text: &str) -> Result<Self, ValueError> {
                id(text).map(Self).ok_or_else(|| {
                    let expected = "a number from 0 to 4294967295";
                    ValueError::new(ValueKind::$kind, text, expected, concat!("write it as in `", $example, "`"))
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}", self.0)
            }
        }

        impl From<u32> for $name {
            fn from(id: u32) -> Self {
                Self(id)
            }
        }

        impl From<$name> for u32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<$name> for Account<'_> {
            fn from(id: $name) -> Self {
                Self::Id(id.0)
            }
        }
    };
}

id!(Uid, Uid, "user", "10001");
id!(Gid, Gid, "group", "10001");

/// The name of a user or group: no `:`, no control character, no blank at its ends, and not a number.
///
/// `:` would begin the group, and BuildKit takes digits, with or without a sign, for an id.
///
/// ```
/// # use dockerspec_core::value::AccountName;
/// const APP: AccountName<'_> = AccountName::from_static("app");
/// assert_eq!(APP.as_str(), "app");
/// assert!(AccountName::new("10001").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountName<'a>(Cow<'a, str>);

text_value!(AccountName, "an account name");

impl AccountName<'static> {
    /// The same check for a name in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not an account name.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        if let Some(expected) = problem(text.as_bytes()) {
            panic!("{}", expected);
        }
        Self(Cow::Borrowed(text))
    }
}

impl AccountName<'_> {
    fn check(text: &str) -> Result<(), ValueError> {
        let expected = match problem(text.as_bytes()) {
            Some(expected) => expected,
            // The blanks and control characters beyond ASCII, which a `const fn` cannot ask for.
            None if text.trim() != text => BLANK,
            None if text.contains(char::is_control) => CONTROL,
            None => return Ok(()),
        };
        Err(ValueError::new(ValueKind::AccountName, text, expected, name_correction(text)))
    }
}

/// One user or one group: a name or a number.
///
/// ```
/// # use dockerspec_core::value::Account;
/// assert_eq!(Account::parse("10001")?, Account::Id(10001));
/// assert_eq!(Account::parse("app")?.to_string(), "app");
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account<'a> {
    /// A name, which the image's own `/etc/passwd` or `/etc/group` must know.
    Name(AccountName<'a>),
    /// A number.
    Id(u32),
}

from_text!(Account<'a>, parse, text_or_number);

impl<'a> Account<'a> {
    /// Reads a number, or else a name.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when `text` is neither.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        let text = text.into();
        match id(&text) {
            Some(id) => Ok(Self::Id(id)),
            None => AccountName::new(text).map(Self::Name),
        }
    }

    /// Whether this is the account 0, by number or by the name `root`.
    pub fn is_root(&self) -> bool {
        match self {
            Self::Name(name) => name.as_str() == "root",
            Self::Id(id) => *id == 0,
        }
    }

    /// The same value, owning its text.
    pub fn into_owned(self) -> Account<'static> {
        match self {
            Self::Name(name) => Account::Name(name.into_owned()),
            Self::Id(id) => Account::Id(id),
        }
    }
}

impl fmt::Display for Account<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(formatter),
            Self::Id(id) => id.fmt(formatter),
        }
    }
}

impl<'a> From<AccountName<'a>> for Account<'a> {
    fn from(name: AccountName<'a>) -> Self {
        Self::Name(name)
    }
}

/// The owner of a file or process, `USER[:GROUP]`: what `--chown` and `USER` take.
///
/// ```
/// # use dockerspec_core::value::{Gid, Owner, Uid};
/// assert_eq!(Owner::from((Uid::new(10001), Gid::new(10001))).to_string(), "10001:10001");
/// assert_eq!(Owner::parse("app:staff")?.to_string(), "app:staff");
/// assert!(Owner::parse("root")?.is_root());
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner<'a> {
    /// The user.
    pub user: Account<'a>,
    /// The group; without it, `--chown` takes the user's number and `USER` the user's own group.
    pub group: Option<Account<'a>>,
}

from_text!(Owner<'a>, parse, text_or_number);

impl<'a> Owner<'a> {
    /// The user `user` and no group.
    pub fn new(user: impl Into<Account<'a>>) -> Self {
        Self { user: user.into(), group: None }
    }

    /// The same owner with the group `group`.
    #[must_use]
    pub fn with_group(self, group: impl Into<Account<'a>>) -> Self {
        Self { group: Some(group.into()), ..self }
    }

    /// Reads `USER[:GROUP]`.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when one half is neither a number nor a name, or there is a second `:`.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, ValueError> {
        match text.into() {
            Cow::Borrowed(text) => Self::split(text),
            Cow::Owned(text) => Owner::split(&text).map(Owner::into_owned),
        }
    }

    /// Whether the user is the superuser, by number or by name.
    pub fn is_root(&self) -> bool {
        self.user.is_root()
    }

    /// The same value, owning its text.
    pub fn into_owned(self) -> Owner<'static> {
        Owner { user: self.user.into_owned(), group: self.group.map(Account::into_owned) }
    }

    fn split(text: &'a str) -> Result<Self, ValueError> {
        let (user, group) = match text.split_once(':') {
            Some((user, group)) => (user, Some(group)),
            None => (text, None),
        };
        let error = match (Account::parse(user), group.map(Account::parse).transpose()) {
            (Ok(user), Ok(group)) => return Ok(Self { user, group }),
            (Err(error), _) | (_, Err(error)) => error,
        };
        let half = |half: &str| if Account::parse(half).is_ok() { half.to_owned() } else { mended(half) };
        let correction = match group {
            None | Some("") => format!("write `{}`", half(user)),
            Some(group) => format!("write `{}:{}`", half(user), half(group)),
        };
        Err(ValueError::new(ValueKind::Owner, text, error.expected().to_owned(), correction))
    }
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.user.fmt(formatter)?;
        match &self.group {
            Some(group) => write!(formatter, ":{group}"),
            None => Ok(()),
        }
    }
}

impl From<Uid> for Owner<'_> {
    fn from(user: Uid) -> Self {
        Self::new(user)
    }
}

impl From<(Uid, Gid)> for Owner<'_> {
    fn from((user, group): (Uid, Gid)) -> Self {
        Self::new(user).with_group(group)
    }
}

impl<'a> From<AccountName<'a>> for Owner<'a> {
    fn from(user: AccountName<'a>) -> Self {
        Self::new(user)
    }
}

const BLANK: &str = "an account name without blanks at its ends";

const CONTROL: &str = "an account name without control characters";

/// What an account name has that `bytes` has not.
const fn problem(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("an account name, not nothing");
    }
    if bytes[0] == b' ' || bytes[bytes.len() - 1] == b' ' {
        return Some(BLANK);
    }
    if matches!(bytes[0], b'-' | b'+') {
        return Some("an account name that does not begin with `-` or `+`");
    }
    let (mut index, mut digits) = (0, 0);
    while index < bytes.len() {
        match bytes[index] {
            b':' => return Some("an account name without `:`"),
            b'0'..=b'9' => digits += 1,
            byte if byte.is_ascii_control() => return Some(CONTROL),
            _ => {}
        }
        index += 1;
    }
    if digits == bytes.len() { Some("an account name, or a number up to 4294967295") } else { None }
}

/// The number that `text` is, in decimal digits.
fn id(text: &str) -> Option<u32> {
    if text.starts_with('+') { None } else { text.parse().ok() }
}

fn name_correction(text: &str) -> String {
    match id(text) {
        Some(id) => format!("use the number {id} as an id"),
        None => format!("write `{}`", mended(text)),
    }
}

/// The letters, digits, `.`, `_` and `-` of `text` as an account name; always valid.
fn mended(text: &str) -> String {
    let mut name: String =
        text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')).take(32).collect();
    name.drain(..name.len() - name.trim_start_matches('-').len());
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        name.insert_str(0, if name.is_empty() { "app" } else { "app-" });
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn names_and_numbers_are_told_apart() {
        for (text, account) in [
            ("0", Account::Id(0)),
            ("007", Account::Id(7)),
            ("4294967295", Account::Id(u32::MAX)),
            ("www-data", Account::Name(AccountName::new("www-data").unwrap())),
            ("1a", Account::Name(AccountName::new("1a").unwrap())),
            ("a b", Account::Name(AccountName::new("a b").unwrap())),
            ("é", Account::Name(AccountName::new("é").unwrap())),
        ] {
            assert_eq!(Account::parse(text).unwrap(), account);
        }
    }

    #[test]
    fn each_message_says_what_is_wrong() {
        for (text, expected) in [
            ("", "an account name, not nothing"),
            (" a", BLANK),
            ("a\u{a0}", BLANK),
            ("a\nb", CONTROL),
            ("a\u{85}b", CONTROL),
            ("-1", "an account name that does not begin with `-` or `+`"),
            ("+1", "an account name that does not begin with `-` or `+`"),
            ("a:b", "an account name without `:`"),
            ("4294967296", "an account name, or a number up to 4294967295"),
        ] {
            assert_eq!(Account::parse(text).unwrap_err().expected(), expected, "{text:?}");
        }
        assert_eq!(AccountName::new("12").unwrap_err().correction(), "use the number 12 as an id");
    }

    #[test]
    fn corrections_are_accounts() {
        assert_corrections::<Account<'_>>(&["", " a", "a ", "a:b", "-1", "+1", "--", "4294967296", "\u{85}", "a\n"]);
        assert_corrections::<Owner<'_>>(&["", ":", "a:", ":b", "a:b:c", "a :b", "1:-2", "4294967296:1"]);
        assert_corrections::<Uid>(&["", "-1", "+1", "a", "4294967296"]);
        assert_corrections::<Gid>(&["x"]);
    }

    #[test]
    fn owners_know_the_superuser() {
        for (text, is_root) in [("root", true), ("0", true), ("00:app", true), ("app:root", false), ("1", false)] {
            assert_eq!(Owner::parse(text).unwrap().is_root(), is_root, "{text}");
        }
        assert!(Owner::from(Uid::ROOT).is_root());
    }

    #[test]
    fn a_constant_name_is_checked_at_compile_time() {
        const APP: AccountName<'_> = AccountName::from_static("app");
        assert_eq!(Owner::from(APP).with_group(Gid::ROOT).to_string(), "app:0");
    }

    proptest! {
        #[test]
        fn every_correction_is_a_name(text in any::<String>()) {
            prop_assert!(AccountName::new(mended(&text)).is_ok());
        }

        #[test]
        fn display_and_parse_agree(text in "[a-c0-9 :-]{0,8}") {
            if let Ok(owner) = Owner::parse(&*text) {
                prop_assert_eq!(Owner::parse(owner.to_string()).unwrap(), owner);
            }
        }
    }
}
