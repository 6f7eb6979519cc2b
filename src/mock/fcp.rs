//! What SELECT and STATUS answer: FCP templates (ETSI TS 102 221 11.1.1.3 and 11.1.1.4), the 2G header
//! (3GPP TS 51.011 9.2.1), and the access rules of EF.ARR (ETSI TS 102 221 9.2.4).

use alloc::vec::Vec;

use super::encode::tlv;
use super::file::{Access, Body, Condition, File, LifeCycle, Sfi};
use super::filesystem::{FileSystem, NodeId};
use super::keys::{KeyReference, Keys};

/// How FCP templates differ from card to card.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// `8C` with one byte per condition instead of `8B` and EF.ARR.
    pub compact_security: bool,
    /// `81` with the total size.
    pub total_size: bool,
    /// An empty `88` in every EF, whatever SFI it has.
    pub no_sfi: bool,
    /// The universal PIN stands in for a disabled PIN1.
    pub universal_replaces_pin1: bool,
}

/// Data coding byte: one-time write nowhere, data unit of one byte (ISO 7816-4 table 53).
const DATA_CODING: u8 = 0x21;

/// Writes the FCP template of a file.
pub(super) fn template(out: &mut Vec<u8>, files: &FileSystem, id: NodeId, keys: &Keys, style: Style) {
    let Some(file) = files.file(id) else { return };
    if let Some(raw) = given(file, true) {
        out.extend_from_slice(raw);
        return;
    }
    tlv(out, 0x62, |out| {
        tlv(out, 0x82, |out| descriptor(out, file));
        tlv(out, 0x83, |out| out.extend(file.fid().to_be_bytes()));
        if let Some(aid) = file.aid() {
            tlv(out, 0x84, |out| out.extend_from_slice(aid));
        }
        if id == FileSystem::MF {
            // UICC characteristics: clock stop allowed, no level preferred, all supply classes; TERMINAL
            // CAPABILITY is supported.
            tlv(out, 0xA5, |out| out.extend([0x80, 0x01, 0x71, 0x87, 0x01, 0x01]));
        }
        if let Body::BerTlv(objects) = file.body() {
            // File details: lengths in DER. Reserved and maximum size (11.1.1.4.6).
            tlv(out, 0xA5, |out| {
                tlv(out, 0x84, |out| out.push(0x01));
                size(out, 0x85, objects.capacity());
                size(out, 0x86, objects.capacity());
            });
        }
        tlv(out, 0x8A, |out| out.push(file.life_cycle().byte()));
        security(out, files, id, file, style);
        if file.is_directory() {
            tlv(out, 0xC6, |out| pin_status(out, keys, style));
            if style.total_size {
                size(out, 0x81, total_size(files, id));
            }
        } else {
            size(out, 0x80, file.size());
            if style.total_size {
                size(out, 0x81, total_size(files, id));
            }
            match (style.no_sfi, file.sfi_given()) {
                (false, Sfi::Explicit(sfi)) => tlv(out, 0x88, |out| out.push(sfi << 3)),
                (false, Sfi::Implicit) => {}
                (true, _) | (_, Sfi::None) => tlv(out, 0x88, |_| {}),
            }
        }
    });
}

/// The FCP template, or else the 2G header, that stands in for a generated one.
fn given(file: &File, template: bool) -> Option<&[u8]> {
    file.fcp_override().filter(|raw| file.is_exact() || matches!(raw, [0x62 | 0x6F, ..]) == template)
}

/// File descriptor byte, data coding byte and, of record files, record length and count (11.1.1.4.3). All files
/// are shareable.
fn descriptor(out: &mut Vec<u8>, file: &File) {
    let byte = match file.body() {
        Body::Directory | Body::Application(_) => 0x78,
        Body::Transparent(_) => 0x41,
        Body::LinearFixed(_) => 0x42,
        Body::Cyclic(_) => 0x46,
        Body::BerTlv(_) => 0x79,
    };
    out.extend([byte, DATA_CODING]);
    if let Body::LinearFixed(records) | Body::Cyclic(records) = file.body() {
        out.extend(low16(records.record_len()));
        out.push(u8::try_from(records.count()).unwrap_or(u8::MAX));
    }
}

