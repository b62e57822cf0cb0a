//! Redirections, and heredocs where they are announced.

use std::borrow::Cow;

use super::heredoc::Announced;
use super::simple::name_length;
use super::{Read, Reader, problem};
use crate::parse::Span;
use crate::shell::{Descriptor, Redirection, RedirectionOperator as Operator, SyntaxProblemKind};

/// What a redirection belongs to, by its index.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder {
    Command(usize),
    Construct(usize),
}

impl<'a> Reader<'a> {
    /// Whether a redirection begins here.
    pub(super) fn is_at_redirection(&self) -> bool {
        let Some(first) = self.peek() else { return false };
        let at = match first {
            b'<' | b'>' => self.at,
            b'&' => return self.byte(self.after(self.at)) == Some(b'>'),
            b'0'..=b'9' | b'{' => self.at + self.descriptor_length(),
            _ => return false,
        };
        matches!(self.byte(at), Some(b'<' | b'>')) && self.byte(self.after(at)) != Some(b'(')
    }

    /// The length of the digits or `{name}` here.
    fn descriptor_length(&self) -> usize {
        let rest = &self.bytes[self.at..];
        if let [b'{', inner @ ..] = rest {
            let length = name_length(inner);
            return if length > 0 && inner.get(length) == Some(&b'}') { length + 2 } else { 0 };
        }
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// Reads the redirection that begins here, and adds it to those of `holder`.
    pub(super) fn redirection(&mut self, redirections: &mut Vec<Redirection<'a>>, holder: Holder) -> Read<()> {
        let start = self.at;
        let written = &self.text[start..start + self.descriptor_length()];
        self.at += written.len();
        let descriptor = match written.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => Some(Descriptor::Variable(Cow::Borrowed(name))),
            None if written.is_empty() => None,
            None => Some(Descriptor::Number(written.parse().unwrap_or(u32::MAX))),
        };
        let operator_start = self.at;
        let operator = self.operator();
        let operator_span = Span::of(operator_start, self.at);
        self.blanks();
        if !self.is_at_word() {
            self.is_unsure |= matches!(operator, Operator::WriteBoth | Operator::AppendBoth);
            let kind = SyntaxProblemKind::NoTarget { operator: operator.text() };
            return Err(problem(kind, operator_span));
        }
        let is_heredoc = matches!(operator, Operator::Heredoc | Operator::HeredocWithoutTabs);
        let target = if is_heredoc { self.delimiter()? } else { self.word()? };
        if is_heredoc {
            self.announced.push(Announced {
                holder,
                index: redirections.len(),
                delimiter: Cow::Owned(target.literal().unwrap_or_default().to_owned()),
                is_quoted: target.is_quoted,
                without_tabs: operator == Operator::HeredocWithoutTabs,
            });
        }
        let span = Span::of(start, self.at);
        redirections.push(Redirection { span, operator, descriptor, target, heredoc: None });
        Ok(())
    }

    /// Reads the operator here.
    fn operator(&mut self) -> Operator {
        let first = self.bytes[self.at];
        let second = self.after(self.at);
        let third = self.after(second);
        let (operator, end) = match (first, self.byte(second), self.byte(third)) {
            (b'&', _, Some(b'>')) => (Operator::AppendBoth, third),
            (b'&', ..) => (Operator::WriteBoth, second),
            (b'<', Some(b'<'), Some(b'<')) => (Operator::HereString, third),
            (b'<', Some(b'<'), Some(b'-')) => (Operator::HeredocWithoutTabs, third),
            (b'<', Some(b'<'), _) => (Operator::Heredoc, second),
            (b'<', Some(b'&'), _) => (Operator::DuplicateRead, second),
            (b'<', Some(b'>'), _) => (Operator::ReadWrite, second),
            (b'<', ..) => (Operator::Read, self.at),
            (_, Some(b'>'), _) => (Operator::Append, second),
            (_, Some(b'&'), _) => (Operator::DuplicateWrite, second),
            (_, Some(b'|'), _) => (Operator::Clobber, second),
            _ => (Operator::Write, self.at),
        };
        self.at = end + 1;
        operator
    }
}
