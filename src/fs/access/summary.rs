//! Access rules in words: what each access needs.

mod gsm;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::{
    Access, AccessMode, AccessRules, CommandPattern, CompactRules, Condition, Conditions, SecurityByte,
};
use crate::apdu::Instruction;
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::fs::Structure;

/// A PIN or key, as VERIFY calls it (ETSI TS 102 221 9.5.1, table 9.3).
///
/// ```
/// use simcard::fs::access::KeyReference;
///
/// let names = [0x01, 0x81, 0x11, 0x0A, 0x8E, 0x02, 0x40].map(|byte| KeyReference(byte).to_string());
/// let expected = ["PIN1", "PIN2", "universal PIN", "ADM1", "ADM10", "PIN1 of application 2", "key 40"];
/// assert_eq!(names, expected);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyReference(pub u8);

impl fmt::Display for KeyReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0x01 => f.write_str("PIN1"),
            0x81 => f.write_str("PIN2"),
            0x11 => f.write_str("universal PIN"),
            application @ 0x02..=0x08 => write!(f, "PIN1 of application {application}"),
            reference @ 0x82..=0x88 => write!(f, "PIN2 of application {}", reference & 0x0F),
            reference @ 0x0A..=0x0E => write!(f, "ADM{}", reference.wrapping_sub(0x09)),
            reference @ 0x8A..=0x8E => write!(f, "ADM{}", reference.wrapping_sub(0x84)),
            reference => write!(f, "key {reference:02X}"),
        }
    }
}

/// What is needed for an access.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requirement {
    /// Nothing.
    Always,
    /// It is never allowed.
    Never,
    /// This PIN or key must have been verified.
    Key(KeyReference),
    /// An administrative code of a 2G card, by its level, 4 to 14.
    Level(u8),
    /// Some PIN, which the rule does not name.
    UserAuthentication,
    /// The outside must have proved to know a key, which the rule does not name.
    ExternalAuthentication,
    /// The command must be secured.
    SecureMessaging,
    /// Any one of these.
    Any(Vec<Self>),
    /// All of these.
    All(Vec<Self>),
    /// None of these.
    Not(Vec<Self>),
    /// Something that only the card's maker can explain: a data object.
    Other(Box<[u8]>),
}

impl Requirement {
    /// Any one of `requirements`, in the simplest form.
    fn any(requirements: impl IntoIterator<Item = Self>) -> Self {
        let mut alternatives: Vec<Self> = Vec::new();
        for requirement in requirements {
            match requirement {
                Self::Always => return Self::Always,
                Self::Never => {}
                Self::Any(several) => alternatives.extend(several),
                one => alternatives.push(one),
            }
        }
        Self::single(alternatives, Self::Never, Self::Any)
    }

    /// All of `requirements`, in the simplest form.
    fn all(requirements: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<Self> = Vec::new();
        for requirement in requirements {
            match requirement {
                Self::Never => return Self::Never,
                Self::Always => {}
                Self::All(several) => parts.extend(several),
                one => parts.push(one),
            }
        }
        Self::single(parts, Self::Always, Self::All)
    }

    fn single(all: Vec<Self>, none: Self, more: fn(Vec<Self>) -> Self) -> Self {
        // what is said twice is needed once; rules have room for a few hundred at most
        let mut several: Vec<Self> = Vec::new();
        for one in all {
            if !several.contains(&one) {
                several.push(one);
            }
        }
        match several.len() {
            0 | 1 => several.pop().unwrap_or(none),
            _ => more(several),
        }
    }

    /// The alternatives: what stands in [`Any`](Self::Any), or the requirement itself.
    ///
    /// ```
    /// use simcard::fs::access::{Requirement, SecurityByte};
    ///
    /// let either = Requirement::from(SecurityByte(0x50));
    /// assert_eq!(either.alternatives(), [Requirement::SecureMessaging, Requirement::UserAuthentication]);
    /// assert_eq!(Requirement::Never.alternatives(), [Requirement::Never]);
    /// ```
    pub fn alternatives(&self) -> &[Self] {
        match self {
            Self::Any(several) => several,
            one => core::slice::from_ref(one),
        }
    }

