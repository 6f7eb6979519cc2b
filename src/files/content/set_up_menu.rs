use alloc::string::String;
use alloc::vec::Vec;

use super::objects::RawObjects;
use super::{Content, DataObject};
use crate::codec::ber::{Tag, Tlv};
use crate::codec::{DecodeError, EncodeError, alpha};

const OBJECT: &str = "EF.SUME";

/// How the card's menu is called: EF.SUME (3GPP TS 51.011 10.3.34, 3GPP TS 31.102 4.6), which applets on the card use.
///
/// ```
/// use simcard::files::{ElementaryFile, gsm};
///
/// let menu = gsm::Sume::decode(b"\x85\x04Menu\x1E\x02\x01\x03\xFF\xFF")?;
/// assert_eq!(menu.title().as_deref(), Some("Menu"));
/// assert_eq!(menu.icon(), Some((0x01, 3)));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SetUpMenu(RawObjects);

impl SetUpMenu {
    /// Tags of the toolkit; the highest bit says that the object must be understood (ETSI TS 101 220 7.2).
    const ALPHA_IDENTIFIER: u32 = 0x05;
    const ICON_IDENTIFIER: u32 = 0x1E;

    /// A menu with this title.
    ///
    /// # Errors
    ///
    /// No coding has a character of the title, or it is longer than a length can say.
    pub fn new(title: &str) -> Result<Self, EncodeError> {
        let title = alpha::encode(title)?;
        RawObjects::write(|menu| _ = menu.tlv(Tag(Self::ALPHA_IDENTIFIER | 0x80), &title)).map(Self)
    }

    /// The title.
    pub fn title(&self) -> Option<String> {
        alpha::decode(self.find(Self::ALPHA_IDENTIFIER)?.value)
    }

    /// The icon: a byte whose lowest bit is 0 if the icon can stand alone, and the record of EF.IMG.
    pub fn icon(&self) -> Option<(u8, u8)> {
        match *self.find(Self::ICON_IDENTIFIER)?.value {
            [qualifier, record] => Some((qualifier, record)),
            _ => None,
        }
    }

    fn find(&self, tag: u32) -> Option<Tlv<'_>> {
        self.0.iter().find(|object| object.tag.0 & 0x7F == tag)
    }

    fn others(&self) -> Vec<DataObject> {
        let shown = [
            self.find(Self::ALPHA_IDENTIFIER).map(|title| title.offset()),
            self.icon().and_then(|_| self.find(Self::ICON_IDENTIFIER)).map(|icon| icon.offset()),
        ];
        let others = self.0.iter().filter(|object| !shown.contains(&Some(object.offset())));
        others.map(|object| DataObject::new(object.tag, object.value)).collect()
    }
}

impl Content for SetUpMenu {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        RawObjects::decode(OBJECT, bytes).map(Self)
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        self.0.encode(OBJECT, len)
    }
}

serialize_fields!(SetUpMenu, this {
    "title" => this.title(),
    "icon_identifier" if this.icon().is_some() => this.icon().map(|(_, record)| record),
    "icon_self_explanatory" if this.icon().is_some() => this.icon().map(|(qualifier, _)| qualifier & 0x01 == 0),
    "others" if !this.others().is_empty() => this.others(),
});
