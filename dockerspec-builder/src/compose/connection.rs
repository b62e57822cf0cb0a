//! How other services reach a service that is known here.

use std::borrow::Cow;

use super::{Secret, Service};

/// Where a service is, and what it asks for: what [`Service::connect`] puts into variables.
///
/// ```
/// # use dockerspec::compose::{Connect, Postgres, Secret};
/// let password = Secret::file("db_password", "./secrets/db_password");
/// let connection = Postgres::new("db", &password).database("shop").connection();
/// assert_eq!((connection.host.as_ref(), connection.port), ("db", 5432));
/// assert_eq!(connection.database.as_deref(), Some("shop"));
/// assert_eq!(connection.user.as_deref(), Some("postgres"));
/// assert_eq!(connection.password, Some(password));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// The host: the name of the service.
    pub host: Cow<'static, str>,
    /// The port in the container.
    pub port: u16,
    /// The database, or what the service calls so.
    pub database: Option<Cow<'static, str>>,
    /// The user.
    pub user: Option<Cow<'static, str>>,
    /// The file with the password.
    pub password: Option<Secret>,
}

/// A service that others can be connected to.
pub trait Connect {
    /// The service itself.
    fn service(&self) -> Service;

    /// Where it is, and what it asks for.
    fn connection(&self) -> Connection;
}

impl Connection {
    pub(super) fn new(host: Cow<'static, str>, port: u16) -> Self {
        Self { host, port, database: None, user: None, password: None }
    }

    /// The ends of the names of variables, and their values.
    pub(super) fn variables(&self) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
        let password = self.password.as_ref().map(|secret| Cow::Owned(secret.path()));
        [
            ("HOST", Some(self.host.clone())),
            ("PORT", Some(Cow::Owned(self.port.to_string()))),
            ("NAME", self.database.clone()),
            ("USER", self.user.clone()),
            ("PASSWORD_FILE", password),
        ]
        .into_iter()
        .filter_map(|(suffix, value)| Some((suffix, value?)))
    }
}

/// What all services that are known here have in common.
macro_rules! known_service {
    ($type:ident) => {
        impl $type {
            /// Another image of the same program, laid out as the official one.
            pub fn image(mut self, image: dockerspec_core::value::ImageRef<'static>) -> Self {
                self.image = image;
                self
            }

            /// The service, for what has no method here.
            pub fn service(&self) -> crate::compose::Service {
                self.to_service()
            }
        }

        impl crate::compose::Connect for $type {
            fn service(&self) -> crate::compose::Service {
                self.to_service()
            }

            fn connection(&self) -> crate::compose::Connection {
                self.to_connection()
            }
        }

        #[diagnostic::do_not_recommend]
        impl crate::compose::IntoService for $type {
            fn into_service(self) -> crate::compose::Service {
                self.to_service()
            }
        }

        #[diagnostic::do_not_recommend]
        impl crate::compose::IntoService for &$type {
            fn into_service(self) -> crate::compose::Service {
                self.to_service()
            }
        }
    };
}

pub(super) use known_service;
