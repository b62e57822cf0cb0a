use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::shell::{Call, Word};

rule! {
    /// ## What it does
    ///
    /// Finds downloads that do not verify who they come from: `curl --insecure`, `wget --no-check-certificate`,
    /// `pip --trusted-host`, `npm config set strict-ssl false`, `git -c http.sslVerify=false`, and variables of ENV and ARG
    /// that say the same.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever is between the build and the server decides what is in the image. A proxy with a certificate of its own is
    /// no reason: its certificate can be trusted instead.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ENV NODE_TLS_REJECT_UNAUTHORIZED=0
    /// RUN curl --fail --insecure --remote-name https://example.com/tool
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY proxy.crt /usr/local/share/ca-certificates/
    /// RUN update-ca-certificates && curl --fail --remote-name https://example.com/tool
    /// USER 10001
    /// ```
    unverified_tls = Warn, aliases: [], fixes: Never, Hook::Step(&["ARG", "ENV", "RUN"], check)
}

fn check(_: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    match step.instruction {
        Instruction::Env(env) => {
            for (number, pair) in env.pairs.iter().enumerate() {
                if let (Some(name), Some(value)) = (pair.name.as_literal(), pair.value.as_literal())
                    && is_off(name, value)
                {
                    add(step.word(2 * number), &format!("{name}={value}"), report);
                }
            }
        }
        Instruction::Arg(args) => {
            for (number, arg) in args.args.iter().enumerate() {
                let name = arg.name.as_str();
                if let Some(value) = arg.default.as_deref().and_then(|value| value.as_literal())
                    && is_off(name, value)
                {
                    add(step.word(number), &format!("{name}={value}"), report);
                }
            }
        }
        Instruction::Run(_) => {
            for call in step.calls() {
                check_call(&call, report);
            }
            for nested in step.scripts.iter().flat_map(|scripts| &scripts.all) {
                for assignment in nested.script.commands.iter().flat_map(|command| &command.assignments) {
                    if let Some(value) = assignment.value.literal()
                        && is_off(&assignment.name, value)
                    {
                        add(assignment.span, &format!("{}={value}", assignment.name), report);
                    }
                }
            }
        }
        _ => {}
    }
}

fn check_call(call: &Call<'_, '_>, report: &mut Report<'_>) {
    let found = |is: &dyn Fn(&str) -> bool| call.arguments.iter().find(|word| word.literal().is_some_and(is));
    let setting = |key: &str, values: &[&str]| {
        let at =
            call.arguments.iter().position(|word| word.literal().is_some_and(|text| text.eq_ignore_ascii_case(key)))?;
        let value = call.arguments.get(at + 1)?.literal()?;
        values.contains(&value).then(|| &call.arguments[at])
    };
    let word: Option<&Word<'_>> = match call.name {
        "curl" => found(&|text| text == "--insecure" || is_cluster_with(text, 'k')),
        "wget" => found(&|text| text == "--no-check-certificate"),
        "npm" | "pnpm" | "yarn" => found(&|text| matches!(text, "--strict-ssl=false" | "--no-strict-ssl"))
            .or_else(|| setting("strict-ssl", &["false"]))
            .or_else(|| setting("enableStrictSsl", &["false"]))
            .or_else(|| found(&|text| text == "strict-ssl=false")),
        "git" => {
            found(&|text| ["http.sslverify=false", "http.sslverify=0"].iter().any(|off| text.eq_ignore_ascii_case(off)))
                .or_else(|| setting("http.sslVerify", &["false", "0"]))
        }
        "apt" | "apt-get" => found(&|text| contains(text, "::verify-peer=false")),
        "export" | "env" => found(&|text| text.split_once('=').is_some_and(|(name, value)| is_off(name, value))),
        "conda" => setting("ssl_verify", &["false", "False", "no"]),
        name if name.starts_with("pip") || name.starts_with("python") || name == "uv" => found(&|text| {
            text == "--trusted-host" || text.starts_with("--trusted-host=") || text.starts_with("--allow-insecure-host")
        }),
        _ => None,
    };
    if let Some(word) = word {
        add(word.span, word.literal().unwrap_or_default(), report);
    }
}