/// `8B` with EF.ARR and the record in it, or `8C`. Without any EF.ARR there is only `8C`.
fn security(out: &mut Vec<u8>, files: &FileSystem, id: NodeId, file: &File, style: Style) {
    match files.rule_of(id) {
        Some((arr, record)) if !style.compact_security => {
            tlv(out, 0x8B, |out| {
                out.extend(arr.to_be_bytes());
                out.push(record);
            });
        }
        _ => tlv(out, 0x8C, |out| {
            let conditions = grouped(&file.conditions(), file.is_directory());
            out.push(conditions.iter().fold(0, |am, (bit, _)| am | bit));
            // Security condition bytes follow in the order of the bits, the highest first.
            for bit in (0..7).rev().map(|shift| 1u8 << shift) {
                if let Some((_, condition)) = conditions.iter().find(|(bits, _)| bits & bit != 0) {
                    out.push(compact(*condition));
                }
            }
        }),
    }
}

/// The access mode bits of ISO 7816-4 tables 30 and 31, with the condition for each.
fn grouped(access: &Access, directory: bool) -> [(u8, Condition); 4] {
    let first = if directory {
        // Delete child, create EF and create DF go together; a directory has nothing to read.
        [(0x03, access.update), (0x04, access.update)]
    } else {
        [(0x01, access.read), (0x02, access.update)]
    };
    let [a, b] = first;
    [a, b, (0x08, access.deactivate), (0x10, access.activate)]
}

/// A security condition byte of the compact format: user authentication in the security environment whose number
/// is that of the PIN, external authentication in that of the key (ISO 7816-4 table 33).
const fn compact(condition: Condition) -> u8 {
    match condition {
        Condition::Always => 0x00,
        Condition::Never => 0xFF,
        Condition::Pin1 => 0x11,
        Condition::Pin2 => 0x12,
        Condition::UniversalPin => 0x13,
        Condition::Adm(n) => 0x20 | n & 0x0F,
    }
}

/// A record of EF.ARR: access mode and security condition objects in the expanded format.
pub(super) fn access_rule(access: &Access, directory: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let modes = grouped(access, directory);
    for (index, (bit, condition)) in modes.iter().enumerate() {
        let seen = modes.iter().take(index).any(|(_, earlier)| earlier == condition);
        if seen {
            continue;
        }
        let bits = modes.iter().filter(|(_, other)| other == condition).fold(*bit, |am, (bit, _)| am | bit);
        tlv(&mut out, 0x80, |out| out.push(bits));
        security_condition(&mut out, *condition);
    }
    if !directory && access.increase != Condition::Never {
        // An access mode object that names an instruction: INCREASE.
        tlv(&mut out, 0x84, |out| out.push(0x32));
        security_condition(&mut out, access.increase);
    }
    out
}

fn security_condition(out: &mut Vec<u8>, condition: Condition) {
    let Some(key) = key_for(condition) else {
        let tag = if condition == Condition::Always { 0x90 } else { 0x97 };
        return tlv(out, tag, |_| {});
    };
    // Control reference template: this key, user authentication.
    tlv(out, 0xA4, |out| {
        tlv(out, 0x83, |out| out.push(key.value()));
        tlv(out, 0x95, |out| out.push(0x08));
    });
}

/// The key that a condition asks for.
pub(super) const fn key_for(condition: Condition) -> Option<KeyReference> {
    match condition {
        Condition::Always | Condition::Never => None,
        Condition::Pin1 => Some(KeyReference::PIN1),
        Condition::Pin2 => Some(KeyReference::PIN2),
        Condition::UniversalPin => Some(KeyReference::UNIVERSAL),
        Condition::Adm(n) => Some(KeyReference::adm(n)),
    }
}

/// PIN status template (11.1.1.4.10): which keys are enabled, one bit each from b8 down, then the keys.
fn pin_status(out: &mut Vec<u8>, keys: &Keys, style: Style) {
    let mut enabled = 0;
    for (shift, key) in keys.iter().take(8).enumerate() {
        if key.pin.is_enabled() {
            enabled |= 0x80u8 >> shift;
        }
    }
    tlv(out, 0x90, |out| out.push(enabled));
    for key in keys.iter().take(8) {
        if key.reference == KeyReference::UNIVERSAL {
            // Usage qualifier: whether it is to be verified in place of another PIN.
            tlv(out, 0x95, |out| out.push(if style.universal_replaces_pin1 { 0x08 } else { 0x00 }));
        }
        tlv(out, 0x83, |out| out.push(key.reference.value()));
    }
}

