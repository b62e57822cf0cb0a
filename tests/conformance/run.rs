//! The fields of RUN.

use std::collections::BTreeSet;

use dockerspec::model::{Network, Run, RunCommand, Security};
use dockerspec::parse::Place;
use serde_json::{Value as Json, json};

use crate::compare::same;
use crate::fields::shell_text;
use crate::file::File;
use crate::mounts;
use crate::written::values;

/// The fields that only RUN has.
pub(crate) fn fields(
    file: &File<'_>,
    place: Place<'_>,
    run: &Run<'_>,
    raw: &[String],
    theirs: &Json,
) -> Result<Json, String> {
    let flags = file.written.flags(place)?;
    let names: BTreeSet<&str> = flags.iter().map(|flag| &*flag.name).collect();
    let devices = run.devices.iter().map(|device| json!({ "name": device.name, "required": device.required }));
    let mut fields = json!({
        "flags_used": names, "network": network(run.network)?, "security": security(run.security)?,
        "devices": devices.collect::<Vec<_>>(), "shell_form": !matches!(run.command, RunCommand::Exec(_)),
        "files": files(file, place, &run.command, &theirs["files"])?,
    });
    fields["cmdline"] = match &run.command {
        RunCommand::Exec(arguments) => {
            same("arguments", &json!(arguments), &json!(raw))?;
            json!(arguments)
        }
        RunCommand::Shell(text) => shell_text(text, raw)?,
        RunCommand::Heredocs(heredocs) => shell_text(&heredocs.line, raw)?,
        RunCommand::Script(_) => json!(raw),
        other => return Err(format!("{other:?}")),
    };
    let written = values(&flags, "mount");
    same("number of mounts", &json!(run.mounts.len()), &json!(written.len()))?;
    let their_mounts = theirs["mounts"].as_array().into_iter().flatten().chain(std::iter::repeat(&Json::Null));
    let mounts = run.mounts.iter().zip(&written).zip(their_mounts);
    let mounts = mounts.map(|((mount, raw), theirs)| mounts::fields(file, mount, raw, theirs));
    let mounts = mounts.collect::<Result<Vec<_>, _>>()?;
    match theirs.get("mount_error") {
        None => fields["mounts"] = json!(mounts),
        // BuildKit has looked at variables and quotes as if they were values.
        Some(error) if written.iter().any(|raw| raw.contains(['$', '\'', '"', '\\'])) => {
            fields["mount_error"] = error.clone();
        }
        Some(error) => return Err(format!("{:?} although {error}", run.mounts)),
    }
    Ok(fields)
}

/// The heredocs. The tabs of a script are gone in the model, and so is its delimiter where nobody sees it; of the others
/// the line says what becomes of tabs.
fn files(file: &File<'_>, place: Place<'_>, command: &RunCommand<'_>, theirs: &Json) -> Result<Json, String> {
    let heredocs = &file.node(place)?.heredocs;
    let bodies: Vec<(&str, &str)> = match command {
        RunCommand::Script(script) => {
            let body = theirs[0]["data"].as_str().unwrap_or_default();
            let strips_tabs = heredocs.first().is_some_and(|heredoc| heredoc.strips_tabs);
            let lines = body.split_inclusive('\n');
            let lines = lines.map(|line| if strips_tabs { line.trim_start_matches('\t') } else { line });
            same("script", &json!(script.text), &json!(lines.collect::<String>()))?;
            let others = heredocs.iter().skip(1).map(|heredoc| (&*heredoc.delimiter, heredoc.body));
            heredocs.first().map(|heredoc| (&*heredoc.delimiter, body)).into_iter().chain(others).collect()
        }
        RunCommand::Heredocs(ours) => {
            same("number of heredocs", &json!(ours.heredocs.len()), &json!(heredocs.len()))?;
            ours.heredocs.iter().map(|heredoc| (&*heredoc.delimiter, &*heredoc.body)).collect()
        }
        _ => Vec::new(),
    };
    let files = bodies
        .iter()
        .zip(heredocs)
        .map(|((name, body), heredoc)| json!({ "name": name, "data": body, "chomp": heredoc.strips_tabs }));
    Ok(files.collect())
}

fn network(network: Network) -> Result<&'static str, String> {
    Ok(match network {
        Network::Default => "default",
        Network::None => "none",
        Network::Host => "host",
        other => return Err(format!("{other:?}")),
    })
}

fn security(security: Security) -> Result<&'static str, String> {
    Ok(match security {
        Security::Sandbox => "sandbox",
        Security::Insecure => "insecure",
        other => return Err(format!("{other:?}")),
    })
}
