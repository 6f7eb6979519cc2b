//! What a user typed for a card is overwritten before its memory is given back: an allocator looks at all that is freed.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::Cursor;

use simcard::Card;
use simcard::codec::gsm7::{self, Alphabet};
use simcard::mock::{MockError, VirtualCard};
use simcard::toolkit::command::{GetInput, GetInputQualifier, SendUssd};
use simcard::toolkit::object::{ResponseLength, TextString, UssdString};
use simcard::toolkit::{
    Capabilities, Command, CommandType, ConsoleHost, Host, HostResult, Limits, ManualClock, NetworkAction,
    ProactiveCommand, Reply,
};
use simcard::transport::{Transport, TransportInfo};

/// What is looked for, in all forms that it takes: characters, UCS2, packed septets, packed septets in USSD.
const CODE: &str = "86420975318642";

thread_local! {
    static WATCHING: Cell<bool> = const { Cell::new(false) };
    static FOUND: Cell<u32> = const { Cell::new(0) };
}

struct Watching;

fn look(pointer: *const u8, len: usize) {
    // a thread that ends may free after its locals are gone
    if !WATCHING.try_with(Cell::get).unwrap_or(false) {
        return;
    }
    // SAFETY: the block is still allocated; what was never written in it is read as any value.
    let block = unsafe { std::slice::from_raw_parts(pointer, len) };
    let digits = CODE.as_bytes();
    let has = |needle: &[u8]| block.windows(needle.len()).any(|window| window == needle);
    let wide = block.windows(digits.len() * 2 - 1).any(|window| window.iter().step_by(2).eq(digits));
    // in septets at any bit: the bytes that are nothing but digits of the code
    let packed = (0..8).any(|first| {
        let mut packed = [0_u8; 14];
        for (bit, byte) in digits.iter().enumerate().map(|(index, digit)| (index * 7 + first, *digit)) {
            let [low, high] = (u16::from(byte) << (bit % 8)).to_le_bytes();
            packed[bit / 8] |= low;
            packed[bit / 8 + 1] |= high;
        }
        has(&packed[1..12])
    });
    if has(digits) || wide || packed {
        let _ = FOUND.try_with(|found| found.set(found.get() + 1));
    }
}

// SAFETY: every call goes on to the system's allocator as it is.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // so that what is read of a block was written
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        look(pointer, layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promises are those that these three ask for.
        unsafe {
            let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !new.is_null() {
                std::ptr::copy_nonoverlapping(pointer, new, layout.size().min(size));
                self.dealloc(pointer, layout);
            }
            new
        }
    }
}

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// How many blocks are freed with the code in them while `body` runs.
fn left_behind(body: impl FnOnce()) -> u32 {
    WATCHING.with(|watching| watching.set(true));
    body();
    WATCHING.with(|watching| watching.set(false));
    FOUND.with(|found| found.replace(0))
}

/// A card with one command, and then nothing; it keeps no answer.
struct OneCommand {
    card: VirtualCard,
    command: Vec<u8>,
    asked: bool,
    /// Whether it takes the answer; if not, it is gone then.
    takes: bool,
}

impl OneCommand {
    fn new(command: impl Into<Command>) -> Self {
        let card = VirtualCard::builder().no_toolkit().build();
        let command = ProactiveCommand::new(1, command).encode().unwrap();
        Self { card, command, asked: false, takes: true }
    }
}

impl Transport for OneCommand {
    type Error = MockError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], MockError> {
        let status = match command[1] {
            0x10 => [0x91, u8::try_from(self.command.len()).unwrap()],
            0x12 => {
                self.asked = true;
                let len = self.command.len();
                response[..len].copy_from_slice(&self.command);
                response[len..len + 2].copy_from_slice(&[0x90, 0x00]);
                return Ok(&response[..len + 2]);
            }
            0x14 if !self.takes => {
                self.card.remove();
                return self.card.transmit(command, response);
            }
            0x14 | 0xC2 => [0x90, 0x00],
            _ => return self.card.transmit(command, response),
        };
        response[..2].copy_from_slice(&status);
        Ok(&response[..2])
    }

    fn info(&self) -> TransportInfo {
        self.card.info()
    }

    fn reset(&mut self) -> Result<(), MockError> {
        self.card.reset()
    }

    fn epoch(&self) -> u32 {
        self.card.epoch()
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = MockError>),
    ) -> Result<(), MockError> {
        body(self);
        Ok(())
    }
}

