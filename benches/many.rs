//! Many cards at once: identity and the balance by the card's menu, 1, 10, 100 and 1,000 cards in as many threads, and the
//! memory that a card takes while it is there.
//!
//! Virtual cards, each made anew with the files of a whole UICC, which is most of the memory: the library's own share is
//! told apart.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use simcard::Card;
use simcard::mock::VirtualCard;
use simcard::toolkit::ScriptedHost;

static HELD: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counting the bytes that are held.
struct Counting;

// SAFETY: every call goes on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Whose card it is, and what is left on it.
fn identity_and_balance(card: &mut Card<VirtualCard>) {
    let identity = card.identity().expect("a card");
    assert_eq!(identity.imsi.expect("an IMSI").as_str(), "001010123456789");
    let host = ScriptedHost::new().consenting().ussd("*100#", "Your balance is 12.34 EUR");
    let mut toolkit = card.toolkit(host);
    toolkit.start().expect("a toolkit");
    let found = toolkit.navigate(["Balance"], &[]).expect("a menu");
    assert_eq!(found.text(), Some("Your balance is 12.34 EUR"));
}

fn in_threads(cards: usize) {
    std::thread::scope(|scope| {
        for _ in 0..cards {
            scope.spawn(|| identity_and_balance(&mut Card::new(VirtualCard::uicc())));
        }
    });
}

/// Bytes held for each card while so many of them have done their work and are all still there: all, and without the
/// virtual card.
fn memory(cards: usize) -> (usize, usize) {
    let (done, measured) = (Barrier::new(cards + 1), Barrier::new(cards + 1));
    let bare = {
        let before = HELD.load(Relaxed);
        let card = VirtualCard::uicc();
        let held = HELD.load(Relaxed) - before;
        drop(card);
        held
    };
    let before = HELD.load(Relaxed);
    let held = std::thread::scope(|scope| {
        for _ in 0..cards {
            scope.spawn(|| {
                let mut card = Card::new(VirtualCard::uicc());
                identity_and_balance(&mut card);
                done.wait();
                measured.wait();
            });
        }
        done.wait();
        let held = HELD.load(Relaxed) - before;
        measured.wait();
        held
    });
    let each = held / cards;
    (each, each.saturating_sub(bare))
}

fn many(c: &mut Criterion) {
    for cards in [1, 10, 100, 1000] {
        let (each, without) = memory(cards);
        println!("{cards} cards: {each} bytes each, {without} without the virtual card's files");
    }
    let mut group = c.benchmark_group("many");
    group.sample_size(10);
    for cards in [1, 10, 100, 1000] {
        group.throughput(Throughput::Elements(cards as u64));
        group.bench_with_input(BenchmarkId::new("identity and balance", cards), &cards, |b, cards| {
            b.iter(|| in_threads(*cards));
        });
    }
    group.finish();
}

criterion_group!(benches, many);
criterion_main!(benches);
