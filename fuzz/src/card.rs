//! Targets for what a card is asked, answers and holds.

use simcard::apdu::{Command, StatusWord};
use simcard::codec::gsm7::{self, Alphabet, Septets};
use simcard::codec::{DialingNumber, alpha, ucs2};
use simcard::files::registry;
use simcard::fs::access::{AccessMode, AccessRules, AccessSummary, ArrReference, CompactRules, Requirement};
use simcard::fs::{FileInfo, GsmHeader, Structure};
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

/// Access rules in all three forms, for a file of a structure that the first byte chooses: what they come to in words is
/// bounded and in its simplest form, and what no rule allows is forbidden.
pub fn access(data: &[u8]) {
    let Some((structure, rules)) = data.split_first() else { return };
    let structure = match structure & 3 {
        0 => Structure::Transparent,
        1 => Structure::LinearFixed,
        2 => Structure::Directory,
        _ => Structure::Unknown(*structure),
    };
    if let Ok(reference) = ArrReference::parse(rules) {
        assert!(reference.records().count() <= rules.len());
        for (environment, _) in reference.records() {
            assert!(reference.record(environment.unwrap_or(7)).is_some());
        }
    }
    let compact: Vec<_> = CompactRules::new(rules).collect();
    assert!(compact.len() <= 7 * rules.len());
    assert!(compact.iter().rev().skip(1).all(Result::is_ok), "after an error it ends");
    assert!(AccessRules::new(rules).count() <= rules.len());
    let summaries = [CompactRules::new(rules).summary(structure), AccessRules::new(rules).summary(structure)];
    for summary in summaries.into_iter().flatten() {
        check_summary(&summary, rules.len());
    }
    if let Ok(summary) = CompactRules::new(rules).summary(structure) {
        let allowed = compact.iter().flatten().fold(AccessMode::empty(), |all, (mode, _)| all | *mode);
        for mode in AccessMode::all().difference(AccessMode::PROPRIETARY).difference(allowed).iter() {
            assert_eq!(summary.requirement(mode), &Requirement::Never, "no rule allows it");
        }
    }
}

fn check_summary(summary: &AccessSummary, len: usize) {
    assert!(summary.iter().count() <= 256);
    for (name, requirement) in summary.iter() {
        assert!(!name.is_empty());
        simplest(requirement, 0);
        assert!(
            requirement.to_string().len() <= 40 * (len + 1),
            "{len} {} {requirement}",
            requirement.to_string().len()
        );
    }
    assert_eq!(summary.to_string().is_empty(), summary.iter().next().is_none());
}

/// Alternatives are two or more, and none of them alternatives themselves; so are parts.
fn simplest(requirement: &Requirement, depth: usize) {
    assert!(depth <= 2 * simcard::codec::ber::MAX_DEPTH);
    let several = match requirement {
        Requirement::Any(several) | Requirement::All(several) => {
            assert!(several.len() >= 2);
            several
        }
        Requirement::Not(several) => several,
        _ => return,
    };
    for one in several {
        // a card may well say "not" twice
        if !matches!(requirement, Requirement::Not(_)) {
            assert_ne!(std::mem::discriminant(one), std::mem::discriminant(requirement), "{requirement}");
        }
        simplest(one, depth + 1);
    }
}

/// Text in the GSM 7 bit alphabet against the crate `gsm7`, on what both know: its characters, packed and unpacked. Where seven
/// bits are left over, or one is, the crate fills them in its own way.
pub fn gsm7_peer(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    // the escape itself is a character for them
    let theirs: Result<Vec<u8>, _> = (|| {
        let mut writer = ::gsm7::Gsm7Writer::new(Vec::new());
        writer.write_str(&text)?;
        writer.into_writer()
    })();
    let ours = Alphabet::DEFAULT.encode(&text);
    if !text.contains('\u{1B}') {
        assert_eq!(ours.is_ok(), theirs.is_ok(), "{text:?}");
    }
    if let (Ok(septets), Ok(theirs)) = (&ours, theirs) {
        // a last byte of seven bits is written with eight and more
        let whole = if septets.len() % 8 == 1 { septets.len() * 7 / 8 } else { usize::MAX };
        let ours = gsm7::pack(septets);
        assert!(ours.iter().zip(&theirs).take(whole).all(|(one, other)| one == other), "{text:?}");
        assert!(whole < usize::MAX || ours.len() == theirs.len(), "{text:?}");
    }
    // and the other way, as far as they can read it
    let count = data.len() * 8 / 7;
    let septets: Vec<u8> = Septets::new(data, count).collect();
    let theirs: Result<String, _> = ::gsm7::Gsm7Reader::new(data).collect();
    if let Ok(theirs) = theirs {
        assert_eq!(Alphabet::DEFAULT.decode(&septets), theirs);
    }
}

/// Septets one bit after the other, least significant first, as 3GPP TS 23.038 6.1.2.1 draws them.
fn pack_by_bits(septets: &[u8]) -> Vec<u8> {
    let bits: Vec<u8> = septets.iter().flat_map(|septet| (0..7).map(move |bit| septet >> bit & 1)).collect();
    bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |byte, bit| byte << 1 | bit)).collect()
}
