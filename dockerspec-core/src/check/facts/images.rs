//! The images that a file names.

use super::{FileFacts, StageBase, StageFacts, StepFacts};
use crate::dockerfile::{Base, CopyFrom, Instruction, MountFrom};
use crate::parse::Span;
use crate::value::ImageRef;
use crate::word::Value;

/// An image that a file names, and where.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct NamedImage<'s, 'f> {
    pub(in crate::check) image: &'s ImageRef<'f>,
    /// The stage that is built on it; none where files are taken from it.
    pub(in crate::check) base_of: Option<&'s StageFacts<'f>>,
    pub(in crate::check) span: Span,
}

impl NamedImage<'_, '_> {
    /// What it is to the file, in a sentence.
    pub(in crate::check) fn role(&self) -> &'static str {
        if self.base_of.is_some() { "base" } else { "image" }
    }
}

impl<'f> FileFacts<'f> {
    /// The images that stages are built on and take files from, in order; not what is known to be a named context.
    pub(in crate::check) fn each_image(&self, found: &mut dyn FnMut(NamedImage<'_, 'f>)) {
        for stage in &self.stages {
            if let StageBase::Image(image) = &stage.base {
                found(NamedImage { image, base_of: Some(stage), span: stage.base_span() });
            }
            for step in &stage.steps {
                self.each_origin(step, found);
            }
        }
    }

    /// The images that an instruction takes files from; the empty one, `scratch`, is none.
    pub(in crate::check) fn each_origin(&self, step: &StepFacts<'f>, found: &mut dyn FnMut(NamedImage<'_, 'f>)) {
        let mut origin = |image: &ImageRef<'f>, flag: &str, number| {
            let is_empty = image.as_str() == "scratch";
            if !is_empty && !self.contexts.iter().any(|context| context == image.as_str()) {
                let span = self.flag_value(step, flag, number, image.as_str());
                found(NamedImage { image, base_of: None, span });
            }
        };
        match step.instruction {
            Instruction::Copy(copy) => {
                if let Some(CopyFrom::Image(image)) = &copy.from {
                    origin(image, "--from", 0);
                }
            }
            Instruction::Run(run) => {
                for (number, mount) in run.mounts.iter().enumerate() {
                    if let Some(MountFrom::Image(image)) = mount.origin() {
                        origin(image, "--mount", number);
                    }
                }
            }
            _ => {}
        }
    }

    /// Where `text` stands in the flag of this name; of several of that name, in the one with this number.
    pub(in crate::check) fn flag_value(&self, step: &StepFacts<'f>, flag: &str, number: usize, text: &str) -> Span {
        let named = |span: &&Span| self.source[span.range()].starts_with(flag);
        let whole = step.place.flags().iter().filter(named).nth(number).copied().unwrap_or(step.span());
        match self.source[whole.range()].rfind(text) {
            Some(at) => Span::of(whole.start as usize + at, whole.start as usize + at + text.len()),
            None => whole,
        }
    }

    /// The default of an argument that has a part in the name of an image.
    pub(in crate::check) fn default_in(&self, named: &NamedImage<'_, 'f>) -> Option<Span> {
        let Base::Image(Value::Expanded(word)) = &named.base_of?.stage.base else { return None };
        word.variables().into_iter().find_map(|variable| self.default_in_preamble(variable.name.as_str()))
    }

    /// The default that stands for an argument before the first stage.
    fn default_in_preamble(&self, name: &str) -> Option<Span> {
        self.dockerfile.preamble.iter().enumerate().rev().find_map(|(number, instruction)| {
            let Instruction::Arg(args) = instruction else { return None };
            let at = args.args.iter().rposition(|arg| arg.name.as_str() == name && arg.default.is_some())?;
            self.map.preamble(number)?.words().get(at).copied()
        })
    }
}
