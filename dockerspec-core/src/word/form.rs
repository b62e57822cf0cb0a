//! The serde forms of words and values: what is fixed is text, what the build puts together is a list of parts.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer as _, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{IntoWord as _, Part, Value, Word};
use crate::form::TextOrFields;

/// What can be more than text or fields, for which there is [`TextOrFields`].
struct Form<T>(PhantomData<T>);

impl<'de> Deserialize<'de> for Part<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = TextOrFields {
            expected: "a string, or a variable such as `{\"variable\": \"HOME\"}`",
            of_text: |text| Self::Literal(text.into()),
            of_fields: Self::Variable,
        };
        form.read(deserializer)
    }
}

impl<'de, 'a> Visitor<'de> for Form<Word<'a>> {
    type Value = Word<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string, a whole number, a boolean, or a list of strings and variables")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Word<'a>, E> {
        Ok(text.to_owned().into_word())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Word<'a>, E> {
        Ok(value.into_word())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Word<'a>, E> {
        Ok(number.into_word())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Word<'a>, E> {
        Ok(number.into_word())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<Word<'a>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(parts)).map(Word::Parts)
    }
}

impl<'de> Deserialize<'de> for Word<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Form::<Self>(PhantomData))
    }
}

impl<T: Serialize> Serialize for Value<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fixed(value) => value.serialize(serializer),
            Self::Expanded(Word::Literal(text)) => [text].serialize(serializer),
            Self::Expanded(word) => word.serialize(serializer),
        }
    }
}

impl<'de, 'a, T: Deserialize<'de>> Visitor<'de> for Form<Value<'a, T>> {
    type Value = Value<'a, T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value, or a list of strings and variables")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(text.into_deserializer()).map(Value::Fixed)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        T::deserialize(number.into_deserializer()).map(Value::Fixed)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        T::deserialize(number.into_deserializer()).map(Value::Fixed)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::<Part<'a>>::deserialize(SeqAccessDeserializer::new(parts))?;
        Ok(Value::Expanded(match parts.as_mut_slice() {
            [Part::Literal(text)] => Word::Literal(std::mem::take(text)),
            _ => Word::Parts(parts),
        }))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Value<'_, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Form::<Self>(PhantomData))
    }
}
