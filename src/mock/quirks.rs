/// Where a virtual card deviates from its specification, as cards in the field do. All off by default.
///
/// ```
/// use simcard::mock::{Quirks, VirtualCard};
///
/// let quirks = Quirks { no_path_selection: true, ..Quirks::default() };
/// let mut card = VirtualCard::builder().quirks(quirks).build();
/// assert_eq!(card.process(&[0x00, 0xA4, 0x08, 0x04, 0x02, 0x2F, 0xE2]), [0x6A, 0x86]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Quirks {
    /// Data and `9000` where T=0 wants `61xx` or `9Fxx` first.
    pub data_at_once: bool,
    /// `6700` instead of `6Cxx` (`67xx` on a GSM card) for a wrong Le.
    pub plain_wrong_length: bool,
    /// No short file identifiers: `6A82` to every read by SFI, an empty tag `88` in every FCP.
    pub no_sfi: bool,
    /// Applications are found by their whole AID only.
    pub full_aid_only: bool,
    /// `6A86` to selection by path (P1 = 08 or 09).
    pub no_path_selection: bool,
    /// No EF is current after a SELECT that failed.
    pub failed_select_drops_ef: bool,
    /// `6D00` instead of `6E00` to a class that the card does not know.
    pub unknown_class_6d00: bool,
    /// What READ BINARY beyond the end of the file gives.
    pub read_past_end: ReadPastEnd,
    /// GET RESPONSE never gives anything but `6100`.
    pub endless_61: bool,
    /// Between FETCH and TERMINAL RESPONSE every other command gives `6F00`, and FETCH the same command again.
    pub needs_terminal_response: bool,
    /// So many NULL procedure bytes (`60`) stand before every response, as from a reader that passes them on.
    pub null_bytes: u8,
}

/// What READ BINARY gives when more is asked for than the file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum ReadPastEnd {
    /// `6Cxx` (`67xx` on a GSM card) with the number of bytes there are.
    #[default]
    WrongLength,
    /// The bytes there are, and `6282`.
    Warning,
    /// The bytes there are, and `9000`.
    Short,
    /// `6B00`.
    WrongParameters,
}
