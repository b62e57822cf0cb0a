//! Programs, whatever they are run through, and scripts in scripts.

use insta::assert_snapshot;

use super::dump::calls;
use crate::parse::Span;
use crate::shell::Scripts;

#[test]
fn wrappers() {
    assert_snapshot!(
        calls(
            "sudo -u app -E A=1 /usr/bin/apt-get install; env -i -u X B=2 apk add; exec nice -n 5 timeout -k 3 10 a; \
             xargs -0 -n 1 rm -rf; busybox wget x; command -v curl; command -p curl; find . -name x -exec chmod 1 {} + -print; \
             gosu app make; tini -g -- b; setpriv --reuid 5 --clear-groups c; stdbuf -oL d; runuser -u app -- e; sudo -v; \
             \"$HOME\"/bin/f; $g h; time i"
        ),
        @r#"
    apt-get install through sudo  <sudo -u app -E A=1 /usr/bin/apt-get install>
    apk add through env  <env -i -u X B=2 apk add>
    a  through exec nice timeout  <exec nice -n 5 timeout -k 3 10 a>
    rm -rf through xargs  <xargs -0 -n 1 rm -rf>
    wget x through busybox  <busybox wget x>
    command -v curl  <command -v curl>
    curl  through command  <command -p curl>
    chmod 1 {} through find  <find . -name x -exec chmod 1 {} + -print>
    make  through gosu  <gosu app make>
    b  through tini  <tini -g -- b>
    c  through setpriv  <setpriv --reuid 5 --clear-groups c>
    d  through stdbuf  <stdbuf -oL d>
    e  through runuser  <runuser -u app -- e>
    sudo -v  <sudo -v>
    f   <"$HOME"/bin/f>
    i  through time  <time i>
    "#
    );
}

#[test]
fn shells() {
    assert_snapshot!(
        calls(
            "bash -euo pipefail -c 'a | b' x; sh -c \"apk add '$C' $(d) \\\"\"; eval e \"f g\"; su - app -c 'h; i'; \
             trap 'rm -rf /x' EXIT; sudo sh -c \"sh -c 'j; k'\"; sh l.sh; sh -x <<'E'; zsh -s <<<m\nn $o\nE"
        ),
        @r#"
    bash -euo pipefail -c "a | b"˙q x  <bash -euo pipefail -c 'a | b' x>
      a   <a>
      b   <b>
    sh -c "apk add '"+"${C}"+"' "+"$(#0)"+" \""˙q  <sh -c "apk add '$C' $(d) \"">
      apk add "${C}"˙q ${}  <"apk add '$C' $(d) \"">
    d   <d>
    eval e "f g"˙q  <eval e "f g">
      e f g  <e "f g">
    su - app -c "h; i"˙q  <su - app -c 'h; i'>
      h   <h>
      i   <i>
    trap "rm -rf /x"˙q EXIT  <trap 'rm -rf /x' EXIT>
      rm -rf /x  <rm -rf /x>
    sh -c "sh -c 'j; k'"˙q through sudo  <sudo sh -c "sh -c 'j; k'">
      sh -c "j; k"˙q  <sh -c 'j; k'>
      j   <j>
      k   <k>
    sh l.sh  <sh l.sh>
    sh -x  <sh -x <<'E'>
      n ${o}  <n $o>
    zsh -s  <zsh -s <<<m>
      m   <m>
    "#
    );
}

#[test]
fn options_of_shells() {
    let scripts = Scripts::of_text("bash -eo pipefail +x -c 'a'; sh -c b");
    let options = scripts.all.iter().map(|nested| (nested.options.errexit, nested.options.pipefail));
    assert_eq!(options.collect::<Vec<_>>(), [(false, false), (true, true), (false, false)]);
}

/// Spans go where the text stands, and a text that no longer stands there as it is has no place.
#[test]
fn relocated() {
    let mut scripts = Scripts::of_text("a; sh -c 'b c'");
    scripts.relocate(|span| Span::new(span.start + 10, span.end + if span.end > 9 { 12 } else { 10 }));
    let spans: Vec<_> = scripts.calls().map(|call| (call.name, call.command.span)).collect();
    assert_eq!(spans, [("a", Span::new(10, 11)), ("sh", Span::new(13, 26)), ("b", Span::new(20, 25))]);
    let verbatim: Vec<_> = scripts.all[0].script.commands[1].words.iter().map(|word| word.verbatim).collect();
    assert_eq!(verbatim, [Some(Span::new(13, 15)), Some(Span::new(16, 18)), None]);
}
