//! Mailpit.

use std::borrow::Cow;
use std::panic::Location;

use dockerspec_core::value::ImageRef;

use crate::Healthcheck;
use crate::compose::connection::{Connection, known_service};
use crate::compose::service::Source;
use crate::compose::{Port, Secret, Service, Volume};
use crate::content::Place;
use crate::text::IntoText;

/// Mailpit, by its [image](https://hub.docker.com/r/axllent/mailpit): takes mail by SMTP, delivers none, and shows it in
/// a browser, on <http://127.0.0.1:8025>. It belongs to
/// [`Project::development_service`](crate::compose::Project::development_service).
///
/// ```
/// # use dockerspec::compose::{Mailpit, Project};
/// let files = Project::new("shop").development_service(Mailpit::new("mail")).files()?;
/// assert!(files[1].1.contains("    ports: [\"127.0.0.1:8025:8025\"]\n"));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is part of a `Project`"]
pub struct Mailpit {
    name: Cow<'static, str>,
    image: ImageRef<'static>,
    accounts: Option<Secret>,
    begun: Place,
}

known_service!(Mailpit);

impl Mailpit {
    /// A server of this name, which keeps the last 500 messages in the volume `NAME_data`.
    #[track_caller]
    pub fn new(name: impl IntoText) -> Self {
        Self {
            name: name.into(),
            image: ImageRef::from_static("axllent/mailpit:v1.30.5"),
            accounts: None,
            begun: Location::caller(),
        }
    }

    /// Who may see the mail: a file with lines as `htpasswd` writes them.
    ///
    /// ```
    /// # use dockerspec::compose::{Mailpit, Project, Secret};
    /// let accounts = Secret::file("mail_accounts", "./secrets/mail_accounts");
    /// let files = Project::new("shop").service(Mailpit::new("mail").accounts(&accounts)).files()?;
    /// assert!(files[0].1.contains("      MP_UI_AUTH_FILE: /run/secrets/mail_accounts\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn accounts(mut self, file: &Secret) -> Self {
        self.accounts = Some(file.clone());
        self
    }

    fn to_service(&self) -> Service {
        let service = Service::of(self.name.clone(), Source::Image(self.image.clone()), self.begun)
            .env("MP_DATABASE", "/data/mailpit.db")
            .env("MP_MAX_MESSAGES", 500)
            .volume(&Volume::of(format!("{}_data", self.name), self.begun), "/data")
            .port(Port::new(8025))
            .healthcheck(
                Healthcheck::new(["/mailpit", "readyz"])
                    .interval("15s")
                    .timeout("5s")
                    .start_period("10s")
                    .start_interval("1s"),
            );
        match &self.accounts {
            Some(accounts) => service.env("MP_UI_AUTH_FILE", accounts.path()).secret(accounts),
            None => service,
        }
    }

    fn to_connection(&self) -> Connection {
        Connection::new(self.name.clone(), 1025)
    }
}
