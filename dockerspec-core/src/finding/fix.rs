//! Changes of a source.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::List;
use crate::parse::Span;

/// A change of a source: replacements of ranges that do not overlap. Every other byte stays.
///
/// ```
/// # use dockerspec_core::finding::{Fix, Replacement};
/// # use dockerspec_core::parse::Span;
/// let fix = Fix::new("write `RUN`", [Replacement::new(Span::new(13, 17), "RUN")]);
/// assert_eq!(fix.apply("FROM scratch\nRUNN make\n")?, "FROM scratch\nRUN make\n");
/// # Ok::<(), dockerspec_core::finding::FixError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: Cow<'static, str>,
    /// The replacements.
    pub replacements: List<Replacement>,
}

/// New text for a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Replacement {
    /// What goes; an empty range is a place to insert at.
    pub span: Span,
    /// What comes.
    pub text: Cow<'static, str>,
}

/// Why a [`Fix`] does not fit a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// A range that ends behind the source, or in the middle of a character: the fix is for another text.
    #[error("bytes {} to {} are no range of this source; take the source that the finding is about", .0.start, .0.end)]
    OutOfRange(Span),
    /// Two ranges that share a byte.
    #[error("two replacements change byte {0}; apply one fix after the other")]
    Overlap(u32),
}

/// The source with all changes that fit together, and how many these are. Of changes that touch the same place the first
/// one is made; the others may fit when what comes out is checked again.
///
/// ```
/// # use dockerspec_core::finding::{Fix, Replacement, apply_all};
/// # use dockerspec_core::parse::Span;
/// let fix = |start, end, text| Fix::new("change", [Replacement::new(Span::new(start, end), text)]);
/// let fixes = [fix(0, 1, "A"), fix(0, 2, "X"), fix(2, 3, "C")];
/// assert_eq!(apply_all(&fixes, "abc"), ("AbC".to_owned(), 2));
/// ```
///
/// Changes that do not fit the source are left out.
pub fn apply_all<'f>(fixes: impl IntoIterator<Item = &'f Fix>, source: &str) -> (String, usize) {
    // By their starts, the ends of what is changed.
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    let (mut all, mut count) = (Fix::new("", []), 0);
    for fix in fixes {
        let is_free = |Replacement { span, .. }: &Replacement| {
            let (before, behind) = (taken.range(..=span.end).next_back(), taken.range(span.start..).next());
            before.is_none_or(|(_, end)| *end < span.start) && behind.is_none_or(|(start, _)| span.end < *start)
        };
        if fix.check(source).is_ok() && fix.replacements.iter().all(is_free) && !fix.replacements.is_empty() {
            taken.extend(fix.replacements.iter().map(|Replacement { span, .. }| (span.start, span.end)));
            fix.replacements.iter().for_each(|replacement| all.replacements.push(replacement.clone()));
            count += 1;
        }
    }
    // Changes that do not touch each other can be made together.
    all.apply(source).map_or_else(|_| (source.to_owned(), 0), |text| (text, count))
}

impl Replacement {
    /// `text` in place of `span`.
    pub fn new(span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        Self { span, text: text.into() }
    }
}

impl Fix {
    /// A change that does what `title` says.
    pub fn new(title: impl Into<Cow<'static, str>>, replacements: impl IntoIterator<Item = Replacement>) -> Self {
        Self { title: title.into(), replacements: replacements.into_iter().collect() }
    }

    /// The source with the change.
    ///
    /// # Errors
    ///
    /// When the ranges are not those of `source`, or overlap.
    pub fn apply(&self, source: &str) -> Result<String, FixError> {
        let replacements = self.check(source)?;
        let mut text = String::with_capacity(source.len());
        let mut copied = 0;
        for Replacement { span, text: new } in replacements {
            text.push_str(&source[copied..span.start as usize]);
            text.push_str(new);
            copied = span.end as usize;
        }
        text.push_str(&source[copied..]);
        Ok(text)
    }

    /// The replacements in the order of the source, if they are of this source.
    pub(super) fn check(&self, source: &str) -> Result<Vec<&Replacement>, FixError> {
        let mut replacements: Vec<&Replacement> = self.replacements.iter().collect();
        replacements.sort_by_key(|replacement| replacement.span);
        let mut end = 0;
        for Replacement { span, .. } in &replacements {
            if span.start < end {
                return Err(FixError::Overlap(span.start));
            }
            source.get(span.range()).ok_or(FixError::OutOfRange(*span))?;
            end = span.end;
        }
        Ok(replacements)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_replaced_in_the_order_of_the_source() {
        let fix = Fix::new(
            "swap",
            [
                Replacement::new(Span::new(2, 3), "1"),
                Replacement::new(Span::new(0, 1), "3"),
                Replacement::new(Span::new(1, 1), "é"),
            ],
        );
        assert_eq!(fix.apply("123").unwrap(), "3é21");
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let of = |start, end| Fix::new("x", [Replacement::new(Span::new(start, end), "")]);
        for (start, end) in [(0, 4), (4, 4), (1, 2)] {
            let span = Span::new(start, end);
            assert_eq!(of(start, end).apply("é1"), Err(FixError::OutOfRange(span)));
        }
        let both = [Replacement::new(Span::new(0, 2), ""), Replacement::new(Span::new(1, 2), "")];
        assert_eq!(Fix::new("x", both).apply("123"), Err(FixError::Overlap(1)));
    }

    #[test]
    fn changes_that_touch_are_made_one_after_the_other() {
        let fix = |spans: &[(u32, u32)]| {
            Fix::new("x", spans.iter().map(|(start, end)| Replacement::new(Span::new(*start, *end), "-")))
        };
        let applied = |fixes: &[Fix]| apply_all(fixes, "012345");
        assert_eq!(applied(&[fix(&[(1, 1)]), fix(&[(1, 1)]), fix(&[(3, 3)])]), ("0-12-345".to_owned(), 2));
        assert_eq!(applied(&[fix(&[(0, 2), (4, 5)]), fix(&[(3, 4)]), fix(&[(5, 5)])]), ("-23-5".to_owned(), 1));
        assert_eq!(applied(&[fix(&[(4, 5)]), fix(&[(0, 6)]), fix(&[(2, 3), (0, 1)])]), ("-1-3-5".to_owned(), 2));
        assert_eq!(applied(&[fix(&[(7, 8)]), fix(&[])]), ("012345".to_owned(), 0));
    }

    proptest! {
        #[test]
        fn every_other_byte_stays(source in "[a-z]{0,20}", at in 0_u32..20, length in 0_u32..5, text in "[A-Z]{0,4}") {
            let span = Span::new(at, at + length);
            let fixed = Fix::new("x", [Replacement::new(span, text.clone())]).apply(&source);
            let replaced = |_| [&source[..span.start as usize], &text, &source[span.end as usize..]].concat();
            prop_assert_eq!(fixed, source.get(span.range()).map(replaced).ok_or(FixError::OutOfRange(span)));
        }
    }
}
