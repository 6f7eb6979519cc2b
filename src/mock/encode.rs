//! The few encodings that a card needs to make its own content.

use alloc::vec::Vec;

/// Appends a BER-TLV object with a tag of one byte whose value `fill` writes.
pub(super) fn tlv(out: &mut Vec<u8>, tag: u8, fill: impl FnOnce(&mut Vec<u8>)) {
    out.push(tag);
    let start = out.len();
    out.push(0);
    fill(out);
    let len = out.len().saturating_sub(start).saturating_sub(1);
    // FCP templates, rules and directory entries stay far below 64 KiB.
    let coded = u16::try_from(len).unwrap_or(u16::MAX).to_be_bytes();
    match (len, coded) {
        (0..=0x7F, [_, low]) => patch(out, start, low),
        (0x80..=0xFF, [_, low]) => {
            patch(out, start, 0x81);
            out.insert(start.saturating_add(1), low);
        }
        (_, [high, low]) => {
            patch(out, start, 0x82);
            out.insert(start.saturating_add(1), low);
            out.insert(start.saturating_add(1), high);
        }
    }
}

fn patch(out: &mut [u8], at: usize, value: u8) {
    if let Some(byte) = out.get_mut(at) {
        *byte = value;
    }
}

/// `bytes` filled up with FF, or cut, to `len`.
pub(super) fn padded(bytes: &[u8], len: usize) -> Vec<u8> {
    bytes.iter().copied().chain(core::iter::repeat(0xFF)).take(len).collect()
}

/// Digits two to a byte, the first in the low nibble, F filling up to `len` bytes (3GPP TS 31.102 4.2.2).
/// `*`, `#` and `a` to `c` as TS 24.008 table 10.5.118 has them; anything else is left out.
pub(super) fn swapped_bcd(digits: &str, len: usize) -> Vec<u8> {
    let mut nibbles = digits.bytes().filter_map(nibble);
    (0..len)
        .map(|_| {
            let low = nibbles.next().unwrap_or(0x0F);
            let high = nibbles.next().unwrap_or(0x0F);
            high << 4 | low
        })
        .collect()
}

fn nibble(digit: u8) -> Option<u8> {
    Some(match digit {
        b'0'..=b'9' => digit & 0x0F,
        b'*' => 0x0A,
        b'#' => 0x0B,
        b'a' => 0x0C,
        b'b' => 0x0D,
        b'c' => 0x0E,
        _ => return None,
    })
}

/// EF.IMSI: length, then parity and digits (3GPP TS 31.102 4.2.2).
pub(super) fn imsi(digits: &str) -> Vec<u8> {
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let parity = if count % 2 == 1 { '9' } else { '1' };
    let nibbles: alloc::string::String = core::iter::once(parity).chain(digits.chars()).collect();
    let len = count.saturating_add(2) / 2;
    let mut bytes = alloc::vec![u8::try_from(len).unwrap_or(8)];
    bytes.extend(swapped_bcd(&nibbles, 8));
    bytes
}

/// Three bytes of a PLMN (3GPP TS 24.008 10.5.1.13).
pub(super) fn plmn(mcc: &str, mnc: &str) -> [u8; 3] {
    let mut mcc = mcc.bytes().filter_map(nibble).chain(core::iter::repeat(0x0F));
    let mut mnc = mnc.bytes().filter_map(nibble).chain(core::iter::repeat(0x0F));
    let [a, b, c] = core::array::from_fn(|_| mcc.next().unwrap_or(0x0F));
    let [d, e, f] = core::array::from_fn(|_| mnc.next().unwrap_or(0x0F));
    [b << 4 | a, f << 4 | c, e << 4 | d]
}

/// Length, TON/NPI and 10 bytes of a dialling number (3GPP TS 31.102 4.4.2.3, bytes X+1 to X+12).
pub(super) fn number(number: &str) -> Vec<u8> {
    let ton_npi = if number.starts_with('+') { 0x91 } else { 0x81 };
    let digits = number.bytes().filter_map(nibble).count().min(20);
    // The length counts the TON/NPI byte too.
    let len = digits.div_ceil(2).saturating_add(1);
    let mut bytes = alloc::vec![u8::try_from(len).unwrap_or(11), ton_npi];
    bytes.extend(swapped_bcd(number, 10));
    bytes
}

/// A record of EF.ADN, EF.MSISDN and their like: name, number, no capability, no extension.
pub(super) fn dialling_record(name: &str, dialled: &str, alpha_len: usize) -> Vec<u8> {
    let mut record = padded(name.as_bytes(), alpha_len);
    record.extend(number(dialled));
    record.extend([0xFF, 0xFF]);
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_one_two_and_three_bytes() {
        for (len, head) in [
            (0x7F, &[0x80, 0x7F][..]),
            (0x80, &[0x80, 0x81, 0x80]),
            (0xFF, &[0x80, 0x81, 0xFF]),
            (0x100, &[0x80, 0x82, 0x01, 0x00]),
        ] {
            let mut out = alloc::vec![0xEE];
            tlv(&mut out, 0x80, |out| out.extend(core::iter::repeat_n(0xAA, len)));
            assert_eq!(out[1..=head.len()], *head);
            assert_eq!(out.len(), 1 + head.len() + len);
            assert!(out[1 + head.len()..].iter().all(|byte| *byte == 0xAA));
        }
    }

    /// 3GPP TS 31.102 4.2.2: b4 of the first digit byte is 1 for an odd number of digits.
    #[test]
    fn imsis() {
        assert_eq!(imsi("001010123456789"), [8, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98]);
        assert_eq!(imsi("00101012345678"), [8, 0x01, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0xF8]);
        assert_eq!(imsi("001011"), [4, 0x01, 0x10, 0x10, 0xF1, 0xFF, 0xFF, 0xFF, 0xFF]);
    }

    /// 3GPP TS 24.008 10.5.1.13.
    #[test]
    fn plmns() {
        assert_eq!(plmn("001", "01"), [0x00, 0xF1, 0x10]);
        assert_eq!(plmn("310", "260"), [0x13, 0x00, 0x62]);
    }

    #[test]
    fn numbers() {
        let coded = [6, 0x81, 0x70, 0x07, 0x09, 0x10, 0xF2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        assert_eq!(number("077090012"), coded);
        assert_eq!(number("*100#")[..5], [4, 0x81, 0x1A, 0x00, 0xFB]);
    }
}
