use super::super::file::{Body, Condition};
use super::super::filesystem::{FileSystem, NodeId};
use super::super::milenage::{Milenage, SequenceNumbers, Vector, join, sqn_bytes, xor};
use super::{Fault, Outcome, Reply, Request, VirtualCard};

/// The secret side of a subscription: one for all applications of a card.
#[derive(Clone, Debug)]
pub(super) struct Authentication {
    pub keys: Milenage,
    pub sequence: SequenceNumbers,
}

/// The directory of the second generation (3GPP TS 51.011 10.3).
const DF_GSM: u16 = 0x7F20;
/// EF.UST, whose services decide what a USIM answers (3GPP TS 31.102 4.2.8).
const EF_UST: u16 = 0x6F38;
/// "GSM Access": Kc comes with the answer to a challenge of the third generation.
const GSM_ACCESS: usize = 27;
/// "GSM security context".
const GSM_CONTEXT: usize = 38;
/// "SUCI calculation by the USIM".
const SUCI_BY_USIM: usize = 125;

impl VirtualCard {
    /// AUTHENTICATE (3GPP TS 31.102 7.1, TS 31.103 7.1) of a USIM, in its GSM and 3G contexts, and of an ISIM, in the
    /// context of IMS AKA.
    pub(super) fn authenticate(&mut self, request: &Request<'_>) -> Outcome {
        if request.p1 != 0 {
            return Err(Fault::Parameters);
        }
        let application = self.entered(request);
        let kind = application.and_then(|id| self.files.file(id)?.aid()?.get(5..7));
        let usim = match kind {
            Some([0x10, 0x02]) => true,
            Some([0x10, 0x04]) => false,
            _ => return Err(Fault::Conditions),
        };
        if !self.fulfilled(Condition::Pin1) {
            return Err(Fault::Security);
        }
        match request.p2 {
            0x80 if usim => {
                let [0x10, rand @ ..] = request.data else { return Err(Fault::Length) };
                let rand = rand.try_into().map_err(|_| Fault::Length)?;
                if !self.has_service(application, GSM_CONTEXT) {
                    return Err(Fault::SecurityContext);
                }
                let vector = self.authentication.keys.f2345(rand);
                self.answer_part(&vector.sres());
                self.answer_part(&vector.kc());
                Ok(Reply::Fetch(None))
            }
            0x81 => {
                let kc = usim && self.has_service(application, GSM_ACCESS);
                self.answer_challenge(request.data, kc)
            }
            0x80 | 0x82 | 0x84 => Err(Fault::SecurityContext),
            _ => Err(Fault::Parameters),
        }
    }

    /// The current application, if the current directory is in it (3GPP TS 31.102 7.1.1.1, 7.5.1).
    fn entered(&self, request: &Request<'_>) -> Option<NodeId> {
        let channel = self.channel(request.channel)?;
        let mut above = self.files.ancestry(channel.directory);
        channel.application.filter(|application| above.any(|id| id == *application))
    }

    /// Length, RAND, length, AUTN in; RES and the keys out, or AUTS where the sequence number is an old one (3GPP TS
    /// 33.102 6.3.3).
    fn answer_challenge(&mut self, data: &[u8], with_kc: bool) -> Outcome {
        let (rand, autn): (&[u8; 16], &[u8; 16]) = match data {
            [0x10, data @ ..] => {
                let (rand, rest) = data.split_first_chunk().ok_or(Fault::Length)?;
                let [0x10, autn @ ..] = rest else { return Err(Fault::Length) };
                (rand, autn.try_into().map_err(|_| Fault::Length)?)
            }
            _ => return Err(Fault::Length),
        };
        let vector = self.authentication.keys.f2345(rand);
        let Vector { res, ck, ik, ak } = &vector;
        let &[a, b, c, d, e, f, amf1, amf2, ref mac @ ..] = autn;
        let sqn = xor([a, b, c, d, e, f], *ak);
        let (expected, _) = self.authentication.keys.f1(rand, sqn, [amf1, amf2]);
        if *mac != expected {
            return Err(Fault::WrongMac);
        }
        if !self.authentication.sequence.accept(sqn) {
            let auts = self.auts(rand);
            self.answer.push(0xDC);
            self.answer_part(&auts);
            return Ok(Reply::Fetch(None));
        }
        self.answer.push(0xDB);
        self.answer_part(res);
        self.answer_part(ck);
        self.answer_part(ik);
        if with_kc {
            self.answer_part(&vector.kc());
        }
        Ok(Reply::Fetch(None))
    }

    /// The highest sequence number, hidden, and MAC-S over it, for which AMF counts as 0000.
    fn auts(&self, rand: &[u8; 16]) -> [u8; 14] {
        let Authentication { keys, sequence } = &self.authentication;
        let sqn = sqn_bytes(sequence.highest());
        let (_, mac) = keys.f1(rand, sqn, [0, 0]);
        join(&[&xor(sqn, keys.f5_star(rand)), &mac])
    }

