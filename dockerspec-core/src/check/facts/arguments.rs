//! The arguments of a call: options, their values, and operands.

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
pub(in crate::check) fn arguments<'s, 'a>(words: &'s [Word<'a>], with_value: &[&str]) -> Vec<Argument<'s, 'a>> {
    let mut arguments = Vec::with_capacity(words.len());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = word.literal_prefix();
        match text.as_bytes() {
            [] if word.literal().is_none() => arguments.push(Argument::Unknown(word)),
            b"--" if word.literal().is_some() => {
                arguments.extend(words.by_ref().map(Argument::Operand));
            }
            [b'-', ..] if is_long(text, with_value) => {
                let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
                let value = match value {
                    None if with_value.contains(&name) => words.next().map(Word::literal_prefix),
                    value => value,
                };
                arguments.push(Argument::Option { word, name, value });
            }
            [b'-', _, ..] => {
                for (at, letter) in text.char_indices().skip(1) {
                    let end = at + letter.len_utf8();
                    let takes_value = with_value.iter().any(|option| {
                        option.len() == 1 + letter.len_utf8() && option.starts_with('-') && option.ends_with(letter)
                    });
                    if !takes_value {
                        arguments.push(Argument::Option { word, name: &text[at..end], value: None });
                        continue;
                    }
                    let rest = &text[end..];
                    let rest = rest.strip_prefix('=').unwrap_or(rest);
                    let value = if end == text.len() && word.literal().is_some() {
                        words.next().map(Word::literal_prefix)
                    } else {
                        Some(rest)
                    };
                    arguments.push(Argument::Option { word, name: &text[at..end], value });
                    break;
                }
            }
            _ => arguments.push(Argument::Operand(word)),
        }
    }
    arguments
}

/// Whether a word is one option with a name of several letters.
fn is_long(text: &str, with_value: &[&str]) -> bool {
    if text.starts_with("--") {
        return true;
    }
    if text.len() <= 2 || !with_value.iter().any(|option| option.len() > 2 && !option.starts_with("--")) {
        return false;
    }
    let name = text.split('=').next().unwrap_or(text);
    name.len() > 2 && with_value.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Scripts;

    fn shown(text: &str, with_value: &[&str]) -> String {
        let scripts = Scripts::of_text(text);
        let call = scripts.calls().next().unwrap();
        let shown: Vec<String> = arguments(call.arguments, with_value)
            .into_iter()
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
