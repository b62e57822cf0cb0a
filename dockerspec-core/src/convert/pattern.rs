//! Patterns of modifiers, applied: `*` is any text, `?` any character. BuildKit makes regular expressions of them.

/// A pattern, read.
pub(super) struct Glob(Vec<Token>);

enum Token {
    Any,
    One,
    Exactly(char),
}

impl Glob {
    /// Reads a pattern with its variables put in, or says what has a `\` in front that must not.
    pub(super) fn new(pattern: &str) -> Result<Self, char> {
        // A scanner drops this mark.
        let mut characters = pattern.strip_prefix('\u{feff}').unwrap_or(pattern).chars();
        let mut tokens = Vec::new();
        while let Some(character) = characters.next() {
            tokens.push(match character {
                '*' => Token::Any,
                '?' => Token::One,
                '\\' => match characters.next() {
                    Some(escaped @ ('*' | '?' | '\\' | '}' | '/')) => Token::Exactly(escaped),
                    other => return Err(other.unwrap_or('\\')),
                },
                other => Token::Exactly(other),
            });
        }
        Ok(Self(tokens))
    }

    /// What trying it at every place of `length` characters costs.
    pub(super) fn cost(&self, length: usize) -> usize {
        (self.0.len() + 1).saturating_mul(length + 1)
    }

    /// The pattern from its end to its beginning.
    fn reversed(mut self) -> Self {
        self.0.reverse();
        self
    }

    /// The ends of its matches that begin where `text` begins, as numbers of characters: the first and the last.
    fn ends(&self, text: &[char]) -> Option<(usize, usize)> {
        let mut states = vec![false; self.0.len() + 1];
        states[0] = true;
        self.skip_any(&mut states);
        let mut found: Option<(usize, usize)> = None;
        for position in 0..=text.len() {
            if states[self.0.len()] {
                found = Some((found.map_or(position, |(first, _)| first), position));
            }
            let Some(character) = text.get(position) else { break };
            let mut next = vec![false; states.len()];
            for (number, token) in self.0.iter().enumerate().filter(|(number, _)| states[*number]) {
                match token {
                    Token::Any => next[number] = true,
                    Token::One => next[number + 1] = true,
                    Token::Exactly(wanted) => next[number + 1] |= wanted == character,
                }
            }
            self.skip_any(&mut next);
            states = next;
            if !states.contains(&true) {
                break;
            }
        }
        found
    }

    fn skip_any(&self, states: &mut [bool]) {
        for (number, token) in self.0.iter().enumerate() {
            if states[number] && matches!(token, Token::Any) {
                states[number + 1] = true;
            }
        }
    }

    pub(super) fn without_prefix(&self, value: &str, longest: bool) -> String {
        let text: Vec<char> = value.chars().collect();
        let end = self.ends(&text).map_or(0, |(first, last)| if longest { last } else { first });
        text[end..].iter().collect()
    }

    pub(super) fn without_suffix(self, value: &str, longest: bool) -> String {
        let text: Vec<char> = value.chars().rev().collect();
        let end = self.reversed().ends(&text).map_or(0, |(first, last)| if longest { last } else { first });
        text[end..].iter().rev().collect()
    }

    /// The leftmost match, and of those the longest, replaced; then, for `all`, those behind it. An empty match that
    /// touches the one before it does not count.
    pub(super) fn replaced(&self, value: &str, replacement: &str, all: bool) -> String {
        let text: Vec<char> = value.chars().collect();
        let mut out = String::new();
        let (mut start, mut last_end) = (0, None);
        while start <= text.len() {
            match self.ends(&text[start..]).map(|(_, last)| start + last) {
                Some(end) if end > start || last_end != Some(start) => {
                    out.push_str(replacement);
                    last_end = Some(end);
                    if !all {
                        out.extend(&text[end..]);
                        return out;
                    }
                    if end > start {
                        start = end;
                        continue;
                    }
                }
                _ => {}
            }
            out.extend(text.get(start));
            start += 1;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(pattern: &str) -> Glob {
        Glob::new(pattern).unwrap()
    }

    #[test]
    fn prefixes_and_suffixes() {
        for (pattern, value, shortest, longest) in [
            ("*/", "a/b/c", "b/c", "c"),
            ("a", "aab", "ab", "ab"),
            ("x", "abc", "abc", "abc"),
            ("*", "abc", "abc", ""),
            ("?", "éa", "a", "a"),
            ("*a*b", "xaxbxaxb", "xaxb", ""),
            ("\\*", "*a", "a", "a"),
        ] {
            assert_eq!(glob(pattern).without_prefix(value, false), shortest, "{pattern} {value}");
            assert_eq!(glob(pattern).without_prefix(value, true), longest, "{pattern} {value}");
        }
        assert_eq!(glob(".*").without_suffix("a.b.c", false), "a.b");
        assert_eq!(glob(".*").without_suffix("a.b.c", true), "a");
        assert_eq!(Glob::new("\\a").err(), Some('a'));
        assert_eq!(Glob::new("a\\").err(), Some('\\'));
    }

    #[test]
    fn replacements() {
        assert_eq!(glob("b*b").replaced("abcbcbd", "-", false), "a-d");
        assert_eq!(glob("b").replaced("abcb", "-", true), "a-c-");
        assert_eq!(glob("").replaced("ab", "-", true), "-a-b-");
        assert_eq!(glob("*").replaced("ab", "-", true), "-");
        assert_eq!(glob("x").replaced("ab", "-", true), "ab");
    }
}
