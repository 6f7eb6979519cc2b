//! Open numbers of one byte that have names.

/// Declares a type of one byte: any value is kept, known ones are constants and have a name. `Debug` and, with feature
/// `serde`, `Serialize` show the name, or the byte in hexadecimal.
macro_rules! named_byte {
    (
        $(#[$attr:meta])*
        $type:ident { $( $constant:ident = $value:literal $name:literal, )* }
    ) => {
        $(#[$attr])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(pub u8);

        impl $type {
            $(
                #[doc = $name]
                pub const $constant: Self = Self($value);
            )*

            /// What it is, in words; `None` if the value is reserved.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $( $value => Some($name), )*
                    _ => None,
                }
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.name() {
                    Some(name) => write!(f, "{}({name})", stringify!($type)),
                    None => write!(f, "{}({:02X})", stringify!($type), self.0),
                }
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.name() {
                    Some(name) => serializer.serialize_str(name),
                    None => serializer.collect_str(&format_args!("{:02X}", self.0)),
                }
            }
        }
    };
}

pub(crate) use named_byte;
