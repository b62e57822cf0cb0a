//! Python with pip.

use dockerspec::recipe::{self, HttpClient, Pip, Python, Recipe, http_probe};
use dockerspec::{Image, image_ref};
use serde_json::json;

use crate::application::{Application, build_files, config, new_text, serve, serve_from_nothing, step};

/// The application of the example, by the recipe.
fn application(choose: fn(Recipe<Python<Pip>>) -> Recipe<Python<Pip>>) -> Application {
    let recipe = recipe::pip(image_ref!("python:3.11-slim-bookworm")).packages(["gcc", "libc6-dev"]);
    let stages = choose(recipe)
        .stages()
        .both(|stage| stage.expose(8080).healthcheck(http_probe(HttpClient::Python, 8080, "/healthz")));
    let server = ["gunicorn", "my_app.web:start_app()"];
    let arguments = ["--bind=0.0.0.0:8080", "--workers=2", "--worker-tmp-dir=/dev/shm", "--no-control-socket"];
    let runtime = stages.runtime.copy("my_app", "my_app").entrypoint(server).cmd(arguments);
    let dev = stages.dev.copy("my_app", "my_app").entrypoint(server).cmd(arguments);
    Application::new("python_app", &Image::new(runtime).target(dev).ignore("**/__pycache__"))
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn slim() {
    let application = application(|recipe| recipe);
    let (image, _) = application.build(&application.context);
    assert_eq!(config(&image)["Env"].as_array().unwrap().last(), Some(&json!("PYTHONUNBUFFERED=1")));
    assert_eq!(serve(&image)["text"], "Hello, container!");
    assert_eq!(build_files(&image), "");
    assert!(build_files(&application.build_stage("build")).contains("/bin/gcc\n"));
    // What runs belongs to root, so it cannot change itself.
    assert!(image.run(&["--entrypoint", "touch"], &["/app/my_app/web.py"]).is_err());

    // Who develops has the same, and the compiler.
    let dev = application.build_stage("dev");
    assert_eq!(serve(&dev)["text"], "Hello, container!");
    assert!(build_files(&dev).contains("/bin/gcc\n"));

    let greeting = new_text();
    let (changed, steps) = application.build_changed("my_app/web.py", "Hello, container!", &greeting);
    assert!(
        step(&steps, "[build 3/3] RUN --mount=type=bind").cached,
        "the dependencies are installed again: {steps:#?}"
    );
    assert!(step(&steps, "[runtime 3/5] COPY --from=build").cached, "{steps:#?}");
    assert!(!step(&steps, "[runtime 5/5] COPY my_app").cached);
    assert_eq!(serve(&changed)["text"], *greeting);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn minimal() {
    let application = application(Recipe::minimal);
    let (image, _) = application.build(&application.context);
    let _config = config(&image);
    assert_eq!(serve_from_nothing(&image)["xxh3_64"].as_str().map(str::len), Some(16), "the compiled dependency works");
    assert!(image.run(&["--entrypoint", "sh"], &["-c", "true"]).is_err(), "there is a shell");

    // What a program can ask of its interpreter: what is linked, loaded by name, or read from files.
    let program = "import bz2, ctypes, decimal, hashlib, lzma, socket, sqlite3, ssl, threading, uuid, zlib\n\
        assert ssl.create_default_context().cert_store_stats()['x509_ca'] > 100\n\
        assert sqlite3.connect(':memory:').execute('select 1').fetchone() == (1,)\n\
        assert socket.getaddrinfo('localhost', 80)\n\
        threading.Thread(target=print, args=('a thread',)).start()";
    let printed = image.run(&["--entrypoint", "python"], &["-c", program]).unwrap();
    assert_eq!(String::from_utf8_lossy(&printed), "a thread\n");

    let greeting = new_text();
    let (changed, steps) = application.build_changed("my_app/web.py", "Hello, container!", &greeting);
    let again: Vec<_> = steps.iter().filter(|step| step.name.starts_with("[runtime") && !step.cached).collect();
    assert_eq!(again.len(), 1, "{steps:#?}");
    assert_eq!(serve_from_nothing(&changed)["text"], *greeting);
}
