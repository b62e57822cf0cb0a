//! One pattern, and which paths it matches.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern with `*`, `?`, `[…]`, `\` and `**`.
///
/// BuildKit makes a regular expression of it, character by character, and so a pattern means what that expression
/// does: a `*` between brackets is not the character `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Glob {
    /// Only itself.
    Exact(String),
    /// What begins like this.
    Prefix(String),
    /// What ends like this; a `/` in front stands for the beginning too.
    Suffix(String),
    /// Anything else: one of these.
    Items(Vec<Vec<Item>>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    One(Atom),
    /// Any number of them.
    Many(Atom),
    /// `**/`: nothing, or anything up to a `/`.
    Directories,
    /// The beginning of the path.
    Start,
}

/// What matches one character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    Character(char),
    /// Anything but a line feed.
    Any,
    /// One of these ranges, or none of them.
    Class {
        ranges: Vec<(char, char)>,
        is_negated: bool,
    },
}

impl Glob {
    /// Reads a pattern, or says what is wrong with it.
    pub(super) fn new(pattern: &str) -> Result<Self, &'static str> {
        check(pattern)?;
        let (kind, expression) = expression(pattern);
        Ok(match kind {
            Kind::Exact => Self::Exact(pattern.to_owned()),
            Kind::Prefix => Self::Prefix(pattern[..pattern.len() - 2].to_owned()),
            Kind::Suffix => Self::Suffix(pattern[2..].to_owned()),
            Kind::Items => Self::Items(alternatives(&expression)?),
        })
    }

    /// Whether it matches all of a path.
    pub(super) fn matches(&self, path: &str) -> bool {
        match self {
            Self::Exact(text) => path == text,
            Self::Prefix(text) => path.starts_with(text),
            Self::Suffix(text) => path.ends_with(text) || text.strip_prefix('/') == Some(path),
            Self::Items(alternatives) => alternatives.iter().any(|items| matches(items, path)),
        }
    }
}

/// What a pattern turns out to be.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Exact,
    Prefix,
    Suffix,
    Items,
}

const UNCLOSED: &str = "expected a `]` behind `[`, with something in between; write `[[]` for a bracket";
const TRAILING: &str = "expected a character behind `\\`";

