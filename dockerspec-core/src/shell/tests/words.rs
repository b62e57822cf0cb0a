//! Words, redirections and heredocs.

use insta::assert_snapshot;

use super::dump::script;
use crate::shell::Script;

#[test]
fn lists() {
    assert_snapshot!(script("a && b || ! c | d |& e; f & g\nh # && i\n&>x j"), @r"
    a 0..1
    && b 5..6
    || ! c 12..13
    | d 16..17
    |& e 21..22
    ; f 24..25
    & g 28..29
    ; h 30..31
    ; j &>x 39..44
    ");
}

#[test]
fn quotes_and_escapes() {
    assert_snapshot!(script(r#"echo 'a $b' "c \$d \e" f\ g $'h\n\x41\'' $"i" a'b'"c" "" \"#), @r#"echo "a $b"˙q "c $d \\e"˙q "f g"˙q "h\nA'"˙q "i"˙q "abc"˙q ""˙q \ 0..58"#);
}

#[test]
fn parameters() {
    assert_snapshot!(script(r#"$a ${b} "$c"d ${e:-f g} ${#h} ${i[0]} $1 $@ $$ ${} "${j#'}'}" "${k:-it's}" $ $%"#), @r#"${a} ${b} "${c}"+"d"˙q ${e…} ${h…} ${i…} ${1} ${@} ${$} ${} "${j…}"˙q "${k…}"˙q $ $% 0..79"#);
}

#[test]
fn substitutions() {
    assert_snapshot!(
        script(r#"a $(b "$(c)" | d) `e \`f\`` "x`g`" $((1 + $(h))) $( (i) ) <(j) > >(k)"#),
        @r#"
    a $(#0) $(#2) "x"+"$(#4)"˙q $((…)) $(#6) <(#8) ><(#9) 0..69
    #0 substitution of command 0 2..17
      b "$(#1)"˙q 4..12
      #1 substitution of command 1 7..11
        c 9..10
      | d 15..16
    #2 substitution of command 0 18..27
      e $(#3) 19..26
      #3 substitution of command 4 22..26
        f 23..24
    #4 substitution of command 0 30..33
      g 31..32
    #5 substitution of command 0 42..46
      h 44..45
    #6 substitution of command 0 49..57
      #7 subshell 52..55
        i 53..54
    #8 process { is_written: false } of command 0 58..62
      j 60..61
    #9 process { is_written: true } of command 0 65..69
      k 67..68
    "#
    );
}

#[test]
fn globs_and_braces() {
    assert_snapshot!(script("rm *.deb [ab] a? '*' {a,b}c {1..3} {} {a} !(x|y)"), @r#"rm *.deb˙g [ab]˙g a?˙g "*"˙q {a,b}c˙b {1..3}˙b {} {a} !(x|y) 0..48"#);
}

#[test]
fn assignments() {
    assert_snapshot!(script("A=1 B='x y' C+=$D e F=g; H=; I=(a \"b c\" $d\n e) J[1]=k; export L=(m) N=o; 1A=2"), @r#"
    A=1 B="x y"˙q C+=${D} e F=g 0..23
    ; H=""  25..27
    ; I=(a "b c"˙q ${d} e) J=k  29..53
    ; export "L="+(m) N=o 55..71
    ; 1A=2 73..77
    "#);
}

#[test]
fn redirections() {
    assert_snapshot!(script("a >b 2>&1 <c >>d >|e &>f &>>g <>h 3<&- {fd}>i <<<'j k'; >l; m2>n 2 >o"), @r#"
    a >b 2>&1 <c >>d >|e &>f &>>g <>h 3<&- {fd}>i <<<"j k"˙q 0..54
    ;  >l 56..58
    ; m2 2 >n >o 60..69
    "#);
}

#[test]
fn heredocs() {
    let text = "cat <<A <<-'B' | sh <<C && d\nx $y $(z)\nA\n\t$q\n\tB\nrm \\$x\nC\ne <<F\nopen";
    assert_snapshot!(script(text), @r#"
    cat <<A ["x "+"${y}"+" "+"$(#0)"+"\n"] <<-"B"˙q ["$q\n"˙q] 0..14
    | sh <<C [rm $x
    ] 17..23
    && d 27..28
    #0 substitution of command 0 34..38
      z 36..37
    ; e <<F [open open] 57..62
    "#);
}

#[test]
fn continuations() {
    assert_snapshot!(script("ec\\\nho a\\\n b \"c\\\nd\" &\\\n& i\\\nf x; then y; fi; z <\\\n<E\nbody\nE"), @r#"
    echo a b "cd"˙q 0..19
    && #0 if 25..43
      #1 condition 30..32
        x 30..31
      #2 branch 38..40
        y 38..39
    ; z <<E [body
    ] 45..52
    "#);
}

/// A word says where its text stands as it is.
#[test]
fn verbatim() {
    let text = r#"a 'b c' "d $e" f'g' $'h' $'i\n' \j "k\\l" """#;
    let script = Script::parse(text);
    let verbatim: Vec<_> =
        script.commands[0].words.iter().map(|word| word.verbatim.map(|span| &text[span.range()])).collect();
    let expected = [Some("a"), Some("b c"), Some("d $e"), None, Some("h"), None, None, None, Some("")];
    assert_eq!(verbatim, expected);
}
