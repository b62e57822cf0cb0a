//! Calls of package managers as they were read, once for all rules that look at them.

use super::call::PackageCall;
use super::{Operation, PackageProgram};
use crate::check::facts::{Argument, CallFacts, FileFacts, StageFacts, StepFacts, arguments};
use crate::parse::{Span, narrow};
use crate::shell::{Call, Part, Text, Word};

/// What was read of a call of a package manager.
#[derive(Debug)]
pub(in crate::check) struct PackageReading {
    /// The numbers of its script in the RUN, and of its command there.
    key: (usize, usize),
    /// Its number among the calls of the RUN.
    number: usize,
    pub(super) program: &'static PackageProgram,
    pub(super) operation: Option<Operation>,
    pub(super) operation_span: Span,
    /// Where the operation stands among the words, and how many words it has.
    pub(super) at: (usize, usize),
    /// The numbers of the words that are operands, behind the operation.
    pub(super) operands: Vec<u32>,
    /// Its arguments, if variables with known values were replaced in them.
    expanded: Option<Vec<Word<'static>>>,
    /// Whether a word is a variable of unknown value.
    pub(super) has_unknown: bool,
}

/// The calls of package managers in a RUN, in order.
pub(in crate::check) fn package_calls<'s, 'f>(
    file: &'s FileFacts<'f>,
    stage: &'s StageFacts<'f>,
    step: &'s StepFacts<'f>,
) -> impl Iterator<Item = PackageCall<'s, 'f>> {
    readings(file, stage, step).iter().filter_map(move |reading| {
        let call = step.scripts.as_ref()?.call(reading.number)?;
        Some(reading.call(CallFacts { file, stage, step, call }))
    })
}

/// What was read of the calls of package managers in a RUN, in order.
fn readings<'s>(file: &FileFacts<'_>, stage: &StageFacts<'_>, step: &'s StepFacts<'_>) -> &'s [PackageReading] {
    if !step.has_package_calls {
        return &[];
    }
    step.package_readings.get_or_init(|| {
        let calls = step.calls().enumerate();
        let readings = calls.filter_map(|(number, call)| {
            let program = PackageProgram::of(call.name)?;
            PackageReading::new(number, &CallFacts { file, stage, step, call }, program)
        });
        readings.collect()
    })
}

impl PackageReading {
    /// What was read of a call, if it is one of a package manager that is told to do something.
    pub(super) fn of<'s>(facts: &CallFacts<'s, '_>) -> Option<&'s Self> {
        let key = key(&facts.call);
        readings(facts.file, facts.stage, facts.step).iter().find(|reading| reading.key == key)
    }

    fn new(number: usize, facts: &CallFacts<'_, '_>, program: &'static PackageProgram) -> Option<Self> {
        let expanded = facts.expanded();
        let words = expanded.as_deref().unwrap_or(facts.call.arguments);
        let mut next = 0;
        let mut operands = arguments(words, program.with_value).filter_map(|argument| match argument {
            Argument::Operand(word) => {
                next += words[next..].iter().position(|other| std::ptr::eq(other, word))? + 1;
                Some(Ok(next - 1))
            }
            Argument::Unknown(_) => Some(Err(())),
            Argument::Option { .. } => None,
        });
        let index = operands.next()?.ok()?;
        let word = &words[index];
        let text = word.literal()?;
        let (mut operation, mut span, mut length) = (program.operation(text), word.span, 1);
        let mut second = None;
        if operation.is_none() {
            second = operands.next();
            if second == Some(Ok(index + 1)) {
                let word = &words[index + 1];
                operation = program.operation(&format!("{text} {}", word.literal_prefix()));
                if operation.is_some() {
                    (span, length, second) = (Span::new(span.start, word.span.end.max(span.end)), 2, None);
                }
            }
        }
        let operands = second.into_iter().chain(operands).filter_map(Result::ok).map(narrow).collect();
        let has_unknown = words.iter().any(|word| word.literal_prefix().is_empty() && word.literal().is_none());
        Some(Self {
            key: key(&facts.call),
            number,
            program,
            operation,
            operation_span: span,
            at: (index, length),
            has_unknown,
            operands,
            expanded,
        })
    }

    /// The call of which this was read.
    pub(super) fn call<'s, 'f>(&'s self, facts: CallFacts<'s, 'f>) -> PackageCall<'s, 'f> {
        let (program, operation, operation_span) = (self.program, self.operation, self.operation_span);
        let words = match &self.expanded {
            Some(words) => words,
            None => facts.call.arguments,
        };
        PackageCall { facts, program, operation, operation_span, words, reading: self }
    }
}

fn key(call: &Call<'_, '_>) -> (usize, usize) {
    (call.script_index, call.index)
}

impl CallFacts<'_, '_> {
    /// The arguments, where variables with known values are replaced, and become several words as in a shell. None
    /// where no argument has a variable.
    fn expanded(&self) -> Option<Vec<Word<'static>>> {
        let words = self.call.arguments;
        if words.iter().all(|word| matches!(word.text, Text::Literal(_))) {
            return None;
        }
        let literal =
            |span: Span, text: &str| Word { span, text: Text::Literal(text.to_owned().into()), ..Word::default() };
        let mut expanded = Vec::with_capacity(words.len() + 4);
        for word in words {
            match self.text_of(word) {
                Some(text) if is_unquoted(word) => {
                    expanded.extend(text.split_ascii_whitespace().map(|part| literal(word.span, part)));
                }
                Some(text) if word.literal().is_none() => expanded.push(literal(word.span, text)),
                _ => expanded.push(word.clone().into_owned()),
            }
        }
        Some(expanded)
    }
}

/// Whether a word is a variable alone, and without quotes.
fn is_unquoted(word: &Word<'_>) -> bool {
    match &word.text {
        Text::Parts(parts) => matches!(parts.as_slice(), [Part::Parameter { is_quoted: false, .. }]),
        Text::Literal(_) => false,
    }
}