    fn read(conditions: Conditions<'_>) -> Result<Vec<Self>, DecodeError> {
        conditions.map(|condition| Self::from_condition(condition?)).collect()
    }

    /// Conditions nest at most 16 levels deep, and so does this.
    fn from_condition(condition: Condition<'_>) -> Result<Self, DecodeError> {
        Ok(match condition {
            Condition::Always => Self::Always,
            Condition::Never => Self::Never,
            Condition::Authentication(key) => key
                .key_reference
                .map_or(Self::UserAuthentication, |reference| Self::Key(KeyReference(reference))),
            Condition::Byte(byte) => Self::from(byte),
            Condition::Or(any) => Self::any(Self::read(any)?),
            Condition::And(all) => Self::all(Self::read(all)?),
            Condition::Not(none) => Self::Not(Self::read(none)?),
            Condition::Other(object) => Self::Other(object.raw().into()),
        })
    }

    fn list(f: &mut fmt::Formatter<'_>, several: &[Self], word: &str) -> fmt::Result {
        several.iter().enumerate().try_for_each(|(index, one)| {
            if index > 0 {
                write!(f, " {word} ")?;
            }
            match one {
                Self::Any(_) | Self::All(_) => write!(f, "({one})"),
                _ => write!(f, "{one}"),
            }
        })
    }
}

impl From<SecurityByte> for Requirement {
    fn from(byte: SecurityByte) -> Self {
        match byte {
            SecurityByte::ALWAYS => return Self::Always,
            SecurityByte::NEVER => return Self::Never,
            _ => {}
        }
        let named = [
            (byte.secure_messaging(), Self::SecureMessaging),
            (byte.external_authentication(), Self::ExternalAuthentication),
            (byte.user_authentication(), Self::UserAuthentication),
        ];
        let mut named = named.into_iter().filter(|(named, _)| *named).map(|(_, what)| what).peekable();
        if named.peek().is_none() {
            return Self::Other([byte.0].into());
        }
        if byte.needs_all() { Self::all(named) } else { Self::any(named) }
    }
}

/// `PIN1`, `never`, `PIN1 or ADM1`, `PIN1 and (PIN2 or ADM1)`, `not (PIN1)`.
impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("always"),
            Self::Never => f.write_str("never"),
            Self::Key(key) => key.fmt(f),
            Self::Level(level) => write!(f, "ADM of level {level}"),
            Self::UserAuthentication => f.write_str("a PIN"),
            Self::ExternalAuthentication => f.write_str("external authentication"),
            Self::SecureMessaging => f.write_str("secure messaging"),
            Self::Any(any) => Self::list(f, any, "or"),
            Self::All(all) => Self::list(f, all, "and"),
            Self::Not(none) => {
                f.write_str("not (")?;
                Self::list(f, none, "or")?;
                f.write_str(")")
            }
            Self::Other(object) => {
                f.write_str("condition ")?;
                object.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
            }
        }
    }
}

/// The most kinds of access in a summary. A card has a handful.
const MAX_ENTRIES: usize = 256;

