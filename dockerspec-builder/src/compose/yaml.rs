//! YAML that every reader reads as it is meant: those of YAML 1.1, those of 1.2, and the one of compose.

use std::borrow::Cow;

use super::value::Value;

/// How much of a list of scalars stands on one line.
const LINE: usize = 90;

/// The longest key that surely is one in front of its colon: readers look no further than 1,024 characters, and a
/// character can be written with six.
const LONGEST_KEY: usize = 150;

/// The text of a compose file.
pub(super) fn document(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Map(entries) if !entries.is_empty() => map(&mut out, entries, 0),
        other => {
            inline(&mut out, other, 0);
            out.push('\n');
        }
    }
    out
}

/// Each entry with the end of its line, of which the first one begins where `out` ends.
fn map(out: &mut String, entries: &[(Cow<'_, str>, Value)], depth: usize) {
    for (number, (key, value)) in entries.iter().enumerate() {
        if number > 0 {
            indent(out, depth);
        }
        if key.len() > LONGEST_KEY {
            out.push_str("? ");
        }
        scalar(out, key);
        if key.len() > LONGEST_KEY {
            out.push('\n');
            indent(out, depth);
        }
        out.push(':');
        match value {
            Value::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                indent(out, depth + 1);
                map(out, entries, depth + 1);
            }
            Value::List(values) if !is_short(values) => {
                out.push('\n');
                for value in values {
                    indent(out, depth + 1);
                    item(out, value, depth + 1);
                }
            }
            other => {
                out.push(' ');
                inline(out, other, depth + 1);
                out.push('\n');
            }
        }
    }
}

/// One value of a list, with the end of its line.
fn item(out: &mut String, value: &Value, depth: usize) {
    out.push_str("- ");
    match value {
        Value::Map(entries) if !entries.is_empty() => map(out, entries, depth + 1),
        Value::List(values) if !is_short(values) => {
            for (number, value) in values.iter().enumerate() {
                if number > 0 {
                    indent(out, depth + 1);
                }
                item(out, value, depth + 1);
            }
        }
        other => {
            inline(out, other, depth + 1);
            out.push('\n');
        }
    }
}

/// A value that begins on the line of its key; what has lines of its own is indented to `depth`.
fn inline(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Boolean(true) => out.push_str("true"),
        Value::Boolean(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Text(text) => text_value(out, &text.replace('$', "$$"), depth),
        Value::Interpolated(text) => text_value(out, text, depth),
        Value::List(values) => {
            out.push('[');
            for (number, value) in values.iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                match value {
                    Value::Text(text) => scalar(out, &text.replace('$', "$$")),
                    Value::Interpolated(text) => scalar(out, text),
                    other => inline(out, other, depth),
                }
            }
            out.push(']');
        }
        Value::Map(_) => out.push_str("{}"),
    }
}

/// Whether a list is written on one line: nothing but scalars, none of several lines, and not many.
fn is_short(values: &[Value]) -> bool {
    let length = |value: &Value| value.text().map_or(4, |text| if text.contains('\n') { LINE } else { text.len() + 4 });
    values.iter().all(Value::is_scalar) && values.iter().map(length).sum::<usize>() < LINE
}

fn indent(out: &mut String, depth: usize) {
    (0..depth).for_each(|_| out.push_str("  "));
}

/// A text as a value: lines of a block if they can stand there as they are, or else a scalar.
fn text_value(out: &mut String, text: &str, depth: usize) {
    if !is_block(text) {
        return scalar(out, text);
    }
    out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
    for line in text.lines() {
        out.push('\n');
        if !line.is_empty() {
            indent(out, depth);
            out.push_str(line);
        }
    }
}

/// Whether a block keeps every character: no blanks at the ends, nothing that a reader changes, one end at most.
fn is_block(text: &str) -> bool {
    let is_kept = |line: &str| line.trim_end() == line && line.chars().all(is_printed);
    text.trim_end_matches('\n').contains('\n')
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with("\n\n")
        && text.split('\n').all(is_kept)
}

