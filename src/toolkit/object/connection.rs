//! Connections for packet data: what asks for them, and what became of them.

use alloc::vec::Vec;

use super::macros::{byte_object, bytes_object};
use super::named::named_byte;

/// What the terminal is about to send to get a PDP context, for call control: 3GPP TS 31.111 8.72, the message ACTIVATE
/// PDP CONTEXT REQUEST of 3GPP TS 24.008 9.5.1.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PdpActivationParameters(pub Vec<u8>);

bytes_object!(PdpActivationParameters, 0x52, "PDP context activation parameters");

/// What the terminal is about to send to get a PDN connection, for call control: 3GPP TS 31.111 clause 8, the message PDN
/// CONNECTIVITY REQUEST of 3GPP TS 24.301 8.3.20.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EpsActivationParameters(pub Vec<u8>);

bytes_object!(EpsActivationParameters, 0x7C, "EPS PDN connection activation parameters");

/// What the terminal is about to send to get a PDU session, for call control: 3GPP TS 31.111 clause 8 (Release 15 and
/// later), the message PDU SESSION ESTABLISHMENT REQUEST of 3GPP TS 24.501 8.3.1. It shares the tag of a cell broadcast
/// page.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PduSessionParameters(pub Vec<u8>);

bytes_object!(PduSessionParameters, 0x0C, "PDU session establishment parameters");

/// The data networks of connections: 3GPP TS 31.111 8.159 (Release 18 and later). It shares the tag of
/// [`EpsActivationParameters`].
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DnnList(pub Vec<u8>);

bytes_object!(DnnList, 0x7C, "DNN list");

named_byte! {
    /// What became of a connection: 3GPP TS 31.111 8.137. It shares the tag of a BCCH channel list.
    DataConnectionStatus {
        SUCCESSFUL = 0x00 "successful",
        REJECTED = 0x01 "rejected",
        DROPPED = 0x02 "dropped or deactivated",
    }
}

byte_object!(DataConnectionStatus, 0x1D, "data connection status");

named_byte! {
    /// What sort of connection it is: 3GPP TS 31.111 8.138. It shares the tag of a repeat indicator.
    DataConnectionType {
        PDP = 0x00 "PDP connection",
        PDN = 0x01 "PDN connection",
        PDU = 0x02 "PDU connection",
    }
}

byte_object!(DataConnectionType, 0x2A, "data connection type");

named_byte! {
    /// Why a connection was refused or ended: 3GPP TS 31.111 8.139, the SM cause of 3GPP TS 24.008 10.5.6.6, the ESM cause of
    /// 3GPP TS 24.301 9.9.4.4 or the 5GSM cause of 3GPP TS 24.501 9.11.4.2, which have these numbers in common. It shares the
    /// tag of a timing advance.
    SmCause {
        OPERATOR_DETERMINED_BARRING = 8 "operator determined barring",
        INSUFFICIENT_RESOURCES = 26 "insufficient resources",
        MISSING_OR_UNKNOWN_APN = 27 "missing or unknown APN",
        UNKNOWN_TYPE = 28 "unknown PDP, PDN or PDU session type",
        AUTHENTICATION_FAILED = 29 "user authentication failed",
        REJECTED_BY_GATEWAY = 30 "request rejected by gateway",
        REJECTED = 31 "request rejected, unspecified",
        NOT_SUPPORTED = 32 "service option not supported",
        NOT_SUBSCRIBED = 33 "requested service option not subscribed",
        TEMPORARILY_OUT_OF_ORDER = 34 "service option temporarily out of order",
        PTI_IN_USE = 35 "PTI already in use",
        REGULAR_DEACTIVATION = 36 "regular deactivation",
        QOS_NOT_ACCEPTED = 37 "QoS not accepted",
        NETWORK_FAILURE = 38 "network failure",
        REACTIVATION_REQUESTED = 39 "reactivation requested",
        SYNTACTICAL_ERROR_IN_FILTERS = 45 "syntactical error in packet filters",
        IPV4_ONLY = 50 "IPv4 only allowed",
        IPV6_ONLY = 51 "IPv6 only allowed",
        DOES_NOT_EXIST = 54 "connection does not exist",
        MAXIMUM_REACHED = 65 "maximum number of contexts reached",
        REQUEST_NOT_ACCEPTED_HERE = 66 "requested APN not supported in this RAT and PLMN",
        SEMANTICALLY_INCORRECT = 95 "semantically incorrect message",
        INVALID_MANDATORY_INFORMATION = 96 "invalid mandatory information",
        MESSAGE_TYPE_UNKNOWN = 97 "message type non-existent or not implemented",
        MESSAGE_TYPE_NOT_COMPATIBLE = 98 "message type not compatible with the protocol state",
        INFORMATION_ELEMENT_UNKNOWN = 99 "information element non-existent or not implemented",
        CONDITIONAL_ERROR = 100 "conditional IE error",
        MESSAGE_NOT_COMPATIBLE = 101 "message not compatible with the protocol state",
        PROTOCOL_ERROR = 111 "protocol error, unspecified",
    }
}

byte_object!(SmCause, 0x2E, "SM cause");

named_byte! {
    /// What goes over a connection: 3GPP TS 31.111 8.142. It shares the tag of a short message. Two numbers mean one thing for
    /// a PDP or PDN connection, another for a PDU session.
    PdnType {
        IPV4V6 = 0x03 "IPv4v6",
        PPP_OR_UNSTRUCTURED = 0x04 "PPP or unstructured",
        NON_IP_OR_ETHERNET = 0x05 "non-IP or Ethernet",
    }
}

byte_object!(PdnType, 0x0B, "PDP/PDN/PDU type");

/// What a terminal did over direct links to others (ProSe): 3GPP TS 31.111 clause 8 (Release 12 and later), in XML. It
/// shares the tag of an update, attach or registration type.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ProseReportData(pub Vec<u8>);

bytes_object!(ProseReportData, 0x74, "ProSe report data");

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn what_became_of_a_connection() {
        // 3GPP TS 31.111 8.137 to 8.139, 8.142
        vector(&[0x01], &DataConnectionStatus::REJECTED);
        vector(&[0x02], &DataConnectionType::PDU);
        // 33 = 21 in hexadecimal
        vector(&[0x21], &SmCause::NOT_SUBSCRIBED);
        assert_eq!(SmCause(0x1B).name(), Some("missing or unknown APN"));
        assert_eq!(SmCause(1).name(), None);
        vector(&[0x03], &PdnType::IPV4V6);
        assert_eq!(DataConnectionStatus(2).name(), Some("dropped or deactivated"));
        vector(&[0x0A, 0x41], &PdpActivationParameters(vec![0x0A, 0x41]));
        vector(&[0x02, 0x01, 0xD0], &EpsActivationParameters(vec![0x02, 0x01, 0xD0]));
        vector(&[0x2E, 0x01, 0x01, 0xC1], &PduSessionParameters(vec![0x2E, 0x01, 0x01, 0xC1]));
        vector(&[0x01], &DnnList(vec![1]));
        vector(b"<x/>", &ProseReportData(b"<x/>".to_vec()));
    }
}
