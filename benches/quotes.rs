//! What becomes of one plain double quote: the `ENV` line that each Rust crate writes for the value `say "hi"`.
//!
//! What BuildKit makes of the lines is in the README of this folder.

use std::collections::BTreeMap;

use dockerfile_builder::instruction_builder::EnvBuilder;
use dockerfile_parser_rs::Instruction;
use dockerspec::model::{Base, Dockerfile, Env, Stage};
use dofigen_lib::{Dofigen, GenerationContext};

const VALUE: &str = "say \"hi\"";

fn main() {
    println!("dockerspec                  {}", env_line(&ours()));
    println!("dockerfile_builder 0.1.6    {}", env_line(&with_dockerfile_builder()));
    println!("dockerfile-parser-rs 3.4.0  {}", env_line(&with_dockerfile_parser_rs()));
    println!("dofigen 2.9.0               {}", env_line(&with_dofigen()));
}

fn env_line(file: &str) -> &str {
    file.lines().find(|line| line.starts_with("ENV")).expect("there is an ENV")
}

fn ours() -> String {
    let mut stage = Stage::new(Base::Scratch);
    stage.instructions.push(Env::new("MOTD", VALUE).into());
    Dockerfile::from(stage).render().expect("it can be said")
}

fn with_dockerfile_builder() -> String {
    EnvBuilder::builder().key("MOTD").value(VALUE).build().expect("it is valid").to_string()
}

fn with_dockerfile_parser_rs() -> String {
    Instruction::Env(BTreeMap::from([("MOTD".to_owned(), VALUE.to_owned())])).to_string()
}

fn with_dofigen() -> String {
    let mut image = Dofigen::default();
    image.stage.env.insert("MOTD".to_owned(), VALUE.to_owned());
    GenerationContext::from(image).generate_dockerfile().expect("it is valid")
}
