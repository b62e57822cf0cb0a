//! Files of an image, read back through one archive.

use std::collections::BTreeMap;

use crate::docker::BuiltImage;

/// A regular file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) mode: usize,
    pub(crate) user: usize,
    pub(crate) group: usize,
    pub(crate) content: Vec<u8>,
}

/// The bytes of files below `/out` of an image, in one container.
pub(crate) fn read(image: &BuiltImage, files: &[String]) -> Vec<Vec<u8>> {
    let mut found = entries(image);
    let content = |file: &String| found.remove(file).unwrap_or_else(|| panic!("no file {file:?}")).content;
    files.iter().map(content).collect()
}

/// The regular files below `/out`, by their paths without the first `/`.
pub(crate) fn entries(image: &BuiltImage) -> BTreeMap<String, Entry> {
    let tar = image.run(&["--user", "0"], &["tar", "-c", "-f", "-", "-C", "/", "out"]).expect("tar runs");
    let mut files = BTreeMap::new();
    let mut rest = &*tar;
    let mut long_name = None;
    while rest.len() >= 512 && rest[0] != 0 {
        let (header, body) = rest.split_at(512);
        let until_nul = |field: &[u8]| field.iter().take_while(|byte| **byte != 0).copied().collect::<Vec<u8>>();
        let number = |field: &[u8]| {
            let digits = String::from_utf8(until_nul(field)).expect("a number in a header is text");
            usize::from_str_radix(digits.trim(), 8).expect("a number in a header is octal")
        };
        let size = number(&header[124..136]);
        match header[156] {
            // A GNU archive puts names over 100 bytes into an entry of their own.
            b'L' => long_name = Some(until_nul(&body[..size])),
            kind => {
                let name = long_name.take().unwrap_or_else(|| until_nul(&header[..100]));
                if kind == b'0' {
                    let [mode, user, group] = [100, 108, 116].map(|at| number(&header[at..at + 8]));
                    let entry = Entry { mode, user, group, content: body[..size].to_vec() };
                    files.insert(String::from_utf8_lossy(&name).into_owned(), entry);
                }
            }
        }
        rest = &body[size.next_multiple_of(512)..];
    }
    files
}
