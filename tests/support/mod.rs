//! A PC/SC service with virtual readers, and cards to put into them.

#![allow(dead_code, reason = "each test program uses its own part")]

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use simcard::mock::vpcd::{self, VirtualDevice};
use simcard::transport::pcsc::{CardPresence, PcscError, Readers};

pub const FIRST: &str = "Virtual PCD 00 00";
pub const SECOND: &str = "Virtual PCD 00 01";

/// Far more than anything here takes.
pub const SOON: Duration = Duration::from_secs(10);

const ADVICE: &str = "the tests of feature \"pcsc\" need a PC/SC service with virtual readers:
    install pcscd and vsmartcard-vpcd, then start pcscd, or run the tests as root so that they can start it,
    or run tests/all.sh, which does both; or test without --all-features";

static SERVICE: Mutex<Option<Service>> = Mutex::new(None);

/// The service, for one test at a time.
pub struct Pcsc(MutexGuard<'static, Option<Service>>);

/// The script that keeps the service alive as long as this process lives.
struct Service {
    _keeper: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    ours: bool,
}

impl Pcsc {
    /// Waits for its turn, and has the service started if none runs.
    pub fn get() -> Self {
        let mut service = SERVICE.lock().unwrap_or_else(PoisonError::into_inner);
        if service.is_none() {
            *service = Some(Service::new());
        }
        Self(service)
    }

    /// Restarts the service, if it is ours to restart. Says whether it did.
    pub fn restart(&mut self) -> bool {
        let service = self.0.as_mut().unwrap();
        if !service.ours {
            return false;
        }
        service.order("stop");
        service.order("start");
        wait_for_readers();
        true
    }

    /// Puts a card into the first reader and waits until the service has seen it.
    pub fn insert(&self, device: impl VirtualDevice + Send + 'static) -> Inserted {
        Inserted::new(0, device)
    }

    /// The same with the second reader.
    pub fn insert_second(&self, device: impl VirtualDevice + Send + 'static) -> Inserted {
        Inserted::new(1, device)
    }
}

impl Service {
    fn new() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/pcscd.sh");
        let mut keeper = Command::new("sh")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell is needed to run tests/support/pcscd.sh");
        let orders = keeper.stdin.take().unwrap();
        let mut answers = BufReader::new(keeper.stdout.take().unwrap());
        expect_line(&mut answers, "locked");
        let mut service = Self { _keeper: keeper, orders, answers, ours: false };
        if let Err(PcscError::NoService { .. }) = Readers::new() {
            service.order("start");
            service.ours = true;
        }
        wait_for_readers();
        service
    }

    fn order(&mut self, order: &str) {
        writeln!(self.orders, "{order}").expect(ADVICE);
        expect_line(&mut self.answers, "done");
    }
}

fn expect_line(answers: &mut impl BufRead, expected: &str) {
    let mut line = String::new();
    answers.read_line(&mut line).expect(ADVICE);
    assert_eq!(line.trim_end(), expected, "{ADVICE}");
}

fn wait_for_readers() {
    let there = || {
        let list = Readers::new().and_then(|mut readers| readers.list()).unwrap_or_default();
        [FIRST, SECOND].iter().all(|name| list.iter().any(|reader| reader.name == *name))
    };
    assert!(eventually(there), "{ADVICE}");
}

