//! Lists of paths, as `COPY`, `ADD` and `VOLUME` take them: text when every path is plain, else a JSON array.

use crate::render::{Reason, TextProblem, Writer, is_bare_path_word, push_bare_parts, push_json_word};
use crate::word::Word;

/// Writes the paths behind what is there.
pub(super) fn render<'w, 'a: 'w>(
    writer: &mut Writer,
    keyword: &'static str,
    paths: impl Iterator<Item = &'w Word<'a>> + Clone,
) -> Result<(), Reason> {
    let out = &mut writer.out;
    let problem = |problem: TextProblem| problem.of(keyword, "a path");
    if paths.clone().all(is_bare_path_word) {
        return paths.into_iter().try_for_each(|path| {
            out.push(' ');
            push_bare_parts(out, path).map_err(problem)
        });
    }
    for (number, path) in paths.enumerate() {
        out.push_str(if number == 0 { " [" } else { ", " });
        push_json_word(out, path).map_err(problem)?;
    }
    out.push(']');
    Ok(())
}

/// Refuses an empty path, which BuildKit would take for no path at all.
pub(super) fn refuse_empty(path: &Word<'_>, what: &'static str) -> Result<(), Reason> {
    if path.as_literal() == Some("") {
        return Err(Reason::Empty { what, way_out: "write `.` for the directory in force" });
    }
    Ok(())
}
