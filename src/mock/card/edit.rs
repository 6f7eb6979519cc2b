use thiserror::Error;

use super::super::file::{Body, Condition, File, LifeCycle};
use super::super::filesystem::{FileSystem, NodeId};
use super::super::keys::{KeyReference, Pin};
use super::{Channel, VirtualCard};

/// Why a card could not be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EditError {
    /// Nothing has this path.
    #[error("there is no such file on the virtual card")]
    NoSuchFile,
    /// The file is of another structure.
    #[error("the file has no such content")]
    Structure,
    /// There is no record with this number.
    #[error("the file has no such record")]
    NoSuchRecord,
}

/// Changes behind the card interface. Paths are those of [`FileSystem::find`].
///
/// ```
/// use simcard::mock::VirtualCard;
///
/// let mut card = VirtualCard::uicc();
/// card.set_data("ADF.USIM/EF.AD", &[0x00, 0x00, 0x00, 0x03])?;
/// card.remove_file("EF.PL")?;
/// card.deny_reading("DF.TELECOM/EF.ADN")?;
/// # Ok::<(), simcard::mock::EditError>(())
/// ```
impl VirtualCard {
    /// Changes the file system in any way. What was selected and is gone is no longer selected.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem, VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// let note = File::transparent("EF.NOTE", 0x2F42, b"hello");
    /// let id = card.edit_files(|files| files.add(FileSystem::MF, note));
    /// assert_eq!(card.files().find("2F42"), Some(id));
    /// ```
    pub fn edit_files<R>(&mut self, edit: impl FnOnce(&mut FileSystem) -> R) -> R {
        let result = edit(&mut self.files);
        self.files.refresh_rules();
        for channel in &mut self.channels {
            let gone = |id: NodeId| self.files.file(id).is_none();
            if channel.ef.is_some_and(gone) {
                channel.ef = None;
            }
            if channel.application.is_some_and(gone) {
                channel.application = None;
            }
            if gone(channel.directory) {
                *channel = Channel { open: channel.open, ..Channel::default() };
            }
        }
        result
    }

    /// Replaces the content of a transparent or BER-TLV file. It may be shorter or longer than before.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_data("ADF.USIM/EF.SPN", b"\x01Zebra\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")?;
    /// assert_eq!(Card::new(card).spn()?, "Zebra");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file, or one of another structure.
    pub fn set_data(&mut self, path: &str, data: &[u8]) -> Result<(), EditError> {
        match self.file_mut(path)?.body_mut() {
            Body::Transparent(bytes) => {
                bytes.clear();
                bytes.extend_from_slice(data);
                Ok(())
            }
            Body::BerTlv(objects) => {
                objects.replace(data);
                Ok(())
            }
            _ => Err(EditError::Structure),
        }
    }

    /// Replaces one record, the first of which is 1. The rest of it is filled up with `FF`.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::gsm();
    /// card.set_record("DF.TELECOM/EF.MSISDN", 1, &[0xFF; 28])?; // blank
    /// assert!(Card::new(card).msisdn().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file or record, or a file of another structure.
    pub fn set_record(&mut self, path: &str, number: usize, data: &[u8]) -> Result<(), EditError> {
        let (Body::LinearFixed(records) | Body::Cyclic(records)) = self.file_mut(path)?.body_mut() else {
            return Err(EditError::Structure);
        };
        let record = records.get_mut(number).ok_or(EditError::NoSuchRecord)?;
        let padded = data.iter().copied().chain(core::iter::repeat(0xFF));
        for (byte, new) in record.iter_mut().zip(padded) {
            *byte = new;
        }
        Ok(())
    }

    /// Removes a file, and with a directory everything in it.
    ///
    /// ```
    /// use simcard::{Card, card::Absence, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::gsm();
    /// card.remove_file("DF.GSM/EF.SPN")?;
    /// assert_eq!(Card::new(card).identity()?.spn, Err(Absence::NoSuchFile));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file.
    pub fn remove_file(&mut self, path: &str) -> Result<(), EditError> {
        let id = self.files.find(path).ok_or(EditError::NoSuchFile)?;
        self.edit_files(|files| files.remove(id));
        Ok(())
    }

    /// Nothing fulfils the condition for reading this file any more.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::gsm();
    /// card.deny_reading("DF.GSM/EF.IMSI")?;
    /// assert!(Card::new(card).imsi().unwrap_err().is_denied());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file.
    pub fn deny_reading(&mut self, path: &str) -> Result<(), EditError> {
        self.require(path, Condition::Never)
    }

    /// Sets the condition for reading a file.
    ///
    /// ```
    /// use simcard::{Card, mock::Condition, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.require("ADF.USIM/EF.IMSI", Condition::Adm(1))?;
    /// assert!(Card::new(card).imsi().unwrap_err().is_denied());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file.
    pub fn require(&mut self, path: &str, read: Condition) -> Result<(), EditError> {
        let file = self.file_mut(path)?;
        let mut access = file.conditions();
        access.read = read;
        file.set_conditions(access);
        self.files.refresh_rules();
        Ok(())
    }

    /// Activates, deactivates or terminates a file.
    ///
    /// ```
    /// use simcard::{Card, mock::LifeCycle, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_life_cycle("ADF.USIM/EF.IMSI", LifeCycle::Deactivated)?;
    /// assert!(Card::new(card).imsi().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No such file.
    pub fn set_life_cycle(&mut self, path: &str, state: LifeCycle) -> Result<(), EditError> {
        self.file_mut(path)?.set_life_cycle(state);
        Ok(())
    }

    /// Fills every EF with `FF`, except EF.DIR and EF.ARR, without which there is no way into the card.
    ///
    /// ```
    /// use simcard::{Card, card::Absence, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.blank_all();
    /// assert_eq!(Card::new(card).identity()?.iccid, Err(Absence::EmptyFile));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn blank_all(&mut self) {
        self.edit_files(|files| {
            let ids: alloc::vec::Vec<NodeId> = files
                .iter()
                .filter(|(_, file)| !matches!(file.fid(), 0x2F00 | 0x2F06 | 0x6F06))
                .map(|(id, _)| id)
                .collect();
            for id in ids {
                if let Some(file) = files.file_mut(id) {
                    file.content_mut().fill(0xFF);
                }
            }
        });
    }

    /// Adds a PIN or key, or replaces it.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, Pin, VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_pin(KeyReference::PIN1, Pin::digits("4321")?);
    /// assert_eq!(card.process(b"\x00\x20\x00\x01\x084321\xFF\xFF\xFF\xFF"), [0x90, 0x00]);
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    pub fn set_pin(&mut self, reference: KeyReference, pin: Pin) {
        self.keys.insert(reference, pin);
    }

    fn file_mut(&mut self, path: &str) -> Result<&mut File, EditError> {
        let id = self.files.find(path).ok_or(EditError::NoSuchFile)?;
        self.files.file_mut(id).ok_or(EditError::NoSuchFile)
    }
}
