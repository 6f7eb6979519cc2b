//! Qualifiers: ETSI TS 102 223 8.6, one byte whose meaning depends on the command.

use bitflags::bitflags;

macro_rules! flags {
    ($(
        $(#[$attr:meta])*
        $name:ident { $( $(#[$flag_attr:ident $($flag_args:tt)*])* $flag:ident = $value:literal, )* }
    )*) => {
        $(
            bitflags! {
                $(#[$attr])*
                #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
                pub struct $name: u8 {
                    $( $(#[$flag_attr $($flag_args)*])* const $flag = $value; )*
                    // reserved bits are kept
                    const _ = !0;
                }
            }

            impl From<u8> for $name {
                fn from(byte: u8) -> Self {
                    Self::from_bits_retain(byte)
                }
            }

            impl From<$name> for u8 {
                fn from(flags: $name) -> Self {
                    flags.bits()
                }
            }

            serialize_flags!($name);
        )*
    };
}

flags! {
    /// The qualifier of a command that has none: all bits are reserved.
    NoQualifier {}
    /// The qualifier of DISPLAY TEXT.
    DisplayTextQualifier {
        /// High priority: to be shown although something else is on the screen.
        HIGH_PRIORITY = 0x01,
        /// The text stays until the user clears it; otherwise it goes after a delay.
        WAIT_FOR_USER = 0x80,
    }
    /// The qualifier of SELECT ITEM.
    SelectItemQualifier {
        /// The type of presentation is told by [`NAVIGATION`](Self::NAVIGATION).
        PRESENTATION = 0x01,
        /// A choice of navigation options; otherwise of data values.
        NAVIGATION = 0x02,
        /// Soft keys are preferred.
        SOFT_KEYS = 0x04,
        /// Help is available.
        HELP = 0x80,
    }
}

impl DisplayTextQualifier {
    /// Whether the text stays until the user clears it.
    pub const fn waits_for_user(self) -> bool {
        self.contains(Self::WAIT_FOR_USER)
    }
}
