use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::objects::Objects;
use crate::apdu::StatusWord;
use crate::codec::ber::{Tag, Tlv};

/// What has to be done before an operation is allowed (ETSI TS 102 221 9.2, 3GPP TS 51.011 7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum Condition {
    /// Nothing.
    Always,
    /// PIN1 (CHV1) verified, or disabled.
    Pin1,
    /// PIN2 (CHV2) verified.
    Pin2,
    /// The universal PIN verified, or disabled.
    UniversalPin,
    /// This administrative key, 1 to 10, verified.
    Adm(u8),
    /// Not possible over the card interface.
    Never,
}

/// The access conditions of a file.
///
/// For a directory, `update` stands for creating, deleting, resizing and terminating what is in it.
///
/// ```
/// use simcard::mock::{Access, Condition};
///
/// let access = Access::new(Condition::Pin1, Condition::Adm(1)).deactivate(Condition::Never);
/// assert_eq!(access.read, Condition::Pin1);
/// assert_eq!(access.activate, Condition::Adm(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Access {
    /// READ, SEARCH.
    pub read: Condition,
    /// UPDATE.
    pub update: Condition,
    /// INCREASE (cyclic files).
    pub increase: Condition,
    /// DEACTIVATE FILE (INVALIDATE).
    pub deactivate: Condition,
    /// ACTIVATE FILE (REHABILITATE).
    pub activate: Condition,
}

impl Access {
    /// Read and update as given, activation for ADM1, no INCREASE.
    ///
    /// ```
    /// use simcard::mock::{Access, Condition};
    ///
    /// let access = Access::new(Condition::Always, Condition::Pin2);
    /// assert_eq!((access.read, access.update), (Condition::Always, Condition::Pin2));
    /// assert_eq!((access.increase, access.activate), (Condition::Never, Condition::Adm(1)));
    /// ```
    pub const fn new(read: Condition, update: Condition) -> Self {
        let adm = Condition::Adm(1);
        Self { read, update, increase: Condition::Never, deactivate: adm, activate: adm }
    }

    /// The same with this condition for INCREASE.
    ///
    /// ```
    /// use simcard::mock::{Access, Condition};
    ///
    /// let access = Access::new(Condition::Pin1, Condition::Pin2).increase(Condition::Pin1);
    /// assert_eq!(access.increase, Condition::Pin1);
    /// ```
    #[must_use]
    pub const fn increase(self, increase: Condition) -> Self {
        Self { increase, ..self }
    }

    /// The same with this condition for deactivation.
    ///
    /// ```
    /// use simcard::mock::{Access, Condition};
    ///
    /// let access = Access::new(Condition::Pin1, Condition::Pin2).deactivate(Condition::Pin2);
    /// assert_eq!((access.deactivate, access.activate), (Condition::Pin2, Condition::Adm(1)));
    /// ```
    #[must_use]
    pub const fn deactivate(self, deactivate: Condition) -> Self {
        Self { deactivate, ..self }
    }

    /// The same with this condition for activation.
    ///
    /// ```
    /// use simcard::mock::{Access, Condition};
    ///
    /// let access = Access::new(Condition::Pin1, Condition::Pin2).activate(Condition::Never);
    /// assert_eq!((access.deactivate, access.activate), (Condition::Adm(1), Condition::Never));
    /// ```
    #[must_use]
    pub const fn activate(self, activate: Condition) -> Self {
        Self { activate, ..self }
    }
}

/// How a file is told from its siblings in one byte (short file identifier, ETSI TS 102 221 8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Sfi {
    /// This one, 1 to 30; the FCP holds `88 01` and the value.
    Explicit(u8),
    /// The five low bits of the FID; the FCP holds no tag `88`.
    Implicit,
    /// None; the FCP holds an empty tag `88`.
    None,
}

/// The life cycle of a file (ETSI TS 102 221 11.1.1.4.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum LifeCycle {
    /// In use.
    Activated,
    /// Blocked until it is activated again (invalidated, on a GSM card).
    Deactivated,
    /// Blocked for good.
    Terminated,
}

impl LifeCycle {
    /// The life cycle status byte.
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Activated => 0x05,
            Self::Deactivated => 0x04,
            Self::Terminated => 0x0C,
        }
    }
}

