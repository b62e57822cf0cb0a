//! How things are spelled in the source, which the model does not keep.

use std::borrow::Cow;

use super::FileFacts;
use crate::parse::{Place, Span, find_byte, lower, narrow};

/// The case of the letters of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Casing {
    Lower,
    Upper,
    Mixed,
}

impl Casing {
    pub(in crate::check) fn of(word: &str) -> Self {
        if word.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Self::Upper;
        }
        if lower(word) == word {
            Self::Lower
        } else if word.to_uppercase() == word {
            Self::Upper
        } else {
            Self::Mixed
        }
    }
}

impl<'f> FileFacts<'f> {
    /// All lines of an instruction, with the line feed at their end.
    pub(in crate::check) fn lines_of(&self, place: Place<'_>) -> Span {
        let (first, last) = place.lines();
        let starts = self.line_starts.get_or_init(|| {
            let bytes = self.source.as_bytes();
            let start_behind = |start: &usize| {
                let end = start + find_byte::<b'\n'>(&bytes[*start..]);
                (end < bytes.len()).then_some(end + 1)
            };
            std::iter::successors(Some(0), start_behind).map(narrow).collect()
        });
        let start = |line: u32| starts.get(line as usize).copied().unwrap_or(Span::of(0, self.source.len()).end);
        Span::new(start(first - 1), start(last))
    }

    /// A place as it is written, without what joins its lines.
    pub(in crate::check) fn written(&self, span: Span) -> Cow<'f, str> {
        let text = &self.source[span.range()];
        if find_byte::<b'\n'>(text.as_bytes()) == text.len() {
            return Cow::Borrowed(text);
        }
        let mut joined = String::with_capacity(text.len());
        for (number, line) in text.split('\n').enumerate() {
            let rest = line.trim();
            if number > 0 && (rest.is_empty() || rest.starts_with('#')) {
                continue;
            }
            let end = line.trim_end();
            joined.push_str(end.strip_suffix(['\\', '`']).unwrap_or(line));
        }
        Cow::Owned(joined)
    }
}

/// Whether a directive on top of a file makes another character than `\` the escape token.
pub(super) fn escapes_otherwise(source: &str) -> bool {
    let mut top = source.lines().take_while(|line| line.trim_start().starts_with('#'));
    let has_backquote = |line: &str| find_byte::<b'`'>(line.as_bytes()) < line.len();
    top.any(|line| has_backquote(line) && line.to_ascii_lowercase().contains("escape"))
}
