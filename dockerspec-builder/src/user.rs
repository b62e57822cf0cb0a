//! Users that an image creates.

use std::borrow::Cow;

use dockerspec_core::Distribution;
use dockerspec_core::bases::PackageManager;
use dockerspec_core::dockerfile::{Copy, InlineFile, Instruction, Run};
use dockerspec_core::value::{Gid, Owner, Uid};

use crate::problem::ProblemKind;
use crate::system::System;
use crate::text::IntoText;

/// A user of the image: a handle that [`Stage::create_user`](crate::Stage::create_user) creates, and that `user`,
/// [`directory`](crate::Stage::directory), `chown` and [`Cache::owner`](crate::Cache::owner) take.
///
/// Its number is what counts: files belong to it, and an orchestrator can see that it is not root.
///
/// ```
/// # use dockerspec::{Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).create_user(&app).user(&app);
/// assert_eq!(
///     Image::new(stage).render()?,
///     "FROM debian:13-slim AS app\n\
///      RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-log-init --no-create-home \
///      --home-dir /nonexistent --shell /usr/sbin/nologin app\n\
///      USER 10001:10001\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    name: Cow<'static, str>,
    uid: Uid,
    gid: Gid,
    home: Option<Cow<'static, str>>,
    shell: Option<Cow<'static, str>>,
}

impl User {
    /// A user of this name and number, with a group of the same name and number, no home and no login shell.
    ///
    /// Numbers from 10000 on are those that no distribution gives to its own users.
    pub fn new(name: impl IntoText, id: u32) -> Self {
        Self { name: name.into(), uid: Uid::new(id), gid: Gid::new(id), home: None, shell: None }
    }

    /// The same user with another group number.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// let app = User::new("app", 10001).gid(2000);
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).user(&app);
    /// assert!(Image::new(stage).render()?.contains("\nUSER 10001:2000\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[must_use]
    pub fn gid(mut self, id: u32) -> Self {
        self.gid = Gid::new(id);
        self
    }

    /// The same user with a home directory, which is created.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// let app = User::new("app", 10001).home("/home/app");
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).create_user(&app).user(&app);
    /// assert!(Image::new(stage).render()?.contains(" --create-home --home-dir /home/app "));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[must_use]
    pub fn home(mut self, path: impl IntoText) -> Self {
        self.home = Some(path.into());
        self
    }

    /// The same user with a login shell, which nobody installs: for containers that people work in.
    ///
    /// ```
    /// # use dockerspec::{Image, Stage, User, image_ref};
    /// let app = User::new("app", 10001).home("/home/app").shell("/bin/bash");
    /// let stage = Stage::from_image("app", image_ref!("debian:13-slim")).create_user(&app).user(&app);
    /// assert!(Image::new(stage).render()?.contains(" --home-dir /home/app --shell /bin/bash app\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    #[must_use]
    pub fn shell(mut self, path: impl IntoText) -> Self {
        self.shell = Some(path.into());
        self
    }

    /// The user number.
    pub fn uid(&self) -> Uid {
        self.uid
    }

    /// The group number.
    pub fn group_id(&self) -> Gid {
        self.gid
    }

    /// User and group, by number.
    pub fn owner(&self) -> Owner<'static> {
        Owner::from((self.uid, self.gid))
    }

    /// The instruction that creates the user in a system.
    pub(crate) fn creation(&self, system: &System) -> Result<Instruction<'static>, ProblemKind> {
        let unknown = ProblemKind::UnknownDistribution { what: "creating a user" };
        let Some(distribution) = system.distribution else { return Err(unknown) };
        let name = &*self.name;
        if !is_portable(name) {
            return Err(ProblemKind::UserName { name: name.to_owned() });
        }
        if self.uid == Uid::ROOT {
            return Err(ProblemKind::RootId { name: name.to_owned() });
        }
        let (uid, gid) = (self.uid, self.gid);
        let home = self.home.as_deref().unwrap_or("/nonexistent");
        if !is_plain_path(home) {
            return Err(ProblemKind::Home { path: home.to_owned(), name: name.to_owned() });
        }
        if let Some(shell) = &self.shell
            && !is_plain_path(shell)
        {
            return Err(ProblemKind::LoginShell { path: shell.to_string() });
        }
        let shell = |none: &'static str| self.shell.as_deref().unwrap_or(none);
        // Small images of Red Hat and its kin have nothing that creates users.
        let lacks_useradd = system.has_useradd == Some(false)
            || distribution == Distribution::AzureLinux
            || system.package_manager == Some(PackageManager::Microdnf);
        Ok(match distribution {
            Distribution::RedHat | Distribution::AzureLinux if lacks_useradd => {
                let create = match &self.home {
                    Some(home) => format!(" && mkdir -p {home} && chown {uid}:{gid} {home}"),
                    None => String::new(),
                };
                Run::shell(format!(
                    "echo {name}:x:{gid}: >> /etc/group && \
                     echo {name}:x:{uid}:{gid}::{home}:{} >> /etc/passwd{create}",
                    shell("/sbin/nologin")
                ))
                .into()
            }
            Distribution::Debian | Distribution::RedHat | Distribution::Suse | Distribution::Arch => {
                let create = if self.home.is_some() { "--create-home" } else { "--no-create-home" };
                let shell =
                    shell(if distribution == Distribution::Debian { "/usr/sbin/nologin" } else { "/sbin/nologin" });
                Run::shell(format!(
                    "groupadd --gid {gid} {name} && useradd --uid {uid} --gid {name} --no-log-init {create} \
                     --home-dir {home} --shell {shell} {name}"
                ))
                .into()
            }
            Distribution::Alpine | Distribution::Wolfi | Distribution::Busybox => {
                let create = if self.home.is_some() { "" } else { " -H" };
                let shell = shell("/bin/false");
                Run::shell(format!(
                    "addgroup -g {gid} {name} && adduser -u {uid} -G {name} -D{create} -h {home} -s {shell} {name}"
                ))
                .into()
            }
            Distribution::Scratch => {
                let passwd = format!("{name}:x:{uid}:{gid}::{home}:{}\n", shell("/sbin/nologin"));
                let group = format!("{name}:x:{gid}:\n");
                Copy::new([InlineFile::named("passwd", passwd), InlineFile::named("group", group)], "/etc/").into()
            }
            _ => return Err(unknown),
        })
    }
}

/// Whether every program that creates users takes the name, and every shell takes it as one plain word.
fn is_portable(name: &str) -> bool {
    name.len() <= 32
        && name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

/// Whether the path is absolute, and every shell takes it as one plain word.
fn is_plain_path(path: &str) -> bool {
    path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_homes_are_one_plain_word() {
        for name in ["app", "_app", "a-1", "a_b"] {
            assert!(is_portable(name), "{name}");
        }
        for name in ["", "-a", "1a", "A", "a b", "a;id", "$(id)", "a'b", "é", &"a".repeat(33)] {
            assert!(!is_portable(name), "{name}");
        }
        assert!(is_plain_path("/home/app-1/.x_y"));
        for path in ["", "home", "/a b", "/$(id)", "/a;id", "/é", "/a\n"] {
            assert!(!is_plain_path(path), "{path}");
        }
    }
}
