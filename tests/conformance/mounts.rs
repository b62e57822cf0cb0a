//! The fields of `RUN --mount`.

use dockerspec::Word;
use dockerspec::model::{Mount, MountAccess, MountField, MountFrom, Sharing, Value};
use dockerspec::value::{EnvName, Gid, OctalMode, Size, Uid};
use serde_json::{Value as Json, json};

use crate::compare::same;
use crate::file::File;

/// A mount in the form of BuildKit's answer.
pub(crate) fn fields(file: &File<'_>, mount: &Mount<'_>, raw: &str, theirs: &Json) -> Result<Json, String> {
    let record = Record { file, fields: split(raw) };
    let mut fields = json!({
        "from": record.get("from"), "source": record.get("source"), "id": record.get("id"),
        "target": record.get("target"), "sharing": "", "required": false, "env": null,
        "size": 0, "mode": null, "uid": null, "gid": null,
    });
    match mount {
        Mount::Bind(mount) => {
            record.word("target", Some(&mount.target))?;
            record.word("source", mount.source.as_ref())?;
            record.from(mount.from.as_ref())?;
            fields["type"] = json!("bind");
            fields["readonly"] = json!(mount.access == MountAccess::ReadOnly);
        }
        Mount::Cache(mount) => {
            record.word("target", Some(&mount.target))?;
            record.word("source", mount.source.as_ref())?;
            record.word("id", mount.id.as_ref())?;
            record.from(mount.from.as_ref())?;
            record.account(mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref(), &mut fields)?;
            fields["type"] = json!("cache");
            fields["readonly"] = json!(mount.access == Some(MountAccess::ReadOnly));
            let sharing = match mount.sharing {
                Sharing::Shared => "shared",
                Sharing::Private => "private",
                Sharing::Locked => "locked",
            };
            if record.get("sharing").is_empty() {
                same("sharing", &json!(sharing), &json!("shared"))?;
            } else {
                fields["sharing"] = json!(sharing);
            }
        }
        Mount::Tmpfs(mount) => {
            record.word("target", Some(&mount.target))?;
            fields["type"] = json!("tmpfs");
            fields["readonly"] = json!(false);
            fields["size"] = json!(record.value("size", mount.size.as_ref(), Size::get)?.unwrap_or(0));
        }
        Mount::Secret(mount) => {
            record.secret(&mount.id)?;
            record.word("target", mount.target.as_ref())?;
            record.account(mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref(), &mut fields)?;
            fields["type"] = json!("secret");
            fields["readonly"] = json!(true);
            fields["required"] = json!(mount.required);
            fields["env"] = json!(mount.env.as_ref().map(EnvName::as_str));
        }
        Mount::Ssh(mount) => {
            record.word("id", mount.id.as_ref())?;
            record.word("target", mount.target.as_ref())?;
            record.account(mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref(), &mut fields)?;
            fields["type"] = json!("ssh");
            fields["readonly"] = json!(true);
            fields["required"] = json!(mount.required);
        }
        Mount::Expanded(mount) => {
            record.expanded(&mount.fields)?;
            if theirs["type"].as_str().is_some_and(|kind| !record.needs_fields(kind)) {
                return Err(format!("{raw} has no type: {mount:?}"));
            }
            // Nothing is typed here, so nothing but the texts can be compared.
            for key in ["type", "readonly", "sharing", "required", "env", "size", "mode", "uid", "gid"] {
                fields[key] = theirs[key].clone();
            }
        }
        other => return Err(format!("{other:?}")),
    }
    Ok(fields)
}

/// The fields of a mount, as they stand there.
struct Record<'r> {
    file: &'r File<'r>,
    fields: Vec<(String, Option<String>)>,
}