/// Checks the brackets and escapes of a pattern: Go's `path.Match`.
fn check(pattern: &str) -> Result<(), &'static str> {
    let mut rest = pattern.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => {
                rest.next().ok_or(TRAILING)?;
            }
            '[' => {
                rest.next_if_eq(&'^');
                let mut is_first = true;
                while is_first || rest.next_if_eq(&']').is_none() {
                    is_first = false;
                    class_character(&mut rest)?;
                    if rest.next_if_eq(&'-').is_some() {
                        class_character(&mut rest)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn class_character(rest: &mut Peekable<Chars<'_>>) -> Result<(), &'static str> {
    match rest.next() {
        None | Some('-' | ']') => return Err(UNCLOSED),
        Some('\\') => {
            rest.next().ok_or(TRAILING)?;
        }
        Some(_) => {}
    }
    // A class ends with a bracket, whatever comes before.
    rest.peek().map(|_| ()).ok_or(UNCLOSED)
}

/// The regular expression of a pattern, without its ends, and whether a comparison of text does the same.
fn expression(pattern: &str) -> (Kind, String) {
    let (mut kind, mut expression) = (Kind::Exact, String::with_capacity(2 * pattern.len()));
    let mut rest = pattern.chars().peekable();
    let mut is_first = true;
    while let Some(character) = rest.next() {
        match character {
            '*' if rest.next_if_eq(&'*').is_some() => {
                rest.next_if_eq(&'/');
                if rest.peek().is_some() {
                    expression.push_str("(.*/)?");
                    kind = Kind::Items;
                } else if kind == Kind::Exact {
                    kind = Kind::Prefix;
                } else {
                    expression.push_str(".*");
                    kind = Kind::Items;
                }
                if is_first {
                    kind = Kind::Suffix;
                }
            }
            '*' => {
                expression.push_str("[^/]*");
                kind = Kind::Items;
            }
            '?' => {
                expression.push_str("[^/]");
                kind = Kind::Items;
            }
            // Braces and `|` stay what they are in an expression, other than was meant.
            '.' | '+' | '(' | ')' | '$' => expression.extend(['\\', character]),
            '\\' => {
                expression.push('\\');
                expression.extend(rest.next());
                kind = Kind::Items;
            }
            '[' | ']' => {
                expression.push(character);
                kind = Kind::Items;
            }
            _ => expression.push(character),
        }
        is_first = false;
    }
    (kind, expression)
}

/// Reads an expression that was made of a pattern. A `|` in it separates expressions, of which only the first one begins
/// where the path does, and only the last one ends there.
fn alternatives(expression: &str) -> Result<Vec<Vec<Item>>, &'static str> {
    let mut alternatives = vec![Vec::new()];
    let mut rest = expression.chars().peekable();
    loop {
        let is_last = !items(&mut rest, alternatives.last_mut().expect("there is one from the beginning"))?;
        if is_last {
            return Ok(alternatives);
        }
        alternatives.last_mut().expect("as above").push(ANYTHING);
        alternatives.push(vec![ANYTHING]);
    }
}

const ANYTHING: Item = Item::Many(Atom::Class { ranges: Vec::new(), is_negated: true });

/// Reads one of the expressions that `|` separates, and says whether another one follows.
fn items(rest: &mut Peekable<Chars<'_>>, items: &mut Vec<Item>) -> Result<bool, &'static str> {
    while let Some(character) = rest.next() {
        let atom = match character {
            '|' => return Ok(true),
            '{' if rest.peek().is_some_and(char::is_ascii_digit) => {
                return Err("`{` before a digit repeats what stands before it; write `[{]` for a brace");
            }
            '(' => {
                // The only group there is: every bracket of the pattern itself is escaped.
                rest.by_ref().take("(.*/)?".len() - 1).for_each(drop);
                items.push(Item::Directories);
                continue;
            }
            '^' => {
                items.push(Item::Start);
                continue;
            }
            '.' => Atom::Any,
            '[' => class(rest)?,
            '\\' => Atom::Character(escaped(rest)?),
            character => Atom::Character(character),
        };
        items.push(if rest.next_if_eq(&'*').is_some() { Item::Many(atom) } else { Item::One(atom) });
    }
    Ok(false)
}

fn class(rest: &mut Peekable<Chars<'_>>) -> Result<Atom, &'static str> {
    let is_negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    while ranges.is_empty() || rest.peek() != Some(&']') {
        let first = class_member(rest)?;
        let mut ahead = rest.clone();
        let last = match (ahead.next(), ahead.next()) {
            (Some('-'), Some(next)) if next != ']' => {
                rest.next();
                class_member(rest)?
            }
            _ => first,
        };
        if last < first {
            return Err("expected the ends of a range in `[…]` in their order");
        }
        ranges.push((first, last));
    }
    rest.next();
    Ok(Atom::Class { ranges, is_negated })
}

fn class_member(rest: &mut Peekable<Chars<'_>>) -> Result<char, &'static str> {
    match rest.next().ok_or(UNCLOSED)? {
        '\\' => escaped(rest),
        '[' if rest.peek() == Some(&':') => Err("`[:` in `[…]` begins the name of a class; write `\\[`"),
        character => Ok(character),
    }
}

/// The character behind `\`. Letters and digits mean something else there, which differs from what shells do.
fn escaped(rest: &mut Peekable<Chars<'_>>) -> Result<char, &'static str> {
    match rest.next().ok_or(TRAILING)? {
        character if character.is_ascii_alphanumeric() || !character.is_ascii() => {
            Err("`\\` before a letter or digit is no escape; leave it out")
        }
        character => Ok(character),
    }
}

impl Atom {
    fn matches(&self, character: char) -> bool {
        match self {
            Self::Character(wanted) => *wanted == character,
            Self::Any => character != '\n',
            Self::Class { ranges, is_negated } => {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&character)) != *is_negated
            }
        }
    }
}

/// Whether all of `path` matches. Every item is tried at every character at once.
fn matches(items: &[Item], path: &str) -> bool {
    // Two places for each item: before it, and in the middle of `**/`.
    let mut places = vec![false; 2 * items.len() + 1];
    places[0] = true;
    settle(items, &mut places, true);
    let mut next = vec![false; places.len()];
    for character in path.chars() {
        next.fill(false);
        for (number, item) in items.iter().enumerate() {
            let (before, within) = (places[2 * number], places[2 * number + 1]);
            match item {
                Item::One(atom) => next[2 * number + 2] |= before && atom.matches(character),
                Item::Many(atom) => next[2 * number] |= before && atom.matches(character),
                Item::Directories => {
                    next[2 * number + 1] |= (before || within) && character != '\n';
                    next[2 * number + 2] |= (before || within) && character == '/';
                }
                Item::Start => {}
            }
        }
        std::mem::swap(&mut places, &mut next);
        settle(items, &mut places, false);
    }
    places[2 * items.len()]
}

/// Goes past what matches nothing.
fn settle(items: &[Item], places: &mut [bool], is_start: bool) {
    for (number, item) in items.iter().enumerate() {
        let passes = match item {
            Item::One(_) => false,
            Item::Many(_) | Item::Directories => true,
            Item::Start => is_start,
        };
        places[2 * number + 2] |= passes && places[2 * number];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Glob::new(pattern).unwrap().matches(path)
    }

    #[test]
    fn what_patterns_match() {
        for (pattern, yes, no) in [
            ("a", &["a"][..], &["b", "aa", "a/b", ""][..]),
            ("*", &["a", ".", ""], &["a/b"]),
            ("a*c", &["ac", "abbc"], &["a/c", "abcd"]),
            ("?", &["é", "."], &["", "/", "ab"]),
            ("**", &["", "a", "a/b"], &[]),
            ("**/a", &["a", "b/a", "c/b/a"], &["ba", "a/b"]),
            ("**a", &["a", "ba", "c/ba"], &["ab"]),
            ("a/**", &["a/b", "a/b/c", "a/"], &["a", "ab"]),
            ("a/**/b", &["a/b", "a/c/b", "a/c/d/b"], &["a/cb", "ab"]),
            ("a**/b", &["ab", "a/b", "ac/b"], &["acb"]),
            ("**/*.md", &["a.md", "b/a.md", ".md"], &["a.mdx", "amd"]),
            ("**/**", &["a", "a/b"], &[]),
            ("[a-c]x", &["ax", "cx"], &["dx", "x"]),
            ("[^a]", &["b", "/"], &["a", ""]),
            (r"[\]]", &["]"], &["["]),
            (r"\*", &["*"], &["a"]),
            ("a.b", &["a.b"], &["axb"]),
            ("a.*", &["a.b"], &["axb"]),
            ("(a)*+", &["(a)+", "(a)b+"], &["a+"]),
            // A star between brackets is no star.
            ("[*]", &["]", "[]", "/^]"], &["*"]),
            ("a^*", &[], &["a^", "a^b"]),
            ("^a*", &["a", "ab"], &["^a"]),
            // A bar is none either, once something makes an expression of the pattern.
            ("a|b", &["a|b"], &["a", "b"]),
            ("a|b*", &["ax", "b", "xb", "xbc"], &["x", "b/c"]),
            ("{a,b}*", &["{a,b}c"], &["a", "b"]),
        ] {
            for path in yes {
                assert!(matches(pattern, path), "{pattern} {path}");
            }
            for path in no {
                assert!(!matches(pattern, path), "{pattern} {path}");
            }
        }
    }

    #[test]
    fn what_is_no_pattern() {
        for pattern in [
            "[",
            "[]",
            "[a",
            "[a-",
            "[a-]",
            "[-a]",
            "[^]",
            r"a\",
            r"[\",
            r"[a\]",
            "[b-a]",
            r"\d",
            "[[:alpha:]]",
            "a{2}*",
        ] {
            assert!(Glob::new(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "*a".repeat(200);
        assert!(!matches(&pattern, &"a".repeat(5000).replace("aa", "ab")));
    }
}
