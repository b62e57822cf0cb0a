//! Strings that a careless renderer would get wrong, and always the same ones for the same seed.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What every test tries, whatever the seed.
const SHORT: &[&str] = &[
    "", " ", "  ", "\t", "\r", "\r\r", "\n", "\r\n", "a\r", "\ra", "a\nb", "a\n", "\na", "\0", "a\0b", "\u{85}",
    "\u{a0}", "\u{2028}", "\u{3000}", "\u{feff}", "\u{fffd}", "é", "naïve", "🦀", "e\u{301}", "\"", "\"\"", "'", "''",
    "'\"'", "\\", "\\\\", "\\\\\\", "a\\", "a\\ ", "a\\\t", "\\a", "\\n", "\\\"", "\\'", "\\$", "`", "a`", "``", "`\n",
    "$", "$$", "$a", "${", "${}", "${a}", "${a:-b}", "$(x)", "`x`", "$'x'", "${a", "}", "a$", "\\${a}", "$0", "$?",
    "#", "# a", "a # b", "#\\", "escape=`", "syntax=x", "=", "a=b", "=b", "a=", "--", "--a", "--a=b", "--from=x",
    "-- a", "-", "-a", "[", "]", "[]", "[\"a\"]", "[1]", "[x", "a]", "{}", ",", "a,b", ", \"b\"", "\", \"", "\"]",
    "<<EOF", "<<'EOF'", "<<-EOF", "x <<EOF", "EOF", "EOF\n", "3<<a", "<", "<<", "<<<", "a<<b", "it's", "\"<<EOF",
    "\nRUN x", "a \\\nb", "*", "?", "a*", "!", "!a", "^", "[a-z]", ".", "..", "../..", "/", "//", "/a/", "~", "%",
    "%s", "%s%n", "&& x", "; x", "| x", "a:b", ":", "0", "-1", "true", "null", "NONE", "CMD x", "AS x", "a  b", " a",
    "a ", "\ta", "a\t", "a\tb", "\"a b\"", "'a b'", "a'b c'd", "<x>", "\\u0041", "\\x41", "{{.}}", "@x", "+x", "a@b:c",
];

/// The same, longer.
const LONGER: &[&str] = &[
    "\u{1}\u{1f}\u{7f}",
    "\u{85}a\u{85}",
    "\u{a0}a\u{a0}",
    "a\u{2028}",
    "\u{2029}x",
    "\u{feff}a",
    "a\u{feff}",
    "\u{10ffff}",
    "\u{202e}abc",
    "\u{b}\u{c}",
    "# escape=`",
    "check=skip=all",
    "check=error=true",
    "[ \"a\", \"b\" ]",
    "<<EOF\nRUN x\nEOF",
    "EOF\nRUN x",
    "it's <<EOF",
    "\\\nRUN x",
    "\r\nFROM x",
    "x\n\nUSER 0",
    "FROM scratch",
    "ONBUILD RUN x",
    "a\"b c\"d",
    "\u{1b}[31m",
    "https://x/y#z",
];

/// Pieces that mean something to one layer or another.
const PIECES: &[&str] = &[
    "\"", "'", "\\", "$", "{", "}", "#", "<", "<<", "EOF", "-", "--", "[", "]", " ", "  ", "\t", "\r", "\n", "\0", "=",
    ",", ":", "/", "*", "?", "!", "^", "`", "%", "&", ";", "|", "(", ")", "@", "+", "~", ".", "\u{85}", "\u{a0}",
    "\u{2028}", "\u{feff}", "é", "ÿ", "🦀", "a", "b", "x", "0", "${a}", "$a", "\\\n", "\\\"", "<<EOF",
];

/// What every test tries, whatever the seed.
pub(crate) fn nastiest() -> Vec<&'static str> {
    [SHORT, LONGER].concat()
}

/// `count` strings: the nastiest ones for the seed 0, and what a strategy makes of the pieces and of all of Unicode.
pub(crate) fn texts(seed: u8, count: usize) -> Vec<String> {
    let mut texts: Vec<String> =
        if seed == 0 { nastiest().into_iter().map(str::to_owned).collect() } else { Vec::new() };
    let mut source = runner(seed);
    let made = made();
    while texts.len() < count {
        texts.push(made.new_tree(&mut source).expect("no value is rejected").current());
    }
    texts
}

/// As [`texts`], each with a line feed replaced, since most places refuse those.
pub(crate) fn lines(seed: u8, count: usize) -> Vec<String> {
    texts(seed, count).into_iter().map(|text| text.replace('\n', "\\")).collect()
}

/// A source of values that depends on the seed alone.
pub(crate) fn runner(seed: u8) -> TestRunner {
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

fn made() -> impl Strategy<Value = String> {
    let of_pieces = vec(select(PIECES), 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![
        6 => of_pieces,
        2 => vec(any::<char>(), 0..20).prop_map(String::from_iter),
        1 => (select(nastiest()), select(PIECES)).prop_map(|(nasty, piece)| [nasty, piece].concat()),
        1 => (select(PIECES), select(nastiest())).prop_map(|(piece, nasty)| [piece, nasty].concat()),
    ]
}

/// Texts over the limit of a line: cut anywhere, cut in few places only.
pub(crate) fn long_texts() -> Vec<String> {
    ["x", "a b ", "é", "\"", "$", "\\ ", "a\\\\b#", "x#", "   x", "\u{2028}y", "🦀'", "<<EOF "]
        .into_iter()
        .map(|pattern| pattern.repeat(200_000 / pattern.len()))
        .collect()
}
