//! What bytes go over to a modem and back.

use alloc::boxed::Box;
use core::error::Error;
use core::fmt;
use core::time::Duration;

/// Bytes to a modem and back: a serial port, a TCP connection, anything in memory.
///
/// # For implementers
///
/// * [`read`](Port::read) blocks, but never longer than it is told. `Ok(0)` says that nothing came in that time; the
///   end of the stream is [`PortError::closed`].
/// * [`write`](Port::write) sends all of it.
/// * [`now`](Port::now) never goes back. Its origin does not matter.
pub trait Port {
    /// Reads what there is into `buffer`, waiting for the first byte up to `timeout`. How many bytes came; 0 if none
    /// did.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Port;
    ///
    /// let mut port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// assert_eq!(port.read(&mut [0; 64], Duration::from_secs(1))?, 0); // the modem has said nothing
    /// # Ok::<(), simcard::modem::PortError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The port is closed, or failed.
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError>;

    /// Sends `bytes`.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Port;
    ///
    /// let mut port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// port.write(b"AT\r")?;
    /// let mut buffer = [0; 64];
    /// let len = port.read(&mut buffer, Duration::from_secs(1))?;
    /// assert_eq!(buffer[..len], *b"AT\r"); // its echo is on
    /// # Ok::<(), simcard::modem::PortError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The port is closed, or failed.
    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError>;

    /// The time since some origin.
    ///
    /// ```
    /// use core::time::Duration;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Port;
    ///
    /// let mut port = VirtualModem::new(VirtualCard::uicc()).into_port();
    /// port.read(&mut [0; 64], Duration::from_secs(1))?;
    /// assert_eq!(port.now(), Duration::from_secs(1)); // this one runs as fast as one waits
    /// # Ok::<(), simcard::modem::PortError>(())
    /// ```
    fn now(&self) -> Duration;
}

impl<P: Port + ?Sized> Port for &mut P {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        (**self).read(buffer, timeout)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        (**self).write(bytes)
    }

    fn now(&self) -> Duration {
        (**self).now()
    }
}

impl<P: Port + ?Sized> Port for Box<P> {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        (**self).read(buffer, timeout)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        (**self).write(bytes)
    }

    fn now(&self) -> Duration {
        (**self).now()
    }
}

/// A port failed.
#[derive(Debug)]
pub struct PortError {
    closed: bool,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl PortError {
    /// The other end is gone.
    ///
    /// ```
    /// use simcard::modem::PortError;
    ///
    /// assert_eq!(PortError::closed().to_string(), "the connection to the modem is closed");
    /// ```
    pub const fn closed() -> Self {
        Self { closed: true, source: None }
    }

    /// Something else went wrong.
    ///
    /// ```
    /// use simcard::modem::PortError;
    ///
    /// let error = PortError::failed("no power");
    /// assert_eq!(error.to_string(), "the port to the modem failed: no power");
    /// ```
    pub fn failed(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { closed: false, source: Some(source.into()) }
    }

    /// Whether the other end is gone.
    ///
    /// ```
    /// use simcard::modem::PortError;
    ///
    /// assert!(PortError::closed().is_closed() && !PortError::failed("no power").is_closed());
    /// ```
    pub const fn is_closed(&self) -> bool {
        self.closed
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.source, self.closed) {
            (_, true) => f.write_str("the connection to the modem is closed"),
            (Some(source), false) => write!(f, "the port to the modem failed: {source}"),
            (None, false) => f.write_str("the port to the modem failed"),
        }
    }
}

impl Error for PortError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source: &(dyn Error + 'static) = self.source.as_deref()?;
        Some(source)
    }
}

#[cfg(feature = "std")]
pub use with_std::TcpPort;

#[cfg(feature = "std")]
mod with_std {
    use core::time::Duration;
    use std::io::{self, ErrorKind, Read, Write};
    use std::net::{TcpStream, ToSocketAddrs};
    use std::time::Instant;

    use alloc::boxed::Box;

    use super::{Port, PortError};

    impl From<io::Error> for PortError {
        fn from(error: io::Error) -> Self {
            let closed = matches!(
                error.kind(),
                ErrorKind::UnexpectedEof
                    | ErrorKind::BrokenPipe
                    | ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::NotConnected
            );
            Self { closed, source: Some(Box::new(error)) }
        }
    }

    /// A modem behind a TCP connection: a serial port server, an emulator, a test.
    #[derive(Debug)]
    pub struct TcpPort {
        stream: TcpStream,
        origin: Instant,
        timeout: Option<Duration>,
    }

    impl TcpPort {
        /// Connects.
        ///
        /// ```
        /// use simcard::modem::{Port, TcpPort};
        /// use std::io::Read;
        ///
        /// let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        /// let mut port = TcpPort::connect(listener.local_addr()?)?;
        /// port.write(b"AT\r")?;
        /// let mut line = [0; 3];
        /// listener.accept()?.0.read_exact(&mut line)?;
        /// assert_eq!(&line, b"AT\r");
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        ///
        /// # Errors
        ///
        /// Nobody listens there.
        pub fn connect(address: impl ToSocketAddrs) -> Result<Self, PortError> {
            Self::new(TcpStream::connect(address)?)
        }

        /// Over a connection that stands.
        ///
        /// ```
        /// use simcard::modem::{Port, TcpPort};
        /// use std::io::Write;
        /// use std::time::Duration;
        ///
        /// let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        /// let mut port = TcpPort::new(std::net::TcpStream::connect(listener.local_addr()?)?)?;
        /// listener.accept()?.0.write_all(b"\r\nRING\r\n")?;
        /// assert!(port.read(&mut [0; 64], Duration::from_secs(5))? > 0);
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        ///
        /// # Errors
        ///
        /// The system refuses to send small packets at once.
        pub fn new(stream: TcpStream) -> Result<Self, PortError> {
            stream.set_nodelay(true)?;
            Ok(Self { stream, origin: Instant::now(), timeout: None })
        }
    }

    impl Port for TcpPort {
        fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
            // zero would mean "for ever" to the system
            let timeout = timeout.max(Duration::from_millis(1));
            if self.timeout != Some(timeout) {
                self.stream.set_read_timeout(Some(timeout))?;
                self.timeout = Some(timeout);
            }
            received(self.stream.read(buffer))
        }

        fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
            Ok(self.stream.write_all(bytes)?)
        }

        fn now(&self) -> Duration {
            self.origin.elapsed()
        }
    }

    /// What a read with a time-out gave.
    pub(in crate::modem) fn received(result: io::Result<usize>) -> Result<usize, PortError> {
        match result {
            Ok(0) => Err(PortError::closed()),
            Ok(len) => Ok(len),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => Ok(0),
                _ => Err(error.into()),
            },
        }
    }
}
#[cfg(feature = "serial")]
pub(super) use with_std::received;
