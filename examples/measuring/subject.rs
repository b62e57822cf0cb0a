//! What is measured: a Dockerfile, the application that it is for, and a line of that to change.

use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use dockerspec::finding::Level;
use dockerspec::model::{Base, Dockerfile};
use dockerspec::{Image, ImageError, ImageRef};

use super::application::Change;
use super::cold::{images, rename_caches};
use super::failure::Failure;

/// An image to measure.
#[derive(Debug, Clone)]
pub struct Subject {
    /// What it is called in tables.
    pub(super) name: String,
    /// The text of the Dockerfile, whose cache mounts nobody else has.
    pub(super) dockerfile: String,
    pub(super) ignore_file: Option<String>,
    /// What the last stage begins with.
    pub(super) base: String,
    /// The images that are pulled before anything is measured.
    pub(super) images: Vec<ImageRef<'static>>,
    /// The directory of the application.
    pub(super) application: PathBuf,
    pub(super) change: Change,
    /// What the names of all that it leaves in the engine begin with.
    pub(super) mark: String,
}

impl Subject {
    /// An image that was described.
    ///
    /// # Errors
    ///
    /// The problems of the image.
    pub fn of_image(
        name: impl Into<String>,
        image: &Image,
        application: impl Into<PathBuf>,
        change: Change,
    ) -> Result<Self, Failure> {
        let name = name.into();
        let failure = |error: ImageError| Failure::Image { name: name.clone(), error };
        let dockerfile = image.dockerfile().map_err(failure)?;
        let (text, ignore_file) = (image.render().map_err(failure)?, image.ignore_file().map_err(failure)?);
        Self::new(name, &text, dockerfile, Some(ignore_file), application.into(), change)
    }

    /// An image whose Dockerfile somebody wrote, and which has no ignore file.
    ///
    /// # Errors
    ///
    /// The first thing in it that BuildKit would refuse.
    pub fn of_text(
        name: impl Into<String>,
        text: &'static str,
        application: impl Into<PathBuf>,
        change: Change,
    ) -> Result<Self, Failure> {
        let name = name.into();
        let (dockerfile, findings) = Dockerfile::parse(text);
        match findings.iter().find(|finding| finding.level == Level::Error) {
            Some(finding) => Err(Failure::Dockerfile { name, problem: finding.to_string() }),
            None => Self::new(name, text, dockerfile, None, application.into(), change),
        }
    }

    fn new(
        name: String,
        text: &str,
        mut dockerfile: Dockerfile<'static>,
        ignore_file: Option<String>,
        application: PathBuf,
        change: Change,
    ) -> Result<Self, Failure> {
        let mark = new_mark();
        // A text without caches is built as it was written, byte for byte.
        let text = if rename_caches(&mut dockerfile, &mark) {
            let rendered = dockerfile.render();
            rendered.map_err(|error| Failure::Dockerfile { name: name.clone(), problem: error.to_string() })?
        } else {
            text.to_owned()
        };
        let (base, images) = (base(&dockerfile), images(&dockerfile));
        Ok(Self { name, dockerfile: text, ignore_file, base, images, application, change, mark })
    }
}

/// What the last stage begins with, in the end.
fn base(dockerfile: &Dockerfile<'_>) -> String {
    let mut stages = dockerfile.stages.iter().rev();
    let mut base = stages.next().map(|stage| &stage.base);
    while let Some(Base::Stage(name)) = base {
        base = stages.by_ref().find(|stage| stage.name.as_ref() == Some(name)).map(|stage| &stage.base);
    }
    match base {
        Some(Base::Image(image)) => image.fixed().map_or_else(|| "a variable".to_owned(), ToString::to_string),
        Some(Base::Context(name)) => name.to_string(),
        _ => "scratch".to_owned(),
    }
}

/// A name that nothing else in the engine has, whoever else uses it.
fn new_mark() -> String {
    static MARKS: AtomicU32 = AtomicU32::new(0);
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    format!("dockerspec-measured-{seconds}-{}-{}", process::id(), MARKS.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use dockerspec::{Run, Stage, image_ref};

    use super::*;

    fn subject(text: &'static str) -> Result<Subject, Failure> {
        Subject::of_text("app", text, "app", Change::new("a", "b"))
    }

    #[test]
    fn text_without_caches_stays_as_it_is() {
        let text = "FROM debian:13   AS a\nrun make\nFROM a\nCMD app\n";
        let subject = subject(text).unwrap();
        assert_eq!((&*subject.dockerfile, &*subject.base), (text, "debian:13"));
        assert_eq!(subject.images, [image_ref!("debian:13")]);
    }

    #[test]
    fn images_have_caches_of_their_own() {
        let stage = Stage::from_scratch("app").run(Run::exec(["/make"]).cache("/c")).user("10001");
        let subjects = [(); 2].map(|()| {
            Subject::of_image(
                "app",
                &Image::new(Stage::from_image("b", image_ref!("a:1")).run(Run::sh("make").cache("/c")).user("1")),
                "app",
                Change::new("a", "b"),
            )
            .unwrap()
        });
        assert_ne!(subjects[0].dockerfile, subjects[1].dockerfile);
        assert!(subjects[0].dockerfile.contains(&format!("id={}-/c", subjects[0].mark)), "{}", subjects[0].dockerfile);
        assert!(subjects[0].ignore_file.is_some());
        let scratch = Subject::of_image("app", &Image::new(stage), "app", Change::new("a", "b")).unwrap();
        assert_eq!((&*scratch.base, scratch.images.len()), ("scratch", 0));
    }

    #[test]
    fn what_does_not_build_is_not_measured() {
        let error = subject("FRM debian:13\n").unwrap_err().to_string();
        assert!(error.starts_with("the Dockerfile of `app` cannot be used: "), "{error}");
        let image = Image::new(Stage::from_image("app", image_ref!("debian:13-slim")).workdir("app").user("10001"));
        let error = Subject::of_image("app", &image, "app", Change::new("a", "b")).unwrap_err().to_string();
        assert!(error.starts_with("`app` cannot be described: "), "{error}");
    }
}
