//! How large an image is: the bytes of the files in its layers, whatever holds them.
//!
//! `docker image inspect` tells the compressed size where containerd holds the images, and `docker history` tells blocks
//! of the disk there. So the layers are read as `docker image save` gives them.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::process::Stdio;

use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;
use tar::{Archive, EntryType};

use super::docker::{docker, first_line, start};
use super::failure::Failure;

const COMMAND: &str = "image save";

/// The layers of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// The bytes of their files.
    pub(super) bytes: u64,
    /// How many they are.
    pub(super) layers: usize,
}

/// What `manifest.json` says of an image.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Manifest {
    layers: Vec<String>,
}

/// The size of an image in the engine.
pub(super) fn size(tag: &str) -> Result<Size, Failure> {
    let mut child = start(docker(["image", "save", tag]).stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let stdout = child.stdout.take().expect("standard output is piped");
    let read = read(BufReader::new(stdout));
    let ended = child.wait_with_output().map_err(Failure::Start)?;
    if !ended.status.success() {
        return Err(Failure::Command { command: COMMAND.to_owned(), said: first_line(&ended.stderr) });
    }
    read.map_err(|error| Failure::Unexpected { command: COMMAND.to_owned(), problem: error.to_string() })
}

/// Reads what `docker image save` writes of one image.
fn read(archive: impl Read) -> io::Result<Size> {
    let mut archive = Archive::new(archive);
    let mut blobs = BTreeMap::new();
    let mut manifest = Vec::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        if path == "manifest.json" {
            entry.read_to_end(&mut manifest)?;
        } else if entry.header().entry_type().is_file()
            && let Some(bytes) = layer(BufReader::new(entry))?
        {
            blobs.insert(path, bytes);
        }
    }
    // The client has all of it in the pipe, and would not end before it is read.
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    let problem = |text: String| io::Error::new(io::ErrorKind::InvalidData, text);
    let manifests: Vec<Manifest> = serde_json::from_slice(&manifest)?;
    let [Manifest { layers }] = manifests.as_slice() else {
        return Err(problem(format!("{} images", manifests.len())));
    };
    let sizes = layers.iter().map(|layer| {
        blobs.get(layer).copied().ok_or_else(|| problem(format!("no layer `{layer}` that is a tar archive")))
    });
    Ok(Size { bytes: sizes.sum::<io::Result<u64>>()?, layers: layers.len() })
}

/// The bytes of the files in a layer; nothing when this is no layer but a description in JSON.
fn layer(mut blob: impl BufRead) -> io::Result<Option<u64>> {
    match blob.fill_buf()? {
        [b'{' | b'[', ..] | [] => Ok(None),
        [0x1f, 0x8b, ..] => files(MultiGzDecoder::new(blob)).map(Some),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            Err(io::Error::new(io::ErrorKind::Unsupported, "a layer that is compressed by zstd"))
        }
        _ => files(blob).map(Some),
    }
}

/// The bytes of the files in an archive, where links are none.
fn files(archive: impl Read) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in Archive::new(archive).entries()? {
        let entry = entry?;
        if matches!(entry.header().entry_type(), EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse) {
            bytes += entry.size();
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tar::{Builder, Header};

    use super::*;

    fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = Builder::new(Vec::new());
        for (path, content) in files {
            let mut header = Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            builder.append_data(&mut header, path, *content).unwrap();
        }
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Link);
        header.set_size(0);
        builder.append_link(&mut header, "link", "a").unwrap();
        builder.into_inner().unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    const MANIFEST: &[u8] = br#"[{"Config":"blobs/c","RepoTags":["a:1"],"Layers":["blobs/1","blobs/2","blobs/1"]}]"#;

    #[test]
    fn layers_are_counted_whatever_their_form() {
        let one = tar(&[("a", &[7; 1000]), ("directory/b", &[1; 24])]);
        let two = tar(&[("c", &vec![0; 100_000])]);
        let config = br#"{"architecture":"amd64"}"#;
        for (one, two) in [(one.clone(), two.clone()), (gzip(&one), gzip(&two)), (gzip(&one), two)] {
            let files: [(&str, &[u8]); 4] =
                [("blobs/1", &one), ("blobs/2", &two), ("blobs/c", config), ("manifest.json", MANIFEST)];
            assert_eq!(read(&tar(&files)[..]).unwrap(), Size { bytes: 2 * 1024 + 100_000, layers: 3 });
        }
    }

    #[test]
    fn an_empty_layer_is_one() {
        let empty = [0; 1024];
        let manifest = br#"[{"Layers":["blobs/1"]}]"#;
        let archive = tar(&[("blobs/1", &empty), ("manifest.json", manifest)]);
        assert_eq!(read(&archive[..]).unwrap(), Size { bytes: 0, layers: 1 });
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = |files: &[(&str, &[u8])]| read(&tar(files)[..]).unwrap_err().to_string();
        assert_eq!(error(&[("manifest.json", MANIFEST)]), "no layer `blobs/1` that is a tar archive");
        assert_eq!(error(&[("manifest.json", b"[]")]), "0 images");
        assert_eq!(error(&[("blobs/1", &[0x28, 0xb5, 0x2f, 0xfd])]), "a layer that is compressed by zstd");
        assert_eq!(error(&[]), "EOF while parsing a value at line 1 column 0");
    }
}
