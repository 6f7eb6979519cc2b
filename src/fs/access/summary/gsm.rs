//! Access conditions of a 2G card in the same words.

use super::{AccessSummary, Entry, KeyReference, Requirement, What};
use crate::apdu::Instruction;
use crate::fs::access::{AccessMode, CommandPattern};
use crate::fs::{GsmAccess, GsmAccessConditions};

impl From<GsmAccess> for Requirement {
    fn from(access: GsmAccess) -> Self {
        match access {
            GsmAccess::Always => Self::Always,
            GsmAccess::Never => Self::Never,
            // a GSM card calls its PINs CHV1 and CHV2
            GsmAccess::Chv1 => Self::Key(KeyReference(0x01)),
            GsmAccess::Chv2 => Self::Key(KeyReference(0x81)),
            GsmAccess::Adm(level) => Self::Level(level),
            GsmAccess::Reserved => Self::Level(3),
        }
    }
}

impl GsmAccessConditions {
    /// What each access needs (3GPP TS 51.011 9.3).
    ///
    /// ```
    /// use simcard::fs::{GsmAccess, GsmAccessConditions};
    ///
    /// let conditions = GsmAccessConditions {
    ///     read: GsmAccess::Chv1,
    ///     update: GsmAccess::Adm(4),
    ///     increase: GsmAccess::Never,
    ///     reserved: GsmAccess::Never,
    ///     rehabilitate: GsmAccess::Chv2,
    ///     invalidate: GsmAccess::Always,
    /// };
    /// let text = "read: PIN1, update: ADM of level 4, increase: never, rehabilitate: PIN2, invalidate: always";
    /// assert_eq!(conditions.summary().to_string(), text);
    /// ```
    pub fn summary(&self) -> AccessSummary {
        let increase = Some(Instruction::INCREASE.value());
        let increase = CommandPattern { class: None, instruction: increase, p1: None, p2: None };
        let rules = [
            (What::Mode(AccessMode::READ), "read", self.read),
            (What::Mode(AccessMode::UPDATE), "update", self.update),
            (What::Command(increase), "increase", self.increase),
            (What::Mode(AccessMode::ACTIVATE), "rehabilitate", self.rehabilitate),
            (What::Mode(AccessMode::DEACTIVATE), "invalidate", self.invalidate),
        ];
        let entries = rules.into_iter().map(|(what, name, access)| Entry {
            what,
            name: name.into(),
            requirement: access.into(),
        });
        AccessSummary { entries: entries.collect() }
    }
}
