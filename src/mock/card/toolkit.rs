use super::{Fault, Outcome, Reply, Request, Running, VirtualCard};
use crate::apdu::{Instruction, StatusWord};

impl VirtualCard {
    /// The application, if the card has one and P1 and P2 are 00, as all commands of the toolkit have them.
    fn applet(&mut self, request: &Request<'_>) -> Result<&mut Running, Fault> {
        let applet = self.applet.as_mut().ok_or(Fault::Instruction)?;
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        Ok(applet)
    }

    /// Whether the card listens to nothing but the TERMINAL RESPONSE that it waits for.
    pub(super) fn waits_for_response(&self, instruction: Instruction) -> bool {
        self.quirks.needs_terminal_response
            && !matches!(
                instruction,
                Instruction::TERMINAL_RESPONSE | Instruction::FETCH | Instruction::GET_RESPONSE
            )
            && self.applet.as_ref().is_some_and(Running::is_fetched)
    }

    /// What the terminal said it can do, if it has (TERMINAL PROFILE).
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.process(&[0x80, 0x10, 0x00, 0x00, 0x02, 0x09, 0x01]);
    /// assert_eq!(card.terminal_profile_received(), Some(&[0x09, 0x01][..]));
    /// ```
    pub fn terminal_profile_received(&self) -> Option<&[u8]> {
        self.applet.as_ref()?.terminal_profile()
    }

    /// TERMINAL PROFILE (ETSI TS 102 221 11.2.1).
    pub(super) fn terminal_profile(&mut self, request: &Request<'_>) -> Outcome {
        let applet = self.applet(request)?;
        if request.data.is_empty() {
            return Err(Fault::Length);
        }
        applet.profile(request.data);
        Ok(Reply::Nothing)
    }

    /// FETCH (ETSI TS 102 221 11.2.3): as many bytes as were announced.
    pub(super) fn fetch(&mut self, request: &Request<'_>) -> Outcome {
        let command = self.applet(request)?.fetch().ok_or(Fault::Conditions)?;
        request.expect_exactly(command.len(), true)?;
        let command = command.to_vec();
        self.answer.extend(command);
        Ok(Reply::Data)
    }

    /// TERMINAL RESPONSE (ETSI TS 102 221 11.2.4).
    pub(super) fn terminal_response(&mut self, request: &Request<'_>) -> Outcome {
        match self.applet(request)?.respond(request.data) {
            true => Ok(Reply::Nothing),
            false => Err(Fault::Data),
        }
    }

    /// ENVELOPE (ETSI TS 102 221 11.2.2). While a command waits or is not answered there is no time for it: `9300`.
    pub(super) fn envelope(&mut self, request: &Request<'_>) -> Outcome {
        let applet = self.applet(request)?;
        if applet.is_busy() {
            return Ok(Reply::Status(StatusWord::TOOLKIT_BUSY));
        }
        match applet.envelope(request.data) {
            true => Ok(Reply::Nothing),
            false => Err(Fault::Data),
        }
    }
}
