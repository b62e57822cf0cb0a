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
                    name("ARG", arg.name.as_str(), place(number), report);
                }
            }
            Instruction::Env(env) => {
                for (number, pair) in env.pairs.iter().enumerate() {
                    if let Some(key) = pair.name.as_literal() {
                        name("ENV", key, place(2 * number), report);
                    }
                }
            }
            _ => {}
        }
    }
}

fn name(keyword: &str, name: &str, span: Span, report: &mut Report<'_>) {
    if is_name_of_secret(name) {
        report.add(
            Draft::new(span, format!("{keyword} `{name}` looks like a secret, which the image would keep"))
                .label("the name of a secret")
                .help("mount it where it is used: `RUN --mount=type=secret,…`"),
        );
    }
}

/// Whether the name of a variable says that its value is a secret.
pub(in crate::check) fn is_name_of_secret(name: &str) -> bool {
    says(name, SECRETS) && !says(name, NO_SECRETS)
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
}
