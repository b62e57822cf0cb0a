//! Text as the libraries of Go read it.

use std::borrow::Cow;

/// The fields of a record, as Go reads CSV.
pub(super) fn fields(record: &str) -> Option<Vec<Cow<'_, str>>> {
    if record.is_empty() {
        return None;
    }
    let mut fields = Vec::with_capacity(4);
    let mut rest = record;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (field, behind) = match rest.split_once(',') {
                Some((field, behind)) => (field, Some(behind)),
                None => (rest, None),
            };
            if field.contains('"') {
                return None;
            }
            fields.push(Cow::Borrowed(field));
            match behind {
                Some(behind) => rest = behind,
                None => return Some(fields),
            }
            continue;
        };
        let mut field = String::new();
        rest = quoted;
        loop {
            let (text, behind) = rest.split_once('"')?;
            field.push_str(text);
            rest = behind;
            match rest.strip_prefix('"') {
                Some(behind) => {
                    field.push('"');
                    rest = behind;
                }
                None => break,
            }
        }
        fields.push(Cow::Owned(field));
        if rest.is_empty() {
            return Some(fields);
        }
        rest = rest.strip_prefix(',')?;
    }
}

/// What Go reads as a boolean.
pub(crate) fn go_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// A number of 32 bits without a sign.
pub(crate) fn number(text: &str, base: u32) -> Option<u32> {
    if text.is_empty() || text.starts_with('+') {
        return None;
    }
    u32::from_str_radix(text, base).ok()
}
