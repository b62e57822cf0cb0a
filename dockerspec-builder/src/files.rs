//! What `copy` copies: paths, inline files, and the flags of `COPY`.

use std::borrow::Cow;
use std::sync::Arc;

use dockerspec_core::dockerfile::{Copy, CopyFrom, InlineFile, Source};
use dockerspec_core::value::{ContextName, FileMode, ImageRef, Owner};
use dockerspec_core::word::{Arg, IntoWord as _, Variable, Word};
use dockerspec_core::{List, boxed};

use crate::accept::IntoValue;
use crate::attached::Attached;
use crate::content::Content;
use crate::stage::Stage;
use crate::text::IntoText;

/// Files for [`Stage::copy`](crate::Stage::copy), with the flags of `COPY`.
///
/// Plain paths need none of this; [`from`] says where else than in the build context the files are.
///
/// ```
/// # use dockerspec::{Files, Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
///     .copy(Files::new(["src", "assets"]).chown(&app).chmod(0o755).exclude("*.md"), "/app/")
///     .user(&app);
/// assert_eq!(
///     Image::new(stage).render()?,
///     "FROM debian:13-slim AS app\n\
///      COPY --chown=10001:10001 --chmod=0755 --exclude=\\*.md src assets /app/\n\
///      USER 10001:10001\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "files are copied by `Stage::copy`"]
pub struct Files {
    pub(crate) copy: Box<Copy<'static>>,
    pub(crate) attached: Attached,
}

/// Files of a stage, an image, or a named build context.
///
/// ```
/// # use dockerspec::{Image, Stage, User, from, image_ref};
/// let app = User::new("app", 10001);
/// let build = Stage::from_image("build", image_ref!("rust:1.85-slim-trixie")).run("make /out/app");
/// let runtime = Stage::from_image("runtime", image_ref!("debian:trixie-slim"))
///     .copy(from(&build, "/out/app"), "/usr/local/bin/app")
///     .user(&app);
/// assert_eq!(
///     Image::new(runtime).render()?,
///     "FROM rust:1.85-slim-trixie AS build\n\
///      RUN make /out/app\n\
///      \n\
///      FROM debian:trixie-slim AS runtime\n\
///      COPY --from=build /out/app /usr/local/bin/app\n\
///      USER 10001:10001\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
pub fn from(origin: impl Origin, paths: impl IntoSources) -> Files {
    let mut files = Files::new(paths);
    let (from, stage) = origin.copy_from();
    files.copy.from = Some(from);
    files.attached.stage(stage);
    files
}

/// Where files other than those of the build context are: a [`Stage`], an [`ImageRef`], or a [`ContextName`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something to take files from",
    label = "expected `&Stage`, an `ImageRef` or a `ContextName`",
    note = "a stage is named by its value: `from(&build, \"/out/app\")`",
    note = "for files of the build context, leave `from` out: `.copy(\"src\", \"/app/\")`"
)]
pub trait Origin: sealed::Origin {}

pub(crate) mod sealed {
    use super::{Arc, Content, CopyFrom};

    #[expect(unnameable_types, reason = "the trait is sealed")]
    pub trait Origin {
        #[expect(private_interfaces, reason = "the trait is sealed, so nobody else sees it")]
        fn copy_from(self) -> (CopyFrom<'static>, Option<Arc<Content>>);
    }
}

#[diagnostic::do_not_recommend]
impl<P, A> Origin for &Stage<P, A> {}
impl<P, A> sealed::Origin for &Stage<P, A> {
    #[expect(private_interfaces, reason = "the trait is sealed, so nobody else sees it")]
    fn copy_from(self) -> (CopyFrom<'static>, Option<Arc<Content>>) {
        let content = self.share();
        // A stage without a name has a problem already, which is what gets reported.
        let from = content.stage.name.clone().map_or(CopyFrom::Index(0), CopyFrom::Stage);
        (from, Some(content))
    }
}

#[diagnostic::do_not_recommend]
impl Origin for ImageRef<'static> {}
impl sealed::Origin for ImageRef<'static> {
    #[expect(private_interfaces, reason = "the trait is sealed, so nobody else sees it")]
    fn copy_from(self) -> (CopyFrom<'static>, Option<Arc<Content>>) {
        (CopyFrom::Image(self), None)
    }
}

#[diagnostic::do_not_recommend]
impl Origin for &ContextName<'static> {}
impl sealed::Origin for &ContextName<'static> {
    #[expect(private_interfaces, reason = "the trait is sealed, so nobody else sees it")]
    fn copy_from(self) -> (CopyFrom<'static>, Option<Arc<Content>>) {
        (CopyFrom::Context(self.clone()), None)
    }
}