/// What each access to a file needs.
///
/// ```
/// use simcard::fs::access::{AccessMode, AccessRules, KeyReference, Requirement};
/// use simcard::fs::Structure;
///
/// // read: PIN1; update, deactivate and activate: ADM1
/// let record = [
///     0x80, 0x01, 0x01, 0xA4, 0x06, 0x83, 0x01, 0x01, 0x95, 0x01, 0x08, 0x80, 0x01, 0x1A, 0xA4, 0x06, 0x83, 0x01,
///     0x0A, 0x95, 0x01, 0x08, 0xFF, 0xFF,
/// ];
/// let access = AccessRules::new(&record).summary(Structure::Transparent)?;
/// assert_eq!(access.to_string(), "read: PIN1, update: ADM1, deactivate: ADM1, activate: ADM1");
/// assert_eq!(access.requirement(AccessMode::READ), &Requirement::Key(KeyReference(0x01)));
/// // what no rule allows is forbidden
/// assert_eq!(access.requirement(AccessMode::DELETE), &Requirement::Never);
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessSummary {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    what: What,
    name: Cow<'static, str>,
    requirement: Requirement,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// One bit.
    Mode(AccessMode),
    Command(CommandPattern),
    Other(Box<[u8]>),
}

impl AccessSummary {
    /// What the rules say, in their order: the access and what it needs.
    ///
    /// ```
    /// use simcard::fs::{Structure, access::{AccessRules, Requirement}};
    ///
    /// // read: always; update: never
    /// let record = [0x80, 0x01, 0x01, 0x90, 0x00, 0x80, 0x01, 0x02, 0x97, 0x00];
    /// let access = AccessRules::new(&record).summary(Structure::Transparent)?;
    /// assert!(access.iter().eq([("read", &Requirement::Always), ("update", &Requirement::Never)]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Requirement)> {
        self.entries.iter().map(|entry| (&*entry.name, &entry.requirement))
    }

    /// What an access needs. If several modes are given, the rule for the first of them counts.
    ///
    /// ```
    /// use simcard::fs::{Structure, access::{AccessMode, AccessRules, KeyReference, Requirement}};
    ///
    /// // update: ADM1
    /// let record = [0x80, 0x01, 0x02, 0xA4, 0x06, 0x83, 0x01, 0x0A, 0x95, 0x01, 0x08];
    /// let access = AccessRules::new(&record).summary(Structure::Transparent)?;
    /// assert_eq!(access.requirement(AccessMode::UPDATE), &Requirement::Key(KeyReference(0x0A)));
    /// assert_eq!(access.requirement(AccessMode::READ), &Requirement::Never); // no rule allows it
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn requirement(&self, mode: AccessMode) -> &Requirement {
        let entry = self.entries.iter().find(|entry| match entry.what {
            What::Mode(bit) => {
                bit.intersects(mode) && bit & AccessMode::PROPRIETARY == mode & AccessMode::PROPRIETARY
            }
            What::Command(_) | What::Other(_) => false,
        });
        entry.map_or(&Requirement::Never, |entry| &entry.requirement)
    }

    /// What a command needs that has a rule of its own, such as INCREASE.
    ///
    /// ```
    /// use simcard::apdu::Instruction;
    /// use simcard::fs::{Structure, access::{AccessRules, KeyReference, Requirement}};
    ///
    /// // INCREASE: PIN2
    /// let record = [0x84, 0x01, 0x32, 0xA4, 0x06, 0x83, 0x01, 0x81, 0x95, 0x01, 0x08];
    /// let access = AccessRules::new(&record).summary(Structure::Cyclic)?;
    /// assert_eq!(access.command(Instruction::INCREASE), &Requirement::Key(KeyReference(0x81)));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn command(&self, instruction: Instruction) -> &Requirement {
        let entry = self.entries.iter().find(
            |entry| matches!(&entry.what, What::Command(pattern) if pattern.instruction == Some(instruction.value())),
        );
        entry.map_or(&Requirement::Never, |entry| &entry.requirement)
    }

    fn add(
        &mut self,
        what: What,
        name: Cow<'static, str>,
        requirement: Requirement,
    ) -> Result<(), DecodeError> {
        let full = self.entries.len() >= MAX_ENTRIES;
        match self.entries.iter_mut().find(|entry| entry.what == what) {
            // Each rule allows it by itself.
            Some(entry) => {
                let before = core::mem::replace(&mut entry.requirement, Requirement::Never);
                entry.requirement = Requirement::any([before, requirement]);
            }
            None if full => return Err(DecodeError::new(AccessRules::OBJECT, 0, DecodeErrorKind::Length)),
            None => self.entries.push(Entry { what, name, requirement }),
        }
        Ok(())
    }

    fn add_modes(
        &mut self,
        modes: AccessMode,
        structure: Structure,
        requirement: &Requirement,
    ) -> Result<(), DecodeError> {
        let proprietary = modes & AccessMode::PROPRIETARY;
        for mode in modes.difference(AccessMode::PROPRIETARY).iter() {
            let mode = if mode.bits() >= AccessMode::DEACTIVATE.bits() { mode | proprietary } else { mode };
            for name in mode.names(structure) {
                self.add(What::Mode(mode), name.into(), requirement.clone())?;
            }
        }
        Ok(())
    }
}