/// Where a raw FCP template (true) or the 2G header of an EF (false) has the life cycle byte.
fn state_place(raw: &[u8]) -> Option<(usize, bool)> {
    if !matches!(raw, [0x62 | 0x6F, ..]) {
        return (raw.get(6) == Some(&0x04)).then_some((11, false));
    }
    let (template, _) = Tlv::parse(raw).ok()?;
    let state = template.find(Tag(0x8A)).ok()??;
    (state.value.len() == 1).then_some((state.value_offset(), true))
}

/// Equally long records, one after another.
#[derive(Clone, PartialEq, Eq)]
pub struct Records {
    len: usize,
    bytes: Vec<u8>,
}

impl Records {
    /// Records of `len` bytes (1 to 255). Shorter ones are filled up with `FF`, longer ones cut, and more than
    /// 254 are left off (ETSI TS 102 221 8.2.2.2).
    ///
    /// ```
    /// use simcard::mock::Records;
    ///
    /// let records = Records::new(3, [&b"ab"[..], &b"cdef"[..]]);
    /// assert_eq!(records.as_bytes(), b"ab\xFFcde");
    /// ```
    pub fn new<R: AsRef<[u8]>>(len: u8, records: impl IntoIterator<Item = R>) -> Self {
        let len = usize::from(len.max(1));
        let mut bytes = Vec::new();
        for record in records.into_iter().take(254) {
            bytes.extend(record.as_ref().iter().copied().chain(core::iter::repeat(0xFF)).take(len));
        }
        Self { len, bytes }
    }

    /// The length of one record in bytes.
    ///
    /// ```
    /// use simcard::mock::Records;
    ///
    /// assert_eq!(Records::new(3, ["abc", "def"]).record_len(), 3);
    /// ```
    pub const fn record_len(&self) -> usize {
        self.len
    }

    /// How many records there are.
    ///
    /// ```
    /// use simcard::mock::Records;
    ///
    /// assert_eq!(Records::new(3, ["abc", "def"]).count(), 2);
    /// ```
    pub fn count(&self) -> usize {
        self.bytes.len().checked_div(self.len).unwrap_or_default()
    }

    /// The record with this number; the first is 1.
    ///
    /// ```
    /// use simcard::mock::Records;
    ///
    /// let records = Records::new(3, ["abc", "def"]);
    /// assert_eq!((records.get(2), records.get(0)), (Some(&b"def"[..]), None));
    /// ```
    pub fn get(&self, number: usize) -> Option<&[u8]> {
        self.bytes.chunks_exact(self.len).nth(number.checked_sub(1)?)
    }

    /// The record with this number, to be changed in place.
    ///
    /// ```
    /// use simcard::mock::Records;
    ///
    /// let mut records = Records::new(3, ["abc", "def"]);
    /// records.get_mut(1).unwrap().fill(0xFF);
    /// assert_eq!(records.as_bytes(), b"\xFF\xFF\xFFdef");
    /// ```
    pub fn get_mut(&mut self, number: usize) -> Option<&mut [u8]> {
        self.bytes.chunks_exact_mut(self.len).nth(number.checked_sub(1)?)
    }

    /// Writes a record in place of the oldest one of a ring and makes it number 1. All others move on by one.
    ///
    /// ```
    /// use simcard::mock::Records;
    ///
    /// let mut ring = Records::new(2, ["bb", "aa"]);
    /// ring.push(b"cc");
    /// assert_eq!(ring.as_bytes(), b"ccbb");
    /// ```
    pub fn push(&mut self, record: &[u8]) {
        let step = self.len.min(self.bytes.len());
        self.bytes.rotate_right(step);
        let padded = record.iter().copied().chain(core::iter::repeat(0xFF));
        for (byte, new) in self.bytes.iter_mut().zip(padded.take(self.len)) {
            *byte = new;
        }
    }

    /// Takes whole records in place of all there were.
    pub(super) fn replace(&mut self, bytes: Vec<u8>) {
        self.bytes = bytes;
    }

