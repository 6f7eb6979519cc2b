//! Files as such: activate, deactivate, create, delete, resize, terminate (ETSI TS 102 221 11.1.14, ETSI TS 102 222).

use alloc::vec::Vec;

use super::select::{Selections, is_directory};
use super::{Card, Exclusive, worked};
use crate::apdu::{Command, Instruction};
use crate::codec::EncodeError;
use crate::codec::ber::{Tag, Writer};
use crate::error::{Error, Misuse, Result};
use crate::fs::{FileId, Path};
use crate::transport::{Transport, TransportError};

/// Says that something may be destroyed for good.
///
/// ```
/// use simcard::card::Confirm;
///
/// let yes = Confirm::irreversible();
/// # let _ = yes;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirm(());

impl Confirm {
    /// Whoever calls this knows that nothing brings back what is deleted or terminated.
    ///
    /// ```
    /// use simcard::card::{Confirm, LastTry, PinId};
    /// use simcard::{Card, fs::Path, mock::{File, VirtualCard}};
    ///
    /// let note = File::transparent("EF.NOTE", 0x6F42, b"hello");
    /// let mut card = Card::new(VirtualCard::builder().file("MF", note).build());
    /// card.verify_pin(PinId::Adm(1), &"88888888".parse()?, LastTry::Refuse)?;
    /// card.delete_file(&Path::mf(&[0x6F42]), Confirm::irreversible())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn irreversible() -> Self {
        Self(())
    }
}

/// A file to create: its FCP template, without the tag around it (ETSI TS 102 222 6.3.2.2.2).
///
/// ```
/// use simcard::card::NewFile;
/// use simcard::fs::FileId;
///
/// // a file of 9 bytes, with rule 3 of EF.ARR 6F06 and the short identifier 7
/// let file = NewFile::transparent(FileId(0x6F07), 9).rule(FileId(0x6F06), 3).sfi(7);
/// let expected = [
///     0x62, 0x17, 0x82, 0x02, 0x41, 0x21, 0x83, 0x02, 0x6F, 0x07, 0x8A, 0x01, 0x05, 0x8B, 0x03, 0x6F, 0x06, 0x03,
///     0x80, 0x02, 0x00, 0x09, 0x88, 0x01, 0x38,
/// ];
/// assert_eq!(file.encode()?, expected);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    descriptor: Vec<u8>,
    id: FileId,
    life_cycle: u8,
    security: Vec<(Tag, Vec<u8>)>,
    size: (Tag, u16),
    more: Vec<(Tag, Vec<u8>)>,
}

impl NewFile {
    /// The data coding byte (ETSI TS 102 221 11.1.1.4.3).
    const DATA_CODING: u8 = 0x21;

    const fn new(descriptor: Vec<u8>, id: FileId, size: (Tag, u16)) -> Self {
        // activated (ETSI TS 102 221 11.1.1.4.9)
        Self { descriptor, id, life_cycle: 0x05, security: Vec::new(), size, more: Vec::new() }
    }

    fn of_records(kind: u8, id: FileId, record_len: u8, records: u8) -> Self {
        let descriptor = Vec::from([kind, Self::DATA_CODING, 0, record_len]);
        let size = u16::from(record_len).wrapping_mul(u16::from(records));
        Self::new(descriptor, id, (Tag(0x80), size))
    }

    /// A transparent file of `size` bytes.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::transparent(FileId(0x6F07), 9).encode()?;
    /// assert_eq!(fcp[2..6], [0x82, 0x02, 0x41, 0x21]); // file descriptor
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn transparent(id: FileId, size: u16) -> Self {
        Self::new(Vec::from([0x41, Self::DATA_CODING]), id, (Tag(0x80), size))
    }

