//! The image of the web application in `python_app/`.

use dockerspec::{Bind, Healthcheck, Image, ImageRef, Run, Stage, User, Variable, from, image, image_ref};

/// Both stages begin with it: a virtual environment works only with the very interpreter that made it.
const PYTHON: ImageRef<'static> = image_ref!("python:3.11-slim-bookworm");

/// A Python application with a dependency that must be compiled: the compiler stays in the stage that needs it.
pub fn python_app() -> Image {
    image! {
        // What an interpreter outside of the container has left behind.
        ignore "**/__pycache__";
        stage build from (PYTHON) {
            describe "build installs the dependencies, one of which is C code.";
            packages ["gcc", "libc6-dev"];
            // Mounted, not copied: nothing but the list of dependencies decides whether this runs again, and the list is
            // no part of any layer. What pip downloads and compiles is there for the next list.
            run lines [
                // The pip of the base installs into the environment, so that none is copied to the image with it.
                "python -m venv --without-pip /opt/venv",
                "pip --python /opt/venv/bin/python install --disable-pip-version-check -r /tmp/requirements.txt",
            ] {
                bind "/tmp/requirements.txt" { source "requirements.txt"; }
                cache "/root/.cache/pip";
            }
        }
        stage runtime from (PYTHON) {
            describe "runtime is the application and its dependencies, and nothing that built them.";
            // By number, so that an orchestrator can see that this is not root (Kubernetes asks with `runAsNonRoot`).
            create_user app = 10001;
            // What `activate` does to a shell, for everything that runs in the container.
            env PATH = "/opt/venv/bin:" $PATH;
            workdir "/app";
            // Dependencies before code: a change of the code leaves this layer as it is. All of it belongs to root, so
            // the application cannot change itself.
            copy from build "/opt/venv" => "/opt/venv";
            copy "my_app" => "my_app";
            user app;
            expose 8080;
            healthcheck ["python", "-m", "my_app.health"] {
                interval 10s;
                timeout 3s;
                // A container that has just started is asked every second, and may be slow for ten.
                start_period 10s;
                start_interval 1s;
                retries 3;
            }
            // Lists, so no shell stands between the engine and gunicorn, which ends in order at SIGTERM.
            entrypoint ["gunicorn", "my_app.web:start_app()"];
            // The defaults that `docker run IMAGE …` replaces. Workers show that they are alive by files, which belong
            // in memory; the control socket would be a file in the home directory, and the user has none.
            cmd ["--bind=0.0.0.0:8080", "--workers=2", "--worker-tmp-dir=/dev/shm", "--no-control-socket"];
        }
    }
}

/// The same with the builder, which the words above stand for.
pub fn python_app_by_builder() -> Image {
    // By number, so that an orchestrator can see that this is not root (Kubernetes asks with `runAsNonRoot`).
    let app = User::new("app", 10001);

    let build = Stage::from_image("build", PYTHON)
        .describe("build installs the dependencies, one of which is C code.")
        .packages(["gcc", "libc6-dev"])
        // Mounted, not copied: nothing but the list of dependencies decides whether this runs again, and the list is
        // no part of any layer. What pip downloads and compiles is there for the next list.
        .run(
            Run::lines([
                // The pip of the base installs into the environment, so that none is copied to the image with it.
                "python -m venv --without-pip /opt/venv",
                "pip --python /opt/venv/bin/python install --disable-pip-version-check -r /tmp/requirements.txt",
            ])
            .bind(Bind::new("/tmp/requirements.txt").source("requirements.txt"))
            .cache("/root/.cache/pip"),
        );

    let runtime = Stage::from_image("runtime", PYTHON)
        .describe("runtime is the application and its dependencies, and nothing that built them.")
        .create_user(&app)
        // What `activate` does to a shell, for everything that runs in the container.
        .env("PATH", "/opt/venv/bin:" + Variable::from_static("PATH"))
        .workdir("/app")
        // Dependencies before code: a change of the code leaves this layer as it is. All of it belongs to root, so the
        // application cannot change itself.
        .copy(from(&build, "/opt/venv"), "/opt/venv")
        .copy("my_app", "my_app")
        .user(&app)
        .expose(8080)
        .healthcheck(
            Healthcheck::new(["python", "-m", "my_app.health"])
                .interval("10s")
                .timeout("3s")
                // A container that has just started is asked every second, and may be slow for ten.
                .start_period("10s")
                .start_interval("1s")
                .retries(3),
        )
        // Lists, so no shell stands between the engine and gunicorn, which ends in order at SIGTERM.
        .entrypoint(["gunicorn", "my_app.web:start_app()"])
        // The defaults that `docker run IMAGE …` replaces. Workers show that they are alive by files, which belong in
        // memory; the control socket would be a file in the home directory, and the user has none.
        .cmd(["--bind=0.0.0.0:8080", "--workers=2", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]);

    // What Python leaves beside the code when it runs on the machine of somebody.
    Image::new(runtime).ignore("**/__pycache__")
}
