//! Images without a mistake: what they become.

use insta::assert_snapshot;

use super::super::expand;

fn expansion(source: &str) -> String {
    expand(source.parse().unwrap()).to_string()
}

#[test]
fn the_expansion_calls_the_builder() {
    assert_snapshot!(expansion(r#"
        arg RUST = "1.85";
        stage build from "rust:" $RUST "-slim" { run "make " (name) { cache "/x" { sharing locked; } } }
        stage app from "debian:13-slim" { create_user app = 10001; copy from build ["a", (b)] => "/c"; user app; expose 80/tcp; }
    "#), @r#"{ # [allow (unused_parens , non_snake_case)] let image = { let RUST = :: dockerspec :: Arg :: global ("RUST") . default ("1.85") ; let build = { let stage = :: dockerspec :: Stage :: from_image ("build" , :: dockerspec :: IntoWord :: into_word ("rust:") + & RUST + "-slim") ; let stage = stage . run (:: dockerspec :: Run :: sh (:: std :: format ! ("{}{}" , "make " , :: dockerspec :: shell :: quote (& (name)))) . cache (:: dockerspec :: Cache :: new ("/x") . sharing (:: dockerspec :: Sharing :: Locked ,) ,) ,) ; stage } ; let app = :: dockerspec :: User :: new ("app" , 10001) ; let app = { let stage = :: dockerspec :: Stage :: from_image ("app" , :: dockerspec :: ImageRef :: from_static ("debian:13-slim")) ; let stage = stage . create_user (& app) ; let stage = stage . copy (:: dockerspec :: from (& build , [< :: dockerspec :: model :: Source < 'static > as :: core :: convert :: From < _ >> :: from ("a") , < :: dockerspec :: model :: Source < 'static > as :: core :: convert :: From < _ >> :: from ((b))]) , "/c") ; let stage = stage . user (& app ,) ; let stage = stage . expose ("80/tcp" ,) ; stage } ; :: dockerspec :: Image :: new (app) } ; image }"#);
}

#[test]
fn mistakes_leave_what_was_understood_for_editors() {
    assert_snapshot!(expansion(r#"stage app from "debian:13-slim" { wor; run "make" { ca; } expose (port); }"#), @r#"
    { # [allow (unexpected_cfgs)] { # [cfg (rust_analyzer)] { let app = { let stage = :: dockerspec :: Stage :: from_image ("app" , :: dockerspec :: ImageRef :: from_static ("debian:13-slim")) ; let _ = stage . wor ; let stage = stage . run (:: dockerspec :: Run :: sh ("make") . ca ,) ; let stage = stage . expose ((port) ,) ; stage } ; } } let _ = & port ; :: core :: compile_error ! { "a stage has no instruction `wor`\n= help: there are `add`, `arg`, `cmd`, `comment`, `copy`, `create_user`, `describe`, `directory`, `distribution`, `entrypoint`, `env`, `expose`, `healthcheck`, `instruction`, `label`, `maintainer`, `onbuild`, `package_manager`, `packages`, `platform`, `run`, `run_as_root`, `shell`, `stop_signal`, `user`, `volume`, `workdir` and `writable`" } :: core :: compile_error ! { "`run` has no option `ca`\n= help: there are `bind`, `cache`, `device`, `network`, `secret`, `security`, `ssh`, `tmpfs` and `uses`" } :: dockerspec :: Image :: new (:: dockerspec :: Stage :: from_scratch ("error") . run_as_root ("it is none")) }
    "#);
}

#[test]
fn of_spliced_variables_only_those_of_rust_are_used_beside_mistakes() {
    let source = r#"stage build from "debian:13-slim" { } stage app from build { user (id); label a = (build); foo; }"#;
    let expansion = expansion(source);
    assert!(expansion.contains("let _ = & id ;") && !expansion.contains("let _ = & build ;"), "{expansion}");
}

#[test]
fn warnings_are_uses_of_deprecated_macros() {
    let expansion = expansion(r#"stage app from "debian:13-slim" { run "apt-get install -y curl"; user 10001; }"#);
    assert!(expansion.contains("# [deprecated (note = "), "{expansion}");
    assert!(expansion.contains("macro_rules ! recommended_packages"), "{expansion}");
}
