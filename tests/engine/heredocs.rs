//! `RUN` lines with heredocs of their own: the shell gets every body, and the instruction behind them runs.

use dockerspec::ImageRef;
use dockerspec::model::{Base, Dockerfile, Heredoc, Label, Run, RunCommand, ShellHeredocs, ShellText, Stage};

use crate::docker::BuiltImage;

/// A line, the delimiters and bodies of its heredocs, and what it prints.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn the_shell_gets_every_body() {
    let cases: [Case; 6] = [
        ("cat <<A", &[("A", "$((1 + 1)) RUN false\n")], "2 RUN false\n"),
        ("cat <<'A'", &[("A", "$((1 + 1)) \\\n")], "$((1 + 1)) \\\n"),
        ("cat <<-A", &[("A", "\ta\n\t\tb\n")], "a\nb\n"),
        ("cat - /dev/fd/3 <<A 3<<\"B\"", &[("A", "B\n"), ("B", "A\n")], "B\nA\n"),
        ("echo 'it is' \"<<A\" a<b 2>/dev/null || cat <<A", &[("A", "else\n")], "else\n"),
        ("cat <<A_1 | tr a-z A-Z", &[("A_1", "# no comment\nA_1x\n\n")], "# NO COMMENT\nA_1X\n\n"),
    ];
    // The only tag that the stand-in of this base has; nothing here depends on its version.
    let mut stage = Stage::new(Base::from(ImageRef::new("busybox:latest").unwrap()));
    for (number, (line, heredocs, _)) in cases.iter().enumerate() {
        // A `;` right behind a delimiter would be part of it.
        let line = ShellText::new(format!("{{ {line} ; }} >/out{number}"));
        let heredocs =
            heredocs.iter().map(|&(delimiter, body)| Heredoc { delimiter: delimiter.into(), body: body.into() });
        let heredocs = heredocs.collect();
        stage.instructions.push(Run::new(RunCommand::Heredocs(ShellHeredocs { line, heredocs })).into());
    }
    stage.instructions.push(Label::new("last", "reached").into());
    let text = Dockerfile::from(stage).render().unwrap();
    let empty = tempfile::tempdir().unwrap();
    let built = BuiltImage::build(empty.path(), &text, &[]).unwrap_or_else(|error| panic!("{error}\n{text}"));
    for (number, (line, _, expected)) in cases.iter().enumerate() {
        let found = built.run(&[], &["cat", &format!("/out{number}")]).unwrap();
        assert_eq!(String::from_utf8_lossy(&found), *expected, "{line}");
    }
    assert_eq!(built.inspect()["Config"]["Labels"]["last"], "reached");
}
