//! What the serde forms of values, words and instructions have in common.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// Whether a field can be left out, since reading it back gives the same.
pub(crate) fn is_default<T: Default + PartialEq>(field: &T) -> bool {
    *field == T::default()
}

/// Reads the text of a value.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Deserialize::deserialize(deserializer)
}

/// Reads the text of a value that may be a number. Modes are not read like this: whether `644` is octal depends on the
/// format, and nobody would see the difference.
pub(crate) fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct TextOrNumber;

    impl Visitor<'_> for TextOrNumber {
        type Value = String;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string or a number")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
            Ok(text)
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }
    }

    deserializer.deserialize_any(TextOrNumber)
}

/// What is a string, or has fields. The derived code for an untagged enum would say of any mistake inside that no
/// variant matched.
pub(crate) struct TextOrFields<T, F> {
    /// What to write.
    pub(crate) expected: &'static str,
    pub(crate) of_text: fn(String) -> T,
    pub(crate) of_fields: fn(F) -> T,
}

impl<'de, T, F: Deserialize<'de>> TextOrFields<T, F> {
    pub(crate) fn read<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T, F: Deserialize<'de>> Visitor<'de> for TextOrFields<T, F> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok((self.of_text)(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        F::deserialize(MapAccessDeserializer::new(fields)).map(self.of_fields)
    }
}
