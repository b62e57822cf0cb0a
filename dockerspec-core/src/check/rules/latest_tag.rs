use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds images with the tag `latest` and no digest: bases, also when an argument has it as its default, and
    /// images that COPY and mounts take files from.
    ///
    /// ## Why is this bad?
    ///
    /// `latest` is another image every few weeks, and with it another build.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:latest
    /// USER 10001:10001
    /// ```
    ///
    /// ```dockerfile
    /// ARG TAG=latest
    /// FROM debian:${TAG}
    /// USER 10001:10001
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY --from=ghcr.io/astral-sh/uv:latest /uv /usr/local/bin/
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// ARG TAG=13-slim
    /// FROM debian:${TAG}
    /// COPY --from=ghcr.io/astral-sh/uv:0.9.11 /uv /usr/local/bin/
    /// USER 10001:10001
    /// ```
    latest_tag = Deny, aliases: ["DL3007"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    file.each_image(&mut |named| {
        if named.image.tag() != Some("latest") || named.image.digest().is_some() {
            return;
        }
        let default = file.default_in(&named);
        report.add(
            Draft::new(named.span, format!("the {} `{}` is whatever is the latest", named.role(), named.image))
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
    fn bases_and_origins() {
        insta::assert_snapshot!(findings(&super::RULE, "ARG TAG=latest\nFROM a:$TAG\nRUN --mount=type=bind,from=b:latest,target=/b \\\n  --mount=from=c:1,target=/c x\nONBUILD COPY --from=d:latest /d /d\n"), @r"
        2:6 `a:$TAG` an image that changes: the base `a:latest` is whatever is the latest; 1:5 `TAG=latest` the default; help: name the version, or pin it by its digest
        3:28 `b:latest` an image that changes: the image `b:latest` is whatever is the latest; help: name the version, or pin it by its digest
        5:21 `d:latest` an image that changes: the image `d:latest` is whatever is the latest; help: name the version, or pin it by its digest
        ");
    }

    #[test]
    fn a_digest_fixes_what_a_tag_does_not() {
        let digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        assert_eq!(findings(&super::RULE, &format!("FROM a:latest@sha256:{digest}\nFROM b:latest-alpine\n")), "");
    }
}