/// Asks again and again for ten seconds whether this has come true.
pub fn eventually(mut condition: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if condition() {
            return true;
        }
        if start.elapsed() > SOON {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A card in a virtual reader. Dropping it pulls the card.
pub struct Inserted {
    reader: &'static str,
    stream: TcpStream,
    thread: Option<JoinHandle<()>>,
}

impl Inserted {
    fn new(slot: u16, device: impl VirtualDevice + Send + 'static) -> Self {
        let inserted = Self::dial(slot, device);
        assert!(eventually(|| inserted.presence() != CardPresence::Absent), "the reader took no card");
        inserted
    }

    /// Without waiting for the service to see the card.
    pub fn dial(slot: u16, mut device: impl VirtualDevice + Send + 'static) -> Self {
        let port = vpcd::PORT + slot;
        let stream = TcpStream::connect(("127.0.0.1", port)).expect(ADVICE);
        stream.set_nodelay(true).unwrap();
        let mut copy = stream.try_clone().unwrap();
        let thread = std::thread::spawn(move || {
            // however the connection ends, it is the end of the card
            let _ = vpcd::serve(&mut copy, &mut device, quick_ack);
            let _ = copy.shutdown(Shutdown::Both);
        });
        let reader = if slot == 0 { FIRST } else { SECOND };
        Self { reader, stream, thread: Some(thread) }
    }

    fn presence(&self) -> CardPresence {
        let list = Readers::new().and_then(|mut readers| readers.list()).unwrap_or_default();
        let reader = list.into_iter().find(|reader| reader.name == self.reader);
        reader.map_or(CardPresence::Absent, |reader| reader.card)
    }

    /// Pulls the card, without waiting for the service to see it.
    pub fn pull(&self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

impl Drop for Inserted {
    fn drop(&mut self) {
        self.pull();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        // the next card must not be taken for this one
        let gone = eventually(|| self.presence() == CardPresence::Absent);
        assert!(gone || std::thread::panicking(), "the service still sees the card");
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn quick_ack(stream: &TcpStream) {
    // without it the card is slow, not wrong
    let _ = socket2::SockRef::from(stream).set_tcp_quickack(true);
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn quick_ack(_: &TcpStream) {}

/// What a [`TestCard`] has lived through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    pub powered: u32,
    pub resets: u32,
    pub commands: u32,
}

/// A card of a few commands whose one piece of state is whether the MF is selected.
pub struct TestCard {
    atr: &'static [u8],
    selected: bool,
    life: Arc<Mutex<Life>>,
}

impl TestCard {
    /// No interface bytes: T=0. Two historical bytes.
    pub const T0: &'static [u8] = &[0x3B, 0x02, 0x14, 0x50];
    /// TD1 = 01: T=1. TCK is the sum of all bytes after the first.
    pub const T1: &'static [u8] = &[0x3B, 0x80, 0x01, 0x81];
    /// Longer than any answer to reset: the reader sees a card that it can't talk to.
    pub const MUTE: &'static [u8] = &[0x3B; 34];

    pub const SELECT_MF: &'static [u8] = &[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00];
    /// `6A82` unless the MF was selected after the last reset, then four bytes.
    pub const READ: &'static [u8] = &[0x00, 0xB0, 0x00, 0x00, 0x04];
    /// 256 bytes and the status word.
    pub const READ_LONG: &'static [u8] = &[0x00, 0xB0, 0x01, 0x00, 0x00];
    /// The card is pulled in the middle of this.
    pub const PULL: &'static [u8] = &[0x00, 0xB0, 0x02, 0x00, 0x01];

    pub fn new(atr: &'static [u8]) -> Self {
        Self { atr, selected: false, life: Arc::default() }
    }

    pub fn life(&self) -> impl Fn() -> Life + use<> {
        let life = Arc::clone(&self.life);
        move || *life.lock().unwrap()
    }
}

impl VirtualDevice for TestCard {
    fn atr(&self) -> &[u8] {
        self.atr
    }

    fn power(&mut self, on: bool) {
        self.selected = false;
        self.life.lock().unwrap().powered += u32::from(on);
    }

    fn reset(&mut self) {
        self.selected = false;
        self.life.lock().unwrap().resets += 1;
    }

    fn process(&mut self, command: &[u8], response: &mut Vec<u8>) {
        self.life.lock().unwrap().commands += 1;
        match command {
            Self::SELECT_MF => {
                self.selected = true;
                response.extend([0x90, 0x00]);
            }
            Self::READ if self.selected => response.extend([1, 2, 3, 4, 0x90, 0x00]),
            Self::READ => response.extend([0x6A, 0x82]),
            Self::READ_LONG => {
                response.resize(256, 0xA5);
                response.extend([0x90, 0x00]);
            }
            Self::PULL => {}
            _ => response.extend([0x6D, 0x00]),
        }
    }
}
