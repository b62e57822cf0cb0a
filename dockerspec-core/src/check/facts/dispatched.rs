//! The instructions that a stage runs, with those that its base left for it.

use super::{FileFacts, StageFacts, StepFacts};
use crate::dockerfile::Instruction;
use crate::parse::Span;

/// An instruction that a stage runs.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct Dispatched<'s, 'f> {
    pub(in crate::check) instruction: &'f Instruction<'f>,
    /// The instruction; the FROM of the stage for one that is triggered.
    pub(in crate::check) span: Span,
    /// What is known of it; nothing for one that is triggered.
    pub(in crate::check) step: Option<&'s StepFacts<'f>>,
}

impl<'f> FileFacts<'f> {
    /// The instructions that a stage runs, in order: the triggers of the stage that it is `FROM`, then its own without
    /// ONBUILD.
    pub(in crate::check) fn dispatched(&self, stage: &StageFacts<'_>) -> impl Iterator<Item = Dispatched<'_, 'f>> {
        let number = stage.number;
        let stage = &self.stages[number];
        // Most files have no triggers, which costs nothing to see.
        let has_triggers = self.parent(stage).is_some_and(|parent| parent.steps.iter().any(|step| step.is_trigger));
        let triggers = if has_triggers { &*self.trace.triggers } else { &[] };
        let triggers = triggers.iter().filter(move |trigger| trigger.stage == number);
        let triggers =
            triggers.map(|trigger| Dispatched { instruction: trigger.value, span: trigger.instruction, step: None });
        let own = stage.steps.iter().filter(|step| !step.is_trigger);
        triggers.chain(own.map(|step| Dispatched {
            instruction: step.instruction,
            span: step.span(),
            step: Some(step),
        }))
    }
}
