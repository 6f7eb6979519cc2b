//! How many short messages a second are read, and cut out of a text; and how fast others do it.
//!
//! * `decode`: `Tpdu::decode` of three messages in turn: one of 160 characters in the GSM 7 bit alphabet, one of 70 in
//!   UCS2, and the part of a longer one.
//! * `decode/text`: the same, and the text of each.
//! * `compose`: a text of 400 characters, cut into three messages, and written.
//!
//! Against others, with the same text of 160 septets, most of them letters, digits and spaces:
//!
//! * `gsm7 pack`, `gsm7 unpack`: text to packed septets and back. simcard takes escapes as 3GPP TS 23.038 says, whatever stands
//!   behind them, and knows national tables besides; `gsm7` reads and writes a bit stream, checks each character, and knows the
//!   default alphabet only. Neither is told how many septets there are but by the length of the input.
//! * `deliver`: an SMS-DELIVER with that text, behind an empty service centre, read with all its fields, and its text. simcard keeps
//!   what does not belong there and writes the same bytes again, and reads addresses, times and coding schemes when they are
//!   asked for; `sms-pdu` reads all of them at once into values of its own.
//! * `submit`: that text to bytes behind an empty service centre. simcard first looks which coding takes the fewest messages;
//!   `sms-pdu` takes the first that has the characters.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use simcard::codec::gsm7::{self, Alphabet, Septets};
use simcard::sms::{Composer, Deliver, Direction, Pdu, Timestamp, Tpdu};
use sms_pdu::gsm_encoding::GsmMessageData;
use sms_pdu::pdu::{DeliverPdu, PduAddress, SubmitPdu};
use std::hint::black_box;

/// Messages with these texts, as they come.
fn messages() -> Vec<Vec<u8>> {
    let texts = ["a".repeat(160), "\u{416}".repeat(70), "b".repeat(200)];
    texts.iter().map(|text| deliver(text)).collect()
}

/// A message with this text, or the first part of it, as it comes.
fn deliver(text: &str) -> Vec<u8> {
    let composer = Composer::new("+447700900123".parse().expect("a number"));
    let time = Timestamp::new(2026, 11, 22, 17, 36, 40, 0).expect("a time");
    let data = composer.compose(text).expect("it fits").remove(0).user_data;
    Deliver::new("+447700900000".parse().expect("a number"), time, data).encode()
}

fn read(bytes: &[u8]) -> Tpdu {
    Tpdu::decode(Direction::ToMobile, bytes).expect("a message")
}

fn sms(criterion: &mut Criterion) {
    let messages = messages();
    let mut group = criterion.benchmark_group("sms");
    group.throughput(Throughput::Elements(messages.len() as u64));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| {
            messages.iter().map(|bytes| read(black_box(bytes)).is_exact()).filter(|exact| *exact).count()
        });
    });
    group.bench_function("decode/text", |bencher| {
        bencher.iter(|| {
            let texts =
                messages.iter().map(|bytes| read(black_box(bytes)).user_data().and_then(|data| data.text()));
            texts.map(|text| text.expect("a text").len()).sum::<usize>()
        });
    });
    group.throughput(Throughput::Elements(1));
    let composer = Composer::new("+447700900123".parse().expect("a number"));
    let text = "The quick brown fox jumps over the lazy dog. 0123456789 {[~]} ".repeat(7);
    group.bench_function("compose", |bencher| {
        bencher.iter(|| {
            let parts = composer.compose(black_box(&text)).expect("it fits");
            parts.iter().map(|part| part.encode().len()).sum::<usize>()
        });
    });
    group.finish();
}

/// 160 septets, two of them for each of the three that need an escape.
fn text() -> String {
    let begin = "Your balance is 12.34 \u{20AC}, valid until 24.12.2026. [Info: *100#] \u{E9}\u{E0}\u{F1}: ";
    let septets = Alphabet::DEFAULT.encode(begin).expect("it is in the alphabet").len();
    begin.chars().chain(('a'..='z').cycle().take(160 - septets)).collect()
}

fn packing(criterion: &mut Criterion) {
    let text = text();
    let ours = || gsm7::pack(&Alphabet::DEFAULT.encode(black_box(&text)).expect("it is in the alphabet"));
    let theirs = || {
        let mut writer = ::gsm7::Gsm7Writer::new(Vec::new());
        writer.write_str(black_box(&text)).and_then(|()| writer.into_writer()).expect("they know it")
    };
    let packed = ours();
    assert_eq!((packed.len(), &packed), (140, &theirs()));
    let mut group = criterion.benchmark_group("gsm7 pack");
    group.throughput(Throughput::Elements(1));
    group.bench_function("simcard", |bencher| bencher.iter(ours));
    group.bench_function("gsm7", |bencher| bencher.iter(theirs));
    group.finish();

    let ours = || Alphabet::DEFAULT.chars(Septets::new(black_box(&packed), 160)).collect::<String>();
    let theirs = || {
        let reader = ::gsm7::Gsm7Reader::new(black_box(&packed[..]));
        reader.collect::<std::io::Result<String>>().expect("they know it")
    };
    assert_eq!((&ours(), &theirs()), (&text, &text));
    let mut group = criterion.benchmark_group("gsm7 unpack");
    group.throughput(Throughput::Elements(1));
    group.bench_function("simcard", |bencher| bencher.iter(ours));
    group.bench_function("gsm7", |bencher| bencher.iter(theirs));
    group.finish();
}

fn pdus(criterion: &mut Criterion) {
    let text = text();
    let mut bytes = deliver(&text);
    bytes.insert(0, 0x00);
    let ours = || {
        let pdu = Pdu::decode(Direction::ToMobile, black_box(&bytes)).expect("a message");
        let Tpdu::Deliver(message) = pdu.tpdu else { panic!("a message that came") };
        let (from, time) = (message.originator.to_string(), message.timestamp.unix_seconds());
        (from, time, message.text().expect("a text"))
    };
    let theirs = || {
        let pdu = DeliverPdu::try_from(&black_box(&bytes)[..]).expect("a message");
        let text = pdu.get_message_data().decode_message().expect("a text").text;
        (pdu.originating_address.to_string(), pdu.scts, text)
    };
    assert_eq!((ours().0, ours().2), (theirs().0, theirs().2));
    let mut group = criterion.benchmark_group("deliver");
    group.throughput(Throughput::Elements(1));
    group.bench_function("simcard", |bencher| bencher.iter(ours));
    group.bench_function("sms-pdu", |bencher| bencher.iter(theirs));
    group.finish();

    let to: PduAddress = "+447700900123".parse().expect("a number");
    let composer = Composer::new("+447700900123".parse().expect("a number"));
    let ours = || {
        let mut parts = composer.compose(black_box(&text)).expect("it fits").into_iter();
        let one = parts.next().filter(|_| parts.next().is_none()).expect("one message");
        let mut bytes = vec![0x00];
        bytes.extend(one.encode());
        bytes
    };
    let theirs = || {
        let data = GsmMessageData::encode_message(black_box(&text)).remove(0);
        SubmitPdu::make_simple_message(to.clone(), data).as_bytes().0
    };
    // they say that it is to be stored, a class of message
    let (mine, other) = (ours(), theirs());
    assert_eq!((mine.len(), &mine[14..]), (other.len(), &other[14..]));
    let mut group = criterion.benchmark_group("submit");
    group.throughput(Throughput::Elements(1));
    group.bench_function("simcard", |bencher| bencher.iter(ours));
    group.bench_function("sms-pdu", |bencher| bencher.iter(theirs));
    group.finish();
}

criterion_group!(benches, sms, packing, pdus);
criterion_main!(benches);
