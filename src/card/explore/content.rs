//! What is in a file, and which files it names.

use alloc::vec::Vec;

use super::super::dump::{DF_PHONEBOOK, EF_PBR, FileContent, Unread};
use super::super::read::{MAX_FILE, MAX_RECORDS, Record, is_past_end};
use super::{Explorer, ends};
use crate::card::Exclusive;
use crate::codec::ber::Tlvs;
use crate::error::Result;
use crate::files::{Sensitivity, registry};
use crate::fs::{FileId, FileInfo, Path, Structure};
use crate::transport::TransportError;

/// Bytes of content after which nothing more is read. A card has less than a megabyte.
const MAX_CONTENT: usize = 4 << 20;
/// Answers with less than was asked for, after which no more of that file is read: some cards would go on byte by byte.
const MAX_SHORT_ANSWERS: u32 = 64;

impl Explorer<'_> {
    /// What can be read of the current file.
    pub(super) fn content<E: TransportError>(
        &mut self,
        card: &mut Exclusive<'_, E>,
        path: &Path,
        info: &FileInfo,
    ) -> Result<(FileContent, Option<Unread>)> {
        let descriptor = registry::by_path(path).map(|entry| entry.descriptor);
        let secret = descriptor.is_some_and(|descriptor| descriptor.sensitivity == Sensitivity::Secret);
        if secret && !self.options.secrets {
            return Ok((FileContent::None, Some(Unread::Secret)));
        }
        if self.read >= MAX_CONTENT {
            return Ok((FileContent::None, Some(Unread::Limit)));
        }
        let structure = match info.structure {
            Structure::Unknown(_) => descriptor.map_or(Structure::Transparent, |it| it.structure),
            known => known,
        };
        let (mut whole, mut nothing) = (true, false);
        let (content, error) = match structure {
            Structure::Directory => return Ok((FileContent::None, None)),
            Structure::BerTlv => return Ok((FileContent::None, Some(Unread::BerTlv))),
            Structure::LinearFixed | Structure::Cyclic => {
                let mut records = Vec::new();
                let error = read_records(card, info, &mut records).err();
                self.read = records.iter().fold(self.read, |sum, record| sum.saturating_add(record.len()));
                let none = records.is_empty() && error.is_some();
                (if none { FileContent::None } else { FileContent::Records(records) }, error)
            }
            Structure::Transparent | Structure::Unknown(_) => {
                let mut data = Vec::new();
                let error = match read_data(card, info, &mut data) {
                    Ok(to_its_end) => {
                        whole = to_its_end;
                        None
                    }
                    Err(error) => Some(error),
                };
                self.read = self.read.saturating_add(data.len());
                // who says "read", and gives no byte of a file that has some, has not read it
                nothing = data.is_empty() && info.size != Some(0);
                let none = nothing || (data.is_empty() && error.is_some());
                (if none { FileContent::None } else { FileContent::Data(data) }, error)
            }
        };
        match error {
            Some(error) if ends(&error) => Err(error),
            Some(_) => {
                let status = card.state.last_status.filter(|status| status.is_error());
                Ok((content, Some(status.map_or(Unread::Protocol, Unread::Status))))
            }
            None if nothing => Ok((content, Some(Unread::Protocol))),
            None => Ok((content, Some(Unread::Limit).filter(|_| !whole))),
        }
    }

    /// Adds the files that the content of another one names, in the same directory.
    pub(super) fn follow(&mut self, path: &Path, content: &FileContent) {
        let (FileContent::Records(records), Some(directory)) = (content, path.parent()) else { return };
        let named: fn(&[u8]) -> Vec<FileId> = match (directory.id(), path.id()) {
            (Some(DF_PHONEBOOK), Some(EF_PBR)) => phone_book_files,
            (Some(DF_GRAPHICS), Some(EF_IMG)) => image_files,
            _ => return,
        };
        for record in records {
            for id in named(record) {
                self.add_named(&directory, id);
            }
        }
    }
}

/// DF.GRAPHICS (3GPP TS 31.102 4.6.1), and the file in it that names the others.
const DF_GRAPHICS: FileId = FileId(0x5F50);
const EF_IMG: FileId = FileId(0x4F20);

/// The files of a phone book: templates of objects that begin with a file identifier.
fn phone_book_files(record: &[u8]) -> Vec<FileId> {
    let templates = Tlvs::new(record).map_while(Result::ok).filter(|template| template.tag.is_constructed());
    let objects = templates.flat_map(|template| template.children().map_while(Result::ok));
    objects
        .filter_map(|object| object.value.first_chunk().map(|id| FileId(u16::from_be_bytes(*id))))
        .collect()
}

/// The files of an image: as many descriptors of 9 bytes as the first byte says, with the identifier behind width,
/// height and coding.
fn image_files(record: &[u8]) -> Vec<FileId> {
    let (count, descriptors) = record.split_first().map_or((0, &[][..]), |(count, rest)| (*count, rest));
    let count = if count == 0xFF { 0 } else { usize::from(count) };
    let descriptors = descriptors.chunks_exact(9).take(count);
    descriptors
        .filter_map(|descriptor| match descriptor {
            [_, _, _, high, low, ..] => Some(FileId(u16::from_be_bytes([*high, *low]))),
            _ => None,
        })
        .collect()
}

/// Reads the current transparent file to its end. Says whether that is where it stopped.
fn read_data<E: TransportError>(
    card: &mut Exclusive<'_, E>,
    info: &FileInfo,
    out: &mut Vec<u8>,
) -> Result<bool> {
    let end = info.size.unwrap_or(MAX_FILE).min(MAX_FILE);
    let mut short_answers = 0_u32;
    loop {
        let at = u32::try_from(out.len()).unwrap_or(MAX_FILE);
        let rest = u16::try_from(end.saturating_sub(at)).unwrap_or(u16::MAX);
        if rest == 0 {
            return Ok(true);
        }
        let wanted = rest.min(card.most_at_once());
        match card.read_once(None, at, wanted, out) {
            Ok(true) => {}
            Ok(false) => {
                let progress = u32::try_from(out.len()).unwrap_or(MAX_FILE) > at;
                // less than asked for is the end of a file whose size is not known
                if !progress || info.size.is_none() {
                    return Ok(true);
                }
                short_answers = short_answers.saturating_add(1);
                if short_answers > MAX_SHORT_ANSWERS {
                    return Ok(false);
                }
            }
            // shorter than it says
            Err(error) if at > 0 && is_past_end(&error) => return Ok(true),
            Err(error) => return Err(error),
        }
    }
}

/// Reads all records of the current file.
fn read_records<E: TransportError>(
    card: &mut Exclusive<'_, E>,
    info: &FileInfo,
    out: &mut Vec<Vec<u8>>,
) -> Result<()> {
    let count = info.records.map_or(MAX_RECORDS, |count| u8::try_from(count).unwrap_or(MAX_RECORDS));
    for number in 1..=count.min(MAX_RECORDS) {
        let mut record = Vec::new();
        match card.record_into(None, Record::Number(number), &mut record) {
            Ok(()) => out.push(record),
            // fewer than announced
            Err(_) if number > 1 && card.has_no_such_record() => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