impl AccessRules<'_> {
    /// What the rules come to, for a file of this structure.
    ///
    /// ```
    /// use simcard::fs::{Structure, access::AccessRules};
    ///
    /// // ADM1
    /// let rules = AccessRules::new(&[0x80, 0x01, 0x02, 0xA4, 0x03, 0x83, 0x01, 0x0A]);
    /// assert_eq!(rules.summary(Structure::Transparent)?.to_string(), "update: ADM1");
    /// assert_eq!(rules.summary(Structure::Directory)?.to_string(), "create EF: ADM1");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A rule is malformed, or there are rules for more than 256 kinds of access.
    pub fn summary(&self, structure: Structure) -> Result<AccessSummary, DecodeError> {
        let mut summary = AccessSummary { entries: Vec::new() };
        for rule in self.clone() {
            let rule = rule?;
            let requirement = Requirement::any(Requirement::read(rule.conditions)?);
            match rule.access {
                Access::Mode(modes) => summary.add_modes(modes, structure, &requirement)?,
                Access::Commands(patterns) => {
                    for pattern in patterns.iter() {
                        summary.add(What::Command(pattern), command_name(&pattern), requirement.clone())?;
                    }
                }
                Access::Other(object) => {
                    let name = alloc::format!("object {}", object.tag);
                    summary.add(What::Other(object.raw().into()), name.into(), requirement)?;
                }
            }
        }
        Ok(summary)
    }
}

impl CompactRules<'_> {
    /// What the rules come to, for a file of this structure.
    ///
    /// ```
    /// use simcard::fs::{Structure, access::CompactRules};
    ///
    /// let rules = CompactRules::new(&[0x03, 0xFF, 0x00]);
    /// assert_eq!(rules.summary(Structure::Transparent)?.to_string(), "update: never, read: always");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A rule is cut off.
    pub fn summary(&self, structure: Structure) -> Result<AccessSummary, DecodeError> {
        let mut summary = AccessSummary { entries: Vec::new() };
        for rule in self.clone() {
            let (mode, byte) = rule?;
            summary.add_modes(mode, structure, &byte.into())?;
        }
        Ok(summary)
    }
}

/// The name of the instruction in small letters; the header bytes if they say more, or it has no name.
fn command_name(pattern: &CommandPattern) -> Cow<'static, str> {
    match pattern {
        CommandPattern { class: None, instruction: Some(value), p1: None, p2: None } => {
            let name = Instruction::new(*value).name().map(str::to_ascii_lowercase);
            name.unwrap_or_else(|| alloc::format!("command {pattern}")).into()
        }
        _ => alloc::format!("command {pattern}").into(),
    }
}

/// `read: PIN1, update: ADM1`. Accesses that no rule names are forbidden, and not listed.
impl fmt::Display for AccessSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(index, (name, requirement))| {
            write!(f, "{}{name}: {requirement}", if index == 0 { "" } else { ", " })
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use hex_literal::hex;
    use proptest::prelude::*;

    use super::*;

