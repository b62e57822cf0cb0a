//! The fields of COPY and ADD.

use dockerspec::Word;
use dockerspec::model::{Add, Copy, CopyFrom, Source, Unpack, Value};
use dockerspec::value::{Checksum, FileMode, Owner};
use serde_json::{Value as Json, json};

use crate::compare::same;
use crate::fields::Words;
use crate::words::Reader;
use crate::written::{Flag, value, values};

impl Words<'_> {
    pub(crate) fn copy(&self, copy: &Copy<'_>, theirs: &Json) -> Result<Json, String> {
        let flags = self.file.written.flags(self.place)?;
        let mut fields = self.files(&copy.sources, &copy.destination, theirs)?;
        self.owner_and_mode(copy.chown.as_ref(), copy.chmod.as_ref(), &flags, &mut fields)?;
        let from = value(&flags, "from");
        let name = from.to_lowercase();
        let fits = match &copy.from {
            None => from.is_empty(),
            Some(CopyFrom::Index(number)) => from.parse() == Ok(*number),
            Some(CopyFrom::Stage(stage)) => self.file.has_stage(&name) && stage.as_str() == name,
            Some(CopyFrom::Image(image)) => !self.file.has_stage(&name) && image.as_str() == from,
            Some(_) => false,
        };
        if !fits {
            return Err(format!("{:?} of {from:?}", copy.from));
        }
        same("patterns", &json!(copy.exclude), &json!(values(&flags, "exclude")))?;
        fields["from"] = json!(from);
        fields["link"] = json!(copy.link);
        fields["parents"] = json!(copy.parents);
        fields["exclude"] = json!(copy.exclude);
        Ok(fields)
    }

    pub(crate) fn add(&self, add: &Add<'_>, theirs: &Json) -> Result<Json, String> {
        let flags = self.file.written.flags(self.place)?;
        let mut fields = self.files(&add.sources, &add.destination, theirs)?;
        self.owner_and_mode(add.chown.as_ref(), add.chmod.as_ref(), &flags, &mut fields)?;
        let checksum = value(&flags, "checksum");
        self.file.reader.optional_value("checksum", add.checksum.as_ref(), checksum, Checksum::parse)?;
        same("patterns", &json!(add.exclude), &json!(values(&flags, "exclude")))?;
        fields["checksum"] = json!(checksum);
        fields["link"] = json!(add.link);
        fields["keep_git_dir"] = json!(add.keep_git_dir);
        fields["unpack"] = match add.unpack {
            Unpack::Local => Json::Null,
            Unpack::Yes => json!(true),
            Unpack::No => json!(false),
        };
        fields["exclude"] = json!(add.exclude);
        Ok(fields)
    }

    fn owner_and_mode(
        &self,
        chown: Option<&Value<'_, Owner<'_>>>,
        chmod: Option<&Value<'_, FileMode<'_>>>,
        flags: &[Flag],
        fields: &mut Json,
    ) -> Result<(), String> {
        let (owner, mode) = (value(flags, "chown"), value(flags, "chmod"));
        self.file.reader.optional_value("owner", chown, owner, Owner::parse)?;
        self.file.reader.optional_value("mode", chmod, mode, FileMode::parse)?;
        fields["chown"] = json!(owner);
        fields["chmod"] = json!(mode);
        Ok(())
    }

    /// Sources and destination. Bodies of heredocs have no span, and variables in them are typed in the model, so
    /// theirs are read again and compared.
    fn files(&self, sources: &[Source<'_>], destination: &Word<'_>, theirs: &Json) -> Result<Json, String> {
        let Some((raw_destination, raw)) = self.raw.split_last() else { return Err("no words".into()) };
        self.file.reader.path("destination", destination, raw_destination)?;
        same("number of sources", &json!(sources.len()), &json!(raw.len()))?;
        let (mut paths, mut files) = (Vec::new(), Vec::new());
        for (source, raw) in sources.iter().zip(raw) {
            match source {
                Source::Path(path) => {
                    self.file.reader.path("source", path, raw)?;
                    paths.push(raw);
                }
                Source::File(file) => {
                    let expands = !raw.contains(['\'', '"']);
                    let body = theirs["inline"][files.len()]["data"].as_str().unwrap_or_default();
                    Reader::document(&file.content, body, expands)?;
                    files.push(json!({ "name": file.name, "data": body, "expand": expands }));
                }
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(json!({ "dest": raw_destination, "sources": paths, "inline": files }))
    }
}
