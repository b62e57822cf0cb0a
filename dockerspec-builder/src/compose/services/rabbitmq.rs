//! RabbitMQ.

use std::borrow::Cow;
use std::panic::Location;

use dockerspec_core::value::{Duration, ImageRef};

use crate::Healthcheck;
use crate::compose::connection::{Connection, known_service};
use crate::compose::service::Source;
use crate::compose::{Secret, Service, Volume};
use crate::content::Place;
use crate::text::IntoText;

/// RabbitMQ, by its [official image](https://hub.docker.com/_/rabbitmq).
///
/// That image refuses `RABBITMQ_DEFAULT_PASS_FILE` since 3.9, so a shell reads the password from its file when the
/// container starts, and the server alone has it in its environment. The data is in a volume `NAME_data`, below the name
/// of the host, which therefore is fixed.
///
/// ```
/// # use dockerspec::compose::{Project, Rabbitmq, Secret};
/// let password = Secret::file("queue_password", "./secrets/queue_password");
/// let files = Project::new("shop").service(Rabbitmq::new("queue", &password).user("shop")).files()?;
/// assert!(files[0].1.contains("    hostname: queue\n"));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is part of a `Project`"]
pub struct Rabbitmq {
    name: Cow<'static, str>,
    image: ImageRef<'static>,
    user: Cow<'static, str>,
    password: Secret,
    begun: Place,
}

known_service!(Rabbitmq);

impl Rabbitmq {
    /// A server of this name, with a user `app`.
    #[track_caller]
    pub fn new(name: impl IntoText, password: &Secret) -> Self {
        Self {
            name: name.into(),
            image: ImageRef::from_static("rabbitmq:4.2.8"),
            user: Cow::Borrowed("app"),
            password: password.clone(),
            begun: Location::caller(),
        }
    }

    /// The user that is made at the first start.
    pub fn user(mut self, name: impl IntoText) -> Self {
        self.user = name.into();
        self
    }

    fn to_service(&self) -> Service {
        let start = format!(
            "set -e\n\
             RABBITMQ_DEFAULT_PASS=\"$(cat {})\"\n\
             export RABBITMQ_DEFAULT_PASS\n\
             exec docker-entrypoint.sh rabbitmq-server\n",
            self.password.path()
        );
        Service::of(self.name.clone(), Source::Image(self.image.clone()), self.begun)
            .named_host()
            .command(["/bin/sh", "-c", &start].map(str::to_owned))
            .env("RABBITMQ_DEFAULT_USER", self.user.clone())
            .secret(&self.password)
            .volume(&Volume::of(format!("{}_data", self.name), self.begun), "/var/lib/rabbitmq")
            // Each run starts an Erlang machine of its own, which takes a while.
            .healthcheck(
                Healthcheck::new(["rabbitmq-diagnostics", "--quiet", "check_port_connectivity"])
                    .interval("30s")
                    .timeout("15s")
                    .retries(3)
                    .start_period("2m")
                    .start_interval("5s"),
            )
            .stop_grace_period(Duration::from_mins(1))
    }

    fn to_connection(&self) -> Connection {
        Connection {
            user: Some(self.user.clone()),
            password: Some(self.password.clone()),
            ..Connection::new(self.name.clone(), 5672)
        }
    }
}
