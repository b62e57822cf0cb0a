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

/// A one in each of eight bytes.
const ONES: u64 = u64::MAX / 255;

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

/// The place of the first `WANTED`, or the length when there is none.
#[inline]
pub(crate) fn find<const WANTED: u8>(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let mut at = 0;
    for block in blocks {
        if has::<WANTED>(block) {
            return at + first_in::<WANTED>(*block);
        }
        at += 16;
    }
    match bytes.last_chunk::<16>() {
        // The rest, and bytes before it that are known.
        Some(last) if has::<WANTED>(last) => bytes.len() - 16 + first_in::<WANTED>(*last),
        Some(_) => bytes.len(),
        None => at + rest.iter().take_while(|byte| **byte != WANTED).count(),
    }
}

/// The same for a byte that few texts have.
#[inline]
pub(crate) fn find_rare<const WANTED: u8>(bytes: &[u8]) -> usize {
    let known = 64 * bytes.as_chunks::<64>().0.iter().take_while(|block| !has::<WANTED>(*block)).count();
    known + find::<WANTED>(&bytes[known..])
}

/// The places of all `WANTED` in a text, found 64 bytes at a time and handed out one by one.
#[derive(Debug)]
pub(super) struct Places<'b, const WANTED: u8> {
    bytes: &'b [u8],
    /// Where the block at hand begins, and a bit for each place in it that was not handed out.
    block: usize,
    left: u64,
}

impl<'b, const WANTED: u8> Places<'b, WANTED> {
    #[inline]
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        let mut places = Self { bytes, block: 0, left: 0 };
        places.read();
        places
    }

    /// The next place, or the length of the text when there is none.
    #[inline]
    pub(super) fn next(&mut self) -> usize {
        if self.left == 0 && !self.advance() {
            return self.bytes.len();
        }
        let place = self.block + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        place
    }

    /// Goes on to the next block that has one.
    #[inline(never)]
    fn advance(&mut self) -> bool {
        while self.left == 0 {
            if self.bytes.len() - self.block <= 64 {
                return false;
            }
            self.block += 64;
            self.read();
        }
        true
    }

    /// Looks at the block at hand, of which the last one can be short.
    #[inline]
    fn read(&mut self) {
        let rest = &self.bytes[self.block..];
        self.left = if let Some(block) = rest.first_chunk() {
            mask::<WANTED>(block)
        } else {
            let mut last = [WANTED ^ 1; 64];
            last[..rest.len()].copy_from_slice(rest);
            mask::<WANTED>(&last)
        };
    }
}

/// A bit for each byte of a block that is `WANTED`.
#[inline]
fn mask<const WANTED: u8>(block: &[u8; 64]) -> u64 {
    // Each byte becomes its bit within eight; the product adds up eight bytes in the highest one.
    let mut bits = [0_u8; 64];
    for (number, (bit, byte)) in bits.iter_mut().zip(block).enumerate() {
        *bit = u8::from(*byte == WANTED) << (number % 8);
    }
    let eights = bits.as_chunks::<8>().0.iter().enumerate();
    eights.fold(0, |mask, (number, eight)| mask | (u64::from_le_bytes(*eight).wrapping_mul(ONES) >> 56) << (8 * number))
}

/// The place of the first blank or control character, or 8 when there is none.
#[inline]
const fn first_below_printable(block: [u8; 8]) -> usize {
    let block = u64::from_le_bytes(block);
    // The subtraction sets the highest bit of a byte that is smaller, and of none before the first one of them.
    let found = block.wrapping_sub(ONES * 0x21) & !block & (ONES << 7);
    (found.trailing_zeros() / 8) as usize
}

/// The length of the word at the beginning. Most keywords and the blank behind them are among the first eight bytes.
#[inline]
pub(super) fn keyword_length(bytes: &[u8]) -> usize {
    if let Some(first) = bytes.first_chunk() {
        let length = first_below_printable(*first);
        if bytes.get(length).is_some_and(|byte| length < 8 && class(*byte) == BLANK) {
            return length;
        }
    }
    bytes.iter().position(|byte| class(*byte) == BLANK).unwrap_or(bytes.len())
}

/// The number of `WANTED`.
pub(crate) fn count<const WANTED: u8>(bytes: &[u8]) -> usize {
    // Sums in bytes, so that the compiler compares many at once.
    let sum = |block: &[u8]| block.iter().fold(0_u8, |sum, byte| sum + u8::from(*byte == WANTED));
    bytes.chunks(usize::from(u8::MAX)).map(|block| usize::from(sum(block))).sum()
}

/// The text in front of the first `WANTED`, which is ASCII, and the text behind it.
#[inline]
pub(crate) fn split_once<const WANTED: u8>(text: &str) -> Option<(&str, &str)> {
    const { assert!(WANTED.is_ascii()) };
    let at = find::<WANTED>(text.as_bytes());
    (at < text.len()).then(|| (&text[..at], &text[at + 1..]))
}