fn add(span: crate::parse::Span, what: &str, report: &mut Report<'_>) {
    report.add(
        Draft::new(span, format!("`{what}` switches the verification of TLS off"))
            .label("anyone can answer")
            .help("remove it, and add the certificate that is missing to those that are trusted"),
    );
}

/// Whether a word is single letters behind a dash, with this one among those that take no value.
fn is_cluster_with(text: &str, letter: char) -> bool {
    let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.starts_with('-')) else { return false };
    letters.chars().take_while(|letter| !"ACDEFHKPQTUXYbcdehmortuwxyz".contains(*letter)).any(|found| found == letter)
}

/// Whether `part` stands in a text, in whatever case.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Whether a variable with this value switches verification off.
fn is_off(name: &str, value: &str) -> bool {
    match name {
        "NODE_TLS_REJECT_UNAUTHORIZED" | "PYTHONHTTPSVERIFY" => value == "0",
        "GIT_SSL_NO_VERIFY" => matches!(value, "1" | "true" | "True" | "yes"),
        "npm_config_strict_ssl" | "NPM_CONFIG_STRICT_SSL" | "YARN_ENABLE_STRICT_SSL" | "CONDA_SSL_VERIFY" => {
            matches!(value, "0" | "false" | "False" | "no")
        }
        "GOINSECURE" | "PIP_TRUSTED_HOST" | "UV_INSECURE_HOST" => !value.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn run(command: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nRUN {command}\n"))
    }

    #[test]
    fn similar_words_are_silent() {
        for command in [
            "curl -ok https://x/y",
            "curl -H 'a: --insecure' https://x/y",
            "curl -sSfL --key k https://x/y",
            "npm config set strict-ssl true",
            "echo curl -k",
            "NODE_TLS_REJECT_UNAUTHORIZED=1 npm ci",
        ] {
            assert_eq!(run(command), "", "{command}");
        }
    }

    #[test]
    fn every_spelling_is_found() {
        insta::assert_snapshot!(run("curl -fksSL https://x/y -o y && \\\n wget -q --no-check-certificate https://x/z"), @r"
        2:10 `-fksSL` anyone can answer: `-fksSL` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        3:10 `--no-check-certificate` anyone can answer: `--no-check-certificate` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        ");
        insta::assert_snapshot!(run("pip install --trusted-host pypi.org a==1 && npm config set strict-ssl false"), @r"
        2:17 `--trusted-host` anyone can answer: `--trusted-host` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        2:64 `strict-ssl` anyone can answer: `strict-ssl` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        ");
        insta::assert_snapshot!(run("git -c http.sslVerify=false clone x && git config --global http.sslverify false"), @r"
        2:12 `http.sslVerify=false` anyone can answer: `http.sslVerify=false` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        2:64 `http.sslverify` anyone can answer: `http.sslverify` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        ");
        insta::assert_snapshot!(run("GIT_SSL_NO_VERIFY=true git clone x; export PYTHONHTTPSVERIFY=0"), @r"
        2:5 `GIT_SSL_NO_VERIFY=true` anyone can answer: `GIT_SSL_NO_VERIFY=true` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        2:48 `PYTHONHTTPSVERIFY=0` anyone can answer: `PYTHONHTTPSVERIFY=0` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        ");
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nARG NPM_CONFIG_STRICT_SSL=false\nENV A=1 GIT_SSL_NO_VERIFY=1\n"), @r"
        2:5 `NPM_CONFIG_STRICT_SSL=false` anyone can answer: `NPM_CONFIG_STRICT_SSL=false` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        3:9 `GIT_SSL_NO_VERIFY` anyone can answer: `GIT_SSL_NO_VERIFY=1` switches the verification of TLS off; help: remove it, and add the certificate that is missing to those that are trusted
        ");
    }
}
