//! Paths of the build context, as sources of instructions say them, and as an ignore file has to say them.
//!
//! Three languages say such a path: a mount names it, COPY has patterns of its own, and `--exclude` and the part behind
//! `/./` are patterns of ignore files. What is read here means the same in each of them; a component that means
//! something else to one of them is not read, and the path ends before it.

mod read;
mod write;

pub(super) use read::{Language, read};

/// Names of files and directories from the root of the context down, with patterns among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PathPattern {
    pub(super) components: Vec<Component>,
}

/// One name, or what stands for some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Component {
    /// A name that is what it is.
    Name(String),
    /// A pattern of names.
    Names(Vec<Token>),
    /// `**`: any number of directories.
    AnyDepth,
}

/// A part of a pattern of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Character(char),
    /// `?`: any character but `/`.
    One,
    /// `*`: any number of them.
    Many,
    /// `[…]`: a character of these ranges, or, negated, any other one, be it a `/`.
    Class {
        ranges: Vec<(char, char)>,
        is_negated: bool,
    },
}

impl PathPattern {
    /// The same below a directory.
    pub(super) fn below(&self, directory: &Self) -> Self {
        Self { components: directory.components.iter().chain(&self.components).cloned().collect() }
    }

    /// The names before the first pattern.
    pub(super) fn leading_names(&self) -> impl Iterator<Item = &str> {
        self.components.iter().map_while(|component| match component {
            Component::Name(name) => Some(name.as_str()),
            Component::Names(_) | Component::AnyDepth => None,
        })
    }

    /// Whether it is one path, and no pattern.
    pub(super) fn is_literal(&self) -> bool {
        self.components.iter().all(|component| matches!(component, Component::Name(_)))
    }

    /// Whether it is this path.
    pub(super) fn says(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        say(&self.components, &names)
    }

    /// Whether for sure every path of `other` is one of these, or below one.
    pub(super) fn covers(&self, other: &Self) -> bool {
        if other.is_literal() {
            let names: Vec<&str> = other.leading_names().collect();
            return (1..=names.len()).any(|length| say(&self.components, &names[..length]));
        }
        self == other
            || self.components.len() <= other.components.len()
                && self.components.iter().zip(&other.components).all(|(one, other)| one.covers(other))
    }

    /// Whether a path can be one of these, or below one, and the same with `other`.
    pub(super) fn can_overlap(&self, other: &Self) -> bool {
        for (one, other) in self.components.iter().zip(&other.components) {
            if one.can_cross_names() || other.can_cross_names() {
                return true;
            }
            if !one.can_be(other) {
                return false;
            }
        }
        true
    }
}

impl Component {
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            _ if self == other => true,
            (Self::Names(tokens), Self::Name(name)) => matches(tokens, name),
            (Self::Names(tokens), Self::Names(_)) => tokens.as_slice() == [Token::Many] && !other.can_cross_names(),
            _ => false,
        }
    }

    /// Whether a name can be said by both.
    fn can_be(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(one), Self::Name(other)) => one == other,
            (Self::Names(tokens), Self::Name(name)) | (Self::Name(name), Self::Names(tokens)) => matches(tokens, name),
            _ => true,
        }
    }

    /// Whether it can stand for several names in a row.
    fn can_cross_names(&self) -> bool {
        match self {
            Self::Name(_) => false,
            Self::Names(tokens) => tokens.iter().any(|token| matches!(token, Token::Class { is_negated: true, .. })),
            Self::AnyDepth => true,
        }
    }
}

impl Token {
    fn matches(&self, character: char) -> bool {
        match self {
            Self::Character(wanted) => *wanted == character,
            Self::One | Self::Many => true,
            Self::Class { ranges, is_negated } => {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&character)) != *is_negated
            }
        }
    }
}

/// Whether all of a name matches. Every token is tried at every character at once.
fn matches(tokens: &[Token], name: &str) -> bool {
    let mut places = vec![false; tokens.len() + 1];
    places[0] = true;
    settle(tokens, &mut places);
    for character in name.chars() {
        let mut next = vec![false; places.len()];
        for (number, token) in tokens.iter().enumerate().filter(|(number, _)| places[*number]) {
            let place = if *token == Token::Many { number } else { number + 1 };
            next[place] |= token.matches(character);
        }
        settle(tokens, &mut next);
        places = next;
    }
    places[tokens.len()]
}

/// Goes past every `*`.
fn settle(tokens: &[Token], places: &mut [bool]) {
    for (number, token) in tokens.iter().enumerate() {
        places[number + 1] |= places[number] && *token == Token::Many;
    }
}

/// Whether components say all of these names.
fn say(components: &[Component], names: &[&str]) -> bool {
    match (components, names) {
        ([], _) => names.is_empty(),
        ([Component::AnyDepth], _) => !names.is_empty(),
        ([Component::AnyDepth, rest @ ..], _) => (0..=names.len()).any(|skipped| say(rest, &names[skipped..])),
        (_, []) => false,
        ([Component::Name(wanted), rest @ ..], [name, below @ ..]) => wanted == name && say(rest, below),
        ([Component::Names(tokens), rest @ ..], [name, below @ ..]) => matches(tokens, name) && say(rest, below),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> PathPattern {
        let read = read(text, Language::Copy);
        assert!(read.is_whole, "{text}");
        read.pattern
    }

    #[test]
    fn what_is_said() {
        for (text, yes, no) in [
            ("a", &["a"][..], &["b", "a/b"][..]),
            ("./a//b/", &["a/b"], &["a"]),
            ("*.rs", &["a.rs", ".rs"], &["a.rsx", "a/b.rs"]),
            ("a/*/c", &["a/b/c"], &["a/c", "a/b/b/c"]),
            ("?[^b-c]", &["ab".replace('b', "d").as_str()], &["ab", "ac", "a"]),
            ("a[*]", &["a*"], &["aa"]),
        ] {
            for path in yes {
                assert!(pattern(text).says(path), "{text} {path}");
            }
            for path in no {
                assert!(!pattern(text).says(path), "{text} {path}");
            }
        }
        let below = read("a/**/b", Language::IgnoreFile).pattern;
        assert!(below.says("a/b") && below.says("a/c/d/b") && !below.says("a") && !below.says("b"));
    }

    #[test]
    fn what_covers_what() {
        for (one, other, covers) in [
            ("a", "a", true),
            ("a", "a/b", true),
            ("a/b", "a", false),
            ("a", "ab", false),
            ("*", "a/b", true),
            ("*", "a*", true),
            ("a*", "*", false),
            ("*.rs", "a.rs", true),
            ("*/x", "a/x/y", true),
            // `[^b]` can be a `/`.
            ("*", "a[^b]c", false),
            ("a[^b]c", "axc/d", true),
            ("a[^b]c", "a[^b]c/d", true),
        ] {
            assert_eq!(pattern(one).covers(&pattern(other)), covers, "{one} {other}");
        }
    }

    #[test]
    fn what_can_overlap() {
        for (one, other, overlaps) in [
            ("a", "b", false),
            ("a", "a/b", true),
            ("a/b", "a", true),
            ("a/*.md", "a/b.rs", false),
            ("a/*.md", "a/b.md", true),
            ("*a", "b*", true),
            ("a[^b]c", "a/c", true),
        ] {
            assert_eq!(pattern(one).can_overlap(&pattern(other)), overlaps, "{one} {other}");
            assert_eq!(pattern(other).can_overlap(&pattern(one)), overlaps, "{other} {one}");
        }
    }
}
