//! Wireless LANs.

use alloc::vec::Vec;
use core::fmt;

use super::macros::{byte_object, fixed_value};
use super::named::named_byte;
use super::utf8::text_object;

/// The name of a WLAN (SSID): 3GPP TS 31.111 8.83.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct WlanIdentifier(Vec<u8>);

text_object!(WlanIdentifier, 0x4A, "I-WLAN identifier");

named_byte! {
    /// Whether there is a WLAN, and whether the terminal uses it: 3GPP TS 31.111 clause 8.
    WlanAccessStatus {
        NO_COVERAGE = 0x00 "no coverage",
        AVAILABLE = 0x01 "coverage, not connected",
        CONNECTED = 0x02 "coverage, connected",
    }
}

byte_object!(WlanAccessStatus, 0x4B, "I-WLAN access status");

/// An address of IEEE 802, as what it is of.
macro_rules! mac_address {
    ($(#[$doc:meta])* $name:ident, $tag:literal, $object:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub [u8; 6]);

        fixed_value!($name, $tag, $object);

        /// `00:11:22:33:44:55`.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let [a, b, c, d, e, g] = self.0;
                write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

mac_address! {
    /// The base station of a WLAN: 3GPP TS 31.111 clause 8 (Release 13 and later). It shares the tag of an SS string.
    Bssid, 0x09, "BSSID"
}

mac_address! {
    /// WLANs that give access to the same networks: 3GPP TS 31.111 clause 8 (Release 13 and later). It shares the tag of a
    /// USSD string.
    Hessid, 0x0A, "HESSID"
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::super::testing::vector;
    use super::*;
    use crate::toolkit::object::DataObject;

    #[test]
    fn names_and_addresses() {
        vector(b"cafe", &WlanIdentifier::new("cafe"));
        vector(&[0x02], &WlanAccessStatus::CONNECTED);
        assert_eq!(WlanAccessStatus(0).name(), Some("no coverage"));
        let address = [0x00, 0x11, 0x22, 0xAA, 0xBB, 0xCC];
        vector(&address, &Bssid(address));
        vector(&address, &Hessid(address));
        assert_eq!(Bssid(address).to_string(), "00:11:22:aa:bb:cc");
        assert!(Hessid::decode(&[0; 7]).is_err());
    }
}
