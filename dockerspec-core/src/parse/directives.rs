//! Parser directives: `# escape=`, `# syntax=`, `# check=`.

use std::borrow::Cow;
use std::ops::Range;

use super::Span;
use super::go::go_bool;
use crate::dockerfile::{Check, Rules};

/// The three directives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Syntax,
    Escape,
    Check,
}

impl Key {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Escape => "escape",
            Self::Check => "check",
        }
    }
}

/// The directive that `line` is, from its `#` on, and the range of its value.
pub(super) fn directive(line: &str) -> Option<(Key, Range<usize>)> {
    let text = line.strip_prefix('#')?;
    let (key, value) = key_and_value(text)?;
    let hash = line.len() - text.len();
    Some((key, value.start + hash..value.end + hash))
}

/// The directive that `line` is, from behind its `#` on, and the range of its value.
fn key_and_value(line: &str) -> Option<(Key, Range<usize>)> {
    let text = line.trim_start();
    let key_length = text.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(text.len());
    let key = [Key::Syntax, Key::Escape, Key::Check]
        .into_iter()
        .find(|key| key.as_str().eq_ignore_ascii_case(&text[..key_length]))?;
    let blank = |character: char| matches!(character, '\t' | '\n' | '\x0C' | '\r' | ' ');
    let value = text[key_length..].trim_start_matches(blank).strip_prefix('=')?;
    let end = line.len();
    let start = end - value.trim_start_matches(blank).len();
    let trimmed = line[start..].trim_end_matches(blank).len();
    if trimmed > 0 {
        return Some((key, start..start + trimmed));
    }
    // A value of blanks is the last one of them.
    let blank = value.chars().next_back()?;
    Some((key, end - blank.len_utf8()..end))
}

/// A directive that the frontend looks for on its own: without blanks before the `#`, and behind a `#!` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its line.
    pub(super) line: Span,
    /// Its value, up to the first blank.
    pub(super) value: Span,
}

/// What stands on top of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Top {
    /// The `#!` line, if that is the first one.
    pub(super) interpreter: Option<Span>,
    pub(super) syntax: Option<Found>,
    pub(super) check: Option<Found>,
}

/// Looks at the first lines of `source`, from `start` on.
pub(super) fn top(source: &str, start: usize) -> Top {
    let mut top = Top::default();
    if source.as_bytes().get(start) != Some(&b'#') {
        return top;
    }
    let mut seen = Vec::new();
    let mut at = start;
    for (number, line) in source[start..].split('\n').enumerate() {
        let line_start = at;
        at += line.len() + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if number == 0 && line.starts_with("#!") {
            top.interpreter = Some(Span::of(line_start, line_start + line.trim_end().len()));
            continue;
        }
        let Some((key, value)) = directive(line) else { break };
        if seen.contains(&key) {
            break;
        }
        seen.push(key);
        let value = line_start + value.start..line_start + value.end;
        let length = source[value.clone()].find(' ').unwrap_or(value.len());
        let value = Span::of(value.start, value.start + length);
        let found = Found { line: Span::of(line_start, line_start + line.len()), value };
        match key {
            Key::Syntax => top.syntax = Some(found),
            Key::Check => top.check = Some(found),
            Key::Escape => {}
        }
    }
    top
}

/// What a comment above an instruction says of its checks, or the option that BuildKit does not know; none when it is
/// an ordinary comment. `text` is what stands behind its `#`.
pub(crate) fn check_of_comment(text: &str) -> Option<Result<Check<'_>, &str>> {
    let (key, value) = key_and_value(text)?;
    let value = text[value].split(' ').next().unwrap_or_default();
    (key == Key::Check).then(|| check(value))
}

/// The options of the directive `check`, or the one that BuildKit does not know.
pub(super) fn check(value: &str) -> Result<Check<'_>, &str> {
    let mut check = Check::default();
    if value.trim().is_empty() {
        return Ok(check);
    }
    for option in value.trim().splitn(3, ';') {
        let (key, value) = option.split_once('=').ok_or(option)?;
        let rules = |value: &'_ str| -> Rules<'_> {
            let value = value.trim();
            if value == "all" {
                return Rules::All;
            }
            Rules::named(value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()))
        };
        match key.trim() {
            "skip" => check.skip = owned(rules(value)),
            "experimental" => check.experimental = owned(rules(value)),
            "error" => check.error = go_bool(value.trim()).ok_or(option)?,
            _ => return Err(option),
        }
    }
    Ok(check)
}

fn owned(rules: Rules<'_>) -> Rules<'static> {
    match rules {
        Rules::All => Rules::All,
        Rules::Named(names) => Rules::named(names.into_iter().map(Cow::into_owned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str) -> Option<(Key, &str)> {
        directive(line).map(|(key, range)| (key, &line[range]))
    }

    #[test]
    fn directives() {
        assert_eq!(value("# escape=`"), Some((Key::Escape, "`")));
        assert_eq!(value("#EsCaPe  =  ` \t"), Some((Key::Escape, "`")));
        assert_eq!(value("# syntax=a b "), Some((Key::Syntax, "a b")));
        assert_eq!(value("# escape= \t"), Some((Key::Escape, "\t")));
        for line in ["# escape", "# escape=", "# escapes=x", "# a=b", "# es cape=x", "escape=x", "# =x"] {
            assert_eq!(value(line), None, "{line}");
        }
    }

    #[test]
    fn the_frontend_looks_behind_an_interpreter() {
        let source = "#!/bin/x\n# syntax=a b\r\n# check=skip=all\n# syntax=c\n";
        let top = top(source, 0);
        assert_eq!(top.interpreter.map(|span| &source[span.range()]), Some("#!/bin/x"));
        assert_eq!(top.syntax.map(|found| source[found.value.range()].to_owned()), Some("a".to_owned()));
        assert_eq!(top.check.map(|found| source[found.value.range()].to_owned()), Some("skip=all".to_owned()));
    }
}
