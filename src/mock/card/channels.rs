use super::super::filesystem::{FileSystem, NodeId};
use super::{Fault, Outcome, Reply, Request, VirtualCard};

/// What is selected on a logical channel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Channel {
    pub open: bool,
    /// The current directory.
    pub directory: NodeId,
    /// The current EF.
    pub ef: Option<NodeId>,
    /// The current application.
    pub application: Option<NodeId>,
    /// The record pointer; 0 while it points nowhere.
    pub record: usize,
}

impl Default for Channel {
    fn default() -> Self {
        Self { open: false, directory: FileSystem::MF, ef: None, application: None, record: 0 }
    }
}

impl VirtualCard {
    /// A channel that this card has.
    pub(super) fn channel(&self, number: u8) -> Option<&Channel> {
        self.channels.iter().take(usize::from(self.channel_count)).nth(usize::from(number))
    }

    pub(super) fn channel_mut(&mut self, number: u8) -> Result<&mut Channel, Fault> {
        let count = usize::from(self.channel_count);
        self.channels.iter_mut().take(count).nth(usize::from(number)).ok_or(Fault::Channel)
    }

    /// MANAGE CHANNEL (ETSI TS 102 221 11.1.17): P1 = 00 opens the channel of P2, or one of the card's choice;
    /// P1 = 80 closes it.
    pub(super) fn manage_channel(&mut self, request: &Request<'_>) -> Outcome {
        match (request.p1, request.p2) {
            (0x00, 0x00) => {
                request.expect_exactly(1, true)?;
                let free = (1..self.channel_count)
                    .find(|number| self.channel(*number).is_some_and(|channel| !channel.open))
                    .ok_or(Fault::NoChannel)?;
                self.open(request.channel, free)?;
                self.answer.push(free);
                Ok(Reply::Data)
            }
            (0x00, number @ 1..=19) => {
                if self.channel(number).ok_or(Fault::Channel)?.open {
                    return Err(Fault::Parameters);
                }
                self.open(request.channel, number)?;
                Ok(Reply::Nothing)
            }
            // P2 = 00 means the channel that the command came on (ISO 7816-4 7.1.2).
            (0x80, 0x00) => self.close(request.channel),
            (0x80, number @ 1..=19) => self.close(number),
            _ => Err(Fault::Parameters),
        }
    }

    /// From the basic channel, the new one starts at the MF; from another, where that one stands.
    fn open(&mut self, from: u8, number: u8) -> Result<(), Fault> {
        let start = match self.channel(from) {
            Some(origin) if from != 0 => Channel { ef: None, record: 0, ..*origin },
            _ => Channel::default(),
        };
        *self.channel_mut(number)? = Channel { open: true, ..start };
        self.set_transfer(number, None);
        Ok(())
    }

    /// The basic channel stays open for ever.
    fn close(&mut self, number: u8) -> Outcome {
        if number == 0 {
            return Err(Fault::Parameters);
        }
        let channel = self.channel_mut(number)?;
        if !channel.open {
            return Err(Fault::Channel);
        }
        *channel = Channel::default();
        Ok(Reply::Nothing)
    }
}
