use alloc::vec::Vec;

use super::{Bytes, Content, PlmnField, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, EncodeErrorKind, Reader};

const OBJECT: &str = "EF.CAG";

/// Which closed groups of cells (closed access groups, CAG) the subscriber may use: EF.CAG (3GPP TS 31.102 4.4.11.14,
/// 3GPP TS 24.501 9.11.3.18A).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CagInformation {
    /// The length of the list as the file has it.
    length: u16,
    entries: Vec<CagEntry>,
    /// What follows, without padding, or is no entry.
    pub rest: Bytes,
}

/// The groups of a network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CagEntry {
    /// The network.
    pub plmn: PlmnField,
    /// Bit 1: whether the subscriber may use such cells only. The others are reserved.
    pub indication: u8,
    /// The identifiers of the groups.
    pub groups: Vec<u32>,
    /// Whether the length of the entry counts itself, as some have it.
    counts_itself: bool,
}

impl CagEntry {
    /// The groups of a network; `only` says that the subscriber may use their cells only.
    pub fn new(plmn: PlmnField, only: bool, groups: Vec<u32>) -> Self {
        Self { plmn, indication: u8::from(only), groups, counts_itself: false }
    }

    /// Whether the subscriber may use cells of closed groups only.
    pub const fn is_cag_only(&self) -> bool {
        self.indication & 0x01 != 0
    }

    /// Reads an entry: network, indication, and groups of four bytes each. So the length tells which of the two
    /// ways of counting it is.
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut entry = *reader;
        let length = entry.u8().ok()?;
        let counts_itself = length % 4 == 1;
        let contents = usize::from(length).checked_sub(usize::from(counts_itself))?;
        if contents % 4 != 0 {
            return None;
        }
        let mut contents = entry.sub(OBJECT, contents).ok()?;
        let plmn = PlmnField(contents.array().ok()?);
        let indication = contents.u8().ok()?;
        let mut groups = Vec::new();
        while let Ok(group) = contents.u32() {
            groups.push(group);
        }
        *reader = entry;
        Some(Self { plmn, indication, groups, counts_itself })
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let len = self.groups.len().saturating_mul(4).saturating_add(4);
        let counted = len.saturating_add(usize::from(self.counts_itself));
        let too_long = EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len: counted, max: 0xFF });
        out.push(u8::try_from(counted).map_err(|_| too_long)?);
        out.extend(self.plmn.0);
        out.push(self.indication);
        out.extend(self.groups.iter().flat_map(|group| group.to_be_bytes()));
        Ok(())
    }
}

impl CagInformation {
    /// The entries, a network each.
    pub fn entries(&self) -> &[CagEntry] {
        &self.entries
    }

    /// The list of these entries.
    ///
    /// # Errors
    ///
    /// They are too many for any file.
    pub fn new(entries: Vec<CagEntry>) -> Result<Self, EncodeError> {
        let mut out = Vec::new();
        entries.iter().try_for_each(|entry| entry.write(&mut out))?;
        let len = out.len();
        let too_long = EncodeError::new(OBJECT, EncodeErrorKind::TooLong { len, max: 0xFFFF });
        Ok(Self { length: u16::try_from(len).map_err(|_| too_long)?, entries, rest: Bytes::default() })
    }
}

impl Content for CagInformation {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank(OBJECT, bytes)?;
        let mut reader = Reader::new(OBJECT, bytes);
        let length = reader.u16()?;
        let mut entries = Vec::new();
        let end = usize::from(length).saturating_add(2);
        while reader.position() < end {
            let before = reader;
            match CagEntry::read(&mut reader) {
                Some(entry) if reader.position() <= end => entries.push(entry),
                _ => {
                    reader = before;
                    break;
                }
            }
        }
        Ok(Self { length, entries, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = self.length.to_be_bytes().to_vec();
        self.entries.iter().try_for_each(|entry| entry.write(&mut out))?;
        out.extend(&self.rest.0);
        filled(OBJECT, out, len)
    }
}

serialize_fields!(CagEntry, this {
    "plmn" => this.plmn,
    "cag_only" => this.is_cag_only(),
    "indication" if this.indication > 1 => this.indication,
    "cag_ids" => this.groups,
});

serialize_fields!(CagInformation, this {
    "entries" => this.entries,
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;

    fn plmn() -> PlmnField {
        PlmnField([0x00, 0xF1, 0x10])
    }

    #[test]
    fn what_was_written_is_read() {
        let entries = [
            CagEntry::new(plmn(), true, alloc::vec![1, 0xFFFF_FFFF]),
            CagEntry::new(plmn(), false, Vec::new()),
        ];
        let list = CagInformation::new(entries.to_vec()).unwrap();
        let bytes = list.encode(30).unwrap();
        assert_eq!(bytes[..7], [0x00, 0x12, 0x0C, 0x00, 0xF1, 0x10, 0x01]);
        let read = CagInformation::decode(&bytes).unwrap();
        assert_eq!(read, list);
        assert_eq!(read.entries(), entries);
        assert!(read.entries()[0].is_cag_only() && !read.entries()[1].is_cag_only());
    }

    #[test]
    fn the_list_ends_where_its_length_says() {
        // a second entry behind the end; an entry that goes beyond it; one of no such length
        for (bytes, entries) in [
            (&[0x00, 0x05, 0x04, 0x00, 0xF1, 0x10, 0x00, 0x04, 0x00, 0xF1, 0x20, 0x00][..], 1),
            (&[0x00, 0x04, 0x04, 0x00, 0xF1, 0x10, 0x00], 0),
            (&[0x00, 0x07, 0x06, 0x00, 0xF1, 0x10, 0x00, 0x00, 0x00], 0),
            (&[0x00, 0x00, 0xAA], 0),
        ] {
            let list = CagInformation::decode(bytes).unwrap();
            assert_eq!(list.entries().len(), entries);
            assert_eq!(list.encode(bytes.len()).unwrap(), bytes);
        }
    }

    #[test]
    fn too_many_groups_fit_no_entry() {
        let entry = CagEntry::new(plmn(), false, alloc::vec![0; 63]);
        let error = CagInformation::new(alloc::vec![entry]).unwrap_err();
        assert_eq!(error.kind, EncodeErrorKind::TooLong { len: 256, max: 255 });
    }
}