    /// All records, one after another.
    ///
    /// ```
    /// use simcard::mock::Records;
    ///
    /// assert_eq!(Records::new(3, ["abc", "def"]).as_bytes(), b"abcdef");
    /// ```
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What a file is, and its content.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// The master file or a dedicated file.
    Directory,
    /// The directory of an application (ADF), with its full AID.
    Application(Vec<u8>),
    /// A string of bytes.
    Transparent(Vec<u8>),
    /// Records with fixed places.
    LinearFixed(Records),
    /// Records in a ring; number 1 is the newest.
    Cyclic(Records),
    /// Data objects, each reached by its tag.
    BerTlv(Objects),
}

/// The number and length, not the content: it tells who somebody is.
impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bytes", self.count(), self.len)
    }
}

/// The kind and size, not the content: it tells who somebody is.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory => f.write_str("Directory"),
            Self::Application(aid) => write!(f, "Application({})", hex::encode_upper(aid)),
            Self::Transparent(bytes) => write!(f, "Transparent({} bytes)", bytes.len()),
            Self::LinearFixed(records) => write!(f, "LinearFixed({records:?})"),
            Self::Cyclic(records) => write!(f, "Cyclic({records:?})"),
            Self::BerTlv(objects) => write!(f, "BerTlv({objects:?})"),
        }
    }
}

/// One file: MF, DF, ADF or EF.
///
/// ```
/// use simcard::mock::{Access, Condition, File};
///
/// let spn = File::transparent("EF.SPN", 0x6F46, b"\x01simcard\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")
///     .access(Access::new(Condition::Always, Condition::Adm(1)));
/// assert_eq!((spn.name(), spn.fid(), spn.size()), ("EF.SPN", 0x6F46, 17));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    name: Cow<'static, str>,
    fid: u16,
    sfi: Sfi,
    body: Body,
    access: Access,
    state: LifeCycle,
    raw_fcp: Option<Vec<u8>>,
    /// Whether `raw_fcp` is the answer to SELECT in any class, whatever it looks like.
    exact: bool,
    select_status: Option<StatusWord>,
    read_status: Option<StatusWord>,
}

impl File {
    /// The FID by which an application's own directory is selected once the application is
    /// (ETSI TS 102 221 8.3).
    pub const CURRENT_APPLICATION: u16 = 0x7FFF;

    /// A file with this body. It has no SFI, PIN1 to read (`Always` for a directory) and ADM1 to update.
    ///
    /// ```
    /// use simcard::mock::{Body, Condition, File};
    ///
    /// let file = File::new("EF.NOTE", 0x2F42, Body::Transparent(b"hello".to_vec()));
    /// assert_eq!((file.conditions().read, file.short_id()), (Condition::Pin1, None));
    /// ```
    pub fn new(name: impl Into<Cow<'static, str>>, fid: u16, body: Body) -> Self {
        let read = match body {
            Body::Directory | Body::Application(_) => Condition::Always,
            _ => Condition::Pin1,
        };
        Self {
            name: name.into(),
            fid,
            sfi: Sfi::None,
            body,
            access: Access::new(read, Condition::Adm(1)),
            state: LifeCycle::Activated,
            raw_fcp: None,
            exact: false,
            select_status: None,
            read_status: None,
        }
    }

    /// A DF.
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// let file = File::directory("DF.TELECOM", 0x7F10);
    /// assert!(file.is_directory() && file.content().is_empty());
    /// ```
    pub fn directory(name: impl Into<Cow<'static, str>>, fid: u16) -> Self {
        Self::new(name, fid, Body::Directory)
    }

    /// An ADF with this full AID (5 to 16 bytes; longer ones are cut).
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// let file = File::application("ADF.USIM", &[0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02]);
    /// assert_eq!(file.aid(), Some(&[0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02][..]));
    /// ```
    pub fn application(name: impl Into<Cow<'static, str>>, aid: &[u8]) -> Self {
        let aid = aid.iter().copied().take(16).collect();
        Self::new(name, Self::CURRENT_APPLICATION, Body::Application(aid))
    }

    /// A transparent EF.
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// assert_eq!(File::transparent("EF.NOTE", 0x2F42, b"hello").content(), b"hello");
    /// ```
    pub fn transparent(name: impl Into<Cow<'static, str>>, fid: u16, data: &[u8]) -> Self {
        Self::new(name, fid, Body::Transparent(data.to_vec()))
    }

