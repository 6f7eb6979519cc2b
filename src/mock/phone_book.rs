//! The phone book of a test card's USIM: files of all three types (3GPP TS 31.102 4.4.2.1).

use alloc::vec::Vec;

use super::encode::{dialling_record, number, padded, tlv};
use super::file::{Access, Condition, File};
use super::filesystem::{FileSystem, NodeId};

/// How many entries there is room for.
const ENTRIES: usize = 10;
const NAME_LEN: usize = 14;
const ADN_LEN: u8 = 28;

/// Adds the files to a DF.PHONEBOOK.
pub(super) fn add(files: &mut FileSystem, book: NodeId) {
    let pin = Access::new(Condition::Pin1, Condition::Pin1);
    let mut add = |sfi, file: File| {
        let file = file.access(pin);
        files.add(book, if sfi == 0 { file } else { file.sfi(sfi) });
    };
    let adn = entries(4, |entry| match entry {
        1 => dialling_record("Alice", "+447700900456", NAME_LEN),
        2 => dialling_record("Bob", "07700900789", NAME_LEN),
        // a pause and tones after the number, more than fit: the rest is in record 1 of EF.EXT1
        3 => {
            let mut record = dialling_record("Conference", "+447700900100a1234567", NAME_LEN);
            record.splice(27.., [0x01]);
            record
        }
        _ => dialling_record("Voicemail", "+447700900998", NAME_LEN),
    });
    add(0x01, File::linear("EF.ADN", 0x4F3A, ADN_LEN, adn));
    // of the files of type 2, EF.EMAIL: record 2 belongs to entry 1
    add(0x02, File::linear("EF.IAP", 0x4F25, 1, records(&[&[0x02]], ENTRIES, 1)));
    // entry 4 is hidden
    let control: [&[u8]; 4] = [&[0x00, 0x00], &[0x00, 0x00], &[0x00, 0x00], &[0x02, 0x01]];
    add(0x05, File::linear("EF.PBC", 0x4F09, 2, zeroed(&control, ENTRIES, 2)));
    // entries 1 and 2 are in group 1, entry 2 in group 2 as well
    let groups: [&[u8]; 2] = [&[0x01, 0x00], &[0x01, 0x02]];
    add(0x06, File::linear("EF.GRP", 0x4F26, 2, zeroed(&groups, ENTRIES, 2)));
    let identifiers: [&[u8]; 4] = [&[0x00, 0x01], &[0x00, 0x02], &[0x00, 0x03], &[0x00, 0x04]];
    add(0x07, File::linear("EF.UID", 0x4F21, 2, zeroed(&identifiers, ENTRIES, 2)));
    let second = records(&[b"Liddell"], ENTRIES, 14);
    add(0x08, File::linear("EF.SNE", 0x4F19, 14, second));
    let additional = [&[0x01][..], &number("+447700900457"), &[0xFF, 0xFF]].concat();
    add(0x09, File::linear("EF.ANR", 0x4F11, 15, records(&[&additional], ENTRIES, 15)));

    // the commercial at is 00 in the GSM alphabet; last comes the entry: SFI 1, record 1
    let address = [&padded(b"alice\x00example.org", 30)[..], &[0x01, 0x01]].concat();
    add(0x0A, File::linear("EF.EMAIL", 0x4F50, 32, records(&[&[], &address], 5, 32)));

    // 2 digits more, in one byte, and no record after that
    let further = padded(&[0x02, 0x01, 0xB8], 13);
    let free = padded(&[0x00], 13);
    let extensions: [&[u8]; 4] = [&further, &free, &free, &free];
    add(0x0B, File::linear("EF.EXT1", 0x4F4A, 13, extensions));
    add(0x0C, File::linear("EF.AAS", 0x4F4B, 12, records(&[b"Work", b"Home"], 3, 12)));
    add(0x0D, File::linear("EF.GAS", 0x4F4C, 12, records(&[b"Friends", b"Chess"], 3, 12)));
    add(0, File::transparent("EF.PSC", 0x4F22, &[0x00, 0x00, 0x00, 0x01]));
    add(0, File::transparent("EF.CC", 0x4F23, &[0x00, 0x04]));
    add(0, File::transparent("EF.PUID", 0x4F24, &[0x00, 0x04]));

    let reference = File::linear("EF.PBR", 0x4F30, 64, [reference()]);
    files.add(book, reference.access(Access::new(Condition::Pin1, Condition::Adm(1))));
}

/// A record of EF.PBR with all files.
fn reference() -> Vec<u8> {
    let mut record = Vec::new();
    let name = |out: &mut Vec<u8>, tag, fid: u8, sfi| tlv(out, tag, |out| out.extend([0x4F, fid, sfi]));
    tlv(&mut record, 0xA8, |out| {
        name(out, 0xC0, 0x3A, 0x01);
        name(out, 0xC1, 0x25, 0x02);
        name(out, 0xC5, 0x09, 0x05);
        name(out, 0xC6, 0x26, 0x06);
        name(out, 0xC9, 0x21, 0x07);
        name(out, 0xC3, 0x19, 0x08);
        name(out, 0xC4, 0x11, 0x09);
    });
    tlv(&mut record, 0xA9, |out| name(out, 0xCA, 0x50, 0x0A));
    tlv(&mut record, 0xAA, |out| {
        name(out, 0xC2, 0x4A, 0x0B);
        name(out, 0xC7, 0x4B, 0x0C);
        name(out, 0xC8, 0x4C, 0x0D);
    });
    record
}

/// As many records of EF.ADN as `used` says, numbered from 1, and blank ones.
fn entries(used: usize, entry: impl Fn(usize) -> Vec<u8>) -> Vec<Vec<u8>> {
    let blank = core::iter::repeat(padded(&[], usize::from(ADN_LEN)));
    (1..=used).map(entry).chain(blank).take(ENTRIES).collect()
}

/// Records that begin like these, filled up with `FF`.
fn records(first: &[&[u8]], count: usize, len: usize) -> Vec<Vec<u8>> {
    let rest = core::iter::repeat(&[][..]);
    first.iter().copied().chain(rest).take(count).map(|record| padded(record, len)).collect()
}

/// Records that begin with these, filled up with records of zeros.
fn zeroed(first: &[&[u8]], count: usize, len: usize) -> Vec<Vec<u8>> {
    let rest = core::iter::repeat_n(alloc::vec![0x00; len], count.saturating_sub(first.len()));
    first.iter().map(|record| record.to_vec()).chain(rest).collect()
}
