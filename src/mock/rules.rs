//! Access conditions read from a file's FCP or 2G header, and from the EF.ARR it refers to.

use super::file::{Access, Condition};
use super::filesystem::{FileSystem, NodeId};
use crate::fs::access::{AccessMode, AccessRules, CompactRules, SecurityByte};
use crate::fs::{Fcp, GsmAccess, GsmFile, Security, access};

/// What each operation asks for while nothing was said about it.
const NOTHING_SAID: Access =
    Access::new(Condition::Never, Condition::Never).deactivate(Condition::Never).activate(Condition::Never);

/// INCREASE.
const INCREASE: u8 = 0x32;

/// The conditions of a file in this directory; `None` where the FCP names none, or a rule that is not there.
pub(super) fn of_fcp(fcp: &Fcp<'_>, files: &FileSystem, directory: NodeId) -> Option<Access> {
    Some(match fcp.security().ok()?? {
        Security::Referenced(reference) => {
            let arr = reference.file_id()?;
            let record = reference.record(1).or(reference.record(0))?;
            return files.rule(directory, arr.0, record);
        }
        Security::Expanded(rules) => expanded(rules),
        Security::Compact(rules) => compact(rules),
    })
}

/// The conditions in a 2G header (3GPP TS 51.011 9.3).
pub(super) fn of_header(header: &GsmFile) -> Access {
    let of = |access: GsmAccess| match access {
        GsmAccess::Always => Condition::Always,
        GsmAccess::Chv1 => Condition::Pin1,
        GsmAccess::Chv2 => Condition::Pin2,
        GsmAccess::Adm(4) => Condition::Adm(1),
        GsmAccess::Adm(level) => Condition::Adm(level.saturating_sub(3)),
        GsmAccess::Reserved | GsmAccess::Never => Condition::Never,
    };
    let access = &header.access;
    Access::new(of(access.read), of(access.update))
        .increase(if header.increase_allowed { of(access.increase) } else { Condition::Never })
        .deactivate(of(access.invalidate))
        .activate(of(access.rehabilitate))
}

/// The rules of an EF.ARR record, or of an FCP in the expanded format (ISO/IEC 7816-4 9.3.3).
pub(super) fn expanded(rules: AccessRules<'_>) -> Access {
    let mut access = NOTHING_SAID;
    for rule in rules.map_while(Result::ok) {
        let needed = rule.conditions.map_while(Result::ok).map(condition).min_by_key(rank);
        let needed = needed.unwrap_or(Condition::Never);
        match rule.access {
            access::Access::Mode(mode) => apply(&mut access, mode, needed),
            access::Access::Commands(patterns) => {
                if patterns.iter().any(|pattern| pattern.instruction == Some(INCREASE)) {
                    access.increase = needed;
                }
            }
            access::Access::Other(_) => {}
        }
    }
    access
}

fn compact(rules: CompactRules<'_>) -> Access {
    let mut access = NOTHING_SAID;
    for (mode, byte) in rules.map_while(Result::ok) {
        apply(&mut access, mode, security_byte(byte));
    }
    access
}

fn apply(access: &mut Access, mode: AccessMode, needed: Condition) {
    let places = [
        (AccessMode::READ, &mut access.read),
        // Where a directory has CREATE.
        (AccessMode::UPDATE, &mut access.update),
        (AccessMode::DEACTIVATE, &mut access.deactivate),
        (AccessMode::ACTIVATE, &mut access.activate),
    ];
    for (bit, place) in places {
        if mode.contains(bit) && !(bit != AccessMode::READ && mode.contains(AccessMode::PROPRIETARY)) {
            *place = needed;
        }
    }
}

/// One condition that stands for all that is asked for: of an alternative, the easiest.
fn condition(found: access::Condition<'_>) -> Condition {
    match found {
        access::Condition::Always => Condition::Always,
        access::Condition::Authentication(key) => match key.key_reference {
            Some(0x01..=0x08) => Condition::Pin1,
            Some(0x81..=0x88) => Condition::Pin2,
            Some(0x11) => Condition::UniversalPin,
            Some(key @ 0x0A..=0x0E) => Condition::Adm(key.saturating_sub(0x09)),
            Some(key @ 0x8A..=0x8E) => Condition::Adm(key.saturating_sub(0x84)),
            _ => Condition::Never,
        },
        access::Condition::Byte(byte) => security_byte(byte),
        // Flat: what is nested in these is no condition that a card has.
        access::Condition::Or(conditions) => {
            let simple = conditions.map_while(Result::ok).map(simple);
            simple.min_by_key(rank).unwrap_or(Condition::Never)
        }
        access::Condition::And(conditions) => {
            let simple = conditions.map_while(Result::ok).map(simple);
            simple.max_by_key(rank).unwrap_or(Condition::Never)
        }
        access::Condition::Never | access::Condition::Not(_) | access::Condition::Other(_) => {
            Condition::Never
        }
    }
}

fn simple(found: access::Condition<'_>) -> Condition {
    match found {
        access::Condition::Or(_) | access::Condition::And(_) => Condition::Never,
        other => condition(other),
    }
}

/// As this card itself writes them: the security environment is the number of the PIN or key.
fn security_byte(byte: SecurityByte) -> Condition {
    match byte {
        SecurityByte(0x00) => Condition::Always,
        SecurityByte(0x11) => Condition::Pin1,
        SecurityByte(0x12) => Condition::Pin2,
        SecurityByte(0x13) => Condition::UniversalPin,
        SecurityByte(adm @ 0x21..=0x2A) => Condition::Adm(adm & 0x0F),
        _ => Condition::Never,
    }
}

/// From the easiest to the hardest.
const fn rank(condition: &Condition) -> u8 {
    match condition {
        Condition::Always => 0,
        Condition::Pin1 => 1,
        Condition::UniversalPin => 2,
        Condition::Pin2 => 3,
        Condition::Adm(_) => 4,
        Condition::Never => 5,
    }
}
