//! The Python application of `article/python/`, by the recipe for pip.

use dockerspec::recipe::{self, HttpClient, Pip, Python, Recipe, http_probe};
use dockerspec::{Image, image_ref};

/// The images, each with a name.
pub(super) fn images() -> Vec<(&'static str, Image)> {
    vec![("pip", image(|recipe| recipe)), ("pip-minimal", image(Recipe::minimal))]
}

fn image(choose: fn(Recipe<Python<Pip>>) -> Recipe<Python<Pip>>) -> Image {
    // One of the dependencies is compiled.
    let recipe = recipe::pip(image_ref!("python:3.11-slim-bookworm")).packages(["gcc", "libc6-dev"]);
    let runtime = choose(recipe)
        .stages()
        .runtime
        .copy("my_app", "my_app")
        .expose(8080)
        .healthcheck(http_probe(HttpClient::Python, 8080, "/healthz"))
        .entrypoint(["gunicorn", "my_app.web:start_app()"])
        .cmd(["--bind=0.0.0.0:8080", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]);
    Image::new(runtime).ignore("**/__pycache__")
}
