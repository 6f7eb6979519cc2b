//! The shape of the objects that are a text in UTF-8.

/// An object that is a text in UTF-8. `$name` is a tuple struct with a private `Vec<u8>`; this gives it what one does
/// with a text.
macro_rules! text_object {
    ($name:ident, $tag:literal, $object:literal) => {
        impl $name {
            /// This text.
            pub fn new(text: &str) -> Self {
                Self(text.as_bytes().to_vec())
            }

            /// The text; bytes that are no text are read as replacement characters.
            pub fn text(&self) -> alloc::borrow::Cow<'_, str> {
                alloc::string::String::from_utf8_lossy(&self.0)
            }

            /// The bytes.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }
        }

        crate::toolkit::object::macros::whole_value!($name, $tag, $object);

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.text())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text())
            }
        }
    };
}

pub(super) use text_object;
