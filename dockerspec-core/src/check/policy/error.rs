//! What a policy cannot say.

use crate::check::rule::Rule;
use crate::check::rules;
use crate::parse::nearest;

/// What a [`Policy`](super::Policy) or an [`Allow`](crate::check::Allow) cannot say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// No rule has this name or alias.
    #[error("`{name}` is not a rule; {}", way_out(*nearest))]
    UnknownRule {
        /// What was written.
        name: String,
        /// The name or alias that was meant, probably.
        nearest: Option<&'static str>,
    },
    /// Two names of one rule have a level, and nothing says which one counts.
    #[error("the level of `{0}` is set twice, by its name and by an alias; keep one of them")]
    SetTwice(&'static str),
    /// Nobody will know why.
    #[error("the reason to allow `{0}` is blank; say why it is fine")]
    BlankReason(&'static str),
    /// It would allow findings nowhere.
    #[error("`{0}` is no name of a stage; write the one behind `AS`")]
    StageName(String),
}

/// A rule by its name or an alias.
pub(in crate::check) fn known(name: &str) -> Result<&'static Rule, PolicyError> {
    crate::check::rule(name)
        .ok_or_else(|| PolicyError::UnknownRule { name: name.to_owned(), nearest: nearest_rule(name) })
}

/// The name or alias of a rule that was meant.
pub(in crate::check) fn nearest_rule(name: &str) -> Option<&'static str> {
    let names = || rules::ALL.iter().map(|rule| rule.name);
    let aliases = || rules::ALL.iter().flat_map(|rule| rule.aliases.iter().copied());
    // Numbers are all near each other, and nobody means the neighbour.
    let is_code = name.ends_with(|character: char| character.is_ascii_digit());
    nearest(name, names()).or_else(|| if is_code { None } else { nearest(name, aliases()) })
}

/// What to do about a name that no rule has.
pub(in crate::check) fn way_out(nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("write `{nearest}`"),
        None => "`check::rules()` and docs/rules.md list them".to_owned(),
    }
}
