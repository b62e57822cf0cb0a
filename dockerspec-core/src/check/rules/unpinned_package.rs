use crate::check::facts::CallFacts;
use crate::check::packages::{Operation, PROGRAMS, PackageCall, PackageProgram, Version, package_name};
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::shell::Word;

rule! {
    /// ## What it does
    ///
    /// Finds packages of the distribution that are installed without a version.
    ///
    /// ## Why is this bad?
    ///
    /// Another build installs another version, and something breaks that did not change.
    ///
    /// ## Why it is off
    ///
    /// People switch it off because distributions drop old versions from their archives, so that a pinned version
    /// breaks the build sooner than a new one breaks the program. A base that is pinned by its digest, or a snapshot of
    /// the archive, does more.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl~8.14
    /// USER 10001
    /// ```
    unpinned_package = Allow,
    aliases: ["DL3008", "DL3018", "DL3033", "DL3037", "DL3041"],
    fixes: Never,
    Hook::Call(PROGRAMS, check)
}

fn check(facts: &CallFacts<'_, '_>, report: &mut Report<'_>) {
    let Some(call) = PackageCall::of(facts) else { return };
    let Some(operation @ (Operation::Install | Operation::InstallModule)) = call.operation else { return };
    let mut unpinned = call.operands().filter(|word| !is_pinned(word, call.program, operation));
    let Some(first) = unpinned.next() else { return };
    let others = unpinned.count();
    let name = package_name(first.literal_prefix());
    let message = match others {
        0 => format!("no version of `{name}` is named"),
        1 => format!("no version of `{name}` and of one more package is named"),
        _ => format!("no version of `{name}` and of {others} more packages is named"),
    };
    let example = match (operation, call.program.version) {
        (Operation::InstallModule, _) => format!("name a stream, such as `{name}:1`"),
        (_, Version::Behind(marks)) => format!("name a version, as `{name}{}…`", marks[0]),
        (_, Version::BehindDash) => format!("name a version, as `{name}-…`"),
    };
    report.add(Draft::new(first.span, message).label("any version").help(example));
}

/// Whether a word says a version, or is no package of an archive.
fn is_pinned(word: &Word<'_>, program: &PackageProgram, operation: Operation) -> bool {
    let text = word.literal_prefix();
    let is_file = text.starts_with(['/', '.', '~'])
        || text.as_bytes().contains(&b':') && text.contains("://")
        || word.literal_suffix().rsplit_once('.').is_some_and(|(_, extension)| extension == program.extension);
    // A package with `!` in front or `-` behind is one that must not be there.
    if is_file || text.starts_with(['!', '@']) || text.ends_with('-') && word.literal().is_some() {
        return true;
    }
    if operation == Operation::InstallModule {
        return text.contains(':');
    }
    match program.version {
        Version::Behind(marks) => text.contains(marks),
        // What is put in behind a name can be its version.
        Version::BehindDash => word.literal().is_none() || text.contains(['=', '<', '>']) || has_version(text),
    }
}

/// Whether a `-` with a digit behind it stands in the name of a package, and only characters of versions follow.
fn has_version(package: &str) -> bool {
    package.match_indices('-').any(|(at, _)| {
        let rest = &package[at + 1..];
        rest.starts_with(|first: char| first.is_ascii_digit())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._~^+:-*".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    fn found(run: &str) -> String {
        findings(&super::RULE, &format!("FROM a:1\nARG V=1.2\nARG PKG=\"curl=1 git=2\"\nENV ONE=curl\nRUN {run}\n"))
    }

    #[test]
    fn versions_in_every_spelling() {
        for run in [
            "apt-get install curl=8.5 git/stable ./local.deb",
            "apt-get install -t sid curl=8.5",
            "apt-get install curl=$V",
            "apt-get install $PKG",
            "P='curl=1'; apt-get install $P",
            "apt-get install $UNKNOWN",
            "apt-get install \"${PKGS[@]}\"",
            "apt-get build-dep curl",
            "apk add --virtual .build curl=8 'git~2' 'jq>1' x.apk !busybox",
            "apk add --root /x curl=8",
            "apk --no-cache search add",
            "dnf install curl-8.5 git-2.43-1.el9.x86_64 https://example.com/x.rpm which-$V",
            "yum install foo.rpm",
            "yum module install nodejs:20",
            "dnf group install Tools",
            "zypper in curl=8 'git>2'",
        ] {
            assert_eq!(found(run), "", "{run}");
        }
    }

    #[test]
    fn without_one() {
        insta::assert_snapshot!(found("apt-get install -y \\\n    curl=1 \\\n    git jq"), @"7:5 `git` any version: no version of `git` and of one more package is named; help: name a version, as `git=…`");
        insta::assert_snapshot!(found("apt-get install $ONE"), @"5:21 `$ONE` any version: no version of `curl` is named; help: name a version, as `curl=…`");
        insta::assert_snapshot!(found("apk add curl@edge"), @"5:13 `curl@edge` any version: no version of `curl` is named; help: name a version, as `curl=…`");
        insta::assert_snapshot!(found("microdnf install python3-pip gcc-c++"), @"5:22 `python3-pip` any version: no version of `python3-pip` and of one more package is named; help: name a version, as `python3-pip-…`");
        insta::assert_snapshot!(found("yum module install nodejs"), @"5:24 `nodejs` any version: no version of `nodejs` is named; help: name a stream, such as `nodejs:1`");
    }
}
