mod proprietary;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(test)]
mod tests;

use core::fmt;

use super::access::{AccessRules, ArrReference, CompactRules};
use super::types::number;
use super::{Aid, FileDescriptor, FileId, LifeCycle, Sfi, Structure};
use crate::codec::ber::{Tag, Tlv, Tlvs};
use crate::codec::{DecodeError, DecodeErrorKind};

pub use proprietary::{
    Environment, FileDetails, PowerConsumption, Proprietary, SystemCommands, TemperatureClass,
    UiccCharacteristics,
};

const OBJECT: &str = "FCP";

/// The file control parameters: what a UICC answers to SELECT and STATUS (ETSI TS 102 221 11.1.1.3 and 11.1.1.4).
///
/// It borrows the answer; an accessor reads its object when called. The objects may come in any order. If one
/// comes twice, the first counts; [`objects`](Self::objects) gives all of them.
///
/// ```
/// use simcard::fs::{Fcp, FileId, LifeCycle, Security, Sfi, Structure};
///
/// // EF.ICCID: 10 bytes, rule 4 of EF.ARR 2F06, short identifier 2
/// let answer = [
///     0x62, 0x19, 0x82, 0x02, 0x41, 0x21, 0x83, 0x02, 0x2F, 0xE2, 0x8A, 0x01, 0x05, 0x8B, 0x03, 0x2F, 0x06, 0x04,
///     0x80, 0x02, 0x00, 0x0A, 0x88, 0x01, 0x10, 0xC0, 0x00,
/// ];
/// let fcp = Fcp::parse(&answer)?;
/// assert_eq!(fcp.file_descriptor()?.unwrap().structure, Structure::Transparent);
/// assert_eq!(fcp.file_id()?, Some(FileId(0x2FE2)));
/// assert_eq!(fcp.file_size()?, Some(10));
/// assert_eq!(fcp.sfi()?, Sfi::Explicit(2));
/// assert_eq!(fcp.life_cycle()?, Some(LifeCycle::Activated));
/// let Some(Security::Referenced(rule)) = fcp.security()? else { panic!("no reference") };
/// assert_eq!((rule.file_id(), rule.record(0)), (Some(FileId(0x2F06)), Some(4)));
/// assert_eq!(fcp.unknown().count(), 1);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Fcp<'a> {
    template: Tlv<'a>,
    file_size: Option<Tlv<'a>>,
    total_file_size: Option<Tlv<'a>>,
    file_descriptor: Option<Tlv<'a>>,
    file_id: Option<Tlv<'a>>,
    df_name: Option<Tlv<'a>>,
    sfi: Option<Tlv<'a>>,
    life_cycle: Option<Tlv<'a>>,
    referenced: Option<Tlv<'a>>,
    compact: Option<Tlv<'a>>,
    expanded: Option<Tlv<'a>>,
    proprietary: Option<Tlv<'a>>,
    pin_status: Option<Tlv<'a>>,
}