/// Whether a block has a `WANTED`.
#[inline]
fn has<const WANTED: u8>(block: &[u8]) -> bool {
    // Without an early exit, so that the compiler compares all of a block at once.
    block.iter().fold(0, |found, byte| found | u8::from(*byte == WANTED)) != 0
}

/// The place of the first `WANTED` in a block that has one.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the halves are looked at one after the other")]
const fn first_in<const WANTED: u8>(block: [u8; 16]) -> usize {
    let block = u128::from_le_bytes(block);
    let halves = [block as u64, (block >> 64) as u64];
    // A byte is 0 where the two are the same. The subtraction sets its highest bit then, and only then up to there.
    let differences = [halves[0] ^ (ONES * WANTED as u64), halves[1] ^ (ONES * WANTED as u64)];
    let found = differences[0].wrapping_sub(ONES) & !differences[0] & (ONES << 7);
    let behind = differences[1].wrapping_sub(ONES) & !differences[1] & (ONES << 7);
    // Both halves count, without a branch that nobody can foresee.
    let both = found as u128 | (behind as u128) << 64;
    (both.trailing_zeros() / 8) as usize
}

/// The length of the beginning without bytes of the classes `stops`, and all classes in it. Four are looked up at once.
#[inline]
pub(super) fn until(bytes: &[u8], stops: u8) -> (usize, u8) {
    let (mut at, mut classes) = (0, 0);
    for four in bytes.as_chunks::<4>().0 {
        let found = four.iter().fold(0, |found, byte| found | class(*byte));
        if found & stops != 0 {
            break;
        }
        classes |= found;
        at += 4;
    }
    while let Some(byte) = bytes.get(at)
        && class(*byte) & stops == 0
    {
        classes |= class(*byte);
        at += 1;
    }
    (at, classes)
}

/// The number of blanks and tabs at the beginning.
#[inline]
pub(crate) fn indentation(bytes: &[u8]) -> usize {
    // Few lines are indented by more.
    if let Some(beginning) = bytes.first_chunk::<16>() {
        let others = u128::from_le_bytes(*beginning) ^ u128::from_le_bytes([b' '; 16]);
        let blanks = (others.trailing_zeros() / 8) as usize;
        if beginning.get(blanks).is_some_and(|byte| *byte != b'\t') {
            return blanks;
        }
    }
    let mut rest = bytes;
    while let Some(behind) = rest.strip_prefix(b"    ") {
        rest = behind;
    }
    while let [b' ' | b'\t', behind @ ..] = rest {
        rest = behind;
    }
    bytes.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_the_first(bytes in prop::collection::vec(0x0Au8..0x0D, 0..80)) {
            prop_assert_eq!(find::<0x0B>(&bytes), bytes.iter().position(|byte| *byte == 0x0B).unwrap_or(bytes.len()));
        }

        #[test]
        fn finds_the_first_of_few(bytes: Vec<u8>) {
            prop_assert_eq!(find::<0>(&bytes), bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len()));
        }

        #[test]
        fn places_are_all_of_them(bytes in prop::collection::vec(0x0Au8..0x0D, 0..400), some in 0_u8..3) {
            let is_some = |byte: &u8| *byte != 0x0A || some == 0;
            let bytes: Vec<u8> = bytes.into_iter().map(|byte| if is_some(&byte) { byte } else { 0x0B }).collect();
            let expected: Vec<usize> = (0..).zip(&bytes).filter(|(_, byte)| **byte == 0x0A).map(|(at, _)| at).collect();
            prop_assert_eq!(count::<0x0A>(&bytes), expected.len());
            let mut places = Places::<0x0A>::new(&bytes);
            for place in expected {
                prop_assert_eq!(places.next(), place);
            }
            prop_assert_eq!([places.next(), places.next()], [bytes.len(); 2]);
        }

        #[test]
        fn keywords_end_at_blanks(text in "[A-Za-z\u{1}é\t \u{B}]{0,14}") {
            let length = text.bytes().position(|byte| class(byte) == BLANK).unwrap_or(text.len());
            prop_assert_eq!(keyword_length(text.as_bytes()), length);
        }

        #[test]
        fn until_the_first_of_a_class(text in "[ab='é ]{0,20}") {
            let length = text.bytes().position(|byte| class(byte) & (BLANK | QUOTE) != 0).unwrap_or(text.len());
            let classes = text.as_bytes()[..length].iter().fold(0, |classes, byte| classes | class(*byte));
            prop_assert_eq!(until(text.as_bytes(), BLANK | QUOTE), (length, classes));
        }

        #[test]
        fn indentation_is_blanks_and_tabs(text in "( {0,20}|[ \t]{0,20})x{0,20}") {
            prop_assert_eq!(indentation(text.as_bytes()), text.trim_end_matches('x').len());
        }
    }
}
