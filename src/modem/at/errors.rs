//! The codes of `+CME ERROR` and `+CMS ERROR`, and their words.

use alloc::string::String;
use core::fmt;

/// An error of the equipment or the card: `+CME ERROR` (3GPP TS 27.007 9.2).
///
/// Modems give a number or words, as `+CMEE` says; words of the table become their number.
///
/// ```
/// use simcard::modem::at::CmeError;
///
/// assert_eq!(CmeError::parse("SIM PIN required"), CmeError::Code(11));
/// assert_eq!(CmeError::parse("11").to_string(), "SIM PIN required (+CME ERROR 11)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CmeError {
    /// A number, of the table or of the maker.
    Code(u16),
    /// Words that the table does not have.
    Words(String),
}

/// An error of the message service: `+CMS ERROR` (3GPP TS 27.005 3.2.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CmsError {
    /// A number, of the table or of the maker.
    Code(u16),
    /// Words that the table does not have.
    Words(String),
}

macro_rules! error_of {
    ($type:ident, $name:literal, $table:ident) => {
        impl $type {
            /// Reads what stands behind the colon.
            ///
            #[doc = "```"]
            #[doc = concat!("use simcard::modem::at::", stringify!($type), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($type), "::parse(\" 500\"), ", stringify!($type), "::Code(500));")]
            #[doc = concat!("let words = ", stringify!($type), "::parse(\"no idea\");")]
            #[doc = concat!("assert_eq!(words, ", stringify!($type), "::Words(\"no idea\".into()));")]
            #[doc = "```"]
            pub fn parse(value: &str) -> Self {
                let value = value.trim().trim_matches('"');
                if let Ok(code) = value.parse() {
                    return Self::Code(code);
                }
                let known = $table.iter().find(|(_, words)| words.eq_ignore_ascii_case(value));
                match known {
                    Some((code, _)) => Self::Code(*code),
                    None => Self::Words(value.chars().filter(|c| !c.is_control()).take(MAX_WORDS).collect()),
                }
            }

            /// The number, where there is one.
            ///
            #[doc = "```"]
            #[doc = concat!("use simcard::modem::at::", stringify!($type), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($type), "::Code(500).code(), Some(500));")]
            #[doc = concat!("assert_eq!(", stringify!($type), "::parse(\"no idea\").code(), None);")]
            #[doc = "```"]
            pub const fn code(&self) -> Option<u16> {
                match self {
                    Self::Code(code) => Some(*code),
                    Self::Words(_) => None,
                }
            }

            /// What it means, in the words of the specification or of the modem.
            ///
            #[doc = "```"]
            #[doc = concat!("use simcard::modem::at::", stringify!($type), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($type), "::parse(\"no idea\").words(), Some(\"no idea\"));")]
            #[doc = concat!("assert_eq!(", stringify!($type), "::Code(9999).words(), None); // the maker knows")]
            #[doc = "```"]
            pub fn words(&self) -> Option<&str> {
                match self {
                    Self::Code(code) => {
                        $table.iter().find(|(known, _)| known == code).map(|(_, words)| *words)
                    }
                    Self::Words(words) => Some(words),
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match (self.code(), self.words()) {
                    (Some(code), Some(words)) => write!(f, concat!("{} (", $name, " {})"), words, code),
                    (Some(code), None) => write!(f, concat!($name, " {}"), code),
                    (None, words) => write!(f, concat!($name, ": {}"), words.unwrap_or_default()),
                }
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

error_of!(CmeError, "+CME ERROR", CME);
error_of!(CmsError, "+CMS ERROR", CMS);

/// Words longer than this many characters are cut off.
const MAX_WORDS: usize = 200;

const CME: &[(u16, &str)] = &[
    (0, "phone failure"),
    (1, "no connection to phone"),
    (2, "phone-adaptor link reserved"),
    (3, "operation not allowed"),
    (4, "operation not supported"),
    (5, "PH-SIM PIN required"),
    (6, "PH-FSIM PIN required"),
    (7, "PH-FSIM PUK required"),
    (10, "SIM not inserted"),
    (11, "SIM PIN required"),
    (12, "SIM PUK required"),
    (13, "SIM failure"),
    (14, "SIM busy"),
    (15, "SIM wrong"),
    (16, "incorrect password"),
    (17, "SIM PIN2 required"),
    (18, "SIM PUK2 required"),
    (20, "memory full"),
    (21, "invalid index"),
    (22, "not found"),
    (23, "memory failure"),
    (24, "text string too long"),
    (25, "invalid characters in text string"),
    (26, "dial string too long"),
    (27, "invalid characters in dial string"),
    (30, "no network service"),
    (31, "network timeout"),
    (32, "network not allowed - emergency calls only"),
    (40, "network personalization PIN required"),
    (41, "network personalization PUK required"),
    (42, "network subset personalization PIN required"),
    (43, "network subset personalization PUK required"),
    (44, "service provider personalization PIN required"),
    (45, "service provider personalization PUK required"),
    (46, "corporate personalization PIN required"),
    (47, "corporate personalization PUK required"),
    (48, "hidden key required"),
    (49, "EAP method not supported"),
    (50, "incorrect parameters"),
    (51, "command implemented but currently disabled"),
    (52, "command aborted by user"),
    (53, "not attached to network due to MT functionality restrictions"),
    (54, "modem not allowed - MT restricted to emergency calls only"),
    (55, "operation not allowed because of MT functionality restrictions"),
    (56, "fixed dial number only allowed - called number is not a fixed dial number"),
    (57, "temporarily out of service due to other MT usage"),
    (58, "language/alphabet not supported"),
    (59, "unexpected data value"),
    (60, "system failure"),
    (61, "data missing"),
    (62, "call barred"),
    (63, "message waiting indication subscription failure"),
    (100, "unknown"),
    (103, "illegal MS"),
    (106, "illegal ME"),
    (107, "GPRS services not allowed"),
    (111, "PLMN not allowed"),
    (112, "location area not allowed"),
    (113, "roaming not allowed in this location area"),
    (132, "service option not supported"),
    (133, "requested service option not subscribed"),
    (134, "service option temporarily out of order"),
    (148, "unspecified GPRS error"),
    (149, "PDP authentication failure"),
    (150, "invalid mobile class"),
];

/// Up to 127 the causes of 3GPP TS 24.011 annex E-2, up to 255 those of 3GPP TS 23.040 9.2.3.22.
const CMS: &[(u16, &str)] = &[
    (1, "unassigned (unallocated) number"),
    (8, "operator determined barring"),
    (10, "call barred"),
    (21, "short message transfer rejected"),
    (27, "destination out of service"),
    (28, "unidentified subscriber"),
    (29, "facility rejected"),
    (30, "unknown subscriber"),
    (38, "network out of order"),
    (41, "temporary failure"),
    (42, "congestion"),
    (47, "resources unavailable, unspecified"),
    (50, "requested facility not subscribed"),
    (69, "requested facility not implemented"),
    (81, "invalid short message transfer reference value"),
    (95, "invalid message, unspecified"),
    (96, "invalid mandatory information"),
    (97, "message type non-existent or not implemented"),
    (98, "message not compatible with short message protocol state"),
    (99, "information element non-existent or not implemented"),
    (111, "protocol error, unspecified"),
    (127, "interworking, unspecified"),
    (128, "telematic interworking not supported"),
    (129, "short message type 0 not supported"),
    (130, "cannot replace short message"),
    (143, "unspecified TP-PID error"),
    (144, "data coding scheme (alphabet) not supported"),
    (145, "message class not supported"),
    (159, "unspecified TP-DCS error"),
    (160, "command cannot be actioned"),
    (161, "command unsupported"),
    (175, "unspecified TP-Command error"),
    (176, "TPDU not supported"),
    (192, "SC busy"),
    (193, "no SC subscription"),
    (194, "SC system failure"),
    (195, "invalid SME address"),
    (196, "destination SME barred"),
    (197, "SM rejected-duplicate SM"),
    (198, "TP-VPF not supported"),
    (199, "TP-VP not supported"),
    (208, "SIM SMS storage full"),
    (209, "no SMS storage capability in SIM"),
    (210, "error in MS"),
    (211, "memory capacity exceeded"),
    (212, "SIM application toolkit busy"),
    (213, "SIM data download error"),
    (255, "unspecified error cause"),
    (300, "ME failure"),
    (301, "SMS service of ME reserved"),
    (302, "operation not allowed"),
    (303, "operation not supported"),
    (304, "invalid PDU mode parameter"),
    (305, "invalid text mode parameter"),
    (310, "SIM not inserted"),
    (311, "SIM PIN required"),
    (312, "PH-SIM PIN required"),
    (313, "SIM failure"),
    (314, "SIM busy"),
    (315, "SIM wrong"),
    (316, "SIM PUK required"),
    (317, "SIM PIN2 required"),
    (318, "SIM PUK2 required"),
    (320, "memory failure"),
    (321, "invalid memory index"),
    (322, "memory full"),
    (330, "SMSC address unknown"),
    (331, "no network service"),
    (332, "network timeout"),
    (340, "no +CNMA acknowledgement expected"),
    (500, "unknown error"),
];