    /// A linear fixed file with this many records of `record_len` bytes.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::linear_fixed(FileId(0x6F3A), 28, 10).encode()?;
    /// assert_eq!(fcp[2..8], [0x82, 0x04, 0x42, 0x21, 0x00, 28]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn linear_fixed(id: FileId, record_len: u8, records: u8) -> Self {
        Self::of_records(0x42, id, record_len, records)
    }

    /// A cyclic file with this many records of `record_len` bytes.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::cyclic(FileId(0x6F39), 3, 5).encode()?;
    /// assert_eq!(fcp[2..8], [0x82, 0x04, 0x46, 0x21, 0x00, 3]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn cyclic(id: FileId, record_len: u8, records: u8) -> Self {
        Self::of_records(0x46, id, record_len, records)
    }

    /// A BER-TLV file that has `size` bytes to begin with.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::ber_tlv(FileId(0x6F42), 1000).encode()?;
    /// assert_eq!(fcp[2..6], [0x82, 0x02, 0x79, 0x21]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn ber_tlv(id: FileId, size: u16) -> Self {
        Self::new(Vec::from([0x79, Self::DATA_CODING]), id, (Tag(0x80), size))
    }

    /// A directory that has `size` bytes for the files in it. The card wants more of it, such as its PINs
    /// ([`object`](Self::object) `C6`).
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// // with PIN1 for the files in it
    /// let pins = [0x90, 0x01, 0x80, 0x83, 0x01, 0x01];
    /// let fcp = NewFile::directory(FileId(0x7F77), 2000).object(Tag(0xC6), &pins).encode()?;
    /// assert_eq!(fcp[2..6], [0x82, 0x02, 0x78, 0x21]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn directory(id: FileId, size: u16) -> Self {
        Self::new(Vec::from([0x78, Self::DATA_CODING]), id, (Tag(0x81), size))
    }

    /// The same, with the rule in this record of the EF.ARR with this identifier.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::transparent(FileId(0x6F42), 1).rule(FileId(0x6F06), 3).encode()?;
    /// assert!(fcp.windows(5).any(|object| object == [0x8B, 0x03, 0x6F, 0x06, 0x03]));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn rule(mut self, arr: FileId, record: u8) -> Self {
        let [high, low] = arr.to_bytes();
        self.security.push((Tag(0x8B), Vec::from([high, low, record])));
        self
    }

    /// The same, with rules of its own in the expanded form, as in a record of EF.ARR.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// // reading: always
    /// let fcp = NewFile::transparent(FileId(0x6F42), 1).rules(&[0x80, 0x01, 0x01, 0x90, 0x00]).encode()?;
    /// assert!(fcp.windows(3).any(|object| object == [0xAB, 0x05, 0x80]));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn rules(mut self, rules: &[u8]) -> Self {
        self.security.push((Tag(0xAB), rules.to_vec()));
        self
    }

    /// The same, with this short identifier, 1 to 30; 0 for none.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::transparent(FileId(0x6F07), 9).sfi(7).encode()?;
    /// assert!(fcp.ends_with(&[0x88, 0x01, 7 << 3]));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn sfi(self, sfi: u8) -> Self {
        match sfi {
            1..=30 => self.object(Tag(0x88), &[sfi << 3]),
            _ => self.object(Tag(0x88), &[]),
        }
    }

    /// The same, not yet in use: in the initialisation state, until it is activated.
    ///
    /// ```
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::transparent(FileId(0x6F07), 9).initialisation().encode()?;
    /// assert!(fcp.windows(3).any(|object| object == [0x8A, 0x01, 0x03])); // life cycle status
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn initialisation(self) -> Self {
        Self { life_cycle: 0x03, ..self }
    }

    /// The same, with one more data object at the end.
    ///
    /// ```
    /// use simcard::codec::ber::Tag;
    /// use simcard::{card::NewFile, fs::FileId};
    ///
    /// let fcp = NewFile::transparent(FileId(0x6F07), 9).object(Tag(0xA5), &[0xC0, 0x01, 0x40]).encode()?;
    /// assert!(fcp.ends_with(&[0xA5, 0x03, 0xC0, 0x01, 0x40]));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn object(mut self, tag: Tag, value: &[u8]) -> Self {
        self.more.push((tag, value.to_vec()));
        self
    }

    /// The FCP template, tag `62` and all.
    ///
    /// ```
    /// use simcard::fs::{Fcp, FileId, FileInfo};
    /// use simcard::card::NewFile;
    ///
    /// let template = NewFile::linear_fixed(FileId(0x6F3A), 28, 10).encode()?;
    /// let info = FileInfo::from(&Fcp::parse(&template)?);
    /// assert_eq!((info.record_len, info.records), (Some(28), Some(10)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An additional data object has a tag that is none.
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        let mut writer = Writer::new();
        writer.nested(Tag(0x62), |fcp| {
            fcp.tlv(Tag(0x82), &self.descriptor);
            fcp.tlv(Tag(0x83), &self.id.to_bytes());
            fcp.tlv(Tag(0x8A), &[self.life_cycle]);
            self.security.iter().for_each(|(tag, value)| {
                fcp.tlv(*tag, value);
            });
            let (tag, size) = self.size;
            fcp.tlv(tag, &size.to_be_bytes());
            self.more.iter().for_each(|(tag, value)| {
                fcp.tlv(*tag, value);
            });
        });
        writer.finish()
    }
}

