//! What commands of the build receive of hostile text: its bytes, written to files and read back.

use dockerspec::Image;
use dockerspec::model::{Dockerfile, Instruction, Run, Shell, ShellText, Stage};
use dockerspec::value::ImageRef;

use crate::archive::read;
use crate::build::build_in;
use crate::docker::BuiltImage;
use crate::hostile::texts;
use crate::refusals::accepted;

pub(crate) fn busybox() -> ImageRef<'static> {
    ImageRef::new("busybox:latest").expect("an image reference")
}

/// `text` between single quotes, as a shell takes it.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Instructions that write one file each, and what must be in it.
#[derive(Default)]
struct Written {
    instructions: Vec<Instruction<'static>>,
    files: Vec<String>,
    contents: Vec<String>,
}

impl Written {
    fn add(&mut self, text: &str, run: impl FnOnce(&str) -> Run<'static>) {
        let file = format!("out/{}", self.files.len());
        let run = run(&format!("/{file}")).into();
        if accepted(&run, text) {
            self.instructions.push(run);
            self.files.push(file);
            self.contents.push(text.to_owned());
        }
    }

    fn assert_written(self) {
        let mut stage = Stage::new(busybox().into());
        stage.instructions.push(Run::shell("mkdir /out").into());
        stage.instructions.extend(self.instructions);
        let context = tempfile::tempdir().expect("a temporary directory");
        let image = build_in(context.path(), &Dockerfile::from(stage), &[]);
        for (content, written) in self.contents.iter().zip(read(&image, &self.files)) {
            assert_eq!(content.as_bytes(), written, "{content:?} became {:?}", String::from_utf8_lossy(&written));
        }
    }
}

/// Hostile texts, many of them: a layer each is too much, so that a command writes several.
fn groups(seed: u8, count: usize, size: usize) -> Vec<Vec<String>> {
    texts(seed, count).chunks(size).map(<[String]>::to_vec).collect()
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn scripts_and_arguments() {
    let mut written = Written::default();
    let with_nul = |text: &String| text.contains('\0');
    for seed in 1..3 {
        for mut group in groups(seed - 1, 400, 40) {
            group.retain(|text| !with_nul(text));
            let text = group.join("\u{1}");
            written.add(&text, |file| Run::script(format!("set -e\nprintf %s {} > {file}\n", quoted(&text))));
            let script = r#"out=$1; shift; for text; do printf '%s\001' "$text"; done | head -c -1 > "$out""#;
            let arguments =
                |file: &str| ["sh", "-c", script, "sh", file].map(str::to_owned).into_iter().chain(group.clone());
            written.add(&text, |file| Run::exec(arguments(file)));
            let interpreted = format!("#!/bin/sh\nprintf %s {} > ", quoted(&text));
            written.add(&text, |file| Run::script(format!("{interpreted}{file}\n")));
        }
    }
    written.assert_written();
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn one_line_of_shell() {
    let mut written = Written::default();
    for group in groups(0, 300, 6) {
        let text = group.join("\u{1}");
        written.add(&text, |file| Run::shell(format!("printf %s {} > {file}", quoted(&text))));
    }
    assert!(written.files.len() > 10, "{} of 50 can be said", written.files.len());
    written.assert_written();
}

/// The shell is a program that writes its argument down: the text of a command is the text that the shell receives.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn the_shell_receives_the_text() {
    let base = |instructions: Vec<Instruction<'static>>| {
        let mut stage = Stage::new(busybox().into());
        stage.instructions.push(Run::script("mkdir /out\n").into());
        let keep = r#"set -- "$1" /out/$(ls /out | wc -l); printf %s "$1" > "$2""#;
        stage.instructions.push(Shell::new(["/bin/sh", "-c", keep, "sh"]).into());
        stage.instructions.extend(instructions);
        stage
    };
    for (seed, count) in [(0, 190), (1, 20)] {
        let all = texts(seed, count);
        let shell = all.iter().filter(|text| !text.is_empty()).map(|text| (Run::shell(text.clone()), text.clone()));
        let script = all.iter().map(|text| format!("{text}\n")).filter(|text| !text.starts_with("#!"));
        let script = script.map(|text| (Run::script(text.clone()), text));
        let runs = shell.chain(script).map(|(run, text)| (Instruction::from(run), text));
        let runs: Vec<_> = runs.filter(|(run, text)| accepted(run, text)).collect();
        // An image has at most 127 layers.
        for runs in runs.chunks(100) {
            let stage = base(runs.iter().map(|(run, _)| run.clone()).collect());
            let context = tempfile::tempdir().expect("a temporary directory");
            let image = build_in(context.path(), &Dockerfile::from(stage), &[]);
            let files: Vec<_> = (0..runs.len()).map(|number| format!("out/{number}")).collect();
            for ((_, text), read) in runs.iter().zip(read(&image, &files)) {
                assert_eq!(text.as_bytes(), read, "{text:?} became {:?}", String::from_utf8_lossy(&read));
            }
        }
    }
}

/// The builder chooses between one line and a heredoc; both must say the same.
#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn what_the_builder_makes_of_shell_text() {
    let mut stage = dockerspec::Stage::from_image("build", busybox()).run("mkdir /out");
    let mut contents = Vec::new();
    for (number, mut group) in groups(7, 480, 12).into_iter().enumerate() {
        group.retain(|text| !text.contains('\0'));
        let text = group.concat();
        let command = format!("printf %s {} > /out/{number}", quoted(&text));
        assert_eq!(ShellText::new(command.clone()).fits_run(), accepted(&Run::shell(command.clone()).into(), &command));
        stage = stage.run(dockerspec::Run::sh(command));
        contents.push(text);
    }
    let image = Image::new(stage.run_as_root("only a test")).render_unchecked().unwrap();
    let context = tempfile::tempdir().expect("a temporary directory");
    let image = BuiltImage::build(context.path(), &image, &[]).unwrap_or_else(|error| panic!("{error}\n{image}"));
    let files: Vec<_> = (0..contents.len()).map(|number| format!("out/{number}")).collect();
    for (text, read) in contents.iter().zip(read(&image, &files)) {
        assert_eq!(text.as_bytes(), read, "{text:?} became {:?}", String::from_utf8_lossy(&read));
    }
}
