//! RETRIEVE DATA and SET DATA: files of data objects (ETSI TS 102 221 11.3).

use alloc::vec::Vec;

use super::update::size;
use super::{Card, Exclusive, worked};
use crate::apdu::{Instruction, StatusKind, StatusWord};
use crate::codec::ber::{self, Tag, Tlv};
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::error::{Error, Misuse, Result};
use crate::exchange::{ExchangeError, MAX_RESPONSE};
use crate::fs::{Fcp, Path, Structure};
use crate::transport::{Transport, TransportError};

/// P2 of the first block; the others have 00.
const FIRST_BLOCK: u8 = 0x80;
/// The tag that asks for all tags of the file (ETSI TS 102 221 11.3.1).
const TAG_LIST: Tag = Tag(0x5C);

impl<T: Transport> Card<T> {
    /// The value of the data object with this tag in a BER-TLV file, however many commands that takes.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::{File, VirtualCard};
    /// use simcard::{Card, fs::Path};
    ///
    /// let file = File::ber_tlv("EF.OBJECTS", 0x6F42, &[0x80, 0x02, 0xCA, 0xFE], 64);
    /// let mut card = Card::new(VirtualCard::builder().file("MF", file).build());
    /// let path = Path::mf(&[0x6F42]);
    /// assert_eq!(card.retrieve_data(&path, Tag(0x80))?, [0xCA, 0xFE]);
    /// assert!(card.retrieve_data(&path, Tag(0x81)).unwrap_err().is_not_found());
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file or the object is not there ([`Error::NotFound`]) or not readable, or the file is no BER-TLV one.
    pub fn retrieve_data(&mut self, path: &Path, tag: Tag) -> Result<Vec<u8>> {
        self.reading(|card| {
            card.data_file(path)?;
            card.retrieve(path, tag)
        })
    }

