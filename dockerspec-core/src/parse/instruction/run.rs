//! RUN.

use std::borrow::Cow;

use super::{Input, Read};
use crate::boxed;
use crate::dockerfile::{Device, Heredoc, Network, Run, RunCommand, Script, Security, ShellHeredocs};
use crate::parse::arguments::Shape;
use crate::parse::flags::Flags;
use crate::parse::go;
use crate::parse::heredoc;
use crate::parse::mount;
use crate::parse::problem::{Located, Problem};
use crate::parse::span::Span;

impl<'a> Input<'_, '_, 'a> {
    pub(super) fn run(&mut self) -> Read<'a> {
        let flags = self.flags()?;
        let mut run = boxed(|| Run::new(RunCommand::Exec(Vec::new())));
        if !flags.is_empty() {
            self.run_flags(&flags, &mut run)?;
        }
        let Shape::Text(text) = &self.shape else {
            run.command = RunCommand::Exec(self.items.drain(..).map(|item| item.text).collect());
            return Ok(run.into());
        };
        let text = text.clone();
        run.command = match self.bodies {
            [] => RunCommand::Shell(self.shell_text(&text)),
            _ if text.is_empty() => return Err(Problem::RunHeredoc.at(self.statement.whole_span())),
            [first, ..] if matches!(heredoc::of_word(&self.statement.text()[text.clone()]), Ok(Some(_))) => {
                RunCommand::Script(Script::read(
                    first.stripped(first.announced.strips_tabs),
                    &first.announced.delimiter,
                ))
            }
            bodies => RunCommand::Heredocs(ShellHeredocs {
                line: self.shell_text(&text),
                heredocs: bodies
                    .iter()
                    .map(|body| Heredoc {
                        delimiter: Cow::Owned(body.announced.delimiter.clone()),
                        body: Cow::Borrowed(body.text),
                    })
                    .collect(),
            }),
        };
        Ok(run.into())
    }

    fn run_flags(&mut self, flags: &Flags<'_, 'a>, run: &mut Run<'a>) -> Result<(), Located> {
        let mut records = Vec::new();
        for (value, span) in flags.values("mount") {
            records.push((mount::record(value, span)?, span));
        }
        for (value, span) in flags.values("device") {
            run.devices.push(device(&value, span)?);
        }
        if let Some((value, span)) = flags.values("network").next() {
            run.network = match &*value {
                "default" => Network::Default,
                "none" => Network::None,
                "host" => Network::Host,
                _ => return Err(Problem::Network { value: value.into_owned() }.at(span)),
            };
        }
        if let Some((value, span)) = flags.values("security").next() {
            run.security = match &*value {
                "sandbox" => Security::Sandbox,
                "insecure" => Security::Insecure,
                _ => return Err(Problem::Security { value: value.into_owned() }.at(span)),
            };
        }
        for (record, span) in records {
            let (mount, from) = mount::mount(record, span, self.statement.escape)?;
            self.origins.extend(from.map(|from| (run.mounts.len(), from)));
            run.mounts.push(mount);
        }
        Ok(())
    }
}

fn device<'a>(value: &Cow<'a, str>, span: Span) -> Result<Device<'a>, Located> {
    let refused = |field: &str| Problem::DeviceRecord { field: field.to_owned() }.at(span);
    let fields =
        go::fields(value).ok_or_else(|| Problem::DeviceRecord { field: value.as_ref().to_owned() }.at(span))?;
    let mut name: Option<String> = None;
    let mut required = false;
    for field in &fields {
        let (key, value) = match field.split_once('=') {
            Some((key, value)) => (key.to_lowercase(), Some(value)),
            None => (field.to_lowercase(), None),
        };
        match (&*key, value) {
            ("required", None) => required = true,
            ("required", Some(value)) => required = go::go_bool(value).ok_or_else(|| refused(field))?,
            ("name", Some(value)) if name.as_deref().unwrap_or_default().is_empty() => name = Some(value.to_owned()),
            ("name", Some(_)) => return Err(refused(field)),
            _ if name.as_deref().unwrap_or_default().is_empty() => name = Some(field.clone().into_owned()),
            _ => return Err(refused(field)),
        }
    }
    Ok(Device { name: name.unwrap_or_default().into(), required })
}
