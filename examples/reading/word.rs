//! Words as text: what is literal stands between quotes, what the build puts in does not.

use std::fmt::Display;

use dockerspec::model::{Modifier, Part, Presence, Reach, Value};
use dockerspec::{Variable, Word};

/// `"lib-" ${VERSION:-"1.0"}`.
pub(super) fn word(word: &Word<'_>) -> String {
    let parts = match word {
        Word::Parts(parts) => parts.iter().map(part).collect(),
        word => vec![text(word.as_literal().unwrap_or_default())],
    };
    parts.join(" ")
}

/// A value that is known as it is, and without quotes; what becomes one as a word.
pub(super) fn value<T: Display>(value: &Value<'_, T>) -> String {
    match value {
        Value::Fixed(value) => value.to_string(),
        Value::Expanded(text) => word(text),
    }
}

/// Literal text.
pub(super) fn text(text: &str) -> String {
    format!("{text:?}")
}

/// Lines of literal text. What would move on a terminal, or is not seen, is escaped.
pub(super) fn lines(text: &str) -> Vec<String> {
    let escaped = |line: &str| {
        let shown = line.chars().flat_map(|character| match character {
            '\t' | '\'' | '"' | '\\' => vec![character],
            other => other.escape_debug().collect(),
        });
        format!("| {}", shown.collect::<String>()).trim_end().to_owned()
    };
    text.lines().map(escaped).collect()
}

fn part(part: &Part<'_>) -> String {
    match part {
        Part::Variable(variable) => self::variable(variable),
        Part::Literal(literal) => text(literal),
        other => format!("{other:?}"),
    }
}

fn variable(variable: &Variable<'_>) -> String {
    let modifier = variable.modifier.as_deref().map(modifier).unwrap_or_default();
    format!("${{{}{modifier}}}", variable.name)
}

fn modifier(modifier: &Modifier<'_>) -> String {
    let colon = |presence: &Presence| match presence {
        Presence::Set => "",
        Presence::NotEmpty => ":",
    };
    let times = |sign: &str, reach: &Reach| match reach {
        Reach::Shortest => sign.to_owned(),
        Reach::Longest => sign.repeat(2),
    };
    match modifier {
        Modifier::Default { presence, word: text } => format!("{}-{}", colon(presence), word(text)),
        Modifier::Alternative { presence, word: text } => format!("{}+{}", colon(presence), word(text)),
        Modifier::Required { presence, message } => format!("{}?{}", colon(presence), word(message)),
        Modifier::WithoutPrefix { reach, pattern } => format!("{}{}", times("#", reach), word(&pattern.0)),
        Modifier::WithoutSuffix { reach, pattern } => format!("{}{}", times("%", reach), word(&pattern.0)),
        Modifier::Replace { all, pattern, text } => {
            format!("{}{}/{}", if *all { "//" } else { "/" }, word(&pattern.0), word(text))
        }
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use dockerspec::model::{Dockerfile, Instruction};

    use super::*;

    /// What ENV makes of a value.
    fn read(text: &str) -> String {
        let file = format!("FROM scratch\nARG A=b\nENV V={text}\n");
        let (file, findings) = Dockerfile::parse(&file);
        assert_eq!(findings, []);
        let [_, Instruction::Env(env)] = &*file.stages[0].instructions else { panic!("{file:?}") };
        word(&env.pairs[0].value)
    }

    #[test]
    fn variables_are_told_from_text() {
        assert_eq!(read("''"), r#""""#);
        assert_eq!(read(r#"'$A'"\"b""#), r#""$A\"b""#);
        assert_eq!(read("a$B-${C}d"), r#""a" ${B} "-" ${C} "d""#);
    }

    #[test]
    fn every_modifier() {
        for text in [r#"${A:-"b"}"#, r#"${A-""}"#, r#"${A:+"b" ${C}}"#, r#"${A+"b"}"#, r#"${A:?"b"}"#, r#"${A?"b"}"#] {
            assert_eq!(read(&text.replace(['"', ' '], "")), text);
        }
        for text in
            [r#"${A#"b*"}"#, r#"${A##"b"}"#, r#"${A%"b"}"#, r#"${A%%"b"}"#, r#"${A/"b"/"c"}"#, r#"${A//"b"/""}"#]
        {
            assert_eq!(read(&text.replace(['"', ' '], "")), text);
        }
    }
}
