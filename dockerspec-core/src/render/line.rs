//! Lines of the output, and how one that is too long for BuildKit is cut.

use super::{Reason, Writer};

/// The bytes of a physical line that BuildKit reads, without its line feed.
pub(super) const LIMIT: usize = 65_535;

impl Writer {
    pub(super) fn begin_line(&mut self) {
        self.line_start = self.out.len();
        self.line_open = true;
    }

    /// Ends the line of an instruction, before the bodies of its heredocs or behind it all.
    pub(crate) fn end_line(&mut self) -> Result<(), Reason> {
        if self.line_open && self.out.len() > self.line_start {
            if self.out.len() - self.line_start > LIMIT {
                self.cut()?;
            }
            self.out.push('\n');
        }
        self.line_open = false;
        Ok(())
    }

    /// Adds the body of a heredoc and the line that ends it.
    pub(crate) fn document(&mut self, body: &str, delimiter: &str) -> Result<(), Reason> {
        if let Some(line) = body.split('\n').find(|line| line.len() > LIMIT) {
            return Err(Reason::LineTooLong { length: line.len(), limit: LIMIT });
        }
        self.out.push_str(body);
        self.out.push_str(delimiter);
        self.out.push('\n');
        Ok(())
    }

    /// Refuses the trigger of `ONBUILD` from `start` on, when the line that BuildKit stores and reads again, joined
    /// and without a place to cut, is too long.
    pub(crate) fn refuse_long_trigger(&self, start: usize) -> Result<(), Reason> {
        let mut length = 0;
        for line in self.out[start..].split('\n') {
            let joined = line.strip_suffix('\\');
            length += joined.unwrap_or(line).len();
            if joined.is_none() {
                break;
            }
        }
        if length > LIMIT { Err(Reason::LineTooLong { length, limit: LIMIT }) } else { Ok(()) }
    }

    /// A line that must stay whole: a comment or directive.
    pub(crate) fn whole_line(&self) -> Result<(), Reason> {
        let length = self.out.len() - self.line_start;
        if length > LIMIT { Err(Reason::LineTooLong { length, limit: LIMIT }) } else { Ok(()) }
    }

    #[cold]
    fn cut(&mut self) -> Result<(), Reason> {
        let text = self.out.split_off(self.line_start);
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            let mut rest = line;
            while rest.len() > LIMIT {
                let at = (1..LIMIT)
                    .rev()
                    .find(|&at| can_cut(rest, at))
                    .ok_or(Reason::LineTooLong { length: line.len(), limit: LIMIT })?;
                self.out.push_str(&rest[..at]);
                self.out.push_str("\\\n");
                rest = &rest[at..];
            }
            self.out.push_str(rest);
        }
        Ok(())
    }
}

/// Whether `\` and a line feed between `text[..at]` and `text[at..]` vanish without a trace: the `\` must not meet
/// another one, and the next line must not look blank or like a comment.
fn can_cut(text: &str, at: usize) -> bool {
    text.is_char_boundary(at)
        && !text[..at].ends_with('\\')
        && !text[at..].starts_with(|first: char| first == '#' || first.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Result<String, Reason> {
        let mut writer = Writer { out: "before\n".to_owned(), line_start: 7, line_open: true };
        writer.out.push_str(text);
        writer.end_line()?;
        Ok(writer.out[7..].to_owned())
    }

    #[test]
    fn short_lines_are_left_alone() {
        assert_eq!(cut(&"x".repeat(LIMIT)).unwrap().lines().count(), 1);
    }

    #[test]
    fn a_cut_vanishes_when_lines_are_joined_again() {
        for pattern in ["x", "a b ", "a\\\\b#", "é", "   x", "x#"] {
            let text = pattern.repeat(200_000 / pattern.len());
            let written = cut(&text).unwrap();
            assert!(written.lines().all(|line| line.len() <= LIMIT && !line.trim().is_empty()));
            assert!(written.lines().skip(1).all(|line| !line.starts_with(['#', ' '])));
            assert_eq!(written.replace("\\\n", ""), text + "\n");
        }
    }

    #[test]
    fn text_without_a_place_to_cut_is_refused() {
        for pattern in ["\\", " ", "#"] {
            let error = cut(&pattern.repeat(LIMIT + 1)).unwrap_err();
            assert_eq!(error, Reason::LineTooLong { length: LIMIT + 1, limit: LIMIT });
        }
    }
}
