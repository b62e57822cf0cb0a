//! Looking through bytes quickly.

/// ASCII white space that separates words.
pub(super) const BLANK: u8 = 1;
/// `'` and `"`.
pub(super) const QUOTE: u8 = 2;
/// `$`.
pub(super) const DOLLAR: u8 = 4;
/// `\`.
const BACKSLASH: u8 = 8;
/// `` ` ``.
const BACKTICK: u8 = 16;
/// `=`.
pub(super) const EQUALS: u8 = 32;
/// Parts of characters outside ASCII.
pub(super) const NOT_ASCII: u8 = 64;
/// Control characters that are no blanks; some count as white space.
pub(super) const CONTROL: u8 = 128;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 255")]
        let character = byte as u8;
        classes[byte] = match character {
            b'\t' | 0x0B | 0x0C | b'\r' | b' ' => BLANK,
            b'\'' | b'"' => QUOTE,
            b'$' => DOLLAR,
            b'\\' => BACKSLASH,
            b'`' => BACKTICK,
            b'=' => EQUALS,
            0..0x20 => CONTROL,
            0x80.. => NOT_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// The class of a byte.
pub(super) const fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

/// The class of an escape token.
pub(super) const fn escape_class(escape: u8) -> u8 {
    if escape == b'\\' { BACKSLASH } else { BACKTICK }
}

/// What keeps a word from being what it says.
pub(super) const fn special(escape: u8) -> u8 {
    QUOTE | DOLLAR | NOT_ASCII | escape_class(escape)
}

/// The place of the first `wanted`.
#[inline]
pub(super) fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<16>();
    for (number, block) in blocks.iter().enumerate() {
        // Without an early exit, so that the compiler compares all of a block at once.
        if block.iter().fold(0, |found, byte| found | u8::from(*byte == wanted)) != 0 {
            return Some(number * 16 + first_in(*block, wanted));
        }
    }
    rest.iter().position(|byte| *byte == wanted).map(|position| blocks.len() * 16 + position)
}

/// The place of the first `wanted` in a block that has one.
#[inline]
fn first_in(block: [u8; 16], wanted: u8) -> usize {
    const ONES: u128 = u128::MAX / 255;
    // A byte is 0 where the two are the same. The subtraction sets its highest bit then, and only then up to there.
    let differences = u128::from_le_bytes(block) ^ (ONES * u128::from(wanted));
    let found = differences.wrapping_sub(ONES) & !differences & (ONES << 7);
    (found.trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_the_first(bytes: Vec<u8>, wanted: u8) {
            prop_assert_eq!(find(&bytes, wanted), bytes.iter().position(|byte| *byte == wanted));
        }
    }
}
