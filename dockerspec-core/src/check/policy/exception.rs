//! Findings that a policy allows, and where.

use crate::check::{Allow, PolicyError};
use crate::value::StageName;

/// Findings of a rule that a [`Policy`](super::Policy) allows: everywhere, or in stages of one name.
///
/// ```
/// # use dockerspec_core::check::{Allow, Checker, Exception, Policy};
/// let allow = Allow::new("unpinned_base", "a toolbox, never shipped")?;
/// let policy = Policy::default().allow(Exception::from(allow).in_stage("tools")?);
/// let findings = Checker::new(&policy).check("FROM debian AS tools\nFROM debian:13-slim\nUSER 10001\n");
/// assert!(findings.iter().all(|finding| finding.code != "unpinned_base"));
/// # Ok::<(), dockerspec_core::check::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "form::Fields", into = "form::Fields")
)]
#[non_exhaustive]
pub struct Exception {
    /// The rule, and why it is fine.
    pub allow: Allow,
    /// The name of the stages that it is for; all of them without.
    pub stage: Option<StageName<'static>>,
}

impl From<Allow> for Exception {
    fn from(allow: Allow) -> Self {
        Self { allow, stage: None }
    }
}

impl Exception {
    /// The same for stages of this name alone, whose case does not matter.
    ///
    /// # Errors
    ///
    /// When no stage can have the name.
    pub fn in_stage(self, name: impl Into<String>) -> Result<Self, PolicyError> {
        let name = name.into();
        let stage = StageName::new(name.to_ascii_lowercase()).map_err(|_| PolicyError::StageName(name))?;
        Ok(Self { stage: Some(stage), ..self })
    }
}

#[cfg(feature = "serde")]
mod form {
    use super::{Allow, Exception, PolicyError};

    /// The form in JSON: `{"rule": …, "reason": …, "stage": …}`.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Fields {
        rule: String,
        reason: String,
        #[serde(default, skip_serializing_if = "crate::form::is_default")]
        stage: Option<String>,
    }

    impl TryFrom<Fields> for Exception {
        type Error = PolicyError;

        fn try_from(Fields { rule, reason, stage }: Fields) -> Result<Self, PolicyError> {
            let exception = Self::from(Allow::new(&rule, reason)?);
            match stage {
                Some(stage) => exception.in_stage(stage),
                None => Ok(exception),
            }
        }
    }

    impl From<Exception> for Fields {
        fn from(Exception { allow, stage }: Exception) -> Self {
            Self {
                rule: allow.rule().name.to_owned(),
                reason: allow.reason().to_owned(),
                stage: stage.map(|stage| stage.as_str().to_owned()),
            }
        }
    }
}
