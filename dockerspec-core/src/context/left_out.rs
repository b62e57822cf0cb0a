//! What no build should read, although a source is the whole context: one table.

/// Patterns, by what they are. Each name has one meaning only, wherever it is found: a directory called `build` or
/// `dist` can be anything.
pub(super) const LEFT_OUT: [&str; 19] = [
    // The history of the sources.
    "**/.git",
    "**/.hg",
    "**/.svn",
    // What builds outside of the image leave behind: for another system, and made again in the image.
    "target",
    "**/node_modules",
    "**/__pycache__",
    "**/.venv",
    // What belongs to one person or one machine.
    "**/.DS_Store",
    "**/.idea",
    "**/.vscode",
    // Secrets.
    "**/.env",
    "**/.netrc",
    "**/.ssh",
    "**/.aws",
    "**/id_rsa",
    "**/id_ecdsa",
    "**/id_ed25519",
    // The description of the build, which BuildKit reads on its own.
    "Dockerfile*",
    ".dockerignore",
];
