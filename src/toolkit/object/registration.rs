//! What the terminal asked the network for, and why the network refused.

use alloc::vec::Vec;
use core::fmt;

use bitflags::bitflags;

use super::DataObject;
use super::macros::byte_object;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};
use crate::files::content::Bytes;

named_byte! {
    /// What the terminal asked the network for: 3GPP TS 31.111 8.92.
    UpdateAttachType {
        LOCATION_UPDATE = 0x00 "normal location updating",
        PERIODIC_LOCATION_UPDATE = 0x01 "periodic location updating",
        IMSI_ATTACH = 0x02 "IMSI attach",
        GPRS_ATTACH = 0x03 "GPRS attach",
        COMBINED_GPRS_ATTACH = 0x04 "combined GPRS/IMSI attach",
        ROUTING_AREA_UPDATE = 0x05 "RA updating",
        COMBINED_ROUTING_AREA_UPDATE = 0x06 "combined RA/LA updating",
        COMBINED_ROUTING_AREA_UPDATE_WITH_ATTACH = 0x07 "combined RA/LA updating with IMSI attach",
        PERIODIC_ROUTING_AREA_UPDATE = 0x08 "periodic RA updating",
        EPS_ATTACH = 0x09 "EPS attach",
        COMBINED_EPS_ATTACH = 0x0A "combined EPS/IMSI attach",
        TRACKING_AREA_UPDATE = 0x0B "TA updating",
        COMBINED_TRACKING_AREA_UPDATE = 0x0C "combined TA/LA updating",
        COMBINED_TRACKING_AREA_UPDATE_WITH_ATTACH = 0x0D "combined TA/LA updating with IMSI attach",
        PERIODIC_TRACKING_AREA_UPDATE = 0x0E "periodic TA updating",
        INITIAL_REGISTRATION = 0x0F "initial registration",
        MOBILITY_REGISTRATION = 0x10 "mobility registration updating",
        PERIODIC_REGISTRATION = 0x11 "periodic registration updating",
    }
}

byte_object!(UpdateAttachType, 0x74, "update/attach/registration type");

/// Why the network refused: 3GPP TS 31.111 8.93.
///
/// Which table the number is from, the [`UpdateAttachType`] beside it tells: [`mm`](Self::mm) for location and routing
/// areas, [`emm`](Self::emm) for EPS and tracking areas, [`fivegmm`](Self::fivegmm) for registration.
///
/// ```
/// use simcard::toolkit::object::RejectionCause;
///
/// assert_eq!(RejectionCause(11).emm(), Some("PLMN not allowed"));
/// assert_eq!(RejectionCause(62).fivegmm(), Some("no network slices available"));
/// assert_eq!(RejectionCause(62).emm(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RejectionCause(pub u8);

byte_object!(RejectionCause, 0x75, "rejection cause code");

