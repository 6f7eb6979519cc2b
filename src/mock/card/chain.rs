use alloc::vec::Vec;

use super::{Fault, VirtualCard};
use crate::apdu::Class;

/// A command that comes in pieces (ISO/IEC 7816-4 5.3.3).
#[derive(Clone, Debug)]
pub(super) struct Chain {
    header: [u8; 4],
    data: Vec<u8>,
}

/// The most that a chain may bring.
const LONGEST: usize = 0xFFFF;

impl VirtualCard {
    /// Takes a link of a chain that is not the last one.
    pub(super) fn link(&mut self, header: [u8; 4], data: &[u8]) -> Result<(), Fault> {
        let header = whole(header);
        let mut chain = match self.chain.take() {
            Some(chain) if chain.header == header => chain,
            Some(_) => return Err(Fault::LastLinkExpected),
            None => Chain { header, data: Vec::new() },
        };
        if chain.data.len().saturating_add(data.len()) > LONGEST {
            return Err(Fault::Length);
        }
        chain.data.extend_from_slice(data);
        self.chain = Some(chain);
        Ok(())
    }

    /// What came before the last link; nothing for a command in one piece.
    pub(super) fn links(&mut self, header: [u8; 4]) -> Result<Vec<u8>, Fault> {
        match self.chain.take() {
            Some(chain) if chain.header == header => Ok(chain.data),
            Some(_) => Err(Fault::LastLinkExpected),
            None => Ok(Vec::new()),
        }
    }
}

/// The header that the last link has.
fn whole([class, instruction, p1, p2]: [u8; 4]) -> [u8; 4] {
    let class = Class::new(class).with_chaining(false).map_or(class, Class::value);
    [class, instruction, p1, p2]
}
