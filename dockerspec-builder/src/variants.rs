//! One description over several bases.

use std::collections::BTreeSet;
use std::fmt;
use std::panic::Location;
use std::slice;
use std::vec;

use dockerspec_core::value::ImageRef;

use crate::base::BaseImage;
use crate::image::Image;
use crate::problem::{ImageError, Problem, ProblemKind};

/// How long a tag may be.
const LONGEST_TAG: usize = 128;

/// How much of a digest tells one image from another.
const DIGEST_DIGITS: usize = 12;

/// One description over several bases: the image of each. To publish an application on several bases, or to see which of
/// them is the smallest one.
///
/// The description is called once for each base, in their order. It can put other things into the image for some of them.
///
/// ```
/// use dockerspec::{BaseImage, bases, image, image_ref};
///
/// let variants = bases(
///     [image_ref!("debian:trixie-slim").into(), image_ref!("debian:bookworm-slim").into(), BaseImage::Scratch],
///     |base| {
///         image! {
///             stage build from "golang:1.24-trixie" {
///                 workdir "/src";
///                 copy ["go.mod", "main.go"] => "./";
///                 env CGO_ENABLED = "0";
///                 run "go build -o /out/app .";
///             }
///             stage runtime from (base) {
///                 copy from build "/out/app" => "/app";
///                 user 10001:10001;
///                 entrypoint ["/app"];
///             }
///         }
///     },
/// );
/// let names: Vec<&str> = variants.iter().map(|variant| variant.name()).collect();
/// assert_eq!(names, ["debian-trixie-slim", "debian-bookworm-slim", "scratch"]);
/// for (name, dockerfile) in variants.render()? {
///     assert!(dockerfile.contains("\nFROM "), "{name}");
/// }
/// # Ok::<(), dockerspec::VariantsError>(())
/// ```
///
/// Each is an [`Image`] like any other. [`FileSet::variants`](crate::FileSet::variants) writes all of them.
///
/// # Errors
///
/// A base that is named twice is a problem of the second image, found when that is rendered.
#[track_caller]
pub fn bases<B: Into<BaseImage>>(
    bases: impl IntoIterator<Item = B>,
    mut describe: impl FnMut(&BaseImage) -> Image,
) -> Variants {
    let location = Some(Location::caller());
    let mut variants: Vec<Variant> = Vec::new();
    let mut names = BTreeSet::new();
    for base in bases {
        let base = base.into();
        let mut image = describe(&base);
        if variants.iter().any(|known| known.base == base) {
            image.problems.push(Problem { kind: ProblemKind::RepeatedBase { base: base.to_string() }, location });
        }
        let name = new_name(&base, &names);
        names.insert(name.clone());
        variants.push(Variant { name, base, image });
    }
    Variants { variants }
}

/// The images that one description gives on several bases, made by [`bases`]; in the order of those.
///
/// ```
/// # use dockerspec::{Image, Stage, bases, image_ref};
/// let variants = bases([image_ref!("python:3.13-slim"), image_ref!("python:3.12-slim")], |base| {
///     Image::new(Stage::from_image("app", base).run_as_root("an example"))
/// });
/// assert_eq!(variants.get("python-3.12-slim").map(|variant| variant.base().to_string()).as_deref(), Some("python:3.12-slim"));
/// ```
#[derive(Debug, Clone)]
#[must_use = "images do nothing until they are rendered, synced or emitted"]
pub struct Variants {
    variants: Vec<Variant>,
}

/// An image of [`Variants`]: the description on one of its bases.
#[derive(Debug, Clone)]
pub struct Variant {
    name: String,
    base: BaseImage,
    image: Image,
}

impl Variants {
    /// The variants, in the order of their bases.
    pub fn iter(&self) -> slice::Iter<'_, Variant> {
        self.variants.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.variants.len()
    }

    /// Whether there is none, since there was no base.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty()
    }

    /// The variant of this name.
    pub fn get(&self, name: &str) -> Option<&Variant> {
        self.iter().find(|variant| variant.name == name)
    }

    /// The Dockerfile of each variant, with its name.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, bases, image_ref};
    /// let variants = bases([image_ref!("debian:13-slim"), image_ref!("debian:12-slim")], |base| {
    ///     Image::new(Stage::from_image("app", base).user("10001"))
    /// });
    /// let [(_, trixie), (_, bookworm)] = variants.render()?.try_into().expect("there are two");
    /// assert_eq!(trixie, "FROM debian:13-slim AS app\nUSER 10001\n");
    /// assert_eq!(bookworm, "FROM debian:12-slim AS app\nUSER 10001\n");
    /// # Ok::<(), dockerspec::VariantsError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The problems of all images that have some, as [`Image::render`] gives them.
    pub fn render(&self) -> Result<Vec<(&str, String)>, VariantsError> {
        let mut texts = Vec::new();
        let mut errors = Vec::new();
        for Variant { name, base, image } in self {
            match image.render() {
                Ok(text) => texts.push((name.as_str(), text)),
                Err(error) => errors.push(VariantError { name: name.clone(), base: base.clone(), error }),
            }
        }
        if errors.is_empty() { Ok(texts) } else { Err(VariantsError { all: self.len(), errors }) }
    }
}

