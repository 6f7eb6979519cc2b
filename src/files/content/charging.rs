//! What calls cost, and how long they were.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Bytes, Content, not_blank, with_rest};
use crate::codec::gsm7::Alphabet;
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

/// Declares a file of one number of three bytes.
macro_rules! three_byte_number {
    ($(#[$meta:meta])* $type:ident, $object:literal, $(#[$field_meta:meta])* $field:ident, $key:literal, $this:ident => $shown:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type {
            $(#[$field_meta])*
            pub $field: u32,
            /// What follows, without padding.
            pub rest: Bytes,
        }

        impl $type {
            /// The content with this number.
            pub const fn new($field: u32) -> Self {
                Self { $field, rest: Bytes(Vec::new()) }
            }
        }

        impl Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                let mut reader = Reader::new($object, bytes);
                Ok(Self { $field: reader.u24()?, rest: Bytes::unpadded(reader.rest()) })
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                let [0, bytes @ ..] = self.$field.to_be_bytes() else {
                    return Err(EncodeError::new($object, EncodeErrorKind::Value(self.$field)));
                };
                with_rest($object, &bytes, &self.rest, len)
            }
        }

        serialize_fields!($type, $this {
            $key => $shown,
            "rest" if !$this.rest.is_empty() => $this.rest,
        });
    };
}

three_byte_number! {
    /// The units that calls have cost: a record of EF.ACM, the first the latest (3GPP TS 31.102 4.2.9, 3GPP TS 51.011
    /// 10.3.8). INCREASE adds to it.
    CallMeter, "EF.ACM",
    /// The units, up to `FFFFFF`.
    units, "accumulated_call_meter", this => this.units
}

three_byte_number! {
    /// How many units calls may cost: EF.ACMmax (3GPP TS 31.102 4.2.7, 3GPP TS 51.011 10.3.6).
    CallMeterMaximum, "EF.ACMmax",
    /// The units, up to `FFFFFF`; 0 is no limit.
    units, "acm_maximum", this => Some(this.units).filter(|units| *units != 0)
}

three_byte_number! {
    /// How long all calls took: a record of EF.ICT or EF.OCT (3GPP TS 31.102 4.2.35 and 4.2.36).
    CallTimer, "EF.ICT",
    /// The time in seconds, up to `FFFFFF`.
    seconds, "accumulated_call_timer_s", this => this.seconds
}

/// What a unit costs, and in which currency: EF.PUCT (3GPP TS 31.102 4.2.13, 3GPP TS 51.011 10.3.12).
///
/// ```
/// use simcard::files::{Content, content::PriceTable};
///
/// let price = PriceTable::new("GBP", 15, -2)?;
/// assert_eq!(price.encode(5)?, [0x47, 0x42, 0x50, 0x00, 0x5F]);
/// assert_eq!(price.currency().as_deref(), Some("GBP"));
/// assert_eq!(price.price_per_unit(), "0.15");
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PriceTable {
    /// The currency in the GSM 7 bit default alphabet.
    pub currency: [u8; 3],
    /// The price, twelve bits, and the power of ten it is multiplied with: its sign and three bits.
    pub price: [u8; 2],
    /// What follows, without padding.
    pub rest: Bytes,
}

impl PriceTable {
    const OBJECT: &'static str = "EF.PUCT";
    const NEGATIVE: u8 = 0x10;

