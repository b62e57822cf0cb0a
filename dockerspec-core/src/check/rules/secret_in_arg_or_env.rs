use crate::check::facts::{FileFacts, StageFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;
use crate::parse::Span;

rule! {
    /// ## What it does
    ///
    /// Finds ARG and ENV whose name says that the value is a secret: one of the words between `_` is `apikey`, `auth`,
    /// `credential`, `credentials`, `key`, `password`, `pword`, `passwd`, `secret` or `token`, and none is `public`,
    /// `file` or `version`.
    ///
    /// An ENV whose value is none that anybody hides is a warning: nothing, a switch such as `true`, or the fingerprint of
    /// an `OpenPGP` key in a variable whose name says `GPG` or `PGP`.
    ///
    /// ## Why is this bad?
    ///
    /// The image keeps both: ENV in its configuration, ARG in its history. Whoever has the image can read them.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM node:24-trixie-slim
    /// ARG NPM_TOKEN
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM node:24-trixie-slim
    /// USER 10001
    /// RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci
    /// ```
    ///
    /// ## References
    ///
    /// - [SecretsUsedInArgOrEnv](https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/)
    secret_in_arg_or_env = Deny, aliases: ["DL3064", "SecretsUsedInArgOrEnv"], fixes: Never, Hook::Stage(check)
}

fn check(file: &FileFacts<'_>, stage: &StageFacts<'_>, report: &mut Report<'_>) {
    for dispatched in file.dispatched(stage) {
        let place = |word| dispatched.step.map_or(dispatched.span, |step| step.word(word));
        match dispatched.instruction {
            Instruction::Arg(args) => {
                for (number, arg) in args.args.iter().enumerate() {
                    name("ARG", arg.name.as_str(), place(number), false, report);
                }
            }
            Instruction::Env(env) => {
                for (number, pair) in env.pairs.iter().enumerate() {
                    if let Some(key) = pair.name.as_literal() {
                        let is_public = pair.value.as_literal().is_some_and(|value| is_public(key, value));
                        name("ENV", key, place(2 * number), is_public, report);
                    }
                }
            }
            _ => {}
        }
    }
}

fn name(keyword: &str, name: &str, span: Span, is_public: bool, report: &mut Report<'_>) {
    if is_name_of_secret(name) {
        report.add(
            Draft::new(span, format!("{keyword} `{name}` looks like a secret, which the image would keep"))
                .doubtful(is_public)
                .label("the name of a secret")
                .help("mount it where it is used: `RUN --mount=type=secret,…`"),
        );
    }
}

/// Whether the name of a variable says that its value is a secret.
pub(in crate::check) fn is_name_of_secret(name: &str) -> bool {
    says(name, SECRETS) && !says(name, NO_SECRETS)
}

/// Whether a value is none that anybody hides, whatever the name of the variable says.
fn is_public(name: &str, value: &str) -> bool {
    const SWITCHES: &[&str] = &["", "0", "1", "false", "no", "none", "off", "on", "true", "yes"];
    let is_fingerprint = |part: &str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    SWITCHES.iter().any(|switch| value.eq_ignore_ascii_case(switch))
        || says(name, &["gpg", "pgp"]) && value.split_ascii_whitespace().all(is_fingerprint)
}

fn says(name: &str, words: &[&str]) -> bool {
    name.split('_').any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

const SECRETS: &[&str] =
    &["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"];
const NO_SECRETS: &[&str] = &["public", "file", "version"];

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;
    use crate::check::{Checker, Policy};
    use crate::finding::Level;

    #[test]
    fn whole_words_of_names_in_stages() {
        let text = "ARG TOKEN\nFROM a:1\nARG A=1 db_Password=2\nENV SECRET_X=1 Y=2\nENV KEY v\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @r"
        3:9 `db_Password=2` the name of a secret: ARG `db_Password` looks like a secret, which the image would keep; help: mount it where it is used: `RUN --mount=type=secret,…`
        4:5 `SECRET_X` the name of a secret: ENV `SECRET_X` looks like a secret, which the image would keep; help: mount it where it is used: `RUN --mount=type=secret,…`
        5:5 `KEY` the name of a secret: ENV `KEY` looks like a secret, which the image would keep; help: mount it where it is used: `RUN --mount=type=secret,…`
        ");
        let text = "FROM a:1\nARG TOKENS\nENV PUBLIC_KEY=a KEY_FILE=b APIKEY_VERSION=c MONKEY=d\nLABEL key=e\n";
        assert_eq!(findings(&super::RULE, text), "");
    }

    #[test]
    fn what_nobody_hides_is_a_warning() {
        let text = "FROM debian:13\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D A_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D\nENV PASSWORD= DISABLE_AUTH=True TOKEN=$TOKEN\nARG SECRET=\n";
        let found = Checker::new(&Policy::default()).check(text);
        let found = found.iter().filter(|finding| finding.code == super::RULE.name);
        let levels: Vec<_> = found.map(|finding| (&text[finding.label.span.range()], finding.level)).collect();
        let (warning, error) = (Level::Warning, Level::Error);
        let names = [("GPG_KEY", warning), ("A_KEY", error), ("PASSWORD", warning), ("DISABLE_AUTH", warning)];
        assert_eq!(levels[..4], names);
        assert_eq!(levels[4..], [("TOKEN", error), ("SECRET=", error)]);
    }
}
