use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::value::ImageRef;

rule! {
    /// ## What it does
    ///
    /// Finds images that no entry of `trusted_registries` in the policy covers: bases, and images that COPY and mounts
    /// take files from. Without entries it finds nothing.
    ///
    /// An entry without `/` is a registry, with its port if it has one; `docker.io` is where images without a registry
    /// come from. An entry with `/` is an image in full, without its tag: `docker.io/library/debian`. In both, `*` is
    /// any text.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever can push an image decides what is in every image that is built on it.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM docker.io/somebody/base:1.4
    /// COPY --from=quay.io/acme/tool:2 /tool /usr/local/bin/
    /// USER 10001:10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY --from=ghcr.io/acme/tool:2 /tool /usr/local/bin/
    /// USER 10001:10001
    /// ```
    ///
    /// ## Policy
    ///
    /// ```json
    /// {"trusted_registries": ["ghcr.io", "docker.io/library/*"]}
    /// ```
    untrusted_registry = Deny, aliases: ["DL3026"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let trusted = &file.policy.trusted_registries;
    if trusted.is_empty() {
        return;
    }
    file.each_image(&mut |named| {
        let name = name_in_full(named.image);
        let registry = name.split('/').next().unwrap_or_default();
        if trusted.iter().any(|pattern| {
            let text = if pattern.contains('/') { &name } else { registry };
            matches(pattern.as_bytes(), text.as_bytes())
        }) {
            return;
        }
        let default = file.default_in(&named);
        report.add(
            Draft::new(
                named.span,
                format!("the {} `{}` is from none of the trusted registries", named.role(), named.image),
            )
            .label(format!("an image of `{registry}`"))
            .other_if(default, "the default")
            .help(format!("take one from {}", shown(trusted))),
        );
    });
}

/// The registry and the repository of an image.
fn name_in_full(image: &ImageRef<'_>) -> String {
    let mut name = image.canonical();
    // A `:` before the first slash is that of a port.
    let path = name.find('/').unwrap_or(0);
    if let Some(length) = name[path..].find([':', '@']) {
        name.truncate(path + length);
    }
    name
}

/// A list of patterns in a sentence.
fn shown(patterns: &[String]) -> String {
    patterns.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(" or ")
}

/// Whether a pattern with `*` for any text is that text, be the letters large or small: hosts do not tell them apart,
/// and what follows has no large ones.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut position) = (0, 0);
    // Where the last `*` stands, and how much of the text it takes so far.
    let mut star = None;
    while position < text.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, position));
            at += 1;
        } else if pattern.get(at).is_some_and(|byte| byte.eq_ignore_ascii_case(&text[position])) {
            at += 1;
            position += 1;
        } else if let Some((begin, taken)) = star {
            star = Some((begin, taken + 1));
            (at, position) = (begin + 1, taken + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use crate::check::Policy;
    use crate::check::testing::findings_with;

    fn found(trusted: &[&str], text: &str) -> String {
        let trusted_registries = trusted.iter().map(|&entry| entry.to_owned()).collect();
        let policy = Policy { trusted_registries, ..Policy::default() };
        findings_with(policy, &super::RULE, text)
    }

    #[test]
    fn patterns_of_registries_and_images() {
        for (pattern, image, is_trusted) in [
            ("docker.io", "debian:13", true),
            ("docker.io", "index.docker.io/library/debian:13", true),
            ("docker.io/library/debian", "debian:13", true),
            ("docker.io/library/debian", "debian-x:13", false),
            ("docker.io/library/*", "somebody/debian", false),
            ("*", "ghcr.io/a:1", true),
            ("ghcr.io", "GHCR.io/a:1", true),
            ("a.*.io", "a.b.c.io/a:1", true),
            ("a.*.io", "b.a.io/a:1", false),
            ("*.io", "evil.com/x.io:1", false),
            ("localhost:5000", "localhost:5000/a", true),
            ("localhost", "localhost:5000/a", false),
            ("localhost:*", "localhost:5000/a", true),
            ("ghcr.io/acme/*", "ghcr.io/acme/team/app:1", true),
            ("ghcr.io/acme/*", "ghcr.io/evil/acme/app:1", false),
        ] {
            assert_eq!(found(&[pattern], &format!("FROM {image}\n")).is_empty(), is_trusted, "{pattern} {image}");
        }
    }

    #[test]
    fn stages_and_what_is_not_known_are_silent() {
        let text = "ARG R\nARG OURS=ghcr.io/acme\nFROM $R/a:1\nFROM $OURS/a:1 AS x\nFROM x\nCOPY --from=0 /a /b\nFROM scratch\nCOPY --from=x /a /b\n";
        assert!(!found(&["ghcr.io"], text).contains("trusted"));
        assert_eq!(found(&[], "FROM a:1\n"), "");
        insta::assert_snapshot!(found(&["ghcr.io", "*.acme.com"], "ARG R=quay.io\nFROM $R/a:1\nRUN --mount=type=bind,from=b:1,target=/b x\n"), @r"
        2:6 `$R/a:1` an image of `quay.io`: the base `quay.io/a:1` is from none of the trusted registries; 1:5 `R=quay.io` the default; help: take one from `ghcr.io` or `*.acme.com`
        3:28 `b:1` an image of `docker.io`: the image `b:1` is from none of the trusted registries; help: take one from `ghcr.io` or `*.acme.com`
        ");
    }
}
