use alloc::vec::Vec;

use super::super::keys::KeyReference;
use super::channels::Channel;
use super::tlv::Transfer;
use super::{Fault, Outcome, Reply, Request, VirtualCard};
use crate::apdu::{Class, Instruction};

/// What SUSPEND UICC saves for the next session.
#[derive(Clone, Debug)]
pub(super) struct Suspension {
    token: [u8; 8],
    channels: [Channel; 20],
    transfers: [Option<Transfer>; 20],
    verified: Vec<KeyReference>,
    /// Whether the card was reset since: then the next command resumes, or the state is lost.
    reset: bool,
}

impl VirtualCard {
    /// SUSPEND UICC (ETSI TS 102 221 11.1.22): P1 = 00 suspends, for at least and at most so long, and gives a token;
    /// P1 = 01 with that token, as the first command after the next reset, has everything as it was.
    ///
    /// There is no clock here: any duration is granted, and none is over.
    pub(super) fn suspend(&mut self, request: &Request<'_>) -> Outcome {
        if request.class != Class::ETSI {
            return Err(Fault::Class);
        }
        match (request.p1, request.p2) {
            (0x00, 0x00) => {
                let &[min_unit, min, max_unit, max] = request.data else { return Err(Fault::Length) };
                let shortest = seconds(min_unit, min).ok_or(Fault::Data)?;
                let longest = seconds(max_unit, max).ok_or(Fault::Data)?;
                if shortest > longest {
                    return Err(Fault::Data);
                }
                let token = core::array::from_fn(|_| self.random_byte());
                let verified = self.keys.iter().filter(|key| key.verified).map(|key| key.reference).collect();
                let (channels, transfers) = (self.channels, self.transfers.clone());
                self.suspension = Some(Suspension { token, channels, transfers, verified, reset: false });
                self.answer.extend([max_unit, max]);
                self.answer.extend(token);
                Ok(Reply::Fetch(None))
            }
            (0x01, 0x00) => {
                request.expect_data(8)?;
                let saved = self.suspension.take_if(|saved| saved.token == *request.data);
                let saved = saved.ok_or(Fault::Conditions)?;
                self.channels = saved.channels;
                self.transfers = saved.transfers;
                for reference in saved.verified {
                    if let Some(key) = self.keys.find_mut(reference) {
                        key.verified = true;
                    }
                }
                Ok(Reply::Nothing)
            }
            _ => Err(Fault::Parameters),
        }
    }

    /// Whether a suspended card lets this command through: before the reset only GET RESPONSE; after it, anything but
    /// RESUME ends the suspension.
    pub(super) fn awake_for(&mut self, instruction: Instruction) -> Result<(), Fault> {
        match &self.suspension {
            Some(saved) if !saved.reset && instruction != Instruction::GET_RESPONSE => Err(Fault::Conditions),
            Some(saved) if saved.reset && instruction != Instruction::SUSPEND_UICC => {
                self.suspension = None;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn reset_suspension(&mut self) {
        if let Some(saved) = &mut self.suspension {
            saved.reset = true;
        }
    }
}

/// A duration: unit, and how many of it.
const fn seconds(unit: u8, count: u8) -> Option<u32> {
    let one: u32 = match unit {
        0x00 => 1,
        0x01 => 60,
        0x02 => 3_600,
        0x03 => 86_400,
        0x04 => 864_000,
        _ => return None,
    };
    one.checked_mul(count as u32)
}