    /// Appends a length and the bytes.
    fn answer_part(&mut self, bytes: &[u8]) {
        self.answer.push(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
        self.answer.extend_from_slice(bytes);
    }

    /// RUN GSM ALGORITHM (3GPP TS 51.011 8.16 and 9.2.16): in DF.GSM and below it, with CHV1.
    pub(super) fn run_gsm_algorithm(&mut self, request: &Request<'_>) -> Outcome {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        request.expect_data(16)?;
        let rand = request.data.try_into().map_err(|_| Fault::Length)?;
        let directory = self.channel(request.channel).ok_or(Fault::Channel)?.directory;
        let is_gsm = |id: &NodeId| {
            self.files.file(*id).is_some_and(|file| file.fid() == DF_GSM)
                && self.files.parent(*id) == Some(FileSystem::MF)
        };
        if !self.files.ancestry(directory).any(|id| is_gsm(&id)) {
            return Err(Fault::Incompatible);
        }
        if !self.fulfilled(Condition::Pin1) {
            return Err(Fault::Security);
        }
        let vector = self.authentication.keys.f2345(rand);
        self.answer.extend(vector.sres());
        self.answer.extend(vector.kc());
        Ok(Reply::Fetch(None))
    }

    /// GET IDENTITY (3GPP TS 31.102 7.5) in the SUCI context. The SUCI is that of the null scheme: the IMSI as it is.
    pub(super) fn get_identity(&mut self, request: &Request<'_>) -> Outcome {
        let application = self.entered(request);
        match (request.p1, request.p2) {
            (0x00, 0x01) => {}
            _ => return Err(Fault::Parameters),
        }
        if !request.data.is_empty() {
            return Err(Fault::Length);
        }
        if !self.has_service(application, SUCI_BY_USIM) {
            return Err(Fault::Conditions);
        }
        if !self.fulfilled(Condition::Pin1) {
            return Err(Fault::Security);
        }
        let suci = self.suci(application).ok_or(Fault::DataNotFound)?;
        super::super::encode::tlv(&mut self.answer, 0xA1, |out| out.extend(suci));
        Ok(Reply::Fetch(None))
    }

    /// The SUCI as 3GPP TS 24.501 figure 9.11.3.4.3 has it, from octet 4 on.
    fn suci(&self, application: Option<NodeId>) -> Option<alloc::vec::Vec<u8>> {
        let application = application?;
        let content = |fid| {
            let id = self.files.child(application, fid)?;
            Some(self.files.file(id)?.content())
        };
        let imsi: alloc::vec::Vec<u8> = imsi_digits(content(0x6F07)?)?.collect();
        let mnc_len = content(0x6FAD)?.get(3).map_or(2, |len| usize::from(len & 0x0F));
        let (mcc, rest) = imsi.split_at_checked(3)?;
        let (mnc, msin) = rest.split_at_checked(mnc_len)?;
        let text = |digits: &[u8]| -> alloc::string::String {
            digits.iter().map(|digit| char::from(*digit)).collect()
        };
        // SUPI format: IMSI; type of identity: SUCI.
        let mut suci = alloc::vec![0x01];
        suci.extend(super::super::encode::plmn(&text(mcc), &text(mnc)));
        // EF.Routing_Indicator, of which two bytes count; without it, the routing indicator is 0 (24.501 9.11.3.4).
        let routing = self.files.child(application, 0x5FC0).and_then(|df| self.files.child(df, 0x4F0A));
        let routing = routing.and_then(|id| self.files.file(id)?.content().first_chunk::<2>().copied());
        suci.extend(routing.unwrap_or([0xF0, 0xFF]));
        // Null scheme, whose key identifier is 0.
        suci.extend([0x00, 0x00]);
        suci.extend(super::super::encode::swapped_bcd(&text(msin), msin.len().div_ceil(2)));
        Some(suci)
    }

    /// Whether EF.UST of an application has a service; the first is number 1.
    fn has_service(&self, application: Option<NodeId>, service: usize) -> bool {
        let table = application
            .and_then(|id| self.files.file(self.files.child(id, EF_UST)?))
            .filter(|file| matches!(file.body(), Body::Transparent(_)))
            .map(|file| file.content());
        let index = service.saturating_sub(1);
        table.and_then(|table| table.get(index / 8)).is_some_and(|byte| byte >> (index % 8) & 1 == 1)
    }

    /// The highest sequence number (48 bits) that AUTHENTICATE accepted; 0 before the first.
    ///
    /// ```
    /// use simcard::{Card, mock::Milenage, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// assert_eq!(card.transport().sequence_number(), 0);
    /// let rand = [0x23; 16];
    /// card.authenticate(&rand, &Milenage::test_keys().challenge(&rand, 0x60, [0x80, 0x00]))?;
    /// assert_eq!(card.transport().sequence_number(), 0x60);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn sequence_number(&self) -> u64 {
        self.authentication.sequence.highest()
    }

    /// As if AUTHENTICATE had accepted this sequence number (48 bits).
    ///
    /// ```
    /// use simcard::card::Authentication;
    /// use simcard::{Card, mock::Milenage, mock::VirtualCard};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.set_sequence_number(0x60);
    /// let rand = [0x23; 16];
    /// let old = Milenage::test_keys().challenge(&rand, 0x40, [0x80, 0x00]);
    /// let answer = Card::new(card).authenticate(&rand, &old)?;
    /// assert!(matches!(answer, Authentication::SyncFailure { .. }));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn set_sequence_number(&mut self, sqn: u64) {
        self.authentication.sequence.set(sqn);
    }
}

/// The digits of EF.IMSI: length, then parity in the first nibble (3GPP TS 31.102 4.2.2).
fn imsi_digits(content: &[u8]) -> Option<impl Iterator<Item = u8> + '_> {
    let (len, bytes) = content.split_first()?;
    let bytes = bytes.get(..usize::from(*len))?;
    let nibbles = bytes.iter().flat_map(|byte| [byte & 0x0F, byte >> 4]).skip(1);
    Some(nibbles.filter(|nibble| *nibble <= 9).map(|nibble| b'0' | nibble))
}