    /// A linear fixed EF with records of `len` bytes: see [`Records::new`].
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// assert_eq!(File::linear("EF.ADN", 0x6F3A, 28, [[0xFF; 28]; 10]).size(), 280);
    /// ```
    pub fn linear<R: AsRef<[u8]>>(
        name: impl Into<Cow<'static, str>>,
        fid: u16,
        len: u8,
        records: impl IntoIterator<Item = R>,
    ) -> Self {
        Self::new(name, fid, Body::LinearFixed(Records::new(len, records)))
    }

    /// A cyclic EF with records of `len` bytes, the newest first: see [`Records::new`].
    ///
    /// ```
    /// use simcard::mock::{Body, File};
    ///
    /// let file = File::cyclic("EF.ACM", 0x6F39, 3, [[0, 0, 2], [0, 0, 1]]);
    /// let Body::Cyclic(records) = file.body() else { panic!("it is cyclic") };
    /// assert_eq!(records.get(1), Some(&[0, 0, 2][..])); // the newest
    /// ```
    pub fn cyclic<R: AsRef<[u8]>>(
        name: impl Into<Cow<'static, str>>,
        fid: u16,
        len: u8,
        records: impl IntoIterator<Item = R>,
    ) -> Self {
        Self::new(name, fid, Body::Cyclic(Records::new(len, records)))
    }

    /// A BER-TLV EF that holds these data objects, one after another, and has room for `capacity` bytes.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::{Body, File};
    ///
    /// let file = File::ber_tlv("EF.MMDF", 0x4F01, &[0x80, 0x01, 0xAA], 100);
    /// let Body::BerTlv(objects) = file.body() else { panic!("it has objects") };
    /// assert_eq!(objects.get(Tag(0x80)), Some(&[0x80, 0x01, 0xAA][..]));
    /// ```
    pub fn ber_tlv(name: impl Into<Cow<'static, str>>, fid: u16, objects: &[u8], capacity: usize) -> Self {
        Self::new(name, fid, Body::BerTlv(Objects::new(objects, capacity)))
    }

    /// The same file with this short file identifier, 1 to 30.
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// assert_eq!(File::transparent("EF.NOTE", 0x2F42, b"hello").sfi(9).short_id(), Some(9));
    /// ```
    #[must_use]
    pub fn sfi(mut self, sfi: u8) -> Self {
        self.sfi = Sfi::Explicit(sfi & 0x1F);
        self
    }

    /// The same file with its SFI given in this way.
    ///
    /// ```
    /// use simcard::mock::{File, Sfi};
    ///
    /// let file = File::transparent("EF.IMSI", 0x6F07, &[0xFF; 9]).sfi_mode(Sfi::Implicit);
    /// assert_eq!(file.short_id(), Some(7)); // the low bits of the FID
    /// ```
    #[must_use]
    pub fn sfi_mode(mut self, sfi: Sfi) -> Self {
        self.sfi = sfi;
        self
    }

    /// The same file with these access conditions.
    ///
    /// ```
    /// use simcard::mock::{Access, Condition, File};
    ///
    /// let access = Access::new(Condition::Always, Condition::Never);
    /// assert_eq!(File::transparent("EF.NOTE", 0x2F42, b"hello").access(access).conditions(), access);
    /// ```
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// The same file in this state.
    ///
    /// ```
    /// use simcard::mock::{File, LifeCycle};
    ///
    /// let file = File::transparent("EF.NOTE", 0x2F42, b"hello").state(LifeCycle::Deactivated);
    /// assert_eq!(file.life_cycle(), LifeCycle::Deactivated);
    /// ```
    #[must_use]
    pub fn state(mut self, state: LifeCycle) -> Self {
        self.state = state;
        self
    }

