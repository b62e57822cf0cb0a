//! Text as it stands in a source: what BuildKit makes of the bytes that a span covers.
//!
//! Nothing here is the parser's own: a span that is off by a byte gives other text than BuildKit does.

use dockerspec::parse::{Place, Span};

/// A source, with the token that joins its lines.
pub(crate) struct Written<'a> {
    source: &'a str,
    /// The number of lines that are directives.
    pub(crate) directives: u32,
    pub(crate) escape: u8,
}

/// A flag of an instruction.
pub(crate) struct Flag {
    /// Without its dashes.
    pub(crate) name: String,
    pub(crate) value: Option<String>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let (directives, escape) = directives(source);
        Self { source, directives, escape }
    }

    /// The bytes of a span, with its lines joined and those in between dropped that say nothing.
    fn joined(&self, span: Span) -> Result<Vec<u8>, String> {
        let text = self.source.get(span.range()).ok_or_else(|| format!("{span:?} is no range of characters"))?;
        let mut lines = text.as_bytes().split(|byte| *byte == b'\n').peekable();
        let mut joined = Vec::new();
        let mut is_first = true;
        while let Some(line) = lines.next() {
            if lines.peek().is_none() {
                joined.extend(line);
            } else if is_first || !is_dropped(line) {
                let line = trim_end(trim_end(line, b"\r"), b" \t");
                let line = line.strip_suffix(&[self.escape]).ok_or_else(|| format!("{span:?} runs over a line end"))?;
                joined.extend(line);
            }
            is_first = false;
        }
        Ok(joined)
    }

    /// The text of a span.
    pub(crate) fn text(&self, span: Span) -> Result<String, String> {
        String::from_utf8(self.joined(span)?).map_err(|error| format!("{span:?}: {error}"))
    }

    /// What a span between two quotes of JSON says.
    fn element(&self, span: Span) -> Result<String, String> {
        let text = self.text(span)?;
        serde_json::from_str(&format!("\"{}\"", without_half_pairs(&text))).map_err(|error| format!("{text}: {error}"))
    }

    /// The words of an instruction, which may be elements of an array.
    pub(crate) fn words(&self, place: Place<'_>, are_elements: bool) -> Result<Vec<String>, String> {
        let words = place.words().iter();
        words.map(|span| if are_elements { self.element(*span) } else { self.text(*span) }).collect()
    }

    /// The flags of an instruction. BuildKit reads them byte by byte, and takes each for a character.
    pub(crate) fn flags(&self, place: Place<'_>) -> Result<Vec<Flag>, String> {
        place.flags().iter().map(|span| self.flag(*span)).collect()
    }

    fn flag(&self, span: Span) -> Result<Flag, String> {
        let mut text = String::new();
        let mut quote = None;
        let mut bytes = self.joined(span)?.into_iter();
        while let Some(byte) = bytes.next() {
            match quote {
                None if byte == b'\'' || byte == b'"' => quote = Some(byte),
                // It stops inside a character, and has none of what follows.
                None if matches!(byte, 0x85 | 0xA0) => break,
                Some(open) if open == byte => quote = None,
                _ if byte == self.escape => text.extend(bytes.next().map(char::from)),
                _ => text.push(char::from(byte)),
            }
        }
        let text = text.strip_prefix("--").ok_or_else(|| format!("{span:?} is no flag"))?;
        Ok(match text.split_once('=') {
            Some((name, value)) => Flag { name: name.to_owned(), value: Some(value.to_owned()) },
            None => Flag { name: text.to_owned(), value: None },
        })
    }

    /// A comment as BuildKit keeps it: the first byte of its line goes, be that the `#` or a blank before it.
    pub(crate) fn comment(&self, span: Span) -> &'a str {
        let line = &self.source[..span.start as usize];
        let is_first = line.trim_start_matches('\u{feff}').is_empty() || line.ends_with('\n');
        self.source[span.range()][usize::from(is_first)..].trim()
    }
}

/// The words behind a flag, in their order.
pub(crate) fn values<'f>(flags: &'f [Flag], name: &str) -> Vec<&'f str> {
    flags.iter().filter(|flag| flag.name == name).filter_map(|flag| flag.value.as_deref()).collect()
}

/// The value of a flag that is given once; nothing without it.
pub(crate) fn value<'f>(flags: &'f [Flag], name: &str) -> &'f str {
    values(flags, name).first().copied().unwrap_or_default()
}

/// The directives on top: how many lines, and the token that they name.
fn directives(source: &str) -> (u32, u8) {
    let (mut count, mut escape) = (0, b'\\');
    for line in source.trim_start_matches('\u{feff}').split('\n') {
        let directive = line.trim_start().strip_prefix('#').and_then(|line| line.split_once('='));
        let Some((key, value)) = directive.filter(|(_, value)| !value.trim_end_matches('\r').is_empty()) else { break };
        match key.trim_start().trim_ascii_end().to_ascii_lowercase().as_str() {
            "escape" => escape = value.trim().bytes().next().unwrap_or(b'\\'),
            "syntax" | "check" => {}
            _ => break,
        }
        count += 1;
    }
    (count, escape)
}

/// Whether BuildKit drops a line inside an instruction.
fn is_dropped(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn trim_end<'l>(line: &'l [u8], bytes: &[u8]) -> &'l [u8] {
    let length = line.iter().rposition(|byte| !bytes.contains(byte)).map_or(0, |last| last + 1);
    &line[..length]
}

/// JSON text in which each half of a surrogate pair without the other one is U+FFFD, which Go makes of it.
fn without_half_pairs(text: &str) -> String {
    let unit = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => 12,
            (Some(0xD800..0xE000), _) => {
                read.push(char::REPLACEMENT_CHARACTER);
                rest = &rest[6..];
                continue;
            }
            _ if character == '\\' => 2,
            _ => character.len_utf8(),
        };
        read.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    read
}
