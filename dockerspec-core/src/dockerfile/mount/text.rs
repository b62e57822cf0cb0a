//! Mounts as the value of `--mount`.

use super::{Mount, MountAccess, MountFrom, Sharing};
use crate::dockerfile::paths;
use crate::render::{PushText, Reason, TextProblem, is_bare_key, push_flag_text, push_mount_field};
use crate::value::{Gid, OctalMode, Uid};
use crate::word::{Value, Word};

impl Mount<'_> {
    /// Writes the value of `--mount`. The type comes first, since BuildKit checks some options against the type that
    /// it has seen so far.
    pub(in crate::dockerfile) fn push(&self, out: &mut String) -> Result<(), Reason> {
        self.push_fields(out).map_err(|problem| match problem {
            FieldProblem::Empty(what) => Reason::Empty { what, way_out: "write a path" },
            FieldProblem::Other(reason) => reason,
            FieldProblem::Text(problem) => problem.of("RUN", "`--mount`"),
        })
    }

    fn push_fields(&self, out: &mut String) -> Result<(), FieldProblem> {
        match self {
            Self::Bind(mount) => {
                out.push_str("type=bind");
                path(out, "target", &mount.target)?;
                if let (Some(source), None) = (&mount.source, &mount.from) {
                    paths::refuse_source(source, "the source of a mount", paths::Reading::Literal)
                        .map_err(FieldProblem::Other)?;
                }
                optional(out, "source", mount.source.as_ref())?;
                from(out, mount.from.as_ref())?;
                if mount.access == MountAccess::ReadWrite {
                    out.push_str(",rw");
                }
            }
            Self::Cache(mount) => {
                out.push_str("type=cache");
                path(out, "target", &mount.target)?;
                optional(out, "id", mount.id.as_ref())?;
                match mount.sharing {
                    Sharing::Shared => {}
                    Sharing::Private => out.push_str(",sharing=private"),
                    Sharing::Locked => out.push_str(",sharing=locked"),
                }
                from(out, mount.from.as_ref())?;
                optional(out, "source", mount.source.as_ref())?;
                account(out, mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref())?;
                match mount.access {
                    None => {}
                    Some(MountAccess::ReadOnly) => out.push_str(",ro"),
                    Some(MountAccess::ReadWrite) => out.push_str(",rw"),
                }
            }
            Self::Tmpfs(mount) => {
                out.push_str("type=tmpfs");
                path(out, "target", &mount.target)?;
                typed(out, "size", mount.size.as_ref())?;
            }
            Self::Secret(mount) => {
                out.push_str("type=secret");
                path(out, "id", &mount.id)?;
                optional(out, "target", mount.target.as_ref())?;
                if let Some(name) = &mount.env {
                    out.push_str(",env=");
                    out.push_str(name.as_str());
                }
                required(out, mount.required);
                account(out, mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref())?;
            }
            Self::Ssh(mount) => {
                out.push_str("type=ssh");
                optional(out, "id", mount.id.as_ref())?;
                optional(out, "target", mount.target.as_ref())?;
                required(out, mount.required);
                account(out, mount.mode.as_ref(), mount.uid.as_ref(), mount.gid.as_ref())?;
            }
            Self::Expanded(mount) => {
                let start = out.len();
                for field in &mount.fields {
                    if !is_bare_key(&field.key) || field.key.contains(',') {
                        let text = field.key.as_ref().to_owned();
                        return Err(FieldProblem::Other(Reason::NoQuotes { what: "the option of a mount", text }));
                    }
                    match &field.value {
                        Some(value) => push_mount_field(out, &field.key, value)?,
                        None => out.extend([",", &*field.key]),
                    }
                }
                if out.len() == start {
                    return Err(FieldProblem::Empty("the list of fields of a mount"));
                }
                out.remove(start);
            }
        }
        Ok(())
    }
}

