//! Which stage a name means.

use std::borrow::Cow;
use std::collections::HashMap;

/// The names of stages: of several that are called the same, the last one counts.
#[derive(Debug, Default)]
pub(crate) struct StageNames<'a> {
    few: Vec<(Cow<'a, str>, usize)>,
    many: HashMap<Cow<'a, str>, usize>,
}

/// Names that are found faster one after the other.
const FEW: usize = 16;

impl<'a> StageNames<'a> {
    /// Adds the name of a stage, behind those of all stages before it.
    pub(crate) fn insert(&mut self, name: Cow<'a, str>, stage: usize) {
        if self.few.len() < FEW && self.many.is_empty() {
            self.few.push((name, stage));
            return;
        }
        self.many.extend(self.few.drain(..));
        self.many.insert(name, stage);
    }

    /// The number of the stage with this name.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        let few = self.few.iter().rev().find(|(known, _)| known == name).map(|(_, stage)| *stage);
        few.or_else(|| self.many.get(name).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_stage_of_a_name_counts() {
        let mut names = StageNames::default();
        for stage in 0..3 * FEW {
            names.insert(format!("stage{}", stage % (2 * FEW)).into(), stage);
            assert_eq!(names.get(&format!("stage{}", stage % (2 * FEW))), Some(stage));
            assert_eq!(names.get("stage0"), Some(if stage < 2 * FEW { 0 } else { 2 * FEW }));
        }
        assert_eq!(names.get("stage"), None);
    }
}
