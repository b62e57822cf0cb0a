use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};

rule! {
    /// ## What it does
    ///
    /// Finds images that are named without a digest: bases, and images that COPY and mounts take files from.
    ///
    /// ## Why is this bad?
    ///
    /// A tag can be pushed again, with other content or by somebody else. A digest is the content.
    ///
    /// ## Why it is off
    ///
    /// Digests need something that renews them, such as Renovate or Dependabot; without it they keep old bugs in.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    /// USER 10001:10001
    /// ```
    ///
    /// ## References
    ///
    /// [Pin base image versions](https://docs.docker.com/build/building/best-practices/#pin-base-image-versions)
    missing_digest = Allow, aliases: [], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    file.each_image(&mut |named| {
        if named.image.is_pinned() {
            return;
        }
        let default = file.default_in(&named);
        report.add(
            Draft::new(named.span, ["the ", named.role(), " `", named.image.as_str(), "` has no digest"].concat())
                .label("an image that can change")
                .other_if(default, "the default")
                .help("add the digest that `docker buildx imagetools inspect` shows"),
        );
    });
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn every_image_is_looked_at() {
        insta::assert_snapshot!(findings(&super::RULE, "ARG A=a:1\nFROM $A AS a\nFROM a\nCOPY --from=a /a /a\nCOPY --from=b:1 /b /b\nRUN --mount=from=c,target=/c x\nFROM scratch\n"), @r"
        2:6 `$A` an image that can change: the base `a:1` has no digest; 1:5 `A=a:1` the default; help: add the digest that `docker buildx imagetools inspect` shows
        5:13 `b:1` an image that can change: the image `b:1` has no digest; help: add the digest that `docker buildx imagetools inspect` shows
        6:28 `c` an image that can change: the image `c` has no digest; help: add the digest that `docker buildx imagetools inspect` shows
        ");
    }
}
