//! Typed values: everything in a Dockerfile that has a grammar of its own.
//!
//! Each type is parsed once, by its constructor, and is right from then on. A constructor refuses a bad value with a
//! [`ValueError`] that says what was expected and gives one correction.

#[macro_use]
mod macros;

mod abs_path;
mod account;
mod checksum;
mod context_name;
mod digest;
mod duration;
mod env_name;
mod error;
mod git;
mod mode;
mod platform;
mod port;
mod reference;
mod signal;
mod size;
mod stage_name;
mod variable_name;

pub use abs_path::AbsPath;
pub(crate) use abs_path::normalized;
pub use account::{Account, AccountName, Gid, Owner, Uid};
pub use checksum::{Checksum, Commit};
pub use context_name::ContextName;
pub use digest::Digest;
pub use duration::Duration;
pub use env_name::EnvName;
pub use error::{ValueError, ValueKind};
pub use git::GitRef;
pub use mode::{FileMode, OctalMode, SymbolicMode};
pub use platform::Platform;
pub use port::{ExposedPort, Protocol};
pub use reference::{ImageRef, ReferencePolicy, ReferenceProblem};
pub use signal::Signal;
pub(crate) use signal::{LONGEST as LONGEST_COMPARED, distance};
pub use size::Size;
pub use stage_name::StageName;
pub use variable_name::{ArgName, VariableName};

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::ValueError;

    /// Each of `texts` is refused as a `T`, and each value that a correction tells to write is a `T`.
    #[track_caller]
    pub(super) fn assert_corrections<T: FromStr<Err = ValueError>>(texts: &[&str]) {
        for text in texts {
            let Err(error) = T::from_str(text) else { panic!("{text:?} was accepted") };
            assert!(!error.expected().is_empty() && !error.correction().ends_with('.'), "{error}");
            if let Some(correction) = error.correction().strip_prefix("write ").and_then(|rest| rest.split('`').nth(1))
            {
                assert!(T::from_str(correction).is_ok(), "{error}");
            }
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serde_forms_are_checked_text() {
        let image: super::ImageRef<'_> = serde_json::from_str("\"debian:13\"").unwrap();
        assert_eq!(serde_json::to_string(&image).unwrap(), "\"debian:13\"");
        let port: super::ExposedPort = serde_json::from_str("\"53/udp\"").unwrap();
        assert_eq!(serde_json::to_string(&port).unwrap(), "\"53/udp\"");
        let error = serde_json::from_str::<super::Owner<'_>>("\"a:b:c\"").unwrap_err();
        assert!(error.to_string().contains("is not an owner"), "{error}");
    }
}
