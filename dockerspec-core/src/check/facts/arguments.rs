//! The arguments of a call: options, their values, and operands.

use crate::parse::{find_byte, split_once_at};
use crate::shell::Word;

/// An argument of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Argument<'s, 'a> {
    /// An option: `-y`, `--yes`, `--quiet=2`; each letter of `-qqy` is one of its own.
    Option {
        /// The word that it stands in.
        word: &'s Word<'a>,
        /// Its name with the dashes; a letter without: `--yes`, `y`.
        name: &'s str,
        /// Its value, behind `=`, in the same word or in the next one.
        value: Option<&'s str>,
    },
    /// Anything else: a subcommand, a package, a file.
    Operand(&'s Word<'a>),
    /// A word that begins with a variable, and could be anything.
    Unknown(&'s Word<'a>),
}

/// Tells the arguments of a call apart. `with_value` are the options whose value can be the next word, as
/// `--option` or `-o`, or `-option` of programs that have those.
pub(in crate::check) fn arguments<'s, 'a>(
    words: &'s [Word<'a>],
    with_value: &'static [&'static str],
) -> Arguments<'s, 'a> {
    Arguments { words: words.iter(), with_value, letters: None, has_options: true }
}

/// The arguments of a call, each told apart when it is asked for.
#[derive(Debug, Clone)]
pub(in crate::check) struct Arguments<'s, 'a> {
    words: std::slice::Iter<'s, Word<'a>>,
    with_value: &'static [&'static str],
    /// A word of single letters, and where the next one begins.
    letters: Option<(&'s Word<'a>, usize)>,
    /// Whether there was no `--` yet.
    has_options: bool,
}

impl<'s, 'a> Iterator for Arguments<'s, 'a> {
    type Item = Argument<'s, 'a>;

    fn next(&mut self) -> Option<Argument<'s, 'a>> {
        if let Some((word, at)) = self.letters.take()
            && let Some(argument) = self.letter(word, at)
        {
            return Some(argument);
        }
        let word = self.words.next()?;
        if !self.has_options {
            return Some(Argument::Operand(word));
        }
        let text = word.literal_prefix();
        match text.as_bytes() {
            [] if word.literal().is_none() => Some(Argument::Unknown(word)),
            b"--" if word.literal().is_some() => {
                self.has_options = false;
                self.words.next().map(Argument::Operand)
            }
            [b'-', ..] if is_long(text, self.with_value) => {
                let (name, value) =
                    split_once_at::<b'='>(text).map_or((text, None), |(name, value)| (name, Some(value)));
                let value = match value {
                    None if self.with_value.contains(&name) => self.words.next().map(Word::literal_prefix),
                    value => value,
                };
                Some(Argument::Option { word, name, value })
            }
            [b'-', _, ..] => self.letter(word, 1),
            _ => Some(Argument::Operand(word)),
        }
    }
}

impl<'s, 'a> Arguments<'s, 'a> {
    /// The option of one letter that begins at a place of a word. One that takes a value takes the rest of the word.
    fn letter(&mut self, word: &'s Word<'a>, at: usize) -> Option<Argument<'s, 'a>> {
        let text = word.literal_prefix();
        let letter = text[at..].chars().next()?;
        let end = at + letter.len_utf8();
        let name = &text[at..end];
        if !self.with_value.iter().any(|option| is_letter(option, name)) {
            self.letters = Some((word, end));
            return Some(Argument::Option { word, name, value: None });
        }
        let rest = &text[end..];
        let value = if rest.is_empty() && word.literal().is_some() {
            self.words.next().map(Word::literal_prefix)
        } else {
            Some(rest.strip_prefix('=').unwrap_or(rest))
        };
        Some(Argument::Option { word, name, value })
    }
}

/// Whether an option is `-` and one letter. Nearly all letters are one byte.
fn is_letter(option: &str, letter: &str) -> bool {
    match (option.as_bytes(), letter.as_bytes()) {
        ([b'-', byte], [letter]) => byte == letter,
        (option, letter) => option.len() == 1 + letter.len() && option.ends_with(letter),
    }
}

/// Whether a word is one option with a name of several letters.
fn is_long(text: &str, with_value: &[&str]) -> bool {
    if text.starts_with("--") {
        return true;
    }
    // Most are of one letter.
    if text.len() == 2 {
        return false;
    }
    let name = &text[..find_byte::<b'='>(text.as_bytes())];
    name.len() > 2 && with_value.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Scripts;

    fn shown(text: &str, with_value: &'static [&'static str]) -> String {
        let scripts = Scripts::of_text(text);
        let call = scripts.calls().next().unwrap();
        let shown: Vec<String> = arguments(call.arguments, with_value)
            .map(|argument| match argument {
                Argument::Option { name, value: None, .. } => name.to_owned(),
                Argument::Option { name, value: Some(value), .. } => format!("{name}:{value}"),
                Argument::Operand(word) => format!("<{}>", word.literal_prefix()),
                Argument::Unknown(_) => "?".to_owned(),
            })
            .collect();
        shown.join(" ")
    }

    #[test]
    fn options_and_operands() {
        assert_eq!(
            shown("apt-get -qqy install --yes -t sid a=1 -- -b", &["-t"]),
            "q q y <install> --yes t:sid <a=1> <-b>"
        );
        assert_eq!(shown("x --name v --other=w -tsid -- ", &["--name", "-t"]), "--name:v --other:w t:sid");
        assert_eq!(shown("x - -t", &["-t"]), "<-> t");
        assert_eq!(shown("go run -mod mod -tags=a -v x", &["-mod", "-tags"]), "<run> -mod:mod -tags:a v <x>");
    }
}
