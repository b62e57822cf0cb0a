//! What stands in a compose file: YAML as a tree.

use std::borrow::Cow;

/// A value of a compose file, for what has no method here: [`Service::raw`](super::Service::raw),
/// [`Project::raw`](super::Project::raw).
///
/// ```
/// # use dockerspec::compose::Value;
/// let limits = Value::map([("memory", Value::from("512m")), ("pids", Value::from(100))]);
/// let deploy = Value::map([("resources", Value::map([("limits", limits)]))]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Number(i64),
    /// A text, which compose leaves as it is: a `$` in it is a `$`.
    Text(Cow<'static, str>),
    /// A text in which compose replaces `${NAME}` and its kin by what its environment says.
    Interpolated(Cow<'static, str>),
    /// Values in a row.
    List(Vec<Self>),
    /// Values with names, in their order.
    Map(Vec<(Cow<'static, str>, Self)>),
}

impl Value {
    /// A text in which compose replaces `${NAME}`, `${NAME:-default}` and `${NAME:?message}`.
    ///
    /// ```
    /// # use dockerspec::compose::{Project, Service, Value};
    /// # use dockerspec::image_ref;
    /// let proxy = Service::from_image("proxy", image_ref!("caddy:2.10"))
    ///     .env("SITE", Value::interpolated("${SITE:-localhost}"))
    ///     .env("PRICE", "5 $");
    /// let files = Project::new("shop").service(proxy).files()?;
    /// assert!(files[0].1.contains("SITE: \"${SITE:-localhost}\"\n"));
    /// assert!(files[0].1.contains("PRICE: \"5 $$\"\n"));
    /// # Ok::<(), dockerspec::compose::ProjectError>(())
    /// ```
    pub fn interpolated(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Interpolated(text.into())
    }

    /// Values in a row.
    pub fn list<T: Into<Self>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }

    /// Values with names, in their order.
    pub fn map<K: Into<Cow<'static, str>>, V: Into<Self>>(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }

    /// The text in it that a reader of the file would see.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Interpolated(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is one of those that stand on a line.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(_))
    }
}

macro_rules! conversions {
    ($($from:ty => |$value:ident| $result:expr;)+) => {
        $(
            impl From<$from> for Value {
                fn from($value: $from) -> Self {
                    $result
                }
            }
        )+
    };
}

conversions! {
    bool => |value| Self::Boolean(value);
    i32 => |number| Self::Number(number.into());
    i64 => |number| Self::Number(number);
    u16 => |number| Self::Number(number.into());
    u32 => |number| Self::Number(number.into());
    &'static str => |text| Self::Text(text.into());
    String => |text| Self::Text(text.into());
    Cow<'static, str> => |text| Self::Text(text);
}

/// Entries of a map in the order of the calls.
#[derive(Debug, Default)]
pub(super) struct Entries(Vec<(Cow<'static, str>, Value)>);

impl Entries {
    pub(super) fn put(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.0.push((key.into(), value.into()));
    }

    /// As [`put`](Self::put), unless there is nothing to say.
    pub(super) fn put_some(&mut self, key: &'static str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// A list, unless it is empty.
    pub(super) fn put_list<T: Into<Value>>(&mut self, key: &'static str, values: impl IntoIterator<Item = T>) {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        if !values.is_empty() {
            self.put(key, Value::List(values));
        }
    }

    /// As [`put`](Self::put), unless the key is there.
    pub(super) fn put_once(&mut self, key: Cow<'static, str>, value: Value) {
        if !self.0.iter().any(|(known, _)| *known == key) {
            self.put(key, value);
        }
    }

    /// A map, unless it is empty.
    pub(super) fn put_map(&mut self, key: impl Into<Cow<'static, str>>, entries: Self) {
        if !entries.0.is_empty() {
            self.put(key, entries);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These entries, and others behind them.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The entries, of which those in `raw` replace others of their name or follow them.
    pub(super) fn with_raw(mut self, raw: &[(Cow<'static, str>, Value)]) -> Self {
        for (key, value) in raw {
            match self.0.iter_mut().find(|(known, _)| known == key) {
                Some((_, known)) => *known = value.clone(),
                None => self.put(key.clone(), value.clone()),
            }
        }
        self
    }
}

impl From<Entries> for Value {
    fn from(entries: Entries) -> Self {
        Self::Map(entries.0)
    }
}