impl Files {
    /// Files of the build context.
    ///
    /// ```
    /// # use dockerspec::{Files, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.copy(Files::new("src"), "/src/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nCOPY src /src/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new(paths: impl IntoSources) -> Self {
        // The destination follows when the files are copied.
        Self { copy: boxed(|| Copy::of(paths.into_sources(), "")), attached: Attached::default() }
    }

    /// `--chown`: the owner of the copies; root without it.
    ///
    /// ```
    /// # use dockerspec::{Files, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.copy(Files::new("src").chown("1000:1000"), "/src/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nCOPY --chown=1000:1000 src /src/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn chown(mut self, owner: impl IntoValue<Owner<'static>>) -> Self {
        self.copy.chown = self.attached.accept(owner.into_value());
        self
    }

    /// `--chmod`: the mode of the copies; that of the sources without it.
    ///
    /// ```
    /// # use dockerspec::{Files, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.copy(Files::new("tool").chmod(0o755), "/opt/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nCOPY --chmod=0755 tool /opt/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn chmod(mut self, mode: impl IntoValue<FileMode<'static>>) -> Self {
        self.copy.chmod = self.attached.accept(mode.into_value());
        self
    }

    /// `--link`: a layer of its own that does not depend on those below, and can be rebased without a build.
    ///
    /// Refused below `/bin`, `/sbin`, `/lib` and `/lib64`: these are symbolic links in most bases, which the layer
    /// would replace by directories.
    ///
    /// ```
    /// # use dockerspec::{Files, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.copy(Files::new("site").link(), "/srv/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nCOPY --link site /srv/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn link(mut self) -> Self {
        self.copy.link = true;
        self
    }

    /// `--parents`: the directories of a source are made too, from a `/./` in it on.
    ///
    /// ```
    /// # use dockerspec::{Files, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.copy(Files::new("a/b/c.txt").parents(), "/srv/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nCOPY --parents a/b/c.txt /srv/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn parents(mut self) -> Self {
        self.copy.parents = true;
        self
    }

    /// `--exclude`: a pattern, as in `.dockerignore`, of what is left out. May be repeated.
    ///
    /// ```
    /// # use dockerspec::{Files, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.copy(Files::new("src").exclude("*.md"), "/src/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nCOPY --exclude=\\*.md src /src/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn exclude(mut self, pattern: impl IntoText) -> Self {
        self.copy.exclude.push(pattern.into());
        self
    }
}

/// What can be copied: one path or several, or files whose content stands in the Dockerfile.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of files",
    label = "expected a path, a list of paths, or an `InlineFile`"
)]
pub trait IntoSources {
    /// The sources.
    fn into_sources(self) -> List<Source<'static>>;
}

/// What [`Stage::copy`](crate::Stage::copy) takes: all that [`IntoSources`] takes, and [`Files`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something to copy",
    label = "expected a path, a list of paths, an `InlineFile`, `Files` or `from(…)`"
)]
pub trait IntoFiles {
    /// The files.
    fn into_files(self) -> Files;
}

#[diagnostic::do_not_recommend]
impl IntoFiles for Files {
    fn into_files(self) -> Files {
        self
    }
}

macro_rules! sources {
    ($([$($parameter:tt)*] $type:ty: |$value:ident| $result:expr;)+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($parameter)*> IntoSources for $type {
                fn into_sources(self) -> List<Source<'static>> {
                    let $value = self;
                    $result
                }
            }

            #[diagnostic::do_not_recommend]
            impl<$($parameter)*> IntoFiles for $type {
                fn into_files(self) -> Files {
                    Files::new(self)
                }
            }
        )+
    };
}

sources! {
    [] &'static str: |path| List::from([Source::Path(path.into_word())]);
    [] String: |path| List::from([Source::Path(path.into_word())]);
    [] Cow<'static, str>: |path| List::from([Source::Path(path.into_word())]);
    [] Word<'static>: |path| List::from([Source::Path(path)]);
    [] Variable<'static>: |path| List::from([Source::Path(path.into_word())]);
    [] &Arg<'static>: |path| List::from([Source::Path(path.into_word())]);
    [] InlineFile<'static>: |file| List::from([Source::File(file)]);
    [T: Into<Source<'static>>, const N: usize] [T; N]: |list| List::from(list.map(Into::into));
    [T: Into<Source<'static>>] Vec<T>: |list| list.into_iter().map(Into::into).collect();
}
