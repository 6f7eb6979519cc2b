//! A peer behind a port in memory, and behind TCP.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use simcard::modem::{Port, PortError, TcpPort};

/// The other end, whatever it is.
pub trait Peer {
    /// What it says to a command line, or to a text at its prompt, which end with CR or Ctrl-Z.
    fn answer(&mut self, line: &str) -> Vec<u8>;

    /// Whether it sends back what comes.
    fn echoes(&self) -> bool;
}

/// Cuts what comes into lines.
struct Lines<P> {
    peer: P,
    line: Vec<u8>,
}

impl<P: Peer> Lines<P> {
    fn receive(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut output = Vec::new();
        for byte in bytes {
            if self.peer.echoes() {
                output.push(*byte);
            }
            match byte {
                b'\r' | 0x1A => {
                    let line = String::from_utf8(core::mem::take(&mut self.line)).unwrap();
                    output.extend(self.peer.answer(&line));
                }
                b'\n' | 0x1B => {}
                byte => self.line.push(*byte),
            }
        }
        output
    }
}

/// A peer in memory: its clock runs as fast as one waits.
pub struct Memory<P> {
    lines: Lines<P>,
    output: Vec<u8>,
    now: Duration,
}

impl<P: Peer> Memory<P> {
    pub fn new(peer: P) -> Self {
        Self { lines: Lines { peer, line: Vec::new() }, output: Vec::new(), now: Duration::ZERO }
    }

    pub fn peer(&mut self) -> &mut P {
        &mut self.lines.peer
    }

    /// Sends something unasked.
    pub fn push(&mut self, bytes: &[u8]) {
        self.output.extend(bytes);
    }
}

impl<P: Peer> Port for Memory<P> {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        if self.output.is_empty() {
            self.now += timeout;
        }
        let len = self.output.len().min(buffer.len());
        buffer[..len].copy_from_slice(&self.output[..len]);
        self.output.drain(..len);
        Ok(len)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        let answer = self.lines.receive(bytes);
        self.output.extend(answer);
        Ok(())
    }

    fn now(&self) -> Duration {
        self.now
    }
}

/// A connection to a peer that listens.
pub fn over_tcp(peer: impl Peer + Send + 'static) -> TcpPort {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // ends with the connection
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_nodelay(true).unwrap();
        let mut lines = Lines { peer, line: Vec::new() };
        let mut buffer = [0; 256];
        while let Ok(len @ 1..) = stream.read(&mut buffer) {
            if stream.write_all(&lines.receive(&buffer[..len])).is_err() {
                break;
            }
        }
    });
    TcpPort::new(TcpStream::connect(address).unwrap()).unwrap()
}
