//! Compose files: how images run, beside databases and what else they need.
//!
//! A [`Project`] is made of services: of images that are described here, with [`Service::build`], of those that are known
//! ([`Postgres`], [`Mysql`], [`Redis`], [`Rabbitmq`], [`Mailpit`]), and of any other with [`Service::from_image`]. It
//! gives two files: `compose.yaml` for production, and `compose.override.yaml` for whoever develops.
//!
//! ```
//! use dockerspec::compose::{Develop, Mailpit, Postgres, Project, Secret, Service};
//! use dockerspec::{Files, Healthcheck, Image, Stage, User, image_ref};
//!
//! let app = User::new("app", 10001);
//! let base = Stage::from_image("base", image_ref!("python:3.13-slim-bookworm"))
//!     .workdir("/app")
//!     .copy("requirements.txt", "./")
//!     .run("pip install --no-cache-dir -r requirements.txt")
//!     .create_user(&app)
//!     .user(&app)
//!     .expose(8000)
//!     .healthcheck(Healthcheck::new(["python", "-m", "shop.health"]).interval("10s"));
//! let dev = base.stage("dev").copy(Files::new("shop").chown(&app), "shop").cmd(["flask", "run", "--debug"]);
//! let runtime = base.stage("runtime").copy("shop", "shop").cmd(["gunicorn", "shop:app"]);
//! let image = Image::new(runtime).target(dev);
//!
//! let password = Secret::file("db_password", "./secrets/db_password");
//! let db = Postgres::new("db", &password).database("shop").user("shop");
//! let web = Service::build("web", &image)
//!     .publish_exposed()
//!     .connect("DATABASE", &db)
//!     .develop(Develop::new().target("dev"));
//! let migration = web.one_off("migration", ["python", "-m", "shop.migrate"]);
//!
//! let project = Project::new("shop").service(web).service(migration).development_service(Mailpit::new("mail"));
//! // `project.sync(".")?` writes them, with the Dockerfile and its ignore file.
//! for (name, text) in project.files()? {
//!     println!("# {name}\n{text}");
//! }
//! # Ok::<(), dockerspec::compose::ProjectError>(())
//! ```
//!
//! Every string is what it is for whoever reads the file: what YAML would take for a number, a time or a truth value is
//! quoted, and a `$` is written so that compose leaves it alone.

mod check;
mod connection;
mod develop;
mod emit;
mod facts;
mod name;
mod port;
mod problem;
mod project;
mod secret;
mod service;
mod services;
mod value;
mod volume;
mod watch;
mod yaml;

pub use connection::{Connect, Connection};
pub use develop::Develop;
pub use port::Port;
pub use problem::{Problem, ProblemKind, ProjectError};
pub use project::Project;
pub use secret::Secret;
pub use service::{IntoService, Restart, Service};
pub use services::{Mailpit, Mysql, Postgres, Rabbitmq, Redis};
pub use value::Value;
pub use volume::Volume;
