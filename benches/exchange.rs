//! How fast a command goes through the exchange and the virtual card: SELECT with its FCP, and READ BINARY.
//!
//! `exchange` is the sans-IO state machine alone, with answers that are there already; `virtual card` is everything:
//! exchange, transport, and the card's own work. Neither allocates (tests/allocations.rs).

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hex_literal::hex;
use simcard::Card;
use simcard::apdu::{Class, Command, Instruction};
use simcard::exchange::{self, Buffers, Exchange, Traffic};
use simcard::mock::VirtualCard;
use simcard::transport::{Level, TransportInfo};

const SELECT: Command<'static> =
    Command::new(Class::INTERINDUSTRY, Instruction::SELECT, 0x08, 0x04).data(&[0x2F, 0xE2]).expect(256);
const READ: Command<'static> = Command::new(Class::INTERINDUSTRY, Instruction::READ_BINARY, 0, 0).expect(10);

fn state_machine(c: &mut Criterion) {
    let info = TransportInfo::new(Level::Tpdu);
    let answers: [&[u8]; 2] = [&hex!("6104"), &hex!("62028800 9000")];
    let mut group = c.benchmark_group("exchange");
    group.throughput(Throughput::Elements(2));
    group.bench_function("SELECT, 61xx, GET RESPONSE", |b| {
        let (mut buffer, mut data) = ([0; 261], Vec::with_capacity(256));
        b.iter(|| {
            data.clear();
            let mut exchange = Exchange::new(black_box(SELECT), &info).expect("a short command");
            for answer in answers {
                black_box(exchange.next(&mut buffer).expect("room enough"));
                exchange.receive(black_box(answer), &mut data).expect("a valid answer");
            }
            exchange.outcome()
        });
    });
    group.finish();
}

fn virtual_card(c: &mut Criterion) {
    let mut group = c.benchmark_group("virtual card");
    // SELECT, GET RESPONSE and READ BINARY
    group.throughput(Throughput::Elements(3));
    group.bench_function("SELECT and READ BINARY", |b| {
        let mut card = VirtualCard::uicc();
        let (mut buffers, mut traffic) = (Buffers::default(), Traffic::default());
        b.iter(|| {
            for command in [SELECT, READ] {
                exchange::run(&mut card, black_box(command), &mut buffers, &mut traffic)
                    .expect("a virtual card");
            }
            buffers.data().len()
        });
    });
    group.throughput(Throughput::Elements(1));
    for (name, card) in [("identity, UICC", VirtualCard::uicc()), ("identity, GSM", VirtualCard::gsm())] {
        group.bench_function(name, |b| {
            b.iter(|| Card::new(card.clone()).identity().expect("a virtual card"));
        });
    }
    group.finish();
}

criterion_group!(benches, state_machine, virtual_card);
criterion_main!(benches);
