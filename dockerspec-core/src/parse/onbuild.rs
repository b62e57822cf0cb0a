//! ONBUILD: a line that BuildKit keeps, and reads again where it runs, always with `\` as the escape token.

use std::ops::Range;

use super::arguments::{self, Shape};
use super::flags::Flags;
use super::heredoc::Body;
use super::instruction::{Input, Origin};
use super::keyword::Keyword;
use super::line::without_continuation;
use super::problem::{Located, Problem};
use super::statement::Statement;
use crate::dockerfile::{Base, Dockerfile, Instruction, Onbuild, Stage, Trigger};
use crate::word::Scope;

/// What the first pass checks: the trigger, and what stands behind it if that is ONBUILD again. Says whether the trigger
/// is one that can have heredocs.
pub(super) fn check(statement: &Statement<'_, '_>) -> Result<bool, Located> {
    let mut range = statement.rest.clone();
    let mut is_nested = false;
    while !range.is_empty() {
        let trigger = Statement::split_range(statement.source, statement.line, range, statement.escape);
        match Keyword::read(&statement.text()[trigger.keyword.clone()]) {
            Some(Keyword::Onbuild) => (range, is_nested) = (trigger.rest, true),
            Some(keyword) => {
                let shape = arguments::split(keyword, &trigger, &mut Vec::new())?;
                return Ok(!is_nested && keyword.can_have_heredocs() && shape != Shape::Json);
            }
            None => break,
        }
    }
    Ok(false)
}

/// Reads the instruction behind ONBUILD, or keeps the line when nothing can be read.
pub(super) fn read<'a>(
    statement: &Statement<'_, 'a>,
    bodies: &[Body<'a>],
    origins: &mut Vec<(usize, Origin<'a>)>,
) -> Result<Instruction<'a>, Located> {
    if statement.rest.is_empty() {
        return Err(Problem::NoArguments { keyword: "ONBUILD" }.at(statement.whole_span()));
    }
    Flags::check(Keyword::Onbuild, statement)?;
    // It runs without the token that joins lines there, which can be another one than that of the file.
    let line = &statement.text()[statement.rest.clone()];
    let length = without_continuation(line).map_or(line.len(), str::len);
    let rest = statement.rest.start..statement.rest.start + length;
    let trigger = Statement::split_range(statement.source, statement.line, rest.clone(), b'\\');
    let text = &statement.text()[trigger.keyword.clone()];
    let span = statement.span(&trigger.keyword);
    let keyword = match text.trim().to_uppercase().as_str() {
        "ONBUILD" => return Err(Problem::NestedOnbuild.at(span)),
        keyword @ ("MAINTAINER" | "FROM") => return Err(Problem::Trigger { keyword: keyword.to_owned() }.at(span)),
        _ => Keyword::read(text),
    };
    let kept = kept(statement);
    let read = match keyword {
        // What BuildKit reads where it runs is not what it has looked at here.
        _ if kept != statement.rest || rest != statement.rest && !bodies.is_empty() => None,
        None | Some(Keyword::From | Keyword::Onbuild | Keyword::Maintainer) => None,
        Some(keyword) => {
            let mut items = Vec::new();
            let read = arguments::split(keyword, &trigger, &mut items).and_then(|shape| {
                let (statement, items) = (&trigger, &mut items);
                Input { keyword, statement, shape, items, bodies, scope: Scope::Stage, origins: &mut *origins }.read()
            });
            // What no rendered file can say is kept as it stands.
            read.ok().filter(can_be_said)
        }
    };
    if let Some(instruction) = read {
        return Ok(Onbuild::new(instruction).into());
    }
    origins.clear();
    let mut text = statement.slice(&kept);
    for body in bodies {
        text.to_mut().extend(["\n", body.text, &body.announced.delimiter]);
    }
    Ok(Onbuild { trigger: Trigger::Text(text) }.into())
}

fn can_be_said(trigger: &Instruction<'_>) -> bool {
    let mut stage = Stage::new(Base::Scratch);
    stage.instructions.push(trigger.clone());
    Dockerfile::from(stage).render().is_ok()
}

/// What BuildKit keeps of a line: what stands behind the keyword, be it `--`; all of it where the keyword is not ASCII.
fn kept(statement: &Statement<'_, '_>) -> Range<usize> {
    if !statement.text()[statement.keyword.clone()].is_ascii() {
        return statement.whole.clone();
    }
    let text = &statement.text()[statement.keyword.end..statement.whole.end];
    statement.whole.end - text.trim_start().len()..statement.whole.end
}

/// Whether BuildKit keeps `text` behind ONBUILD as it is.
pub(crate) fn is_kept(text: &str) -> bool {
    let source = format!("FROM scratch\nONBUILD {text}\n");
    let (file, findings) = Dockerfile::parse(&source);
    let [stage] = file.stages.as_slice() else { return false };
    let [Instruction::Onbuild(onbuild)] = stage.instructions.as_slice() else { return false };
    findings.is_empty() && !matches!(&onbuild.trigger, Trigger::Text(kept) if kept != text)
}
