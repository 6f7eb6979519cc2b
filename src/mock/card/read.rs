use super::super::fcp::key_for;
use super::super::file::{Body, Condition, File, LifeCycle};
use super::super::filesystem::NodeId;
use super::super::keys::KeyReference;
use super::super::quirks::ReadPastEnd;
use super::{Fault, Le, Outcome, Reply, Request, VirtualCard};
use crate::apdu::StatusWord;
use crate::transport::Level;

/// Which EF a command means, and whether it was named by SFI and so becomes current.
#[derive(Clone, Copy)]
pub(super) struct Ef {
    pub id: NodeId,
    by_sfi: bool,
}

impl VirtualCard {
    /// READ BINARY (ETSI TS 102 221 11.1.3, 3GPP TS 51.011 9.2.3).
    pub(super) fn read_binary(&mut self, request: &Request<'_>) -> Outcome {
        let (ef, offset) = self.binary_place(request)?;
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        refused(file)?;
        let Body::Transparent(data) = file.body() else { return Err(Fault::Incompatible) };
        self.usable(ef.id, file.conditions().read)?;
        let rest = data.get(offset..).filter(|rest| !rest.is_empty()).ok_or(Fault::Offset)?;
        let (wanted, exact) = match (request.le, request.level) {
            (Le::Absent, _) => return Err(Fault::Length),
            (Le::UpTo(n), Level::Apdu) => (n.min(rest.len()), true),
            (Le::UpTo(n) | Le::Exactly(n), _) => (n, n <= rest.len()),
        };
        if !exact && self.quirks.read_past_end == ReadPastEnd::WrongLength {
            return Err(Fault::Le(rest.len()));
        }
        if !exact && self.quirks.read_past_end == ReadPastEnd::WrongParameters {
            return Err(Fault::Offset);
        }
        self.answer.extend(rest.iter().take(wanted));
        self.used(request.channel, ef)?;
        if !exact && self.quirks.read_past_end == ReadPastEnd::Warning {
            // End of file reached before Le bytes were read.
            return Ok(Reply::Warning(StatusWord::new(0x6282)));
        }
        Ok(Reply::Data)
    }

    /// READ BINARY with an odd instruction (ISO/IEC 7816-4 7.2.3), for offsets beyond 32 KiB: the offset comes in a
    /// data object `54`, the data go out in a `53`. Of the current EF only.
    pub(super) fn read_binary_far(&mut self, request: &Request<'_>) -> Outcome {
        if [request.p1, request.p2] != [0, 0] {
            return Err(Fault::Parameters);
        }
        let [0x54, 0x02, high, low] = *request.data else { return Err(Fault::Data) };
        let ef = self.current_ef(request)?;
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        refused(file)?;
        let Body::Transparent(data) = file.body() else { return Err(Fault::Incompatible) };
        self.usable(ef.id, file.conditions().read)?;
        let offset = usize::from(u16::from_be_bytes([high, low]));
        let rest = data.get(offset..).filter(|rest| !rest.is_empty()).ok_or(Fault::Offset)?;
        // as much as one short response takes with tag and length
        let len = u8::try_from(rest.len().min(253)).unwrap_or(253);
        self.answer.extend([0x53, 0x81, len]);
        self.answer.extend(rest.iter().take(usize::from(len)));
        Ok(Reply::Fetch(None))
    }

    /// READ RECORD (ETSI TS 102 221 11.1.5, 3GPP TS 51.011 9.2.5).
    pub(super) fn read_record(&mut self, request: &Request<'_>) -> Outcome {
        let ef = self.record_ef(request)?;
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        refused(file)?;
        let (Body::LinearFixed(records) | Body::Cyclic(records)) = file.body() else {
            return Err(Fault::Incompatible);
        };
        self.usable(ef.id, file.conditions().read)?;
        let pointer = self.pointer(request.channel, ef);
        let cyclic = matches!(file.body(), Body::Cyclic(_));
        let (number, moves) = addressed(request, pointer, records.count(), cyclic)?;
        let record = records.get(number).ok_or(Fault::RecordNotFound)?;
        request.expect_exactly(record.len(), false)?;
        self.answer.extend_from_slice(record);
        self.used(request.channel, ef)?;
        if moves {
            self.channel_mut(request.channel)?.record = number;
        }
        Ok(Reply::Data)
    }

    /// The record pointer as a command on this file sees it: it belongs to the current EF.
    pub(super) fn pointer(&self, channel: u8, ef: Ef) -> usize {
        self.channel(channel).filter(|channel| channel.ef == Some(ef.id)).map_or(0, |channel| channel.record)
    }

