use alloc::vec::Vec;

use super::super::file::{Body, File};
use super::super::filesystem::NodeId;
use super::super::objects::Objects;
use super::read::Ef;
use super::{Fault, Le, Outcome, Reply, Request, VirtualCard};
use crate::apdu::StatusWord;
use crate::codec::ber::{Tag, push_tlv};
use crate::transport::Level;

/// A data object on its way, block by block (ETSI TS 102 221 11.3). Each logical channel has one at most.
#[derive(Clone, Debug)]
pub(super) struct Transfer {
    ef: NodeId,
    way: Way,
    /// The whole object on its way out; what has come of it, on its way in.
    object: Vec<u8>,
    /// Where the block before the next one began, and where it ended.
    previous: usize,
    done: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Out,
    /// An object with this tag, of so many bytes in all.
    In(Tag, usize),
}

/// Which block P2 asks for (tables 11.34 and 11.35).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    First,
    Next,
    Again,
}

/// The tag under which a file lists the tags it has.
const TAG_LIST: Tag = Tag(0x5C);

impl VirtualCard {
    /// RETRIEVE DATA (ETSI TS 102 221 11.3.1): a tag, and then block by block the object that has it.
    pub(super) fn retrieve_data(&mut self, request: &Request<'_>) -> Outcome {
        match self.block(request)? {
            (Block::First, ef) => {
                let object = {
                    let (file, objects) = self.objects(ef)?;
                    self.usable(ef.id, file.conditions().read)?;
                    let (tag, rest) = read_tag(request.data).ok_or(Fault::Data)?;
                    if !rest.is_empty() {
                        return Err(Fault::Data);
                    }
                    match (tag, objects.get(tag)) {
                        (TAG_LIST, _) => tag_list(objects),
                        (_, Some(object)) => object.to_vec(),
                        (_, None) => return Err(Fault::DataNotFound),
                    }
                };
                self.used(request.channel, ef)?;
                let transfer = Transfer { ef: ef.id, way: Way::Out, object, previous: 0, done: 0 };
                self.send_block(request, transfer, true)
            }
            (block, ef) => {
                if !request.data.is_empty() {
                    return Err(Fault::Length);
                }
                let mut transfer = self.transfer(request, ef).filter(|transfer| transfer.way == Way::Out);
                if let (Block::Again, Some(transfer)) = (block, &mut transfer) {
                    transfer.done = transfer.previous;
                }
                let transfer = transfer.filter(|transfer| transfer.done < transfer.object.len());
                self.send_block(request, transfer.ok_or(Fault::Conditions)?, false)
            }
        }
    }

    fn send_block(&mut self, request: &Request<'_>, mut transfer: Transfer, first: bool) -> Outcome {
        let left = transfer.object.len().saturating_sub(transfer.done);
        let len = match (request.le, request.level) {
            // Below T=0 a first block waits for GET RESPONSE, and the next ones have their exact length.
            (_, Level::Tpdu) if first => left.min(256),
            // P3 = 00 asks for 256 here, since there are no data
            (Le::Absent | Le::UpTo(256), Level::Tpdu) if left >= 256 => 256,
            (Le::Exactly(n), Level::Tpdu) if n <= left => n,
            (_, Level::Tpdu) => return Err(Fault::Le(left)),
            (Le::Absent, Level::Apdu) => return Err(Fault::Length),
            (Le::UpTo(n) | Le::Exactly(n), Level::Apdu) => left.min(n),
        };
        self.answer.extend(transfer.object.iter().skip(transfer.done).take(len));
        transfer.previous = transfer.done;
        transfer.done = transfer.done.saturating_add(len);
        let more = (transfer.done < transfer.object.len()).then(|| self.unfinished(0x62));
        self.set_transfer(request.channel, Some(transfer));
        Ok(match (first, more) {
            (true, more) => Reply::Fetch(more),
            (false, Some(more)) => Reply::Warning(more),
            (false, None) => Reply::Data,
        })
    }

    /// SET DATA (ETSI TS 102 221 11.3.2): tag, length and value, over as many blocks as it takes; a tag alone removes
    /// its object.
    pub(super) fn set_object(&mut self, request: &Request<'_>) -> Outcome {
        let (block, ef) = self.block(request)?;
        let (file, objects) = self.objects(ef)?;
        self.usable(ef.id, file.conditions().update)?;
        if request.data.is_empty() {
            return Err(Fault::Length);
        }
        let transfer = match block {
            Block::First => {
                let (tag, rest) =
                    read_tag(request.data).filter(|(tag, _)| *tag != TAG_LIST).ok_or(Fault::Data)?;
                if rest.is_empty() {
                    return self.remove_object(request, ef, tag);
                }
                let len = object_len(request.data, rest).ok_or(Fault::Data)?;
                if !objects.has_room(tag, len) {
                    return Err(Fault::NoMemory);
                }
                let object = request.data.to_vec();
                Transfer { ef: ef.id, way: Way::In(tag, len), previous: 0, done: object.len(), object }
            }
            block => {
                let mut transfer = self.transfer(request, ef).ok_or(Fault::Conditions)?;
                if block == Block::Again {
                    transfer.object.truncate(transfer.previous);
                }
                transfer.previous = transfer.object.len();
                transfer.object.extend_from_slice(request.data);
                transfer
            }
        };
        let Way::In(tag, len) = transfer.way else { return Err(Fault::Conditions) };
        // The first block says how long the object is, so it cannot be sent again as a piece of the value.
        if transfer.object.len() > len || read_tag(&transfer.object).map(|(tag, _)| tag) != Some(tag) {
            self.set_transfer(request.channel, None);
            return Err(Fault::Data);
        }
        self.used(request.channel, ef)?;
        if transfer.object.len() < len {
            self.set_transfer(request.channel, Some(transfer));
            return Ok(Reply::Status(self.unfinished(0x63)));
        }
        let written = self.objects_mut(ef).is_some_and(|objects| objects.set(&transfer.object));
        self.set_transfer(request.channel, Some(transfer));
        if written { Ok(Reply::Nothing) } else { Err(Fault::NoMemory) }
    }

