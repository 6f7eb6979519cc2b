//! How a channel is carried: ETSI TS 102 223 8.52, 3GPP TS 31.111 8.52.

use alloc::vec::Vec;

use super::DataObject;
use super::named::named_byte;
use crate::codec::ctlv::Tag;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};
use crate::files::content::Bytes;

named_byte! {
    /// A type of bearer. Any value is kept.
    BearerType {
        CSD = 0x01 "circuit switched data",
        PACKET = 0x02 "GPRS or other packet service",
        DEFAULT = 0x03 "default bearer",
        LOCAL_LINK = 0x04 "local link, technology independent",
        BLUETOOTH = 0x05 "Bluetooth",
        IRDA = 0x06 "IrDA",
        RS232 = 0x07 "RS232",
        CDMA2000 = 0x08 "cdma2000 packet data service",
        UTRAN = 0x09 "UTRAN packet service with extended parameters",
        WLAN = 0x0A "WLAN",
        EUTRAN = 0x0B "E-UTRAN or mapped UTRAN packet service",
        NG_RAN = 0x0C "NG-RAN",
        USB = 0x10 "USB",
    }
}

named_byte! {
    /// What a packet data connection carries (3GPP TS 31.111 8.52.2). Any value is kept.
    PdpType {
        IP = 0x02 "IP",
        NON_IP = 0x07 "non-IP",
    }
}

named_byte! {
    /// What a PDU session carries (3GPP TS 24.501 9.11.4.11). Any value is kept.
    PduSessionType {
        IPV4 = 0x01 "IPv4",
        IPV6 = 0x02 "IPv6",
        IPV4V6 = 0x03 "IPv4v6",
        UNSTRUCTURED = 0x04 "unstructured",
        ETHERNET = 0x05 "Ethernet",
    }
}

/// A circuit switched bearer, in the codes of +CBST (3GPP TS 27.007): 3GPP TS 31.111 8.52.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CsdParameters {
    /// The data rate: the subparameter "speed".
    pub data_rate: u8,
    /// The bearer service: the subparameter "name".
    pub service: u8,
    /// The connection element: the subparameter "ce".
    pub connection_element: u8,
}

/// The quality of a packet service, in the codes of +CGQREQ (3GPP TS 27.007): 3GPP TS 31.111 8.52.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PacketParameters {
    /// The precedence class.
    pub precedence: u8,
    /// The delay class.
    pub delay: u8,
    /// The reliability class.
    pub reliability: u8,
    /// The peak throughput class.
    pub peak: u8,
    /// The mean throughput class; 1F (31) is best effort.
    pub mean: u8,
    /// What is carried.
    pub pdp_type: PdpType,
}

/// The quality of a UTRAN packet service, in the codes of +CGEQREQ (3GPP TS 27.007): 3GPP TS 31.111 8.52.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UtranParameters {
    /// The traffic class.
    pub traffic_class: u8,
    /// The highest bit rate from the terminal, in kbit/s.
    pub max_uplink: u16,
    /// The highest bit rate to the terminal, in kbit/s.
    pub max_downlink: u16,
    /// The guaranteed bit rate from the terminal, in kbit/s.
    pub guaranteed_uplink: u16,
    /// The guaranteed bit rate to the terminal, in kbit/s.
    pub guaranteed_downlink: u16,
    /// Whether the order is kept.
    pub delivery_order: u8,
    /// The largest packet, in units of 10 bytes.
    pub max_sdu_size: u8,
    /// The share of packets that may be lost.
    pub sdu_error_ratio: u8,
    /// The share of bits that may be wrong.
    pub residual_bit_error_ratio: u8,
    /// Whether packets with errors are delivered.
    pub erroneous_sdus: u8,
    /// The delay of a packet.
    pub transfer_delay: u8,
    /// The priority against other bearers.
    pub priority: u8,
    /// What is carried.
    pub pdp_type: PdpType,
}

/// Four bit rates, each coded in a byte as in 3GPP TS 24.301 9.9.4.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BitRates {
    /// The highest from the terminal.
    pub max_uplink: u8,
    /// The highest to the terminal.
    pub max_downlink: u8,
    /// The guaranteed one from the terminal.
    pub guaranteed_uplink: u8,
    /// The guaranteed one to the terminal.
    pub guaranteed_downlink: u8,
}

