//! Lists of paths, as `COPY`, `ADD` and `VOLUME` take them: text when every path is plain, else a JSON array.

use crate::render::{Reason, Writer, push_json_word, push_plain_path};
use crate::word::{Part, Word};

/// Writes the paths behind what is there.
pub(super) fn render<'w, 'a: 'w>(
    writer: &mut Writer,
    keyword: &'static str,
    paths: impl Iterator<Item = &'w Word<'a>> + Clone,
) -> Result<(), Reason> {
    let out = &mut writer.out;
    let start = out.len();
    if paths.clone().all(|path| push_plain_path(out, path)) {
        return Ok(());
    }
    out.truncate(start);
    for (number, path) in paths.enumerate() {
        out.push_str(if number == 0 { " [" } else { ", " });
        push_json_word(out, path).map_err(|problem| problem.of(keyword, "a path"))?;
    }
    out.push(']');
    Ok(())
}

/// How an instruction uses the path of a file of the build context.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As a pattern.
    Pattern,
    /// As it stands, although the client that sends the file reads a pattern.
    Literal,
}

/// Refuses a path of the build context that BuildKit cannot ask the client for.
pub(super) fn refuse_source(path: &Word<'_>, what: &'static str, reading: Reading) -> Result<(), Reason> {
    let parts = match path {
        Word::Literal(text) => return refuse_source_text(text, what, reading),
        Word::Parts(parts) => parts,
    };
    parts.iter().try_for_each(|part| match part {
        Part::Literal(text) => refuse_source_text(text, what, reading),
        Part::Variable(_) => Ok(()),
    })
}

fn refuse_source_text(text: &str, what: &'static str, reading: Reading) -> Result<(), Reason> {
    let why = if text.contains(|character: char| character.is_ascii_control()) {
        if text.contains('\0') {
            return Err(Reason::Nul { what });
        }
        "BuildKit asks for it in a header, which holds no control characters"
    } else if reading == Reading::Pattern {
        return Ok(());
    } else if text.contains(['*', '?', '[', ']', '\\']) {
        "BuildKit asks for it as a pattern, and takes it as a name"
    } else if text.starts_with('!') || text.trim().len() != text.len() {
        "BuildKit asks for it as a pattern, which drops a `!` in front and blanks at the ends"
    } else {
        return Ok(());
    };
    Err(Reason::SourceName { what, why })
}

pub(super) fn refuse_empty(path: &Word<'_>, what: &'static str) -> Result<(), Reason> {
    if path.as_literal() == Some("") {
        return Err(Reason::Empty { what, way_out: "write `.` for the directory in force" });
    }
    Ok(())
}
