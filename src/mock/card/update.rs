use super::super::file::Body;
use super::read::{Ef, addressed};
use super::{Fault, Outcome, Reply, Request, VirtualCard};

impl VirtualCard {
    /// UPDATE BINARY (ETSI TS 102 221 11.1.4, 3GPP TS 51.011 9.2.4).
    pub(super) fn update_binary(&mut self, request: &Request<'_>) -> Outcome {
        let (ef, offset) = self.binary_place(request)?;
        self.write_binary(request, ef, offset, request.data)
    }

    /// UPDATE BINARY with an odd instruction (ISO/IEC 7816-4 7.2.5): the offset in a data object `54`, the data in a
    /// `53`. Of the current EF only.
    pub(super) fn update_binary_far(&mut self, request: &Request<'_>) -> Outcome {
        if [request.p1, request.p2] != [0, 0] {
            return Err(Fault::Parameters);
        }
        let [0x54, 0x02, high, low, object @ ..] = request.data else { return Err(Fault::Data) };
        let data = match *object {
            [0x53, len @ 0..=0x7F, ref data @ ..] | [0x53, 0x81, len, ref data @ ..]
                if data.len() == usize::from(len) =>
            {
                data
            }
            _ => return Err(Fault::Data),
        };
        let offset = usize::from(u16::from_be_bytes([*high, *low]));
        self.write_binary(request, self.current_ef(request)?, offset, data)
    }

    fn write_binary(&mut self, request: &Request<'_>, ef: Ef, offset: usize, data: &[u8]) -> Outcome {
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        let Body::Transparent(content) = file.body() else { return Err(Fault::Incompatible) };
        self.usable(ef.id, file.conditions().update)?;
        let room = content.len().checked_sub(offset).filter(|room| *room > 0).ok_or(Fault::Offset)?;
        if data.is_empty() || data.len() > room {
            return Err(if request.is_gsm() { Fault::Le(room) } else { Fault::Length });
        }
        if let Some(Body::Transparent(content)) = self.files.file_mut(ef.id).map(|file| file.body_mut()) {
            for (byte, new) in content.iter_mut().skip(offset).zip(data) {
                *byte = *new;
            }
        }
        self.used(request.channel, ef)?;
        Ok(Reply::Nothing)
    }

    /// UPDATE RECORD (ETSI TS 102 221 11.1.6, 3GPP TS 51.011 9.2.6). A ring takes new records only, in the place of
    /// the oldest: mode PREVIOUS.
    pub(super) fn update_record(&mut self, request: &Request<'_>) -> Outcome {
        let ef = self.record_ef(request)?;
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        let (Body::LinearFixed(records) | Body::Cyclic(records)) = file.body() else {
            return Err(Fault::Incompatible);
        };
        self.usable(ef.id, file.conditions().update)?;
        let cyclic = matches!(file.body(), Body::Cyclic(_));
        let (number, moves) = addressed(request, self.pointer(request.channel, ef), records.count(), cyclic)?;
        if cyclic && request.p2 & 0x07 != 0x03 {
            return Err(Fault::Incompatible);
        }
        if !cyclic && records.get(number).is_none() {
            return Err(Fault::RecordNotFound);
        }
        request.expect_data(records.record_len())?;
        match self.files.file_mut(ef.id).map(|file| file.body_mut()) {
            Some(Body::Cyclic(records)) => records.push(request.data),
            Some(Body::LinearFixed(records)) => {
                if let Some(record) = records.get_mut(number) {
                    record.copy_from_slice(request.data);
                }
            }
            _ => {}
        }
        self.used(request.channel, ef)?;
        if moves {
            // In a ring that is the record just written.
            self.channel_mut(request.channel)?.record = if cyclic { 1 } else { number };
        }
        Ok(Reply::Nothing)
    }

    /// INCREASE (ETSI TS 102 221 11.1.8, 3GPP TS 51.011 9.2.8): the newest record of a ring and the value given, added
    /// up, are its new newest record. The answer is that sum, then what was added.
    pub(super) fn increase(&mut self, request: &Request<'_>) -> Outcome {
        let ef = match (request.p1, request.p2) {
            (0, 0) => self.current_ef(request)?,
            (sfi @ 0x81..=0x9E, 0) if !request.is_gsm() => self.ef_by_sfi(request, sfi & 0x1F)?,
            _ => return Err(Fault::Parameters),
        };
        let file = self.files.file(ef.id).ok_or(Fault::NoCurrentEf)?;
        let Body::Cyclic(records) = file.body() else { return Err(Fault::Incompatible) };
        self.usable(ef.id, file.conditions().increase)?;
        let newest = records.get(1).ok_or(Fault::RecordNotFound)?;
        // A GSM card adds three bytes (9.2.8); a UICC up to 127, and no more than a record has.
        if request.is_gsm() {
            request.expect_data(3)?;
        }
        if request.data.is_empty() || request.data.len() > newest.len().min(127) {
            return Err(Fault::Length);
        }
        self.answer.extend_from_slice(newest);
        let mut carry = false;
        let added = request.data.iter().rev().copied().chain(core::iter::repeat(0));
        for (byte, add) in self.answer.iter_mut().rev().zip(added) {
            let (sum, over) = byte.overflowing_add(add);
            let (sum, over_again) = sum.overflowing_add(u8::from(carry));
            *byte = sum;
            carry = over || over_again;
        }
        if carry {
            self.answer.clear();
            return Err(Fault::MaximumReached);
        }
        if let Some(Body::Cyclic(records)) = self.files.file_mut(ef.id).map(|file| file.body_mut()) {
            records.push(&self.answer);
        }
        self.answer.extend_from_slice(request.data);
        self.used(request.channel, ef)?;
        self.channel_mut(request.channel)?.record = 1;
        Ok(Reply::Fetch(None))
    }
}