/// The quality of an E-UTRAN bearer: 3GPP TS 31.111 8.52.5.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EutranParameters {
    /// The quality of service class identifier.
    pub qci: u8,
    /// The bit rates of a bearer that guarantees some, then their extension, then the second extension: at most three.
    pub bit_rates: Vec<BitRates>,
    /// What is carried.
    pub pdn_type: PdpType,
}

/// How a channel is carried: the type of bearer and its parameters. ETSI TS 102 223 8.52, 3GPP TS 31.111 8.52.
///
/// ```
/// use simcard::toolkit::object::{BearerDescription, BearerType, DataObject, PdpType};
///
/// let bearer = BearerDescription::decode(&[0x02, 0x03, 0x04, 0x03, 0x04, 0x1F, 0x02])?;
/// let BearerDescription::Packet(quality) = &bearer else { panic!() };
/// assert_eq!((quality.mean, quality.pdp_type), (31, PdpType::IP));
/// assert_eq!(BearerDescription::decode(&[0x03])?, BearerDescription::without_parameters(BearerType::DEFAULT));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BearerDescription {
    /// Circuit switched data.
    Csd(CsdParameters),
    /// GPRS, or any other packet service with the parameters of GPRS.
    Packet(PacketParameters),
    /// A UTRAN packet service with extended parameters.
    Utran(UtranParameters),
    /// E-UTRAN, or a UTRAN packet service described like one.
    Eutran(EutranParameters),
    /// NG-RAN.
    NgRan {
        /// What is carried.
        session_type: PduSessionType,
        /// What follows, reserved.
        rest: Bytes,
    },
    /// A type without parameters, one whose parameters are not known, or parameters that do not have the length of the
    /// type.
    Other {
        /// The type.
        kind: BearerType,
        /// The parameters.
        parameters: Bytes,
    },
}

impl BearerDescription {
    /// A bearer of this type, without parameters: what there is for the default bearer and for local ones.
    pub const fn without_parameters(kind: BearerType) -> Self {
        Self::Other { kind, parameters: Bytes(Vec::new()) }
    }

    /// The type of bearer.
    pub const fn kind(&self) -> BearerType {
        match self {
            Self::Csd(_) => BearerType::CSD,
            Self::Packet(_) => BearerType::PACKET,
            Self::Utran(_) => BearerType::UTRAN,
            Self::Eutran(_) => BearerType::EUTRAN,
            Self::NgRan { .. } => BearerType::NG_RAN,
            Self::Other { kind, .. } => *kind,
        }
    }

    /// The parameters of a type that has some, where they have its length.
    fn typed(kind: BearerType, parameters: &[u8]) -> Option<Self> {
        match (kind, parameters) {
            (BearerType::CSD, [data_rate, service, connection_element]) => Some(Self::Csd(CsdParameters {
                data_rate: *data_rate,
                service: *service,
                connection_element: *connection_element,
            })),
            (BearerType::PACKET, [precedence, delay, reliability, peak, mean, pdp_type]) => {
                Some(Self::Packet(PacketParameters {
                    precedence: *precedence,
                    delay: *delay,
                    reliability: *reliability,
                    peak: *peak,
                    mean: *mean,
                    pdp_type: PdpType(*pdp_type),
                }))
            }
            (BearerType::UTRAN, _) => UtranParameters::decode(parameters).map(Self::Utran),
            (BearerType::EUTRAN, [qci, rates @ .., pdn_type]) => {
                let groups = rates.chunks_exact(4);
                if !groups.remainder().is_empty() || groups.len() > 3 {
                    return None;
                }
                Some(Self::Eutran(EutranParameters {
                    qci: *qci,
                    bit_rates: groups.filter_map(BitRates::decode).collect(),
                    pdn_type: PdpType(*pdn_type),
                }))
            }
            (BearerType::NG_RAN, [session_type, rest @ ..]) => {
                Some(Self::NgRan { session_type: PduSessionType(*session_type), rest: Bytes(rest.to_vec()) })
            }
            _ => None,
        }
    }
}

