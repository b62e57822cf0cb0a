//! A call of a package manager: what it does, to which packages, with which options.

use super::{Family, Operation, PackageProgram, PackageReading};
use crate::check::facts::{Argument, Arguments, CallFacts, StepFacts, arguments};
use crate::parse::Span;
use crate::shell::{RedirectionOperator, Word};

/// A call of a package manager.
#[derive(Debug)]
pub(in crate::check) struct PackageCall<'s, 'f> {
    pub(in crate::check) facts: CallFacts<'s, 'f>,
    pub(in crate::check) program: &'static PackageProgram,
    /// What it does; none if the word for that is one that the program does not know.
    pub(in crate::check) operation: Option<Operation>,
    /// The word or the two words for that.
    pub(in crate::check) operation_span: Span,
    /// Its arguments, where variables with known values are replaced.
    pub(super) words: &'s [Word<'s>],
    /// What was read of it.
    pub(super) reading: &'s PackageReading,
}

impl<'s, 'f> PackageCall<'s, 'f> {
    /// A call of a package manager, if it is one that is told to do something.
    pub(in crate::check) fn of(facts: &CallFacts<'s, 'f>) -> Option<Self> {
        Some(PackageReading::of(facts)?.call(facts.clone()))
    }

    /// The last word of the operation.
    pub(in crate::check) fn operation_word(&self) -> &'s Word<'s> {
        let (at, length) = self.reading.at;
        &self.words[at + length - 1]
    }