impl<T: Transport> Card<T> {
    /// Makes a deactivated file usable again: ACTIVATE FILE, or REHABILITATE of a GSM 11.11 card.
    ///
    /// ```
    /// use simcard::mock::{Access, Condition, File, VirtualCard};
    /// use simcard::{Card, fs::Path};
    ///
    /// let free = Access::new(Condition::Always, Condition::Always);
    /// let free = free.deactivate(Condition::Always).activate(Condition::Always);
    /// let note = File::transparent("EF.NOTE", 0x6F42, b"hello").access(free);
    /// let mut card = Card::new(VirtualCard::builder().file("MF", note).build());
    /// let path = Path::mf(&[0x6F42]);
    /// card.deactivate_file(&path)?;
    /// assert!(card.read_file(&path).is_err());
    /// card.activate_file(&path)?;
    /// assert_eq!(card.read_file(&path)?, b"hello");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, or the card wants a PIN or key first.
    pub fn activate_file(&mut self, path: &Path) -> Result<()> {
        self.switch_file(path, Instruction::ACTIVATE_FILE)
    }

    /// Takes a file out of use: DEACTIVATE FILE, or INVALIDATE of a GSM 11.11 card. ACTIVATE FILE brings it back.
    ///
    /// ```
    /// use simcard::{Card, fs::{Aid, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// // most files want a key of the operator for that
    /// let error = card.deactivate_file(&Path::adf(Aid::USIM, &[0x6F46])).unwrap_err();
    /// assert!(error.is_denied());
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, or the card wants a PIN or key first.
    pub fn deactivate_file(&mut self, path: &Path) -> Result<()> {
        self.switch_file(path, Instruction::DEACTIVATE_FILE)
    }

    /// Creates a file in a directory (ETSI TS 102 222 6.3).
    ///
    /// ```
    /// use simcard::card::{LastTry, NewFile, PinId};
    /// use simcard::fs::{FileId, Path};
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.verify_pin(PinId::Adm(1), &"88888888".parse()?, LastTry::Refuse)?;
    /// let file = NewFile::transparent(FileId(0x6F91), 10).rule(FileId(0x2F06), 1);
    /// card.create_file(&Path::MF, &file)?;
    /// assert_eq!(card.select(&Path::mf(&[0x6F91]))?.info.size, Some(10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The directory is not there, something of that name exists, there is no room, or the card wants a key first.
    pub fn create_file(&mut self, directory: &Path, file: &NewFile) -> Result<()> {
        let fcp = file.encode()?;
        self.exclusive(|card| {
            card.uicc_only("CREATE FILE")?;
            card.go_to(directory)?;
            let command = card.command(Instruction::CREATE_FILE, 0, 0).data(&fcp);
            card.manage(directory, command)
        })
    }

    /// Deletes a file, or a directory with all that is in it, for good (ETSI TS 102 222 6.4).
    ///
    /// ```
    /// use simcard::card::Confirm;
    /// use simcard::{Card, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// // without the key of whoever made the card
    /// let error = card.delete_file(&Path::mf(&[0x2FE2]), Confirm::irreversible()).unwrap_err();
    /// assert!(error.is_denied());
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, or the card wants a key first. [`Misuse::Root`] for the MF and an ADF.
    pub fn delete_file(&mut self, path: &Path, _: Confirm) -> Result<()> {
        self.exclusive(|card| card.manage_child(path, Instruction::DELETE_FILE))
    }

