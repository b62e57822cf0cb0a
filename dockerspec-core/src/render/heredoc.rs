//! Delimiters of heredocs.

use std::borrow::Cow;

/// A delimiter that no line of `body` equals: `EOF`, or `EOF` with a number.
///
/// BuildKit compares a line without its trailing carriage returns.
pub(crate) fn delimiter(body: &str) -> Cow<'static, str> {
    if !ends_early(body, "EOF") {
        return Cow::Borrowed("EOF");
    }
    // A body has fewer lines than bytes, so one of these numbers is free.
    (1..=body.len())
        .map(|number| format!("EOF{number}"))
        .find(|candidate| !ends_early(body, candidate))
        .map_or(Cow::Borrowed("EOF"), Cow::Owned)
}

/// Whether a line of `body` would end the heredoc `delimiter`.
pub(crate) fn ends_early(body: &str, delimiter: &str) -> bool {
    body.contains(delimiter) && body.split('\n').any(|line| line.trim_end_matches('\r') == delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_no_line_of_the_body() {
        assert_eq!(delimiter("echo EOF\n"), "EOF");
        assert_eq!(delimiter("EOF\r\r\n"), "EOF1");
        assert_eq!(delimiter("EOF\nEOF1\n EOF2\n"), "EOF2");
        assert_eq!(delimiter("x\nEOF"), "EOF1");
    }
}
