use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::VirtualModem;
use crate::modem::{Port, PortError};

/// A port with a virtual modem behind it. Its clock runs as fast as one waits: two minutes take no time.
pub struct VirtualPort {
    modem: VirtualModem,
    now: Duration,
    /// What the modem has sent and nobody has read.
    unread: Vec<u8>,
    faults: Vec<LineFault>,
    /// Whether the rest of a line is lost: to the modem, and from it.
    losing: (bool, bool),
    /// How many bytes went to the modem, and how many came from it.
    sent: u64,
    received: u64,
    /// The most bytes that one read gives.
    chunk: usize,
}

/// A byte that something happens to on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// Which way it goes.
    pub direction: Direction,
    /// The how manieth byte that way it is, from 0.
    pub at: u64,
    /// What happens to it.
    pub kind: LineFaultKind,
}

/// Which way a byte goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the modem.
    ToModem,
    /// From the modem.
    FromModem,
}

/// What happens to a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFaultKind {
    /// It is lost.
    Lost,
    /// It comes twice.
    Doubled,
    /// It comes later, with all that follows.
    Delayed(Duration),
    /// It is lost, and the line from there to its end with it.
    LineLost,
}

impl VirtualPort {
    pub(super) fn new(modem: VirtualModem) -> Self {
        Self {
            modem,
            now: Duration::ZERO,
            unread: Vec::new(),
            faults: Vec::new(),
            losing: (false, false),
            sent: 0,
            received: 0,
            chunk: usize::MAX,
        }
    }

    /// The modem.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    ///
    /// let port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// assert_eq!(port.modem().network().balance(), 1234);
    /// ```
    pub const fn modem(&self) -> &VirtualModem {
        &self.modem
    }

    /// The modem, to change something about it.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// modem.port_mut().modem_mut().set_registration(0);
    /// assert!(modem.ussd("*100#").is_err()); // no network
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub const fn modem_mut(&mut self) -> &mut VirtualModem {
        &mut self.modem
    }

    /// From now on one read gives at most so many bytes.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Port;
    ///
    /// let mut port = VirtualModem::new(VirtualCard::uicc()).into_port().with_chunks(3);
    /// port.write(b"AT\r")?;
    /// assert_eq!(port.read(&mut [0; 64], Duration::from_secs(1))?, 3);
    /// # Ok::<(), simcard::modem::PortError>(())
    /// ```
    #[must_use]
    pub fn with_chunks(mut self, bytes: usize) -> Self {
        self.chunk = bytes.max(1);
        self
    }

    /// Adds something that goes wrong.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{Direction, LineFault, LineFaultKind, VirtualCard, VirtualModem};
    /// use simcard::modem::Port;
    ///
    /// let mut port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// port.add_fault(LineFault { direction: Direction::FromModem, at: 0, kind: LineFaultKind::Lost });
    /// port.write(b"AT\r")?;
    /// let mut buffer = [0; 64];
    /// let len = port.read(&mut buffer, Duration::from_secs(1))?;
    /// assert_eq!(buffer[..len], *b"T\r"); // the first byte of the echo is missing
    /// # Ok::<(), simcard::modem::PortError>(())
    /// ```
    pub fn add_fault(&mut self, fault: LineFault) {
        self.faults.push(fault);
    }

    /// How many bytes went to the modem, and how many came from it.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Port;
    ///
    /// let mut port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// port.write(b"AT\r")?;
    /// port.read(&mut [0; 64], Duration::from_secs(1))?;
    /// assert_eq!(port.traffic(), (3, 3)); // the echo has come
    /// # Ok::<(), simcard::modem::PortError>(())
    /// ```
    pub const fn traffic(&self) -> (u64, u64) {
        (self.sent, self.received)
    }

    /// What becomes of byte number `at` this way.
    fn fault(&self, direction: Direction, at: u64) -> Option<LineFaultKind> {
        let fits = |fault: &&LineFault| fault.direction == direction && fault.at == at;
        self.faults.iter().find(fits).map(|fault| fault.kind)
    }

    /// Fetches what the modem has sent by now.
    fn fetch(&mut self) {
        for byte in self.modem.poll_output(self.now).unwrap_or_default() {
            let fault = self.fault(Direction::FromModem, self.received);
            self.received = self.received.saturating_add(1);
            self.losing.1 |= fault == Some(LineFaultKind::LineLost);
            if self.losing.1 {
                self.losing.1 = !matches!(byte, b'\r' | b'\n');
                continue;
            }
            match fault {
                None => self.unread.push(byte),
                Some(LineFaultKind::Lost | LineFaultKind::LineLost) => {}
                Some(LineFaultKind::Doubled) => self.unread.extend([byte, byte]),
                Some(LineFaultKind::Delayed(time)) => {
                    self.now = self.now.saturating_add(time);
                    self.unread.push(byte);
                }
            }
        }
    }
}

impl Port for VirtualPort {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        let until = self.now.saturating_add(timeout);
        self.fetch();
        if self.unread.is_empty() {
            self.now = self.modem.next_output().map_or(until, |due| due.clamp(self.now, until));
            self.fetch();
        }
        let len = self.unread.len().min(buffer.len()).min(self.chunk);
        for (place, byte) in buffer.iter_mut().zip(self.unread.drain(..len)) {
            *place = byte;
        }
        Ok(len)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        for byte in bytes {
            let fault = self.fault(Direction::ToModem, self.sent);
            self.sent = self.sent.saturating_add(1);
            self.losing.0 |= fault == Some(LineFaultKind::LineLost);
            if self.losing.0 {
                self.losing.0 = !matches!(byte, b'\r' | 0x1A);
                continue;
            }
            let both = [*byte, *byte];
            let (bytes, later): (&[u8], _) = match fault {
                None => (&both[..1], Duration::ZERO),
                Some(LineFaultKind::Lost | LineFaultKind::LineLost) => (&[], Duration::ZERO),
                Some(LineFaultKind::Doubled) => (&both, Duration::ZERO),
                Some(LineFaultKind::Delayed(time)) => (&both[..1], time),
            };
            self.now = self.now.saturating_add(later);
            self.modem.receive(bytes, self.now);
        }
        Ok(())
    }

    fn now(&self) -> Duration {
        self.now
    }
}

impl fmt::Debug for VirtualPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualPort")
            .field("modem", &self.modem)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}
