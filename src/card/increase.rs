//! INCREASE: counters such as the accumulated call meter.

use super::{Card, worked};
use crate::apdu::Instruction;
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::error::{Error, Misuse, Result};
use crate::fs::{Path, Structure};
use crate::transport::Transport;

/// The bytes of a call meter, and of what is added to it (3GPP TS 51.011 9.2.8, 3GPP TS 31.102 4.2.9).
const VALUE_LEN: usize = 3;

/// What INCREASE answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Increased {
    /// The value of the record that was written.
    pub total: u64,
    /// What was added.
    pub added: u32,
}

impl<T: Transport> Card<T> {
    /// Adds `by`, at most FF FFFF, to the value in record 1 of a cyclic file; the sum becomes its new record 1.
    ///
    /// Never repeated, whatever goes wrong on the way.
    ///
    /// ```
    /// use simcard::{Card, fs::{Aid, Path}, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let accumulated_call_meter = Path::adf(Aid::USIM, &[0x6F39]);
    /// let counted = card.increase(&accumulated_call_meter, 7)?;
    /// assert_eq!((counted.added, counted.total), (7, 7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The file is not there or not cyclic, or the card wants a PIN first. If the sum does not fit into a record,
    /// the card refuses with [`StatusKind::MaximumReached`](crate::apdu::StatusKind::MaximumReached).
    pub fn increase(&mut self, path: &Path, by: u32) -> Result<Increased> {
        let [0, value @ ..] = by.to_be_bytes() else {
            return Err(Misuse::TooLong { len: 4, room: VALUE_LEN }.into());
        };
        self.exclusive(|card| {
            let info = card.file_info(path)?;
            if info.structure != Structure::Cyclic {
                return Err(Error::WrongStructure { path: *path, structure: info.structure });
            }
            card.go_to(path)?;
            let command = card.etsi_command(Instruction::INCREASE, 0, 0).data(&value).expect(256);
            let status = card.send(command)?.status;
            if !worked(status) {
                return Err(card.explain(path, Error::status(status, Instruction::INCREASE, Some(*path))));
            }
            let (total, added) = card.data().split_last_chunk::<VALUE_LEN>().ok_or(DecodeError::new(
                "INCREASE",
                0,
                DecodeErrorKind::Length,
            ))?;
            let zeros = total.iter().take_while(|byte| **byte == 0).count();
            let digits = total.get(zeros..).unwrap_or_default();
            if total.is_empty() || digits.len() > size_of::<u64>() {
                return Err(DecodeError::new("INCREASE", 0, DecodeErrorKind::Length).into());
            }
            let [a, b, c] = *added;
            Ok(Increased {
                total: digits.iter().fold(0, |total, byte| total << 8 | u64::from(*byte)),
                added: u32::from_be_bytes([0, a, b, c]),
            })
        })
    }
}
