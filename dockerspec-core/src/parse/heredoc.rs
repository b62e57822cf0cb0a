//! Where BuildKit sees heredocs: it splits the whole line like a shell, always with `\` as the escape, and looks at
//! each word. Its splitter loses what stands before `${name:-…}` in a word; so does this one.

use std::borrow::Cow;

use super::lex::{DEEPEST, name_length};

/// A heredoc that a line announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Announced {
    /// The line that ends it.
    pub(crate) delimiter: String,
    /// Whether BuildKit expands its body where it is a file.
    pub(crate) expands: bool,
    /// `<<-`: tabs at the beginning of lines do not count.
    pub(crate) strips_tabs: bool,
    /// The number in front, for a shell.
    pub(crate) descriptor: u64,
}

impl Announced {
    /// Whether `line`, with or without its line end, ends the body.
    pub(crate) fn is_ended_by(&self, line: &str) -> bool {
        let line = line.trim_end_matches(['\r', '\n']);
        let line = if self.strips_tabs { line.trim_start_matches('\t') } else { line };
        line == self.delimiter
    }
}

/// The body of a heredoc, as it stands in the source.
#[derive(Debug, Clone)]
pub(super) struct Body<'a> {
    pub(super) announced: Announced,
    pub(super) text: &'a str,
}

impl<'a> Body<'a> {
    /// The body as BuildKit hands it out itself: without tabs, if the operator of the word that asks says so.
    pub(super) fn stripped(&self, strips_tabs: bool) -> Cow<'a, str> {
        if !strips_tabs {
            return Cow::Borrowed(self.text);
        }
        self.text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect::<String>().into()
    }
}

/// The heredocs of a line, in their order; none where BuildKit cannot split it.
///
/// # Errors
///
/// The word whose delimiter cannot be unquoted.
pub(crate) fn announced(line: &str) -> Result<Vec<Announced>, String> {
    if !line.contains("<<") {
        return Ok(Vec::new());
    }
    let words = words(line, Raw { quotes: true, escapes: true }).unwrap_or_default();
    words.into_iter().filter_map(|word| of_word(&word).map_err(|Unsplittable| word).transpose()).collect()
}

/// The heredoc that one word announces.
pub(crate) fn of_word(word: &str) -> Result<Option<Announced>, Unsplittable> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let operator = &word[digits..];
    let Some(target) = operator.strip_prefix("<<") else { return Ok(None) };
    let descriptor = word[..digits].parse().unwrap_or(0);
    let strips_tabs = target.starts_with('-');
    let target = target.strip_prefix('-').unwrap_or(target).trim_start_matches(['\t', '\n', '\x0C', '\r', ' ']);
    if target.is_empty() || target.contains('<') {
        return Ok(None);
    }
    let mut plain = words(target, Raw { quotes: false, escapes: false })?;
    let (Some(delimiter), true) = (plain.pop(), plain.is_empty()) else { return Ok(None) };
    let quoted = words(target, Raw { quotes: true, escapes: false })?;
    let count = |text: &str| text.bytes().filter(|byte| matches!(byte, b'\'' | b'"')).count();
    let expands = quoted.first().is_some_and(|quoted| count(quoted) == count(&delimiter));
    Ok(Some(Announced { delimiter, expands, strips_tabs, descriptor }))
}

/// Text that ends inside a quote, or has a substitution that BuildKit does not know.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unsplittable;

/// What stays in a word as it was written.
#[derive(Clone, Copy)]
struct Raw {
    quotes: bool,
    escapes: bool,
}

fn words(text: &str, raw: Raw) -> Result<Vec<String>, Unsplittable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut splitter = Splitter { rest: text.chars(), raw, word: String::new(), depth: 0 };
    let mut words = Vec::new();
    splitter.until(None, raw.escapes, &mut words)?;
    Ok(words)
}

struct Splitter<'t> {
    rest: std::str::Chars<'t>,
    raw: Raw,
    /// The word so far: one for all levels.
    word: String,
    depth: usize,
}

