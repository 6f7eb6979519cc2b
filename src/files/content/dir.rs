use alloc::string::String;
use alloc::vec::Vec;

use super::objects::{RawObjects, find, objects};
use super::{Content, DataObject, not_blank, unpadded};
use crate::codec::ber::{Tag, Tlvs};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader};
use crate::fs::{Aid, FileId};

const OBJECT: &str = "EF.DIR";
const TEMPLATE: u8 = 0x61;
const AID: Tag = Tag(0x4F);
const LABEL: Tag = Tag(0x50);
const DISCRETIONARY: Tag = Tag(0x73);

/// An application on the card: a record of EF.DIR (ETSI TS 102 221 13.1).
///
/// A template (tag `61`) holds the application identifier (`4F`), a label to show (`50`) and what else the issuer
/// put there. A template that claims to be longer than its record, and objects after the identifier that do, are
/// read as far as they go.
///
/// ```
/// use simcard::files::{ElementaryFile, content::ApplicationTemplate, mf};
/// use simcard::fs::{Aid, Application};
///
/// let record = [0x61, 0x0F, 0x4F, 0x07, 0xA0, 0, 0, 0, 0x87, 0x10, 0x02, 0x50, 0x04, b'U', b'S', b'I', b'M', 0xFF];
/// let application = mf::Dir::decode(&record)?;
/// assert_eq!(application.aid().application(), Some(Application::Usim));
/// assert_eq!(application.label(), Some("USIM"));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApplicationTemplate {
    aid: Aid,
    label: Option<String>,
    /// The whole record: its order, lengths and other objects are the issuer's.
    raw: RawObjects,
}

impl ApplicationTemplate {
    /// A template with an identifier and perhaps a label.
    ///
    /// # Errors
    ///
    /// The label is longer than a length can say.
    pub fn new(aid: Aid, label: Option<&str>) -> Result<Self, EncodeError> {
        let raw = RawObjects::write(|record| {
            record.nested(Tag(u32::from(TEMPLATE)), |template| {
                template.tlv(AID, aid.as_bytes());
                if let Some(label) = label {
                    template.tlv(LABEL, label.as_bytes());
                }
            });
        })?;
        Ok(Self { aid, label: label.map(String::from), raw })
    }

    /// The application identifier.
    pub const fn aid(&self) -> &Aid {
        &self.aid
    }

    /// The label, with replacement characters where it is not UTF-8.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The other objects of the template, with their tags; they end where one is malformed.
    pub fn others(&self) -> impl Iterator<Item = (Tag, &[u8])> {
        let template = template(self.raw.as_bytes()).map(|(value, _)| value).unwrap_or_default();
        objects(template)
            .filter(|object| object.tag != AID && object.tag != LABEL)
            .map(|object| (object.tag, object.value))
    }

    /// What the application offers as an EAP client, and in which directories its files are; `None` if it is none.
    pub fn eap_client(&self) -> Option<EapClient> {
        let (_, discretionary) = self.others().find(|(tag, _)| *tag == DISCRETIONARY)?;
        let data = find(discretionary, 0xA0)?;
        let directories = find(data, 0x81).unwrap_or_default();
        Some(EapClient {
            types: find(data, 0x80).unwrap_or_default().to_vec(),
            directories: directories.chunks_exact(2).filter_map(file_id).collect(),
            label: find(data, 0x82).map(|label| String::from_utf8_lossy(unpadded(label)).into_owned()),
        })
    }
}

/// An EAP client on the card: application service specific data in EF.DIR (ETSI TS 102 310 5.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EapClient {
    /// The EAP types it can (18 is EAP-SIM, 23 EAP-AKA).
    pub types: Vec<u8>,
    /// The directories of its files, one for each type: see [`eap`](crate::files::eap).
    pub directories: Vec<FileId>,
    /// What to show for it.
    pub label: Option<String>,
}

serialize_fields!(EapClient, this {
    "eap_types" => this.types,
    "directories" => this.directories,
    "label" if this.label.is_some() => this.label,
});

fn file_id(bytes: &[u8]) -> Option<FileId> {
    <[u8; 2]>::try_from(bytes).ok().map(|bytes| FileId(u16::from_be_bytes(bytes)))
}

/// The value of the template, as far as the record goes, and where it starts.
fn template(record: &[u8]) -> Result<(&[u8], usize), DecodeError> {
    let mut reader = Reader::new(OBJECT, record);
    if reader.u8()? != TEMPLATE {
        return Err(DecodeError::new(OBJECT, 0, DecodeErrorKind::Tag));
    }
    let len = match reader.u8()? {
        len @ 0..=0x7F => usize::from(len),
        0x81 => usize::from(reader.u8()?),
        0x82 => usize::from(reader.u16()?),
        _ => return Err(DecodeError::new(OBJECT, 1, DecodeErrorKind::Length)),
    };
    let start = reader.position();
    let value = reader.rest();
    Ok((value.get(..len).unwrap_or(value), start))
}

impl Content for ApplicationTemplate {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        // Some cards clear unused records to 00.
        if !bytes.is_empty() && bytes.iter().all(|byte| matches!(byte, 0x00 | 0xFF)) {
            return Err(DecodeError::new(OBJECT, 0, DecodeErrorKind::Blank));
        }
        let (value, start) = template(bytes)?;
        let (mut aid, mut label) = (None, None);
        for object in Tlvs::new(value) {
            let object = match object {
                Ok(object) => object,
                // The record is cut off: what came before is what there is.
                Err(_) if aid.is_some() => break,
                Err(error) => return Err(error.within(OBJECT, start)),
            };
            if object.tag == AID && aid.is_none() {
                let value = u32::try_from(object.value.len()).unwrap_or(u32::MAX);
                let error = DecodeErrorKind::Value(value);
                let offset = start.saturating_add(object.offset());
                aid = Some(Aid::new(object.value).map_err(|_| DecodeError::new(OBJECT, offset, error))?);
            } else if object.tag == LABEL && label.is_none() {
                label = Some(String::from_utf8_lossy(unpadded(object.value)).into_owned());
            }
        }
        let aid =
            aid.ok_or(DecodeError::new(OBJECT, start, DecodeErrorKind::Missing("application identifier")))?;
        Ok(Self { aid, label, raw: RawObjects::read(bytes) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.raw.encode(OBJECT, len)
    }
}

serialize_fields!(ApplicationTemplate, this {
    "aid" => this.aid,
    "application" => this.aid.application(),
    "label" => this.label,
    "eap_client" if this.eap_client().is_some() => this.eap_client(),
    "others" if this.others().next().is_some() =>
        this.others().map(|(tag, value)| DataObject::new(tag, value)).collect::<Vec<_>>(),
});