enum FieldProblem {
    Empty(&'static str),
    Other(Reason),
    Text(TextProblem),
}

impl From<TextProblem> for FieldProblem {
    fn from(problem: TextProblem) -> Self {
        Self::Text(problem)
    }
}

/// A field that must not be empty: BuildKit would take the working directory, or one cache for all.
fn path(out: &mut String, key: &'static str, word: &Word<'_>) -> Result<(), FieldProblem> {
    if word.as_literal() == Some("") {
        return Err(FieldProblem::Empty(if key == "id" { "the id of a mount" } else { "the target of a mount" }));
    }
    Ok(push_mount_field(out, key, word)?)
}

fn optional(out: &mut String, key: &str, word: Option<&Word<'_>>) -> Result<(), TextProblem> {
    word.map_or(Ok(()), |word| push_mount_field(out, key, word))
}

fn typed<T: PushText>(out: &mut String, key: &str, value: Option<&Value<'_, T>>) -> Result<(), TextProblem> {
    match value {
        None => Ok(()),
        Some(Value::Fixed(value)) => {
            for part in [",", key, "="] {
                out.push_str(part);
            }
            value.push_text(out);
            Ok(())
        }
        Some(Value::Expanded(word)) => push_mount_field(out, key, word),
    }
}

fn account(
    out: &mut String,
    mode: Option<&Value<'_, OctalMode>>,
    uid: Option<&Value<'_, Uid>>,
    gid: Option<&Value<'_, Gid>>,
) -> Result<(), FieldProblem> {
    // BuildKit drops the bits above these without a word.
    if let Some(Value::Fixed(mode)) = mode
        && mode.bits() > 0o777
    {
        let text = mode.to_string();
        return Err(FieldProblem::Other(Reason::TooLarge { what: "the mode of a mount", text, limit: "0777" }));
    }
    typed(out, "mode", mode)?;
    typed(out, "uid", uid)?;
    Ok(typed(out, "gid", gid)?)
}

fn from(out: &mut String, from: Option<&MountFrom<'_>>) -> Result<(), TextProblem> {
    let Some(from) = from else { return Ok(()) };
    out.push_str(",from=");
    push_flag_text(
        out,
        match from {
            MountFrom::Stage(name) => name.as_str(),
            MountFrom::Image(image) => image.as_str(),
            MountFrom::Context(name) => name.as_str(),
        },
    )
}

fn required(out: &mut String, required: bool) {
    if required {
        out.push_str(",required=true");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::{BindMount, CacheMount, SecretMount, SshMount, TmpfsMount};
    use crate::dockerfile::{Run, rendered};
    use crate::value::{EnvName, ImageRef, StageName};
    use crate::word::Arg;

    fn mounted<'a>(mount: impl Into<Mount<'a>>) -> String {
        let mut run = Run::shell("x");
        run.mounts.push(mount.into());
        let text = rendered(run);
        text.strip_prefix("RUN --mount=").and_then(|text| text.strip_suffix(" x\n")).map_or(text.clone(), str::to_owned)
    }

    #[test]
    fn every_option_of_every_type() {
        let mut bind = BindMount::new("/t");
        bind.source = Some("s".into());
        bind.from = Some(MountFrom::Stage(StageName::from_static("build")));
        bind.access = MountAccess::ReadWrite;
        assert_eq!(mounted(bind), "type=bind,target=/t,source=s,from=build,rw");

        let mut cache = CacheMount::new("/t");
        cache.id = Some("i".into());
        cache.sharing = Sharing::Private;
        cache.from = Some(MountFrom::Image(ImageRef::from_static("debian:13")));
        cache.source = Some("/s".into());
        cache.mode = Some(Value::Fixed(OctalMode::octal(0o700)));
        cache.uid = Some(Value::Fixed(Uid::new(1)));
        cache.gid = Some(Value::from(&Arg::new("GID")));
        cache.access = Some(MountAccess::ReadOnly);
        assert_eq!(
            mounted(cache),
            "type=cache,target=/t,id=i,sharing=private,from=debian:13,source=/s,mode=0700,uid=1,gid=${GID},ro"
        );

        let mut secret = SecretMount::new("i");
        secret.target = Some("/t".into());
        secret.env = Some(EnvName::from_static("TOKEN"));
        secret.required = true;
        secret.mode = Some(Value::Fixed(OctalMode::octal(0o440)));
        assert_eq!(mounted(secret), "type=secret,id=i,target=/t,env=TOKEN,required=true,mode=0440");

        let mut ssh = SshMount::new();
        ssh.id = Some("i".into());
        ssh.target = Some("/t".into());
        ssh.uid = Some(Value::Fixed(Uid::new(1)));
        assert_eq!(mounted(ssh), "type=ssh,id=i,target=/t,uid=1");
    }

    #[test]
    fn odd_targets_are_quoted_three_times() {
        assert_eq!(mounted(TmpfsMount::new("/a b")), r#"type=tmpfs,\"target=\"\"/a\ b\"\"\""#);
        assert_eq!(mounted(TmpfsMount::new("/a,b")), r#"type=tmpfs,\"target=\"\"/a,b\"\"\""#);
    }

    #[test]
    fn what_a_mount_cannot_say() {
        insta::assert_snapshot!(mounted(TmpfsMount::new("")), @"error: RUN in stage 0: the target of a mount is empty; write a path");
        insta::assert_snapshot!(mounted(TmpfsMount::new("/é")), @"error: RUN in stage 0: `--mount` has `é`, and BuildKit reads flags as ASCII; use a name in ASCII");
        for source in ["a*", "a?", "[a]", "a\\", "!a", " a", "a "] {
            let mut bind = BindMount::new("/");
            bind.source = Some(source.into());
            assert!(mounted(bind.clone()).contains("asks for it as a pattern"), "{source:?}");
            bind.from = Some(MountFrom::Stage(StageName::from_static("build")));
            assert!(mounted(bind).starts_with("type=bind"), "{source:?}");
        }
        let mut cache = CacheMount::new("/");
        cache.mode = Some(Value::Fixed(OctalMode::octal(0o2750)));
        insta::assert_snapshot!(mounted(cache), @"error: RUN in stage 0: the mode of a mount is 2750, and BuildKit takes at most 0777; write a smaller number");
        insta::assert_snapshot!(mounted(TmpfsMount::new("/\0")), @"error: RUN in stage 0: `--mount` has a NUL, which no path, variable or argument of a program can hold; leave it out");
        let mut bind = BindMount::new("/");
        bind.source = Some("a\rb".into());
        insta::assert_snapshot!(mounted(bind), @r"error: RUN in stage 0: the source of a mount cannot be fetched: BuildKit asks for it in a header, which holds no control characters; rename it, or take the directory that it is in");
        insta::assert_snapshot!(mounted(TmpfsMount::new("/\n")), @"error: RUN in stage 0: `--mount` has a line feed, which RUN cannot hold; replace it by a blank");
    }
}
