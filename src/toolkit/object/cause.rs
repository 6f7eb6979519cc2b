//! Calls and why they ended: ETSI TS 102 223 8.26 and 8.28, 3GPP TS 24.008 10.5.4.11 and 11.2.3.1.3.

use alloc::vec::Vec;
use core::fmt;

use super::macros::{bytes_object, whole_value};
use super::named::named_byte;

named_byte! {
    /// Why a call ended, or could not be made: the cause values of 3GPP TS 24.008 table 10.5.123, which are those of ITU-T
    /// Q.850. Any value is kept as it is.
    CauseValue {
        UNASSIGNED_NUMBER = 1 "unassigned number",
        NO_ROUTE = 3 "no route to destination",
        CHANNEL_UNACCEPTABLE = 6 "channel unacceptable",
        OPERATOR_DETERMINED_BARRING = 8 "operator determined barring",
        NORMAL_CLEARING = 16 "normal call clearing",
        USER_BUSY = 17 "user busy",
        NO_USER_RESPONDING = 18 "no user responding",
        NO_ANSWER = 19 "user alerting, no answer",
        CALL_REJECTED = 21 "call rejected",
        NUMBER_CHANGED = 22 "number changed",
        REJECTED_BY_FEATURE = 24 "call rejected due to feature at the destination",
        PREEMPTION = 25 "pre-emption",
        NON_SELECTED_USER_CLEARING = 26 "non selected user clearing",
        DESTINATION_OUT_OF_ORDER = 27 "destination out of order",
        INVALID_NUMBER_FORMAT = 28 "invalid number format",
        FACILITY_REJECTED = 29 "facility rejected",
        STATUS_ENQUIRY = 30 "response to STATUS ENQUIRY",
        NORMAL_UNSPECIFIED = 31 "normal, unspecified",
        NO_CHANNEL_AVAILABLE = 34 "no circuit/channel available",
        NETWORK_OUT_OF_ORDER = 38 "network out of order",
        TEMPORARY_FAILURE = 41 "temporary failure",
        CONGESTION = 42 "switching equipment congestion",
        ACCESS_INFORMATION_DISCARDED = 43 "access information discarded",
        CHANNEL_NOT_AVAILABLE = 44 "requested circuit/channel not available",
        RESOURCES_UNAVAILABLE = 47 "resources unavailable, unspecified",
        QUALITY_OF_SERVICE_UNAVAILABLE = 49 "quality of service unavailable",
        FACILITY_NOT_SUBSCRIBED = 50 "requested facility not subscribed",
        INCOMING_BARRED_IN_CUG = 55 "incoming calls barred within the CUG",
        BEARER_NOT_AUTHORIZED = 57 "bearer capability not authorized",
        BEARER_NOT_AVAILABLE = 58 "bearer capability not presently available",
        SERVICE_NOT_AVAILABLE = 63 "service or option not available, unspecified",
        BEARER_NOT_IMPLEMENTED = 65 "bearer service not implemented",
        CHARGE_LIMIT_REACHED = 68 "ACM equal to or greater than ACMmax",
        FACILITY_NOT_IMPLEMENTED = 69 "requested facility not implemented",
        ONLY_RESTRICTED_BEARER = 70 "only restricted digital information bearer capability is available",
        SERVICE_NOT_IMPLEMENTED = 79 "service or option not implemented, unspecified",
        INVALID_TRANSACTION_IDENTIFIER = 81 "invalid transaction identifier value",
        NOT_MEMBER_OF_CUG = 87 "user not member of CUG",
        INCOMPATIBLE_DESTINATION = 88 "incompatible destination",
        INVALID_TRANSIT_NETWORK = 91 "invalid transit network selection",
        INCORRECT_MESSAGE = 95 "semantically incorrect message",
        INVALID_MANDATORY_INFORMATION = 96 "invalid mandatory information",
        UNKNOWN_MESSAGE_TYPE = 97 "message type non-existent or not implemented",
        UNEXPECTED_MESSAGE_TYPE = 98 "message type not compatible with protocol state",
        UNKNOWN_ELEMENT = 99 "information element non-existent or not implemented",
        CONDITIONAL_ELEMENT = 100 "conditional IE error",
        UNEXPECTED_MESSAGE = 101 "message not compatible with protocol state",
        RECOVERY_ON_TIMER_EXPIRY = 102 "recovery on timer expiry",
        PROTOCOL_ERROR = 111 "protocol error, unspecified",
        INTERWORKING = 127 "interworking, unspecified",
    }
}

/// Why a call ended: ETSI TS 102 223 8.26, the cause information element of 3GPP TS 24.008 10.5.4.11 from its octet 3 on.
/// Without anything in it, it says that the radio link was lost.
///
/// ```
/// use simcard::toolkit::object::{Cause, CauseValue, DataObject};
///
/// let cause = Cause::decode(&[0x82, 0x91])?;
/// assert_eq!(cause.value(), Some(CauseValue::USER_BUSY));
/// assert_eq!(cause.location(), Some("public network serving the local user"));
/// assert_eq!(cause.to_string(), "user busy");
/// assert!(Cause::decode(&[])?.is_radio_link_timeout());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Cause(pub Vec<u8>);

impl Cause {
    /// The flag of the last byte of an octet group.
    const LAST: u8 = 0x80;

    /// This cause, in the coding of GSM, found by the public network serving the local user.
    pub fn new(value: CauseValue) -> Self {
        Self(alloc::vec![Self::LAST | 0x60 | 0x02, Self::LAST | value.0])
    }

