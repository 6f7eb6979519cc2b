//! How a command ended: ETSI TS 102 223 8.12.

/// The first byte of a result: ETSI TS 102 223 8.12. Any byte is kept as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GeneralResult(pub u8);

impl GeneralResult {
    /// Command performed successfully.
    pub const OK: Self = Self(0x00);
    /// Command data not understood by terminal.
    pub const DATA_NOT_UNDERSTOOD: Self = Self(0x32);
    /// Error, required values are missing.
    pub const VALUES_MISSING: Self = Self(0x36);
}

impl GeneralResult {
    /// What it means.
    pub const fn name(self) -> &'static str {
        match self.0 {
            0x32 => "command data not understood by terminal",
            0x36 => "required values are missing",
            _ => "ok",
        }
    }
}

impl core::fmt::Display for GeneralResult {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}
