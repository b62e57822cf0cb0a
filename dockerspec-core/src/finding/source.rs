//! A source with its name: where lines and columns come from.

#[cfg(feature = "pretty")]
use std::ops::Range;

/// The text of a file and what to call it.
///
/// ```
/// # use dockerspec_core::finding::Source;
/// let source = Source::new("Dockerfile", "FROM scratch\n");
/// assert_eq!(source.name(), "Dockerfile");
/// ```
#[derive(Debug, Clone)]
pub struct Source<'a> {
    name: &'a str,
    text: &'a str,
    /// Where each line begins; the first one behind a byte order mark.
    lines: Vec<u32>,
    /// Whether every byte is a character.
    is_ascii: bool,
}

/// A place that people can find.
///
/// ```
/// # use dockerspec_core::finding::LineColumn;
/// assert_eq!(LineColumn { line: 2, column: 6 }.to_string(), "2:6");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct LineColumn {
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
}

impl<'a> Source<'a> {
    /// The text of a file, and the name that messages give it.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        // No span reaches behind 4 GiB.
        let begins = text.match_indices('\n').map_while(|(end, _)| u32::try_from(end + 1).ok());
        let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { name, text, lines: std::iter::once(first).chain(begins).collect(), is_ascii: text.is_ascii() }
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line and column of a byte; for one behind the end, those of the end.
    ///
    /// A line ends with its line feed, as for BuildKit. A byte order mark is no character of the first line.
    ///
    /// ```
    /// # use dockerspec_core::finding::{LineColumn, Source};
    /// let source = Source::new("Dockerfile", "FROM scratch\nENV É=1\n");
    /// assert_eq!(source.line_column(19), LineColumn { line: 2, column: 6 });
    /// ```
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset as usize;
        let line = self.line(offset);
        let (start, mut end) = (self.lines[line] as usize, offset.min(self.text.len()));
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(start..end).unwrap_or_default();
        let characters = if self.is_ascii { before.len() } else { before.chars().count() };
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        LineColumn { line: number(line), column: number(characters) }
    }

    /// The line that a byte stands on, without its line feed; for one behind the end, the last line.
    ///
    /// ```
    /// # use dockerspec_core::finding::Source;
    /// let source = Source::new("Dockerfile", "FROM scratch\nUSER 1\n");
    /// assert_eq!(source.line_at(15), "USER 1");
    /// ```
    pub fn line_at(&self, offset: u32) -> &'a str {
        let line = self.line(offset as usize);
        let end = self.lines.get(line + 1).map_or(self.text.len(), |next| *next as usize - 1);
        self.text.get(self.lines[line] as usize..end).unwrap_or_default()
    }

    /// The place in `lines` of the line of a byte.
    fn line(&self, offset: usize) -> usize {
        let behind = self.lines.partition_point(|start| *start as usize <= offset);
        behind.saturating_sub(1)
    }

    /// The lines from one byte to another: the number of the first one, and their bytes.
    #[cfg(feature = "pretty")]
    pub(super) fn lines(&self, first: usize, last: usize) -> (usize, Range<usize>) {
        let (first, last) = (self.line(first), self.line(last));
        let end = self.lines.get(last + 1).map_or(self.text.len(), |next| *next as usize);
        (first + 1, self.lines[first] as usize..end)
    }
}

impl std::fmt::Display for LineColumn {
    /// Writes `line:column`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(text: &str) -> Vec<(u32, u32)> {
        let source = Source::new("x", text);
        let place = |offset| source.line_column(offset);
        (0..).take(text.len() + 2).map(place).map(|LineColumn { line, column }| (line, column)).collect()
    }

    #[test]
    fn every_byte_has_a_place() {
        assert_eq!(places("ab\n\nc"), [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (3, 2)]);
    }

    #[test]
    fn the_end_is_a_place() {
        assert_eq!(places(""), [(1, 1), (1, 1)]);
        assert_eq!(places("\n"), [(1, 1), (2, 1), (2, 1)]);
    }

    #[test]
    fn a_carriage_return_ends_no_line() {
        assert_eq!(places("\r\na\r"), [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 3)]);
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(places("é漢!"), [(1, 1), (1, 1), (1, 2), (1, 2), (1, 2), (1, 3), (1, 4), (1, 4)]);
    }

    #[test]
    fn a_byte_order_mark_is_no_character() {
        assert_eq!(places("\u{feff}a\n\u{feff}"), {
            let (first, second) = ([(1, 1); 4], [(2, 1); 3]);
            [&first[..], &[(1, 2)], &second, &[(2, 2); 2]].concat()
        });
    }

    #[test]
    fn a_byte_behind_the_end_is_at_the_end() {
        assert_eq!(Source::new("x", "ab\nc").line_column(u32::MAX), LineColumn { line: 2, column: 2 });
    }

    proptest! {
        #[test]
        fn lines_and_columns_are_those_of_a_walk_over_the_characters(text in "[a\\r\n\t é漢\u{1f600}\u{feff}]{0,40}") {
            let source = Source::new("x", &text);
            let mut walked = LineColumn { line: 1, column: 1 };
            for (start, character) in text.char_indices() {
                for byte in start..start + character.len_utf8() {
                    prop_assert_eq!(source.line_column(u32::try_from(byte).unwrap()), walked);
                }
                walked = match character {
                    '\n' => LineColumn { line: walked.line + 1, column: 1 },
                    '\u{feff}' if start == 0 => walked,
                    _ => LineColumn { column: walked.column + 1, ..walked },
                };
            }
            prop_assert_eq!(source.line_column(u32::try_from(text.len()).unwrap()), walked);
        }
    }
}
