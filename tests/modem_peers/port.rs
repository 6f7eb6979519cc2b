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

/// What happens to a byte on its way.
#[derive(Clone, Copy, Debug)]
pub enum Mishap {
    /// It is lost.
    Lost,
    /// It is lost, and the rest of its line with it.
    LineLost,
    /// It comes so much later, with all that follows.
    Late(Duration),
}

/// What happens to which byte: of those to the peer, or from it.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub to_peer: bool,
    pub at: usize,
    pub mishap: Mishap,
}

/// A peer in memory: its clock runs as fast as one waits.
pub struct Memory<P> {
    lines: Lines<P>,
    output: Vec<u8>,
    now: Duration,
    fault: Option<Fault>,
    /// How many bytes went to the peer, and came from it.
    traffic: (usize, usize),
}

impl<P: Peer> Memory<P> {
    pub fn new(peer: P) -> Self {
        let lines = Lines { peer, line: Vec::new() };
        Self { lines, output: Vec::new(), now: Duration::ZERO, fault: None, traffic: (0, 0) }
    }

    pub fn set_fault(&mut self, fault: Option<Fault>) {
        self.fault = fault;
    }

    pub const fn traffic(&self) -> (usize, usize) {
        self.traffic
    }

    /// What arrives of these bytes, `before` of which came the same way before.
    fn pass(&mut self, to_peer: bool, before: usize, bytes: Vec<u8>) -> Vec<u8> {
        let here =
            |fault: &Fault| fault.to_peer == to_peer && (before..before + bytes.len()).contains(&fault.at);
        let Some(fault) = self.fault.filter(here) else { return bytes };
        let (mut arrives, rest) = (bytes[..fault.at - before].to_vec(), &bytes[fault.at - before..]);
        match fault.mishap {
            Mishap::Lost => arrives.extend(&rest[1..]),
            Mishap::LineLost => {
                let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n' | 0x1A));
                arrives.extend(&rest[end.map_or(rest.len(), |end| end + 1)..]);
            }
            Mishap::Late(time) => {
                self.now += time;
                arrives.extend(rest);
            }
        }
        arrives
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
        let arrives = self.pass(true, self.traffic.0, bytes.to_vec());
        self.traffic.0 += bytes.len();
        let answer = self.lines.receive(&arrives);
        let before = self.traffic.1;
        self.traffic.1 += answer.len();
        let answer = self.pass(false, before, answer);
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
