//! Patterns of variable modifiers, the slow and obvious way.

enum Token {
    Any,
    One,
    Exactly(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut characters = pattern.chars();
    let mut tokens = Vec::new();
    while let Some(character) = characters.next() {
        tokens.push(match character {
            '*' => Token::Any,
            '?' => Token::One,
            '\\' => Token::Exactly(characters.next().unwrap_or('\\')),
            other => Token::Exactly(other),
        });
    }
    tokens
}

fn matches(tokens: &[Token], text: &[char]) -> bool {
    match tokens.split_first() {
        None => text.is_empty(),
        Some((Token::Any, rest)) => (0..=text.len()).any(|skipped| matches(rest, &text[skipped..])),
        Some((Token::One, rest)) => !text.is_empty() && matches(rest, &text[1..]),
        Some((Token::Exactly(character), rest)) => text.first() == Some(character) && matches(rest, &text[1..]),
    }
}

fn characters(text: &str) -> Vec<char> {
    text.chars().collect()
}

pub(crate) fn without_prefix(value: &str, pattern: &str, longest: bool) -> String {
    let (tokens, text) = (tokens(pattern), characters(value));
    let mut ends = (0..=text.len()).filter(|&end| matches(&tokens, &text[..end]));
    let end = if longest { ends.next_back() } else { ends.next() };
    text[end.unwrap_or(0)..].iter().collect()
}

pub(crate) fn without_suffix(value: &str, pattern: &str, longest: bool) -> String {
    let (tokens, text) = (tokens(pattern), characters(value));
    let mut starts = (0..=text.len()).filter(|&start| matches(&tokens, &text[start..]));
    let start = if longest { starts.next() } else { starts.next_back() };
    text[..start.unwrap_or(text.len())].iter().collect()
}

/// The leftmost match, and of those the longest, replaced; then, for `all`, those behind it. An empty match that
/// touches the one before it does not count.
pub(crate) fn replaced(value: &str, pattern: &str, replacement: &str, all: bool) -> String {
    let (tokens, text) = (tokens(pattern), characters(value));
    let mut out = String::new();
    let (mut start, mut last_end) = (0, None);
    while start <= text.len() {
        let end = (start..=text.len()).rev().find(|&end| matches(&tokens, &text[start..end]));
        match end {
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
