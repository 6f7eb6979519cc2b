//! What proactive commands and envelopes have in common: data objects in a row, in any order, some of which must be there.
//!
//! `message!` declares a struct with a field for each object and gives it a [`Body`]. Everything that the fields do not
//! say (order, flags, lengths, objects that are not the message's own) is in a [`Layout`], so that writing a message that
//! was read gives the same bytes, and one that was changed stays as much as it was as it can.

pub(crate) mod declare;

pub(crate) use declare::message;

use alloc::vec::Vec;
use core::fmt;

use super::object::{DataObject, Descriptor, RawObject, decode_longer, describe};
use super::result::GeneralResult;
use crate::codec::ctlv::{self, Form, Tag, Tlv, Tlvs};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader};

/// More fields than any message has.
const MAX_FIELDS: usize = 64;
/// The number of an object that belongs to no field.
const OTHER: u8 = 0xFF;

/// How a message was written. Two messages that say the same are equal, however they are written.
#[derive(Clone, Default)]
pub(crate) struct Layout {
    /// The fields in the order they stood in, by number, and how.
    slots: Vec<(u8, Form)>,
    /// What stood in a slot behind the value, by the slot's number.
    extensions: Vec<(usize, Vec<u8>)>,
    /// How many bytes the length around them took.
    length_bytes: u8,
    /// What stood behind the last object.
    trailing: Vec<u8>,
    /// The padding behind the message.
    padding: Vec<u8>,
}

impl Layout {
    /// How the objects with this tag were written.
    pub fn forms(&self, tag: Tag) -> impl Iterator<Item = Form> + '_ {
        self.slots.iter().map(|(_, form)| *form).filter(move |form| form.tag == tag)
    }

    /// Adds a slot, with what stands in it behind the value.
    fn push(&mut self, number: u8, form: Form, extension: &[u8]) {
        if !extension.is_empty() {
            self.extensions.push((self.slots.len(), extension.to_vec()));
        }
        self.slots.push((number, form));
    }
}

impl PartialEq for Layout {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Layout {}

impl fmt::Debug for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Layout({} objects)", self.slots.len())
    }
}

/// Why a message can't be used, as a terminal has to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// "Command data not understood" or "required values are missing".
    pub result: GeneralResult,
    /// What is wrong where.
    pub cause: DecodeError,
}

impl Problem {
    fn not_understood(cause: DecodeError) -> Self {
        Self { result: GeneralResult::DATA_NOT_UNDERSTOOD, cause }
    }

    /// A mandatory object is not there.
    pub fn missing(name: &'static str) -> Self {
        let cause = DecodeError::new("toolkit message", 0, DecodeErrorKind::Missing(name));
        Self { result: GeneralResult::VALUES_MISSING, cause }
    }
}