impl Variant {
    /// A name for tags, files and tables, made of the base: `debian-trixie-slim` for `debian:trixie-slim`, and `scratch`.
    /// No other variant has it. It holds nothing but letters, digits, `.`, `-` and `_`, and is a valid tag.
    ///
    /// What a tag cannot hold becomes `-`. Docker Hub and, beside a tag, the digest are left out; a digest alone is
    /// shortened. Of two bases that come to the same name the second one has `-2` behind it.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, bases, image_ref};
    /// let variants = bases([image_ref!("ghcr.io/acme/base:1.4"), image_ref!("docker.io/library/debian:13")], |base| {
    ///     Image::new(Stage::from_image("app", base).run_as_root("an example"))
    /// });
    /// let names: Vec<&str> = variants.iter().map(|variant| variant.name()).collect();
    /// assert_eq!(names, ["ghcr.io-acme-base-1.4", "debian-13"]);
    /// ```
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The base.
    pub fn base(&self) -> &BaseImage {
        &self.base
    }

    /// The image.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// The image, for whoever goes on with it.
    pub fn into_image(self) -> Image {
        self.image
    }
}

impl IntoIterator for Variants {
    type Item = Variant;
    type IntoIter = vec::IntoIter<Variant>;

    fn into_iter(self) -> Self::IntoIter {
        self.variants.into_iter()
    }
}

impl<'v> IntoIterator for &'v Variants {
    type Item = &'v Variant;
    type IntoIter = slice::Iter<'v, Variant>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Why not all images of several bases have a Dockerfile: the problems of each that has some.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct VariantsError {
    /// How many images there are.
    all: usize,
    errors: Vec<VariantError>,
}

impl VariantsError {
    /// The images with problems, in the order of their bases; at least one.
    pub fn errors(&self) -> &[VariantError] {
        &self.errors
    }
}

impl fmt::Display for VariantsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errors.as_slice() {
            [error] => error.fmt(formatter),
            errors => {
                write!(formatter, "{} of the images on {} bases have problems", errors.len(), self.all)?;
                errors.iter().try_for_each(|error| write!(formatter, "\n{error}"))
            }
        }
    }
}

/// Why the image of one base has no Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("on `{base}`: {error}")]
#[non_exhaustive]
pub struct VariantError {
    /// The name of the variant.
    pub name: String,
    /// The base.
    pub base: BaseImage,
    /// What is wrong.
    pub error: ImageError,
}

/// The name of a base, and behind it a number if that is taken.
fn new_name(base: &BaseImage, taken: &BTreeSet<String>) -> String {
    let name = match base {
        BaseImage::Scratch => "scratch".to_owned(),
        BaseImage::Image(image) => plain_name(image),
    };
    let numbered = |number: usize| {
        let suffix = format!("-{number}");
        // All of it is ASCII, and can be cut anywhere.
        format!("{}{suffix}", &name[..name.len().min(LONGEST_TAG - suffix.len())])
    };
    let whole = name[..name.len().min(LONGEST_TAG)].to_owned();
    let mut names = std::iter::once(whole).chain((2..).map(numbered));
    names.find(|name| !taken.contains(name)).expect("some number is free")
}

