//! A client of rust-analyzer: the Language Server Protocol, as much of it as the tests ask.

use std::collections::HashMap;
use std::env;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// An editor with one file.
pub(crate) struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    file: String,
    text: String,
    version: u32,
    requests: u32,
}

impl Editor {
    /// Opens `src/lib.rs` of a package, and waits until all of it has been read.
    pub(crate) fn open(package: &Path, text: &str) -> Self {
        let program = env::var_os("RUST_ANALYZER").map_or_else(|| PathBuf::from("rust-analyzer"), PathBuf::from);
        let mut server = Command::new(program)
            .current_dir(package)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("rust-analyzer is in PATH, or RUST_ANALYZER names it");
        let input = server.stdin.take().unwrap();
        let output = BufReader::new(server.stdout.take().unwrap());
        let root = format!("file://{}", package.display());
        let file = format!("{root}/src/lib.rs");
        let mut editor = Self { server, input, output, file, text: text.to_owned(), version: 1, requests: 0 };
        editor.request(
            "initialize",
            &json!({
                "rootUri": root,
                "capabilities": {
                    "experimental": { "serverStatusNotification": true },
                    "textDocument": { "hover": { "contentFormat": ["markdown"] } },
                    "workspace": { "workspaceEdit": { "documentChanges": true } },
                },
                "initializationOptions": { "checkOnSave": false, "procMacro": { "enable": true } },
            }),
        );
        editor.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        let document = json!({ "uri": editor.file, "languageId": "rust", "version": 1, "text": text });
        editor.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        editor.wait_until_quiescent();
        editor
    }

    /// Where a piece of the text begins; the first one of its kind.
    pub(crate) fn offset(&self, piece: &str) -> usize {
        self.text.find(piece).unwrap_or_else(|| panic!("`{piece}` is in the text"))
    }

    /// What is shown at a place.
    pub(crate) fn hover(&mut self, offset: usize) -> String {
        let result = self.request("textDocument/hover", &self.at(offset));
        result["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Where that which a place names is declared in the file.
    pub(crate) fn definition(&mut self, offset: usize) -> Option<usize> {
        let result = self.request("textDocument/definition", &self.at(offset));
        let first = result.get(0)?;
        (first["uri"] == self.file.as_str()).then(|| self.offset_of(&first["range"]["start"]))
    }

    /// The places that a new name would be written to.
    pub(crate) fn rename(&mut self, offset: usize, name: &str) -> Vec<usize> {
        let mut parameters = self.at(offset);
        parameters["newName"] = name.into();
        let result = self.request("textDocument/rename", &parameters);
        let changes = result["documentChanges"].as_array().cloned().unwrap_or_default();
        let edits = changes.iter().flat_map(|change| change["edits"].as_array().cloned().unwrap_or_default());
        let mut places: Vec<usize> = edits.map(|edit| self.offset_of(&edit["range"]["start"])).collect();
        places.sort_unstable();
        places
    }

    /// What is offered behind `typed`, written in place of `old`.
    pub(crate) fn completed(&mut self, old: &str, typed: &str) -> Vec<String> {
        let original = self.text.clone();
        let end = self.offset(old) + typed.len();
        self.change(&original.replacen(old, typed, 1));
        let result = self.request("textDocument/completion", &self.at(end));
        self.change(&original);
        let items = result["items"].as_array().or_else(|| result.as_array()).cloned().unwrap_or_default();
        let name = |item: &Value| {
            let text = item["filterText"].as_str().or_else(|| item["label"].as_str())?;
            Some(text.split('(').next().unwrap_or(text).to_owned())
        };
        items.iter().filter_map(name).collect()
    }

    fn change(&mut self, text: &str) {
        self.version += 1;
        text.clone_into(&mut self.text);
        let document = json!({ "uri": self.file, "version": self.version });
        let changes = json!([{ "text": text }]);
        self.notify("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }));
    }

    fn at(&self, offset: usize) -> Value {
        let before = &self.text[..offset];
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        json!({ "textDocument": { "uri": self.file }, "position": { "line": line, "character": character } })
    }

    fn offset_of(&self, position: &Value) -> usize {
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let lines = self.text.split_inclusive('\n').take(number(&position["line"]));
        lines.map(str::len).sum::<usize>() + number(&position["character"])
    }

    /// Asks until the server has not been changed under the question.
    fn request(&mut self, method: &str, parameters: &Value) -> Value {
        for _ in 0..100 {
            self.requests += 1;
            let id = self.requests;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
            loop {
                let message = self.receive();
                if message["id"] == id && message.get("method").is_none() {
                    if message.get("error").is_none() {
                        return message["result"].clone();
                    }
                    assert_eq!(message["error"]["code"], -32801, "{method}: {message}");
                    break;
                }
                self.answer(&message);
            }
        }
        panic!("{method} is answered at last");
    }

    fn notify(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    fn wait_until_quiescent(&mut self) {
        loop {
            let message = self.receive();
            if message["method"] == "experimental/serverStatus" && message["params"]["quiescent"] == true {
                assert_eq!(message["params"]["health"], "ok", "{message}");
                return;
            }
            self.answer(&message);
        }
    }

    /// What the server asks of an editor, such as its settings, is answered with nothing.
    fn answer(&mut self, message: &Value) {
        if message.get("id").is_some() && message.get("method").is_some() {
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
        }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "rust-analyzer is still there");
            match line.trim().split_once(": ") {
                Some((name, value)) => headers.insert(name.to_lowercase(), value.to_owned()),
                None => break,
            };
        }
        let mut body = vec![0; headers["content-length"].parse().unwrap()];
        self.output.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A test that has failed leaves no server behind.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
