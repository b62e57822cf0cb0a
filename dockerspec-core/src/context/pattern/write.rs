//! Paths and patterns as lines of an ignore file.

use super::super::special;
use super::{Component, PathPattern, Token};

impl PathPattern {
    /// The line that leaves these paths out.
    pub(in crate::context) fn excluding(&self) -> String {
        // A line that begins with these is a comment or an exception.
        self.written(&['#', '!'])
    }

    /// The line that takes these paths back in.
    pub(in crate::context) fn including(&self) -> String {
        format!("!{}", self.written(&['!']))
    }

    fn written(&self, special_in_front: &[char]) -> String {
        let mut line = Line { text: String::new(), quotes: self.needs_quotes(special_in_front) };
        for (number, component) in self.components.iter().enumerate() {
            if number > 0 {
                line.text.push('/');
            }
            match component {
                Component::Name(name) => name.chars().for_each(|character| line.push(character)),
                Component::Names(tokens) => tokens.iter().for_each(|token| line.push_token(token)),
                Component::AnyDepth => line.text.push_str("**"),
            }
        }
        line.text
    }

    /// Whether the line is no plain text: it has a pattern or a character that would be one, or ends that get lost.
    fn needs_quotes(&self, special_in_front: &[char]) -> bool {
        let ends = || self.leading_names().next().zip(self.leading_names().last());
        !self.is_literal()
            || self.leading_names().any(|name| name.contains(['*', '?', '[', ']', '\\']))
            || ends().is_some_and(|(first, last)| {
                first.starts_with(special_in_front)
                    || first.starts_with(char::is_whitespace)
                    || last.ends_with(char::is_whitespace)
            })
    }
}

/// A line that is being written.
struct Line {
    text: String,
    /// Whether a character that can mean something is written between brackets. A line without any such character is
    /// compared as it stands.
    quotes: bool,
}

impl Line {
    fn push(&mut self, character: char) {
        match character {
            _ if !self.quotes || !special(character) => self.text.push(character),
            // Behind `\`, a regular expression takes ASCII only.
            _ if character.is_ascii() => self.text.extend(['[', '\\', character, ']']),
            _ => self.text.extend(['[', character, ']']),
        }
    }

    fn push_token(&mut self, token: &Token) {
        match token {
            Token::Character(character) => self.push(*character),
            Token::One => self.text.push('?'),
            Token::Many => self.text.push('*'),
            Token::Class { ranges, is_negated } => {
                self.text.push_str(if *is_negated { "[^" } else { "[" });
                for (first, last) in ranges {
                    self.push_class_character(*first);
                    if last != first {
                        self.text.push('-');
                        self.push_class_character(*last);
                    }
                }
                self.text.push(']');
            }
        }
    }

    fn push_class_character(&mut self, character: char) {
        if character.is_ascii() && !character.is_ascii_alphanumeric() {
            self.text.push('\\');
        }
        self.text.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Language, read};
    use crate::ignore::IgnoreFile;

    #[test]
    fn lines() {
        let including = |path| read(path, Language::Copy).pattern.including();
        assert_eq!(including("src/a b.rs"), "!src/a b.rs");
        assert_eq!(including("a^b+(c)"), "!a^b+(c)");
        assert_eq!(including("./*.toml"), "!*.toml");
        assert_eq!(including("a**b"), "!a*b");
        assert_eq!(including("{a}*"), "![\\{]a[\\}]*");
        assert_eq!(including("[^.-0]x"), "![^\\.-0]x");
        assert_eq!(including("#a"), "!#a");
        assert_eq!(including("[!]a/b c[ ]"), "![\\!]a/b[\\ ]c[\\ ]");
        assert_eq!(read("#a", Language::Names).pattern.excluding(), "[\\#]a");
    }

    #[test]
    fn names_are_let_through_whatever_they_are() {
        let hostile = "*?[]\\!#^+|(){}.$ \u{85}\u{a0}ab-'\"~%";
        let names = hostile.chars().flat_map(|one| {
            hostile
                .chars()
                .flat_map(move |other| [format!("{one}{other}"), format!("{one}x{other}"), format!("x{one}{other}y")])
        });
        for name in names.filter(|name| name != "..") {
            for path in [name.clone(), format!("d/{name}"), format!("{name}/f")] {
                let pattern = read(&path, Language::Names).pattern;
                let ignore = IgnoreFile::parse(&format!("**\n{}\n", pattern.including())).unwrap();
                assert!(!ignore.excludes(&path), "{path:?}");
                for other in ["x", "xx", "d/x", "d/xx", "dx"] {
                    assert!(ignore.excludes(other) || other == path, "{path:?} {other}");
                }
                let ignore = IgnoreFile::parse(&format!("{}\n", pattern.excluding())).unwrap();
                assert!(ignore.excludes(&path) && !ignore.excludes("x/y"), "{path:?}");
            }
        }
    }
}
