use super::exact;
use crate::codec::ber::{Tag, TagClass, Tlv};
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::fs::ClockStop;
use crate::fs::types::number;

const OBJECT: &str = "FCP proprietary information (A5)";

/// The proprietary information of an FCP, tag `A5` (ETSI TS 102 221 11.1.1.4.6).
///
/// Of an object that comes twice the first counts, except where an accessor says otherwise.
///
/// ```
/// use simcard::fs::{ClockStop, Fcp};
///
/// let mf = [0x62, 0x0C, 0x83, 0x02, 0x3F, 0x00, 0xA5, 0x06, 0x80, 0x01, 0x71, 0xC0, 0x01, 0x40];
/// let proprietary = Fcp::parse(&mf)?.proprietary().unwrap();
/// let characteristics = proprietary.uicc_characteristics()?.unwrap();
/// assert_eq!(characteristics.clock_stop, ClockStop::Allowed);
/// assert!(characteristics.class_a && characteristics.class_b && characteristics.class_c);
/// assert_eq!(proprietary.vendor().next().unwrap()?.value, [0x40]);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proprietary<'a> {
    template: Tlv<'a>,
}

/// What the card's contacts allow: tag `80` (ETSI TS 102 221 11.1.1.4.6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UiccCharacteristics {
    /// Whether the clock may be stopped.
    pub clock_stop: ClockStop,
    /// Whether it works at 5 V.
    pub class_a: bool,
    /// Whether it works at 3 V.
    pub class_b: bool,
    /// Whether it works at 1.8 V.
    pub class_c: bool,
}

/// What an application consumes: tag `81` (ETSI TS 102 221 11.1.1.4.6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PowerConsumption {
    /// The supply voltage class at which it was measured, as the class indicator of an ATR: 1 is A, 2 B, 4 C.
    pub voltage_class: u8,
    /// The current in mA; `None` if it is not indicated.
    pub milliamperes: Option<u8>,
    /// The clock at which it was measured, in kHz; `None` if it is not indicated.
    pub reference_khz: Option<u16>,
}

/// How a BER-TLV file is coded: tag `84` (ETSI TS 102 221 11.1.1.4.6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FileDetails {
    /// Whether the file takes DER only: every length as short as it can be.
    pub der_only: bool,
}

/// Which commands the card's system understands: tag `87` (ETSI TS 102 221 11.1.1.4.6.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SystemCommands {
    /// TERMINAL CAPABILITY.
    pub terminal_capability: bool,
}

/// Where the card can be used: tag `88` (ETSI TS 102 221 11.1.1.4.6.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Environment {
    /// At which temperatures.
    pub temperature: TemperatureClass,
    /// Whether in high humidity.
    pub high_humidity: bool,
}

/// A temperature class (ETSI TS 102 221 4.4.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum TemperatureClass {
    /// -25 to +85 degrees Celsius.
    Standard,
    /// -40 to +85 degrees Celsius.
    A,
    /// -40 to +105 degrees Celsius.
    B,
    /// -40 to +125 degrees Celsius.
    C,
    /// A reserved class.
    Unknown(u8),
}

impl<'a> Proprietary<'a> {
    pub(super) const fn new(template: Tlv<'a>) -> Self {
        Self { template }
    }

