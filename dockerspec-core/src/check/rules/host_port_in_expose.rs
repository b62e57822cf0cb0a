use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::value::ExposedPort;

rule! {
    /// ## What it does
    ///
    /// Finds ports of EXPOSE with an address or a port of the host.
    ///
    /// ## Why is this bad?
    ///
    /// BuildKit drops them, and will refuse them one day. What a port is on the host is said by `docker run --publish`.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// EXPOSE 127.0.0.1:80:8080
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// EXPOSE 8080
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [ExposeInvalidFormat](https://docs.docker.com/reference/build-checks/expose-invalid-format/)
    host_port_in_expose = Warn, aliases: ["ExposeInvalidFormat"], fixes: Sometimes, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    // An address and a port of the host have a `:` behind them.
    let is_there = |stage: &crate::check::facts::StageFacts<'_>| {
        stage.steps.iter().any(|step| matches!(step.instruction, crate::dockerfile::Instruction::Expose(_)))
    };
    if !file.stages.iter().any(is_there) {
        return;
    }
    for port in &file.trace.ports {
        let text = &*port.value;
        let Some((host, container)) = text.rsplit_once(':') else { continue };
        if host.trim_start_matches(':').is_empty() || container.is_empty() || container.starts_with('/') {
            continue;
        }
        let draft = Draft::new(port.word, format!("`{host}` is a matter of the host, which no image decides"))
            .label("an address or a port of the host")
            .help(format!("write `EXPOSE {container}`"));
        let is_plain = file.source[port.word.range()] == *text && ExposedPort::parse(container).is_ok();
        report.add(if is_plain {
            draft.fix(format!("write `{container}`"), [Replacement::new(port.word, container.to_owned())])
        } else {
            draft
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn ports_of_the_host() {
        let text = "FROM a:1\nENV P=1:2\nEXPOSE 80:81 [::1]:1:2/udp $P 3 :4 5-6:7-8\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r"
        3:8 `80:81` an address or a port of the host: `80` is a matter of the host, which no image decides; help: write `EXPOSE 81`; fix: write `81` -> EXPOSE 81 [::1]:1:2/udp $P 3 :4 5-6:7-8
        3:14 `[::1]:1:2/udp` an address or a port of the host: `[::1]:1` is a matter of the host, which no image decides; help: write `EXPOSE 2/udp`; fix: write `2/udp` -> EXPOSE 80:81 2/udp $P 3 :4 5-6:7-8
        3:28 `$P` an address or a port of the host: `1` is a matter of the host, which no image decides; help: write `EXPOSE 2`
        3:36 `5-6:7-8` an address or a port of the host: `5-6` is a matter of the host, which no image decides; help: write `EXPOSE 7-8`; fix: write `7-8` -> EXPOSE 80:81 [::1]:1:2/udp $P 3 :4 7-8
        ");
    }
}
