use core::fmt;

use super::Class;

/// The instruction byte of a command (ISO/IEC 7816-4 table 4, ETSI TS 102 221 table 10.5).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Instruction(u8);

macro_rules! instructions {
    ($($name:ident = $value:literal, $text:literal, $doc:literal;)*) => {
        impl Instruction {
            $(#[doc = concat!("`", stringify!($value), "` ", $text, ": ", $doc)]
            pub const $name: Self = Self($value);)*

            /// The name in the specifications, such as `"READ BINARY"`; `None` for an unknown one.
            ///
            /// ```
            /// use simcard::apdu::Instruction;
            ///
            /// assert_eq!(Instruction::new(0xB0).name(), Some("READ BINARY"));
            /// assert_eq!(Instruction::new(0x00).name(), None);
            /// ```
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($text),)*
                    _ => None,
                }
            }
        }
    };
}

instructions! {
    DEACTIVATE_FILE = 0x04, "DEACTIVATE FILE", "TS 102 221 11.1.14 (INVALIDATE on a GSM card).";
    TERMINAL_PROFILE = 0x10, "TERMINAL PROFILE", "TS 102 221 11.2.1.";
    FETCH = 0x12, "FETCH", "TS 102 221 11.2.3.";
    TERMINAL_RESPONSE = 0x14, "TERMINAL RESPONSE", "TS 102 221 11.2.4.";
    VERIFY = 0x20, "VERIFY PIN", "TS 102 221 11.1.9 (VERIFY CHV on a GSM card).";
    CHANGE_PIN = 0x24, "CHANGE PIN", "TS 102 221 11.1.10.";
    DISABLE_PIN = 0x26, "DISABLE PIN", "TS 102 221 11.1.11.";
    ENABLE_PIN = 0x28, "ENABLE PIN", "TS 102 221 11.1.12.";
    UNBLOCK_PIN = 0x2C, "UNBLOCK PIN", "TS 102 221 11.1.13.";
    INCREASE = 0x32, "INCREASE", "TS 102 221 11.1.8.";
    ACTIVATE_FILE = 0x44, "ACTIVATE FILE", "TS 102 221 11.1.15 (REHABILITATE on a GSM card).";
    MANAGE_CHANNEL = 0x70, "MANAGE CHANNEL", "TS 102 221 11.1.17.";
    MANAGE_SECURE_CHANNEL = 0x73, "MANAGE SECURE CHANNEL", "TS 102 221 11.1.20.";
    TRANSACT_DATA = 0x75, "TRANSACT DATA", "TS 102 221 11.1.21.";
    SUSPEND_UICC = 0x76, "SUSPEND UICC", "TS 102 221 11.1.22.";
    GET_IDENTITY = 0x78, "GET IDENTITY", "TS 102 221 11.1.24, TS 31.102 7.5.";
    GET_CHALLENGE = 0x84, "GET CHALLENGE", "TS 102 221 11.1.18.";
    AUTHENTICATE = 0x88, "AUTHENTICATE", "TS 102 221 11.1.16 (RUN GSM ALGORITHM on a GSM card).";
    AUTHENTICATE_ODD = 0x89, "AUTHENTICATE", "TS 102 221 11.1.16, data in BER-TLV.";
    SEARCH_RECORD = 0xA2, "SEARCH RECORD", "TS 102 221 11.1.7 (SEEK on a GSM card).";
    SELECT = 0xA4, "SELECT", "TS 102 221 11.1.1.";
    TERMINAL_CAPABILITY = 0xAA, "TERMINAL CAPABILITY", "TS 102 221 11.1.19.";
    READ_BINARY = 0xB0, "READ BINARY", "TS 102 221 11.1.3.";
    READ_BINARY_ODD = 0xB1, "READ BINARY", "ISO 7816-4 7.2.3, offset in a data object.";
    READ_RECORD = 0xB2, "READ RECORD", "TS 102 221 11.1.5.";
    GET_RESPONSE = 0xC0, "GET RESPONSE", "ISO 7816-4 7.6.1, only below T=0.";
    ENVELOPE = 0xC2, "ENVELOPE", "TS 102 221 11.2.2.";
    GET_DATA = 0xCA, "GET DATA", "ISO 7816-4 7.4.2.";
    RETRIEVE_DATA = 0xCB, "RETRIEVE DATA", "TS 102 221 11.3.1.";
    UPDATE_BINARY = 0xD6, "UPDATE BINARY", "TS 102 221 11.1.4.";
    UPDATE_BINARY_ODD = 0xD7, "UPDATE BINARY", "ISO 7816-4 7.2.5, offset in a data object.";
    SET_DATA = 0xDB, "SET DATA", "TS 102 221 11.3.2.";
    UPDATE_RECORD = 0xDC, "UPDATE RECORD", "TS 102 221 11.1.6.";
    STATUS = 0xF2, "STATUS", "TS 102 221 11.1.2.";
    SLEEP = 0xFA, "SLEEP", "TS 51.011 9.2.17.";
    CREATE_FILE = 0xE0, "CREATE FILE", "TS 102 222 6.3.";
    STORE_DATA = 0xE2, "STORE DATA", "GlobalPlatform 11.11, the carrier of eSIM commands.";
    DELETE_FILE = 0xE4, "DELETE FILE", "TS 102 222 6.4.";
    TERMINATE_DF = 0xE6, "TERMINATE DF", "TS 102 222 6.7.";
    TERMINATE_EF = 0xE8, "TERMINATE EF", "TS 102 222 6.8.";
    TERMINATE_CARD_USAGE = 0xFE, "TERMINATE CARD USAGE", "TS 102 222 6.9.";
    RESIZE_FILE = 0xD4, "RESIZE FILE", "TS 102 222 6.10.";
}

