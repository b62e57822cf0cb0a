//! What a reader of YAML makes of the files: the very strings.

use dockerspec::compose::{Develop, Port, Project, Secret, Service, Value, Volume};
use dockerspec::{Healthcheck, Image, ImageRef, ShellText, Stage, User, image_ref};
use dockerspec_tests::strings::ODD;
use proptest::prelude::*;
use yaml_serde::Value as Read;

/// The texts as what the file says in values, in a list, and in a map as keys.
fn document(texts: &[String]) -> String {
    let keys = texts.iter().enumerate().map(|(number, text)| (format!("{number}{text}"), text.clone()));
    let service = Service::from_image("web", image_ref!("caddy:2.10"))
        .raw("x-list", Value::list(texts.to_vec()))
        .raw("x-items", Value::list(texts.iter().map(|text| Value::map([("text", text.clone())]))))
        .raw("x-map", Value::map(keys));
    let files = Project::new("shop").service(service).files().expect("the project is right");
    files[0].1.clone()
}

/// A service of which every text is any text.
fn any_service(texts: &[String; 8], number: u16) -> Service {
    let [name, variable, value, path, file, source, destination, word] = texts.clone();
    let stage = Stage::from_image("app", ImageRef::from_static("debian:13-slim"))
        .user(&User::new("app", 10001))
        .workdir(format!("/{path}"))
        .copy(source, destination.clone())
        .run(word.clone())
        .copy(word.clone(), destination)
        .expose(number);
    Service::build(name.clone(), &Image::new(stage))
        .context(file.clone())
        .env(format!("A{variable}"), value)
        .volume(&Volume::named(name.clone()), format!("/{path}"))
        .tmpfs(format!("/{path}"))
        .secret(&Secret::file(name.clone(), file))
        .port(Port::new(number).published(!number))
        .profile(name.clone())
        .command([word.clone()])
        .healthcheck(Healthcheck::new(ShellText::new(word.clone())))
        .raw(word.clone(), Value::interpolated(word))
        .develop(Develop::new().mount_sources().target("app").ignore(name))
}

/// What is wrong with what a reader reads.
fn misread(texts: &[String]) -> Result<(), TestCaseError> {
    let document = document(texts);
    let read: Read = yaml_serde::from_str(&document).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let web = &read["services"]["web"];
    for (number, text) in texts.iter().enumerate() {
        // Compose makes one of two.
        let expected = Read::from(text.replace('$', "$$"));
        prop_assert_eq!(&web["x-list"][number], &expected);
        prop_assert_eq!(&web["x-items"][number]["text"], &expected);
        prop_assert_eq!(web["x-map"].get(format!("{number}{text}")), Some(&expected));
    }
    Ok(())
}

#[test]
fn odd_strings() {
    for text in ODD {
        misread(&[(*text).to_owned()]).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
    let all: Vec<String> = ODD.iter().map(|text| (*text).to_owned()).collect();
    misread(&all).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn long_strings() {
    for length in [149, 150, 151, 1000, 5000] {
        misread(&["a b".repeat(length / 3), "\u{1}".repeat(length)])
            .unwrap_or_else(|error| panic!("{length}: {error}"));
    }
}

proptest! {
    #[test]
    fn whatever_is_said_is_a_file_or_an_error(
        texts in prop::array::uniform8(prop_oneof![8 => "[a-z]{1,4}", 2 => "[a-z:/.*$ \\[-]{0,6}", 1 => any::<String>()]),
        number in any::<u16>(),
    ) {
        let service = any_service(&texts, number);
        match Project::new(texts[0].clone()).service(&service).development_service(&service).files() {
            Ok(files) => {
                for (_, text) in files {
                    prop_assert!(yaml_serde::from_str::<Read>(&text).is_ok(), "{text}");
                }
            }
            Err(error) => prop_assert!(!error.problems().is_empty() && !error.to_string().is_empty()),
        }
    }

    #[test]
    fn any_string(texts in prop::collection::vec(any::<String>(), 1..4)) {
        misread(&texts)?;
    }

    #[test]
    fn strings_of_what_yaml_minds(texts in prop::collection::vec("[-ayn0-9:.#'\"\\\\$\\[{}?&*!|>%@ \t\n\r]{0,12}", 1..4)) {
        misread(&texts)?;
    }
}