/// Enters the code, and has network and screen.
struct Typist {
    /// As an object of the host's own making.
    as_object: bool,
}

impl Host for Typist {
    fn capabilities(&self) -> Capabilities {
        Capabilities::new(&[CommandType::GET_INPUT, CommandType::SEND_USSD]).all_characters()
    }

    fn consent(&mut self, _: &NetworkAction) -> bool {
        // it is for the host to keep what it is asked
        true
    }

    fn get_input(&mut self, _: &GetInput) -> HostResult {
        if self.as_object {
            let text = TextString::new(CODE)?;
            let reply = Reply::ok().with(&text);
            // what becomes of the text itself is up to the host
            std::mem::forget(text);
            return Ok(reply);
        }
        Ok(Reply::text(CODE))
    }

    fn send_ussd(&mut self, _: &SendUssd) -> HostResult {
        Ok(Reply::text("Topped up"))
    }
}

fn question(qualifier: GetInputQualifier) -> GetInput {
    let mut input = GetInput::new("Voucher code", ResponseLength::new(10, 16)).unwrap();
    input.qualifier = qualifier;
    input
}

fn run(card: OneCommand, host: impl Host) -> bool {
    let mut card = Card::new(card);
    let mut toolkit = card.toolkit_with(host, ManualClock::default(), Limits::default());
    let done = toolkit.start().is_ok();
    drop(toolkit);
    assert!(card.transport_mut().asked);
    done
}

#[test]
fn the_allocator_sees_what_is_left() {
    assert_eq!(left_behind(|| drop(std::hint::black_box(CODE.to_string()))), 1);
    let septets = Alphabet::DEFAULT.encode(CODE).unwrap();
    assert_eq!(left_behind(|| drop(gsm7::pack(&septets))), 1);
    assert_eq!(left_behind(|| drop(gsm7::pack(&[b"*103*", &septets[..]].concat()))), 2);
    let wide: Vec<u8> = CODE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(left_behind(|| drop(wide)), 1);
}

#[test]
fn what_a_user_typed_is_not_left_in_memory() {
    let forms = [
        GetInputQualifier::empty(),
        GetInputQualifier::PACKED,
        GetInputQualifier::ALPHABET | GetInputQualifier::UCS2,
    ];
    for qualifier in forms {
        for (takes, as_object) in [(true, false), (false, false), (true, true)] {
            let card = OneCommand { takes, ..OneCommand::new(question(qualifier)) };
            let found = left_behind(|| assert_eq!(run(card, Typist { as_object }), takes));
            assert_eq!(found, 0, "{qualifier:?}, taken: {takes}, as an object: {as_object}");
        }
    }
}

#[test]
fn nor_by_the_console() {
    let card = OneCommand::new(question(GetInputQualifier::HIDDEN));
    let typed = Cursor::new(format!("{CODE}\n").into_bytes());
    // what it reads from is not ours
    let typed: &'static mut Cursor<Vec<u8>> = Box::leak(Box::new(typed));
    assert_eq!(left_behind(|| assert!(run(card, ConsoleHost::new(typed, std::io::sink())))), 0);
    let card = OneCommand::new(question(GetInputQualifier::HIDDEN));
    let nothing = std::io::empty();
    let host = ConsoleHost::new(nothing, std::io::sink()).secret(|| Ok(CODE.to_string()));
    assert_eq!(left_behind(|| assert!(run(card, host))), 0);
}

#[test]
fn nor_what_the_card_has_sent_to_the_network() {
    let request = UssdString::new(&["*103*", CODE, "#"].concat()).unwrap();
    let bytes = ProactiveCommand::new(1, SendUssd::new(request)).encode().unwrap();
    assert_eq!(left_behind(|| drop(ProactiveCommand::decode(&bytes).unwrap())), 0);
}