    /// That the radio link was lost.
    pub const fn radio_link_timeout() -> Self {
        Self(Vec::new())
    }

    /// Whether it says that the radio link was lost.
    pub fn is_radio_link_timeout(&self) -> bool {
        self.0.is_empty()
    }

    /// Octet 4 and what follows it: octet 3 may have one more byte. Two bytes are octets 3 and 4 whatever the flag says,
    /// which terminals and conformance tests leave out; a cause has to have both (3GPP TS 24.008 10.5.4.11).
    fn octet_4(&self) -> &[u8] {
        match self.0.as_slice() {
            [_, octet_4] => core::slice::from_ref(octet_4),
            [octet_3, rest @ ..] if octet_3 & Self::LAST != 0 => rest,
            [_, _, rest @ ..] => rest,
            _ => &[],
        }
    }

    /// The cause; `None` if there is none.
    pub fn value(&self) -> Option<CauseValue> {
        self.octet_4().first().map(|octet| CauseValue(octet & !Self::LAST))
    }

    /// Who says so; `None` if there is nothing, or a value that is reserved.
    pub fn location(&self) -> Option<&'static str> {
        Some(match self.0.first()? & 0x0F {
            0 => "user",
            1 => "private network serving the local user",
            2 => "public network serving the local user",
            3 => "transit network",
            4 => "public network serving the remote user",
            5 => "private network serving the remote user",
            7 => "international network",
            10 => "network beyond interworking point",
            _ => return None,
        })
    }

    /// Whose coding it is: 0 ITU-T Q.931, 1 other international standards, 2 national, 3 GSM (bits 7 and 6 of octet 3).
    pub fn coding_standard(&self) -> Option<u8> {
        self.0.first().map(|octet| octet >> 5 & 0x03)
    }

    /// What is told besides; its meaning depends on the cause.
    pub fn diagnostics(&self) -> &[u8] {
        self.octet_4().get(1..).unwrap_or_default()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value() {
            Some(value) => value.fmt(f),
            None if self.is_radio_link_timeout() => f.write_str("radio link timeout"),
            None => f.write_str(&hex::encode(&self.0)),
        }
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cause({self}, {})", hex::encode(&self.0))
    }
}

serialize_fields!(Cause, cause {
    "cause" => alloc::format!("{cause}"),
    "value" if cause.value().is_some() => cause.value().map(|value| value.0),
    "location" if cause.location().is_some() => cause.location(),
    "raw" => hex::encode(&cause.0),
});

whole_value!(Cause, 0x1A, "cause");

/// Which calls are meant: ETSI TS 102 223 8.28, a byte for each.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TransactionIdentifier(pub Vec<u8>);

bytes_object!(TransactionIdentifier, 0x1C, "transaction identifier");

impl TransactionIdentifier {
    /// One call: its value (0 to 7), and whether the side that this is sent by did not begin it (the flag of 3GPP TS
    /// 24.007 11.2.3.1.3).
    pub fn new(value: u8, flag: bool) -> Self {
        Self(alloc::vec![if flag { 0x80 } else { 0 } | (value & 0x07) << 4])
    }

    /// The calls, by value and flag.
    pub fn calls(&self) -> impl Iterator<Item = (u8, bool)> + '_ {
        self.0.iter().map(|byte| (byte >> 4 & 0x07, byte & 0x80 != 0))
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn causes() {
        // octet 3: last, GSM, public network serving the local user: 1 11 0 0010; octet 4: last, 16
        let cause = Cause::new(CauseValue::NORMAL_CLEARING);
        vector(&[0xE2, 0x90], &cause);
        assert_eq!((cause.coding_standard(), cause.diagnostics()), (Some(3), &[][..]));
        assert_eq!(format!("{cause:?}"), "Cause(normal call clearing, e290)");
        // octet 3 has a second byte, and diagnostics follow
        let long = Cause(alloc::vec![0x60, 0x80, 0xE0, 0x88, 0x01]);
        vector(&long.0.clone(), &long);
        assert_eq!(long.value(), Some(CauseValue::INVALID_MANDATORY_INFORMATION));
        assert_eq!((long.location(), long.diagnostics()), (Some("user"), &[0x88, 0x01][..]));
        let unflagged = Cause(alloc::vec![0x60, 0x90]);
        assert_eq!(
            (unflagged.value(), unflagged.location()),
            (Some(CauseValue::NORMAL_CLEARING), Some("user"))
        );
        vector(&[], &Cause::radio_link_timeout());
        assert_eq!(Cause::default().to_string(), "radio link timeout");
        let short = Cause(alloc::vec![0x60]);
        assert_eq!((short.value(), short.to_string()), (None, "60".into()));
        assert!(!short.is_radio_link_timeout());
        assert_eq!(Cause(alloc::vec![0xEF, 0x82]).location(), None);
        assert_eq!(CauseValue(2).to_string(), "02");
        assert!(CauseValue::ALL.is_sorted() && CauseValue::ALL.iter().all(|value| value.0 < 0x80));
    }

    #[test]
    fn transactions() {
        // flag in bit 8, value in bits 7 to 5
        vector(&[0xF0], &TransactionIdentifier::new(7, true));
        let two = TransactionIdentifier(alloc::vec![0x10, 0xA5]);
        assert_eq!(two.calls().collect::<Vec<_>>(), [(1, false), (2, true)]);
    }
}
