//! What must not allocate, does not: counted by an allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use hex_literal::hex;
use simcard::Card;
use simcard::apdu::{Class, Command, Instruction};
use simcard::codec::ber::{Tlvs, Walk};
use simcard::exchange::{self, Buffers, Traffic};
use simcard::fs::{Fcp, FileInfo};
use simcard::mock::{Applet, Flow, MockError, VirtualCard};
use simcard::toolkit::command::DisplayText;
use simcard::toolkit::{
    Capabilities, CommandType, Host, HostResult, Limits, ManualClock, ProactiveCommand, Reply,
};
use simcard::transport::{Level, Transport, TransportInfo};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, counting what this thread asks of it.
struct Counting;

fn count() {
    // a thread that ends may free and allocate after its counter is gone
    let _ = ALLOCATIONS.try_with(|counter| counter.set(counter.get() + 1));
}

// SAFETY: every call goes on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `body` allocates.
fn allocations(body: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.with(Cell::get);
    body();
    ALLOCATIONS.with(Cell::get) - before
}

const FCP: [u8; 29] = hex!("621B 82024121 83026F05 A503C00100 8A0105 8B036F0602 80020005 8800");

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![1_u8]))), 1);
}

#[test]
fn reading_ber_tlv_does_not_allocate() {
    let count = allocations(|| {
        for _ in 0..100 {
            assert_eq!(Tlvs::new(&FCP).filter(Result::is_ok).count(), 1);
            assert!(Walk::new(&FCP).filter(Result::is_ok).count() > 5);
        }
    });
    assert_eq!(count, 0);
}

#[test]
fn reading_an_fcp_does_not_allocate() {
    let count = allocations(|| {
        for _ in 0..100 {
            let fcp = Fcp::parse(&FCP).unwrap();
            assert_eq!(FileInfo::from(&fcp).size, Some(5));
        }
    });
    assert_eq!(count, 0);
}

#[test]
fn an_exchange_does_not_allocate() {
    let select =
        Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x08, 0x04).data(&[0x2F, 0xE2]).expect(256);
    let read = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0).expect(256);
    for level in [Level::Tpdu, Level::Apdu] {
        let mut card = VirtualCard::builder().level(level).build();
        let (mut buffers, mut traffic) = (Buffers::default(), Traffic::default());
        let mut round = |card: &mut dyn Transport<Error = _>| {
            for command in [select, read] {
                let outcome = exchange::run(card, command, &mut buffers, &mut traffic).unwrap();
                assert!(outcome.status.is_success());
                assert!(buffers.data().len() >= 10);
            }
        };
        // the first round makes the buffers as large as they have to be
        round(&mut card);
        assert_eq!(allocations(|| (0..100).for_each(|_| round(&mut card))), 0, "{level:?}");
        // SELECT, GET RESPONSE, READ BINARY, 6Cxx and again; or the two alone
        assert_eq!(traffic.commands, if level == Level::Tpdu { 404 } else { 202 });
    }
}

/// A virtual card whose own work does not count.
struct Uncounted(VirtualCard);

impl Transport for Uncounted {
    type Error = MockError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], MockError> {
        let before = ALLOCATIONS.with(Cell::get);
        let answer = self.0.transmit(command, response);
        ALLOCATIONS.with(|counter| counter.set(before));
        answer
    }

    fn info(&self) -> TransportInfo {
        self.0.info()
    }

    fn reset(&mut self) -> Result<(), MockError> {
        self.0.reset()
    }

    fn epoch(&self) -> u32 {
        self.0.epoch()
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = MockError>),
    ) -> Result<(), MockError> {
        body(self);
        Ok(())
    }
}

/// Has seen every text, and takes no note of it.
struct Reader;

impl Host for Reader {
    fn capabilities(&self) -> Capabilities {
        Capabilities::new(&[CommandType::DISPLAY_TEXT])
    }

    fn display_text(&mut self, _: &DisplayText) -> HostResult {
        Ok(Reply::ok())
    }
}

#[test]
fn a_turn_of_the_toolkit_allocates_what_it_hands_out() {
    // a text, and its layout: how the objects were written, so that they can be written again
    const COMMAND: u64 = 2;
    // the bytes of the choice, which wait until the card has time
    const CHOICE: u64 = 1;

    let display = ProactiveCommand::new(1, DisplayText::new("Your balance is 12.34 EUR").unwrap());
    let bytes = display.encode().unwrap();
    assert_eq!(allocations(|| drop(ProactiveCommand::decode(&bytes).unwrap())), COMMAND);
    assert_eq!(allocations(|| drop(display.encode().unwrap())), 1);

    for texts in 1..4 {
        let flow = (0..texts).fold(Flow::new(), |flow, _| flow.show("Your balance is 12.34 EUR"));
        let card = VirtualCard::builder().applet(Applet::new("Menu").item("Texts", flow)).build();
        let mut card = Card::new(Uncounted(card));
        let mut toolkit = card.toolkit_with(Reader, ManualClock::default(), Limits::default());
        toolkit.start().unwrap();
        // the first turn makes the buffers as large as they have to be
        toolkit.select(1).unwrap();
        let before = toolkit.card().traffic().commands;
        let count = allocations(|| (0..100).for_each(|_| toolkit.select(1).unwrap()));
        assert_eq!(count, 100 * (CHOICE + texts * COMMAND), "{texts}");
        // ENVELOPE, and for each text FETCH and TERMINAL RESPONSE
        assert_eq!(toolkit.card().traffic().commands - before, 100 * (1 + 2 * texts));
    }
}

#[test]
fn a_million_unsolicited_results_leave_nothing_behind() {
    use simcard::modem::at::{Dialogue, Event};
    use std::time::Duration;

    let lines = b"\r\n^RSSI: 20\r\n\r\n+CREG: 1,\"1A2B\",\"C3D4\"\r\n\r\n+CUSD: 0,\"two\nlines\",15\r\n\r\n+CMTI: \"SM\",3\r\n";
    let mut dialogue = Dialogue::new(Duration::ZERO);
    let mut feed = |times: u32| {
        allocations(|| {
            for _ in 0..times {
                dialogue.receive(lines, Duration::ZERO);
                while let Some(event) = dialogue.poll_event() {
                    assert!(matches!(event, Event::Urc(_)));
                }
            }
        })
    };
    // what is handed out is allocated, and freed; nothing grows with their number
    feed(10);
    let few = feed(1_000);
    let many = feed(250_000);
    assert_eq!(many, few * 250);
    assert_eq!(few, 4_000, "one for each line");
}
