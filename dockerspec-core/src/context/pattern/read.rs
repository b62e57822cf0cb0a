//! Paths and patterns, read in each of their languages.

use std::iter::Peekable;
use std::str::Chars;

use super::super::special;
use super::{Component, PathPattern, Token};
use crate::ignore::clean;

/// What a path is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::context) enum Language {
    /// The source of a mount: names.
    Names,
    /// A source of COPY: names up to the first component with `*`, `?` or `[`, and from there on patterns of Go's
    /// `filepath.Match`.
    Copy,
    /// A line of an ignore file.
    IgnoreFile,
}

/// What was read of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::context) struct ReadPath {
    /// The components, up to the first one that cannot be said in an ignore file.
    pub(in crate::context) pattern: PathPattern,
    /// Whether these are all.
    pub(in crate::context) is_whole: bool,
}

/// Reads a path from the root of the context, or of a directory in it.
pub(in crate::context) fn read(path: &str, language: Language) -> ReadPath {
    let path = clean(&format!("/{path}"));
    let mut components = Vec::new();
    let mut has_patterns = language == Language::IgnoreFile && path.contains(['*', '?', '[', ']', '\\']);
    for text in path.split('/').filter(|text| !text.is_empty()) {
        has_patterns |= language == Language::Copy && has_wildcards(text);
        let component = if !has_patterns {
            Some(Component::Name(text.to_owned()))
        } else if language == Language::Copy {
            names(text, language).map(component)
        } else if text == "**" {
            Some(Component::AnyDepth)
        } else if text.contains("**") || text.contains(['^', '|', '{', '}']) && !text.contains("[^") {
            // BuildKit makes something else of these than they seem to say.
            None
        } else {
            names(text, language).map(component)
        };
        match component {
            Some(component) => components.push(component),
            None => return ReadPath { pattern: PathPattern { components }, is_whole: false },
        }
    }
    ReadPath { pattern: PathPattern { components }, is_whole: true }
}

/// Whether COPY takes a component for a pattern.
fn has_wildcards(component: &str) -> bool {
    let mut rest = component.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => _ = rest.next(),
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

/// A name, if that is all that a pattern can be.
fn component(tokens: Vec<Token>) -> Component {
    let name = tokens.iter().map(|token| if let Token::Character(character) = token { Some(*character) } else { None });
    match name.collect::<Option<String>>() {
        Some(name) => Component::Name(name),
        None => Component::Names(tokens),
    }
}

/// The tokens of one component, if both Go and patterns of ignore files have them.
fn names(text: &str, language: Language) -> Option<Vec<Token>> {
    let mut rest = text.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(character) = rest.next() {
        tokens.push(match character {
            '*' => Token::Many,
            '?' => Token::One,
            '\\' => Token::Character(escaped(&mut rest, language)?),
            '[' => class(&mut rest, language)?,
            character => Token::Character(character),
        });
    }
    // Several in a row are one to Go, and something else to an ignore file.
    tokens.dedup_by(|next, token| *next == Token::Many && *token == Token::Many);
    Some(tokens)
}

fn class(rest: &mut Peekable<Chars<'_>>, language: Language) -> Option<Token> {
    let is_negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    while ranges.is_empty() || rest.next_if_eq(&']').is_none() {
        let first = class_character(rest, language)?;
        let last = if rest.next_if_eq(&'-').is_some() { class_character(rest, language)? } else { first };
        // Go takes a range the wrong way round for an empty one, and an ignore file for a mistake.
        if last < first {
            return None;
        }
        ranges.push((first, last));
    }
    Some(match ranges.as_slice() {
        // How one writes a name that has such a character. `[k]` is how one writes a file that need not be there.
        [(first, last)] if first == last && !is_negated && special(*first) => Token::Character(*first),
        _ => Token::Class { ranges, is_negated },
    })
}

fn class_character(rest: &mut Peekable<Chars<'_>>, language: Language) -> Option<char> {
    match rest.next()? {
        '-' | ']' => None,
        '\\' => escaped(rest, language),
        // No character, but what a `*` or `?` outside of brackets becomes; and `[:alpha:]`.
        '*' | '?' | '[' if language == Language::IgnoreFile => None,
        character => Some(character),
    }
}

/// The character behind `\`. In an ignore file, letters and digits mean something else there.
fn escaped(rest: &mut Peekable<Chars<'_>>, language: Language) -> Option<char> {
    let is_escape =
        |character: &char| language == Language::Copy || character.is_ascii() && !character.is_ascii_alphanumeric();
    rest.next().filter(is_escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, language: Language) -> bool {
        read(text, language).is_whole
    }

    #[test]
    fn what_ends_a_path() {
        for text in ["a/[", "a/[]", "a/[b-a]", "a/[-]", "a/*\\"] {
            let read = read(text, Language::Copy);
            assert!(!read.is_whole, "{text}");
            assert_eq!(read.pattern.components, [Component::Name("a".to_owned())], "{text}");
        }
        for text in ["a**", "**a", "a*|b", "a/[*]", r"\d", "[[:alpha:]]", "{a}*", "***"] {
            assert!(!whole(text, Language::IgnoreFile), "{text}");
        }
        assert!(whole("a|b{c}^", Language::IgnoreFile));
        assert!(whole("**/[^a]x", Language::IgnoreFile));
    }

    #[test]
    fn names_before_the_first_pattern_are_what_they_are() {
        let components = |text, language| read(text, language).pattern.components;
        assert_eq!(components(r"a\b", Language::Copy), [Component::Name(r"a\b".to_owned())]);
        assert_eq!(components(r"a\*", Language::Copy), [Component::Name(r"a\*".to_owned())]);
        assert_eq!(components("a*[", Language::Names), [Component::Name("a*[".to_owned())]);
        let [Component::Name(first), Component::Names(second)] = &components(r"a\b/\*x?", Language::Copy)[..] else {
            panic!("a name and a pattern");
        };
        assert_eq!(first, r"a\b");
        assert_eq!(second, &[Token::Character('*'), Token::Character('x'), Token::One]);
    }

    #[test]
    fn literal_paths_are_names() {
        for name in ["a*b", "what?", " x ", "!a", "[^+|(){}]", r"a\b", "a\u{85}", "k"] {
            let path = crate::dockerfile::literal_path(name);
            let read = read(&path, Language::Copy);
            assert_eq!(read.pattern.components, [Component::Name(name.to_owned())], "{path}");
        }
        assert!(!read("Cargo.loc[k]", Language::Copy).pattern.is_literal());
    }
}
