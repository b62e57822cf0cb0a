//! Subshells, conditions, loops, functions.

use insta::assert_snapshot;

use super::dump::script;

#[test]
fn groups() {
    assert_snapshot!(script("(a; b) >x && { c; } | ! (d) 2>&1; ((1 + 1)) || ((e); f)"), @r"
    #0 subshell >x 0..6
      a 1..2
      ; b 4..5
    && #1 group 13..19
      c 15..16
    | #2 subshell 2>&1 24..27
      d 25..26
    ; #3 arithmetic 34..43
    || #4 subshell 47..55
      #5 subshell 48..51
        e 49..50
      ; f 53..54
    ");
}

#[test]
fn conditions() {
    assert_snapshot!(script("if a; b; then c; elif (d) then e; else f\nfi >x && g"), @r"
    #0 if >x 0..43
      #1 condition 3..8
        a 3..4
        ; b 6..7
      #2 branch 14..16
        c 14..15
      #3 condition 22..25
        #4 subshell 22..25
          d 23..24
      #5 branch 31..33
        e 31..32
      #6 branch 39..40
        f 39..40
    && g 50..51
    ");
}

#[test]
fn loops() {
    assert_snapshot!(
        script("while a; do b; done < <(c); until d\ndo e; done; for f in g $h; do i; done; for j do k; done; for ((;;)); do l; done"),
        @r"
    #0 loop { is_until: false } <<(#3) 0..19
      #1 condition 6..8
        a 6..7
      #2 body 9..19
        b 12..13
    #3 process { is_written: false } 22..26
      c 24..25
    ; #4 loop { is_until: true } 28..46
      #5 condition 34..35
        d 34..35
      #6 body 36..46
        e 39..40
    ; #7 for f in g ${h} 48..73
      #8 body 63..73
        i 66..67
    ; #9 for j in (none) 75..91
      #10 body 81..91
        k 84..85
    ; #11 forarithmetic 93..115
      #12 body 105..115
        l 108..109
    "
    );
}

#[test]
fn closers_without_semicolon() {
    assert_snapshot!(script("for a in b; do if c; then d; fi done"), @r"
    #0 for a in b 0..36
      #1 body 12..36
        #2 if 15..31
          #3 condition 18..20
            c 18..19
          #4 branch 26..28
            d 26..27
    ");
}

#[test]
fn cases() {
    assert_snapshot!(script("case \"$a\" in (b|c*) d; e;; f) ;& *) g\nesac | h; case i in esac"), @r#"
    #0 case "${a}"˙q 0..42
      #1 arm b c*˙g 13..24
        d 20..21
        ; e 23..24
      #2 arm f 27..29
      #3 arm *˙g 33..37
        g 36..37
    | h 45..46
    ; #4 case i 48..62
    "#);
}

#[test]
fn functions() {
    assert_snapshot!(script("a() { b; } >x; function c { d; }; function e() (f); g() h; a"), @r"
    #0 function a 0..13
      #1 group >x 4..10
        b 6..7
    ; #2 function c 15..32
      #3 group 26..32
        d 28..29
    ; #4 function e 34..50
      #5 subshell 47..50
        f 48..49
    ; #6 function g 52..57
      h 56..57
    ; a 59..60
    ");
}

#[test]
fn of_bash() {
    assert_snapshot!(
        script("[[ -f a && $b =~ ^(c|d)$ ]] && time { e; }; time -p f; coproc g; coproc H { i; }; select j in k; do l; done"),
        @r"
    #0 test -f a && ${b} =~ ^(c|d)$ 0..27
    && #1 group 36..42
      e 38..39
    ; time -p f 44..53
    ; coproc g 55..63
    ; #2 group 74..80
      i 76..77
    ; #3 select j in k 82..107
      #4 body 97..107
        l 100..101
    "
    );
}

/// `sh` takes the words of bash for names of programs.
#[test]
fn of_sh() {
    assert_snapshot!(script("[[ a; select b in c; function d; time | [[ e ]] f"), @r"
    [[˙g a 0..4
    ; select b in c 6..19
    ; function d 21..31
    ; time 33..37
    | [[˙g e ]] f 40..49
    ");
}