impl Instruction {
    /// The instruction with this byte, whatever it is.
    ///
    /// ```
    /// use simcard::apdu::Instruction;
    ///
    /// assert_eq!(Instruction::new(0xA4), Instruction::SELECT);
    /// ```
    pub const fn new(value: u8) -> Self {
        Self(value)
    }

    /// The byte.
    ///
    /// ```
    /// use simcard::apdu::Instruction;
    ///
    /// assert_eq!(Instruction::GET_RESPONSE.value(), 0xC0);
    /// ```
    pub const fn value(self) -> u8 {
        self.0
    }

    /// The name under this class: GSM cards (class `A0`) know some instructions by other names (3GPP TS 51.011
    /// 9.2), and GlobalPlatform gives some codes of ETSI TS 102 222 another meaning under class `80`.
    ///
    /// ```
    /// use simcard::apdu::{Class, Instruction};
    ///
    /// assert_eq!(Instruction::AUTHENTICATE.name_in(Class::INTERINDUSTRY), Some("AUTHENTICATE"));
    /// assert_eq!(Instruction::AUTHENTICATE.name_in(Class::GSM), Some("RUN GSM ALGORITHM"));
    /// ```
    pub const fn name_in(self, class: Class) -> Option<&'static str> {
        let proprietary = class.value() & 0x80 != 0;
        match self {
            Self::DEACTIVATE_FILE if class.is_gsm() => Some("INVALIDATE"),
            Self::ACTIVATE_FILE if class.is_gsm() => Some("REHABILITATE"),
            Self::VERIFY if class.is_gsm() => Some("VERIFY CHV"),
            Self::CHANGE_PIN if class.is_gsm() => Some("CHANGE CHV"),
            Self::DISABLE_PIN if class.is_gsm() => Some("DISABLE CHV"),
            Self::ENABLE_PIN if class.is_gsm() => Some("ENABLE CHV"),
            Self::UNBLOCK_PIN if class.is_gsm() => Some("UNBLOCK CHV"),
            Self::AUTHENTICATE if class.is_gsm() => Some("RUN GSM ALGORITHM"),
            Self::SEARCH_RECORD if class.is_gsm() => Some("SEEK"),
            Self::DELETE_FILE if proprietary && !class.is_gsm() => Some("DELETE"),
            Self::TERMINATE_DF if proprietary && !class.is_gsm() => Some("INSTALL"),
            Self::TERMINATE_EF if proprietary && !class.is_gsm() => Some("LOAD"),
            _ => self.name(),
        }
    }

    /// Whether the command data of this instruction is, or may be, a secret (PIN, PUK, the token to resume), so that logs,
    /// traces and recordings must not hold it.
    ///
    /// ```
    /// use simcard::apdu::Instruction;
    ///
    /// assert!(Instruction::VERIFY.has_secret_data());
    /// assert!(!Instruction::SELECT.has_secret_data());
    /// ```
    pub const fn has_secret_data(self) -> bool {
        matches!(
            self,
            Self::VERIFY
                | Self::CHANGE_PIN
                | Self::DISABLE_PIN
                | Self::ENABLE_PIN
                | Self::UNBLOCK_PIN
                | Self::SUSPEND_UICC
        )
    }

    /// Whether the response data of this instruction is, or may be, a secret (CK, IK, Kc, the token to resume), so that logs,
    /// traces and recordings must not hold it.
    ///
    /// ```
    /// use simcard::apdu::Instruction;
    ///
    /// assert!(Instruction::AUTHENTICATE.has_secret_response());
    /// assert!(!Instruction::VERIFY.has_secret_response());
    /// ```
    pub const fn has_secret_response(self) -> bool {
        matches!(self, Self::AUTHENTICATE | Self::AUTHENTICATE_ODD | Self::SUSPEND_UICC)
    }
}

impl fmt::Debug for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instruction({self})")
    }
}

impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "INS {:02X}", self.0),
        }
    }
}

