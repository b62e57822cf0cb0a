//! PostgreSQL.

use std::borrow::Cow;
use std::panic::Location;

use dockerspec_core::value::{Duration, ImageRef, Size};

use crate::Healthcheck;
use crate::compose::connection::{Connection, known_service};
use crate::compose::service::Source;
use crate::compose::{Secret, Service, Volume};
use crate::content::Place;
use crate::text::IntoText;

/// PostgreSQL, by its [official image](https://hub.docker.com/_/postgres).
///
/// The password is read from a file, the data is in a volume `NAME_data`, and the health check asks over TCP: the server
/// that sets up a new database listens on a socket only, and is not mistaken for the one to come.
///
/// ```
/// # use dockerspec::compose::{Postgres, Project, Secret};
/// let password = Secret::file("db_password", "./secrets/db_password");
/// let db = Postgres::new("db", &password).database("shop").user("shop");
/// let files = Project::new("shop").service(db).files()?;
/// assert!(files[0].1.contains("    volumes: [db_data:/var/lib/postgresql]\n"));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is part of a `Project`"]
pub struct Postgres {
    name: Cow<'static, str>,
    image: ImageRef<'static>,
    database: Option<Cow<'static, str>>,
    user: Cow<'static, str>,
    password: Secret,
    begun: Place,
}

known_service!(Postgres);

impl Postgres {
    /// A server of this name, with the superuser `postgres` and a database of the same name.
    #[track_caller]
    pub fn new(name: impl IntoText, password: &Secret) -> Self {
        Self {
            name: name.into(),
            image: ImageRef::from_static("postgres:18.3-trixie"),
            database: None,
            user: Cow::Borrowed("postgres"),
            password: password.clone(),
            begun: Location::caller(),
        }
    }

    /// The database that is made at the first start; one with the name of the user without it.
    pub fn database(mut self, name: impl IntoText) -> Self {
        self.database = Some(name.into());
        self
    }

    /// The superuser that is made at the first start.
    pub fn user(mut self, name: impl IntoText) -> Self {
        self.user = name.into();
        self
    }

    fn database_name(&self) -> &Cow<'static, str> {
        self.database.as_ref().unwrap_or(&self.user)
    }

    fn to_service(&self) -> Service {
        let (user, database) = (&self.user, self.database_name());
        let check = ["pg_isready", "--host=127.0.0.1"].map(str::to_owned).into_iter();
        let check = check.chain([format!("--username={user}"), format!("--dbname={database}")]);
        Service::of(self.name.clone(), Source::Image(self.image.clone()), self.begun)
            .env("POSTGRES_DB", database.clone())
            .env("POSTGRES_USER", user.clone())
            .env("POSTGRES_PASSWORD_FILE", self.password.path())
            .secret(&self.password)
            .volume(&Volume::of(format!("{}_data", self.name), self.begun), self.data())
            .healthcheck(
                Healthcheck::new(check.collect::<Vec<_>>())
                    .interval("10s")
                    .timeout("5s")
                    .retries(5)
                    .start_period("1m")
                    .start_interval("1s"),
            )
            // Parallel queries share memory here, and fail when it is full.
            .shm_size(Size::mib(256))
            .stop_grace_period(Duration::from_mins(1))
    }

    fn to_connection(&self) -> Connection {
        Connection {
            database: Some(self.database_name().clone()),
            user: Some(self.user.clone()),
            password: Some(self.password.clone()),
            ..Connection::new(self.name.clone(), 5432)
        }
    }

    /// Where the volume of the image is: from 18 on the data has a directory for each major version below it.
    fn data(&self) -> &'static str {
        let tag = self.image.tag().unwrap_or_default();
        let major: String = tag.chars().take_while(char::is_ascii_digit).collect();
        if major.parse().is_ok_and(|major: u32| major < 18) {
            "/var/lib/postgresql/data"
        } else {
            "/var/lib/postgresql"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_volume_moved_in_18() {
        let data = |tag| Postgres::new("db", &Secret::file("p", "p")).image(ImageRef::from_static(tag)).data();
        assert_eq!(data("postgres:17.9-trixie"), "/var/lib/postgresql/data");
        assert_eq!(data("postgres:9.6"), "/var/lib/postgresql/data");
        assert_eq!(data("postgres:18"), "/var/lib/postgresql");
        assert_eq!(data("postgres:trixie"), "/var/lib/postgresql");
    }
}
