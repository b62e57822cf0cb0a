use crate::check::facts::{FileFacts, StageFacts, StepFacts};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::dockerfile::Instruction;

rule! {
    /// ## What it does
    ///
    /// Finds keys of LABEL that are not as Docker asks for: lower-case letters and digits, `.`, `-`, `_` or `/` between
    /// them, a letter first, and not of the name spaces `com.docker`, `io.docker` and `org.dockerproject`.
    ///
    /// ## Why is this bad?
    ///
    /// Keys differ when one letter does, and programs that look for labels know the usual spelling.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL Maintainer="team@example.com"
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// LABEL org.opencontainers.image.authors="team@example.com"
    /// USER 10001:10001
    /// ```
    ///
    /// ## References
    ///
    /// [Key format recommendations](https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations)
    unconventional_label_key = Warn, aliases: ["DL3048"], fixes: Never, Hook::Step(&["LABEL"], check)
}

fn check(_: &FileFacts<'_>, _: &StageFacts<'_>, step: &StepFacts<'_>, report: &mut Report<'_>) {
    let Instruction::Label(label) = step.instruction else { return };
    for (number, pair) in label.pairs.iter().enumerate() {
        let Some(key) = pair.key.as_literal() else { continue };
        if let Some((why, help)) = problem(key) {
            let message = format!("the label key `{key}` {why}");
            report.add(Draft::new(step.word(2 * number), message).label("an unusual key").help(help));
        }
    }
}

/// What is unusual in a key, and what to do.
fn problem(key: &str) -> Option<(&'static str, &'static str)> {
    let bytes = key.as_bytes();
    let (first, last) = (*bytes.first()?, *bytes.last()?);
    let is_usual = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'/');
    let is_reserved = |space: &&str| key.strip_prefix(*space).is_some_and(|rest| rest.starts_with('.'));
    Some(if bytes.iter().any(u8::is_ascii_uppercase) {
        ("has capital letters", "write it in lower case")
    } else if !bytes.iter().all(is_usual) {
        ("has unusual characters", "use lower-case letters, digits, `.` and `-`")
    } else if !first.is_ascii_lowercase() {
        ("does not begin with a letter", "begin it with the name of a domain backwards, as in `com.example.`")
    } else if !last.is_ascii_alphanumeric() {
        ("ends in a separator", "end it in a letter or a digit")
    } else if key.contains("..") || key.contains("--") {
        ("has two separators together", "write one of them")
    } else if RESERVED.iter().any(is_reserved) && !GIVEN.iter().any(|known| key.starts_with(known)) {
        ("is in a name space of Docker", "use a domain of your own, as in `com.example.`")
    } else {
        return None;
    })
}

/// The name spaces that Docker keeps.
const RESERVED: &[&str] = &["com.docker", "io.docker", "org.dockerproject"];

/// Labels in them that Docker asks others to set: those of extensions of Docker Desktop.
const GIVEN: &[&str] = &["com.docker.desktop.", "com.docker.extension."];

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn usual_keys_are_silent() {
        let keys = "a=1 a_b=1 a/b=1 a1.b-c=1 com.dockerx=1 $X=1 com.docker.extension.categories=1 \"a\"=1 a-.b=1";
        assert_eq!(findings(&super::RULE, &format!("FROM a:1\nLABEL {keys}\n")), "");
    }

    #[test]
    fn unusual_keys() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM a:1\nLABEL Foo=1 \"a b\"=1 1a=1 a-=1 a..b=1 com.docker.x=1 ä=1\nONBUILD LABEL A=1\n"), @r#"
        2:7 `Foo` an unusual key: the label key `Foo` has capital letters; help: write it in lower case
        2:13 `"a b"` an unusual key: the label key `a b` has unusual characters; help: use lower-case letters, digits, `.` and `-`
        2:21 `1a` an unusual key: the label key `1a` does not begin with a letter; help: begin it with the name of a domain backwards, as in `com.example.`
        2:26 `a-` an unusual key: the label key `a-` ends in a separator; help: end it in a letter or a digit
        2:31 `a..b` an unusual key: the label key `a..b` has two separators together; help: write one of them
        2:38 `com.docker.x` an unusual key: the label key `com.docker.x` is in a name space of Docker; help: use a domain of your own, as in `com.example.`
        2:53 `ä` an unusual key: the label key `ä` has unusual characters; help: use lower-case letters, digits, `.` and `-`
        3:9 `LABEL A=1` an unusual key: the label key `A` has capital letters; help: write it in lower case
        "#);
    }
}
