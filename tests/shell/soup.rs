//! Texts that nobody would write, the same ones in every run.

/// Numbers that look random.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 33).expect("31 bits fit");
        high % end
    }
}

const TOKENS: &[&str] = &[
    "a",
    "b",
    " ",
    " ",
    " ",
    "; ",
    "\n",
    " && ",
    " || ",
    " | ",
    " & ",
    "(",
    ")",
    "{ ",
    " }",
    "$x",
    "$(",
    "${",
    "${x:-",
    "}",
    "`",
    "'",
    "\"",
    "\\",
    " > ",
    " < ",
    " 2>&1",
    "if ",
    " then ",
    " else ",
    " fi",
    "while ",
    " do ",
    " done",
    "for x in ",
    "case x in ",
    " esac",
    ";;",
    "[[ ",
    " ]]",
    "!",
    "#",
    "f() ",
    "x=",
    "((",
    "))",
    "$((",
    "*",
    "time ",
    "function f ",
    "<<E\n",
    "\nE\n",
    "<(",
    "<<<",
    "&>",
    "$'",
];

/// Texts of tokens that mean something.
pub(crate) fn texts(count: usize) -> Vec<String> {
    let mut random = Random(1);
    let mut text = || {
        let length = 1 + random.below(9);
        (0..length).map(|_| TOKENS[random.below(TOKENS.len())]).collect()
    };
    (0..count).map(|_| text()).collect()
}

/// Texts of others, from which something was taken or into which a token was put.
pub(crate) fn mutants(texts: &[String], count: usize) -> Vec<String> {
    let mut random = Random(2);
    let mut mutant = || {
        let text = &texts[random.below(texts.len())];
        let places: Vec<_> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
        let start = random.below(places.len());
        let end = (start + random.below(4)).min(places.len() - 1);
        let token = if random.below(2) == 0 { "" } else { TOKENS[random.below(TOKENS.len())] };
        [&text[..places[start]], token, &text[places[end]..]].concat()
    };
    (0..count).map(|_| mutant()).collect()
}
