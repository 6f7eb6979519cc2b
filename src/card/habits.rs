//! What a card turned out to understand, so that no command is wasted twice.

use alloc::vec::Vec;

use crate::fs::{Aid, FileId, Sfi};

/// What we learned of a card. Starts optimistic; a card that refuses a form of a command gets the slower one.
#[derive(Clone, Debug, Default)]
pub(super) struct Habits {
    /// SELECT by path (P1 = 08) was refused.
    pub no_paths: bool,
    /// SELECT by path worked, so that "not found" means it.
    pub paths_work: bool,
    /// SELECT without an answer (P2 = 0C) was refused.
    pub must_answer: bool,
    pub sfi: SfiHabit,
    /// Beginnings of application identifiers that it does not take, and the whole ones.
    pub whole_aids: Vec<(Aid, Aid)>,
    /// Applications that it does not have.
    pub absent: Vec<Aid>,
}

/// How a card's short file identifiers come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SfiHabit {
    /// We have not seen yet.
    #[default]
    Unknown,
    /// FCPs name them: they are those of the specifications.
    Named,
    /// They are the low five bits of the file identifier (ETSI TS 102 221 11.1.1.4.8).
    FromFid,
    /// There are none.
    None,
}

impl SfiHabit {
    /// Learns from the FCP of a file whose specification gives it the SFI `specified`.
    pub fn learn(&mut self, file: FileId, specified: Option<u8>, found: Sfi) {
        match found {
            // on a file that should have none, an empty or absent object tells nothing of the others
            Sfi::Explicit(sfi) if Some(sfi) == specified => *self = Self::Named,
            Sfi::FromFid(_) if specified.is_some_and(|sfi| Some(sfi) != low_bits(file)) => {
                *self = Self::FromFid
            }
            Sfi::NotSupported if specified.is_some() && *self == Self::Unknown => *self = Self::None,
            _ => {}
        }
    }

    /// The SFI to try for a file whose specification gives it `specified`. If nothing is known of the card yet, one
    /// is worth trying only if the caller can tell from what comes whether it is the right file (`checked`).
    pub fn usable(self, file: FileId, specified: Option<u8>, checked: bool) -> Option<u8> {
        match self {
            Self::Named => specified,
            // both ways of assigning them agree
            Self::Unknown if checked => specified.filter(|sfi| Some(*sfi) == low_bits(file)),
            // any file in the directory may have these low bits; SELECT is safer
            Self::Unknown | Self::FromFid | Self::None => None,
        }
    }
}

/// The SFI that a file has without being given one.
fn low_bits(file: FileId) -> Option<u8> {
    let [_, low] = file.to_bytes();
    Some(low & 0x1F).filter(|sfi| matches!(sfi, 1..=30))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMSI: (FileId, Option<u8>) = (FileId(0x6F07), Some(7));
    const AD: (FileId, Option<u8>) = (FileId(0x6FAD), Some(3));

    #[test]
    fn only_an_sfi_that_can_mean_no_other_file_is_tried_unseen() {
        let habit = SfiHabit::Unknown;
        assert_eq!(habit.usable(IMSI.0, IMSI.1, true), Some(7));
        assert_eq!(habit.usable(IMSI.0, IMSI.1, false), None);
        // 3 is EF.AD's by name, but EF.SMSS's (6F43) or EF.EPSLOCI's (6FE3) by number
        assert_eq!(habit.usable(AD.0, AD.1, true), None);
        assert_eq!(habit.usable(FileId(0x6F40), None, true), None);
    }

    #[test]
    fn a_card_that_names_its_sfis_is_believed() {
        let mut habit = SfiHabit::Unknown;
        habit.learn(AD.0, AD.1, Sfi::Explicit(3));
        assert_eq!(habit.usable(AD.0, AD.1, true), Some(3));
    }

    #[test]
    fn a_card_without_them_is_asked_no_more() {
        let mut habit = SfiHabit::Unknown;
        habit.learn(FileId(0x6F40), None, Sfi::NotSupported);
        assert_eq!(habit, SfiHabit::Unknown);
        habit.learn(AD.0, AD.1, Sfi::NotSupported);
        assert_eq!((habit, habit.usable(IMSI.0, IMSI.1, true)), (SfiHabit::None, None));
        let mut habit = SfiHabit::Unknown;
        habit.learn(AD.0, AD.1, Sfi::FromFid(0x0D));
        assert_eq!(habit, SfiHabit::FromFid);
    }
}