    fn text(rules: &[u8], structure: Structure) -> alloc::string::String {
        AccessRules::new(rules).summary(structure).unwrap().to_string()
    }

    #[test]
    fn rules_in_words() {
        // ETSI TS 102 221 9.2.7: read always; update PIN1 or ADM1; nobody may delete; INCREASE PIN2
        let record = hex!(
            "80 01 01 90 00 80 01 02 A4 03 83 01 01 A4 03 83 01 0A 80 01 40 97 00 84 01 32 A4 03 83 01 81"
        );
        assert_eq!(
            text(&record, Structure::LinearFixed),
            "read: always, update: PIN1 or ADM1, delete: never, increase: PIN2"
        );
        assert_eq!(
            text(&record, Structure::Directory),
            "delete child: always, create EF: PIN1 or ADM1, delete: never, increase: PIN2"
        );
        let summary = AccessRules::new(&record).summary(Structure::Cyclic).unwrap();
        assert_eq!(summary.command(Instruction::INCREASE), &Requirement::Key(KeyReference(0x81)));
        assert_eq!(summary.command(Instruction::STATUS), &Requirement::Never);
        let update = summary.requirement(AccessMode::UPDATE);
        let keys = [Requirement::Key(KeyReference(0x01)), Requirement::Key(KeyReference(0x0A))];
        assert_eq!(update.alternatives(), keys);
    }

    #[test]
    fn several_rules_for_one_access_are_alternatives() {
        let record = hex!("80 01 03 A4 03 83 01 01 80 01 01 A4 03 83 01 8A 80 01 02 90 00");
        assert_eq!(text(&record, Structure::Transparent), "read: PIN1 or ADM6, update: always");
    }

    #[test]
    fn nested_conditions() {
        // PIN1 and (PIN2 or ADM1); not (ADM2); a security condition byte: all of user and external authentication
        let record = hex!(
            "80 01 01 AF 11 A4 03 83 01 01 A0 0A A4 03 83 01 81 A4 03 83 01 0A"
            "80 01 02 A7 05 A4 03 83 01 0B  80 01 08 9E 01 B0  80 01 10 B4 03 80 01 02"
        );
        assert_eq!(
            text(&record, Structure::Transparent),
            "read: PIN1 and (PIN2 or ADM1), update: not (ADM2), \
             deactivate: external authentication and a PIN, activate: condition B403800102"
        );
    }

    #[test]
    fn proprietary_modes_are_others() {
        let record = hex!("80 01 88 90 00 80 01 08 97 00");
        let summary = AccessRules::new(&record).summary(Structure::Transparent).unwrap();
        assert_eq!(summary.to_string(), "proprietary 4: always, deactivate: never");
        assert_eq!(summary.requirement(AccessMode::DEACTIVATE), &Requirement::Never);
    }

    #[test]
    fn compact_rules() {
        // ETSI TS 102 221 11.1.1.4.7.1: update never, read with a PIN
        let rules = CompactRules::new(&[0x03, 0xFF, 0x10]).summary(Structure::Transparent).unwrap();
        assert_eq!(rules.to_string(), "update: never, read: a PIN");
        assert!(CompactRules::new(&[0x03, 0xFF]).summary(Structure::Transparent).is_err());
    }

    #[test]
    fn what_is_said_twice_is_needed_once() {
        let pin1 = || Requirement::Key(KeyReference(1));
        assert_eq!(Requirement::any([pin1(), Requirement::Never, pin1()]), pin1());
        assert_eq!(Requirement::all([pin1(), pin1(), Requirement::Always]), pin1());
        let either = Requirement::any([pin1(), Requirement::UserAuthentication, pin1()]);
        assert_eq!(either.alternatives(), [pin1(), Requirement::UserAuthentication]);
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            if let Ok(summary) = AccessRules::new(&bytes).summary(Structure::Transparent) {
                let _ = summary.to_string();
            }
        }
    }
}
