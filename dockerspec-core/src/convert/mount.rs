//! Mounts of RUN.

use super::Converter;
use super::step::{State, Step};
use crate::dockerfile::{Mount, MountFrom};
use crate::parse::{Problem, Span, check_mount, lower, number_of};
use crate::value::{Gid, OctalMode, Size, Uid, normalized};
use crate::word::{Value, Word};

/// Checks a mount.
pub(super) fn mount<'m>(
    converter: &mut Converter<'m, '_>,
    mount: &'m Mount<'_>,
    number: usize,
    step: Step<'_, 'm>,
    state: &State<'m>,
) {
    let mut check = Check { converter, span: step.flag(number), state };
    match mount {
        Mount::Bind(mount) => {
            check.origin(mount.from.as_ref(), step);
            check.tried(mount.source.as_ref());
            check.target(&mount.target);
        }
        Mount::Cache(mount) => {
            check.origin(mount.from.as_ref(), step);
            check.tried(mount.source.as_ref());
            check.tried(mount.id.as_ref());
            check.file(mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref());
            check.target(&mount.target);
        }
        Mount::Tmpfs(mount) => {
            if let Some(Value::Expanded(word)) = &mount.size {
                check.value("size", word, |text| Size::parse(text).is_ok());
            }
            check.target(&mount.target);
        }
        Mount::Secret(mount) => {
            let id = check.known(&mount.id);
            check.tried(mount.target.as_ref());
            if let (Some(id), None) = (id, &mount.target)
                && id.text.is_empty()
            {
                check.converter.report.add(Problem::SecretWithoutId, check.span, id.depends);
            }
            check.file(mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref());
        }
        Mount::Ssh(mount) => {
            check.tried(mount.id.as_ref());
            check.tried(mount.target.as_ref());
            check.file(mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref());
        }
        Mount::Expanded(mount) => {
            let mut depends = false;
            let mut fields = Vec::with_capacity(mount.fields.len());
            for field in &mount.fields {
                let value = match &field.value {
                    None => None,
                    Some(value) => {
                        let Some(value) = check.known(value) else { return };
                        depends |= value.depends;
                        Some(value.text.into_owned())
                    }
                };
                fields.push((&*field.key, value));
            }
            match check_mount(&fields) {
                Ok((true, target, from)) => {
                    if let Some(later) = step.graph.named(&lower(&from)).filter(|stage| *stage > step.stage) {
                        check.converter.report_later(later, check.span);
                    }
                    check.target_text(&target, depends);
                }
                Ok(_) => {}
                Err(problem) => check.converter.report.add(problem, check.span, depends),
            }
        }
    }
}

struct Check<'c, 'm, 'a> {
    converter: &'c mut Converter<'m, 'a>,
    span: Span,
    state: &'c State<'m>,
}

impl<'m> Check<'_, 'm, '_> {
    fn tried(&mut self, word: Option<&'m Word<'_>>) {
        if let Some(word) = word {
            self.converter.tried(word, self.span, self.state);
        }
    }

    fn known(&mut self, word: &'m Word<'_>) -> Option<super::expand::Expanded<'m>> {
        self.converter.known(word, self.span, self.state)
    }

    fn value(&mut self, key: &str, word: &'m Word<'_>, is_right: impl FnOnce(&str) -> bool) {
        if let Some(value) = self.known(word)
            && !is_right(&value.text)
        {
            let problem = Problem::MountValue { key: key.to_owned(), value: value.text.into_owned() };
            self.converter.report.add(problem, self.span, value.depends);
        }
    }

    fn number<T>(&mut self, key: &str, value: Option<&'m Value<'_, T>>, base: u32) {
        if let Some(Value::Expanded(word)) = value {
            self.value(key, word, |text| number_of(text, base).is_some());
        }
    }

    /// Checks what a mounted file or directory is created with.
    fn file(
        &mut self,
        mode: Option<&'m Value<'_, OctalMode>>,
        uid: Option<&'m Value<'_, Uid>>,
        gid: Option<&'m Value<'_, Gid>>,
    ) {
        self.number("mode", mode, 8);
        self.number("uid", uid, 10);
        self.number("gid", gid, 10);
    }

    /// Reports a stage that comes later.
    fn origin(&mut self, from: Option<&MountFrom<'_>>, step: Step<'_, '_>) {
        if let Some(MountFrom::Stage(name)) = from
            && let Some(later) = step.graph.stage(name).filter(|stage| *stage > step.stage)
        {
            self.converter.report_later(later, self.span);
        }
    }

    fn target(&mut self, word: &'m Word<'_>) {
        if let Some(target) = self.known(word) {
            self.target_text(&target.text, target.depends);
        }
    }

    /// Reports the root of the file system as a target.
    fn target_text(&mut self, target: &str, depends: bool) {
        let is_root = match &self.state.directory {
            _ if target.starts_with('/') => target == "/",
            Some(directory) => normalized(directory, target) == "/",
            None => false,
        };
        if is_root {
            self.converter.report.add(Problem::MountTarget, self.span, depends);
        }
    }
}
