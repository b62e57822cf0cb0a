//! The project of the services in `visits/`: a page in Python and a counter in Rust, beside PostgreSQL.

use std::path::Path;

use dockerspec::compose::{Develop, Postgres, Project, Secret, Service};
use dockerspec::recipe::{self, CargoError, CargoProject, HttpClient, http_probe};
use dockerspec::{Files, Image, User, image_ref};

/// The project, in the directory of its services.
///
/// # Errors
///
/// When Cargo cannot say what the counter is made of.
pub fn visits(directory: &Path) -> Result<Project, CargoError> {
    let password = Secret::file("database_password", "./secrets/database_password");
    visits_with(directory, &Postgres::new("database", &password).user("visits"))
}

/// The project with another database.
///
/// # Errors
///
/// When Cargo cannot say what the counter is made of.
pub fn visits_with(directory: &Path, database: &Postgres) -> Result<Project, CargoError> {
    let web = Service::build("web", &page())
        .context("web")
        .connect("DATABASE", database)
        .publish_exposed()
        // Who develops sees a change when it is saved: the sources are mounted, and the server loads them again.
        .develop(Develop::new().target("dev").mount_sources());
    // The tables are there before anybody asks for them.
    let migration = web.job("migration", ["python", "-m", "visits.migrate"]);
    let web = web.depends_on_completed(&migration);
    let counter = Service::build("counter", &counter(directory)?)
        .context("counter")
        .connect("DATABASE", database)
        .depends_on_completed(&migration)
        .publish_exposed();
    Ok(Project::new("visits").service(web).service(counter))
}

/// The image of the page.
fn page() -> Image {
    let app = User::new("app", 10001);
    let stages = recipe::pip(image_ref!("python:3.11-slim-bookworm"))
        .user(&app)
        .stages()
        .both(|stage| stage.expose(8080).healthcheck(http_probe(HttpClient::Python, 8080, "/healthz")));
    let server = ["gunicorn", "--bind=0.0.0.0:8080", "--worker-tmp-dir=/dev/shm", "--no-control-socket"];
    let command = |more| server.into_iter().chain(["visits:start_app()", more]).collect::<Vec<_>>();
    let dev = stages.dev.copy(Files::new("visits").chown(&app), "visits").cmd(command("--reload"));
    let runtime = stages.runtime.copy("visits", "visits").cmd(command("--workers=2"));
    Image::new(runtime).target(dev).ignore("**/__pycache__")
}

/// The image of the counter.
fn counter(directory: &Path) -> Result<Image, CargoError> {
    let project = CargoProject::read(directory.join("counter"), "counter")?;
    let stages = recipe::rust(image_ref!("rust:1.85-slim-trixie"), &project).static_linked().stages();
    Ok(Image::new(stages.runtime.expose(8081).healthcheck(recipe::probe(["counter", "--health"])).cmd(["counter"])))
}