    /// The tags of the data objects in a BER-TLV file.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::{File, VirtualCard};
    /// use simcard::{Card, fs::Path};
    ///
    /// let file = File::ber_tlv("EF.OBJECTS", 0x6F42, &[0x80, 0x00, 0x5F, 0x20, 0x01, 0x07], 64);
    /// let mut card = Card::new(VirtualCard::builder().file("MF", file).build());
    /// assert_eq!(card.data_tags(&Path::mf(&[0x6F42]))?, [Tag(0x80), Tag(0x5F20)]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there or not readable, or it is no BER-TLV one.
    pub fn data_tags(&mut self, path: &Path) -> Result<Vec<Tag>> {
        self.reading(|card| {
            card.data_file(path)?;
            match card.retrieve(path, TAG_LIST) {
                Ok(list) => Ok(tags(&list)?),
                // some cards have no list of nothing
                Err(Error::NotFound { .. }) => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        })
    }

    /// Puts a data object into a BER-TLV file, in place of one with the same tag.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::{Access, Condition, File, VirtualCard};
    /// use simcard::{Card, fs::Path};
    ///
    /// let free = Access::new(Condition::Always, Condition::Always);
    /// let file = File::ber_tlv("EF.OBJECTS", 0x6F42, &[], 1000).access(free);
    /// let mut card = Card::new(VirtualCard::builder().file("MF", file).build());
    /// let path = Path::mf(&[0x6F42]);
    /// // takes more than one command
    /// card.set_data(&path, Tag(0x80), &[7; 600])?;
    /// assert_eq!(card.retrieve_data(&path, Tag(0x80))?, [7; 600]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Misuse::Tag`] or [`Misuse::TooLong`] if it can't be or does not fit, [`Error::WrongStructure`] if the file
    /// is no BER-TLV one: nothing was sent then. [`Error::Security`] if the card wants a PIN or key first,
    /// [`Error::TornWrite`] if only a part was sent.
    pub fn set_data(&mut self, path: &Path, tag: Tag, value: &[u8]) -> Result<()> {
        check_tag(tag)?;
        let mut object = Vec::new();
        ber::push_tlv(&mut object, tag, value)?;
        self.exclusive(|card| {
            let room = card.data_file(path)?;
            if object.len() > room {
                return Err(Misuse::TooLong { len: object.len(), room }.into());
            }
            card.set(path, &object)
        })
    }

    /// Deletes the data object with this tag from a BER-TLV file.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::mock::{Access, Condition, File, VirtualCard};
    /// use simcard::{Card, fs::Path};
    ///
    /// let free = Access::new(Condition::Always, Condition::Always);
    /// let file = File::ber_tlv("EF.OBJECTS", 0x6F42, &[0x80, 0x00, 0x81, 0x00], 64).access(free);
    /// let mut card = Card::new(VirtualCard::builder().file("MF", file).build());
    /// let path = Path::mf(&[0x6F42]);
    /// card.delete_data(&path, Tag(0x80))?;
    /// assert_eq!(card.data_tags(&path)?, [Tag(0x81)]);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file or the object is not there, or the card wants a PIN or key first.
    pub fn delete_data(&mut self, path: &Path, tag: Tag) -> Result<()> {
        check_tag(tag)?;
        self.exclusive(|card| {
            card.data_file(path)?;
            card.set(path, &tag_bytes(tag))
        })
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// Selects a BER-TLV file and tells the longest object that it can hold.
    fn data_file(&mut self, path: &Path) -> Result<usize> {
        let info = self.select_for_info(path, None)?;
        // the header of a GSM 11.11 card knows no such structure
        if info.structure != Structure::BerTlv {
            return Err(Error::WrongStructure { path: *path, structure: info.structure });
        }
        let fcp = Fcp::parse(self.data())?;
        // the file may grow to its maximum; the size is what is set aside for it now
        let maximum = fcp.proprietary().and_then(|more| more.maximum_file_size().ok().flatten());
        let room = maximum.map_or_else(|| size(&info), Ok)?;
        Ok(usize::try_from(room).unwrap_or(usize::MAX))
    }

    fn retrieve(&mut self, path: &Path, tag: Tag) -> Result<Vec<u8>> {
        check_tag(tag)?;
        let first = tag_bytes(tag);
        let mut command =
            self.etsi_command(Instruction::RETRIEVE_DATA, 0, FIRST_BLOCK).data(&first).expect(256);
        let mut object = Vec::new();
        loop {
            let status = self.send(command)?.status;
            if !worked(status) {
                let error = Error::status(status, Instruction::RETRIEVE_DATA, Some(*path));
                return Err(self.explain(path, error));
            }
            object.extend_from_slice(self.data());
            if object.len() > MAX_RESPONSE {
                return Err(endless(path, ExchangeError::TooLong, Instruction::RETRIEVE_DATA));
            }
            match status.kind() {
                StatusKind::MoreBlocks { .. } if self.data().is_empty() => {
                    return Err(endless(path, ExchangeError::NoProgress, Instruction::RETRIEVE_DATA));
                }
                StatusKind::MoreBlocks { .. } => {
                    command = self.etsi_command(Instruction::RETRIEVE_DATA, 0, 0).expect(256);
                }
                _ => break,
            }
        }
        let (found, _) = Tlv::parse(&object)?;
        match found.tag == tag {
            true => Ok(found.value.to_vec()),
            false => Err(DecodeError::new("RETRIEVE DATA", 0, DecodeErrorKind::Tag).into()),
        }
    }

    /// Sends an object, or a tag alone, in blocks.
    fn set(&mut self, path: &Path, object: &[u8]) -> Result<()> {
        let mut written = 0_usize;
        let mut p2 = FIRST_BLOCK;
        for block in object.chunks(self.most_sent()) {
            let command = self.etsi_command(Instruction::SET_DATA, 0, p2).data(block);
            let end = written.saturating_add(block.len());
            match self.perform(command, path).map(StatusWord::kind) {
                Err(error) => return Err(self.torn(path, written, written, error)),
                // all is sent, and the card waits for more
                Ok(StatusKind::BlockExpected { .. }) if end == object.len() => {
                    let error = endless(path, ExchangeError::NoProgress, Instruction::SET_DATA);
                    return Err(self.torn(path, end, end, error));
                }
                Ok(_) => {}
            }
            written = end;
            p2 = 0;
        }
        Ok(())
    }
}

fn endless(path: &Path, source: ExchangeError, instruction: Instruction) -> Error {
    Error::Exchange { source, instruction, path: Some(*path) }
}

fn check_tag(tag: Tag) -> Result<()> {
    match tag.is_valid() {
        true => Ok(()),
        false => Err(Misuse::Tag(tag.0).into()),
    }
}

fn tag_bytes(tag: Tag) -> Vec<u8> {
    let bytes = tag.0.to_be_bytes();
    bytes.into_iter().skip(bytes.len().saturating_sub(tag.len())).collect()
}

/// The tags in a tag list: one after the other (ISO/IEC 7816-4 8.5.1).
fn tags(list: &[u8]) -> Result<Vec<Tag>, DecodeError> {
    let error = |kind| DecodeError::new("tag list (5C)", 0, kind);
    let mut tags = Vec::new();
    let mut rest = list.iter().copied();
    while let Some(first) = rest.next() {
        let mut tag = Tag(u32::from(first));
        let mut more = first & 0x1F == 0x1F;
        while more {
            let byte = rest.next().ok_or(error(DecodeErrorKind::Truncated { missing: 1 }))?;
            if tag.len() >= 4 {
                return Err(error(DecodeErrorKind::Tag));
            }
            tag = Tag(tag.0 << 8 | u32::from(byte));
            more = byte & 0x80 != 0;
        }
        if !tag.is_valid() {
            return Err(error(DecodeErrorKind::Tag));
        }
        tags.push(tag);
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tag_lists() {
        let list = [0x80, 0x5F, 0x20, 0xDF, 0x81, 0x01, 0x9F, 0x7F];
        assert_eq!(tags(&list).unwrap(), [Tag(0x80), Tag(0x5F20), Tag(0xDF_8101), Tag(0x9F7F)]);
        assert_eq!(tags(&[]).unwrap(), []);
        assert!(tags(&[0x80, 0x5F]).is_err());
        assert!(tags(&[0x00]).is_err());
        assert!(tags(&[0xDF, 0x81, 0x81, 0x81, 0x81, 0x01]).is_err());
        assert_eq!(tag_bytes(Tag(0x5F20)), [0x5F, 0x20]);
    }
}
