//! The labels of which a policy says something.

use super::{FileFacts, StepFacts};
use crate::check::policy::LabelType;
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::Span;

/// A label whose value is known.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct KnownLabel<'s> {
    pub(in crate::check) key: &'s str,
    pub(in crate::check) value: &'s str,
    /// Where the value stands.
    pub(in crate::check) span: Span,
    source: &'s str,
}

impl<'f> FileFacts<'f> {
    /// The labels of an instruction that have a value of a type by the policy, and no empty one.
    pub(in crate::check) fn labels_of_type<'s>(
        &'s self,
        step: &'s StepFacts<'f>,
        of_type: LabelType,
    ) -> impl Iterator<Item = KnownLabel<'s>> {
        self.known_labels(step)
            .filter(move |(label, label_type)| *label_type == of_type && !label.value.is_empty())
            .map(|(label, _)| label)
    }

    /// The labels of an instruction that the policy knows, with their types.
    pub(in crate::check) fn known_labels<'s>(
        &'s self,
        step: &'s StepFacts<'f>,
    ) -> impl Iterator<Item = (KnownLabel<'s>, LabelType)> {
        let pairs = match step.instruction {
            Instruction::Label(label) if !self.policy.labels.is_empty() => label.pairs.as_slice(),
            _ => &[],
        };
        pairs.iter().enumerate().filter_map(|(number, pair)| {
            let (key, value) = (pair.key.as_literal()?, pair.value.as_literal()?);
            let label_type = self.policy.labels.get(key)?;
            let span = step.word(2 * number + 1);
            Some((KnownLabel { key, value, span, source: self.source }, *label_type))
        })
    }
}

impl KnownLabel<'_> {
    /// The change that gives it another value, if the one that it has stands in the source as it is.
    pub(in crate::check) fn with_value(&self, value: &str) -> Option<Replacement> {
        let text = &self.source[self.span.range()];
        let unquoted = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
        if unquoted.unwrap_or(text) != self.value {
            return None;
        }
        let quote = u32::from(unquoted.is_some());
        Some(Replacement::new(Span::new(self.span.start + quote, self.span.end - quote), value.to_owned()))
    }
}
