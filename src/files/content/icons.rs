use alloc::vec::Vec;

use super::objects::{RawObjects, Text, number, text};
use crate::codec::EncodeError;
use crate::codec::ber::Tag;

object_content! {
    /// Pictures to show for a name: EF.SPNI and records of EF.PNNI (3GPP TS 31.102 4.2.88 and 4.2.89).
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, content::IconLink, usim};
    ///
    /// let icons = usim::Spni::decode(&[0x81, 0x02, 0x01, 0x03, 0xFF])?;
    /// assert_eq!(icons.links().collect::<Vec<_>>(), [(1, IconLink::Image(3))]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    Icons, "EF.SPNI", [0x80, 0x81], this {
        "icons" => this.values().map(|(tag, value)| Icon { tag, value }).collect::<Vec<_>>(),
    }
}

/// Where a picture is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IconLink<'a> {
    /// On the net.
    Uri(&'a str),
    /// In this record of EF.IMG.
    Image(u8),
}

impl Icons {
    /// The content with these links, each with its qualifier: 1 if the picture can stand for the name, 2 if it is to
    /// be shown with it.
    ///
    /// # Errors
    ///
    /// They are too long for any file.
    pub fn new<'a>(links: impl IntoIterator<Item = (u8, IconLink<'a>)>) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|icons| {
            for (qualifier, link) in links {
                match link {
                    IconLink::Uri(uri) => icons.tlv(Tag(0x80), &[&[qualifier], uri.as_bytes()].concat()),
                    IconLink::Image(record) => icons.tlv(Tag(0x81), &[qualifier, record]),
                };
            }
        });
        objects.map(Self)
    }

    /// The links, each with its qualifier. Those that are malformed are left out.
    pub fn links(&self) -> impl Iterator<Item = (u8, IconLink<'_>)> {
        self.values().filter_map(|(tag, value)| {
            let (qualifier, link) = value.split_first()?;
            let link = match (tag, link) {
                (0x80, uri) => IconLink::Uri(text(uri)?),
                (_, [record]) => IconLink::Image(*record),
                _ => return None,
            };
            Some((*qualifier, link))
        })
    }

    fn values(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let objects = self.0.iter().map(|object| (object.tag.0, object.value));
        objects.filter(|(tag, _)| matches!(tag, 0x80 | 0x81))
    }
}

struct Icon<'a> {
    tag: u32,
    value: &'a [u8],
}

impl<'a> Icon<'a> {
    fn link(&self) -> &'a [u8] {
        self.value.get(1..).unwrap_or_default()
    }
}

serialize_fields!(Icon<'_>, this {
    "qualifier" => match this.value.first() {
        Some(1) => Some("self_explanatory"),
        Some(2) => Some("not_self_explanatory"),
        Some(_) => Some("reserved"),
        None => None,
    },
    "uri" if this.tag == 0x80 => Text(this.link()),
    "image_record" if this.tag == 0x81 => number(this.link()),
});