/// Who may do what with a file, in one of three forms (ETSI TS 102 221 11.1.1.4.7).
#[derive(Clone, Debug)]
pub enum Security<'a> {
    /// A rule in an EF.ARR (tag `8B`).
    Referenced(ArrReference<'a>),
    /// Rules in full (tag `AB`).
    Expanded(AccessRules<'a>),
    /// Rules as bits and bytes (tag `8C`).
    Compact(CompactRules<'a>),
}

impl<'a> Fcp<'a> {
    /// Reads an FCP template (tag `62`), bare or in an FCI template (`6F`); cards that put the parameters right
    /// into `6F` are read too. `FF` and `00` between objects and after the template are skipped.
    ///
    /// ```
    /// use simcard::fs::{Fcp, FileId};
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x04, 0x83, 0x02, 0x2F, 0xE2, 0xFF, 0xFF])?;
    /// assert_eq!(fcp.file_id()?, Some(FileId(0x2FE2)));
    /// assert!(Fcp::parse(&[0x61, 0x04, 0x83, 0x02, 0x2F, 0xE2]).is_err()); // another template
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Tag`](DecodeErrorKind::Tag): another template, or none;
    /// * [`Truncated`](DecodeErrorKind::Truncated): the bytes end within the template, or the template within an
    ///   object. What is missing then could be any object, and a missing one means something;
    /// * [`Trailing`](DecodeErrorKind::Trailing): the template is followed by something other than padding;
    /// * [`Length`](DecodeErrorKind::Length): a malformed length.
    ///
    /// The values of the objects are only checked by the accessors.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::read(bytes).map_err(|error| error.within(OBJECT, 0))
    }

    fn read(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let (outer, rest) = Tlv::parse(bytes)?;
        if rest.iter().any(|byte| !matches!(byte, 0x00 | 0xFF)) {
            let kind = DecodeErrorKind::Trailing { extra: rest.len() };
            return Err(DecodeError::new(OBJECT, outer.raw().len(), kind));
        }
        let template = match outer.tag {
            Tag(0x62) => outer,
            Tag(0x6F) => outer.find(Tag(0x62))?.unwrap_or(outer),
            _ => return Err(DecodeError::new(OBJECT, 0, DecodeErrorKind::Tag)),
        };
        let mut fcp = Self {
            template,
            file_size: None,
            total_file_size: None,
            file_descriptor: None,
            file_id: None,
            df_name: None,
            sfi: None,
            life_cycle: None,
            referenced: None,
            compact: None,
            expanded: None,
            proprietary: None,
            pin_status: None,
        };
        for object in template.children() {
            let object = object?;
            if let Some(slot) = fcp.slot(object.tag) {
                slot.get_or_insert(object);
            }
        }
        Ok(fcp)
    }

    /// Where the object with this tag is kept; none for a tag that is not the FCP's own.
    const fn slot(&mut self, tag: Tag) -> Option<&mut Option<Tlv<'a>>> {
        Some(match tag.0 {
            0x80 => &mut self.file_size,
            0x81 => &mut self.total_file_size,
            0x82 => &mut self.file_descriptor,
            0x83 => &mut self.file_id,
            0x84 => &mut self.df_name,
            0x88 => &mut self.sfi,
            0x8A => &mut self.life_cycle,
            0x8B => &mut self.referenced,
            0x8C => &mut self.compact,
            0xAB => &mut self.expanded,
            0xA5 => &mut self.proprietary,
            0xC6 => &mut self.pin_status,
            _ => return None,
        })
    }

    /// What sort of file it is, and its records (tag `82`).
    ///
    /// ```
    /// use simcard::fs::{Fcp, Structure};
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x07, 0x82, 0x05, 0x42, 0x21, 0x00, 0x1C, 0x0A])?;
    /// let descriptor = fcp.file_descriptor()?.unwrap();
    /// assert_eq!(descriptor.structure, Structure::LinearFixed);
    /// assert_eq!((descriptor.record_len, descriptor.records), (Some(28), Some(10)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`FileDescriptor::parse`].
    pub fn file_descriptor(&self) -> Result<Option<FileDescriptor>, DecodeError> {
        typed(self.file_descriptor, "FCP file descriptor (82)", FileDescriptor::parse)
    }

    /// The file identifier (tag `83`).
    ///
    /// ```
    /// use simcard::fs::{Fcp, FileId};
    ///
    /// assert_eq!(Fcp::parse(&[0x62, 0x04, 0x83, 0x02, 0x6F, 0x07])?.file_id()?, Some(FileId(0x6F07)));
    /// assert_eq!(Fcp::parse(&[0x62, 0x00])?.file_id()?, None);
    /// assert!(Fcp::parse(&[0x62, 0x03, 0x83, 0x01, 0x6F])?.file_id().is_err());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): not two bytes.
    pub fn file_id(&self) -> Result<Option<FileId>, DecodeError> {
        let object = "FCP file identifier (83)";
        typed(self.file_id, object, |value| exact(object, value).map(|id| FileId(u16::from_be_bytes(id))))
    }

    /// The name of a DF or ADF (tag `84`), 1 to 16 bytes.
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0x84, 0x03, b'D', b'F', b'1'])?;
    /// assert_eq!(fcp.df_name()?, Some(&b"DF1"[..]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): none, or more than 16.
    pub fn df_name(&self) -> Result<Option<&'a [u8]>, DecodeError> {
        let object = "FCP DF name (84)";
        typed(self.df_name, object, |value| match value.len() {
            1..=16 => Ok(value),
            _ => Err(DecodeError::new(object, 0, DecodeErrorKind::Length)),
        })
    }

    /// The name of an ADF as the identifier of its application.
    ///
    /// ```
    /// use simcard::fs::{Aid, Fcp};
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x09, 0x84, 0x07, 0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02])?;
    /// assert_eq!(fcp.aid()?, Some(Aid::USIM));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): an application identifier has 5 to 16 bytes.
    pub fn aid(&self) -> Result<Option<Aid>, DecodeError> {
        let object = "FCP DF name (84)";
        let length = DecodeError::new(object, 0, DecodeErrorKind::Length);
        typed(self.df_name, object, |value| Aid::new(value).map_err(|_| length))
    }

    /// The bytes of content of an elementary file (tag `80`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// assert_eq!(Fcp::parse(&[0x62, 0x04, 0x80, 0x02, 0x01, 0x00])?.file_size()?, Some(256));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): no bytes, or a number beyond 32 bits.
    pub fn file_size(&self) -> Result<Option<u32>, DecodeError> {
        let object = "FCP file size (80)";
        typed(self.file_size, object, |value| number(object, value))
    }

    /// The bytes the file takes in the card, with what the card needs for itself (tag `81`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// assert_eq!(Fcp::parse(&[0x62, 0x04, 0x81, 0x02, 0x01, 0x20])?.total_file_size()?, Some(288));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): no bytes, or a number beyond 32 bits.
    pub fn total_file_size(&self) -> Result<Option<u32>, DecodeError> {
        let object = "FCP total file size (81)";
        typed(self.total_file_size, object, |value| number(object, value))
    }

    /// The short file identifier (tag `88`, and what its absence means: ETSI TS 102 221 11.1.1.4.8).
    ///
    /// ```
    /// use simcard::fs::{Fcp, Sfi};
    ///
    /// assert_eq!(Fcp::parse(&[0x62, 0x03, 0x88, 0x01, 0x10])?.sfi()?, Sfi::Explicit(2));
    /// assert_eq!(Fcp::parse(&[0x62, 0x02, 0x88, 0x00])?.sfi()?, Sfi::NotSupported);
    /// // nothing is said: the low five bits of the file identifier
    /// assert_eq!(Fcp::parse(&[0x62, 0x04, 0x83, 0x02, 0x6F, 0x07])?.sfi()?, Sfi::FromFid(7));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Sfi::parse`]; where the tag is absent, as [`file_descriptor`](Self::file_descriptor) and
    /// [`file_id`](Self::file_id).
    pub fn sfi(&self) -> Result<Sfi, DecodeError> {
        if let Some(sfi) = typed(self.sfi, "FCP short file identifier (88)", Sfi::parse)? {
            return Ok(sfi);
        }
        let directory =
            matches!(self.file_descriptor(), Ok(Some(it)) if it.structure == Structure::Directory);
        if directory {
            return Ok(Sfi::NotSupported);
        }
        Ok(self.file_id()?.map_or(Sfi::NotSupported, Sfi::from_file_id))
    }

    /// Where the file stands in its life (tag `8A`).
    ///
    /// ```
    /// use simcard::fs::{Fcp, LifeCycle};
    ///
    /// assert_eq!(Fcp::parse(&[0x62, 0x03, 0x8A, 0x01, 0x05])?.life_cycle()?, Some(LifeCycle::Activated));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Length`](DecodeErrorKind::Length): not one byte.
    pub fn life_cycle(&self) -> Result<Option<LifeCycle>, DecodeError> {
        let object = "FCP life cycle status (8A)";
        typed(self.life_cycle, object, |value| exact(object, value).map(|[byte]| LifeCycle::from_byte(byte)))
    }

    /// Who may do what with the file: the reference (tag `8B`) if there is one, else the expanded rules (`AB`),
    /// else the compact ones (`8C`). A card sends just one of them.
    ///
    /// ```
    /// use simcard::fs::{Fcp, FileId, Security};
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x05, 0x8B, 0x03, 0x6F, 0x06, 0x02])?;
    /// let Some(Security::Referenced(rule)) = fcp.security()? else { panic!("no reference") };
    /// assert_eq!((rule.file_id(), rule.record(1)), (Some(FileId(0x6F06)), Some(2)));
    /// assert!(matches!(Fcp::parse(&[0x62, 0x04, 0x8C, 0x02, 0x01, 0x00])?.security()?, Some(Security::Compact(_))));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ArrReference::parse`]. The rules report their errors themselves.
    pub fn security(&self) -> Result<Option<Security<'a>>, DecodeError> {
        if let Some(reference) = typed(self.referenced, "FCP security attributes (8B)", ArrReference::parse)?
        {
            return Ok(Some(Security::Referenced(reference)));
        }
        let expanded = self.expanded.map(|object| Security::Expanded(AccessRules::within(&object)));
        Ok(expanded.or_else(|| self.compact.map(|object| Security::Compact(CompactRules::within(&object)))))
    }

    /// What is particular to the card or the application (tag `A5`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x07, 0xA5, 0x05, 0x83, 0x03, 0x01, 0x00, 0x00])?;
    /// assert_eq!(fcp.proprietary().unwrap().available_memory()?, Some(65_536));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn proprietary(&self) -> Option<Proprietary<'a>> {
        self.proprietary.map(Proprietary::new)
    }

    /// The PINs that protect files in this directory, and whether they are enabled (tag `C6`).
    ///
    /// ```
    /// use simcard::fs::Fcp;
    ///
    /// // PIN1 is enabled, PIN2 is not
    /// let fcp = Fcp::parse(&[0x62, 0x0B, 0xC6, 0x09, 0x90, 0x01, 0x80, 0x83, 0x01, 0x01, 0x83, 0x01, 0x81])?;
    /// let pins: Vec<_> = fcp.pin_status().unwrap().collect::<Result<_, _>>()?;
    /// assert_eq!((pins[0].key_reference, pins[0].enabled), (0x01, true));
    /// assert_eq!((pins[1].key_reference, pins[1].enabled), (0x81, false));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn pin_status(&self) -> Option<PinStatuses<'a>> {
        self.pin_status.map(PinStatuses::new)
    }

    /// All objects of the template in the card's order, also those that came twice.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x07, 0x83, 0x02, 0x2F, 0xE2, 0x8A, 0x01, 0x05])?;
    /// assert!(fcp.objects().map(|object| object.tag).eq([Tag(0x83), Tag(0x8A)]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn objects(&self) -> impl Iterator<Item = Tlv<'a>> + use<'a> {
        // parse has seen that all of them are well-formed
        self.template.children().filter_map(Result::ok)
    }

    /// The objects that ETSI TS 102 221 does not define.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::fs::Fcp;
    ///
    /// let fcp = Fcp::parse(&[0x62, 0x07, 0x83, 0x02, 0x2F, 0xE2, 0xC0, 0x01, 0x40])?;
    /// assert!(fcp.unknown().map(|object| object.tag).eq([Tag(0xC0)]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn unknown(&self) -> impl Iterator<Item = Tlv<'a>> + use<'a> {
        self.objects()
            .filter(|object| !matches!(object.tag.0, 0x80..=0x84 | 0x88 | 0x8A..=0x8C | 0xAB | 0xA5 | 0xC6))
    }
}