impl Splitter<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    /// Reads up to `stop`, and gives the text without splitting it.
    fn until(
        &mut self,
        stop: Option<char>,
        raw_escapes: bool,
        words: &mut Vec<String>,
    ) -> Result<String, Unsplittable> {
        self.word.clear();
        let mut text = String::new();
        let mut in_word = false;
        while let Some(character) = self.rest.next() {
            if Some(character) == stop {
                end_word(&mut self.word, words);
                return Ok(text);
            }
            match character {
                '$' => {
                    let value = self.dollar()?;
                    text.push_str(&value);
                    value.chars().for_each(|character| self.push(character, &mut in_word, words));
                    continue;
                }
                '\'' | '"' => {
                    let value = if character == '"' { self.double(raw_escapes)? } else { self.single()? };
                    text.push_str(&value);
                    self.word.push_str(&value);
                }
                '<' => {
                    let mut operator = String::from('<');
                    if self.peek() == Some('<') {
                        operator.extend(self.rest.next());
                        while let Some('\t' | '\r' | ' ') = self.peek() {
                            operator.extend(self.rest.next());
                        }
                    }
                    text.push_str(&operator);
                    self.word.push_str(&operator);
                }
                '\\' => {
                    if raw_escapes {
                        text.push('\\');
                        self.word.push('\\');
                    }
                    let Some(escaped) = self.rest.next() else { break };
                    text.push(escaped);
                    self.word.push(escaped);
                }
                _ => {
                    text.push(character);
                    self.push(character, &mut in_word, words);
                    continue;
                }
            }
            in_word = true;
        }
        if stop.is_some() {
            return Err(Unsplittable);
        }
        end_word(&mut self.word, words);
        Ok(text)
    }

    /// A character that ends a word if it is a blank.
    fn push(&mut self, character: char, in_word: &mut bool, words: &mut Vec<String>) {
        if !character.is_whitespace() {
            self.word.push(character);
            *in_word = true;
        } else if *in_word && end_word(&mut self.word, words) {
            *in_word = false;
        }
    }

    fn single(&mut self) -> Result<String, Unsplittable> {
        let mut text = String::new();
        loop {
            match self.rest.next().ok_or(Unsplittable)? {
                '\'' => break,
                character => text.push(character),
            }
        }
        Ok(if self.raw.quotes { format!("'{text}'") } else { text })
    }

    fn double(&mut self, raw_escapes: bool) -> Result<String, Unsplittable> {
        let mut text = String::new();
        loop {
            match self.rest.next().ok_or(Unsplittable)? {
                '"' => break,
                '$' => text.push_str(&self.dollar()?),
                '\\' => {
                    if raw_escapes {
                        text.push('\\');
                    }
                    match self.peek() {
                        None => {}
                        Some('"' | '$' | '\\') => text.extend(self.rest.next()),
                        Some(_) => text.push('\\'),
                    }
                }
                character => text.push(character),
            }
        }
        Ok(if self.raw.quotes { format!("\"{text}\"") } else { text })
    }

    /// What stands behind a `$`. No variable is set, so each one stays as it is.
    fn dollar(&mut self) -> Result<String, Unsplittable> {
        if self.peek() != Some('{') {
            return Ok(format!("${}", self.name()));
        }
        self.rest.next();
        if let None | Some('{' | '}' | ':') = self.peek() {
            return Err(Unsplittable);
        }
        let name = self.name();
        let mut operator = self.rest.next().ok_or(Unsplittable)?;
        if operator == '}' {
            return Ok(format!("${{{name}}}"));
        }
        let mut written = String::from(operator);
        if operator == ':' {
            operator = self.rest.next().ok_or(Unsplittable)?;
            written.push(operator);
        }
        let with_colon = written.len() > operator.len_utf8();
        match operator {
            '/' if !with_colon => {
                if self.peek() == Some('/') {
                    self.rest.next();
                }
                let pattern = self.nested('/', true)?;
                Ok(format!("${{{name}/{pattern}/{}}}", self.nested('}', true)?))
            }
            '#' | '%' if with_colon => Err(Unsplittable),
            // Whether the last one of these is known is asked only of a variable that is set.
            '#' | '%' | '-' | '+' | '?' => self.word_of(&name, &written, matches!(operator, '#' | '%')),
            _ if with_colon => self.word_of(&name, &written, false),
            _ => Err(Unsplittable),
        }
    }

    fn word_of(&mut self, name: &str, operator: &str, raw_escapes: bool) -> Result<String, Unsplittable> {
        let word = self.nested('}', raw_escapes)?;
        Ok(format!("${{{name}{operator}{word}}}"))
    }

    fn nested(&mut self, stop: char, raw_escapes: bool) -> Result<String, Unsplittable> {
        if self.depth == DEEPEST {
            return Err(Unsplittable);
        }
        self.depth += 1;
        let text = self.until(Some(stop), raw_escapes, &mut Vec::new());
        self.depth -= 1;
        text
    }

    fn name(&mut self) -> String {
        let rest = self.rest.as_str();
        let name = &rest[..name_length(rest)];
        self.rest = rest[name.len()..].chars();
        name.to_owned()
    }
}

fn end_word(word: &mut String, words: &mut Vec<String>) -> bool {
    let any = !word.is_empty();
    if any {
        words.push(std::mem::take(word));
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        announced(line).unwrap().into_iter().map(|found| found.delimiter).collect()
    }

    #[test]
    fn words_that_announce_a_heredoc() {
        for (line, found) in [
            ("cat <<A 3<<-'B' >f", vec!["A", "B"]),
            ("1<<2 # <<EOF", vec!["2", "EOF"]),
            ("cat << EOF", vec!["EOF"]),
            ("cat <<\"a b\"", vec!["a b"]),
            ("cat <<EOF)", vec!["EOF)"]),
            ("<<E\\OF", vec!["EOF"]),
        ] {
            assert_eq!(names(line), found, "{line}");
        }
        let quoted = announced("<<-'A' 5<<B").unwrap();
        assert!(!quoted[0].expands && quoted[0].strips_tabs && quoted[0].descriptor == 0);
        assert!(quoted[1].expands && !quoted[1].strips_tabs && quoted[1].descriptor == 5);
    }

    #[test]
    fn words_that_only_look_like_it() {
        for line in ["a<<EOF", "<<<x", "'<<EOF'", "\"a <<EOF\"", "$((1<<2))", "\\<<EOF", "<<", "<<-"] {
            assert!(names(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_split_has_none() {
        for line in ["cat <<A; it's", "cat \"<<A", "cat <<A ${x!y}", "cat <<A ${", "cat <<A ${x:#y}"] {
            assert!(names(line).is_empty(), "{line}");
        }
        let deep = format!("cat <<A {}", "${x:-".repeat(100_000));
        assert!(names(&deep).is_empty());
    }

    #[test]
    fn a_substitution_takes_away_what_stands_before_it_in_the_word() {
        assert!(names("<<E${x:-b}").is_empty());
        assert_eq!(names("<<E$x"), ["E$x"]);
        assert_eq!(names("<<E${x}"), ["E${x}"]);
    }
}
