//! Comments that belong to an instruction.

use crate::parse::{Place, Span, comment_text};

/// The texts of the comments above an instruction that BuildKit takes for its own, and their places. An empty one takes
/// away those above it; those between the lines of the instruction are nobody's.
pub(in crate::check) fn attached_comments<'f, 'm>(
    source: &'f str,
    comments: impl Iterator<Item = Place<'m>>,
    below: Place<'m>,
) -> impl Iterator<Item = (&'f str, Span)> {
    let above = comments.filter(move |comment| comment.lines().0 < below.lines().0);
    above.map(move |comment| (comment_text(source, comment.span()), comment.span()))
}