impl BitRates {
    fn decode(bytes: &[u8]) -> Option<Self> {
        let [max_uplink, max_downlink, guaranteed_uplink, guaranteed_downlink] =
            <[u8; 4]>::try_from(bytes).ok()?;
        Some(Self { max_uplink, max_downlink, guaranteed_uplink, guaranteed_downlink })
    }
}

impl UtranParameters {
    fn decode(bytes: &[u8]) -> Option<Self> {
        let [traffic_class, a, b, c, d, e, f, g, h, rest @ ..] = <[u8; 17]>::try_from(bytes).ok()?;
        let [
            delivery_order,
            max_sdu_size,
            sdu_error_ratio,
            residual_bit_error_ratio,
            erroneous_sdus,
            transfer_delay,
            priority,
            pdp_type,
        ] = rest;
        Some(Self {
            traffic_class,
            max_uplink: u16::from_be_bytes([a, b]),
            max_downlink: u16::from_be_bytes([c, d]),
            guaranteed_uplink: u16::from_be_bytes([e, f]),
            guaranteed_downlink: u16::from_be_bytes([g, h]),
            delivery_order,
            max_sdu_size,
            sdu_error_ratio,
            residual_bit_error_ratio,
            erroneous_sdus,
            transfer_delay,
            priority,
            pdp_type: PdpType(pdp_type),
        })
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.push(self.traffic_class);
        let rates = [self.max_uplink, self.max_downlink, self.guaranteed_uplink, self.guaranteed_downlink];
        out.extend(rates.into_iter().flat_map(u16::to_be_bytes));
        out.extend([
            self.delivery_order,
            self.max_sdu_size,
            self.sdu_error_ratio,
            self.residual_bit_error_ratio,
            self.erroneous_sdus,
            self.transfer_delay,
            self.priority,
            self.pdp_type.0,
        ]);
    }
}

impl DataObject for BearerDescription {
    const TAG: Tag = Tag(0x35);
    const NAME: &'static str = "bearer description";

    fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(Self::NAME, value);
        let kind = BearerType(reader.u8()?);
        let parameters = reader.rest();
        let other = || Self::Other { kind, parameters: Bytes(parameters.to_vec()) };
        Ok(Self::typed(kind, parameters).unwrap_or_else(other))
    }

    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(self.kind().0);
        match self {
            Self::Csd(csd) => out.extend([csd.data_rate, csd.service, csd.connection_element]),
            Self::Packet(packet) => out.extend([
                packet.precedence,
                packet.delay,
                packet.reliability,
                packet.peak,
                packet.mean,
                packet.pdp_type.0,
            ]),
            Self::Utran(utran) => utran.encode(out),
            Self::Eutran(eutran) => {
                let groups = eutran.bit_rates.len();
                if groups > 3 {
                    let kind = EncodeErrorKind::TooLong { len: groups, max: 3 };
                    return Err(EncodeError::new(Self::NAME, kind));
                }
                out.push(eutran.qci);
                out.extend(eutran.bit_rates.iter().flat_map(|rates| {
                    [rates.max_uplink, rates.max_downlink, rates.guaranteed_uplink, rates.guaranteed_downlink]
                }));
                out.push(eutran.pdn_type.0);
            }
            Self::NgRan { session_type, rest } => {
                out.push(session_type.0);
                out.extend_from_slice(&rest.0);
            }
            Self::Other { parameters, .. } => out.extend_from_slice(&parameters.0),
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for BearerDescription {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &self.kind())?;
        match self {
            Self::Csd(parameters) => map.serialize_entry("parameters", parameters)?,
            Self::Packet(parameters) => map.serialize_entry("parameters", parameters)?,
            Self::Utran(parameters) => map.serialize_entry("parameters", parameters)?,
            Self::Eutran(parameters) => map.serialize_entry("parameters", parameters)?,
            Self::NgRan { session_type, rest } => {
                map.serialize_entry("session_type", session_type)?;
                if !rest.0.is_empty() {
                    map.serialize_entry("rest", rest)?;
                }
            }
            Self::Other { parameters, .. } if parameters.0.is_empty() => {}
            Self::Other { parameters, .. } => map.serialize_entry("parameters", parameters)?,
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn circuit_switched() {
        // +CBST=7,0,1: 9600 bit/s V.32, asynchronous modem, non-transparent
        let csd = CsdParameters { data_rate: 7, service: 0, connection_element: 1 };
        vector(&[0x01, 0x07, 0x00, 0x01], &BearerDescription::Csd(csd));
    }

    #[test]
    fn packet() {
        let packet = PacketParameters {
            precedence: 3,
            delay: 4,
            reliability: 3,
            peak: 4,
            mean: 31,
            pdp_type: PdpType::IP,
        };
        vector(&[0x02, 0x03, 0x04, 0x03, 0x04, 0x1F, 0x02], &BearerDescription::Packet(packet));
    }

    #[test]
    fn utran() {
        // 17 bytes: class, 4 rates of 2 bytes, 8 bytes; 384 kbit/s = 0180, 64 = 0040
        let utran = UtranParameters {
            traffic_class: 3,
            max_uplink: 64,
            max_downlink: 384,
            guaranteed_uplink: 0,
            guaranteed_downlink: 1,
            delivery_order: 2,
            max_sdu_size: 150,
            sdu_error_ratio: 4,
            residual_bit_error_ratio: 7,
            erroneous_sdus: 1,
            transfer_delay: 9,
            priority: 5,
            pdp_type: PdpType::IP,
        };
        let bytes = [
            0x09, 0x03, 0x00, 0x40, 0x01, 0x80, 0x00, 0x00, 0x00, 0x01, 0x02, 0x96, 0x04, 0x07, 0x01, 0x09,
            0x05, 0x02,
        ];
        vector(&bytes, &BearerDescription::Utran(utran));
    }

    #[test]
    fn eutran() {
        // X = 2: class 9 guarantees nothing, so only the type follows
        let mut eutran = EutranParameters { qci: 9, bit_rates: Vec::new(), pdn_type: PdpType::IP };
        vector(&[0x0B, 0x09, 0x02], &BearerDescription::Eutran(eutran.clone()));
        // X = 6: class 1 with one group of rates
        eutran.qci = 1;
        let rates = BitRates { max_uplink: 1, max_downlink: 2, guaranteed_uplink: 3, guaranteed_downlink: 4 };
        eutran.bit_rates.push(rates);
        vector(&[0x0B, 0x01, 1, 2, 3, 4, 0x02], &BearerDescription::Eutran(eutran.clone()));
        eutran.bit_rates = alloc::vec![rates; 4];
        assert!(BearerDescription::Eutran(eutran).encode(&mut Vec::new()).is_err());
    }

    #[test]
    fn ng_ran() {
        let ip = BearerDescription::NgRan { session_type: PduSessionType::IPV4V6, rest: Bytes::default() };
        vector(&[0x0C, 0x03], &ip);
        let rest = Bytes(alloc::vec![0xAA]);
        vector(
            &[0x0C, 0x05, 0xAA],
            &BearerDescription::NgRan { session_type: PduSessionType::ETHERNET, rest },
        );
    }

    #[test]
    fn others() {
        vector(&[0x03], &BearerDescription::without_parameters(BearerType::DEFAULT));
        vector(&[0x10], &BearerDescription::without_parameters(BearerType::USB));
        vector(&[0x0A], &BearerDescription::without_parameters(BearerType::WLAN));
        // parameters that are not of the length of GPRS, E-UTRAN
        let short = |kind, bytes: &[u8]| BearerDescription::Other { kind, parameters: Bytes(bytes.to_vec()) };
        vector(&[0x02, 0x01], &short(BearerType::PACKET, &[0x01]));
        vector(&[0x0B, 0x01, 0x02, 0x03], &short(BearerType::EUTRAN, &[0x01, 0x02, 0x03]));
        assert!(BearerDescription::decode(&[]).is_err());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json() {
        let bearer = BearerDescription::decode(&[0x0B, 0x09, 0x02]).unwrap();
        assert_eq!(
            serde_json::to_string(&bearer).unwrap(),
            r#"{"type":"E-UTRAN or mapped UTRAN packet service","parameters":{"qci":9,"bit_rates":[],"pdn_type":"IP"}}"#
        );
        let bearer = BearerDescription::without_parameters(BearerType::DEFAULT);
        assert_eq!(serde_json::to_string(&bearer).unwrap(), r#"{"type":"default bearer"}"#);
    }
}
