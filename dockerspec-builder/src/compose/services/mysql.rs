//! MySQL.

use std::borrow::Cow;
use std::panic::Location;

use dockerspec_core::value::{Duration, ImageRef};

use crate::Healthcheck;
use crate::compose::connection::{Connection, known_service};
use crate::compose::service::Source;
use crate::compose::{Secret, Service, Volume};
use crate::content::Place;
use crate::text::IntoText;

/// MySQL, by its [official image](https://hub.docker.com/_/mysql).
///
/// Both passwords are read from files, the data is in a volume `NAME_data`, and the health check asks over TCP: the
/// server that sets up a new database does not listen there.
///
/// ```
/// # use dockerspec::compose::{Mysql, Project, Secret};
/// let password = Secret::file("db_password", "./secrets/db_password");
/// let root_password = Secret::file("db_root_password", "./secrets/db_root_password");
/// let db = Mysql::new("db", &password, &root_password).database("shop").user("shop");
/// let files = Project::new("shop").service(db).files()?;
/// assert!(files[0].1.contains("      MYSQL_PASSWORD_FILE: /run/secrets/db_password\n"));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is part of a `Project`"]
pub struct Mysql {
    name: Cow<'static, str>,
    image: ImageRef<'static>,
    database: Cow<'static, str>,
    user: Cow<'static, str>,
    password: Secret,
    root_password: Secret,
    begun: Place,
}

known_service!(Mysql);

impl Mysql {
    /// A server of this name, with a database `app` and a user `app` who owns it.
    #[track_caller]
    pub fn new(name: impl IntoText, password: &Secret, root_password: &Secret) -> Self {
        Self {
            name: name.into(),
            image: ImageRef::from_static("mysql:8.4.10"),
            database: Cow::Borrowed("app"),
            user: Cow::Borrowed("app"),
            password: password.clone(),
            root_password: root_password.clone(),
            begun: Location::caller(),
        }
    }

    /// The database that is made at the first start.
    pub fn database(mut self, name: impl IntoText) -> Self {
        self.database = name.into();
        self
    }

    /// The user that is made at the first start, and may do everything in the database. Not `root`, which there is.
    pub fn user(mut self, name: impl IntoText) -> Self {
        self.user = name.into();
        self
    }

    fn to_service(&self) -> Service {
        Service::of(self.name.clone(), Source::Image(self.image.clone()), self.begun)
            .env("MYSQL_DATABASE", self.database.clone())
            .env("MYSQL_USER", self.user.clone())
            .env("MYSQL_PASSWORD_FILE", self.password.path())
            .env("MYSQL_ROOT_PASSWORD_FILE", self.root_password.path())
            .secret(&self.password)
            .secret(&self.root_password)
            .volume(&Volume::of(format!("{}_data", self.name), self.begun), "/var/lib/mysql")
            // A server that refuses the account answers too, and is up.
            .healthcheck(
                Healthcheck::new(["mysqladmin", "ping", "--host=127.0.0.1", "--silent"])
                    .interval("10s")
                    .timeout("5s")
                    .retries(5)
                    .start_period("2m")
                    .start_interval("1s"),
            )
            .stop_grace_period(Duration::from_mins(1))
    }

    fn to_connection(&self) -> Connection {
        Connection {
            database: Some(self.database.clone()),
            user: Some(self.user.clone()),
            password: Some(self.password.clone()),
            ..Connection::new(self.name.clone(), 3306)
        }
    }
}
