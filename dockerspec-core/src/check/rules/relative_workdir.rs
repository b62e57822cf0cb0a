use crate::check::facts::FileFacts;
use crate::check::report::{Draft, Report};
use crate::check::rule::{Hook, rule};
use crate::finding::Replacement;
use crate::value::normalized;

rule! {
    /// ## What it does
    ///
    /// Finds a relative WORKDIR before the first absolute one.
    ///
    /// A relative one behind an absolute one is well defined, and no finding.
    ///
    /// ## Why is this bad?
    ///
    /// It lies below the working directory of the base, which is another one when the base changes.
    ///
    /// ## Example
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// WORKDIR app
    /// USER 10001
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// WORKDIR /srv
    /// WORKDIR app
    /// USER 10001
    /// ```
    ///
    /// ## References
    ///
    /// - [WorkdirRelativePath](https://docs.docker.com/reference/build-checks/workdir-relative-path/)
    relative_workdir = Warn, aliases: ["DL3000", "WorkdirRelativePath"], fixes: Sometimes, Hook::File(check)
}

fn check(file: &FileFacts<'_>, report: &mut Report<'_>) {
    for workdir in &file.trace.relative_workdirs {
        let path = &workdir.value;
        let draft = Draft::new(workdir.word, format!("the working directory `{path}` lies below that of the base"))
            .label("a relative path")
            .help("name the whole path, which begins with `/`");
        // Triggers have no word of their own.
        let is_plain = file.source[workdir.word.range()] == **path
            && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_/.".contains(&byte));
        let base = file.base_of(&file.stages[workdir.stage]).and_then(|base| base.workdir.as_deref());
        report.add(match base.filter(|_| is_plain).map(|base| normalized(base, path)) {
            Some(whole) => draft.fix(format!("write `{whole}`"), [Replacement::new(workdir.word, whole)]),
            None => draft,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::findings;

    #[test]
    fn only_the_first_one_counts() {
        let text =
            "FROM a:1 AS b\nENV D=d\nWORKDIR $D\nWORKDIR e\nFROM b\nWORKDIR f\nFROM a:1\nWORKDIR /g\nWORKDIR h\n";
        insta::assert_snapshot!(findings(&super::RULE, text), @"3:9 `$D` a relative path: the working directory `d` lies below that of the base; help: name the whole path, which begins with `/`");
        insta::assert_snapshot!(findings(&super::RULE, "FROM --platform=windows a:1\nWORKDIR C:/a\nFROM --platform=windows a:1\nWORKDIR C:a\n"), @"4:9 `C:a` a relative path: the working directory `C:a` lies below that of the base; help: name the whole path, which begins with `/`");
    }

    #[test]
    fn the_directory_of_a_known_base_is_known() {
        insta::assert_snapshot!(findings(&super::RULE, "FROM scratch AS a\nFROM a\nWORKDIR ./b/../c/\nFROM golang:1.25\nWORKDIR app\n"), @r"
        3:9 `./b/../c/` a relative path: the working directory `./b/../c/` lies below that of the base; help: name the whole path, which begins with `/`; fix: write `/c` -> WORKDIR /c
        5:9 `app` a relative path: the working directory `app` lies below that of the base; help: name the whole path, which begins with `/`; fix: write `/go/app` -> WORKDIR /go/app
        ");
    }

    #[test]
    fn what_is_not_known_is_silent() {
        assert_eq!(findings(&super::RULE, "FROM a:1\nARG D=/d\nWORKDIR $D\n"), "");
    }
}