    /// What the card's contacts allow (tag `80`). Only the MF has it.
    ///
    /// ```
    /// use simcard::fs::{ClockStop, Fcp};
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0xA5, 0x03, 0x80, 0x01, 0x31])?;
    /// let characteristics = fcp.proprietary().unwrap().uicc_characteristics()?.unwrap();
    /// assert_eq!(characteristics.clock_stop, ClockStop::Allowed);
    /// assert!(characteristics.class_a && characteristics.class_b && !characteristics.class_c);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The object is empty, or the template malformed in front of it.
    pub fn uicc_characteristics(&self) -> Result<Option<UiccCharacteristics>, DecodeError> {
        let byte = self.first_byte(0x80, "FCP UICC characteristics (A5 80)")?;
        Ok(byte.map(|byte| UiccCharacteristics {
            clock_stop: ClockStop::from_byte(byte),
            class_a: byte & 0x10 != 0,
            class_b: byte & 0x20 != 0,
            class_c: byte & 0x40 != 0,
        }))
    }

    /// What the application consumes (tag `81`), once for each voltage class that the card cares to tell.
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// // class C: 10 mA at 5 MHz
    /// let fcp = Fcp::parse(&[0x62, 0x07, 0xA5, 0x05, 0x81, 0x03, 0x04, 0x0A, 0x32])?;
    /// let consumption = fcp.proprietary().unwrap().power_consumption().next().unwrap()?;
    /// assert_eq!(consumption.voltage_class, 4);
    /// assert_eq!((consumption.milliamperes, consumption.reference_khz), (Some(10), Some(5_000)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn power_consumption(&self) -> impl Iterator<Item = Result<PowerConsumption, DecodeError>> + use<'a> {
        const OBJECT: &str = "FCP application power consumption (A5 81)";
        let indicated = |byte| if byte == 0xFF { None } else { Some(byte) };
        self.all(0x81).map(move |object| {
            let object = object?;
            let [voltage_class, current, frequency] =
                exact(OBJECT, object.value).map_err(|error| error.within(OBJECT, object.value_offset()))?;
            let milliamperes = indicated(current);
            Ok(PowerConsumption { voltage_class, milliamperes, reference_khz: indicated(frequency).map(khz) })
        })
    }

    /// The slowest clock in kHz at which the application works (tag `82`); `None` if there is no such limit.
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0xA5, 0x03, 0x82, 0x01, 0x0A])?;
    /// assert_eq!(fcp.proprietary().unwrap().minimum_clock_khz()?, Some(1_000)); // 10 times 0.1 MHz
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The object does not have one byte, or the template is malformed in front of it.
    pub fn minimum_clock_khz(&self) -> Result<Option<u16>, DecodeError> {
        let object = "FCP minimum application clock frequency (A5 82)";
        let byte = self.typed(0x82, object, |value| exact(object, value).map(|[byte]| byte))?;
        Ok(byte.filter(|byte| *byte != 0xFF).map(khz))
    }

    /// Bytes of memory that are free for what the directory or BER-TLV file may come to hold (tag `83`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x06, 0xA5, 0x04, 0x83, 0x02, 0x10, 0x00])?;
    /// assert_eq!(fcp.proprietary().unwrap().available_memory()?, Some(4_096));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The number has no bytes or more than 32 bits, or the template is malformed in front of it.
    pub fn available_memory(&self) -> Result<Option<u32>, DecodeError> {
        self.number(0x83, "FCP available memory (A5 83)")
    }

    /// How a BER-TLV file is coded (tag `84`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0xA5, 0x03, 0x84, 0x01, 0x01])?;
    /// assert!(fcp.proprietary().unwrap().file_details()?.unwrap().der_only);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The object is empty, or the template malformed in front of it.
    pub fn file_details(&self) -> Result<Option<FileDetails>, DecodeError> {
        let byte = self.first_byte(0x84, "FCP file details (A5 84)")?;
        Ok(byte.map(|byte| FileDetails { der_only: byte & 0x01 != 0 }))
    }

    /// Bytes that are reserved for a BER-TLV file (tag `85`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x06, 0xA5, 0x04, 0x85, 0x02, 0x01, 0x00])?;
    /// assert_eq!(fcp.proprietary().unwrap().reserved_file_size()?, Some(256));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`available_memory`](Self::available_memory).
    pub fn reserved_file_size(&self) -> Result<Option<u32>, DecodeError> {
        self.number(0x85, "FCP reserved file size (A5 85)")
    }

    /// Bytes that a BER-TLV file never exceeds (tag `86`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x06, 0xA5, 0x04, 0x86, 0x02, 0x20, 0x00])?;
    /// assert_eq!(fcp.proprietary().unwrap().maximum_file_size()?, Some(8_192));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`available_memory`](Self::available_memory).
    pub fn maximum_file_size(&self) -> Result<Option<u32>, DecodeError> {
        self.number(0x86, "FCP maximum file size (A5 86)")
    }

    /// Which commands the card's system understands (tag `87`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0xA5, 0x03, 0x87, 0x01, 0x01])?;
    /// assert!(fcp.proprietary().unwrap().system_commands()?.unwrap().terminal_capability);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The object is empty, or the template malformed in front of it.
    pub fn system_commands(&self) -> Result<Option<SystemCommands>, DecodeError> {
        let byte = self.first_byte(0x87, "FCP supported system commands (A5 87)")?;
        Ok(byte.map(|byte| SystemCommands { terminal_capability: byte & 0x01 != 0 }))
    }

    /// Where the card can be used (tag `88`).
    ///
    /// ```
    /// use simcard::fs::{Fcp, TemperatureClass};
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0xA5, 0x03, 0x88, 0x01, 0x0A])?;
    /// let environment = fcp.proprietary().unwrap().environment()?.unwrap();
    /// assert_eq!((environment.temperature, environment.high_humidity), (TemperatureClass::B, true));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The object is empty, or the template malformed in front of it.
    pub fn environment(&self) -> Result<Option<Environment>, DecodeError> {
        let byte = self.first_byte(0x88, "FCP specific UICC environmental conditions (A5 88)")?;
        Ok(byte.map(|byte| Environment {
            temperature: match byte & 0x07 {
                0 => TemperatureClass::Standard,
                1 => TemperatureClass::A,
                2 => TemperatureClass::B,
                3 => TemperatureClass::C,
                other => TemperatureClass::Unknown(other),
            },
            high_humidity: byte & 0x08 != 0,
        }))
    }

    /// The platform to platform CAT secured APDU (tag `89`, ETSI TS 102 221 11.1.1.4.6.10), as it is.
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0xA5, 0x03, 0x89, 0x01, 0x01])?;
    /// assert_eq!(fcp.proprietary().unwrap().p2p_cat_secured_apdu()?, Some(&[0x01][..]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The template is malformed in front of it.
    pub fn p2p_cat_secured_apdu(&self) -> Result<Option<&'a [u8]>, DecodeError> {
        self.typed(0x89, OBJECT, Ok)
    }

    /// All objects in the card's order.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x08, 0xA5, 0x06, 0x80, 0x01, 0x71, 0xC0, 0x01, 0x40])?;
    /// let objects: Vec<_> = fcp.proprietary().unwrap().objects().collect::<Result<_, _>>()?;
    /// assert_eq!((objects[0].tag, objects[1].tag), (Tag(0x80), Tag(0xC0)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn objects(&self) -> impl Iterator<Item = Result<Tlv<'a>, DecodeError>> + use<'a> {
        self.template.children().map(|object| object.map_err(|error| error.within(OBJECT, 0)))
    }

    /// The objects whose tags are for the card's maker or issuer: those that start with `C0` to `FE`.
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x08, 0xA5, 0x06, 0x80, 0x01, 0x71, 0xC0, 0x01, 0x40])?;
    /// let vendor: Vec<_> = fcp.proprietary().unwrap().vendor().collect::<Result<_, _>>()?;
    /// assert_eq!((vendor.len(), vendor[0].value), (1, &[0x40][..]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn vendor(&self) -> impl Iterator<Item = Result<Tlv<'a>, DecodeError>> + use<'a> {
        self.objects().filter(|object| match object {
            Ok(object) => object.tag.class() == TagClass::Private,
            Err(_) => true,
        })
    }

    /// The objects that neither ETSI TS 102 221 defines nor a maker or issuer may.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x08, 0xA5, 0x06, 0x8F, 0x01, 0x07, 0xC0, 0x01, 0x40])?;
    /// let unknown: Vec<_> = fcp.proprietary().unwrap().unknown().collect::<Result<_, _>>()?;
    /// assert_eq!((unknown.len(), unknown[0].tag), (1, Tag(0x8F)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn unknown(&self) -> impl Iterator<Item = Result<Tlv<'a>, DecodeError>> + use<'a> {
        self.objects().filter(|object| match object {
            Ok(object) => !matches!(object.tag.0, 0x80..=0x89) && object.tag.class() != TagClass::Private,
            Err(_) => true,
        })
    }

    fn all(&self, tag: u32) -> impl Iterator<Item = Result<Tlv<'a>, DecodeError>> + use<'a> {
        self.objects().filter(move |object| match object {
            Ok(object) => object.tag == Tag(tag),
            Err(_) => true,
        })
    }

    fn typed<T>(
        &self,
        tag: u32,
        object: &'static str,
        read: impl FnOnce(&'a [u8]) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        let found = self.template.find(Tag(tag)).map_err(|error| error.within(OBJECT, 0))?;
        super::typed(found, object, read)
    }

    /// The first byte of a value that later releases may make longer.
    fn first_byte(&self, tag: u32, object: &'static str) -> Result<Option<u8>, DecodeError> {
        let empty = DecodeError::new(object, 0, DecodeErrorKind::Length);
        self.typed(tag, object, |value| value.first().copied().ok_or(empty))
    }

    fn number(&self, tag: u32, object: &'static str) -> Result<Option<u32>, DecodeError> {
        self.typed(tag, object, |value| number(object, value))
    }
}

/// Frequencies are coded in units of 0.1 MHz.
const fn khz(units: u8) -> u16 {
    u16::from_be_bytes([0, units]).saturating_mul(100)
}
