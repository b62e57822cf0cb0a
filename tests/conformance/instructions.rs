//! The second pass: every field that BuildKit has in an instruction, compared with the model and the source map.
//!
//! At this pass BuildKit's texts are raw, while the model holds them without quotes and with variables. So the texts
//! are those of the spans, which proves the spans, and the words of the model are compared with them; all the rest is
//! the model's.

use std::collections::BTreeMap;

use dockerspec::Word;
use dockerspec::finding::Pass;
use dockerspec::model::{Base, Instruction, Stage, Value};
use dockerspec::parse::{Parsed, Place};
use dockerspec::value::{ImageRef, Platform};
use serde_json::{Value as Json, json};

use crate::compare::same;
use crate::fields;
use crate::file::{File, Instructions};
use crate::rows::Row;
use crate::written::value;

/// The second pass: accepted or not, and every field of every instruction.
pub(crate) fn instructions(row: &Row) -> Result<(), String> {
    let parsed = Parsed::new(row.dockerfile());
    let refused = |by: Pass| parsed.findings.iter().any(|finding| finding.pass == Some(by));
    let accepts = row.accepts("parse");
    if refused(Pass::Parse) == accepts {
        return Err(format!("parsed: {accepts} {}, we find {:?}", row.0["parse_error"], parsed.findings));
    }
    if !accepts {
        return Ok(());
    }
    let accepts = row.accepts("instructions");
    if refused(Pass::Instructions) == accepts {
        return Err(format!("accepted: {accepts} {}, we find {:?}", row.0["instructions_error"], parsed.findings));
    }
    if accepts { File::new(row, &parsed).compare() } else { Ok(()) }
}

impl<'f> File<'f> {
    fn compare(mut self) -> Result<(), String> {
        let list = |of: &'f Json| of.as_array().map_or(&[][..], Vec::as_slice).iter();
        let preamble = self.preamble();
        let stages: Vec<Instructions<'f>> = (0..self.parsed.dockerfile.stages.len()).map(|n| self.stage(n)).collect();
        let row = self.row;
        let mut behind = self.list(preamble, list(&row.0["meta_args"]), 0)?;
        same("number of stages", &json!(stages.len()), &json!(list(&row.0["stages"]).count()))?;
        for (number, (ours, theirs)) in stages.into_iter().zip(list(&row.0["stages"])).enumerate() {
            same("stage", &self.from(number, behind, theirs)?, &without(theirs, "commands"))?;
            behind = self.list(ours, list(&theirs["commands"]), line(theirs, "end_line"))?;
        }
        Ok(())
    }

    /// Compares instructions, of which the first one stands behind line `last`; gives the last line of the last one.
    fn list<'t>(
        &self,
        ours: Instructions<'f>,
        theirs: impl Iterator<Item = &'t Json>,
        mut last: u32,
    ) -> Result<u32, String> {
        let mut ours: BTreeMap<u32, _> = ours.into_iter().map(|ours| (ours.0.lines().0, ours)).collect();
        for theirs in theirs {
            let lines = line(theirs, "start_line")..=line(theirs, "end_line");
            match ours.remove(lines.start()) {
                Some((place, instruction)) => {
                    let what = format!("line {}", lines.start());
                    let fields =
                        self.instruction(place, instruction, last, theirs).map_err(|why| format!("{what}: {why}"))?;
                    same(&what, &fields, theirs)?;
                }
                None if self.is_refused(&lines) => {}
                None => return Err(format!("not there, and nothing found in it: {theirs}")),
            }
            last = *lines.end();
        }
        match ours.pop_first() {
            None => Ok(last),
            Some((line, (_, instruction))) => Err(format!("line {line} has no {}", instruction.keyword())),
        }
    }

    fn instruction(
        &self,
        place: Place<'f>,
        instruction: &Instruction<'f>,
        last: u32,
        theirs: &Json,
    ) -> Result<Json, String> {
        let mut fields = fields::fields(self, place, instruction, theirs)?;
        fields["original"] = json!(self.written.text(place.span())?);
        fields["start_line"] = json!(place.lines().0);
        fields["end_line"] = json!(place.lines().1);
        let comments = self.comments_between(last, place.lines().0);
        // BuildKit's answer has no names of what can only be ARG.
        if theirs.get("name").is_some() {
            fields["name"] = json!(instruction.keyword().to_lowercase());
            fields["raw_name"] = json!(self.written.text(place.keyword())?);
        }
        if theirs.get("name").is_none() || !comments.is_empty() {
            fields["comments"] = json!(comments);
        }
        Ok(fields)
    }

    fn from(&self, number: usize, last: u32, theirs: &Json) -> Result<Json, String> {
        let place = self.parsed.map.from(number).ok_or("a stage has no place")?;
        let stage = &self.parsed.dockerfile.stages[number];
        let words = self.written.words(place, false)?;
        let flags = self.written.flags(place)?;
        let mut fields = json!({
            "index": number, "name": stage.name.as_ref().map_or("", |name| name.as_str()),
            "base": words[0], "platform": value(&flags, "platform"),
            "orig_cmd": self.written.text(place.keyword())?, "original": self.written.text(place.span())?,
            "start_line": place.lines().0, "end_line": place.lines().1,
        });
        let comments = self.comments_between(last, place.lines().0);
        if !comments.is_empty() {
            fields["comments"] = json!(comments);
        }
        let stand_in = Base::Image(Value::Expanded(Word::from(words[0].as_str())));
        let is_bare = stage.base == stand_in && stage.name.is_none() && stage.platform.is_none();
        if is_bare && self.is_refused(&(place.lines().0..=place.lines().1)) {
            fields["name"] = theirs["name"].clone();
            return Ok(fields);
        }
        self.base(number, stage, &words[0])?;
        self.reader.optional_value("platform", stage.platform.as_ref(), value(&flags, "platform"), Platform::new)?;
        Ok(fields)
    }

    fn base(&self, number: usize, stage: &Stage<'_>, raw: &str) -> Result<(), String> {
        let Some(word) = self.reader.read(raw) else { return Ok(()) };
        let text = word.as_literal();
        let mut names = self.parsed.dockerfile.stages[..number].iter().filter_map(|above| above.name.as_ref());
        let is_above = names.any(|name| Some(name.as_str()) == text);
        match &stage.base {
            Base::Stage(name) if is_above && Some(name.as_str()) == text => Ok(()),
            Base::Scratch if !is_above && text == Some("scratch") => Ok(()),
            Base::Image(image) if !is_above && text != Some("scratch") => {
                self.reader.value("base", image, raw, ImageRef::new)
            }
            base => Err(format!("{base:?} of {raw:?}")),
        }
    }
}

fn line(theirs: &Json, key: &str) -> u32 {
    theirs[key].as_u64().and_then(|line| u32::try_from(line).ok()).unwrap_or_default()
}

fn without(fields: &Json, key: &str) -> Json {
    let mut fields = fields.clone();
    fields.as_object_mut().map(|fields| fields.remove(key));
    fields
}