impl RejectionCause {
    /// What GSM and UTRAN mean by it: 3GPP TS 24.008 10.5.3.6 and 10.5.5.14.
    pub const fn mm(self) -> Option<&'static str> {
        Some(match self.0 {
            2 => "IMSI unknown in HLR",
            3 => "illegal MS",
            4 => "IMSI unknown in VLR",
            5 => "IMEI not accepted",
            6 => "illegal ME",
            7 => "GPRS services not allowed",
            8 => "GPRS services and non-GPRS services not allowed",
            9 => "MS identity cannot be derived by the network",
            10 => "implicitly detached",
            11 => "PLMN not allowed",
            12 => "location area not allowed",
            13 => "roaming not allowed in this location area",
            14 => "GPRS services not allowed in this PLMN",
            15 => "no suitable cells in location area",
            16 => "MSC temporarily not reachable",
            17 => "network failure",
            20 => "MAC failure",
            21 => "synch failure",
            22 => "congestion",
            23 => "GSM authentication unacceptable",
            25 => "not authorized for this CSG",
            28 => "SMS provided via GPRS in this routing area",
            32 => "service option not supported",
            33 => "requested service option not subscribed",
            34 => "service option temporarily out of order",
            38 => "call cannot be identified",
            40 => "no PDP context activated",
            48..=63 => "retry upon entry into a new cell",
            _ => return self.protocol_error(),
        })
    }

    /// What E-UTRAN means by it: 3GPP TS 24.301 9.9.3.9.
    pub const fn emm(self) -> Option<&'static str> {
        Some(match self.0 {
            2 => "IMSI unknown in HSS",
            3 => "illegal UE",
            5 => "IMEI not accepted",
            6 => "illegal ME",
            7 => "EPS services not allowed",
            8 => "EPS services and non-EPS services not allowed",
            9 => "UE identity cannot be derived by the network",
            10 => "implicitly detached",
            11 => "PLMN not allowed",
            12 => "tracking area not allowed",
            13 => "roaming not allowed in this tracking area",
            14 => "EPS services not allowed in this PLMN",
            15 => "no suitable cells in tracking area",
            16 => "MSC temporarily not reachable",
            17 => "network failure",
            18 => "CS domain not available",
            19 => "ESM failure",
            20 => "MAC failure",
            21 => "synch failure",
            22 => "congestion",
            23 => "UE security capabilities mismatch",
            24 => "security mode rejected, unspecified",
            25 => "not authorized for this CSG",
            26 => "non-EPS authentication unacceptable",
            31 => "redirection to 5GCN required",
            35 => "requested service option not authorized in this PLMN",
            39 => "CS service temporarily not available",
            40 => "no EPS bearer context activated",
            42 => "severe network failure",
            78 => "PLMN not allowed to operate at the present UE location",
            _ => return self.protocol_error(),
        })
    }

    /// What NG-RAN means by it: 3GPP TS 24.501 9.11.3.2.
    pub const fn fivegmm(self) -> Option<&'static str> {
        Some(match self.0 {
            3 => "illegal UE",
            5 => "PEI not accepted",
            6 => "illegal ME",
            7 => "5GS services not allowed",
            9 => "UE identity cannot be derived by the network",
            10 => "implicitly de-registered",
            11 => "PLMN not allowed",
            12 => "tracking area not allowed",
            13 => "roaming not allowed in this tracking area",
            15 => "no suitable cells in tracking area",
            20 => "MAC failure",
            21 => "synch failure",
            22 => "congestion",
            23 => "UE security capabilities mismatch",
            24 => "security mode rejected, unspecified",
            26 => "non-5G authentication unacceptable",
            27 => "N1 mode not allowed",
            28 => "restricted service area",
            31 => "redirection to EPC required",
            36 => "IAB-node operation not authorized",
            43 => "LADN not available",
            62 => "no network slices available",
            65 => "maximum number of PDU sessions reached",
            67 => "insufficient resources for specific slice and DNN",
            69 => "insufficient resources for specific slice",
            71 => "ngKSI already in use",
            72 => "non-3GPP access to 5GCN not allowed",
            73 => "serving network not authorized",
            74 => "temporarily not authorized for this SNPN",
            75 => "permanently not authorized for this SNPN",
            76 => "not authorized for this CAG or authorized for CAG cells only",
            77 => "wireline access area not allowed",
            78 => "PLMN not allowed to operate at the present UE location",
            79 => "UAS services not allowed",
            90 => "payload was not forwarded",
            91 => "DNN not supported or not subscribed in the slice",
            92 => "insufficient user-plane resources for the PDU session",
            _ => return self.protocol_error(),
        })
    }

    /// What all of them mean by it.
    const fn protocol_error(self) -> Option<&'static str> {
        Some(match self.0 {
            95 => "semantically incorrect message",
            96 => "invalid mandatory information",
            97 => "message type non-existent or not implemented",
            98 => "message type not compatible with the protocol state",
            99 => "information element non-existent or not implemented",
            100 => "conditional IE error",
            101 => "message not compatible with the protocol state",
            111 => "protocol error, unspecified",
            _ => return None,
        })
    }
}