    /// Gives a transparent, linear fixed or BER-TLV file another size, in bytes (ETSI TS 102 222 6.10). What is
    /// beyond a smaller size is lost.
    ///
    /// ```
    /// use simcard::card::{Confirm, LastTry, PinId};
    /// use simcard::{Card, fs::Path, mock::{File, VirtualCard}};
    ///
    /// let note = File::transparent("EF.NOTE", 0x6F42, b"hello");
    /// let mut card = Card::new(VirtualCard::builder().file("MF", note).build());
    /// card.verify_pin(PinId::Adm(1), &"88888888".parse()?, LastTry::Refuse)?;
    /// let path = Path::mf(&[0x6F42]);
    /// card.resize_file(&path, 3, Confirm::irreversible())?;
    /// assert_eq!(card.read_file(&path)?, b"hel");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, there is no room, the card can't, or it wants a key first. [`Misuse::Root`] for the
    /// MF and an ADF.
    pub fn resize_file(&mut self, path: &Path, size: u32, _: Confirm) -> Result<()> {
        let id = path.ids().last().ok_or(Misuse::Root)?.to_bytes();
        let [high, middle_high, middle_low, low] = size.to_be_bytes();
        let bytes = [high, middle_high, middle_low, low];
        // two bytes at least (ETSI TS 102 221 11.1.1.4.1)
        let zeros = bytes.iter().take(2).take_while(|byte| **byte == 0).count();
        let mut writer = Writer::new();
        writer.nested(Tag(0x62), |fcp| {
            fcp.tlv(Tag(0x83), &id).tlv(Tag(0x80), bytes.get(zeros..).unwrap_or_default());
        });
        let data = writer.finish()?;
        self.exclusive(|card| {
            card.uicc_only("RESIZE FILE")?;
            card.go_to(&path.parent().ok_or(Misuse::Root)?)?;
            let command = card.etsi_command(Instruction::RESIZE_FILE, 0, 0).data(&data);
            card.manage(path, command)
        })
    }

    /// Terminates an elementary file for good: it can't be used any more, only deleted (ETSI TS 102 222 6.8).
    ///
    /// ```
    /// use simcard::card::{Confirm, LastTry, PinId};
    /// use simcard::{Card, fs::Path, mock::{File, VirtualCard}};
    ///
    /// let note = File::transparent("EF.NOTE", 0x6F42, b"hello");
    /// let mut card = Card::new(VirtualCard::builder().file("MF", note).build());
    /// card.verify_pin(PinId::Adm(1), &"88888888".parse()?, LastTry::Refuse)?;
    /// let path = Path::mf(&[0x6F42]);
    /// card.terminate_file(&path, Confirm::irreversible())?;
    /// assert!(card.read_file(&path).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, or the card wants a key first. [`Misuse::Root`] for the MF and an ADF.
    pub fn terminate_file(&mut self, path: &Path, _: Confirm) -> Result<()> {
        let instruction = match is_directory(path) {
            true => Instruction::TERMINATE_DF,
            false => Instruction::TERMINATE_EF,
        };
        self.exclusive(|card| card.manage_child(path, instruction))
    }

    /// Terminates the card for good: it will answer to hardly anything any more (ETSI TS 102 222 6.9).
    ///
    /// ```
    /// use simcard::{Card, card::Confirm, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// assert!(card.terminate_card(Confirm::irreversible()).unwrap_err().is_denied());
    /// ```
    ///
    /// # Errors
    ///
    /// The card wants a key first, or can't.
    pub fn terminate_card(&mut self, _: Confirm) -> Result<()> {
        self.exclusive(|card| {
            card.uicc_only("TERMINATE CARD USAGE")?;
            let command = card.command(Instruction::TERMINATE_CARD_USAGE, 0, 0);
            card.manage(&Path::MF, command)
        })
    }

    fn switch_file(&mut self, path: &Path, instruction: Instruction) -> Result<()> {
        self.exclusive(|card| {
            card.go_to(path)?;
            // without data they are about the current file
            card.manage(path, card.command(instruction, 0, 0))
        })
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    pub(super) fn uicc_only(&mut self, what: &'static str) -> Result<()> {
        self.find_dialect()?;
        match self.is_gsm() {
            true => Err(Misuse::NotOnGsm(what).into()),
            false => Ok(()),
        }
    }

    /// Sends a command that names a file in the current directory.
    fn manage_child(&mut self, path: &Path, instruction: Instruction) -> Result<()> {
        let id = path.ids().last().ok_or(Misuse::Root)?.to_bytes();
        self.uicc_only("administrative commands")?;
        self.go_to(&path.parent().ok_or(Misuse::Root)?)?;
        self.manage(path, self.command(instruction, 0, 0).data(&id))
    }

    /// Sends a command that may change what the card has, and what is selected.
    fn manage(&mut self, path: &Path, command: Command<'_>) -> Result<()> {
        let outcome = self.send(command);
        // whatever it did: on no channel is anything certain any more
        self.state.selections = Selections::default();
        self.state.habits.absent.clear();
        let status = outcome?.status;
        if worked(status) {
            return Ok(());
        }
        Err(self.explain(path, Error::status(status, command.instruction, Some(*path))))
    }
}
