//! Scripts that a call gives to another shell.

use std::borrow::Cow;

use super::wrapper::has_value_behind;
use super::{Call, Part, Redirection, RedirectionOperator, Script, ShellOptions, Text, Word, read};
use crate::parse::Span;
use crate::shell::redirection::Descriptor;
use crate::shell::relocate::Spans as _;

/// Scripts in scripts that are still read.
const DEEPEST: usize = 8;

/// A script that a call gives to a shell.
pub(super) struct Given<'s, 'a> {
    pub(super) source: Source<'s, 'a>,
    pub(super) options: ShellOptions,
    /// Whether the shell reads as `sh` and `bash` do.
    pub(super) is_known: bool,
}

/// Where the text of a script comes from.
pub(super) enum Source<'s, 'a> {
    Word(&'s Word<'a>),
    /// Words with blanks between them.
    Words(&'s [Word<'a>]),
}

/// What `call` gives to a shell.
pub(super) fn given<'s, 'a>(call: &Call<'s, 'a>) -> Option<Given<'s, 'a>> {
    let arguments = call.arguments;
    let mut options = ShellOptions::default();
    let mut is_known = true;
    let source = match call.name {
        "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh" => {
            is_known = !matches!(call.name, "ksh" | "mksh" | "zsh");
            let invocation = Invocation::of(arguments);
            let own = arguments[..invocation.operands].iter().filter_map(Word::literal);
            options = options.with_arguments(own);
            let operand = arguments.get(invocation.operands);
            match (invocation.has_command, operand) {
                (true, text) => Source::Word(text?),
                (false, Some(_)) if !invocation.reads_input => return None,
                (false, _) => Source::Word(input(&call.command.redirections)?),
            }
        }
        "eval" => match arguments {
            [] => return None,
            [word] => Source::Word(word),
            words => Source::Words(words),
        },
        "su" | "runuser" => Source::Word(command_of_su(arguments)?),
        "trap" => {
            // `trap - EXIT` and `trap '' INT` run nothing.
            let first = arguments.first().filter(|_| arguments.len() > 1)?;
            let is_action = !first.literal_prefix().starts_with('-') && !first.is("");
            is_action.then_some(Source::Word(first))?
        }
        _ => return None,
    };
    Some(Given { source, options, is_known })
}

/// How a shell is invoked.
struct Invocation {
    /// Whether the first operand is the script.
    has_command: bool,
    /// Whether the script is read from the standard input whatever the operands are.
    reads_input: bool,
    /// Where the operands begin.
    operands: usize,
}

impl Invocation {
    fn of(arguments: &[Word<'_>]) -> Self {
        let mut invocation = Self { has_command: false, reads_input: false, operands: 0 };
        while let Some(word) = arguments.get(invocation.operands) {
            let text = word.literal_prefix();
            if !text.starts_with(['-', '+']) {
                break;
            }
            invocation.operands += 1;
            if text == "--" || text == "-" {
                break;
            }
            if text.starts_with("--") {
                invocation.operands += usize::from(matches!(text, "--rcfile" | "--init-file"));
                continue;
            }
            let letters = &text[1..];
            invocation.has_command |= text.starts_with('-') && letters.contains('c');
            invocation.reads_input |= text.starts_with('-') && letters.contains('s');
            // Each takes a name, wherever it stands.
            invocation.operands += letters.matches(['o', 'O']).count();
        }
        invocation.operands = invocation.operands.min(arguments.len());
        invocation
    }
}

/// What stands in the script for the standard input of a command.
fn input<'s, 'a>(redirections: &'s [Redirection<'a>]) -> Option<&'s Word<'a>> {
    let is_input = |redirection: &&Redirection<'_>| match redirection.descriptor {
        None => matches!(
            redirection.operator,
            RedirectionOperator::Read
                | RedirectionOperator::ReadWrite
                | RedirectionOperator::DuplicateRead
                | RedirectionOperator::Heredoc
                | RedirectionOperator::HeredocWithoutTabs
                | RedirectionOperator::HereString
        ),
        Some(Descriptor::Number(number)) => number == 0,
        Some(Descriptor::Variable(_)) => false,
    };
    let last = redirections.iter().rev().find(is_input)?;
    match last.operator {
        RedirectionOperator::HereString => Some(&last.target),
        _ => last.heredoc.as_ref().map(|heredoc| &heredoc.body),
    }
}

