//! Spans put elsewhere, and text that no longer borrows.

use std::borrow::Cow;

use super::{
    Assignment, Command, Construct, ConstructKind, Descriptor, Heredoc, Part, Redirection, Script, Text, Word,
};
use crate::parse::Span;

/// Calls a function on every span of a value.
pub(super) trait Spans {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span);
}

impl<T: Spans> Spans for Vec<T> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        for value in self.iter_mut() {
            value.each_span(place);
        }
    }
}

impl<T: Spans> Spans for Option<T> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        for value in self.iter_mut() {
            value.each_span(place);
        }
    }
}

impl Spans for Span {
    fn each_span(&mut self, place: &impl Fn(Self) -> Self) {
        *self = place(*self);
    }
}

impl Spans for Script<'_> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        self.commands.each_span(place);
        self.constructs.each_span(place);
        if let Some(problem) = &mut self.problem {
            problem.span.each_span(place);
        }
    }
}

impl Spans for Command<'_> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        self.span.each_span(place);
        self.assignments.each_span(place);
        self.words.each_span(place);
        self.redirections.each_span(place);
    }
}

impl Spans for Assignment<'_> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        self.span.each_span(place);
        self.value.each_span(place);
    }
}

impl Spans for Redirection<'_> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        self.span.each_span(place);
        self.target.each_span(place);
        if let Some(heredoc) = &mut self.heredoc {
            heredoc.body.each_span(place);
        }
    }
}

impl Spans for Construct<'_> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        self.span.each_span(place);
        self.redirections.each_span(place);
        match &mut self.kind {
            ConstructKind::For { words, .. } => words.each_span(place),
            ConstructKind::Case { subject } => subject.each_span(place),
            ConstructKind::Arm { patterns: words } | ConstructKind::Test { words } => words.each_span(place),
            _ => {}
        }
    }
}

impl Spans for Word<'_> {
    fn each_span(&mut self, place: &impl Fn(Span) -> Span) {
        let before = self.span;
        self.span = place(before);
        // What lies between its pieces is not its text. Most words have no quotes around that.
        let moved = |span: Span| if span == before { self.span } else { place(span) };
        self.verbatim = self.verbatim.and_then(|span| Some(moved(span)).filter(|moved| moved.len() == span.len()));
        let Text::Parts(parts) = &mut self.text else { return };
        for part in parts {
            match part {
                Part::Parameter { span, .. } | Part::Arithmetic { span } => span.each_span(place),
                Part::Array(words) => words.each_span(place),
                Part::Literal(_) | Part::Substitution { .. } | Part::Process { .. } => {}
            }
        }
    }
}

/// A value that no longer borrows.
pub(super) trait IntoOwned {
    type Owned;

    fn into_owned(self) -> Self::Owned;
}

impl<T: IntoOwned> IntoOwned for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.into_iter().map(T::into_owned).collect()
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl IntoOwned for Script<'_> {
    type Owned = Script<'static>;

    fn into_owned(self) -> Script<'static> {
        Script { commands: self.commands.into_owned(), constructs: self.constructs.into_owned(), problem: self.problem }
    }
}

impl IntoOwned for Command<'_> {
    type Owned = Command<'static>;

    fn into_owned(self) -> Command<'static> {
        Command {
            span: self.span,
            assignments: self.assignments.into_owned(),
            words: self.words.into_owned(),
            redirections: self.redirections.into_owned(),
            construct: self.construct,
            joint: self.joint,
            is_negated: self.is_negated,
        }
    }
}

impl IntoOwned for Assignment<'_> {
    type Owned = Assignment<'static>;

    fn into_owned(self) -> Assignment<'static> {
        Assignment {
            span: self.span,
            name: owned(self.name),
            value: self.value.into_owned(),
            is_append: self.is_append,
        }
    }
}

impl IntoOwned for Redirection<'_> {
    type Owned = Redirection<'static>;

    fn into_owned(self) -> Redirection<'static> {
        Redirection {
            span: self.span,
            operator: self.operator,
            descriptor: self.descriptor.map(|descriptor| match descriptor {
                Descriptor::Number(number) => Descriptor::Number(number),
                Descriptor::Variable(name) => Descriptor::Variable(owned(name)),
            }),
            target: self.target.into_owned(),
            heredoc: self
                .heredoc
                .map(|heredoc| Heredoc { body: heredoc.body.into_owned(), is_closed: heredoc.is_closed }),
        }
    }
}

impl IntoOwned for Construct<'_> {
    type Owned = Construct<'static>;

    fn into_owned(self) -> Construct<'static> {
        Construct {
            kind: self.kind.into_owned(),
            span: self.span,
            parent: self.parent,
            command: self.command,
            commands: self.commands,
            joint: self.joint,
            is_negated: self.is_negated,
            redirections: self.redirections.into_owned(),
        }
    }
}

impl IntoOwned for ConstructKind<'_> {
    type Owned = ConstructKind<'static>;

    fn into_owned(self) -> ConstructKind<'static> {
        use ConstructKind as Kind;
        match self {
            Self::Subshell => Kind::Subshell,
            Self::Group => Kind::Group,
            Self::If => Kind::If,
            Self::Condition => Kind::Condition,
            Self::Branch => Kind::Branch,
            Self::Loop { is_until } => Kind::Loop { is_until },
            Self::For { variable, words, is_select } => {
                Kind::For { variable: owned(variable), words: words.map(Vec::into_owned), is_select }
            }
            Self::ForArithmetic => Kind::ForArithmetic,
            Self::Body => Kind::Body,
            Self::Case { subject } => Kind::Case { subject: subject.into_owned() },
            Self::Arm { patterns } => Kind::Arm { patterns: patterns.into_owned() },
            Self::Function { name } => Kind::Function { name: owned(name) },
            Self::Substitution => Kind::Substitution,
            Self::Process { is_written } => Kind::Process { is_written },
            Self::Test { words } => Kind::Test { words: words.into_owned() },
            Self::Arithmetic => Kind::Arithmetic,
        }
    }
}

impl IntoOwned for Word<'_> {
    type Owned = Word<'static>;

    fn into_owned(self) -> Word<'static> {
        let text = match self.text {
            Text::Literal(text) => Text::Literal(owned(text)),
            Text::Parts(parts) => Text::Parts(parts.into_owned()),
        };
        Word {
            span: self.span,
            verbatim: self.verbatim,
            text,
            is_quoted: self.is_quoted,
            has_glob: self.has_glob,
            has_braces: self.has_braces,
        }
    }
}

impl IntoOwned for Part<'_> {
    type Owned = Part<'static>;

    fn into_owned(self) -> Part<'static> {
        match self {
            Self::Literal(text) => Part::Literal(owned(text)),
            Self::Parameter { name, span, is_quoted, has_operator } => {
                Part::Parameter { name: owned(name), span, is_quoted, has_operator }
            }
            Self::Substitution { construct, is_quoted } => Part::Substitution { construct, is_quoted },
            Self::Arithmetic { span } => Part::Arithmetic { span },
            Self::Process { construct } => Part::Process { construct },
            Self::Array(words) => Part::Array(words.into_owned()),
        }
    }
}