    /// The one or two words of the operation.
    fn operation_words(&self) -> &'s [Word<'s>] {
        let (at, length) = self.reading.at;
        &self.words[at..at + length]
    }

    /// The program and the operation, as they are written: `apt-get install`.
    pub(in crate::check) fn name(&self) -> String {
        let words: Vec<&str> = self.operation_words().iter().filter_map(Word::literal).collect();
        format!("{} {}", self.program.name, words.join(" "))
    }

    /// All arguments, the operation among them.
    fn arguments(&self) -> Arguments<'s, 's> {
        arguments(self.words, self.program.with_value)
    }

    /// What stands behind the operation and is no option; packages, if it installs or removes some.
    pub(in crate::check) fn operands(&self) -> impl Iterator<Item = &'s Word<'s>> + use<'s, 'f> {
        let words = self.words;
        self.reading.operands.iter().map(move |number| &words[*number as usize])
    }

    /// The packages that it installs. Where the word for the operation is forgotten, the first one stands in its place.
    pub(in crate::check) fn installed(&self) -> impl Iterator<Item = &'s Word<'s>> + use<'s, 'f> {
        let installs = self.operation == Some(Operation::Install) || self.lacks_operation();
        let first = self.lacks_operation().then(|| self.operation_word());
        first.into_iter().chain(self.operands().filter(move |_| installs))
    }

    /// Whether the word for the operation is forgotten, as in `apt-get python3`, and not misspelled.
    pub(in crate::check) fn lacks_operation(&self) -> bool {
        self.operation.is_none()
            && self.program.is_closed
            && self.operation_word().literal().is_some_and(|word| self.program.meant_by(word).is_none())
    }

    /// Whether it says nothing of what to install or to remove.
    pub(in crate::check) fn names_nothing(&self) -> bool {
        self.operands().next().is_none() && !self.has_unknown() && !self.facts.call.involves("xargs")
    }

    /// Whether a word is a variable of unknown value, and could be anything: an option, several packages, nothing.
    pub(in crate::check) fn has_unknown(&self) -> bool {
        self.reading.has_unknown
    }

    /// Whether it has one of these options, each as `--option` or `-o`.
    pub(in crate::check) fn has_option(&self, options: &[&str]) -> bool {
        self.arguments().any(|argument| match argument {
            Argument::Option { name, .. } => is_one_of(name, options),
            _ => false,
        })
    }

    /// The value of one of these options.
    pub(in crate::check) fn option_value(&self, options: &[&str]) -> Option<&'s str> {
        self.arguments().find_map(|argument| match argument {
            Argument::Option { name, value, .. } if is_one_of(name, options) => value,
            _ => None,
        })
    }

    /// Whether it is set, in a setting of its own language, to this: `-o APT::Get::Assume-Yes=true`,
    /// `--setopt=assumeyes=1`.
    fn is_set(&self, key: &str, values: &[&str]) -> bool {
        self.arguments().any(|argument| match argument {
            Argument::Option { name: "o" | "--option" | "--setopt", value: Some(setting), .. } => {
                setting.split_once('=').is_some_and(|(name, value)| {
                    name.eq_ignore_ascii_case(key) && values.iter().any(|known| value.eq_ignore_ascii_case(known))
                })
            }
            _ => false,
        })
    }

    /// Whether its questions are answered, or it asks none.
    pub(in crate::check) fn is_answered(&self) -> bool {
        const TRUE: &[&str] = &["true", "yes", "1", "on"];
        let program = self.program;
        if program.yes.is_empty() || self.has_option(program.yes) {
            return true;
        }
        let before = &self.words[..self.reading.at.0];
        let in_front = |word: &Word<'_>| {
            let text = word.literal_prefix();
            program.yes_in_front.iter().any(|option| {
                text == *option || option.len() == 2 && !text.starts_with("--") && text.contains(&option[1..])
            })
        };
        match program.family {
            Family::Apt => self.is_quiet() || self.is_set("APT::Get::Assume-Yes", TRUE) || self.has_option(DRY),
            Family::Rpm => self.is_set("assumeyes", TRUE) || self.has_option(&["--assumeno"]),
            Family::Zypper => before.iter().any(in_front),
            Family::Apk => true,
        }
    }

    /// Whether it is so quiet that it does not ask, as `-qq` is.
    fn is_quiet(&self) -> bool {
        let levels = self.arguments().map(|argument| match argument {
            Argument::Option { name: "2", word, .. } if word.literal_prefix().starts_with("-q=") => 2,
            Argument::Option { name: "--quiet", value: Some("2"), .. } => 2,
            Argument::Option { name: "q" | "--quiet", .. } => 1,
            _ => 0,
        });
        levels.sum::<u32>() >= 2
    }

    /// Whether something is piped into it, or it reads a file, and so may get answers.
    pub(in crate::check) fn has_input(&self) -> bool {
        let call = &self.facts.call;
        let reads = |operator| {
            use RedirectionOperator::{HereString, Heredoc, HeredocWithoutTabs, Read};
            matches!(operator, Read | Heredoc | HeredocWithoutTabs | HereString)
        };
        // What `xargs` runs reads nothing of what that reads.
        if call.involves("xargs") {
            return false;
        }
        call.command.joint.is_pipe()
            || call.command.redirections.iter().any(|redirection| reads(redirection.operator))
            || call.script.constructs_around(call.command).any(|construct| {
                construct.joint.is_pipe() || construct.redirections.iter().any(|file| reads(file.operator))
            })
    }

    /// Whether recommended packages stay out.
    pub(in crate::check) fn is_without_recommended(&self) -> bool {
        let program = self.program;
        program.without_recommended.is_empty()
            || self.has_option(program.without_recommended)
            || self.is_set("APT::Install-Recommends", &["false", "no", "0", "off"])
    }

    /// Whether a file of settings says it: a setting of this name, or all files for APT, are written before.
    pub(in crate::check) fn may_be_configured(&self, setting: &'static str) -> bool {
        let CallFacts { file, stage, step, .. } = self.facts;
        if file.is_mentioned_before(step.span(), setting) {
            return true;
        }
        let is_copied = |step: &StepFacts<'_>| {
            let destination = step.transfer().and_then(|transfer| transfer.destination.as_literal());
            destination.is_some_and(|path| path.starts_with("/etc"))
        };
        let mut before = file.ancestry(stage).flat_map(|stage| &stage.steps);
        file.is_mentioned_before(step.span(), "/etc") && before.any(is_copied)
    }

    /// Whether it works on another root directory than that of the image.
    pub(in crate::check) fn is_elsewhere(&self) -> bool {
        self.program.family != Family::Apt && self.has_option(&["--root", "-p", "--installroot", "-R"])
            || self.program.family == Family::Apt
                && self.words.iter().any(|word| names_directory(word.literal_prefix()))
    }
}

/// Whether a setting of APT says where something is, as `Dir::Cache=…` does.
fn names_directory(text: &str) -> bool {
    text.as_bytes().contains(&b'D') && text.contains("Dir")
}

/// What only shows what would be done.
const DRY: &[&str] = &["-s", "--simulate", "--just-print", "--dry-run", "--recon", "--no-act", "--print-uris"];

/// Whether an option, as [`Argument::Option`] names it, is one of these.
fn is_one_of(name: &str, options: &[&str]) -> bool {
    let without_dash = |option: &str| option.len() == 2 && &option[1..] == name;
    options.iter().any(|option| *option == name || without_dash(option))
}
