use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;
use std::io::{Read, Write};
use std::time::Instant;

use ::serialport::{ErrorKind, FlowControl, SerialPort};

use super::port::{Port, PortError, received};

/// A modem on a serial port: `/dev/ttyUSB2`, `COM3` (feature `serial`).
///
/// ```no_run
/// use simcard::Card;
/// use simcard::modem::{Modem, TtyPort};
///
/// let mut card = Card::new(Modem::open(TtyPort::open("/dev/ttyUSB2")?)?);
/// println!("{:?}", card.identity()?.imsi);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TtyPort {
    port: Box<dyn SerialPort>,
    origin: Instant,
    timeout: Option<Duration>,
}

impl TtyPort {
    /// Opens a port at 115,200 baud, which USB modems don't care about.
    ///
    /// ```
    /// use simcard::modem::TtyPort;
    ///
    /// assert!(TtyPort::open("/dev/no-such-port").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such port, or it can't be had.
    pub fn open(path: &str) -> Result<Self, PortError> {
        Self::open_at(path, 115_200)
    }

    /// Opens a port at another speed, in bits per second.
    ///
    /// ```no_run
    /// use simcard::modem::{Modem, TtyPort};
    ///
    /// let modem = Modem::open(TtyPort::open_at("/dev/ttyS0", 9_600)?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such port, or it can't be had, or not at this speed.
    pub fn open_at(path: &str, baud: u32) -> Result<Self, PortError> {
        let port = ::serialport::new(path, baud)
            .flow_control(FlowControl::None)
            .dtr_on_open(true)
            .timeout(Duration::from_millis(100))
            .open()
            .map_err(failed)?;
        Ok(Self { port, origin: Instant::now(), timeout: None })
    }

    /// The names of the serial ports of this machine.
    ///
    /// ```no_run
    /// use simcard::modem::TtyPort;
    ///
    /// for name in TtyPort::list()? {
    ///     println!("{name}");
    /// }
    /// # Ok::<(), simcard::modem::PortError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The system does not tell.
    pub fn list() -> Result<Vec<String>, PortError> {
        let ports = ::serialport::available_ports().map_err(failed)?;
        Ok(ports.into_iter().map(|port| port.port_name).collect())
    }
}

fn failed(error: ::serialport::Error) -> PortError {
    match error.kind() {
        ErrorKind::NoDevice => PortError::failed(alloc::format!("no such port: {error}")),
        _ => PortError::failed(error),
    }
}

impl Port for TtyPort {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        let timeout = timeout.max(Duration::from_millis(1));
        if self.timeout != Some(timeout) {
            self.port.set_timeout(timeout).map_err(failed)?;
            self.timeout = Some(timeout);
        }
        received(self.port.read(buffer))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        self.port.write_all(bytes)?;
        Ok(self.port.flush()?)
    }

    fn now(&self) -> Duration {
        self.origin.elapsed()
    }
}

impl fmt::Debug for TtyPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TtyPort").field("name", &self.port.name()).finish_non_exhaustive()
    }
}