impl Record<'_> {
    /// The value of an option: the last one counts.
    fn get(&self, name: &str) -> &str {
        let named = self.fields.iter().rev().find(|(other, _)| canonical(other) == name);
        named.and_then(|(_, value)| value.as_deref()).unwrap_or_default()
    }

    fn word(&self, name: &str, ours: Option<&Word<'_>>) -> Result<(), String> {
        self.file.reader.optional_word(name, ours, self.get(name))
    }

    /// A secret is called by its id, its source or the file that it is mounted at.
    fn secret(&self, ours: &Word<'_>) -> Result<(), String> {
        let target = self.get("target").rsplit('/').next().unwrap_or_default();
        let names = [self.get("id"), self.get("source"), target];
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        self.file.reader.word("id", ours, name)
    }

    fn from(&self, ours: Option<&MountFrom<'_>>) -> Result<(), String> {
        let raw = self.get("from");
        let name = raw.to_lowercase();
        let fits = match ours {
            None => raw.is_empty(),
            Some(MountFrom::Stage(stage)) => self.file.has_stage(&name) && stage.as_str() == name,
            Some(MountFrom::Image(image)) => !self.file.has_stage(&name) && image.as_str() == raw,
            Some(_) => false,
        };
        if fits { Ok(()) } else { Err(format!("{ours:?} of {raw:?}")) }
    }

    /// A number, if it is known here.
    fn value<T: Copy, N>(
        &self,
        name: &str,
        ours: Option<&Value<'_, T>>,
        number: impl FnOnce(T) -> N,
    ) -> Result<Option<N>, String> {
        match ours {
            None if self.get(name).is_empty() => Ok(None),
            Some(Value::Fixed(value)) => Ok(Some(number(*value))),
            Some(Value::Expanded(word)) => self.file.reader.word(name, word, self.get(name)).map(|()| None),
            None => Err(format!("{name}: nothing of {:?}", self.get(name))),
        }
    }

    fn account(
        &self,
        mode: Option<&Value<'_, OctalMode>>,
        uid: Option<&Value<'_, Uid>>,
        gid: Option<&Value<'_, Gid>>,
        fields: &mut Json,
    ) -> Result<(), String> {
        fields["mode"] = json!(self.value("mode", mode, OctalMode::bits)?);
        fields["uid"] = json!(self.value("uid", uid, Uid::get)?);
        fields["gid"] = json!(self.value("gid", gid, Gid::get)?);
        Ok(())
    }

    /// Whether no typed mount can say it: text for the build, an option twice or without effect, no target.
    fn needs_fields(&self, kind: &str) -> bool {
        let known: &[&str] = match kind {
            "bind" => &["type", "target", "source", "from", "ro"],
            "cache" => &["type", "target", "source", "from", "ro", "id", "sharing", "mode", "uid", "gid"],
            "tmpfs" => &["type", "target", "size"],
            "secret" => &["type", "target", "source", "id", "env", "required", "mode", "uid", "gid"],
            _ => &["type", "target", "id", "required", "mode", "uid", "gid"],
        };
        let names: Vec<&str> = self.fields.iter().map(|(name, _)| canonical(name)).collect();
        let has_target = names.contains(&"target") || matches!(kind, "secret" | "ssh");
        let mut values = self.fields.iter().flat_map(|(_, value)| value);
        let is_odd = |(number, name): (usize, &&str)| !known.contains(name) || names[..number].contains(name);
        !has_target
            || values.any(|raw| raw.is_empty() || raw.contains(['$', '"', '\'']))
            || names.iter().enumerate().any(is_odd)
            || u32::from_str_radix(self.get("mode"), 8).is_ok_and(|mode| mode > 0o777)
            || self.get("env").contains(|character: char| !character.is_ascii_alphanumeric() && character != '_')
    }

    fn expanded(&self, ours: &[MountField<'_>]) -> Result<(), String> {
        same("number of fields", &json!(ours.len()), &json!(self.fields.len()))?;
        for (ours, (name, value)) in ours.iter().zip(&self.fields) {
            same("option", &json!(ours.key), &json!(name))?;
            match (&ours.value, value) {
                (None, None) => {}
                (Some(ours), Some(raw)) => self.file.reader.word(name, ours, raw)?,
                (ours, raw) => return Err(format!("{name}: {ours:?} of {raw:?}")),
            }
        }
        Ok(())
    }
}

/// The first name of an option.
fn canonical(name: &str) -> &str {
    match name {
        "src" => "source",
        "dst" | "destination" => "target",
        "readonly" | "readwrite" | "rw" => "ro",
        name => name,
    }
}

/// The fields of a record of comma-separated values, each with its name in lower case.
fn split(record: &str) -> Vec<(String, Option<String>)> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    let mut characters = record.chars().peekable();
    while let Some(character) = characters.next() {
        let field = fields.last_mut().expect("there is always one");
        match character {
            '"' if is_quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            character => field.push(character),
        }
    }
    let named = fields.iter().map(|field| match field.split_once('=') {
        Some((name, value)) => (name.to_lowercase(), Some(value.to_owned())),
        None => (field.to_lowercase(), None),
    });
    named.collect()
}
