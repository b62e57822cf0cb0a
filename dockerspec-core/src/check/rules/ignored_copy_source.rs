use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::ignore::IgnoreFile;

rule! {
    /// ## What it does
    ///
    /// Finds sources of COPY and ADD that `.dockerignore` leaves out.
    ///
    /// A file with `!` takes some of them back in, and is not looked at.
    ///
    /// ## Why is this bad?
    ///
    /// The file is not in the build context: the build fails, or a pattern matches less than it seems to.
    ///
    /// ## Example
    ///
    /// ```dockerignore
    /// target
    /// *.md
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY target/release/app /usr/local/bin/
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerignore
    /// target/debug
    /// *.md
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY target/release/app /usr/local/bin/
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [CopyIgnoredFile](https://docs.docker.com/reference/build-checks/copy-ignored-file/)
    ignored_copy_source = Warn, aliases: ["CopyIgnoredFile"], fixes: Never, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    let Some(ignore) = file.ignore.filter(|ignore| !ignore.has_exceptions()) else { return };
    for source in &file.trace.sources {
        let path = IgnoreFile::clean(&source.value);
        let is_root = path == "." || path == "/";
        if is_root && !ignore.excludes_everything() || !ignore.excludes(&path) {
            continue;
        }
        report.add(
            Draft::new(source.word, format!("`{path}` is left out of the build context"))
                .label("no file of the context")
                .help("take it back into the context in `.dockerignore`, or copy something else"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Checker, Policy};
    use crate::finding::Finding;

    fn of(ignore: &str, lines: &str) -> Vec<String> {
        let policy = Policy::default();
        let checker = Checker::new(&policy).ignore_file(IgnoreFile::parse(ignore).unwrap());
        let found = checker.check(&format!("FROM a:1 AS x\n{lines}\n"));
        found
            .into_iter()
            .filter(|finding: &Finding| finding.code == RULE.name)
            .map(|finding| finding.message.into_owned())
            .collect()
    }

    #[test]
    fn what_comes_from_the_context() {
        let lines = "ENV F=f\nCOPY f ./a/../f $F/x g /d/\nADD f http://f/f /d/\nCOPY --from=y f /d\nCOPY <<f /d\nf\nADD [\"f\", \"/d\"]\nRUN --mount=source=f x";
        insta::assert_snapshot!(of("f\n", lines).join("\n"), @r"
        `f` is left out of the build context
        `f` is left out of the build context
        `f/x` is left out of the build context
        `f` is left out of the build context
        `f` is left out of the build context
        ");
        assert_eq!(of("f\n!g\n", lines), [""; 0]);
    }

    #[test]
    fn the_root_counts_when_everything_is_left_out() {
        assert_eq!(of("*.md\n.*\n", "COPY . /x\nADD / /y"), [""; 0]);
        assert_eq!(of("*\n", "COPY . /x\nCOPY ./ /x").len(), 2);
        assert_eq!(of("**\n", "ADD / /y").len(), 1);
    }
}
