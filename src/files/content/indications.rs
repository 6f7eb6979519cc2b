//! Files of one byte that says something.

use alloc::vec::Vec;

use super::{Bytes, Content, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader};

/// Declares contents of one byte.
macro_rules! byte_content {
    ($(#[$meta:meta])* $type:ident, $object:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type {
            /// The byte, with its reserved bits.
            pub value: u8,
            /// What follows, without padding.
            pub rest: Bytes,
        }

        impl $type {
            /// The content with this value.
            pub const fn new(value: u8) -> Self {
                Self { value, rest: Bytes(Vec::new()) }
            }
        }

        impl Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                not_blank($object, bytes)?;
                let mut reader = Reader::new($object, bytes);
                Ok(Self { value: reader.u8()?, rest: Bytes::unpadded(reader.rest()) })
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                filled($object, [&[self.value], self.rest.0.as_slice()].concat(), len)
            }
        }
    };
}

/// One of several values.
macro_rules! indication {
    ($(#[$meta:meta])* $type:ident, $object:literal, $key:literal { $($value:literal => $name:literal),* $(,)? }) => {
        byte_content! { $(#[$meta])* $type, $object }

        impl $type {
            /// What the value stands for.
            pub const fn meaning(&self) -> &'static str {
                match self.value {
                    $($value => $name,)*
                    _ => "reserved",
                }
            }
        }

        serialize_fields!($type, this {
            $key => this.meaning(),
            "value" => this.value,
            "rest" if !this.rest.is_empty() => this.rest,
        });
    };
}

/// Bits that say yes or no.
macro_rules! flags {
    (
        $(#[$meta:meta])* $type:ident, $object:literal
        { $($(#[$flag_meta:meta])* $flag:ident, $key:literal, $mask:literal;)* }
    ) => {
        byte_content! { $(#[$meta])* $type, $object }

        impl $type {
            $(
                $(#[$flag_meta])*
                pub const fn $flag(&self) -> bool {
                    self.value & $mask != 0
                }
            )*
        }

        serialize_fields!($type, this {
            $($key => this.$flag(),)*
            "value" => this.value,
            "rest" if !this.rest.is_empty() => this.rest,
        });
    };
}

indication! {
    /// Which of the networks that count as home are shown: EF.EHPLMNPI and EF.WEHPLMNPI (3GPP TS 31.102 4.2.85 and
    /// 4.4.5.8).
    EhplmnPresentation, "EF.EHPLMNPI", "presentation" {
        0x00 => "no_preference",
        0x01 => "highest_priority_only",
        0x02 => "all",
    }
}

indication! {
    /// Which network is tried when the phone is switched on or comes back into coverage: EF.LRPLMNSI (3GPP TS 31.102
    /// 4.2.86).
    RplmnSelection, "EF.LRPLMNSI", "selection" {
        0x00 => "last_rplmn",
        0x01 => "hplmn_or_last_rplmn",
    }
}

flags! {
    /// Which warnings of the public warning system are ignored: EF.PWS (3GPP TS 31.102 4.2.96).
    WarningConfiguration, "EF.PWS" {
        /// Whether all are, in the home network and those that count as home.
        ignores_in_home_network, "ignore_in_hplmn", 0x01;
        /// Whether all are, in visited networks.
        ignores_in_visited_networks, "ignore_in_vplmn", 0x02;
    }
}

flags! {
    /// Whether the From header field says who calls, rather than the asserted identity: EF.FromPreferred (3GPP TS
    /// 31.102 4.2.106, 3GPP TS 31.103 4.2.17).
    FromPreferred, "EF.FromPreferred" {
        /// Whether the From header field is preferred.
        is_from_preferred, "from_preferred", 0x01;
    }
}

flags! {
    /// How the card calculates sequence numbers of authentications: EF.eAKA (3GPP TS 31.102 4.2.114).
    EnhancedAka, "EF.eAKA" {
        /// Whether it can do so in the enhanced way.
        supports_enhanced_sqn, "enhanced_sqn_calculation", 0x01;
    }
}

indication! {
    /// Whether and when an IMS data channel may be set up: EF.IMSDCI (3GPP TS 31.102 4.2.117, 3GPP TS 31.103 4.2.23).
    ImsDataChannel, "EF.IMSDCI", "ims_data_channel" {
        0x00 => "not_allowed",
        0x01 => "allowed_after_ims_session",
        0x02 => "allowed_with_ims_session",
    }
}

flags! {
    /// When the phone scans for a network more thoroughly: EF.InvScan (3GPP TS 31.102 4.4.3.4).
    InvestigationScan, "EF.InvScan" {
        /// Whether it does so in limited service.
        in_limited_service, "in_limited_service", 0x01;
        /// Whether it does so after a network was selected.
        after_selection, "after_successful_plmn_selection", 0x02;
    }
}

indication! {
    /// Which network is tried first over WLAN: EF.WHPI (3GPP TS 31.102 4.4.5.9).
    WlanHomePriority, "EF.WHPI", "selection" {
        0x00 => "last_rplmn",
        0x01 => "hplmn",
    }
}

indication! {
    /// Whether the home network may be reached over WLAN directly: EF.HPLMNDAI (3GPP TS 31.102 4.4.5.11).
    HomeDirectAccess, "EF.HPLMNDAI", "direct_access" {
        0x00 => "disabled",
        0x01 => "enabled",
    }
}
