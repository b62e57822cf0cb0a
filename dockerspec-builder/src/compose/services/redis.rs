//! Redis.

use std::borrow::Cow;
use std::panic::Location;

use dockerspec_core::dockerfile::ShellText;
use dockerspec_core::value::{ImageRef, Size};

use crate::Healthcheck;
use crate::compose::connection::{Connection, known_service};
use crate::compose::service::Source;
use crate::compose::{Secret, Service, Volume};
use crate::content::Place;
use crate::text::IntoText;

/// Redis, by its [official image](https://hub.docker.com/_/redis).
///
/// The password is read from a file when the container starts, into a configuration that only the server can read, in
/// memory. The data is appended to a file in the volume `NAME_data`. What does not fit into the memory that it may take
/// is refused, not evicted.
///
/// ```
/// # use dockerspec::compose::{Project, Redis, Secret};
/// let password = Secret::file("redis_password", "./secrets/redis_password");
/// let files = Project::new("shop").service(Redis::new("cache", &password)).files()?;
/// assert!(files[0].1.contains("--maxmemory 268435456 --maxmemory-policy noeviction"));
/// # Ok::<(), dockerspec::compose::ProjectError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is part of a `Project`"]
pub struct Redis {
    name: Cow<'static, str>,
    image: ImageRef<'static>,
    maxmemory: Size,
    password: Secret,
    begun: Place,
}

known_service!(Redis);

impl Redis {
    /// A server of this name, which takes 256 MiB for data.
    #[track_caller]
    pub fn new(name: impl IntoText, password: &Secret) -> Self {
        Self {
            name: name.into(),
            image: ImageRef::from_static("redis:8.2-bookworm"),
            maxmemory: Size::mib(256),
            password: password.clone(),
            begun: Location::caller(),
        }
    }

    /// The memory that data may take.
    pub fn maxmemory(mut self, size: Size) -> Self {
        self.maxmemory = size;
        self
    }

    fn to_service(&self) -> Service {
        let password = self.password.path();
        // No program gets the password as an argument, where the host would see it. The entry point hands the server to
        // the user `redis`.
        let start = format!(
            "set -e\n\
             umask 077\n\
             sed 's/[\"\\\\]/\\\\&/g; s/^/requirepass \"/; s/$/\"/; q' {password} >/run/redis/redis.conf\n\
             chown redis /run/redis/redis.conf\n\
             exec docker-entrypoint.sh redis-server /run/redis/redis.conf \
             --dir /data --appendonly yes --maxmemory {} --maxmemory-policy noeviction\n",
            self.maxmemory.get()
        );
        let ping = format!("REDISCLI_AUTH=\"$(cat {password})\" redis-cli ping | grep -q PONG");
        Service::of(self.name.clone(), Source::Image(self.image.clone()), self.begun)
            .command(["/bin/sh", "-c", &start].map(str::to_owned))
            .secret(&self.password)
            .tmpfs("/run/redis")
            .volume(&Volume::of(format!("{}_data", self.name), self.begun), "/data")
            .healthcheck(
                Healthcheck::new(ShellText::new(ping))
                    .interval("10s")
                    .timeout("5s")
                    .retries(5)
                    .start_period("30s")
                    .start_interval("1s"),
            )
            .stop_grace_period("30s")
    }

    fn to_connection(&self) -> Connection {
        Connection { password: Some(self.password.clone()), ..Connection::new(self.name.clone(), 6379) }
    }
}