impl fmt::Debug for RejectionCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RejectionCause({})", self.0)
    }
}

serialize_fields!(RejectionCause, this {
    "code" => this.0,
    "mm" if this.mm().is_some() => this.mm(),
    "emm" if this.emm().is_some() => this.emm(),
    "5gmm" if this.fivegmm().is_some() => this.fivegmm(),
});

bitflags! {
    /// What else a refusal says: 3GPP TS 31.111 clause 8 (Release 13 and later), the extended EMM cause of 3GPP TS 24.301
    /// 9.9.3.26A. It shares the tag of an HNB name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct ExtendedRejectionCause: u8 {
        /// E-UTRAN is not allowed.
        const E_UTRAN_NOT_ALLOWED = 0x01;
        /// The optimisation of EPS that was asked for is not supported.
        const EPS_OPTIMISATION_NOT_SUPPORTED = 0x02;
        const _ = !0;
    }
}

serialize_flags!(ExtendedRejectionCause);

impl DataObject for ExtendedRejectionCause {
    const TAG: Tag = Tag(0x57);
    const NAME: &'static str = "extended rejection cause code";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let cause = Self::from_bits_retain(reader.u8()?);
        reader.finish()?;
        Ok(cause)
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.bits());
        Ok(())
    }
}

/// What a terminal adds to where it is, or to a refusal: 3GPP TS 31.111 clause 8 (Release 18). It shares the tag of a
/// PLMNwAcT list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExtendedInformation {
    /// What it is, by the numbers of the specification.
    pub kind: u8,
    /// The information as it is written.
    pub information: Bytes,
}

impl DataObject for ExtendedInformation {
    const TAG: Tag = Tag(0x72);
    const NAME: &'static str = "extended information";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        Ok(Self { kind: reader.u8()?, information: Bytes(reader.rest().to_vec()) })
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.kind);
        out.extend_from_slice(&self.information.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::testing::vector;
    use super::*;

    #[test]
    fn refusals() {
        vector(&[0x09], &UpdateAttachType::EPS_ATTACH);
        assert_eq!(UpdateAttachType(0x0F).name(), Some("initial registration"));
        assert_eq!(UpdateAttachType(0x12).name(), None);
        vector(&[0x0B], &RejectionCause(11));
        // the same number, by 3GPP TS 24.008, 24.301 and 24.501
        let words = |cause: u8| {
            let cause = RejectionCause(cause);
            (cause.mm(), cause.emm(), cause.fivegmm())
        };
        assert_eq!(words(11), (Some("PLMN not allowed"), Some("PLMN not allowed"), Some("PLMN not allowed")));
        assert_eq!(words(12).0, Some("location area not allowed"));
        assert_eq!(words(12).1, Some("tracking area not allowed"));
        assert_eq!(words(27), (None, None, Some("N1 mode not allowed")));
        assert_eq!(words(50), (Some("retry upon entry into a new cell"), None, None));
        assert_eq!(words(111).1, Some("protocol error, unspecified"));
        assert_eq!(words(1), (None, None, None));
        vector(&[0x01], &ExtendedRejectionCause::E_UTRAN_NOT_ALLOWED);
        vector(&[0xF2], &ExtendedRejectionCause::from_bits_retain(0xF2));
        vector(&[0x01, 0xAB], &ExtendedInformation { kind: 1, information: Bytes(vec![0xAB]) });
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        assert_eq!(
            serde_json::to_string(&RejectionCause(27)).unwrap(),
            r#"{"code":27,"5gmm":"N1 mode not allowed"}"#
        );
        assert_eq!(serde_json::to_string(&RejectionCause(1)).unwrap(), r#"{"code":1}"#);
    }
}