/// The value of `-c` of `su`.
fn command_of_su<'s, 'a>(arguments: &'s [Word<'a>]) -> Option<&'s Word<'a>> {
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        at += 1;
        let Some(text) = word.literal().filter(|text| text.len() > 1 && text.starts_with('-')) else { continue };
        let is_command = match text.strip_prefix("--") {
            Some(name) => matches!(name, "command" | "session-command"),
            None => text.ends_with(['c', 'C']) && has_value_behind(&text[1..], "cCgGsw"),
        };
        if is_command {
            return arguments.get(at);
        }
        if text == "--" {
            return None;
        }
        at += usize::from(!text.starts_with("--") && has_value_behind(&text[1..], "gGsw"));
    }
    None
}

/// A script, and how its spans are to be understood.
pub(super) enum Nested<'a> {
    /// It stands in the text itself, and its spans are those there.
    Here(Script<'a>),
    /// Its text was put together, and all of it is at one place.
    Elsewhere {
        text: String,
        span: Span,
        /// Whether the shell reads that text, and nothing else is put in.
        is_exact: bool,
    },
}

/// Reads the text of a script that is in `source`, the text that the spans of its words are of.
pub(super) fn nested<'a>(given: &Given<'_, 'a>, source: &'a str, depth: usize) -> Option<Nested<'a>> {
    if depth >= DEEPEST {
        return None;
    }
    let word = match given.source {
        Source::Word(word) => word,
        Source::Words(words) => {
            let span = Span { start: words.first()?.span.start, end: words.last()?.span.end };
            let texts: Vec<_> = words.iter().map(text_of).collect();
            let is_exact = words.iter().all(|word| word.literal().is_some());
            return Some(Nested::Elsewhere { text: texts.join(" "), span, is_exact });
        }
    };
    let mut script = match (&word.text, word.verbatim) {
        (Text::Literal(Cow::Borrowed(text)), Some(_)) => Script::parse(text),
        (Text::Literal(Cow::Owned(text)), Some(_)) => Script::parse(text).into_owned(),
        (Text::Parts(parts), Some(verbatim)) if has_text(parts) => read::expanded_script(source.get(verbatim.range())?),
        (Text::Parts(parts), _) if !has_text(parts) => return None,
        _ => {
            let is_exact = given.is_known && word.literal().is_some();
            return Some(Nested::Elsewhere { text: text_of(word), span: word.span, is_exact });
        }
    };
    let offset = word.verbatim?.start;
    script.each_span(&|span| Span { start: span.start + offset, end: span.end + offset });
    if !given.is_known || matches!(word.text, Text::Parts(_)) {
        script.problem = None;
    }
    Some(Nested::Here(script))
}

fn has_text(parts: &[Part<'_>]) -> bool {
    parts.iter().any(|part| matches!(part, Part::Literal(_)))
}

/// The text of a script in which parameters stand for what is put in.
fn text_of(word: &Word<'_>) -> String {
    let parts = match &word.text {
        Text::Literal(text) => return text.as_ref().to_owned(),
        Text::Parts(parts) => parts,
    };
    let mut script = String::new();
    for part in parts {
        match part {
            Part::Literal(text) => script.push_str(text),
            Part::Parameter { name, .. } => {
                script.push_str("${");
                script.push_str(name);
                script.push('}');
            }
            _ => script.push_str("${}"),
        }
    }
    script
}