/// Something in a message that is not as it should be, and that can be lived with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The device identities are not those of this command.
    Devices,
    /// An object that has no place in this command, or one too many. It was kept.
    Unexpected(Tag),
    /// An object that this library does not know. It was kept.
    Unknown(Tag),
    /// An optional object that could not be read. It was kept.
    Malformed(Tag),
    /// An object is longer than this library knows it. The bytes at its end were kept (ETSI TS 102 223 6.10.8).
    Extended(Tag),
    /// Bytes that are no objects follow the last one. They were kept.
    Trailing,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |tag: &Tag| describe(*tag).map_or("unknown", |object: &Descriptor| object.name);
        match self {
            Self::Devices => f.write_str("unusual device identities"),
            Self::Unexpected(tag) => write!(f, "unexpected {} ({tag})", name(tag)),
            Self::Unknown(tag) => write!(f, "unknown object ({tag})"),
            Self::Malformed(tag) => write!(f, "malformed {} ({tag})", name(tag)),
            Self::Extended(tag) => write!(f, "{} ({tag}) with bytes behind its end", name(tag)),
            Self::Trailing => f.write_str("bytes behind the last object"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Warning {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a message says besides the objects that all messages of its sort have (the "head": command details, device
/// identities, the event list).
pub(crate) trait Body: Sized {
    /// Reads the fields from the objects of `scan`.
    fn decode(scan: &mut Scan<'_>) -> Result<Self, Problem>;

    /// Writes the `nth` value of field `index` into `out`, and says which object it is and whether it is mandatory.
    /// `None`: there is no such value.
    fn emit(&self, index: u8, nth: usize, out: &mut Vec<u8>) -> Result<Option<(Tag, bool)>, EncodeError>;

    /// How many fields there are.
    const FIELDS: u8;
}

/// A body without fields: all objects that are not of the head are kept as they are.
pub(crate) struct RawBody;

impl Body for RawBody {
    const FIELDS: u8 = 0;

    fn decode(scan: &mut Scan<'_>) -> Result<Self, Problem> {
        while let Some(tlv) = scan.next()? {
            scan.raw(&tlv);
        }
        Ok(Self)
    }

    fn emit(&self, _: u8, _: usize, _: &mut Vec<u8>) -> Result<Option<(Tag, bool)>, EncodeError> {
        Ok(None)
    }
}

/// The byte of a command that says more of it, as the type that the command has for it.
#[cfg(feature = "serde")]
pub(crate) trait Qualifier: Copy {
    /// Whether there is something to tell of it: not where all of it is reserved, and zero.
    fn is_said(self) -> bool;
}

/// Reads a message object by object.
pub(crate) struct Scan<'a> {
    tlvs: Tlvs<'a>,
    /// The tags of the head, by their number.
    head: &'static [Tag],
    head_seen: u8,
    /// What stands in objects of the head behind their values.
    head_extensions: Vec<(Tag, &'a [u8])>,
    /// The qualifier, where the message is a command.
    pub qualifier: u8,
    pub layout: Layout,
    pub others: Vec<RawObject>,
    pub warnings: Vec<Warning>,
}

impl<'a> Scan<'a> {
    /// A message of the objects that `reader` has left; those of `head` are left out.
    pub fn new(reader: Reader<'a>, head: &'static [Tag], length_bytes: u8) -> Self {
        Self {
            tlvs: Tlvs::read(reader),
            head,
            head_seen: 0,
            head_extensions: Vec::new(),
            qualifier: 0,
            // as many as most messages have, so that there is one allocation
            layout: Layout { slots: Vec::with_capacity(8), length_bytes, ..Layout::default() },
            others: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The first object of this kind, wherever it stands; it must be there.
    pub fn require<T: DataObject>(&mut self) -> Result<T, Problem> {
        let mut tlvs = self.tlvs.clone();
        loop {
            let mut rest = tlvs.rest();
            match tlvs.next() {
                Some(Ok(tlv)) if tlv.tag() == T::TAG => {
                    let (object, extension) = decode_longer(tlv.value).map_err(Problem::not_understood)?;
                    if !extension.is_empty() {
                        self.head_extensions.push((T::TAG, extension));
                    }
                    return Ok(object);
                }
                Some(Ok(_)) => {}
                // objects that don't fit their message: it may well have been among them
                Some(Err(error)) if !is_padding(rest.rest()) => return Err(Problem::not_understood(error)),
                Some(Err(_)) | None => return Err(Problem::missing(T::NAME)),
            }
        }
    }

    /// The next object that is not of the head. Padding, and nothing else, may follow the last one.
    pub fn next(&mut self) -> Result<Option<Tlv<'a>>, Problem> {
        loop {
            let mut rest = self.tlvs.rest();
            let Some(next) = self.tlvs.next() else { return Ok(None) };
            let tlv = match next {
                Ok(tlv) => tlv,
                Err(error) => {
                    let rest = rest.rest();
                    if !is_padding(rest) {
                        return Err(Problem::not_understood(error));
                    }
                    self.layout.trailing.extend_from_slice(rest);
                    self.warnings.push(Warning::Trailing);
                    return Ok(None);
                }
            };
            let head = self.head.iter().zip(0_u8..).find(|(tag, _)| **tag == tlv.tag());
            match head.map(|(_, number)| number) {
                Some(number) if self.head_seen & (1 << (number & 0x07)) == 0 => {
                    self.head_seen |= 1 << (number & 0x07);
                    let extension = self.head_extensions.iter().find(|(tag, _)| *tag == tlv.tag());
                    let extension = extension.map_or(&[][..], |(_, extension)| *extension);
                    self.push(number, &tlv, extension);
                }
                _ => return Ok(Some(tlv)),
            }
        }
    }

    /// The object was the next value of field `index`; `extension` stands in it behind the value.
    pub fn took(&mut self, index: u8, tlv: &Tlv<'_>, extension: &[u8]) {
        let number = index.saturating_add(u8::try_from(self.head.len()).unwrap_or(OTHER));
        self.push(number, tlv, extension);
    }

    fn push(&mut self, number: u8, tlv: &Tlv<'_>, extension: &[u8]) {
        if !extension.is_empty() {
            self.warnings.push(Warning::Extended(tlv.tag()));
        }
        self.layout.push(number, tlv.form, extension);
    }

    /// The object belongs to no field.
    pub fn other(&mut self, tlv: &Tlv<'_>) -> Result<(), Problem> {
        let known = describe(tlv.tag()).is_some();
        if !known && tlv.form.comprehension {
            let kind = DecodeErrorKind::UnknownTag(tlv.tag().0.into());
            let error = DecodeError::new("toolkit message", tlv.offset, kind);
            return Err(Problem::not_understood(error));
        }
        self.keep(tlv, if known { Warning::Unexpected(tlv.tag()) } else { Warning::Unknown(tlv.tag()) });
        Ok(())
    }

    /// The object belongs to a field, but can't be read.
    pub fn malformed(&mut self, tlv: &Tlv<'_>, error: DecodeError, required: bool) -> Result<(), Problem> {
        if required || tlv.form.comprehension {
            return Err(Problem::not_understood(error));
        }
        self.keep(tlv, Warning::Malformed(tlv.tag()));
        Ok(())
    }

    /// Keeps what stands behind the message.
    pub fn padded(&mut self, padding: &[u8]) {
        if !padding.is_empty() {
            self.layout.padding.extend_from_slice(padding);
            self.warnings.push(Warning::Trailing);
        }
    }

    /// Keeps an object as it is, without a word.
    pub fn raw(&mut self, tlv: &Tlv<'_>) {
        self.layout.push(OTHER, tlv.form, &[]);
        self.others.push(RawObject::from(*tlv));
    }

    fn keep(&mut self, tlv: &Tlv<'_>, warning: Warning) {
        self.raw(tlv);
        self.warnings.push(warning);
    }
}

/// Appends the objects of a message to `out`, in the order and form of its layout; what the layout does not have follows
/// in the order of the specification.
pub(crate) fn write(
    out: &mut Vec<u8>,
    layout: &Layout,
    head: &[&dyn HeadObject],
    body: &impl Body,
    others: &[RawObject],
) -> Result<(), EncodeError> {
    let mut written = [0_usize; MAX_FIELDS];
    let mut remaining = others.iter();
    let head_len = u8::try_from(head.len()).unwrap_or(OTHER);
    let mut count = |number: u8| -> usize {
        match written.get_mut(usize::from(number)) {
            Some(written) => {
                let nth = *written;
                *written = nth.saturating_add(1);
                nth
            }
            None => usize::MAX,
        }
    };
    let mut extensions = layout.extensions.iter().peekable();
    for (slot, (number, form)) in layout.slots.iter().enumerate() {
        let extension = extensions.next_if(|(of, _)| *of == slot).map_or(&[][..], |(_, bytes)| bytes);
        if *number == OTHER {
            if let Some(object) = remaining.next() {
                object.form.push(out, &object.value)?;
            }
            continue;
        }
        let nth = count(*number);
        let start = out.len();
        match head.get(usize::from(*number)) {
            Some(object) if nth == 0 => drop(object.append(out)?),
            Some(_) => continue,
            None => {
                if body.emit(number.saturating_sub(head_len), nth, out)?.is_none() {
                    continue;
                }
            }
        }
        out.extend_from_slice(extension);
        form.enclose(out, start)?;
    }
    for (number, object) in (0_u8..).zip(head) {
        if count(number) == 0 {
            let start = out.len();
            let tag = object.append(out)?;
            Form::new(tag, true).enclose(out, start)?;
        }
    }
    // a field has at most as many values as a message has bytes, which ends the inner loop
    for index in 0..body_fields(body) {
        loop {
            let start = out.len();
            let nth = count(index.saturating_add(head_len));
            match body.emit(index, nth, out)? {
                Some((tag, comprehension)) => Form::new(tag, comprehension).enclose(out, start)?,
                None => break,
            }
        }
    }
    for object in remaining {
        object.form.push(out, &object.value)?;
    }
    out.extend_from_slice(&layout.trailing);
    Ok(())
}

const fn body_fields<B: Body>(_: &B) -> u8 {
    B::FIELDS
}

/// A data object of the head of a message, to be written.
pub(crate) trait HeadObject {
    /// Appends its value, and says which object it is.
    fn append(&self, out: &mut Vec<u8>) -> Result<Tag, EncodeError>;
}

impl<T: DataObject> HeadObject for T {
    fn append(&self, out: &mut Vec<u8>) -> Result<Tag, EncodeError> {
        self.encode(out)?;
        Ok(T::TAG)
    }
}

/// Bytes that cards and readers fill up with.
fn is_padding(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, 0x00 | 0xFF))
}

/// Splits the padding off that stands behind a BER-TLV. What can't be told apart stays in the first part.
pub(crate) fn split_padding(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut reader = Reader::new("toolkit message", bytes);
    let len = reader.u8().and_then(|_| ctlv::read_length(&mut reader)).map(|(len, _)| len);
    let end = len.ok().and_then(|len| reader.position().checked_add(len));
    match end.and_then(|end| bytes.split_at_checked(end)) {
        Some((message, padding)) if is_padding(padding) => (message, padding),
        _ => (bytes, &[]),
    }
}

/// Reads the BER-TLV around a message: its tag, the objects in it, and how many bytes the length took.
pub(crate) fn open<'a>(object: &'static str, bytes: &'a [u8]) -> Result<(u8, Reader<'a>, u8), DecodeError> {
    let mut reader = Reader::new(object, bytes);
    let tag = reader.u8()?;
    let (len, length_bytes) = ctlv::read_length(&mut reader)?;
    let objects = reader.sub(object, len)?;
    reader.finish()?;
    Ok((tag, objects, length_bytes))
}

/// Room for most messages, so that there is one allocation.
pub(crate) const USUAL_LEN: usize = 128;

/// Writes a message with the BER-TLV around it; `write` appends its objects.
pub(crate) fn close(
    tag: u8,
    layout: &Layout,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(USUAL_LEN);
    write(&mut out)?;
    let len = out.len();
    out.push(tag);
    ctlv::push_length(&mut out, len, layout.length_bytes)?;
    ctlv::to_front(&mut out, 0, len);
    out.extend_from_slice(&layout.padding);
    Ok(out)
}
