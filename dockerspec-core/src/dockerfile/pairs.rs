//! Key and value pairs, as `ENV` and `LABEL` write them: one a line.

use crate::render::{Reason, TextProblem, Writer, is_bare_key, push_quoted_word, push_word};
use crate::word::Word;

/// Room for most lists of pairs, so that they are rarely moved.
pub(super) const USUAL_LENGTH: usize = 3;

/// Writes `KEYWORD KEY=VALUE`, and each further pair on a line of its own below the first.
pub(super) fn render<'w, 'a: 'w>(
    writer: &mut Writer,
    keyword: &'static str,
    pairs: impl ExactSizeIterator<Item = (&'w Word<'a>, &'w Word<'a>)>,
) -> Result<(), Reason> {
    if pairs.len() == 0 {
        return Err(Reason::Empty { what: "the list of pairs", way_out: "give it one, or leave the instruction out" });
    }
    let out = &mut writer.out;
    out.push_str(keyword);
    for (number, (key, value)) in pairs.enumerate() {
        if number > 0 {
            out.push_str(" \\\n");
            out.push_str(&"      "[..keyword.len()]);
        }
        out.push(' ');
        match key {
            Word::Literal(text) if is_bare_key(text) => out.push_str(text),
            _ => push_key(out, key, keyword)?,
        }
        out.push('=');
        push_word(out, value).map_err(|problem| value_problem(problem, key, keyword))?;
    }
    Ok(())
}

/// A key that needs quotes, which only labels have.
#[cold]
fn push_key(out: &mut String, key: &Word<'_>, keyword: &'static str) -> Result<(), Reason> {
    if key.as_literal() == Some("") {
        return Err(Reason::Empty { what: "a key", way_out: "give it a name" });
    }
    let start = out.len();
    push_quoted_word(out, key).map_err(|problem| match problem {
        TextProblem::LineFeed => {
            let what = format!("the key {:?}", key.as_literal().unwrap_or_default());
            Reason::LineFeed { what, keyword, way_out: "replace it by a blank" }
        }
        problem => problem.of(keyword, "a key"),
    })?;
    if out[start..].contains('=') {
        return Err(Reason::EqualsInKey { key: out[start..].trim_matches('"').to_owned() });
    }
    Ok(())
}

#[cold]
fn value_problem(problem: TextProblem, key: &Word<'_>, keyword: &'static str) -> Reason {
    match problem {
        TextProblem::LineFeed => Reason::LineFeed {
            what: key.as_literal().map_or_else(|| "a value".to_owned(), |key| format!("the value of `{key}`")),
            keyword,
            way_out: "replace it by a blank, or write a file with COPY",
        },
        problem => problem.of(keyword, "a value"),
    }
}
