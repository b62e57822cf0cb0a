//! The build context: what instructions read of it, and the ignore file that lets just that through.

mod ignore_text;
mod left_out;
mod pattern;
mod source;

pub use ignore_text::{IgnoreText, is_generated};
pub use source::ContextSource;

/// Whether a character of a name can mean something in a pattern, or in the regular expression that BuildKit makes of
/// one.
fn special(character: char) -> bool {
    matches!(character, '*' | '?' | '[' | ']' | '\\' | '!' | '#' | '^' | '+' | '|' | '(' | ')' | '{' | '}')
        || character.is_whitespace()
}
