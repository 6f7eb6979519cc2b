//! Open numbers of one byte that have names.

/// Declares a type of one byte: any value is kept, known ones are constants and have a name. `Display`, `Debug` and, with
/// feature `serde`, `Serialize` show the name, or the byte in hexadecimal.
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

            /// All that have a name.
            pub const ALL: &'static [Self] = &[$( Self::$constant, )*];

            /// What it is, in words; `None` if the value is reserved.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $( $value => Some($name), )*
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "{:02X}", self.0),
                }
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}({self})", stringify!($type))
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

pub(crate) use named_byte;