    /// A price of `eppu` times ten to the power of `exponent`, in a currency of three letters.
    ///
    /// # Errors
    ///
    /// There are more or fewer letters, or they have no coding; the price is over 4095; the exponent beyond 7 either
    /// way.
    pub fn new(currency: &str, eppu: u16, exponent: i8) -> Result<Self, EncodeError> {
        let error = |kind| EncodeError::new(Self::OBJECT, kind);
        let letters = Alphabet::DEFAULT.encode(currency)?;
        let currency = <[u8; 3]>::try_from(letters.as_slice());
        let currency =
            currency.map_err(|_| error(EncodeErrorKind::TooLong { len: letters.len(), max: 3 }))?;
        let [0..=0x0F, _] = eppu.to_be_bytes() else {
            return Err(error(EncodeErrorKind::Value(u32::from(eppu))));
        };
        if exponent.unsigned_abs() > 7 {
            return Err(error(EncodeErrorKind::Value(u32::from(exponent.unsigned_abs()))));
        }
        let sign = if exponent < 0 { Self::NEGATIVE } else { 0 };
        let [high, low] = (eppu << 4).to_be_bytes();
        let low = exponent.unsigned_abs() << 5 | sign | low >> 4;
        Ok(Self { currency, price: [high, low], rest: Bytes::default() })
    }

    /// The currency; `None` if there is none, or if what is there is no text.
    pub fn currency(&self) -> Option<String> {
        let is_text = self.currency.iter().all(|byte| *byte < 0x80);
        is_text.then(|| Alphabet::DEFAULT.decode(&self.currency))
    }

    /// The elementary price per unit (EPPU).
    pub const fn eppu(&self) -> u16 {
        let [high, low] = self.price;
        (high as u16) << 4 | (low & 0x0F) as u16
    }

    /// The power of ten that the elementary price is multiplied with: -7 to 7.
    pub const fn exponent(&self) -> i8 {
        let [_, low] = self.price;
        let value = (low >> 5) as i8;
        if low & Self::NEGATIVE != 0 { value.wrapping_neg() } else { value }
    }

    /// What a unit costs, as a decimal number.
    pub fn price_per_unit(&self) -> String {
        let digits = self.eppu().to_string();
        let places = usize::from(self.exponent().unsigned_abs());
        if self.exponent() >= 0 {
            let zeros = if self.eppu() == 0 { 0 } else { places };
            return format!("{digits}{:0<zeros$}", "");
        }
        let digits = format!("{digits:0>width$}", width = places.saturating_add(1));
        let (whole, fraction) =
            digits.split_at_checked(digits.len().saturating_sub(places)).unwrap_or_default();
        format!("{whole}.{fraction}")
    }
}

impl Content for PriceTable {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(Self::OBJECT, bytes)?;
        let mut reader = Reader::new(Self::OBJECT, bytes);
        Ok(Self { currency: reader.array()?, price: reader.array()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let [a, b, c] = self.currency;
        let [high, low] = self.price;
        with_rest(Self::OBJECT, &[a, b, c, high, low], &self.rest, len)
    }
}

serialize_fields!(PriceTable, this {
    "currency_code" => this.currency(),
    "currency_bytes" if this.currency().is_none() => Bytes(this.currency.to_vec()),
    "elementary_price_per_unit" => this.eppu(),
    "exponent" => this.exponent(),
    "price_per_unit" => this.price_per_unit(),
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_decimal_numbers() {
        for (eppu, exponent, price) in [
            (15, -2, "0.15"),
            (1, -7, "0.0000001"),
            (4095, 0, "4095"),
            (12, 2, "1200"),
            (0, 5, "0"),
            (0, -2, "0.00"),
            (1234, -2, "12.34"),
        ] {
            let table = PriceTable::new("EUR", eppu, exponent).unwrap();
            assert_eq!((table.eppu(), table.exponent()), (eppu, exponent));
            assert_eq!(table.price_per_unit(), price);
        }
        assert!(PriceTable::new("EUR", 4096, 0).is_err());
        assert!(PriceTable::new("EUR", 1, 8).is_err());
        assert!(PriceTable::new("EURO", 1, 0).is_err());
    }

    #[test]
    fn numbers_beyond_three_bytes_are_refused() {
        assert_eq!(CallMeter::new(0x00FF_FFFF).encode(3).unwrap(), [0xFF; 3]);
        assert!(CallMeter::new(0x0100_0000).encode(3).is_err());
        assert!(CallTimer::new(0xFF).encode(2).is_err());
    }
}