/// Shows which objects there are, without their values.
impl fmt::Debug for Fcp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fcp")?;
        f.debug_list().entries(self.objects()).finish()
    }
}

/// Reads the value of `tlv`, if that is there; errors get the offset in the answer.
fn typed<'a, T>(
    tlv: Option<Tlv<'a>>,
    object: &'static str,
    read: impl FnOnce(&'a [u8]) -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    let Some(tlv) = tlv else { return Ok(None) };
    read(tlv.value).map(Some).map_err(|error| error.within(object, tlv.value_offset()))
}

fn exact<const N: usize>(object: &'static str, value: &[u8]) -> Result<[u8; N], DecodeError> {
    value.try_into().map_err(|_| DecodeError::new(object, 0, DecodeErrorKind::Length))
}

/// A PIN in the PIN status template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PinStatus {
    /// What VERIFY calls it (ETSI TS 102 221 9.5.1): `01` PIN1, `81` PIN2, `11` the universal PIN, `0A` ADM1.
    pub key_reference: u8,
    /// Whether it is asked for.
    pub enabled: bool,
    /// The usage qualifier in front of it. For the universal PIN: `08` if it stands in for the application's PIN,
    /// `00` if not.
    pub usage: Option<u8>,
}

/// The PIN status template: the PINs of a directory in the card's order (ETSI TS 102 221 11.1.1.4.10). After an
/// error it ends.
#[derive(Clone, Debug)]
pub struct PinStatuses<'a> {
    objects: Tlvs<'a>,
    /// The PS_DO: bit 8 of the first byte is set if the first PIN is enabled, bit 7 for the second, and so on.
    enabled: Result<&'a [u8], DecodeError>,
    /// The bit of the next PIN, counted from 0.
    index: usize,
}

