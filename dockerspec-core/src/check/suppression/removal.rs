//! Comments without one of their rules.

use super::Suppressions;
use super::comment::Form;
use crate::parse::Span;

impl Suppressions<'_> {
    /// What to remove so that a name is gone: the name and a comma, the clause when it has no other name, or the line
    /// when it has nothing else.
    pub(in crate::check) fn removal(&self, number: usize) -> Span {
        let name = &self.names()[number];
        let clause = self.clause(name);
        if number + 1 < clause.names.end {
            return Span::new(name.span.start, self.names()[number + 1].span.start);
        }
        if clause.names.start < number {
            return Span::new(self.names()[number - 1].span.end, name.span.end);
        }
        let (start, end) = (clause.span.start, clause.span.end);
        let rest = &self.source[end as usize..clause.comment.end as usize];
        let behind = |text: &str| end + Span::of(0, text.len()).end;
        match clause.form {
            Form::Ours if self.has_neighbour(name.clause) => {
                let blanks = rest.find(|character: char| !matches!(character, ' ' | '\t' | ','));
                Span::new(start, behind(&rest[..blanks.unwrap_or(rest.len())]))
            }
            // Prose stays, as a comment of its own.
            Form::Ours if rest.contains(char::is_alphanumeric) => {
                let comment = &self.source[clause.comment.range()];
                let text = comment.trim_start_matches('#').trim_start();
                let before = Span::of(0, comment.len() - text.len()).end;
                Span::new(clause.comment.start + before, behind(&rest[..rest.len() - rest.trim_start().len()]))
            }
            Form::Ours | Form::Hadolint => self.line(clause.comment),
        }
    }

    /// Whether another clause stands in the same comment.
    fn has_neighbour(&self, clause: usize) -> bool {
        let comment = |number: Option<usize>| self.clauses().get(number?).map(|other| other.comment);
        let here = comment(Some(clause));
        comment(clause.checked_sub(1)) == here || comment(Some(clause + 1)) == here
    }

    /// The line that a comment is, with its line feed and the blanks before it.
    fn line(&self, comment: Span) -> Span {
        let before = &self.source[..comment.start as usize];
        let start = before.trim_end_matches([' ', '\t']).len();
        let end = self.source[comment.end as usize..]
            .find('\n')
            .map_or(self.source.len(), |feed| comment.end as usize + feed + 1);
        Span::of(start, end)
    }
}