/// Two hexadecimal digits, as `"A4"`.
#[cfg(feature = "serde")]
impl serde::Serialize for Instruction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02X}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::{string::ToString, vec::Vec};

    use super::*;

    fn all() -> impl Iterator<Item = Instruction> {
        (0..=0xFF).map(Instruction::new)
    }

    /// ETSI TS 102 221 table 10.5, the ones that are easily mixed up.
    #[test]
    fn codes() {
        let named: &[(u8, &str)] = &[
            (0x04, "DEACTIVATE FILE"),
            (0x10, "TERMINAL PROFILE"),
            (0x12, "FETCH"),
            (0x14, "TERMINAL RESPONSE"),
            (0x20, "VERIFY PIN"),
            (0x24, "CHANGE PIN"),
            (0x26, "DISABLE PIN"),
            (0x28, "ENABLE PIN"),
            (0x2C, "UNBLOCK PIN"),
            (0x32, "INCREASE"),
            (0x44, "ACTIVATE FILE"),
            (0x70, "MANAGE CHANNEL"),
            (0x84, "GET CHALLENGE"),
            (0x88, "AUTHENTICATE"),
            (0xA2, "SEARCH RECORD"),
            (0xA4, "SELECT"),
            (0xAA, "TERMINAL CAPABILITY"),
            (0xB0, "READ BINARY"),
            (0xB2, "READ RECORD"),
            (0xC0, "GET RESPONSE"),
            (0xC2, "ENVELOPE"),
            (0xCB, "RETRIEVE DATA"),
            (0xD6, "UPDATE BINARY"),
            (0xDB, "SET DATA"),
            (0xDC, "UPDATE RECORD"),
            (0xF2, "STATUS"),
        ];
        for &(value, name) in named {
            let instruction = Instruction::new(value);
            assert_eq!(instruction.name(), Some(name));
            assert_eq!(instruction.to_string(), name);
            assert_eq!(instruction.value(), value);
        }
        assert_eq!(Instruction::new(0x00).name(), None);
        assert_eq!(Instruction::new(0x0E).to_string(), "INS 0E");
    }

    /// ISO/IEC 7816-3 10.3.2: 6X and 9X cannot be told from procedure bytes.
    #[test]
    fn no_name_for_invalid_codes() {
        for instruction in all().filter(|ins| matches!(ins.value() >> 4, 0x6 | 0x9)) {
            assert_eq!(instruction.name(), None, "{:02X}", instruction.value());
        }
    }

    /// 3GPP TS 51.011 table 9: all commands of a GSM card.
    #[test]
    fn names_of_a_gsm_card() {
        let gsm: &[(u8, &str)] = &[
            (0xA4, "SELECT"),
            (0xF2, "STATUS"),
            (0xB0, "READ BINARY"),
            (0xD6, "UPDATE BINARY"),
            (0xB2, "READ RECORD"),
            (0xDC, "UPDATE RECORD"),
            (0xA2, "SEEK"),
            (0x32, "INCREASE"),
            (0x20, "VERIFY CHV"),
            (0x24, "CHANGE CHV"),
            (0x26, "DISABLE CHV"),
            (0x28, "ENABLE CHV"),
            (0x2C, "UNBLOCK CHV"),
            (0x04, "INVALIDATE"),
            (0x44, "REHABILITATE"),
            (0x88, "RUN GSM ALGORITHM"),
            (0xFA, "SLEEP"),
            (0xC0, "GET RESPONSE"),
            (0x10, "TERMINAL PROFILE"),
            (0xC2, "ENVELOPE"),
            (0x12, "FETCH"),
            (0x14, "TERMINAL RESPONSE"),
        ];
        for &(value, name) in gsm {
            assert_eq!(Instruction::new(value).name_in(Class::GSM), Some(name));
        }
    }

    #[test]
    fn names_under_other_classes() {
        assert_eq!(Instruction::TERMINATE_DF.name_in(Class::INTERINDUSTRY), Some("TERMINATE DF"));
        assert_eq!(Instruction::TERMINATE_DF.name_in(Class::ETSI), Some("INSTALL"));
        assert_eq!(Instruction::TERMINATE_EF.name_in(Class::ETSI), Some("LOAD"));
        assert_eq!(Instruction::DELETE_FILE.name_in(Class::ETSI.with_channel(4).unwrap()), Some("DELETE"));
        for instruction in all() {
            assert_eq!(instruction.name_in(Class::INTERINDUSTRY), instruction.name());
        }
    }

    #[test]
    fn secrets() {
        let data: Vec<_> = all().filter(|ins| ins.has_secret_data()).map(Instruction::value).collect();
        assert_eq!(data, [0x20, 0x24, 0x26, 0x28, 0x2C, 0x76]);
        let response: Vec<_> =
            all().filter(|ins| ins.has_secret_response()).map(Instruction::value).collect();
        assert_eq!(response, [0x76, 0x88, 0x89]);
    }
}
