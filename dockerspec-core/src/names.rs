//! What a name means: which stage, which value.

use std::borrow::Cow;
use std::collections::HashMap;

/// The names of numbered things: of several that are called the same, the last one counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names<'a> {
    few: Vec<(Cow<'a, str>, usize)>,
    many: HashMap<Cow<'a, str>, usize>,
}

/// Names that are found faster one after the other.
const FEW: usize = 16;

impl<'a> Names<'a> {
    /// Adds the name of the thing with this number, behind all those before it.
    pub(crate) fn insert(&mut self, name: Cow<'a, str>, number: usize) {
        if self.few.len() < FEW && self.many.is_empty() {
            self.few.push((name, number));
            return;
        }
        self.many.extend(self.few.drain(..));
        self.many.insert(name, number);
    }

    /// The number of the last thing with this name.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        let few = self.few.iter().rev().find(|(known, _)| known == name).map(|(_, number)| *number);
        few.or_else(|| self.many.get(name).copied())
    }
}

/// What tells most texts from a few names: their first bytes and lengths.
#[derive(Debug, Clone)]
pub(crate) struct Lengths(
    /// For each first byte, a bit for each length.
    [u32; 256],
);

impl Lengths {
    pub(crate) const NONE: Self = Self([0; 256]);

    /// The same with a name of 1 to 31 bytes.
    pub(crate) const fn with(mut self, name: &str) -> Self {
        self.0[name.as_bytes()[0] as usize] |= 1 << name.len();
        self
    }

    /// Whether a text is as one of the names in this.
    pub(crate) fn fit(&self, text: &str) -> bool {
        let lengths = text.as_bytes().first().map_or(0, |first| self.0[usize::from(*first)]);
        text.len() < 32 && lengths & (1 << text.len()) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_name_counts() {
        let mut names = Names::default();
        for stage in 0..3 * FEW {
            names.insert(format!("stage{}", stage % (2 * FEW)).into(), stage);
            assert_eq!(names.get(&format!("stage{}", stage % (2 * FEW))), Some(stage));
            assert_eq!(names.get("stage0"), Some(if stage < 2 * FEW { 0 } else { 2 * FEW }));
        }
        assert_eq!(names.get("stage"), None);
    }
}
