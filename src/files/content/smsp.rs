use alloc::vec::Vec;
use core::time::Duration;

use super::dialing::split_name;
use super::{AlphaIdentifier, Bytes, Content, NumberField, filled, not_blank};
use crate::codec::{DecodeError, DialingNumber, EncodeError, RelativeValidity, TonNpi, bcd};

const OBJECT: &str = "EF.SMSP";

/// Parameters for sending short messages: a record of EF.SMSP (3GPP TS 31.102 4.2.27, 3GPP TS 51.011 10.5.6).
///
/// Each parameter is there or not, as the record's indicators say; bytes of one that is not are kept, but are not
/// read.
///
/// ```
/// use simcard::files::{Content, content::ShortMessageParameters};
///
/// let parameters = ShortMessageParameters::new("").unwrap().with_service_centre(&"+447700900000".parse()?)?;
/// assert_eq!(parameters.service_centre().map(|number| number.to_string()).as_deref(), Some("+447700900000"));
/// assert_eq!(parameters.validity(), None);
/// assert_eq!(parameters.encode(28)?[..8], [0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ShortMessageParameters {
    /// What this set of parameters is for.
    pub alpha: AlphaIdentifier,
    /// A bit for each parameter, set if it is absent.
    indicators: u8,
    destination: NumberField,
    service_centre: NumberField,
    protocol_identifier: u8,
    data_coding_scheme: u8,
    validity: u8,
}

const DESTINATION: u8 = 0x01;
const SERVICE_CENTRE: u8 = 0x02;
const PROTOCOL_IDENTIFIER: u8 = 0x04;
const DATA_CODING_SCHEME: u8 = 0x08;
const VALIDITY: u8 = 0x10;

impl ShortMessageParameters {
    /// The bytes of a record behind the name.
    pub const FIXED_LEN: usize = 28;

    /// Parameters of this name, none of them set.
    ///
    /// # Errors
    ///
    /// No coding has a character of the name.
    pub fn new(alpha: &str) -> Result<Self, EncodeError> {
        Ok(Self {
            alpha: AlphaIdentifier::new(alpha)?,
            indicators: 0xFF,
            destination: NumberField::EMPTY,
            service_centre: NumberField::EMPTY,
            protocol_identifier: 0xFF,
            data_coding_scheme: 0xFF,
            validity: 0xFF,
        })
    }

    /// The same with this service centre.
    ///
    /// # Errors
    ///
    /// It has more than 20 digits.
    pub fn with_service_centre(mut self, number: &DialingNumber) -> Result<Self, EncodeError> {
        self.service_centre = number.try_into()?;
        self.indicators &= !SERVICE_CENTRE;
        Ok(self)
    }

    /// The same with this protocol identifier (3GPP TS 23.040 9.2.3.9).
    pub fn with_protocol_identifier(mut self, value: u8) -> Self {
        self.protocol_identifier = value;
        self.indicators &= !PROTOCOL_IDENTIFIER;
        self
    }

    /// The same with this data coding scheme (3GPP TS 23.038 4).
    pub fn with_data_coding_scheme(mut self, value: u8) -> Self {
        self.data_coding_scheme = value;
        self.indicators &= !DATA_CODING_SCHEME;
        self
    }

    /// The same with this relative validity period (3GPP TS 23.040 9.2.3.12.1).
    pub fn with_validity(mut self, value: u8) -> Self {
        self.validity = value;
        self.indicators &= !VALIDITY;
        self
    }

    /// The number that messages go to. A number of letters is none.
    pub fn destination(&self) -> Option<DialingNumber> {
        self.has(DESTINATION)?;
        // 3GPP TS 23.040 9.1.2.5: the length counts digits, not bytes.
        let [len @ 1..=20, ton_npi, digits @ ..] = *self.destination.as_bytes() else { return None };
        let len = usize::from(len);
        let digits = bcd::decode(OBJECT, digits.get(..len.div_ceil(2))?, bcd::Alphabet::Dialling).ok()?;
        if digits.len() < len {
            return None;
        }
        DialingNumber::new(TonNpi::from_byte(ton_npi), digits.get(..len)?).ok()
    }

    /// The service centre that messages are sent through.
    pub fn service_centre(&self) -> Option<DialingNumber> {
        self.has(SERVICE_CENTRE)?;
        self.service_centre.number()
    }

    /// The protocol identifier (3GPP TS 23.040 9.2.3.9).
    pub fn protocol_identifier(&self) -> Option<u8> {
        self.has(PROTOCOL_IDENTIFIER).map(|()| self.protocol_identifier)
    }

    /// The data coding scheme (3GPP TS 23.038 4).
    pub fn data_coding_scheme(&self) -> Option<u8> {
        self.has(DATA_CODING_SCHEME).map(|()| self.data_coding_scheme)
    }

    /// How long the service centre keeps trying (3GPP TS 23.040 9.2.3.12.1).
    pub fn validity(&self) -> Option<Duration> {
        self.has(VALIDITY).map(|()| RelativeValidity(self.validity).duration())
    }

    const fn has(&self, parameter: u8) -> Option<()> {
        if self.indicators & parameter == 0 { Some(()) } else { None }
    }
}

impl Content for ShortMessageParameters {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let (alpha, mut reader) = split_name(OBJECT, bytes, Self::FIXED_LEN)?;
        Ok(Self {
            alpha,
            indicators: reader.u8()?,
            destination: NumberField::from_bytes(reader.array()?),
            service_centre: NumberField::from_bytes(reader.array()?),
            protocol_identifier: reader.u8()?,
            data_coding_scheme: reader.u8()?,
            validity: reader.u8()?,
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        self.alpha.push(OBJECT, &mut out, len.saturating_sub(Self::FIXED_LEN))?;
        out.push(self.indicators);
        out.extend(self.destination.as_bytes());
        out.extend(self.service_centre.as_bytes());
        out.extend([self.protocol_identifier, self.data_coding_scheme, self.validity]);
        filled(OBJECT, out, len)
    }
}

serialize_fields!(ShortMessageParameters, this {
    "alpha" => this.alpha,
    "parameter_indicators" => Bytes([this.indicators].to_vec()),
    "tp_destination_address" => this.destination(),
    "ts_service_centre_address" => this.service_centre(),
    "tp_protocol_identifier" => this.protocol_identifier(),
    "tp_data_coding_scheme" => this.data_coding_scheme(),
    "tp_validity_period_minutes" => this.validity().map(|period| period.as_secs() / 60),
});
