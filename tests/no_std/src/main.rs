//! A program without `std` that reads the identity of a virtual card and uses its menu. Its exit code tells how that went.
//!
//! It has its own start, panic handler and allocator, so that it does not link if the library, or what the
//! library depends on, needs those of the standard library. For Linux on x86-64.

#![no_std]
#![no_main]

extern crate alloc;

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use core::sync::atomic::{AtomicUsize, Ordering};

use core::time::Duration;

use simcard::Card;
use simcard::apdu::{Class, StatusWord};
use simcard::mock::VirtualCard;
use simcard::toolkit::{
    Command, Limits, ManualClock, Reply, Request, ScriptedHost, Session, Step, TerminalProfile,
};

// The stack is aligned as the C calling convention wants it.
core::arch::global_asm!(".globl _start", "_start:", "xor ebp, ebp", "and rsp, -16", "call start", "ud2");

unsafe extern "C" {
    safe fn _exit(code: i32) -> !;
}

#[unsafe(no_mangle)]
extern "C" fn start() -> ! {
    let mut card = Card::new(VirtualCard::uicc());
    match card.identity() {
        Ok(identity) if identity.iccid.is_ok() && identity.imsi.is_ok() => {}
        _ => _exit(1),
    }
    if menu(&mut card) != Some(()) {
        _exit(4);
    }
    if session() != Some(()) {
        _exit(5);
    }
    _exit(0)
}

/// The balance, by the menu of the card.
fn menu(card: &mut Card<VirtualCard>) -> Option<()> {
    let host = ScriptedHost::new().consenting().ussd("*100#", "12.34 EUR");
    let mut toolkit = card.toolkit_with(host, ManualClock::default(), Limits::default());
    toolkit.start().ok()?;
    let found = toolkit.navigate(["Balance"], &[]).ok()?;
    (found.text() == Some("12.34 EUR")).then_some(())
}

/// A text that a card has shown, and the answer, without a card.
fn session() -> Option<()> {
    const TEXT: &[u8] = b"\xD0\x14\x81\x03\x01\x21\x80\x82\x02\x81\x02\x8D\x09\x04Balance:";
    let mut session = Session::new(&TerminalProfile::default(), alloc::vec![], Limits::default());
    let now = Duration::ZERO;
    session.announced(22);
    let Step::Transmit(Request::Fetch(22)) = session.poll(now) else { return None };
    session.answered(now, StatusWord::OK, TEXT);
    let Step::Perform(command) = session.poll(now) else { return None };
    let Command::DisplayText(display) = &command.command else { return None };
    let shown = display.text.text() == "Balance:" && command.encode().as_deref() == Ok(TEXT);
    let answered =
        session.answer(&command, &Reply::ok()) && session.poll(now) == Step::Transmit(Request::Response);
    let data = session.command(Request::Response, Class::ETSI).data;
    let right = data == b"\x81\x03\x01\x21\x80\x82\x02\x82\x81\x83\x01\x00";
    (shown && answered && right).then_some(())
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    _exit(2)
}

/// The compiled `alloc` refers to these two, which belong to `std`: were that linked too, they would be
/// there twice, and the linker would refuse. Nothing calls them where a panic does not unwind.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() -> ! {
    _exit(3)
}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    _exit(3)
}

/// Gives memory out, one piece after the other, and takes none back.
struct Bump {
    memory: UnsafeCell<[u8; SIZE]>,
    used: AtomicUsize,
}

const SIZE: usize = 8 << 20;

// SAFETY: `used` is atomic, and every piece of the memory is given out once.
unsafe impl Sync for Bump {}

// SAFETY: the pieces do not overlap, are aligned and lie inside the memory, which is never freed.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.memory.get() as usize;
        let mut piece = 0;
        let taken = self.used.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |used| {
            piece = (start + used).next_multiple_of(layout.align());
            let end = piece + layout.size() - start;
            (end <= SIZE).then_some(end)
        });
        if taken.is_ok() { piece as *mut u8 } else { core::ptr::null_mut() }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Bump = Bump { memory: UnsafeCell::new([0; SIZE]), used: AtomicUsize::new(0) };
