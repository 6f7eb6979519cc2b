//! The numbers of card and subscription as contents of files.

use alloc::vec::Vec;
use core::fmt;

use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError};
use crate::numbering::{Iccid, Imsi, Luhn};

/// Declares the file that holds a number, by its bytes.
macro_rules! number_file {
    ($(#[$meta:meta])* $type:ident, $object:literal, $number:ident, $(#[$read_meta:meta])* $read:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $type(Vec<u8>);

        impl $type {
            $(#[$read_meta])*
            pub fn $read(&self) -> Result<$number, DecodeError> {
                $number::from_ef(&self.0)
            }

            /// All bytes, as the card has them.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<$number> for $type {
            fn from(number: $number) -> Self {
                Self(number.to_ef().to_vec())
            }
        }

        impl Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                if bytes.is_empty() {
                    $number::from_ef(bytes)?;
                }
                not_blank($object, bytes)?;
                Ok(Self(bytes.to_vec()))
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                filled($object, &self.0, len)
            }
        }

        /// Masks the number.
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($type)).field(&self.$read()).finish()
            }
        }
    };
}

number_file! {
    /// The number of the card: EF.ICCID (ETSI TS 102 221 13.2). Bytes that are no such number are kept.
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, mf};
    ///
    /// let file = mf::Iccid::decode(&[0x98, 0x44, 0x10, 0, 0, 0, 0, 0, 0x10, 0xF7])?;
    /// assert_eq!(file.iccid()?.as_str(), "8944010000000000017");
    ///
    /// let file = mf::Iccid::decode(&[0; 4])?;
    /// assert!(file.iccid().is_err());
    /// assert_eq!(file.as_bytes(), [0; 4]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    IccidFile, "EF.ICCID", Iccid,
    /// The number.
    ///
    /// # Errors
    ///
    /// There is none, or what is there is none: see [`Iccid::from_ef`].
    iccid
}

number_file! {
    /// The number of the subscription: EF.IMSI (3GPP TS 31.102 4.2.2, 3GPP TS 51.011 10.3.2). Bytes that are no such
    /// number are kept.
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, usim};
    ///
    /// let file = usim::Imsi::decode(&[0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98])?;
    /// assert_eq!(file.imsi()?.as_str(), "001010123456789");
    ///
    /// let file = usim::Imsi::decode(&[0; 9])?;
    /// assert!(file.imsi().is_err());
    /// assert_eq!(file.as_bytes(), [0; 9]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ImsiFile, "EF.IMSI", Imsi,
    /// The number.
    ///
    /// # Errors
    ///
    /// There is none, or what is there is none: see [`Imsi::from_ef`].
    imsi
}

serialize_fields!(IccidFile, this {
    "iccid" => this.iccid().ok(),
    "luhn" if this.iccid().is_ok() => this.iccid().ok().map(|iccid| match iccid.luhn() {
        Luhn::Valid => "valid",
        Luhn::Invalid => "invalid",
        Luhn::NotApplicable => "not_applicable",
    }),
    "raw" if this.iccid().is_err() => Bytes(this.0.clone()),
});

serialize_fields!(ImsiFile, this {
    "imsi" => this.imsi().ok(),
    "raw" if this.imsi().is_err() => Bytes(this.0.clone()),
});
