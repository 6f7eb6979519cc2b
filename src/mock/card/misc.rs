use super::{Fault, Le, Outcome, Reply, Request, VirtualCard};

impl VirtualCard {
    /// GET CHALLENGE (ETSI TS 102 221 11.1.18). The numbers are the same in every run.
    pub(super) fn challenge(&mut self, request: &Request<'_>) -> Outcome {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        let len = match request.le {
            Le::UpTo(n) | Le::Exactly(n) => n.min(256),
            Le::Absent => return Err(Fault::Length),
        };
        for _ in 0..len {
            let byte = self.random_byte();
            self.answer.push(byte);
        }
        Ok(Reply::Data)
    }

    /// xorshift64.
    pub(super) fn random_byte(&mut self) -> u8 {
        let mut state = self.random;
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.random = state;
        state.to_be_bytes()[0]
    }

    /// TERMINAL CAPABILITY (ETSI TS 102 221 11.1.19): a template `A9`.
    pub(super) fn terminal_capability(&mut self, request: &Request<'_>) -> Outcome {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        match request.data {
            [0xA9, ..] => Ok(Reply::Nothing),
            _ => Err(Fault::Data),
        }
    }

    /// SLEEP (3GPP TS 51.011 9.2.17): kept for terminals of the first phase.
    pub(super) fn sleep(&mut self, request: &Request<'_>) -> Outcome {
        match (request.p1, request.p2) {
            (0, 0) => Ok(Reply::Nothing),
            _ => Err(Fault::Parameters),
        }
    }
}
