//! What `add` adds: downloads, git repositories, archives, and the flags of `ADD`.

use std::borrow::Cow;

use dockerspec_core::dockerfile::{Add, Source, Unpack};
use dockerspec_core::value::{Checksum, FileMode, GitRef, Owner};
use dockerspec_core::word::{IntoWord, Word};

use crate::accept::IntoValue;
use crate::attached::Attached;
use crate::text::IntoText;

/// Something for [`Stage::add`](crate::Stage::add), with the flags of `ADD`: a download, a git repository, or an
/// archive of the build context. For plain files there is `copy`.
///
/// ```
/// # use dockerspec::{Image, Remote, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let sum = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
/// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
///     .add(Remote::new("https://example.com/tool.tar.gz").checksum(sum).unpack(true), "/opt/")
///     .user(&app);
/// assert_eq!(
///     Image::new(stage).render()?,
///     "FROM debian:13-slim AS app\n\
///      ADD --checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 \
///      --unpack=true https://example.com/tool.tar.gz /opt/\n\
///      USER 10001:10001\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it is added by `Stage::add`"]
pub struct Remote {
    pub(crate) add: Add<'static>,
    pub(crate) attached: Attached,
}

impl Remote {
    /// An `http` or `https` address, a git repository, or a path in the build context: BuildKit tells them apart by
    /// their beginning.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.add(Remote::new("https://example.com/a.tar"), "/opt/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD https://example.com/a.tar /opt/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new(location: impl IntoWord<'static>) -> Self {
        // The destination follows when it is added.
        Self { add: Add::new([Source::Path(location.into_word())], ""), attached: Attached::default() }
    }

    /// A git repository, whose address is checked.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref, value::GitRef};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let source = GitRef::try_from("https://example.com/a.git").unwrap();
    /// let stage = stage.add(Remote::git(source), "/src/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD https://example.com/a.git /src/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn git(repository: GitRef<'static>) -> Self {
        Self::new(Cow::from(repository))
    }

    /// `--checksum`: what the source must have: `sha256:…` for a download, the commit for a repository.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let sum = format!("sha256:{}", "ab".repeat(32));
    /// let stage = stage.add(Remote::new("https://example.com/a").checksum(sum), "/a").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD --checksum=sha256:abab"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn checksum(mut self, checksum: impl IntoValue<Checksum<'static>>) -> Self {
        self.add.checksum = self.attached.accept(checksum.into_value());
        self
    }

    /// `--unpack`: whether an archive is unpacked. Without it, those of the build context are, and downloads are not.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.add(Remote::new("https://example.com/a.tar").unpack(true), "/opt/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD --unpack=true https://example.com/a.tar /opt/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn unpack(mut self, unpack: bool) -> Self {
        self.add.unpack = if unpack { Unpack::Yes } else { Unpack::No };
        self
    }

    /// `--keep-git-dir`: keep `.git` of a repository.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref, value::GitRef};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let source = GitRef::try_from("https://example.com/a.git").unwrap();
    /// let stage = stage.add(Remote::git(source).keep_git_dir(), "/src/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD --keep-git-dir https://example.com/a.git /src/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn keep_git_dir(mut self) -> Self {
        self.add.keep_git_dir = Some(true);
        self
    }

    /// `--chown`: the owner of the files; root without it.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let file = Remote::new("https://example.com/a").chown("1000:1000");
    /// let stage = stage.add(file, "/opt/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD --chown=1000:1000 https://example.com/a /opt/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn chown(mut self, owner: impl IntoValue<Owner<'static>>) -> Self {
        self.add.chown = self.attached.accept(owner.into_value());
        self
    }

    /// `--chmod`: the mode of the files; 0600 for downloads without it.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let file = Remote::new("https://example.com/a").chmod(0o644);
    /// let stage = stage.add(file, "/opt/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD --chmod=0644 https://example.com/a /opt/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn chmod(mut self, mode: impl IntoValue<FileMode<'static>>) -> Self {
        self.add.chmod = self.attached.accept(mode.into_value());
        self
    }

    /// `--link`: a layer of its own that does not depend on those below.
    ///
    /// Refused where [`Files::link`](crate::Files::link) is.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let file = Remote::new("https://example.com/a").link();
    /// let stage = stage.add(file, "/opt/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD --link https://example.com/a /opt/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn link(mut self) -> Self {
        self.add.link = true;
        self
    }

    /// `--exclude`: a pattern, as in `.dockerignore`, of what is left out. May be repeated.
    ///
    /// ```
    /// # use dockerspec::{Image, Remote, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.add(Remote::new("a.tar").exclude("*.md"), "/opt/").run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nADD --exclude=\\*.md a.tar /opt/\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn exclude(mut self, pattern: impl IntoText) -> Self {
        self.add.exclude.push(pattern.into());
        self
    }
}

/// What [`Stage::add`](crate::Stage::add) takes: a [`Remote`], or its location.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something to add",
    label = "expected an address, a git repository, or a `Remote`"
)]
pub trait IntoRemote {
    /// What is added.
    fn into_remote(self) -> Remote;
}

#[diagnostic::do_not_recommend]
impl IntoRemote for Remote {
    fn into_remote(self) -> Remote {
        self
    }
}

macro_rules! locations {
    ($($type:ty),+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl IntoRemote for $type {
                fn into_remote(self) -> Remote {
                    Remote::new(self)
                }
            }
        )+
    };
}

locations!(&'static str, String, Word<'static>);

#[diagnostic::do_not_recommend]
impl IntoRemote for GitRef<'static> {
    fn into_remote(self) -> Remote {
        Remote::git(self)
    }
}
