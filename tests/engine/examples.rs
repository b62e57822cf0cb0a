//! The examples, built and run.

use dockerspec_examples::benchmarking::applications;
use dockerspec_examples::measuring::ApplicationCopy;
use serde_json::json;

use crate::application::{Application, build_files, config, new_text, serve, serve_from_nothing, step};
use crate::docker::BuiltImage;

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn python_app() {
    let example = Application::new("python_app", &dockerspec_examples::python_app());
    let (image, _) = example.build(&example.context);

    let config = config(&image);
    assert_eq!(config["Entrypoint"], json!(["gunicorn", "my_app.web:start_app()"]));
    assert_eq!(config["Healthcheck"]["Test"], json!(["CMD", "python", "-m", "my_app.health"]));
    let greeting = serve(&image);
    assert_eq!(greeting["text"], "Hello, container!");
    assert_eq!(greeting["xxh3_64"].as_str().map(str::len), Some(16), "the compiled dependency works: {greeting}");
    assert_eq!(build_files(&image), "");
    assert!(build_files(&example.build_stage("build")).contains("/bin/gcc\n"));
    // The application belongs to root, and the user of the container cannot change it.
    assert!(image.run(&["--entrypoint", "touch"], &["/app/my_app/web.py"]).is_err());

    let greeting = new_text();
    let (changed, steps) = example.build_changed("my_app/web.py", "Hello, container!", &greeting);
    for part in ["[build 2/3] RUN", "[build 3/3] RUN --mount=type=bind", "[runtime 4/5] COPY --from=build"] {
        assert!(step(&steps, part).cached, "{part} is done again: {steps:#?}");
    }
    assert!(!step(&steps, "[runtime 5/5] COPY my_app").cached);
    assert_eq!(serve(&changed)["text"], *greeting);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn rust_service() {
    let example = Application::new("rust_service", &dockerspec_examples::rust_service());
    let (image, _) = example.build(&example.context);

    let config = config(&image);
    assert_eq!(config["Entrypoint"], json!(["rust-service"]));
    assert_eq!(config["Healthcheck"]["Test"], json!(["CMD", "rust-service", "--health"]));
    assert_eq!(serve(&image)["version"], "0.1.0");
    assert_eq!(build_files(&image), "");
    assert!(build_files(&example.build_stage("build")).contains("/bin/cargo\n"));

    let name = new_text();
    let before = r#""service":"rust-service""#;
    let (changed, steps) = example.build_changed("src/main.rs", before, &before.replace("rust-service", &name));
    assert!(
        step(&steps, "[build 5/7] RUN --mount=type=cache").cached,
        "the dependencies are compiled again: {steps:#?}"
    );
    assert!(!step(&steps, "[build 7/7] RUN --mount=type=cache").cached);
    assert_eq!(serve(&changed)["service"], *name);
}

#[test]
#[ignore = "needs a Docker engine: cargo test -p dockerspec-tests --test engine -- --ignored"]
fn the_application_of_the_article() {
    let [python, _] = applications();
    for (name, image) in &python.images {
        let application = Application::new("article/python", image);
        let (image, _) = application.build(&application.context);
        let _config = config(&image);
        let answer = if *name == "pip-minimal" { serve_from_nothing(&image) } else { serve(&image) };
        assert_eq!(
            (&answer["text"], answer["xxh3_64"].as_str().map(str::len)),
            (&json!("Hello, container!"), Some(16))
        );
        assert!(answer["mean"].as_f64().is_some_and(|mean| mean > 32.0), "{name}: {answer}");
    }
    // What they are compared with runs too, as root and with all that built it.
    let copy = ApplicationCopy::new(&python.directory).unwrap();
    let build = || BuiltImage::build(copy.path(), python.naive, &[]);
    let naive = build().or_else(|_| build()).unwrap_or_else(|error| panic!("{error}"));
    let program = "import os; from my_app.web import start_app; \
        print(start_app().test_client().get('/').json['text'], os.getuid())";
    let printed = naive.run(&["--entrypoint", "python3"], &["-c", program]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(String::from_utf8_lossy(&printed), "Hello, container! 0\n");
}
