//! Images as they are while somebody types: whatever is missing, doubled or elsewhere, there is an answer, and mistakes
//! are said of tokens that were written.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::prelude::*;

use super::super::{Description, expand};

/// An image with every kind of word and operand.
const IMAGE: &str = r#"
syntax "docker/dockerfile:1";
ignore "**/*.md";
arg RUST = "1.85";
#[allow(unpinned_base, reason = "one version")]
stage build from "rust:" $RUST "-slim" {
    platform $BUILDPLATFORM;
    workdir "/src";
    copy ["Cargo.toml", inline "a\n", (lock)] => "./" { chown 1:2; chmod 0o644; link; exclude "*.md"; }
    run "cargo build -p " (name) " && " raw(more) && "true" {
        cache "/x" { id "x"; sharing locked; mode 0o755; from "alpine:3.22"; read_only; }
        secret "token" { env TOKEN; required; }
        bind "/y" { source "y"; read_write; }
        tmpfs "/z" { size 64m; }
        ssh;
        network none;
        uses RUST;
    }
    run lines ["a", "b"];
    add git "https://example.com/a.git" => "/a" { keep_git_dir; }
}
stage outer = (made()) { }
stage app from "debian:13-slim" {
    packages ["curl", (package)];
    create_user app = 10001 { gid 2; home "/home/app"; }
    copy from build "/src/a" => "/a";
    copy from context "tools" "/t" => "/t";
    env PATH = "/x:" $PATH;
    label a = (b);
    expose 80/tcp;
    volume "/data";
    stop_signal SIGQUIT;
    user app;
    healthcheck ["app", "--health"] { interval 1m30s; retries 3; }
    entrypoint ["app", (name)];
    cmd shell "x";
}
"#;

/// What is done to the token with this number, of all that are there.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Remove,
    Double,
    Swap,
    /// Takes a group apart.
    Open,
}

fn edited(tokens: TokenStream, at: usize, edit: Edit) -> TokenStream {
    let mut count = 0;
    edit_in(tokens, at, edit, &mut count)
}

fn edit_in(tokens: TokenStream, at: usize, edit: Edit, count: &mut usize) -> TokenStream {
    let mut done: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_here = *count == at;
        *count += 1;
        let token = match token {
            TokenTree::Group(group) if is_here && matches!(edit, Edit::Open) => {
                done.extend(group.stream());
                continue;
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), edit_in(group.stream(), at, edit, count));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        };
        if !is_here {
            done.push(token);
            continue;
        }
        match edit {
            Edit::Remove => {}
            Edit::Double => done.extend([token.clone(), token]),
            Edit::Swap => {
                let before = done.pop();
                done.push(token);
                done.extend(before);
            }
            Edit::Open => done.push(token),
        }
    }
    done.into_iter().collect()
}

fn length(tokens: TokenStream) -> usize {
    let inner = |token: TokenTree| match token {
        TokenTree::Group(group) => 1 + length(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(inner).sum()
}

/// Whether a token of the image begins where a mistake does.
fn begins_at_a_token(tokens: TokenStream, place: (usize, usize)) -> bool {
    tokens.into_iter().any(|token| {
        let start = token.span().start();
        (start.line, start.column) == place
            || matches!(token, TokenTree::Group(group) if group.delimiter() != Delimiter::None
                && begins_at_a_token(group.stream(), place))
    })
}

#[test]
fn the_image_is_right() {
    let expansion = expand(IMAGE.parse().unwrap()).to_string();
    assert!(!expansion.contains("compile_error"), "{expansion}");
}

proptest! {
    #[test]
    fn every_edit_has_an_answer(edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8), 1..4)) {
        let mut tokens: TokenStream = IMAGE.parse().unwrap();
        for (index, edit) in edits {
            let edit = [Edit::Remove, Edit::Double, Edit::Swap, Edit::Open][usize::from(edit)];
            let length = length(tokens.clone());
            tokens = edited(tokens, index.index(length), edit);
        }
        let mut description = Description::default();
        description.read(tokens.clone());
        description.image();
        for refusal in description.refusals.iter() {
            let (line, column, _) = refusal.place.columns();
            let is_there = begins_at_a_token(tokens.clone(), (line, column));
            prop_assert!(is_there, "{} at {line}:{column}", refusal.message);
        }
        // What goes into the program is made of whole groups, so it can be read again.
        prop_assert!(expand(tokens).to_string().parse::<TokenStream>().is_ok());
    }
}