    fn remove_object(&mut self, request: &Request<'_>, ef: Ef, tag: Tag) -> Outcome {
        if !self.objects_mut(ef).is_some_and(|objects| objects.remove(tag)) {
            return Err(Fault::DataNotFound);
        }
        self.used(request.channel, ef)?;
        self.set_transfer(request.channel, None);
        Ok(Reply::Nothing)
    }

    /// The block and the EF that P1 and P2 name. Only a first block may name an EF by its SFI.
    fn block(&self, request: &Request<'_>) -> Result<(Block, Ef), Fault> {
        let sfi = request.p2 & 0x1F;
        match (request.p1, request.p2 & 0xE0, sfi) {
            (0, 0x80, 0) => Ok((Block::First, self.current_ef(request)?)),
            (0, 0x80, sfi) => Ok((Block::First, self.ef_by_sfi(request, sfi)?)),
            (0, 0x00, 0) => Ok((Block::Next, self.current_ef(request)?)),
            (0, 0x40, 0) => Ok((Block::Again, self.current_ef(request)?)),
            _ => Err(Fault::Parameters),
        }
    }

    fn objects(&self, ef: Ef) -> Result<(&File, &Objects), Fault> {
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        match file.body() {
            Body::BerTlv(objects) => Ok((file, objects)),
            _ => Err(Fault::Incompatible),
        }
    }

    fn objects_mut(&mut self, ef: Ef) -> Option<&mut Objects> {
        match self.files.file_mut(ef.id)?.body_mut() {
            Body::BerTlv(objects) => Some(objects),
            _ => None,
        }
    }

    /// The transfer that goes on, if there is one in this EF.
    fn transfer(&mut self, request: &Request<'_>, ef: Ef) -> Option<Transfer> {
        let slot = self.transfers.get(usize::from(request.channel))?;
        slot.clone().filter(|transfer| transfer.ef == ef.id)
    }

    /// Keeps a transfer, or ends it.
    pub(super) fn set_transfer(&mut self, channel: u8, transfer: Option<Transfer>) {
        if let Some(slot) = self.transfers.get_mut(usize::from(channel)) {
            *slot = transfer;
        }
    }

    /// `62F1` and `63F1`: a block is done, more are to come; `F2` while a proactive command waits too.
    const fn unfinished(&self, sw1: u8) -> StatusWord {
        StatusWord::new(u16::from_be_bytes([sw1, if self.proactive.answers > 0 { 0xF2 } else { 0xF1 }]))
    }
}

/// Tag `5C` with all tags, one after another.
fn tag_list(objects: &Objects) -> Vec<u8> {
    let mut tags = Vec::new();
    for tag in objects.tags() {
        let bytes = tag.0.to_be_bytes();
        tags.extend(bytes.iter().skip(bytes.len().saturating_sub(tag.len())));
    }
    let mut list = Vec::new();
    // The tag is a valid one, and a card has no file of 4 GiB.
    let _ = push_tlv(&mut list, TAG_LIST, &tags);
    list
}

/// A tag of up to three bytes, and what follows it.
fn read_tag(bytes: &[u8]) -> Option<(Tag, &[u8])> {
    let (tag, rest) = match *bytes {
        [first, second, third, ref rest @ ..] if first & 0x1F == 0x1F && second & 0x80 != 0 => {
            (u32::from_be_bytes([0, first, second, third]), rest)
        }
        [first, second, ref rest @ ..] if first & 0x1F == 0x1F => {
            (u32::from_be_bytes([0, 0, first, second]), rest)
        }
        [first, ref rest @ ..] => (u32::from(first), rest),
        [] => return None,
    };
    Some((Tag(tag), rest)).filter(|(tag, _)| tag.is_valid())
}

/// The length of a whole data object, from its beginning and what of it follows the tag.
fn object_len(object: &[u8], rest: &[u8]) -> Option<usize> {
    let (len, value) = match *rest {
        [len @ 0..=0x7F, ref value @ ..] | [0x81, len, ref value @ ..] => (u32::from(len), value),
        [0x82, high, low, ref value @ ..] => (u32::from_be_bytes([0, 0, high, low]), value),
        [0x83, a, b, c, ref value @ ..] => (u32::from_be_bytes([0, a, b, c]), value),
        _ => return None,
    };
    let head = object.len().checked_sub(value.len())?;
    usize::try_from(len).ok()?.checked_add(head)
}