fn plain_name(image: &ImageRef<'_>) -> String {
    let registry = image.registry().filter(|registry| !matches!(*registry, "docker.io" | "index.docker.io"));
    let repository = match image.registry() {
        Some(_) if registry.is_none() => image.repository().trim_start_matches("library/"),
        _ => image.repository(),
    };
    let digest = || image.digest().and_then(|digest| digest.split_once(':')).map(|(_, digits)| digits);
    let digest = || digest().map(|digits| &digits[..digits.len().min(DIGEST_DIGITS)]);
    let parts: Vec<&str> = registry.into_iter().chain([repository]).chain(image.tag().or_else(digest)).collect();
    let plain = |character: char| match character {
        '.' | '_' | '-' => character,
        _ if character.is_ascii_alphanumeric() => character,
        _ => '-',
    };
    // A registry that is an IPv6 address begins with what a tag cannot begin with.
    parts.join("-").chars().map(plain).collect::<String>().trim_start_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stage;

    const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn names(references: &[&str]) -> Vec<String> {
        let references = references.iter().map(|text| ImageRef::new((*text).to_owned()).unwrap());
        let variants = bases(references, |base| Image::new(Stage::from_image("app", base).user("10001")));
        variants.iter().map(|variant| variant.name().to_owned()).collect()
    }

    #[test]
    fn names_are_tags() {
        assert_eq!(names(&["debian:trixie-slim", "debian"]), ["debian-trixie-slim", "debian"]);
        assert_eq!(names(&["acme/base:1_2.B", "library/debian:13"]), ["acme-base-1_2.B", "library-debian-13"]);
        assert_eq!(names(&["docker.io/library/debian:13", "docker.io/acme/a:1"]), ["debian-13", "acme-a-1"]);
        assert_eq!(names(&["localhost:5000/a:1", "[::1]:5000/a:1"]), ["localhost-5000-a-1", "1--5000-a-1"]);
        assert_eq!(
            names(&[&format!("debian@{DIGEST}"), &format!("debian:13@{DIGEST}")]),
            ["debian-e3b0c44298fc", "debian-13"]
        );
    }

    #[test]
    fn each_name_is_one_base() {
        let long = format!("a/{}:1", "b".repeat(200));
        let other = format!("a/{}:2", "b".repeat(200));
        let found = names(&["a/b:1", "a-b:1", "a/b:1-2", &long, &other, "a_b:1"]);
        assert_eq!(found[..3], ["a-b-1", "a-b-1-2", "a-b-1-2-2"]);
        assert_eq!((found[3].len(), found[4].len()), (LONGEST_TAG, LONGEST_TAG));
        assert!(found[4].ends_with("b-2"));
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len());
    }

    #[test]
    fn problems_are_said_for_each_base() {
        let debian = |tag: &'static str| BaseImage::from(ImageRef::from_static(tag));
        let bases_of = |list: Vec<BaseImage>| {
            bases(list, |base| {
                let stage = Stage::from_image("app", base).user("10001");
                Image::new(if *base == BaseImage::Scratch { stage.workdir("app") } else { stage })
            })
        };
        let render = |list| {
            let error = bases_of(list).render().unwrap_err();
            let text = error.to_string();
            let place = |line: &str| match line.split_once(".rs:") {
                Some((before, after)) => {
                    let (_, what) = after.split_once(": ").unwrap();
                    format!("{}PLACE: {what}", &before[..before.rfind(' ').map_or(0, |at| at + 1)])
                }
                None => line.to_owned(),
            };
            (error.errors().len(), text.lines().map(place).collect::<Vec<_>>().join("\n"))
        };
        let (count, text) = render(vec![debian("debian:13-slim"), BaseImage::Scratch]);
        assert_eq!(count, 1);
        insta::assert_snapshot!(text, @"on `scratch`: PLACE: the working directory `app` is not absolute, so it depends on the base; write `/app`");
        let (count, text) = render(vec![debian("debian:13-slim"), BaseImage::Scratch, debian("debian:13-slim")]);
        assert_eq!(count, 2);
        insta::assert_snapshot!(text, @r"
        2 of the images on 3 bases have problems
        on `scratch`: PLACE: the working directory `app` is not absolute, so it depends on the base; write `/app`
        on `debian:13-slim`: PLACE: the base `debian:13-slim` is named twice; leave one out
        ");
        assert!(bases_of(vec![debian("debian:13-slim")]).render().is_ok());
        assert!(bases_of(vec![]).is_empty());
    }

    #[test]
    fn variants_are_found_and_taken() {
        let variants = bases([BaseImage::Scratch], |base| Image::new(Stage::from_image("app", base).user("10001")));
        assert_eq!((variants.len(), variants.get("debian").is_none()), (1, true));
        assert_eq!(variants.get("scratch").unwrap().base(), &BaseImage::Scratch);
        let text = variants.into_iter().next().unwrap().into_image().render().unwrap();
        assert_eq!(text, "FROM scratch AS app\nUSER 10001\n");
    }
}
