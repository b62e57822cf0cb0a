//! `include_dockerfile!` stands wherever an expression can that is evaluated at run time, and its value can be changed.

#![deny(warnings)]

use std::sync::LazyLock;

use dockerspec::include_dockerfile;
use dockerspec::model::{Dockerfile, User};
use dockerspec::value::Owner;

static APP: LazyLock<Dockerfile<'static>> = LazyLock::new(|| include_dockerfile!("ui/dockerfiles/app.Dockerfile"));

macro_rules! rendered {
    ($path:literal) => {
        include_dockerfile!($path).render()
    };
}

fn as_nobody(mut file: Dockerfile<'static>) -> Dockerfile<'static> {
    let user = User::new(Owner::parse("65534").expect("it is a number"));
    file.stages[0].instructions.push(user.into());
    file
}

fn main() {
    let text = "FROM debian:13-slim AS base\nCOPY app /usr/local/bin/\nENTRYPOINT [\"app\"]\n";
    assert_eq!(APP.render().expect("it is right"), text);
    assert_eq!(rendered!("ui/dockerfiles/app.Dockerfile").expect("it is right"), text);
    let changed = as_nobody(include_dockerfile!(r"ui/dockerfiles/app.Dockerfile"));
    assert_eq!(changed.render().expect("it is right"), format!("{text}USER 65534\n"));
    // Without a value for its argument this one does not build.
    assert_eq!(include_dockerfile!("ui/dockerfiles/argument.Dockerfile").preamble.len(), 1);
}