/// A text on one line: as it is where no reader could take it for anything else, or else in double quotes.
fn scalar(out: &mut String, text: &str) {
    if is_plain(text) {
        return out.push_str(text);
    }
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            printed if is_printed(printed) => out.push(printed),
            other => {
                let code = u32::from(other);
                let digits = if code < 0x100 { format!("x{code:02x}") } else { format!("u{code:04x}") };
                out.push('\\');
                out.push_str(&digits);
            }
        }
    }
    out.push('"');
}

/// Whether a reader of YAML takes a character in quotes as it is; those beyond the first 65,536 are all taken.
fn is_printed(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}'
        | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a text means itself without quotes, to readers of YAML 1.1 too: nothing that could be a number, a date, a
/// time, a truth value, nothing, an alias, a tag, or the key of something.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/' || first == '_')
        || text == "."
        || text.starts_with("./")
        || text.starts_with("../");
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"_./-+@:".contains(&byte);
    begins
        && text.bytes().all(is_safe)
        && !text.ends_with(':')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        document(&Value::map([("a", Value::map([("b", text.to_owned())]))]))
    }

    #[test]
    fn plain_only_where_nobody_can_mistake_it() {
        for text in
            ["a", "web", "/run/secrets/x", "postgres:18.3-trixie", "no-new-privileges:true", ".", "./src", "_", "A.b"]
        {
            assert_eq!(written(text), format!("a:\n  b: {text}\n"));
        }
        for text in [
            "",
            "~",
            "y",
            "No",
            "on",
            "OFF",
            "true",
            "null",
            "Null",
            "NaN",
            "inf",
            ".inf",
            ".5",
            "1",
            "-1",
            "+1",
            "1e3",
            "1_000",
            "0x1f",
            "0o7",
            "08:30",
            "22:22",
            "2020-01-01",
            "<<",
            "=",
            "-",
            "- a",
            "?",
            "a:",
            "a: b",
            "a #b",
            "#a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "a,b",
            "[a]",
            "{a}",
            "'a'",
            "a b",
            " a",
            "a ",
            "é",
            "a=b",
        ] {
            assert_eq!(written(text), format!("a:\n  b: \"{text}\"\n"));
        }
        assert_eq!(
            written("\"\\\t\r\u{0}\u{85}\u{2028}\u{feff}\u{ffff}"),
            "a:\n  b: \"\\\"\\\\\\t\\r\\x00\\x85\\u2028\\ufeff\\uffff\"\n"
        );
    }

    #[test]
    fn a_dollar_is_one_unless_compose_is_to_see_it() {
        assert_eq!(written("$HOME $$"), "a:\n  b: \"$$HOME $$$$\"\n");
        let interpolated = Value::map([("a", Value::list([Value::interpolated("${A:-$}"), Value::from("$")]))]);
        assert_eq!(document(&interpolated), "a: [\"${A:-$}\", \"$$\"]\n");
    }

    #[test]
    fn blocks_only_where_they_keep_every_character() {
        assert_eq!(written("set -e\n\n  x $1\n"), "a:\n  b: |\n    set -e\n\n      x $$1\n");
        assert_eq!(written("a\nb"), "a:\n  b: |-\n    a\n    b\n");
        for text in ["a\n", "a\nb\n\n", " a\nb", "\na\nb", "a \nb", "a\tb\nc", "a\r\nb", "a\n\u{85}b", "a\n b \n"] {
            assert!(written(text).starts_with("a:\n  b: \""), "{text:?}");
        }
    }

    #[test]
    fn lists_and_maps_in_each_other() {
        let long = Value::list(["a".repeat(60), "b".repeat(60)]);
        let maps = Value::list([Value::map([("x", 1), ("y", 2)]), Value::Map(Vec::new()), Value::Null]);
        let lists = Value::list([long, Value::list([true, false]), Value::List(Vec::new())]);
        let text = document(&Value::map([("lists", lists), ("maps", maps), ("end", Value::from("a\nb"))]));
        insta::assert_snapshot!(text, @r#"
        lists:
          - - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            - bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
          - [true, false]
          - []
        maps:
          - x: 1
            "y": 2
          - {}
          - null
        end: |-
          a
          b
        "#);
    }
}
