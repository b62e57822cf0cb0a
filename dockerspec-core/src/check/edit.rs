//! Changes of the commands of a RUN.

use std::borrow::Cow;

use super::facts::{CallFacts, FileFacts};
use crate::finding::Replacement;
use crate::parse::Span;
use crate::shell::{ConstructKind, Joint, Redirection, Script, Word};

impl FileFacts<'_> {
    /// Where a word stands in the source as it is, without quotes, so that something can be written there.
    fn place(&self, word: &Word<'_>) -> Option<Span> {
        let span = word.verbatim?;
        (self.source.get(span.range()) == word.literal()).then_some(span)
    }

    /// Whether a word stands in the source as it is.
    pub(in crate::check) fn stands(&self, word: &Word<'_>) -> bool {
        self.place(word).is_some()
    }
}

impl CallFacts<'_, '_> {
    /// Whether the call is that of the exec form itself, where every argument is a string of its own.
    fn is_exec(&self) -> bool {
        self.call.script_index == 0 && self.step.is_exec_form()
    }

    /// Adds words behind a word of the call.
    pub(in crate::check) fn insert_behind(&self, word: &Word<'_>, words: &[&str]) -> Option<Replacement> {
        let place = self.file.place(word)?;
        if self.is_exec() {
            let text = format!(", \"{}\"", words.join("\", \""));
            let is_quoted = word.span.end == place.end + 1;
            return is_quoted.then(|| Replacement::new(Span::new(word.span.end, word.span.end), text));
        }
        Some(Replacement::new(Span::new(word.span.end, word.span.end), format!(" {}", words.join(" "))))
    }

    /// Writes something else for a word of the call.
    pub(in crate::check) fn replace(&self, word: &Word<'_>, text: &str) -> Option<Replacement> {
        Some(Replacement::new(self.file.place(word)?, text.to_owned()))
    }

    /// A command as it has to be written to run as the user that the call runs as.
    pub(in crate::check) fn with_same_rights<'c>(&self, command: &'c str) -> Cow<'c, str> {
        if self.call.involves("sudo") { Cow::Owned(format!("sudo {command}")) } else { Cow::Borrowed(command) }
    }

    /// Adds `&& command` behind the list that the call stands in, so that it runs when all of that was done.
    pub(in crate::check) fn append_to_list(&self, command: &str) -> Option<Replacement> {
        let list = self.list()?;
        let end = self.end_of(&list)?;
        Some(Replacement::new(Span::new(end, end), format!(" && {command}")))
    }

    /// Adds `command &&` in front of the command that the call is, where nothing is piped into that.
    pub(in crate::check) fn prepend_to_command(&self, command: &str) -> Option<Replacement> {
        let written = self.call.command;
        written.words.first().filter(|word| self.file.stands(word))?;
        let is_plain = matches!(written.joint, Joint::First | Joint::And | Joint::Sequence) && !written.is_negated;
        let is_alone = written.construct.is_none() && self.call.script_index == 0 && !self.is_exec();
        let start = written.span.start;
        (is_plain && is_alone).then(|| Replacement::new(Span::new(start, start), format!("{command} && ")))
    }

    /// Takes the command that the call is away, with what joins it to its neighbours. None when it is the only one.
    pub(in crate::check) fn remove_command(&self) -> Option<Replacement> {
        let elements = elements(self.call.script);
        let written = self.call.command;
        if self.is_exec() || self.call.script_index != 0 || !written.words.iter().all(|word| self.file.stands(word)) {
            return None;
        }
        let at = elements.iter().position(|element| element.span == written.span)?;
        let next = elements.get(at + 1);
        let before = at.checked_sub(1).and_then(|before| elements.get(before));
        match (before, next) {
            (_, Some(next)) if next.joint == Joint::And && matches!(written.joint, Joint::First | Joint::And) => {
                Some(Replacement::new(Span::new(written.span.start, next.span.start), ""))
            }
            (Some(before), next)
                if written.joint == Joint::And && next.is_none_or(|next| next.joint == Joint::Sequence) =>
            {
                Some(Replacement::new(Span::new(before.end, written.span.end), ""))
            }
            _ => None,
        }
    }

    /// The end of the last element of a list, which is not in the background.
    fn end_of(&self, list: &[Element]) -> Option<u32> {
        let end = list.last()?.end;
        let is_whole = self.file.source.get(..end as usize).is_some() && end > self.step.span().start;
        is_whole.then_some(end)
    }

    /// The elements joined by `&&`, `||` and `|` that the call stands in, in the script that is the RUN itself.
    fn list(&self) -> Option<Vec<Element>> {
        if self.is_exec() || self.call.script_index != 0 || !self.file.stands(self.call.program) {
            return None;
        }
        let elements = elements(self.call.script);
        let start = self.call.command.span.start;
        let at = elements.iter().rposition(|element| element.span.start <= start)?;
        let is_first = |element: &Element| matches!(element.joint, Joint::First | Joint::Sequence | Joint::Background);
        let first = elements[..=at].iter().rposition(is_first)?;
        let next = elements[at + 1..].iter().position(is_first).map_or(elements.len(), |offset| at + 1 + offset);
        let is_background = elements.get(next).is_some_and(|element| element.joint == Joint::Background);
        let is_simple = !elements[first..next].iter().any(|element| element.is_function);
        (!is_background && is_simple).then(|| elements[first..next].to_vec())
    }
}

/// A command or construct that stands in no construct.
#[derive(Debug, Clone, Copy)]
struct Element {
    span: Span,
    joint: Joint,
    /// Where it ends with its redirections.
    end: u32,
    is_function: bool,
}

/// The commands and constructs of a script that stand in no construct, in order.
fn elements(script: &Script<'_>) -> Vec<Element> {
    let end = |span: Span, redirections: &[Redirection<'_>]| {
        redirections.iter().map(|redirection| redirection.span.end).fold(span.end, u32::max)
    };
    let commands = script.commands.iter().filter(|command| command.construct.is_none()).map(|command| Element {
        span: command.span,
        joint: command.joint,
        end: end(command.span, &command.redirections),
        is_function: false,
    });
    let constructs =
        script.constructs.iter().filter(|construct| construct.parent.is_none() && construct.command.is_none());
    let constructs = constructs.map(|construct| Element {
        span: construct.span,
        joint: construct.joint,
        end: end(construct.span, &construct.redirections),
        is_function: matches!(construct.kind, ConstructKind::Function { .. }),
    });
    let mut elements: Vec<Element> = commands.chain(constructs).collect();
    elements.sort_by_key(|element| element.span.start);
    elements
}
