//! Names of named build contexts.

use std::borrow::Cow;

use super::reference::{self, ReferenceProblem};
use super::{ValueError, ValueKind, stage_name};

/// The name of a named build context, as in `--build-context NAME=…`.
///
/// BuildKit reads the name as an image reference, so that a context can also stand in for an image: `rust`,
/// `rust:1.91` and `example.com/base` are names. `scratch` and `context` are reserved, a digest has no use.
///
/// ```
/// # use dockerspec_core::value::ContextName;
/// assert_eq!(ContextName::new("shared-config")?.as_str(), "shared-config");
/// assert!(ContextName::new("rust:1.91").is_ok());
/// assert!(ContextName::new("Config").is_err());
/// # Ok::<(), dockerspec_core::value::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextName<'a>(Cow<'a, str>);

text_value!(ContextName, "a build context name");

impl ContextName<'static> {
    /// The same check for a name in the program text; in a `const` it runs at compile time.
    ///
    /// # Panics
    ///
    /// When `text` is not a build context name.
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        if let Some(expected) = problem(text) {
            panic!("{}", expected);
        }
        Self(Cow::Borrowed(text))
    }
}

impl ContextName<'_> {
    fn check(text: &str) -> Result<(), ValueError> {
        let Some(expected) = problem(text) else { return Ok(()) };
        let lower = text.to_ascii_lowercase();
        let undigested = lower.split('@').next().unwrap_or_default();
        let name = if problem(undigested).is_none() { undigested.to_owned() } else { stage_name::mended(text) };
        Err(ValueError::new(ValueKind::ContextName, text, expected, format!("write `{name}`")))
    }
}

/// What a context name has that `text` has not.
const fn problem(text: &str) -> Option<&'static str> {
    if stage_name::is_reserved(text) {
        return Some("a context name other than the reserved `scratch` and `context`");
    }
    match reference::split(text) {
        Ok(parts) if parts.has_digest(text) => return Some("a context name without a digest"),
        Ok(_) => {}
        Err(ReferenceProblem::Empty) => return Some("a context name, not nothing"),
        Err(problem) => return Some(problem.expected()),
    }
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index].is_ascii_uppercase() {
            return Some("a context name in lower case");
        }
        index += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::tests::assert_corrections;

    #[test]
    fn lower_case_references_pass() {
        for name in ["a", "0", "config", "rust:1.91", "example.com/a", "localhost:5000/a/b:c", "a/b"] {
            assert_eq!(ContextName::new(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_name() {
        let digest = format!("rust@sha256:{}", "a".repeat(64));
        assert_corrections::<ContextName<'_>>(&[
            "",
            "scratch",
            "context",
            "Config",
            "rust:RC1",
            "EXAMPLE.com/a",
            "a b",
            "a..b",
            "a:",
            "a=b",
            "$x",
            &digest,
        ]);
    }

    proptest! {
        #[test]
        fn every_correction_is_a_context_name(text in "[aA0:/@. -]{0,12}") {
            if ContextName::new(&*text).is_err() {
                assert_corrections::<ContextName<'_>>(&[&text]);
            }
        }
    }
}
