//! What is measured of images: their numbers are those of images that are known.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use dockerspec::model::Sharing;
use dockerspec::{BaseImage, Cache, Image, ImageRef, ReferencePolicy, Run, Stage, bases, image_ref};
use dockerspec_examples::comparing::subjects;
use dockerspec_examples::measuring::{Change, Display, Engine, Failure, Measured, Subject, measure};
use dockerspec_examples::streams::Screen;
use tempfile::TempDir;

use crate::docker::BuiltImage;

/// How many bytes the application has.
const SIZE: usize = 12_345;

/// An application of one file.
fn application() -> TempDir {
    let directory = tempfile::tempdir().expect("there is room for a file");
    fs::write(directory.path().join("app"), format!("{:>SIZE$}", "code")).expect("it can be written");
    directory
}

fn change() -> Change {
    Change::new("app", "code")
}

/// What a quiet display would show.
fn measured(subject: &Subject) -> (Result<Measured, Failure>, String) {
    let mut shown = Vec::new();
    let measured = measure(subject, 2, &mut Display::new(&mut shown, Screen::File));
    (measured, String::from_utf8(shown).expect("it is text"))
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn bases_are_compared() {
    let busybox = ImageRef::parse("busybox:latest", ReferencePolicy::Any).expect("it is a reference");
    let variants = bases([image_ref!("debian:trixie-slim").into(), busybox.into(), BaseImage::Scratch], |base| {
        let stage = Stage::from_image("app", base).allow("latest_tag", "the stand-in has no other one");
        let stage = if *base == BaseImage::Scratch {
            stage
        } else {
            // Slower than the copy, so that to do it again would be seen.
            let run = Run::sh("test ! -e /cache/full && touch /cache/full && sleep 2");
            stage.run(run.cache(Cache::new("/cache").sharing(Sharing::Locked)))
        };
        Image::new(stage.copy("app", "/app").user("10001"))
    });
    let mut shown = Vec::new();
    let mut display = Display::new(&mut shown, Screen::File);
    // Twice: caches that an earlier measurement has filled would fail the RUN.
    for _ in 0..2 {
        let application = application();
        let subjects = subjects(&variants, application.path(), &change()).unwrap();
        let images: Vec<Measured> = subjects.iter().map(|subject| measure(subject, 2, &mut display).unwrap()).collect();
        let [debian, busybox, scratch] = images.as_slice() else { panic!("three, not {images:?}") };
        assert_eq!((scratch.size, scratch.layers), (SIZE as u64, 1), "of nothing but a file all is known");
        assert!(busybox.size > scratch.size && debian.size > 10 * busybox.size, "{images:#?}");
        for (image, steps) in [(debian, 2), (busybox, 2), (scratch, 1)] {
            assert_eq!((image.cold.steps.len(), image.rebuild.steps.len()), (steps, 1), "{image:#?}");
            assert!(image.rebuild.steps[0].contains("] COPY app /app"), "{image:#?}");
            assert!(image.rebuild_times.len() == 2 && image.rebuild_times.contains(&image.rebuild.time));
            assert!(image.rebuild_times.iter().all(|time| *time >= image.rebuild.time && !time.is_zero()));
        }
        assert!(debian.cold.time.as_secs() >= 2 && debian.rebuild.time < debian.cold.time);
    }
    let shown = String::from_utf8(shown).expect("it is text");
    assert_eq!(shown.matches("scratch: after a change, 2: ").count(), 2, "{shown}");
}

/// Somebody who begins to build the same when the cold build has ended, and goes on beside the next one.
struct Other<'o> {
    text: &'static str,
    context: &'o Path,
    build: Option<JoinHandle<Result<BuiltImage, String>>>,
}

impl Write for Other<'_> {
    fn write(&mut self, shown: &[u8]) -> io::Result<usize> {
        if String::from_utf8_lossy(shown).contains("cold build: ") {
            let (text, context) = (self.text, self.context.to_owned());
            self.build = Some(thread::spawn(move || BuiltImage::build(&context, text, &["--no-cache"])));
            // Time to come to the RUN, which takes longer.
            thread::sleep(Duration::from_secs(3));
        }
        Ok(shown.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn others_who_build_the_same_change_nothing() {
    // BuildKit does what two builds at the same time have in common once, for both of them.
    let text = "FROM busybox:latest\nRUN sleep 10\nCOPY app /app\n";
    let application = application();
    let subject = Subject::of_text("app", text, application.path(), change()).unwrap();
    let mut other = Other { text, context: application.path(), build: None };
    let measured = measure(&subject, 1, &mut Display::new(&mut other, Screen::File)).unwrap();
    let _image = other.build.expect("it began").join().unwrap().unwrap();
    assert_eq!(measured.rebuild.steps, ["[3/3] COPY app /app"]);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn what_does_not_build_says_why() {
    let application = application();
    let subject = |text| Subject::of_text("app", text, application.path(), change()).unwrap();
    let (measured, shown) = measured(&subject("FROM busybox:latest\nRUN echo it is broken && exit 3\n"));
    let Err(Failure::Build { name, attempt, lines }) = measured else { panic!("{measured:?}") };
    assert_eq!((&*name, &*attempt, &*lines[0]), ("app", "cold build", "it is broken"));
    assert!(lines.iter().any(|line| line.contains("exit code: 3")), "{lines:#?}");
    assert!(shown.ends_with("app: cold build: failed\n"), "{shown}");
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn the_engine_says_what_it_is() {
    let engine = Engine::find().unwrap();
    assert!(engine.processors > 0);
    for text in [&engine.client, &engine.engine, &engine.buildx, &engine.builder, &engine.store] {
        assert!(!text.is_empty() && text != "unknown", "{engine:?}");
    }
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn an_application_that_is_not_there() {
    let subject =
        Subject::of_text("app", "FROM busybox:latest\nCOPY app /app\n", Path::new("/no/such"), change()).unwrap();
    let (measured, _) = measured(&subject);
    assert!(matches!(measured, Err(Failure::File { .. })), "{measured:?}");
}
