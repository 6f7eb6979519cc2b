//! `+CSIM`, generic SIM access (3GPP TS 27.007 8.17).

use alloc::vec::Vec;

use super::{level_from, response_in};
use crate::modem::at::AtCommand;
use crate::modem::capabilities::{SimRoute, Support};
use crate::modem::client::Modem;
use crate::modem::error::ModemError;
use crate::modem::port::Port;
use crate::transport::Level;

/// STATUS of the current directory, with all that there is to say of it (ETSI TS 102 221 11.1.2).
const STATUS: [u8; 5] = [0x80, 0xF2, 0x00, 0x00, 0x00];

impl<P: Port> Modem<P> {
    /// Selects the MF, to see whether `+CSIM` works and whether it takes TPDUs.
    pub(super) fn connect_csim(&mut self) -> Result<Level, ModemError> {
        let response = self.csim(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00])?;
        if response == [0x90, 0x00] {
            // some say that to everything long, and know nothing else: a card has an answer to STATUS, whatever it is
            self.csim(&STATUS)?;
        }
        Ok(level_from(&response))
    }

    pub(super) fn csim(&mut self, command: &[u8]) -> Result<Vec<u8>, ModemError> {
        let digits = u32::try_from(command.len().saturating_mul(2)).unwrap_or(u32::MAX);
        let lines = self.run(AtCommand::set("+CSIM").number(digits).hex(command))?;
        response_in("+CSIM", &lines)
    }

    /// Locks the card, where that is known to work or not known not to. The specification leaves open how; a single
    /// 1 and 0 is what modems with a lock take.
    pub(super) fn lock_sim(&mut self) -> Result<bool, ModemError> {
        let used = self.capabilities.route == Some(SimRoute::Csim) && self.options.lock;
        if !used || self.capabilities.lock == Support::Refused {
            return Ok(false);
        }
        let locked =
            self.attempt(AtCommand::set("+CSIM").number(1).answer(crate::modem::at::Answer::Many))?;
        self.capabilities.lock = Support::of(locked.is_some());
        Ok(locked.is_some())
    }

    pub(super) fn unlock_sim(&mut self) -> Result<(), ModemError> {
        self.run(AtCommand::set("+CSIM").number(0).answer(crate::modem::at::Answer::Many)).map(drop)
    }
}
