use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::finding::Replacement;
use crate::parse::Span;
use crate::value::Protocol;

rule! {
    /// ## What it does
    ///
    /// Finds protocols of EXPOSE that are not in lower case.
    ///
    /// ## Why is this bad?
    ///
    /// The image has it in lower case, and so does everything else that names it.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// EXPOSE 53/UDP
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// EXPOSE 53/udp
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [ExposeProtoCasing](https://docs.docker.com/reference/build-checks/expose-proto-casing/)
    upper_case_protocol = Warn, aliases: ["ExposeProtoCasing"], fixes: Sometimes, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let mut needs_values = false;
    for stage in &file.stages {
        for step in &stage.steps {
            let Instruction::Expose(expose) = step.instruction else { continue };
            for (number, port) in expose.ports.iter().enumerate() {
                if step.is_trigger || port.fixed().is_none() {
                    needs_values = true;
                    continue;
                }
                let span = step.word(number);
                let written = file.source[span.range()].trim_end_matches(['"', '\'']);
                protocol(written, span, file, report);
            }
        }
    }
    if needs_values {
        for port in &file.trace.ports {
            protocol(&port.value, port.word, file, report);
        }
    }
}

fn protocol(port: &str, span: Span, file: &FileFacts<'_>, report: &mut Report<'_>) {
    let Some((_, protocol)) = port.rsplit_once('/') else { return };
    if !protocol.bytes().any(|byte| byte.is_ascii_uppercase())
        || Protocol::parse(&protocol.to_ascii_lowercase()).is_err()
    {
        return;
    }
    let lowered = protocol.to_ascii_lowercase();
    let draft = Draft::new(span, format!("the protocol `{protocol}` is not in lower case"))
        .label("letters in upper case")
        .help(format!("write `{lowered}`"));
    report.add(match file.source[span.range()].rfind(protocol) {
        Some(at) => {
            let start = span.start as usize + at;
            let span = Span::of(start, start + protocol.len());
            draft.fix(format!("write `{lowered}`"), [Replacement::new(span, lowered)])
        }
        None => draft,
    });
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn protocols() {
        let text = "FROM a:1\nEXPOSE 1/TCP 2/udp 3-4/Sctp 1:5/TCP \"6/UDP\" 7\nENV P=UDP\nEXPOSE 8/$P 9/$Q\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r#"
        2:8 `1/TCP` letters in upper case: the protocol `TCP` is not in lower case; help: write `tcp`; fix: write `tcp` -> EXPOSE 1/tcp 2/udp 3-4/Sctp 1:5/TCP "6/UDP" 7
        2:20 `3-4/Sctp` letters in upper case: the protocol `Sctp` is not in lower case; help: write `sctp`; fix: write `sctp` -> EXPOSE 1/TCP 2/udp 3-4/sctp 1:5/TCP "6/UDP" 7
        2:29 `1:5/TCP` letters in upper case: the protocol `TCP` is not in lower case; help: write `tcp`; fix: write `tcp` -> EXPOSE 1/TCP 2/udp 3-4/Sctp 1:5/tcp "6/UDP" 7
        2:37 `"6/UDP"` letters in upper case: the protocol `UDP` is not in lower case; help: write `udp`; fix: write `udp` -> EXPOSE 1/TCP 2/udp 3-4/Sctp 1:5/TCP "6/udp" 7
        4:8 `8/$P` letters in upper case: the protocol `UDP` is not in lower case; help: write `udp`
        "#);
    }
}
