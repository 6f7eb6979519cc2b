//! What serialising needs in many places.

/// With feature `serde`, everything that implements `serde::Serialize`; without it, everything.
#[cfg(feature = "serde")]
pub trait MaybeSerialize: serde::Serialize {}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> MaybeSerialize for T {}

/// With feature `serde`, everything that implements `serde::Serialize`; without it, everything.
#[cfg(not(feature = "serde"))]
pub trait MaybeSerialize {}

#[cfg(not(feature = "serde"))]
impl<T> MaybeSerialize for T {}

/// Serialises a type made by `bitflags` as the list of its names, and what is reserved as a number.
macro_rules! serialize_flags {
    ($type:ty) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use alloc::string::{String, ToString};
                use alloc::vec::Vec;

                let mut names = self.iter_names();
                let mut all: Vec<String> =
                    names.by_ref().map(|(name, _)| name.to_ascii_lowercase()).collect();
                let reserved = names.remaining();
                if !reserved.is_empty() {
                    all.push(reserved.bits().to_string());
                }
                serializer.collect_seq(all)
            }
        }
    };
}

/// Serialises a type as an object: its keys, and the expression for each value.
///
/// What a file holds and what a reader wants to know of it are not the same fields: bits have names, unknown
/// parts are left out where there are none.
macro_rules! serialize_fields {
    ($type:ty, $this:ident { $($key:literal $(if $condition:expr)? => $value:expr),* $(,)? }) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;

                let $this = self;
                let mut map = serializer.serialize_map(None)?;
                $(
                    if true $(&& $condition)? {
                        map.serialize_entry($key, &$value)?;
                    }
                )*
                map.end()
            }
        }

        // Checked in every build, so that what only serialisation needs is not unused in the others.
        #[cfg(not(feature = "serde"))]
        const _: fn(&$type) = |$this| {
            $(
                if true $(&& $condition)? {
                    let _ = ($key, &$value);
                }
            )*
        };
    };
}
