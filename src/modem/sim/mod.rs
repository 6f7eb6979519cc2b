//! The modem's card: which way leads to it, and bytes over that way.

mod channels;
mod crsm;
mod csim;
mod usat;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::time::Duration;

use super::at::Line;
use super::capabilities::{SimRoute, Support};
use super::client::Modem;
use super::error::ModemError;
use super::port::Port;
use crate::apdu::StatusWord;
use crate::transport::{
    ChannelOwner, Level, Limits, Transport, TransportError, TransportErrorKind, TransportInfo,
};

/// What is known of the way to the card.
#[derive(Debug, Default)]
pub(super) enum Sim {
    /// Nothing yet.
    #[default]
    Unknown,
    /// `+CSIM`, for TPDUs or APDUs.
    Csim(Level),
    /// `+CGLA`.
    Channels(channels::Channels),
    /// `+CRSM`.
    Crsm(Box<crsm::FileAccess>),
}

/// A card that is busy is asked again so often, after such a pause: modems read it when they start.
const BUSY_TRIES: u8 = 10;
const BUSY_PAUSE: Duration = Duration::from_millis(500);

const NO_WAY: ModemError = ModemError::malformed("", "there is no way to the card", None);

impl<P: Port> Modem<P> {
    /// Finds a way to the card, unless one is known: `+CSIM`, else `+CCHO` and `+CGLA`, else `+CRSM`.
    ///
    /// What works is found by doing it. Operations of a [`Card`](crate::Card) do this by themselves.
    ///
    /// ```
    /// use simcard::mock::{Dialect, VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, SimRoute};
    ///
    /// let modem = VirtualModem::with_dialect(VirtualCard::uicc(), Dialect::WITHOUT_CSIM);
    /// assert_eq!(Modem::open(modem.into_port())?.connect_sim()?, SimRoute::LogicalChannel);
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ModemError::NoSimAccess`] if none works; the modem has no card, or does not answer.
    pub fn connect_sim(&mut self) -> Result<SimRoute, ModemError> {
        if let (Some(route), false) = (self.capabilities.route, matches!(self.sim, Sim::Unknown)) {
            return Ok(route);
        }
        let wanted = self.options.route;
        let mut refusal: Option<ModemError> = None;
        for route in [SimRoute::Csim, SimRoute::LogicalChannel, SimRoute::Crsm] {
            if wanted.is_some_and(|wanted| wanted != route) {
                continue;
            }
            let result = self.unless_busy(|modem| match route {
                SimRoute::Csim => modem.connect_csim().map(Sim::Csim),
                SimRoute::LogicalChannel => modem.connect_channels().map(Sim::Channels),
                SimRoute::Crsm => modem.connect_crsm().map(|files| Sim::Crsm(Box::new(files))),
            });
            let works = Support::of(result.is_ok());
            let result = match result {
                Ok(sim) => Ok(sim),
                // refused, or answered with what is no answer: the next way may be better
                Err(error @ (ModemError::Refused { .. } | ModemError::Malformed { .. })) => Err(error),
                Err(error) => return Err(error),
            };
            match route {
                SimRoute::Csim => self.capabilities.csim = works,
                SimRoute::LogicalChannel => self.capabilities.logical_channels = works,
                SimRoute::Crsm => self.capabilities.crsm = works,
            }
            match result {
                Ok(sim) => {
                    self.sim = sim;
                    self.capabilities.route = Some(route);
                    return Ok(route);
                }
                // no other way leads to a card that is not there
                Err(error) if error.is_no_card() => return Err(error),
                // the first reason that tells something is the best one: a PIN, say
                Err(error)
                    if refusal.is_none() || error.result().is_some_and(|result| result.cme().is_some()) =>
                {
                    refusal = Some(error);
                }
                Err(_) => {}
            }
        }
        let source = refusal.unwrap_or(NO_WAY);
        Err(ModemError::NoSimAccess { source: Box::new(source) })
    }

    /// Runs `body` until the card is not busy, some seconds at most.
    fn unless_busy<R>(
        &mut self,
        mut body: impl FnMut(&mut Self) -> Result<R, ModemError>,
    ) -> Result<R, ModemError> {
        let mut tries = BUSY_TRIES;
        loop {
            match body(self) {
                Err(error) if error.kind() == TransportErrorKind::Busy && tries > 0 => {
                    tries = tries.saturating_sub(1);
                    self.wait(BUSY_PAUSE)?;
                }
                result => return result,
            }
        }
    }

    /// Finds the way to the card, and locks it; whether it is locked now, and was not before.
    pub(super) fn begin_exclusive(&mut self) -> Result<bool, ModemError> {
        self.connect_sim()?;
        let locked = self.depth == 0 && self.lock_sim()?;
        self.depth = self.depth.saturating_add(1);
        Ok(locked)
    }

    /// Ends what [`begin_exclusive`](Self::begin_exclusive) began.
    pub(super) fn end_exclusive(&mut self, locked: bool) {
        self.depth = self.depth.saturating_sub(1);
        if locked {
            // the modem ends a lock by itself after a while; what was done meanwhile stands whatever comes of this
            let _ = self.unlock_sim();
        }
    }

    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, ModemError> {
        self.connect_sim()?;
        let by_modem = self.options.toolkit_by_modem || self.capabilities.route == Some(SimRoute::Crsm);
        if by_modem {
            if let Some(answer) = self.usat(command)? {
                return Ok(answer);
            }
        }
        // taken out, since it needs the modem; put back unless the card has gone meanwhile
        let epoch = self.epoch;
        let mut sim = core::mem::take(&mut self.sim);
        let result = match &mut sim {
            Sim::Unknown => Err(NO_WAY),
            Sim::Csim(_) => self.csim(command),
            Sim::Channels(channels) => channels.transmit(self, command),
            Sim::Crsm(files) => files.transmit(self, command),
        };
        if self.epoch == epoch {
            self.sim = sim;
        }
        match result {
            // a card would say so after any command
            Ok(answer) if by_modem && self.has_urc("+CUSATP") => {
                let pending = self.usat_pending(Duration::ZERO)?;
                let announced = pending.zip(answer.strip_suffix(&[0x90, 0x00]));
                Ok(announced.map(|(pending, data)| with_status(data.to_vec(), pending)).unwrap_or(answer))
            }
            result => result,
        }
    }

    pub(super) fn close_sim(&mut self) -> Result<(), ModemError> {
        match core::mem::take(&mut self.sim) {
            Sim::Channels(channels) => channels.close(self),
            _ => Ok(()),
        }
    }
}

impl<P: Port> Transport for Modem<P> {
    type Error = ModemError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], ModemError> {
        let answer = self.exchange(command)?;
        match response.get_mut(..answer.len()) {
            Some(place) => {
                place.copy_from_slice(&answer);
                Ok(place)
            }
            None => Err(ModemError::ResponseTooLong { len: answer.len() }),
        }
    }

    fn info(&self) -> TransportInfo {
        match &self.sim {
            Sim::Unknown => TransportInfo::new(Level::Apdu).with_shared(true),
            Sim::Csim(level) => TransportInfo::new(*level).with_shared(true),
            Sim::Channels(channels) => {
                TransportInfo::new(channels.level()).with_channels(ChannelOwner::Backend)
            }
            Sim::Crsm(_) => TransportInfo::new(Level::Apdu)
                .with_channels(ChannelOwner::Backend)
                // P3 = 00 stands for 256 on some modems and for nothing on others
                .with_limits(Limits { command_data: 255, response_data: 255 }),
        }
    }

    /// Fails: see [`ModemError::NoReset`].
    fn reset(&mut self) -> Result<(), ModemError> {
        Err(ModemError::NoReset)
    }

    fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Finds the way to the card, and locks it against the modem's own use where that works.
    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = ModemError>),
    ) -> Result<(), ModemError> {
        let locked = self.begin_exclusive()?;
        body(self);
        self.end_exclusive(locked);
        Ok(())
    }
}

/// The response in `+CSIM: <length>,<response>` and `+CGLA: <length>,<response>`.
fn response_in(command: &'static str, lines: &[Line]) -> Result<Vec<u8>, ModemError> {
    let malformed = |reason, line: Option<&Line>| ModemError::malformed(command, reason, line.cloned());
    let line = lines.iter().find(|line| line.is_of(command)).ok_or(malformed("no response", None))?;
    let mut parameters = line.parameters();
    let length: Option<usize> = parameters.next().and_then(|length| length.number_as());
    let response = parameters.next().and_then(|response| response.hex());
    let (Some(length), Some(response)) = (length, response) else {
        return Err(malformed("no length and hex digits", Some(line)));
    };
    // it counts digits, but some count bytes; anything else is a byte lost on the way
    if length != response.len() && length != response.len().saturating_mul(2) {
        return Err(malformed("the length is not that of the response", Some(line)));
    }
    match response.last_chunk::<2>() {
        Some(status) if is_status(*status) => Ok(response),
        _ => Err(malformed("no status word", Some(line))),
    }
}

/// Whether two bytes can be a status word (ISO/IEC 7816-4 5.3.4).
const fn is_status([sw1, _]: [u8; 2]) -> bool {
    matches!(sw1, 0x61..=0x6F | 0x90..=0x9F)
}

/// Whether a card takes case 4 commands without Le, as TPDUs are, or with it: from what it answers to a SELECT that
/// asks for an answer and has no Le.
fn level_from(response: &[u8]) -> Level {
    match response {
        // done, and nothing to fetch; or the length is wrong
        [0x90, 0x00] | [0x67, 0x00] => Level::Apdu,
        _ => Level::Tpdu,
    }
}

/// Appends a status word.
fn with_status(mut data: Vec<u8>, status: StatusWord) -> Vec<u8> {
    data.extend_from_slice(&status.value().to_be_bytes());
    data
}