    /// The EF and offset of READ BINARY and its kind: `100xxxxx` in P1 is an SFI (ETSI TS 102 221 table 11.10).
    pub(super) fn binary_place(&self, request: &Request<'_>) -> Result<(Ef, usize), Fault> {
        if request.is_gsm() || request.p1 & 0x80 == 0 {
            let offset = u16::from_be_bytes([request.p1, request.p2]);
            return Ok((self.current_ef(request)?, usize::from(offset)));
        }
        if request.p1 & 0x60 != 0 {
            return Err(Fault::Parameters);
        }
        Ok((self.ef_by_sfi(request, request.p1 & 0x1F)?, usize::from(request.p2)))
    }

    /// The EF of READ RECORD and its kind: b8 to b4 of P2 are an SFI, or 0 for the current EF.
    pub(super) fn record_ef(&self, request: &Request<'_>) -> Result<Ef, Fault> {
        match request.p2 >> 3 {
            0 => self.current_ef(request),
            _ if request.is_gsm() => Err(Fault::Parameters),
            sfi => self.ef_by_sfi(request, sfi),
        }
    }

    pub(super) fn current_ef(&self, request: &Request<'_>) -> Result<Ef, Fault> {
        let id = self.channel(request.channel).and_then(|channel| channel.ef).ok_or(Fault::NoCurrentEf)?;
        Ok(Ef { id, by_sfi: false })
    }

    pub(super) fn ef_by_sfi(&self, request: &Request<'_>, sfi: u8) -> Result<Ef, Fault> {
        if self.quirks.no_sfi {
            return Err(Fault::FileNotFound);
        }
        let directory = self.channel(request.channel).ok_or(Fault::Channel)?.directory;
        let mut efs = self.files.children(directory).filter(|(_, file)| !file.is_directory());
        let (id, _) = efs.find(|(_, file)| file.short_id() == Some(sfi)).ok_or(Fault::FileNotFound)?;
        Ok(Ef { id, by_sfi: true })
    }

    /// Whether the file is in use and the condition is fulfilled.
    pub(super) fn usable(&self, id: NodeId, condition: Condition) -> Result<(), Fault> {
        // Nothing in a directory works that is deactivated or terminated (TS 102 222 5).
        let active = |id| self.files.file(id).is_some_and(|file| file.life_cycle() == LifeCycle::Activated);
        if !self.files.ancestry(id).all(active) {
            return Err(Fault::Invalidated);
        }
        if self.fulfilled(condition) { Ok(()) } else { Err(Fault::Security) }
    }

    pub(super) fn fulfilled(&self, condition: Condition) -> bool {
        match (condition, key_for(condition)) {
            (Condition::Always, _) => true,
            // A disabled PIN1 may have the universal PIN in its place (TS 102 221 9.5.1).
            (Condition::Pin1, _) if self.style.universal_replaces_pin1 => {
                self.is_verified(KeyReference::PIN1) || self.keys.satisfied(KeyReference::UNIVERSAL)
            }
            (_, Some(key)) => self.keys.satisfied(key),
            (_, None) => false,
        }
    }

    /// A file that a command by SFI has used is the current EF afterwards.
    pub(super) fn used(&mut self, channel: u8, ef: Ef) -> Result<(), Fault> {
        let channel = self.channel_mut(channel)?;
        if ef.by_sfi && channel.ef != Some(ef.id) {
            channel.ef = Some(ef.id);
            channel.record = 0;
        }
        Ok(())
    }
}

/// Refuses what is to be refused whatever the command.
fn refused(file: &File) -> Result<(), Fault> {
    file.read_ends().map_or(Ok(()), |status| Err(Fault::Status(status)))
}

/// The record that P1 and the mode in P2 mean, and whether the record pointer goes there.
pub(super) fn addressed(
    request: &Request<'_>,
    pointer: usize,
    count: usize,
    cyclic: bool,
) -> Result<(usize, bool), Fault> {
    let number = match (request.p2 & 0x07, request.p1) {
        (0x04, 0) => return Ok((pointer, false)),
        (0x04, number) => return Ok((usize::from(number), false)),
        (0x02, _) => match pointer.saturating_add(1) {
            next if next > count && cyclic => 1,
            next => next,
        },
        (0x03, _) => match pointer {
            // From nowhere: the last. From the first: the last in a ring, none in a list.
            0 => count,
            1 if cyclic => count,
            other => other.saturating_sub(1),
        },
        _ => return Err(Fault::Parameters),
    };
    Ok((number, true))
}
