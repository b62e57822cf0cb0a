//! What the type of a stage says of it: what may follow, and who runs it.

/// A stage whose files may still change: the phase that every stage begins with.
#[derive(Debug, Clone, Copy)]
pub struct FileSystem;

/// A stage whose process is named, by `entrypoint` or `cmd`: only metadata may follow.
#[derive(Debug, Clone, Copy)]
pub struct Process;

/// A stage that runs as the user of its base, which for most images is root.
#[derive(Debug, Clone, Copy)]
pub struct BaseUser;

/// A stage that says who runs it: a user, or root for a reason.
#[derive(Debug, Clone, Copy)]
pub struct NamedUser;

/// The phase in which the files of a stage may change.
#[diagnostic::on_unimplemented(
    message = "the files and the process of this stage are settled",
    label = "this must come before `entrypoint` and `cmd`",
    note = "after `entrypoint` and `cmd` only metadata may follow, such as `env`, `label` and `expose`, and no second `entrypoint`"
)]
pub trait FileSystemPhase: sealed::Phase {}

#[diagnostic::do_not_recommend]
impl FileSystemPhase for FileSystem {}

/// A stage that an image can end with, because it says who runs it.
#[diagnostic::on_unimplemented(
    message = "this image would run as root",
    label = "its last stage names no user",
    note = "create one and name it: `let app = User::new(\"app\", 10001);` and `.create_user(&app).user(&app)`",
    note = "where it must be root, say why: `.run_as_root(\"reason\")`"
)]
pub trait SaysWhoRuns: sealed::Account {}

#[diagnostic::do_not_recommend]
impl SaysWhoRuns for NamedUser {}

mod sealed {
    #[expect(unnameable_types, reason = "the trait is sealed")]
    pub trait Phase {}
    impl Phase for super::FileSystem {}
    impl Phase for super::Process {}

    #[expect(unnameable_types, reason = "the trait is sealed")]
    pub trait Account {}
    impl Account for super::BaseUser {}
    impl Account for super::NamedUser {}
}