    /// The same file with this FCP template instead of a generated one; or with this 2G header, if it does not begin
    /// with the tag `62` or `6F` of a template. What it says of the SFI and the life cycle holds.
    ///
    /// ```
    /// use simcard::mock::{File, LifeCycle};
    ///
    /// // deactivated, SFI 9
    /// let fcp = b"\x62\x12\x82\x02\x41\x21\x83\x02\x2F\x42\x8A\x01\x04\x80\x02\x00\x05\x88\x01\x48";
    /// let file = File::transparent("EF.NOTE", 0x2F42, b"hello").raw_fcp(fcp);
    /// assert_eq!((file.short_id(), file.life_cycle()), (Some(9), LifeCycle::Deactivated));
    /// ```
    #[must_use]
    pub fn raw_fcp(mut self, fcp: &[u8]) -> Self {
        if let Some((sfi, state)) = super::dump::from_raw(fcp) {
            (self.sfi, self.state) = (sfi, state);
        }
        self.raw_fcp = Some(fcp.to_vec());
        self
    }

    /// The same file with these bytes as the answer to SELECT, even if they are neither template nor header.
    ///
    /// ```
    /// use simcard::mock::{File, VirtualCard};
    /// use simcard::transport::Level;
    ///
    /// let file = File::transparent("EF.NOTE", 0x2F42, b"hello").exact_response(&[0xAA, 0xBB]);
    /// let mut card = VirtualCard::builder().level(Level::Apdu).file("MF", file).build();
    /// let answer = card.process(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x2F, 0x42, 0x00]);
    /// assert_eq!(answer, [0xAA, 0xBB, 0x90, 0x00]);
    /// ```
    #[must_use]
    pub fn exact_response(self, response: &[u8]) -> Self {
        Self { exact: true, ..self.raw_fcp(response) }
    }

