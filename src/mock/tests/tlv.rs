use super::super::{Access, Condition, File, VirtualCard};
use super::check;
use crate::transport::Level;

const FREE: Access = Access::new(Condition::Always, Condition::Always);

/// A file with the objects 80 (1 byte), 9F01 (1 byte) and 81 (400 bytes), and room for 1,000 bytes.
fn card(level: Level) -> VirtualCard {
    let mut objects = alloc::vec![0x80, 0x01, 0xAA, 0x9F, 0x01, 0x01, 0xBB, 0x81, 0x82, 0x01, 0x90];
    objects.extend((0..400u16).map(|n| n.to_le_bytes()[0]));
    VirtualCard::builder()
        .level(level)
        .file("MF", File::ber_tlv("EF.OBJECTS", 0x2F40, &objects, 1000).sfi(9).access(FREE))
        .file("MF", File::ber_tlv("EF.OTHER", 0x2F41, &[], 20).sfi(10).access(FREE))
        .build()
}

#[test]
fn retrieve() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("80CB008001 80", "6986"),
            ("80CB008901 80", "6103"), // SFI 09
            ("00C0000003", "8001AA 9000"),
            ("80CB008002 9F01", "6104"), // current now; two bytes of tag
            ("00C0000004", "9F0101BB 9000"),
            ("80CB008001 5C", "6106"), // which tags are there?
            ("00C0000006", "5C04 80 9F01 81 9000"),
            ("80CB008001 82", "6A88"),
            ("80CB008001 9F", "6A80"),
            ("80CB008001 00", "6A80"),
            ("80CB008002 8081", "6A80"),
            ("80CB008000", "6A80"), // no tag
            ("80CB000000", "6985"), // next of nothing
            ("80CB018001 80", "6A86"),
            ("80CB00A001 80", "6A86"),
            ("80CB000900", "6A86"), // only a first block names a file
            ("00CB008001 80", "6E00"),
            ("00B0000001", "6981"),
            ("00A4000C022FE2", "9000"),
            ("80CB008001 80", "6981"),
        ],
    );
}

/// 404 bytes: 256, 100, and what is left.
#[test]
fn retrieve_in_blocks() {
    let all: alloc::vec::Vec<u8> =
        [0x81, 0x82, 0x01, 0x90].into_iter().chain((0..400u16).map(|n| n.to_le_bytes()[0])).collect();
    let hex = |range: core::ops::Range<usize>| hex::encode_upper(&all[range]);
    let (first, second, third) = (hex(0..256), hex(256..356), hex(356..404));
    let (first, warned) = (alloc::format!("{first}9000"), alloc::format!("{first}62F1"));
    let second = alloc::format!("{second}62F1");
    let third = alloc::format!("{third}9000");
    check(
        &mut card(Level::Tpdu),
        &[
            ("80CB008901 81", "62F1"), // and the data wait
            ("00C0000000", &first),
            ("80CB000000", "6C94"), // 148 are left
            ("80CB000064", &second),
            ("80F2000C00", "9000"),  // that does not matter
            ("80CB004064", &second), // once more
            ("80CB000031", "6C30"),
            ("80CB000030", &third),
            ("80CB000001", "6985"), // no more
            ("80CB008001 81", "62F1"),
            ("00A4000C022F40", "9000"),
            ("80CB000064", "6985"), // selected again: aborted
        ],
    );
    let whole = alloc::format!("{}9000", hex::encode_upper(&all));
    check(
        &mut card(Level::Apdu),
        &[
            ("80CB008901 81 00", &warned),
            ("80CB000064", &second),
            ("80CB000000", &third),
            ("80CB0080 000001 81 0000", &whole),
            ("80CB008001 80 00", "8001AA 9000"),
            ("80CB008001 80", "6700"),
        ],
    );
    // A proactive command waits.
    let mut card = card(Level::Tpdu);
    card.announce_proactive(10, 0x20);
    check(&mut card, &[("80CB008901 81", "62F2")]);
}

#[test]
fn set() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("80DB008A03 8401AB", "9000"), // SFI 0A
            ("80CB008001 84", "6103"),
            ("00C0000003", "8401AB 9000"),
            ("80DB008004 8402CDEF", "9000"), // another value
            ("80CB008001 84", "6104"),
            ("00C0000004", "8402CDEF 9000"),
            ("80DB008004 DF200111", "9000"),
            ("80CB008001 5C", "6105"),
            ("00C0000005", "5C03 84 DF20 9000"),
            ("80DB008001 84", "9000"), // a tag alone: gone
            ("80CB008001 84", "6A88"),
            ("80DB008001 84", "6A88"),
            ("80DB008003 5C0184", "6A80"), // the list is not to be written
            ("80DB008002 8480", "6A80"),
            ("80DB008000", "6700"),
            // four are taken of 20
            ("80DB008002 8510", "6A84"),
            ("80DB008002 850E", "63F1"),
            ("80DB000004 01020304", "63F1"),
            ("80DB000003 050607", "63F1"),
            ("80DB004002 0506", "63F1"), // the last block once more, shorter
            ("80CB008001 85", "6A88"),   // not there yet
            ("80DB000008 0708090A0B0C0D0E", "9000"),
            ("80CB008001 85", "6110"),
            ("00C0000010", "850E 0102030405060708090A0B0C0D0E 9000"),
            ("80DB000001 00", "6985"), // nothing is on its way
            ("80DB008003 8502AA", "63F1"),
            ("80DB000002 BBCC", "6A80"), // too much
            ("80DB000001 BB", "6985"),
            ("80CB008001 85", "6110"),
            ("80DB010002 8600", "6A86"),
            ("80DB00C002 8600", "6A86"),
        ],
    );
}

#[test]
fn each_channel_has_its_own_transfer() {
    check(
        &mut card(Level::Tpdu),
        &[
            ("0070000001", "019000"),
            ("80DB008A03 8402AA", "63F1"),
            ("81DB008A03 8502BB", "63F1"),
            ("80DB000001 AB", "9000"),
            ("81DB000001 BC", "9000"),
            ("80CB008001 84", "6104"),
            ("00C0000004", "8402AAAB 9000"),
            ("81CB008001 85", "6104"),
            ("01C0000004", "8502BBBC 9000"),
        ],
    );
}

#[test]
fn conditions() {
    let mut card = VirtualCard::builder()
        .file(
            "MF",
            File::ber_tlv("EF.OBJECTS", 0x2F40, &[0x80, 0x00], 10)
                .sfi(9)
                .access(Access::new(Condition::Never, Condition::Adm(1))),
        )
        .build();
    check(
        &mut card,
        &[
            ("80CB008901 80", "6982"),
            ("80DB008901 80", "6982"),
            ("0020000A08 3838383838383838", "9000"),
            ("80DB008901 80", "9000"),
        ],
    );
}