/// A size object: at least two bytes (11.1.1.4.1 and 11.1.1.4.2).
fn size(out: &mut Vec<u8>, tag: u8, size: usize) {
    let bytes = u32::try_from(size).unwrap_or(u32::MAX).to_be_bytes();
    tlv(out, tag, |out| match bytes {
        [0, 0, high, low] => out.extend([high, low]),
        [0, rest @ ..] => out.extend(rest),
        all => out.extend(all),
    });
}

/// The content of a file, or of everything directly in a directory, with 16 bytes of administration for each.
fn total_size(files: &FileSystem, id: NodeId) -> usize {
    let own = files.file(id).map_or(0, File::size).saturating_add(16);
    files.children(id).fold(own, |sum, (_, child)| sum.saturating_add(child.size()).saturating_add(16))
}

/// Writes the response data of SELECT on a GSM card: 23 bytes for MF and DF, 15 for an EF.
pub(super) fn header(out: &mut Vec<u8>, files: &FileSystem, id: NodeId, keys: &Keys) {
    let Some(file) = files.file(id) else { return };
    if let Some(raw) = given(file, false) {
        out.extend_from_slice(raw);
        return;
    }
    if file.is_directory() {
        directory_header(out, files, id, file, keys);
    } else {
        file_header(out, file);
    }
}

fn directory_header(out: &mut Vec<u8>, files: &FileSystem, id: NodeId, file: &File, keys: &Keys) {
    let count = |directories: bool| {
        let children = files.children(id).filter(|(_, child)| child.aid().is_none());
        let count = children.filter(|(_, child)| child.is_directory() == directories).count();
        u8::try_from(count).unwrap_or(u8::MAX)
    };
    let chv1 = keys.find(KeyReference::PIN1);
    let chv2 = keys.find(KeyReference::PIN2);
    // Clock stop allowed, no level preferred; 3 V and 1.8 V; b8: CHV1 is disabled.
    let characteristics = if chv1.is_some_and(|key| key.pin.is_enabled()) { 0x31 } else { 0xB1 };
    let free_memory = [0x10, 0x00];
    let codes = keys.iter().fold(0u8, |codes, key| {
        codes.saturating_add(1).saturating_add(u8::from(key.pin.puk_remaining().is_some()))
    });
    out.extend([0x00, 0x00]);
    out.extend(free_memory);
    out.extend(file.fid().to_be_bytes());
    out.push(if id == FileSystem::MF { 0x01 } else { 0x02 });
    out.extend([0x00; 5]);
    out.push(10); // bytes that follow
    out.extend([characteristics, count(true), count(false), codes, 0x00]);
    for key in [chv1, chv2] {
        // b8: the code is initialised; b4 to b1: tries left.
        let status = |left: Option<u8>| left.map_or(0, |left| 0x80 | left & 0x0F);
        out.push(status(key.map(|key| key.pin.remaining())));
        out.push(status(key.and_then(|key| key.pin.puk_remaining())));
    }
    out.push(0x00);
}

fn file_header(out: &mut Vec<u8>, file: &File) {
    let access = file.conditions();
    let (structure, record_len) = match file.body() {
        Body::LinearFixed(records) => (0x01, records.record_len()),
        Body::Cyclic(records) => (0x03, records.record_len()),
        _ => (0x00, 0),
    };
    // b7 of byte 8: INCREASE is allowed.
    let increase = structure == 0x03 && access.increase != Condition::Never;
    out.extend([0x00, 0x00]);
    out.extend(low16(file.size()));
    out.extend(file.fid().to_be_bytes());
    out.extend([0x04, if increase { 0x40 } else { 0x00 }]);
    out.push(nibble(access.read) << 4 | nibble(access.update));
    out.push(nibble(access.increase) << 4);
    out.push(nibble(access.activate) << 4 | nibble(access.deactivate));
    out.push(if file.life_cycle() == LifeCycle::Activated { 0x01 } else { 0x00 });
    out.extend([0x02, structure, low16(record_len)[1]]);
}

/// A condition in the coding of 3GPP TS 51.011 9.3.
const fn nibble(condition: Condition) -> u8 {
    match condition {
        Condition::Always => 0x0,
        Condition::Pin1 | Condition::UniversalPin => 0x1,
        Condition::Pin2 => 0x2,
        Condition::Adm(n) => match n {
            0..=1 => 0x4,
            2..=10 => n.saturating_add(3),
            _ => 0xE,
        },
        Condition::Never => 0xF,
    }
}

fn low16(value: usize) -> [u8; 2] {
    u16::try_from(value).unwrap_or(u16::MAX).to_be_bytes()
}
