//! What is measured: a Dockerfile, the application that it is for, and a line of that to change.

use std::path::PathBuf;

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
    /// The Dockerfile, and its text.
    dockerfile: Dockerfile<'static>,
    text: String,
    pub(super) ignore_file: Option<String>,
    /// What the last stage begins with.
    pub(super) base: String,
    /// The images that are pulled before anything is measured.
    pub(super) images: Vec<ImageRef<'static>>,
    /// The directory of the application.
    pub(super) application: PathBuf,
    pub(super) change: Change,
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
        Ok(Self::new(name, text, dockerfile, Some(ignore_file), application.into(), change))
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
            None => Ok(Self::new(name, text.to_owned(), dockerfile, None, application.into(), change)),
        }
    }

    fn new(
        name: String,
        text: String,
        dockerfile: Dockerfile<'static>,
        ignore_file: Option<String>,
        application: PathBuf,
        change: Change,
    ) -> Self {
        let (base, images) = (base(&dockerfile), images(&dockerfile));
        Self { name, dockerfile, text, ignore_file, base, images, application, change }
    }

    /// The text of the Dockerfile with cache mounts that nobody else has: their names begin with `mark`. A text without
    /// cache mounts is that which was written, byte for byte.
    pub(super) fn marked(&self, mark: &str) -> Result<String, Failure> {
        let mut dockerfile = self.dockerfile.clone();
        if !rename_caches(&mut dockerfile, mark) {
            return Ok(self.text.clone());
        }
        let rendered = dockerfile.render();
        rendered.map_err(|error| Failure::Dockerfile { name: self.name.clone(), problem: error.to_string() })
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
        assert_eq!((&*subject.marked("new").unwrap(), &*subject.base), (text, "debian:13"));
        assert_eq!(subject.images, [image_ref!("debian:13")]);
    }

    #[test]
    fn caches_are_marked() {
        let stage = Stage::from_scratch("app").run(Run::exec(["/make"]).cache("/c")).user("10001");
        let subject = Subject::of_image("app", &Image::new(stage), "app", Change::new("a", "b")).unwrap();
        assert_eq!(
            subject.marked("new").unwrap(),
            "FROM scratch AS app\nRUN --mount=type=cache,target=/c,id=new-/c [\"/make\"]\nUSER 10001\n"
        );
        assert_eq!((&*subject.base, subject.images.len()), ("scratch", 0));
        assert!(subject.ignore_file.is_some());
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
