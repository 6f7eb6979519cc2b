//! Targets for what a card is asked, answers and holds.

use simcard::apdu::{Command, StatusWord};
use simcard::codec::gsm7::{self, Alphabet, Septets};
use simcard::codec::{DialingNumber, alpha, ucs2};
use simcard::files::registry;
use simcard::fs::{FileInfo, GsmHeader};
use simcard::transport::{Replay, Transport};

/// The content of a file, which the first two bytes choose: what is decoded is encoded to the same bytes.
pub fn file(data: &[u8]) {
    let [high, low, content @ ..] = data else { return };
    let all = registry::all().count();
    let index = usize::from(u16::from_be_bytes([*high, *low])) % all;
    let entry = registry::all().nth(index).expect("it is one of them");
    let Ok(decoded) = (entry.decode)(content) else { return };
    let name = entry.descriptor.name;
    assert_eq!(decoded.encode(content.len()).as_deref(), Ok(content), "{name}");
    assert!(!format!("{decoded:?}").is_empty(), "{name}");
}

/// The header of a GSM 11.11 file: no record of no length, and figures that can be worked with.
pub fn gsm_header(data: &[u8]) {
    let Ok(header) = GsmHeader::parse(data) else { return };
    assert_ne!(FileInfo::from(&header).record_len, Some(0));
    let _ = format!("{header:?}");
}

/// A command: what is read is written to the same bytes, or shorter where it was extended without need; and all that
/// status words say.
pub fn command(data: &[u8]) {
    if let [high, low, ..] = data {
        let status = StatusWord::new(u16::from_be_bytes([*high, *low]));
        assert_eq!(status.to_bytes(), [*high, *low]);
        assert!(!status.to_string().is_empty());
        assert!(
            u8::from(status.is_success()) + u8::from(status.is_warning()) + u8::from(status.is_error()) <= 1
        );
        assert!(status.pin_retries().is_none_or(|tries| tries <= 15));
    }
    let Ok(command) = Command::parse(data) else { return };
    let written = command.to_vec().expect("what was read can be written");
    assert!(written == data || written.len() <= data.len());
    let again = Command::parse(&written).expect("what was written can be read");
    assert_eq!((again.header(), again.case()), (command.header(), command.case()));
    // what it shows is not longer than what it is
    assert!(command.to_string().len() <= 64 + 4 * data.len());
}

/// A recorded session: what can be read is played back without a panic, whatever is asked.
pub fn recording(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let Ok(mut replay) = text.parse::<Replay>() else { return };
    let mut buffer = [0; 258];
    for line in text.lines().take(64) {
        let Some(command) = line.strip_prefix('>') else { continue };
        let digits: Vec<u8> = command.bytes().filter(u8::is_ascii_hexdigit).collect();
        let bytes: Vec<u8> = digits
            .chunks_exact(2)
            .filter_map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        if let Ok(answer) = replay.transmit(&bytes, &mut buffer) {
            assert!(answer.len() <= 258);
        }
    }
    let _ = (replay.finish(), replay.epoch());
}

/// Texts: septets against another way to pack and unpack them, and every text that is read is written so that it reads
/// the same.
pub fn texts(data: &[u8]) {
    let septets: Vec<u8> = data.iter().map(|byte| byte & 0x7F).collect();
    let packed = gsm7::pack(&septets);
    assert_eq!(packed, pack_by_bits(&septets));
    let unpacked: Vec<u8> = Septets::new(&packed, septets.len()).collect();
    assert_eq!(unpacked, septets);
    let text = Alphabet::DEFAULT.decode(&septets);
    if let Ok(written) = Alphabet::DEFAULT.encode(&text) {
        assert_eq!(Alphabet::DEFAULT.decode(&written), text);
    }
    if let Some(text) = alpha::decode(data) {
        if let Ok(written) = alpha::encode(&text) {
            assert_eq!(alpha::decode(&written).unwrap_or_default(), text);
        }
    }
    let text = ucs2::decode(data);
    if let Ok(written) = ucs2::encode(&text) {
        assert_eq!(ucs2::decode(&written), text);
    }
    if let Ok(Some(number)) = DialingNumber::from_bytes(data) {
        assert_eq!(DialingNumber::from_bytes(&number.to_bytes()), Ok(Some(number)));
    }
}

/// Septets one bit after the other, least significant first, as 3GPP TS 23.038 6.1.2.1 draws them.
fn pack_by_bits(septets: &[u8]) -> Vec<u8> {
    let bits: Vec<u8> = septets.iter().flat_map(|septet| (0..7).map(move |bit| septet >> bit & 1)).collect();
    bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |byte, bit| byte << 1 | bit)).collect()
}
