//! Mounts as text: the type, and the options that differ from what BuildKit takes without them.

use dockerspec::Sharing;
use dockerspec::model::{Mount, MountAccess, MountFrom, Value};
use dockerspec::value::{Gid, OctalMode, Uid};

use super::word::{text, value, word};

/// An option, if it is given.
type Given = (&'static str, Option<String>);

/// `cache target "/root/.cache", sharing locked`.
pub(super) fn mount(mount: &Mount<'_>) -> String {
    let (kind, options) = match mount {
        Mount::Bind(bind) => {
            let source = ("source", bind.source.as_ref().map(word));
            (
                "bind",
                vec![("target", Some(word(&bind.target))), source, from(bind.from.as_ref()), access(Some(bind.access))],
            )
        }
        Mount::Cache(cache) => {
            let (id, source) = (cache.id.as_ref().map(word), cache.source.as_ref().map(word));
            let mut options = vec![("target", Some(word(&cache.target))), ("id", id), sharing(cache.sharing)];
            options.extend([from(cache.from.as_ref()), ("source", source), access(cache.access)]);
            options.extend(file(cache.mode.as_ref(), cache.uid.as_ref(), cache.gid.as_ref()));
            ("cache", options)
        }
        Mount::Tmpfs(tmpfs) => {
            ("tmpfs", vec![("target", Some(word(&tmpfs.target))), ("size", tmpfs.size.as_ref().map(value))])
        }
        Mount::Secret(secret) => {
            let target = secret.target.as_ref().map(word);
            let env = secret.env.as_ref().map(ToString::to_string);
            let mut options = vec![("id", Some(word(&secret.id))), ("target", target), ("env", env)];
            options.push(required(secret.required));
            options.extend(file(secret.mode.as_ref(), secret.uid.as_ref(), secret.gid.as_ref()));
            ("secret", options)
        }
        Mount::Ssh(ssh) => {
            let mut options = vec![("id", ssh.id.as_ref().map(word)), ("target", ssh.target.as_ref().map(word))];
            options.push(required(ssh.required));
            options.extend(file(ssh.mode.as_ref(), ssh.uid.as_ref(), ssh.gid.as_ref()));
            ("ssh", options)
        }
        Mount::Expanded(mount) => {
            let field = |field: &dockerspec::model::MountField<'_>| match &field.value {
                Some(value) => format!("{} {}", text(&field.key), word(value)),
                None => text(&field.key),
            };
            return mount.fields.iter().map(field).collect::<Vec<_>>().join(", ");
        }
        other => return format!("{other:?}"),
    };
    let given = options.into_iter().filter_map(|(name, text)| Some(format!("{name} {}", text?)));
    let given: Vec<_> = given.collect();
    format!("{kind} {}", given.join(", ")).trim_end().to_owned()
}

fn from(from: Option<&MountFrom<'_>>) -> Given {
    let text = from.map(|from| match from {
        MountFrom::Stage(name) => format!("stage {name}"),
        MountFrom::Image(image) => format!("image {image}"),
        MountFrom::Context(name) => format!("context {name}"),
        other => format!("{other:?}"),
    });
    ("from", text)
}

fn access(access: Option<MountAccess>) -> Given {
    let text = access.map(|access| match access {
        MountAccess::ReadOnly => "read-only",
        MountAccess::ReadWrite => "read-write",
    });
    ("access", text.map(str::to_owned))
}

fn sharing(sharing: Sharing) -> Given {
    let text = match sharing {
        Sharing::Shared => None,
        Sharing::Private => Some("private"),
        Sharing::Locked => Some("locked"),
    };
    ("sharing", text.map(str::to_owned))
}

fn required(required: bool) -> Given {
    ("required", required.then(|| "yes".to_owned()))
}

fn file(mode: Option<&Value<'_, OctalMode>>, uid: Option<&Value<'_, Uid>>, gid: Option<&Value<'_, Gid>>) -> [Given; 3] {
    [("mode", mode.map(value)), ("uid", uid.map(value)), ("gid", gid.map(value))]
}
