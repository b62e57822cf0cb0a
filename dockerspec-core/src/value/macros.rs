//! What every value type has in common, written once.

/// For `pub struct $name<'a>(Cow<'a, str>)` with `fn check(text: &str) -> Result<(), ValueError>`: the constructors,
/// the conversions and the serde form (a string).
macro_rules! text_value {
    ($name:ident, $what:literal) => {
        text_value!($name, $what, try_from);
    };
    ($name:ident, $what:literal, $from_data:ident) => {
        impl<'a> $name<'a> {
            #[doc = concat!("Checks `text` and keeps it as ", $what, ".")]
            ///
            /// # Errors
            ///
            #[doc = concat!("A [`ValueError`] when `text` is not ", $what, ".")]
            pub fn new(text: impl Into<std::borrow::Cow<'a, str>>) -> Result<Self, $crate::value::ValueError> {
                let text = text.into();
                Self::check(&text)?;
                Ok(Self(text))
            }

            /// The text as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The same value, owning its text.
            pub fn into_owned(self) -> $name<'static> {
                $name(std::borrow::Cow::Owned(self.0.into_owned()))
            }
        }

        impl<'a> From<$name<'a>> for std::borrow::Cow<'a, str> {
            fn from(value: $name<'a>) -> Self {
                value.0
            }
        }

        impl AsRef<str> for $name<'_> {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name<'_> {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        from_text!($name<'a>, new, text, $from_data);
    };
}

/// The conversions from text of a value that `$constructor` reads, and its serde form, which `$reader` of
/// `crate::form` reads: `text`, or `text_or_number`.
macro_rules! from_text {
    ($name:ident $(<$lifetime:lifetime>)?, $constructor:ident) => {
        from_text!($name $(<$lifetime>)?, $constructor, text);
    };
    ($name:ident<$lifetime:lifetime>, $constructor:ident, $reader:ident) => {
        from_text!($name<$lifetime>, $constructor, $reader, try_from);
    };
    ($name:ident<$lifetime:lifetime>, $constructor:ident, $reader:ident, $from_data:ident) => {
        impl std::str::FromStr for $name<'static> {
            type Err = $crate::value::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::$constructor(text.to_owned())
            }
        }

        impl<$lifetime> TryFrom<&$lifetime str> for $name<$lifetime> {
            type Error = $crate::value::ValueError;

            fn try_from(text: &$lifetime str) -> Result<Self, Self::Error> {
                Self::$constructor(text)
            }
        }

        impl TryFrom<String> for $name<'_> {
            type Error = $crate::value::ValueError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::$constructor(text)
            }
        }

        serde_as_text!([$lifetime] $name<$lifetime>, $reader, $from_data);
    };
    ($name:ident, $constructor:ident, $reader:ident) => {
        impl std::str::FromStr for $name {
            type Err = $crate::value::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::$constructor(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::value::ValueError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::$constructor(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::value::ValueError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::$constructor(&text)
            }
        }

        serde_as_text!([] $name, $reader, try_from);
    };
}

/// The serde form of a value that has `Display` and `TryFrom<String>`: a string, checked when it is read.
macro_rules! serde_as_text {
    ([$($lifetime:lifetime)?] $name:ty, $reader:ident, $from_data:ident) => {
        #[cfg(feature = "serde")]
        impl $(<$lifetime>)? serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de $(, $lifetime)?> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::form::$reader(deserializer)?;
                Self::$from_data(text).map_err(serde::de::Error::custom)
            }
        }
    };
}
