//! Who may do what with a file: its rules, wherever the card keeps them.

use super::{Card, Exclusive};
use crate::apdu::Instruction;
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::error::{Error, Result};
use crate::fs::access::{AccessMode, AccessRules, AccessSummary, ArrReference, Requirement};
use crate::fs::{Fcp, FileId, FileInfo, GsmHeader, Path, Security};
use crate::transport::{Transport, TransportError};

/// The rules of a file, or where they are.
enum Rules {
    Here(AccessSummary),
    /// In this record of the EF.ARR with this identifier.
    Referenced(FileId, u8),
}

impl<T: Transport> Card<T> {
    /// What each access to a file needs: `read: PIN1, update: ADM1`.
    ///
    /// From its FCP or the EF.ARR that this refers to (ETSI TS 102 221 9.2); on a GSM 11.11 card from its header.
    /// Where the rules depend on whether PIN1 is enabled, those that hold now are told.
    ///
    /// ```
    /// use simcard::{Card, fs::Path, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::gsm());
    /// let access = card.access_rules(&Path::mf(&[0x7F20, 0x6F07]))?;
    /// assert!(access.to_string().starts_with("read: "));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there, or the card does not tell its rules, or in a malformed way.
    pub fn access_rules(&mut self, path: &Path) -> Result<AccessSummary> {
        self.reading(|card| card.rules_of(path))
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// The same error, with what the file's rules ask for if access was denied. A lookup that fails changes nothing.
    pub(super) fn explain(&mut self, path: &Path, error: Error) -> Error {
        match error {
            Error::Security { status, instruction, path: of, needs: None } => {
                let needs = self.rules_of(path).ok().map(|rules| required(&rules, instruction));
                Error::Security { status, instruction, path: of, needs }
            }
            error => error,
        }
    }

    fn rules_of(&mut self, path: &Path) -> Result<AccessSummary> {
        let info = self.select_for_info(path, None)?;
        let (arr, record) = match self.rules_in_response(&info)? {
            Rules::Here(summary) => return Ok(summary),
            Rules::Referenced(arr, record) => (arr, record),
        };
        // in the file's directory, or the nearest one above that has it; an application is in the MF
        // (ETSI TS 102 221 9.2.7)
        let mut directory = Some(path.parent().unwrap_or(Path::MF));
        while let Some(above) = directory {
            let rules = above.child(arr).map(|file| self.record_of(&file, record));
            match rules {
                Some(Err(error)) if error.is_not_found() => directory = above.parent(),
                Some(rules) => return Ok(AccessRules::new(&rules?).summary(info.structure)?),
                None => break,
            }
        }
        Err(missing("EF.ARR"))
    }

    /// The rules in the response to SELECT. Asks for the state of PIN1 where they depend on it.
    fn rules_in_response(&mut self, info: &FileInfo) -> Result<Rules> {
        if self.is_gsm() {
            return match GsmHeader::parse(self.data())? {
                GsmHeader::File(file) => Ok(Rules::Here(file.access.summary())),
                GsmHeader::Directory(_) => Err(missing("access conditions")),
            };
        }
        let fcp = Fcp::parse(self.data())?;
        let reference = match fcp.security()?.ok_or(missing("access rules"))? {
            Security::Expanded(rules) => return Ok(Rules::Here(rules.summary(info.structure)?)),
            Security::Compact(rules) => return Ok(Rules::Here(rules.summary(info.structure)?)),
            Security::Referenced(reference) => reference,
        };
        let Some(arr) = reference.file_id() else { return Err(missing("identifier of EF.ARR")) };
        let (disabled, enabled) = (reference.record(0), reference.record(1));
        let record = match (disabled, enabled) {
            (Some(disabled), Some(enabled)) if disabled != enabled => {
                // environment 00 holds while PIN1 is disabled (ETSI TS 102 221 9.2)
                if self.pin_enabled(0x01)? == Some(false) { disabled } else { enabled }
            }
            (disabled, enabled) => {
                let any = || first_record(&reference);
                enabled.or(disabled).or_else(any).ok_or(missing("record of EF.ARR"))?
            }
        };
        Ok(Rules::Referenced(arr, record))
    }
}

fn first_record(reference: &ArrReference<'_>) -> Option<u8> {
    reference.records().next().map(|(_, record)| record)
}

fn missing(what: &'static str) -> Error {
    DecodeError::new("FCP", 0, DecodeErrorKind::Missing(what)).into()
}

/// What `rules` ask for before this command.
fn required(rules: &AccessSummary, instruction: Instruction) -> Requirement {
    let mode = match instruction {
        Instruction::READ_BINARY
        | Instruction::READ_BINARY_ODD
        | Instruction::READ_RECORD
        | Instruction::SEARCH_RECORD
        | Instruction::RETRIEVE_DATA => AccessMode::READ,
        Instruction::UPDATE_BINARY
        | Instruction::UPDATE_BINARY_ODD
        | Instruction::UPDATE_RECORD
        | Instruction::SET_DATA => AccessMode::UPDATE,
        Instruction::DEACTIVATE_FILE => AccessMode::DEACTIVATE,
        Instruction::ACTIVATE_FILE => AccessMode::ACTIVATE,
        Instruction::TERMINATE_DF | Instruction::TERMINATE_EF => AccessMode::TERMINATE,
        Instruction::DELETE_FILE => AccessMode::DELETE,
        instruction => return rules.command(instruction).clone(),
    };
    rules.requirement(mode).clone()
}
