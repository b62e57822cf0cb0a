//! ONBUILD: a line that BuildKit keeps, and reads again where it runs, always with `\` as the escape token.

use std::borrow::Cow;

use super::arguments::{self, Shape};
use super::flags::Flags;
use super::instruction::{Body, Input, Origin};
use super::keyword::Keyword;
use super::problem::{Located, Problem};
use super::statement::Statement;
use crate::dockerfile::{Dockerfile, Instruction, Onbuild, Trigger};
use crate::word::Scope;

/// What the first pass checks: the trigger, and what stands behind it if that is ONBUILD again.
pub(super) fn check(statement: &Statement<'_, '_>) -> Result<(), Located> {
    let mut range = statement.rest.clone();
    let mut items = Vec::new();
    while !range.is_empty() {
        let trigger = Statement::split_range(statement.source, statement.line, range, statement.escape);
        match Keyword::read(&statement.text()[trigger.keyword.clone()]) {
            Some(Keyword::Onbuild) => range = trigger.rest,
            Some(keyword) => return arguments::split(keyword, &trigger, &mut items).map(|_| ()),
            None => return Ok(()),
        }
    }
    Ok(())
}

/// Whether the trigger is one that can have heredocs.
pub(super) fn has_heredocs(statement: &Statement<'_, '_>) -> bool {
    let trigger = trigger(statement, statement.escape);
    match Keyword::read(&statement.text()[trigger.keyword.clone()]) {
        Some(keyword @ (Keyword::Run | Keyword::Copy | Keyword::Add)) => {
            arguments::split(keyword, &trigger, &mut Vec::new()).is_ok_and(|shape| shape != Shape::Json)
        }
        _ => false,
    }
}

fn trigger<'l, 'a>(statement: &Statement<'l, 'a>, escape: u8) -> Statement<'l, 'a> {
    Statement::split_range(statement.source, statement.line, statement.rest.clone(), escape)
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
    let trigger = trigger(statement, b'\\');
    let text = &statement.text()[trigger.keyword.clone()];
    let span = statement.span(&trigger.keyword);
    let keyword = match text.trim().to_uppercase().as_str() {
        "ONBUILD" => return Err(Problem::NestedOnbuild.at(span)),
        keyword @ ("MAINTAINER" | "FROM") => return Err(Problem::Trigger { keyword: keyword.to_owned() }.at(span)),
        _ => Keyword::read(text),
    };
    let read = match keyword {
        None | Some(Keyword::From | Keyword::Onbuild | Keyword::Maintainer) => None,
        Some(keyword) => {
            let mut items = Vec::new();
            let read = arguments::split(keyword, &trigger, &mut items).and_then(|shape| {
                let (statement, items) = (&trigger, &mut items);
                Input { keyword, statement, shape, items, bodies, scope: Scope::Stage, origins: &mut *origins }.read()
            });
            match read {
                Ok(instruction) => Some(instruction),
                // What stands below the line cannot be kept in a line.
                Err(located) if !bodies.is_empty() => return Err(located),
                Err(_) => None,
            }
        }
    };
    Ok(match read {
        Some(instruction) => Onbuild::new(instruction).into(),
        None => {
            origins.clear();
            Onbuild { trigger: Trigger::Text(kept(statement)) }.into()
        }
    })
}

/// The line that BuildKit keeps.
fn kept<'a>(statement: &Statement<'_, 'a>) -> Cow<'a, str> {
    let text = &statement.text()[statement.keyword.end..statement.whole.end];
    let start = statement.whole.end - text.trim_start().len();
    statement.slice(&(start..statement.whole.end))
}

/// Whether BuildKit keeps `text` behind ONBUILD as it is.
pub(crate) fn is_kept(text: &str) -> bool {
    let source = format!("FROM scratch\nONBUILD {text}\n");
    let (file, findings) = Dockerfile::parse(&source);
    findings.is_empty() && file.stages.first().is_some_and(|stage| stage.instructions.len() == 1)
}
