//! The parser on texts that nobody would write: mutants of the conformance files.
//!
//! `DOCKERSPEC_MUTANTS=2000000 cargo test --release -p dockerspec-tests --test conformance mutants` tries more of them; with
//! `cargo fuzz`, the targets in `fuzz/` check the same, led by coverage.

use crate::{checks, rows};

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit.max(1)
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        boundary(text, self.below(text.len() + 1))
    }
}

/// The last place between two characters up to `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What means something somewhere.
const PIECES: &[&str] = &[
    "\n",
    "\\\n",
    "\\",
    "`\n",
    "`",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\u{a0}",
    "\u{85}",
    "\u{feff}",
    "\u{2028}",
    "\0",
    "é",
    "#",
    "# ",
    "\"",
    "'",
    "$",
    "${",
    "}",
    "$A",
    "${A:-",
    "${A#",
    "${A/",
    "/",
    ":",
    "=",
    ",",
    "[",
    "]",
    "[\"",
    "\"]",
    "<<",
    "<<EOF",
    "<<-'E'",
    "EOF\n",
    "E\n",
    "--",
    "-- ",
    "--mount=type=cache,",
    "target=/",
    "--from=",
    "--chmod=",
    "--platform=",
    "ONBUILD ",
    "RUN ",
    "FROM a AS b\n",
    "FROM ",
    "ARG A=b\n",
    "ENV a=b ",
    "COPY ",
    "HEALTHCHECK ",
    "CMD ",
    "# escape=`\n",
    "# check=skip=all\n",
    "# syntax=a\n",
    " AS ",
    "scratch",
    "0",
    "-1",
    "99999999999999999999",
    "b",
];

fn mutant(texts: &[String], random: &mut Random) -> String {
    let mut text = texts[random.below(texts.len())].clone();
    for _ in 0..=random.below(6) {
        let (from, to) = (random.place(&text), random.place(&text));
        let (from, to) = (from.min(to), from.max(to));
        match random.below(5) {
            0 => text.insert_str(from, random.of(PIECES)),
            1 => text.replace_range(from..boundary(&text, to.min(from + 12)).max(from), ""),
            2 => {
                let copied = text[from..to].to_owned();
                text.insert_str(to, &copied);
            }
            3 => {
                let other = &texts[random.below(texts.len())];
                let place = random.place(other);
                text.replace_range(to.., &other[place..]);
            }
            _ => text.replace_range(from..to, random.of(PIECES)),
        }
        text.truncate(boundary(&text, 20_000));
    }
    text
}

#[test]
fn mutants_of_the_conformance_files() {
    let count = std::env::var("DOCKERSPEC_MUTANTS").ok().map_or(20_000, |count| count.parse().expect("it is a number"));
    let texts: Vec<String> = rows::conformance().map(|row| row.dockerfile().to_owned()).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut read = 0;
    for number in 0..count {
        let text = mutant(&texts, &mut random);
        let checked = std::panic::catch_unwind(|| {
            checks::parse(&text);
            checks::round_trip(&text);
            // All rules take longer than all of the rest.
            if number % 4 == 0 {
                checks::rules(&text);
            }
        });
        assert!(checked.is_ok(), "mutant {number} fails: {text:?}");
        read += usize::from(!dockerspec::parse::Parsed::new(&text).has_errors());
    }
    assert!(read * 20 > count, "only {read} of {count} mutants are Dockerfiles");
    println!("{count} mutants, {read} of them Dockerfiles");
}

#[test]
fn what_is_deep_or_long_takes_no_more_than_its_length() {
    for (piece, repeated) in [
        ("ENV a=", "${a:-"),
        ("ENV a=", "$a"),
        ("RUN ", "["),
        ("CMD ", "[\"a\","),
        ("RUN cat <<A ", "${x:-"),
        ("ONBUILD ", "ONBUILD "),
        ("RUN --mount=", "ro,"),
        ("COPY ", "<<A "),
        ("EXPOSE ", "1 "),
        ("RUN a", " \\\n # b\n"),
        ("LABEL", " \\\n a=\"b\""),
        ("", "FROM a\n"),
        ("", "FROM a b\n"),
        ("", "FROM a AS b\nCOPY --from=b a b\n"),
        ("", "ARG A=$A$A\n"),
        ("FROM a\n", "ENV A=$A$A\n"),
        ("FROM a\nENV A=b\n", "EXPOSE ${A//b/bb}\nENV A=$A$A\n"),
        ("FROM a\n", "COPY --from=: a b\n"),
        ("", "FROM a AS b\nONBUILD RUN x\n"),
    ] {
        let text = ["FROM a\n", piece, &repeated.repeat(120_000 / repeated.len())].concat();
        checks::parse(&text);
    }
    // Stages that inherit much, many times.
    for (inherited, stage) in [("ENV A=$A\n", "FROM b\nENV x=${A:-1} y=${B#1}\n"), ("ONBUILD EXPOSE x\n", "FROM b\n")] {
        checks::parse(&["FROM a AS b\n", &inherited.repeat(8000), &stage.repeat(8000)].concat());
    }
}
