//! Words as text: bare where that is safe, else quoted for the place they stand in.

use super::Reason;
use super::encode::{
    FlagProblem, flag_problem, is_bare, is_bare_path, push_backslashed, push_json, push_quoted, push_quoted_part,
};
use super::value::PushText;
use crate::word::{Modifier, Part, Pattern, Presence, Reach, Value, Variable, Word};

/// What a place cannot hold; the instruction adds which text it was.
#[derive(Debug)]
pub(crate) enum TextProblem {
    LineFeed,
    Nul,
    NotAscii(char),
    NoQuotes(String),
    Pattern { pattern: String, why: &'static str },
}

impl TextProblem {
    /// The reason to report, for the text `what` of `keyword`.
    #[cold]
    pub(crate) fn of(self, keyword: &'static str, what: &'static str) -> Reason {
        match self {
            Self::LineFeed => Reason::LineFeed { what: what.to_owned(), keyword, way_out: "replace it by a blank" },
            Self::Nul => Reason::Nul { what },
            Self::NotAscii(character) => Reason::NotAscii { what, character },
            Self::NoQuotes(text) => Reason::NoQuotes { what, text },
            Self::Pattern { pattern, why } => Reason::Pattern { pattern, why },
        }
    }
}

type Pushed = Result<(), TextProblem>;

/// Where BuildKit unquotes: values of `ENV`, `LABEL` and `ARG`, `WORKDIR`, `USER`.
pub(crate) fn push_word(out: &mut String, word: &Word<'_>) -> Pushed {
    if let Word::Literal(text) = word {
        if is_bare(text) {
            out.push_str(text);
            return Ok(());
        }
        refuse_line_feed(text)?;
        push_quoted(out, text);
        return Ok(());
    }
    if is_bare_word(word, is_bare) { push_bare_parts(out, word) } else { push_quoted_word(out, word) }
}

/// As [`push_word`], where a `--` in front would begin a flag: `WORKDIR`, `USER`.
pub(crate) fn push_word_behind_flags(out: &mut String, word: &Word<'_>) -> Pushed {
    if word.literal_prefix().starts_with("--") { push_quoted_word(out, word) } else { push_word(out, word) }
}

/// A word between double quotes, without line feeds.
pub(crate) fn push_quoted_word(out: &mut String, word: &Word<'_>) -> Pushed {
    out.push('"');
    push_parts(out, word, |out, text| {
        refuse_line_feed(text)?;
        push_quoted_part(out, text);
        Ok(())
    })?;
    out.push('"');
    Ok(())
}

/// An element of a JSON array that BuildKit unquotes afterwards: paths of `COPY`, `ADD` and `VOLUME`.
pub(crate) fn push_json_word(out: &mut String, word: &Word<'_>) -> Pushed {
    let mut quoted = String::new();
    if is_bare_word(word, is_bare_path) {
        push_bare_parts(&mut quoted, word)?;
    } else {
        quoted.push('"');
        push_parts(&mut quoted, word, |out, text| {
            push_quoted_part(out, text);
            Ok(())
        })?;
        quoted.push('"');
        refuse_nul(&quoted)?;
    }
    push_json(out, &quoted);
    Ok(())
}

/// A path in the text form of `COPY`, `ADD` and `VOLUME`, which must satisfy [`is_bare_path_word`].
pub(crate) fn push_bare_parts(out: &mut String, word: &Word<'_>) -> Pushed {
    if let Word::Literal(text) = word {
        out.push_str(text);
        return Ok(());
    }
    push_parts(out, word, |out, text| {
        out.push_str(text);
        Ok(())
    })
}

/// A blank and the path, where it needs neither quotes nor the JSON form; else nothing that counts, and `false`.
pub(crate) fn push_plain_path(out: &mut String, word: &Word<'_>) -> bool {
    if let Word::Literal(text) = word {
        if !is_bare_path(text) || text.starts_with("--") {
            return false;
        }
        out.push(' ');
        out.push_str(text);
        return true;
    }
    out.push(' ');
    is_bare_path_word(word) && push_bare_parts(out, word).is_ok()
}

/// Whether a path needs neither quotes nor the JSON form, and cannot be taken for a flag.
fn is_bare_path_word(word: &Word<'_>) -> bool {
    is_bare_word(word, is_bare_path) && !word.literal_prefix().starts_with("--")
}

/// A path beside a heredoc, where the JSON form is not known: quoted, and without blanks, on which BuildKit splits.
pub(crate) fn push_path_beside_heredoc(out: &mut String, word: &Word<'_>) -> Result<bool, TextProblem> {
    if is_bare_path_word(word) {
        push_bare_parts(out, word)?;
        return Ok(true);
    }
    let start = out.len();
    push_quoted_word(out, word)?;
    refuse_nul(&out[start..])?;
    Ok(!out[start..].bytes().any(|byte| matches!(byte, b' ' | b'\t' | b'\r' | 0x0B | 0x0C)))
}

/// The value of a flag that BuildKit expands.
pub(crate) fn push_flag_word(out: &mut String, word: &Word<'_>) -> Pushed {
    if is_bare_word(word, is_bare) {
        return push_bare_parts(out, word);
    }
    let mut quoted = String::new();
    push_quoted_word(&mut quoted, word)?;
    push_flag_text(out, &quoted)
}

/// The value of a flag that BuildKit does not expand.
pub(crate) fn push_flag_text(out: &mut String, text: &str) -> Pushed {
    if is_bare(text) {
        out.push_str(text);
        return Ok(());
    }
    match flag_problem(text) {
        None => {
            push_backslashed(out, text);
            Ok(())
        }
        Some(FlagProblem::LineFeed) => Err(TextProblem::LineFeed),
        Some(FlagProblem::NotAscii(character)) => Err(TextProblem::NotAscii(character)),
    }
}

/// The value of a flag that BuildKit expands, checked by its type or put together by the build.
pub(crate) fn push_flag_value<T: PushText>(out: &mut String, value: &Value<'_, T>) -> Pushed {
    match value {
        Value::Fixed(value) => {
            let start = out.len();
            value.push_text(out);
            if is_bare(&out[start..]) {
                return Ok(());
            }
            let text = out.split_off(start);
            push_flag_word(out, &Word::Literal(text.into()))
        }
        Value::Expanded(word) => push_flag_word(out, word),
    }
}

/// A field of `--mount`: `,KEY=VALUE`, where the value is unquoted after the record was split.
pub(crate) fn push_mount_field(out: &mut String, key: &str, word: &Word<'_>) -> Pushed {
    out.push(',');
    if is_bare_word(word, is_mount_text) {
        out.push_str(key);
        out.push('=');
        return push_bare_parts(out, word);
    }
    let mut field = String::new();
    field.push_str(key);
    field.push('=');
    push_quoted_word(&mut field, word)?;
    refuse_nul(&field)?;
    let record = format!("\"{}\"", field.replace('"', "\"\""));
    push_flag_text(out, &record)
}

/// Text that stands for itself in the record of a mount.
fn is_mount_text(text: &str) -> bool {
    is_bare(text) && !text.contains(',')
}

/// Where BuildKit splits on blanks before it unquotes, so that quotes help nothing, and where flags stand: `FROM`,
/// `EXPOSE`, `STOPSIGNAL`.
pub(crate) fn push_unquoted_word(out: &mut String, word: &Word<'_>) -> Pushed {
    let is_flag = word.literal_prefix().starts_with("--");
    if is_bare_word(word, is_bare) && !is_flag {
        return push_bare_parts(out, word);
    }
    let start = out.len();
    push_parts(out, word, |out, text| {
        refuse_line_feed(text)?;
        push_backslashed(out, text);
        Ok(())
    })?;
    let written = &out[start..];
    let is_split = written.contains(|character: char| character.is_ascii_whitespace() || character == '\x0B');
    if is_flag || written.is_empty() || is_split || written.trim().len() != written.len() {
        let mut text = String::new();
        push_parts(&mut text, word, |out, text| {
            out.push_str(text);
            Ok(())
        })?;
        return Err(TextProblem::NoQuotes(text));
    }
    Ok(())
}

/// As [`push_unquoted_word`], or a value that its type has checked.
pub(crate) fn push_unquoted_value<T: PushText>(out: &mut String, value: &Value<'_, T>) -> Pushed {
    match value {
        Value::Fixed(value) => {
            value.push_text(out);
            Ok(())
        }
        Value::Expanded(word) => push_unquoted_word(out, word),
    }
}

/// The content of an inline file that BuildKit expands: no quotes there, and `\` escapes any character.
pub(crate) fn push_expanded_document(out: &mut String, word: &Word<'_>) -> Pushed {
    push_parts(out, word, |out, text| {
        // BuildKit's scanner drops a mark that comes first.
        if out.is_empty() && text.starts_with(BYTE_ORDER_MARK) {
            out.push('\\');
        }
        for character in text.chars() {
            if matches!(character, '\\' | '$') {
                out.push('\\');
            }
            out.push(character);
        }
        Ok(())
    })
}

/// Writes the parts of a word, its literals by `literal`.
fn push_parts(out: &mut String, word: &Word<'_>, literal: fn(&mut String, &str) -> Pushed) -> Pushed {
    match word {
        Word::Literal(text) => literal(out, text),
        Word::Parts(parts) => parts.iter().try_for_each(|part| match part {
            Part::Literal(text) => literal(out, text),
            Part::Variable(variable) => push_variable(out, variable),
        }),
    }
}

fn push_variable(out: &mut String, variable: &Variable<'_>) -> Pushed {
    out.push_str("${");
    out.push_str(variable.name.as_str());
    match variable.modifier.as_deref() {
        None => {}
        Some(Modifier::Default { presence, word }) => push_presence(out, *presence, '-', word)?,
        Some(Modifier::Alternative { presence, word }) => push_presence(out, *presence, '+', word)?,
        Some(Modifier::Required { presence, message }) => push_presence(out, *presence, '?', message)?,
        Some(Modifier::WithoutPrefix { reach, pattern }) => push_strip(out, *reach, '#', pattern)?,
        Some(Modifier::WithoutSuffix { reach, pattern }) => push_strip(out, *reach, '%', pattern)?,
        Some(Modifier::Replace { all, pattern, text }) => {
            if pattern.0.as_literal() == Some("") && !all {
                return Err(TextProblem::Pattern {
                    pattern: String::new(),
                    why: "with nothing to replace, its two `/` would be read as one operator; put the text in front",
                });
            }
            refuse_mark(pattern, pattern.0.literal_prefix().starts_with(BYTE_ORDER_MARK))?;
            out.push_str(if *all { "//" } else { "/" });
            push_pattern(out, pattern)?;
            out.push('/');
            push_parts(out, text, |out, text| {
                if text.contains(['\'', '"', '$', '\\', '}', '\n']) {
                    return Err(TextProblem::Pattern {
                        pattern: text.to_owned(),
                        why: "a replacement cannot hold quotes, `$`, `\\`, `}` or line feeds",
                    });
                }
                out.push_str(text);
                Ok(())
            })?;
        }
    }
    out.push('}');
    Ok(())
}

fn push_presence(out: &mut String, presence: Presence, operator: char, word: &Word<'_>) -> Pushed {
    if presence == Presence::NotEmpty {
        out.push(':');
    }
    out.push(operator);
    push_parts(out, word, |out, text| {
        refuse_line_feed(text)?;
        push_backslashed(out, text);
        Ok(())
    })
}

fn push_strip(out: &mut String, reach: Reach, operator: char, pattern: &Pattern<'_>) -> Pushed {
    out.push(operator);
    if reach == Reach::Longest {
        out.push(operator);
    } else if pattern.0.literal_prefix().starts_with(operator) {
        return Err(pattern_problem(
            pattern,
            "its first character would be read as part of the operator; begin with `?` or `*`",
        ));
    }
    let is_lost = if operator == '%' {
        pattern.0.literal_suffix().ends_with(BYTE_ORDER_MARK)
    } else {
        pattern.0.literal_prefix().starts_with(BYTE_ORDER_MARK)
    };
    refuse_mark(pattern, is_lost)?;
    push_pattern(out, pattern)
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// BuildKit reads a pattern with a scanner that drops this mark in front, and that of a suffix from its end.
fn refuse_mark(pattern: &Pattern<'_>, is_lost: bool) -> Pushed {
    if is_lost {
        let why = "BuildKit drops a byte order mark at this end; `?` matches any character";
        return Err(pattern_problem(pattern, why));
    }
    Ok(())
}

#[cold]
fn pattern_problem(pattern: &Pattern<'_>, why: &'static str) -> TextProblem {
    TextProblem::Pattern { pattern: pattern.0.as_literal().unwrap_or("…").to_owned(), why }
}

fn push_pattern(out: &mut String, pattern: &Pattern<'_>) -> Pushed {
    push_parts(out, &pattern.0, |out, text| {
        let problem = |why| Err(TextProblem::Pattern { pattern: text.to_owned(), why });
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            match character {
                '\'' | '"' | '$' | '\n' => {
                    return problem("it cannot hold quotes, `$` or line feeds; `?` matches any character");
                }
                '\\' => match characters.next() {
                    Some(escaped @ ('*' | '?' | '\\')) => out.extend(['\\', escaped]),
                    _ => return problem(r"`\` can precede `*`, `?` and `\` only"),
                },
                '/' | '}' => out.extend(['\\', character]),
                _ => out.push(character),
            }
        }
        Ok(())
    })
}

/// Whether a word can stand without quotes: literals as `bare` says, and no modifier that needs an escape.
fn is_bare_word(word: &Word<'_>, bare: fn(&str) -> bool) -> bool {
    match word {
        Word::Literal(text) => bare(text),
        Word::Parts(parts) => {
            !parts.is_empty()
                && parts.iter().all(|part| match part {
                    Part::Literal(text) => bare(text),
                    Part::Variable(variable) => match variable.modifier.as_deref() {
                        None => true,
                        Some(modifier) => is_bare_modifier(modifier, bare),
                    },
                })
        }
    }
}

/// Whether nothing in a modifier needs an escape. Patterns are quoted whatever they hold.
fn is_bare_modifier(modifier: &Modifier<'_>, bare: fn(&str) -> bool) -> bool {
    match modifier.words() {
        [Some(word), None] if !modifier.has_pattern() => word.as_literal() == Some("") || is_bare_word(word, bare),
        _ => false,
    }
}

/// For paths and what runs: the operating system ends them at a NUL.
pub(crate) fn refuse_nul(text: &str) -> Pushed {
    if text.as_bytes().contains(&0) { Err(TextProblem::Nul) } else { Ok(()) }
}

fn refuse_line_feed(text: &str) -> Pushed {
    if text.as_bytes().contains(&b'\n') { Err(TextProblem::LineFeed) } else { Ok(()) }
}