impl<'a> PinStatuses<'a> {
    const OBJECT: &'static str = "FCP PIN status template (C6)";

    fn new(template: Tlv<'a>) -> Self {
        let missing = DecodeErrorKind::Missing("PS_DO (90)");
        let missing = DecodeError::new(Self::OBJECT, template.offset(), missing);
        let enabled = template.find(Tag(0x90)).and_then(|bits| bits.ok_or(missing)).map(|bits| bits.value);
        Self { objects: template.children(), enabled, index: 0 }
    }

    fn is_enabled(&self, key: &Tlv<'_>) -> Result<bool, DecodeError> {
        let missing = DecodeErrorKind::Missing("bit in the PS_DO (90)");
        let missing = DecodeError::new(Self::OBJECT, key.offset(), missing);
        let byte = self.enabled?.get(self.index / 8).ok_or(missing)?;
        let bit = u32::try_from(self.index % 8).unwrap_or(0);
        Ok(byte.wrapping_shl(bit) & 0x80 != 0)
    }

    fn read(&mut self) -> Result<Option<PinStatus>, DecodeError> {
        let mut usage = None;
        while let Some(object) = self.objects.next().transpose()? {
            let byte = || {
                exact::<1>(Self::OBJECT, object.value)
                    .map_err(|error| error.within(Self::OBJECT, object.value_offset()))
            };
            match object.tag {
                Tag(0x95) => usage = byte()?.first().copied(),
                Tag(0x83) => {
                    let [key_reference] = byte()?;
                    let enabled = self.is_enabled(&object)?;
                    self.index = self.index.saturating_add(1);
                    return Ok(Some(PinStatus { key_reference, enabled, usage }));
                }
                _ => {}
            }
        }
        Ok(None)
    }
}

impl Iterator for PinStatuses<'_> {
    type Item = Result<PinStatus, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let pin = self.read().map_err(|error| error.within(Self::OBJECT, 0)).transpose();
        if let Some(Err(_)) = pin {
            self.objects = Tlvs::new(&[]);
        }
        pin
    }
}
