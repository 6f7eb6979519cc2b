use super::super::keys::{Key, KeyReference};
use super::{Fault, Outcome, Reply, Request, VirtualCard};

impl VirtualCard {
    /// VERIFY PIN (ETSI TS 102 221 11.1.9), VERIFY CHV (3GPP TS 51.011 9.2.9). Without data a UICC tells the tries
    /// left and counts nothing.
    pub(super) fn verify(&mut self, request: &Request<'_>) -> Outcome {
        let key = self.key(request)?;
        if request.data.is_empty() && !request.is_gsm() {
            return Err(Fault::WrongPin(key.pin.remaining()));
        }
        let [value] = values(request)?;
        if !key.pin.is_enabled() {
            return Err(Fault::PinState);
        }
        present(key, &value)?;
        Ok(Reply::Nothing)
    }

    /// CHANGE PIN (11.1.10), CHANGE CHV (9.2.10): old value, new value.
    pub(super) fn change_pin(&mut self, request: &Request<'_>) -> Outcome {
        let key = self.key(request)?;
        let [old, new] = values(request)?;
        if !key.pin.is_enabled() {
            return Err(Fault::PinState);
        }
        present(key, &old)?;
        key.pin.replace(new);
        Ok(Reply::Nothing)
    }

    /// DISABLE PIN (11.1.11), DISABLE CHV (9.2.11). With b8 of P1 the universal PIN takes its place.
    pub(super) fn disable_pin(&mut self, request: &Request<'_>) -> Outcome {
        let replaced = match request.p1 {
            0x00 => false,
            // b5 to b1: the number of the global key that replaces it. 11 is the only one.
            0x80 | 0x91 if !request.is_gsm() => true,
            _ => return Err(Fault::Parameters),
        };
        let key = self.key_to_switch(request)?;
        let [value] = values(request)?;
        if !key.pin.is_enabled() {
            return Err(Fault::PinState);
        }
        present(key, &value)?;
        key.pin.enabled = false;
        if key.reference == KeyReference::PIN1 {
            self.style.universal_replaces_pin1 = replaced;
        }
        Ok(Reply::Nothing)
    }

    /// ENABLE PIN (11.1.12), ENABLE CHV (9.2.12).
    pub(super) fn enable_pin(&mut self, request: &Request<'_>) -> Outcome {
        if request.p1 != 0 {
            return Err(Fault::Parameters);
        }
        let key = self.key_to_switch(request)?;
        let [value] = values(request)?;
        if key.pin.is_enabled() {
            return Err(Fault::PinState);
        }
        present(key, &value)?;
        key.pin.enabled = true;
        if key.reference == KeyReference::PIN1 {
            self.style.universal_replaces_pin1 = false;
        }
        Ok(Reply::Nothing)
    }

    /// UNBLOCK PIN (11.1.13), UNBLOCK CHV (9.2.13): PUK, new PIN. Without data a UICC tells the tries left for the
    /// PUK.
    pub(super) fn unblock_pin(&mut self, request: &Request<'_>) -> Outcome {
        let key = self.key(request)?;
        let left = key.pin.puk_remaining().ok_or(Fault::KeyNotFound)?;
        if request.data.is_empty() && !request.is_gsm() {
            return Err(Fault::WrongPin(left));
        }
        let [puk, new] = values(request)?;
        if left == 0 {
            return Err(Fault::Blocked);
        }
        if key.pin.present_puk(&puk) != Some(true) {
            return Err(Fault::WrongPin(left.saturating_sub(1)));
        }
        key.pin.replace(new);
        key.pin.enabled = true;
        key.verified = true;
        if key.reference == KeyReference::PIN1 {
            self.style.universal_replaces_pin1 = false;
        }
        Ok(Reply::Nothing)
    }

    /// The key that P2 names. On a GSM card CHV1 is 01, CHV2 is 02, and UNBLOCK says 00 for CHV1.
    fn key(&mut self, request: &Request<'_>) -> Result<&mut Key, Fault> {
        let may_replace = request.instruction == crate::apdu::Instruction::DISABLE_PIN;
        if request.p1 != 0 && !may_replace {
            return Err(Fault::Parameters);
        }
        let reference = if request.is_gsm() {
            let unblock = request.instruction == crate::apdu::Instruction::UNBLOCK_PIN;
            match (request.p2, unblock) {
                (0x01, false) | (0x00, true) => KeyReference::PIN1,
                (0x02, _) => KeyReference::PIN2,
                _ => return Err(Fault::Parameters),
            }
        } else {
            KeyReference::new(request.p2)
        };
        self.keys.find_mut(reference).ok_or(Fault::KeyNotFound)
    }

    /// The same, for enabling and disabling: PIN1 and the universal PIN only, on a GSM card CHV1.
    fn key_to_switch(&mut self, request: &Request<'_>) -> Result<&mut Key, Fault> {
        let key = self.key(request)?;
        match key.reference {
            KeyReference::PIN1 => Ok(key),
            KeyReference::UNIVERSAL if !request.is_gsm() => Ok(key),
            _ if request.is_gsm() => Err(Fault::Parameters),
            _ => Err(Fault::Conditions),
        }
    }
}

/// Command data as `N` values of 8 bytes.
fn values<const N: usize>(request: &Request<'_>) -> Result<[[u8; 8]; N], Fault> {
    request.expect_data(N.saturating_mul(8))?;
    let mut chunks = request.data.chunks_exact(8);
    let mut all = [[0; 8]; N];
    for value in &mut all {
        let chunk = chunks.next().ok_or(Fault::Length)?;
        value.copy_from_slice(chunk);
    }
    Ok(all)
}

/// Presents a value. A wrong one takes the verified state away too.
fn present(key: &mut Key, value: &[u8; 8]) -> Result<(), Fault> {
    if key.pin.remaining() == 0 {
        return Err(Fault::Blocked);
    }
    key.verified = key.pin.present(value);
    if key.verified { Ok(()) } else { Err(Fault::WrongPin(key.pin.remaining())) }
}
