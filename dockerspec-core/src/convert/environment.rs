//! Variables and their values while a file is converted.

use std::borrow::Cow;

use crate::bases::BaseVariables;
use crate::names::Names;

/// The variables in force. A later value takes the place of an earlier one.
#[derive(Debug, Clone, Default)]
pub(super) struct Environment<'m> {
    values: Vec<Known<'m>>,
    /// Which of the values each name has.
    names: Names<'m>,
    /// What is there without being set.
    given: &'static [(&'static str, &'static str)],
    /// What the base sets.
    pub(super) base: BaseVariables<'m>,
    /// Whether an instruction that sets variables was refused, so that any name could have any value.
    pub(super) is_incomplete: bool,
}

/// What is known of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known<'m> {
    /// The value; none when it is not set.
    pub(super) value: Option<Cow<'m, str>>,
    /// Whether a build argument can make it something else.
    pub(super) depends: bool,
    /// Whether the value is something that was not worked out.
    pub(super) is_open: bool,
}

/// Bytes of a variable, without its value.
const VARIABLE: usize = size_of::<Known<'_>>() + size_of::<(Cow<'_, str>, usize)>();

impl<'m> Environment<'m> {
    /// Variables that are there from the beginning, by name and value, and that a build can change.
    pub(super) fn with(given: &'static [(&'static str, &'static str)]) -> Self {
        Self { given, ..Self::default() }
    }

    /// Any name could have any value.
    pub(super) fn unknown() -> Self {
        Self { is_incomplete: true, ..Self::default() }
    }

    /// Bytes that a copy takes, more or less.
    pub(super) fn size(&self) -> usize {
        self.values.iter().map(|known| VARIABLE + known.value.as_deref().map_or(0, str::len)).sum()
    }

    pub(super) fn get(&self, name: &str) -> Option<Known<'m>> {
        if let Some(number) = self.names.get(name) {
            return Some(self.values[number].clone());
        }
        let given = self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
        let is_of_base = given.is_none() && self.base.have(name);
        let value = if is_of_base { "" } else { given? };
        Some(Known { value: Some(Cow::Borrowed(value)), depends: true, is_open: is_of_base })
    }

    /// Whether a name that is not set here could have any value.
    pub(super) fn is_open(&self) -> bool {
        self.is_incomplete || !self.base.are_known()
    }

    pub(super) fn set(&mut self, name: Cow<'m, str>, value: Known<'m>) {
        self.names.insert(name, self.values.len());
        self.values.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_values_win_however_many_there_are() {
        let known = |value: String| Known { value: Some(value.into()), depends: false, is_open: false };
        let mut environment = Environment::default();
        for round in 0..2 {
            for name in 0..100 {
                environment.set(format!("V{name}").into(), known(format!("{round}-{name}")));
                assert_eq!(environment.get("V0").unwrap().value.as_deref(), Some(&*format!("{round}-0")));
            }
        }
        assert_eq!(environment.get("V99").unwrap().value.as_deref(), Some("1-99"));
        assert_eq!(environment.get("V100"), None);
    }
}
