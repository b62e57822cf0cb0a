//! How the engine asks a container whether it is well.

use dockerspec_core::boxed;
use dockerspec_core::dockerfile::{Healthcheck as HealthcheckInstruction, Probe};
use dockerspec_core::value::Duration;

use crate::accept::IntoChecked;
use crate::attached::Attached;
use crate::command::IntoCommand;

/// A health check for [`Stage::healthcheck`](crate::Stage::healthcheck). What is not said is the engine's default:
/// every 30 s, at most 30 s, and three failures in a row.
///
/// ```
/// # use dockerspec::{Healthcheck, Image, Stage, User, image_ref};
/// let app = User::new("app", 10001);
/// let stage = Stage::from_image("app", image_ref!("debian:13-slim"))
///     .user(&app)
///     .entrypoint(["app"])
///     .healthcheck(Healthcheck::new(["app", "--health"]).interval("10s").timeout("2s").retries(5));
/// assert_eq!(
///     Image::new(stage).render()?,
///     "FROM debian:13-slim AS app\n\
///      USER 10001:10001\n\
///      ENTRYPOINT [\"app\"]\n\
///      HEALTHCHECK --interval=10s --timeout=2s --retries=5 CMD [\"app\", \"--health\"]\n",
/// );
/// # Ok::<(), dockerspec::ImageError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it becomes part of a stage by `Stage::healthcheck`"]
pub struct Healthcheck {
    pub(crate) check: Box<HealthcheckInstruction<'static>>,
    pub(crate) attached: Attached,
}

impl Healthcheck {
    /// A command: exit code 0 is healthy, 1 is not.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::new(["app", "--health"])).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nHEALTHCHECK CMD [\"app\", \"--health\"]\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn new(command: impl IntoCommand) -> Self {
        Self::of(|| HealthcheckInstruction::Probe(Probe::new(command.into_command())))
    }

    /// None, whatever the base says.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::none()).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nHEALTHCHECK NONE\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn none() -> Self {
        Self::of(|| HealthcheckInstruction::None)
    }

    /// `--interval`: the time between two runs.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::new(["app"]).interval("10s")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nHEALTHCHECK --interval=10s CMD [\"app\"]\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn interval(self, time: impl IntoChecked<Duration>) -> Self {
        self.set(time, |probe, time| probe.interval = Some(time))
    }

    /// `--timeout`: the time that a run may take.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::new(["app"]).timeout("3s")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nHEALTHCHECK --timeout=3s CMD [\"app\"]\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn timeout(self, time: impl IntoChecked<Duration>) -> Self {
        self.set(time, |probe, time| probe.timeout = Some(time))
    }

    /// `--start-period`: the time from the start in which failures do not count.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::new(["app"]).start_period("1m")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nHEALTHCHECK --start-period=1m CMD [\"app\"]\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn start_period(self, time: impl IntoChecked<Duration>) -> Self {
        self.set(time, |probe, time| probe.start_period = Some(time))
    }

    /// `--start-interval`: the time between two runs in the start period.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::new(["app"]).start_interval("1s")).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nHEALTHCHECK --start-interval=1s CMD [\"app\"]\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn start_interval(self, time: impl IntoChecked<Duration>) -> Self {
        self.set(time, |probe, time| probe.start_interval = Some(time))
    }

    /// `--retries`: the failures in a row that make the container unhealthy.
    ///
    /// ```
    /// # use dockerspec::{Healthcheck, Image, Stage, image_ref};
    /// # let stage = Stage::from_image("app", image_ref!("debian:13-slim"));
    /// let stage = stage.healthcheck(Healthcheck::new(["app"]).retries(5)).run_as_root("an example");
    /// assert!(Image::new(stage).render()?.contains("\nHEALTHCHECK --retries=5 CMD [\"app\"]\n"));
    /// # Ok::<(), dockerspec::ImageError>(())
    /// ```
    pub fn retries(mut self, failures: u32) -> Self {
        if let HealthcheckInstruction::Probe(probe) = &mut *self.check {
            probe.retries = Some(failures);
        }
        self
    }

    fn of(check: impl FnOnce() -> HealthcheckInstruction<'static>) -> Self {
        Self { check: boxed(check), attached: Attached::default() }
    }

    fn set(mut self, time: impl IntoChecked<Duration>, set: fn(&mut Probe<'static>, Duration)) -> Self {
        let time = self.attached.accept(time.into_checked());
        if let (Some(time), HealthcheckInstruction::Probe(probe)) = (time, &mut *self.check) {
            set(probe, time);
        }
        self
    }
}
