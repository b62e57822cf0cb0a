use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds bases that are named without a tag and without a digest. The defaults of arguments count; a variable
    /// without one is not guessed, and a stage or a named context is no image.
    ///
    /// ## Why is this bad?
    ///
    /// Such a base is the tag `latest`: another image every few weeks, and with it another build.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian
    /// USER 10001:10001
    /// ```
    ///
    /// ```dockerfile
    /// ARG BASE=debian
    /// FROM ${BASE}
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001:10001
    /// ```
    unpinned_base = Deny, aliases: ["DL3006"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    file.each_image(&mut |named| {
        if named.base_of.is_none() || named.image.tag().is_some() || named.image.digest().is_some() {
            return;
        }
        let default = file.default_in(&named);
        report.add(
            Draft::new(named.span, format!("the base `{}` has no tag", named.image))
                .label("an image that changes")
                .other_if(default, "the default")
                .help("name the version, or pin it by its digest"),
        );
    });
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn defaults_count() {
        insta::assert_snapshot!(findings(&super::RULE, "ARG A=1 NAME=app\nFROM ghcr.io/acme/${NAME} AS Build\nFROM build\nFROM base-${TARGETARCH}\nFROM localhost:5000/a\n"), @r"
        2:6 `ghcr.io/acme/${NAME}` an image that changes: the base `ghcr.io/acme/app` has no tag; 1:9 `NAME=app` the default; help: name the version, or pin it by its digest
        4:6 `base-${TARGETARCH}` an image that changes: the base `base-amd64` has no tag; help: name the version, or pin it by its digest
        5:6 `localhost:5000/a` an image that changes: the base `localhost:5000/a` has no tag; help: name the version, or pin it by its digest
        ");
    }

    #[test]
    fn what_is_no_image_or_not_known_is_silent() {
        for base in [
            "scratch",
            "$BASE",
            "a${BASE}",
            "a/${BASE}",
            "${BASE}/a",
            "debian:${BASE}",
            "${TAGGED}",
            "a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            let found = findings(&super::RULE, &format!("ARG BASE\nARG TAGGED=a:1\nFROM {base}\n"));
            assert!(!found.contains("has no tag"), "{found}");
        }
        assert_eq!(findings(&super::RULE, "FROM a:1 AS Base\nFROM base\n"), "");
    }
}