    /// The same file, but SELECT ends in this status word: a warning, or the file can't be selected.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    /// use simcard::mock::{File, VirtualCard};
    ///
    /// let file = File::transparent("EF.NOTE", 0x2F42, b"hello").select_status(StatusWord::new(0x6A82));
    /// let mut card = VirtualCard::builder().file("MF", file).build();
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0x42]), [0x6A, 0x82]);
    /// ```
    #[must_use]
    pub fn select_status(mut self, status: StatusWord) -> Self {
        self.select_status = Some(status);
        self
    }

    /// The same file, but every READ ends in this status word.
    ///
    /// ```
    /// use simcard::apdu::StatusWord;
    /// use simcard::mock::{File, VirtualCard};
    ///
    /// let file = File::transparent("EF.NOTE", 0x2F42, b"hello").read_status(StatusWord::new(0x6581));
    /// let mut card = VirtualCard::builder().file("MF", file).build();
    /// card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0x42]);
    /// assert_eq!(card.process(&[0x00, 0xB0, 0x00, 0x00, 0x05]), [0x65, 0x81]);
    /// ```
    #[must_use]
    pub fn read_status(mut self, status: StatusWord) -> Self {
        self.read_status = Some(status);
        self
    }

    /// What SELECT ends in, if that was set.
    pub(super) const fn select_ends(&self) -> Option<StatusWord> {
        self.select_status
    }

    /// What READ ends in, if that was set.
    pub(super) const fn read_ends(&self) -> Option<StatusWord> {
        self.read_status
    }

    /// Whether the answer to SELECT is the raw one, whatever it looks like.
    pub(super) const fn is_exact(&self) -> bool {
        self.exact
    }

    /// The name, such as `"EF.IMSI"`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file identifier.
    pub const fn fid(&self) -> u16 {
        self.fid
    }

    /// How the SFI is given.
    pub const fn sfi_given(&self) -> Sfi {
        self.sfi
    }

    /// The SFI that READ commands may use, 1 to 30.
    ///
    /// ```
    /// use simcard::mock::{File, Sfi};
    ///
    /// let file = File::transparent("EF.ICCID", 0x2FE2, &[0xFF; 10]);
    /// assert_eq!(file.short_id(), None);
    /// assert_eq!(file.sfi_mode(Sfi::Implicit).short_id(), Some(2));
    /// ```
    pub fn short_id(&self) -> Option<u8> {
        let value = match self.sfi {
            Sfi::Explicit(value) => value,
            Sfi::Implicit => self.fid.to_be_bytes()[1] & 0x1F,
            Sfi::None => return None,
        };
        (1..=30).contains(&value).then_some(value)
    }

    /// What the file is, and its content.
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// The same, to be changed.
    ///
    /// ```
    /// use simcard::mock::{Body, File};
    ///
    /// let mut file = File::transparent("EF.NOTE", 0x2F42, b"hello");
    /// if let Body::Transparent(bytes) = file.body_mut() {
    ///     bytes.truncate(4);
    /// }
    /// assert_eq!(file.content(), b"hell");
    /// ```
    pub fn body_mut(&mut self) -> &mut Body {
        &mut self.body
    }

    /// The access conditions.
    pub const fn conditions(&self) -> Access {
        self.access
    }

    /// Sets the access conditions.
    ///
    /// ```
    /// use simcard::mock::{Access, Condition, File};
    ///
    /// let mut file = File::transparent("EF.NOTE", 0x2F42, b"hello");
    /// file.set_conditions(Access::new(Condition::Always, Condition::Never));
    /// assert_eq!(file.conditions().update, Condition::Never);
    /// ```
    pub fn set_conditions(&mut self, access: Access) {
        self.access = access;
    }

    /// The life cycle state.
    pub const fn life_cycle(&self) -> LifeCycle {
        self.state
    }

    /// Sets the life cycle state, in a raw FCP too.
    ///
    /// ```
    /// use simcard::mock::{File, LifeCycle};
    ///
    /// let mut file = File::transparent("EF.NOTE", 0x2F42, b"hello");
    /// file.set_life_cycle(LifeCycle::Terminated);
    /// assert_eq!(file.life_cycle(), LifeCycle::Terminated);
    /// ```
    pub fn set_life_cycle(&mut self, state: LifeCycle) {
        self.state = state;
        if let Some(raw) = &mut self.raw_fcp {
            let place = state_place(raw);
            if let Some((place, template)) =
                place.and_then(|(at, template)| Some((raw.get_mut(at)?, template)))
            {
                *place = match (template, state) {
                    (true, _) => state.byte(),
                    // b1 of the file status: not invalidated (3GPP TS 51.011 9.3).
                    (false, LifeCycle::Activated) => *place | 0x01,
                    (false, _) => *place & !0x01,
                };
            }
        }
    }

    /// From now on the FCP is generated.
    pub(super) fn forget_raw_fcp(&mut self) {
        self.raw_fcp = None;
        self.exact = false;
    }

    /// The FCP template or 2G header that stands in for a generated one.
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// let file = File::transparent("EF.NOTE", 0x2F42, b"hello");
    /// assert_eq!(file.fcp_override(), None);
    /// assert_eq!(file.exact_response(&[0xAA]).fcp_override(), Some(&[0xAA][..]));
    /// ```
    pub fn fcp_override(&self) -> Option<&[u8]> {
        self.raw_fcp.as_deref()
    }

    /// Whether this is the MF, a DF or an ADF.
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// assert!(File::directory("DF.TELECOM", 0x7F10).is_directory());
    /// assert!(!File::transparent("EF.NOTE", 0x2F42, b"hello").is_directory());
    /// ```
    pub const fn is_directory(&self) -> bool {
        matches!(self.body, Body::Directory | Body::Application(_))
    }

    /// The AID, of an ADF.
    pub fn aid(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Application(aid) => Some(aid),
            _ => None,
        }
    }

    /// The content in bytes, without any structural information; empty for directories.
    ///
    /// ```
    /// use simcard::mock::File;
    ///
    /// assert_eq!(File::linear("EF.NOTES", 0x2F43, 3, ["abc", "d"]).content(), b"abcd\xFF\xFF");
    /// ```
    pub fn content(&self) -> &[u8] {
        match &self.body {
            Body::Directory | Body::Application(_) => &[],
            Body::Transparent(bytes) => bytes,
            Body::LinearFixed(records) | Body::Cyclic(records) => records.as_bytes(),
            Body::BerTlv(objects) => objects.as_bytes(),
        }
    }

    /// The same as one mutable piece, for what changes a file whatever its structure.
    pub(super) fn content_mut(&mut self) -> &mut [u8] {
        match &mut self.body {
            Body::Directory | Body::Application(_) => &mut [],
            Body::Transparent(bytes) => bytes,
            Body::LinearFixed(records) | Body::Cyclic(records) => &mut records.bytes,
            Body::BerTlv(objects) => objects.bytes_mut(),
        }
    }

    /// The size of the content in bytes.
    pub fn size(&self) -> usize {
        self.content().len()
    }
}
