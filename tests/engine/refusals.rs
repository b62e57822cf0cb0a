//! Whether a reason to refuse a text is true.

use dockerspec::model::{Dockerfile, Instruction, Reason, Stage};

/// Whether `instruction` can be said; when it cannot, the reason must be true of `text`.
pub(crate) fn accepted(instruction: &Instruction<'static>, text: &str) -> bool {
    let mut stage = Stage::new(dockerspec::model::Base::Scratch);
    stage.instructions.push(instruction.clone());
    match Dockerfile::from(stage).render() {
        Ok(_) => true,
        Err(errors) => {
            for error in &errors {
                assert!(is_true(&error.reason, text), "{text:?} is refused, and that is not why: {error}");
                assert_eq!(error.place.keyword, instruction.keyword());
            }
            false
        }
    }
}

fn is_true(reason: &Reason, text: &str) -> bool {
    match reason {
        Reason::LineFeed { .. } => text.contains('\n'),
        Reason::Nul { .. } => text.contains('\0'),
        Reason::SourceName { .. } => {
            text.contains(|character: char| character.is_ascii_control() || "*?[]\\".contains(character))
                || text.starts_with('!')
                || text.trim() != text
        }
        Reason::NotAscii { character, .. } => text.contains(*character) && !character.is_ascii(),
        Reason::Empty { .. } => text.is_empty(),
        Reason::EqualsInKey { .. } => text.contains('='),
        Reason::LineTooLong { .. } => text.len() > 65_000,
        Reason::ShellForm { .. } | Reason::Maintainer { .. } => {
            text.is_empty()
                || text != text.trim()
                || text.starts_with(['[', '-'])
                || text.ends_with('\\')
                || text.contains('\n')
                || text.contains("<<")
        }
        Reason::NoFinalLineFeed { .. } => !text.ends_with('\n'),
        Reason::CommentIsDirective { .. } => {
            text.split('=').next().is_some_and(|key| key.trim().eq_ignore_ascii_case("check"))
        }
        Reason::BesideHeredoc { .. } => text.contains([' ', '\t', '\r', '\u{b}', '\u{c}']),
        _ => false,
    }
}
