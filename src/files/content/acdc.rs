//! Which applications may still use a congested network: application specific congestion control for data
//! communication (ACDC).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use super::objects::{RawObjects, Text, find, number};
use crate::codec::ber::Tag;
use crate::codec::{EncodeError, Reader};
use crate::fs::FileId;

/// Where the applications of an operating system are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OperatingSystem {
    /// The operating system: a UUID.
    pub id: [u8; 16],
    /// The file.
    pub file: FileId,
    /// Its short identifier; 0 if it has none.
    pub sfi: u8,
}

impl OperatingSystem {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new("EF.ACDC_LIST", bytes);
        Some(Self { id: reader.array().ok()?, file: FileId(reader.u16().ok()?), sfi: reader.u8().ok()? })
    }

    /// The UUID as it is written.
    fn uuid(&self) -> String {
        let mut text = String::new();
        for (index, byte) in self.id.iter().enumerate() {
            let dash = if matches!(index, 4 | 6 | 8 | 10) { "-" } else { "" };
            // Writing to a String cannot fail.
            _ = write!(text, "{dash}{byte:02x}");
        }
        text
    }
}

serialize_fields!(OperatingSystem, this { "os_id" => this.uuid(), "file" => this.file, "sfi" => this.sfi });

object_content! {
    /// Which file lists the applications of which operating system: EF.ACDC_LIST (3GPP TS 31.102 4.4.9.2).
    AcdcList, "EF.ACDC_LIST", [0xA0], this {
        "operating_systems" => this.operating_systems().collect::<Vec<_>>(),
    }
}

impl AcdcList {
    /// The file with these operating systems.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(systems: &[OperatingSystem]) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            for system in systems {
                file.tlv(Tag(0xA0), &[&system.id[..], &system.file.to_bytes(), &[system.sfi]].concat());
            }
        });
        objects.map(Self)
    }

    /// The operating systems.
    pub fn operating_systems(&self) -> impl Iterator<Item = OperatingSystem> {
        self.0.all(0xA0).filter_map(OperatingSystem::read)
    }
}

object_content! {
    /// Which applications of an operating system are of which category: a file that EF.ACDC_LIST names (3GPP TS 31.102
    /// 4.4.9.3). It has no identifier of its own in the specification.
    AcdcConfiguration, "EF.ACDC_OS_CONFIG", [0xA0], this {
        "applications" => this.0.all(0xA0).map(Application).collect::<Vec<_>>(),
    }
}

impl AcdcConfiguration {
    /// The file with these applications, each with its category.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new<'a>(applications: impl IntoIterator<Item = (u8, &'a str)>) -> Result<Self, EncodeError> {
        let objects = RawObjects::write(|file| {
            for (category, id) in applications {
                file.nested(Tag(0xA0), |object| {
                    _ = object.tlv(Tag(0x80), &[category]).tlv(Tag(0x81), id.as_bytes())
                });
            }
        });
        objects.map(Self)
    }

    /// The applications: category and identifier. Those that are malformed are left out.
    pub fn applications(&self) -> impl Iterator<Item = (u32, &str)> {
        self.0.all(0xA0).filter_map(|object| {
            Some((number(find(object, 0x80)?)?, super::objects::text(find(object, 0x81)?)?))
        })
    }
}

struct Application<'a>(&'a [u8]);

serialize_fields!(Application<'_>, this {
    "acdc_category" => find(this.0, 0x80).and_then(number),
    "os_app_id" => find(this.0, 0x81).map(Text),
});

object_content! {
    /// A television service: a file that EF.TVCONFIG names, EF.TVUSD (3GPP TS 31.102 4.4.10.2). It has no identifier of
    /// its own in the specification.
    TelevisionDescription, "EF.TVUSD", [0xA0], this { "user_service_description" => this.description().map(Text) }
}

impl TelevisionDescription {
    /// The file with this description.
    ///
    /// # Errors
    ///
    /// It is longer than a length can say.
    pub fn new(description: &[u8]) -> Result<Self, EncodeError> {
        RawObjects::write(|file| _ = file.tlv(Tag(0xA0), description)).map(Self)
    }

    /// The user service description (3GPP TS 26.346 J.1).
    pub fn description(&self) -> Option<&[u8]> {
        self.0.find(0xA0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;

    #[test]
    fn files_are_written_and_read() {
        let system = OperatingSystem { id: [0x11; 16], file: FileId(0x4F02), sfi: 2 };
        let list = AcdcList::new(&[system]).unwrap();
        assert_eq!(list.encode(22).unwrap()[..4], [0xA0, 0x13, 0x11, 0x11]);
        assert_eq!(list.operating_systems().collect::<Vec<_>>(), [system]);
        assert_eq!(system.uuid(), "11111111-1111-1111-1111-111111111111");

        let configuration = AcdcConfiguration::new([(1, "org.example.app")]).unwrap();
        let read = AcdcConfiguration::decode(&configuration.encode(30).unwrap()).unwrap();
        assert_eq!(read.applications().collect::<Vec<_>>(), [(1, "org.example.app")]);
        assert_eq!(TelevisionDescription::new(b"<usd/>").unwrap().description(), Some(&b"<usd/>"[..]));
    }
}
