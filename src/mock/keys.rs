use core::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

/// Which secret a command means (ETSI TS 102 221 table 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct KeyReference(u8);

impl KeyReference {
    /// `01`: PIN1 (CHV1).
    pub const PIN1: Self = Self(0x01);
    /// `81`: PIN2 (CHV2).
    pub const PIN2: Self = Self(0x81);
    /// `11`: the universal PIN.
    pub const UNIVERSAL: Self = Self(0x11);

    /// The reference with this byte.
    ///
    /// ```
    /// use simcard::mock::KeyReference;
    ///
    /// assert_eq!(KeyReference::new(0x01), KeyReference::PIN1);
    /// ```
    pub const fn new(value: u8) -> Self {
        Self(value)
    }

    /// ADM1 to ADM5: `0A` to `0E`; ADM6 to ADM10: `8A` to `8E`.
    ///
    /// ```
    /// use simcard::mock::KeyReference;
    ///
    /// assert_eq!(KeyReference::adm(1).value(), 0x0A);
    /// assert_eq!(KeyReference::adm(6).value(), 0x8A);
    /// ```
    pub const fn adm(n: u8) -> Self {
        Self(if n > 5 { n.saturating_add(0x84) } else { n.saturating_add(0x09) })
    }

    /// The byte.
    ///
    /// ```
    /// use simcard::mock::KeyReference;
    ///
    /// assert_eq!(KeyReference::PIN2.value(), 0x81);
    /// ```
    pub const fn value(self) -> u8 {
        self.0
    }
}

/// A PIN or administrative key of a [`VirtualCard`](super::VirtualCard), with the PUK that unblocks it.
///
/// Values are 8 bytes: PINs of 4 to 8 digits filled up with `FF` (ETSI TS 102 221 9.5.1).
///
/// ```
/// use simcard::mock::Pin;
///
/// let pin = Pin::digits("1234")?.puk("12345678")?.tries(3);
/// assert_eq!(format!("{pin:?}"), "Pin { tries: 3, enabled: true, .. }");
/// # Ok::<(), simcard::mock::PinError>(())
/// ```
#[derive(Clone)]
pub struct Pin {
    value: Zeroizing<[u8; 8]>,
    counter: Counter,
    puk: Option<Puk>,
    pub(super) enabled: bool,
}

#[derive(Clone)]
struct Puk {
    value: Zeroizing<[u8; 8]>,
    counter: Counter,
}

/// Tries that are left, and how many there are after a success.
#[derive(Clone, Copy)]
struct Counter {
    left: u8,
    full: u8,
}

/// Why something cannot be a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a PIN is 4 to 8 decimal digits")]
pub struct PinError;

impl Pin {
    /// A PIN of 4 to 8 digits, with three tries, enabled, no PUK.
    ///
    /// ```
    /// use simcard::mock::{Pin, PinError};
    ///
    /// assert_eq!(Pin::digits("1234")?.remaining(), 3);
    /// assert_eq!(Pin::digits("12E4").unwrap_err(), PinError);
    /// # Ok::<(), PinError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Not 4 to 8 decimal digits.
    pub fn digits(digits: &str) -> Result<Self, PinError> {
        Ok(Self::raw(*coded(digits)?))
    }

    /// A key of any 8 bytes, with three tries, enabled, no PUK.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, Pin, VirtualCard};
    ///
    /// let mut card = VirtualCard::builder().pin(KeyReference::adm(1), Pin::raw([0x5A; 8])).build();
    /// let verify = [&[0x00, 0x20, 0x00, 0x0A, 0x08][..], &[0x5A; 8]].concat();
    /// assert_eq!(card.process(&verify), [0x90, 0x00]);
    /// ```
    pub fn raw(value: [u8; 8]) -> Self {
        Self { value: Zeroizing::new(value), counter: Counter::new(3), puk: None, enabled: true }
    }

    /// The same with a PUK of 8 digits and ten tries for it.
    ///
    /// ```
    /// use simcard::mock::Pin;
    ///
    /// let pin = Pin::digits("1234")?;
    /// assert_eq!(pin.puk_remaining(), None);
    /// assert_eq!(pin.puk("12345678")?.puk_remaining(), Some(10));
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Not 4 to 8 decimal digits.
    pub fn puk(mut self, digits: &str) -> Result<Self, PinError> {
        self.puk = Some(Puk { value: coded(digits)?, counter: Counter::new(10) });
        Ok(self)
    }

    /// The same with this many tries (at most 15, since the answer is `63Cx`).
    ///
    /// ```
    /// use simcard::mock::Pin;
    ///
    /// assert_eq!(Pin::digits("1234")?.tries(5).remaining(), 5);
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    #[must_use]
    pub fn tries(mut self, tries: u8) -> Self {
        self.counter = Counter::new(tries.min(15));
        self
    }

    /// The same, but with only this many tries left.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, Pin, VirtualCard};
    ///
    /// let pin = Pin::digits("1234")?.tries_left(1);
    /// let mut card = VirtualCard::builder().pin(KeyReference::PIN1, pin).build();
    /// assert_eq!(card.process(&[0x00, 0x20, 0x00, 0x01]), [0x63, 0xC1]); // how many are left?
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    #[must_use]
    pub fn tries_left(mut self, left: u8) -> Self {
        self.counter.left = left.min(self.counter.full);
        self
    }

    /// The same, not asked for.
    ///
    /// ```
    /// use simcard::mock::Pin;
    ///
    /// assert!(!Pin::digits("1234")?.disabled().is_enabled());
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.enabled = false;
        self
    }

    /// Tries left before it is blocked.
    ///
    /// ```
    /// use simcard::mock::Pin;
    ///
    /// assert_eq!(Pin::digits("1234")?.tries(10).tries_left(4).remaining(), 4);
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    pub const fn remaining(&self) -> u8 {
        self.counter.left
    }

    /// Tries left for its PUK; `None` where it has none.
    ///
    /// ```
    /// use simcard::mock::Pin;
    ///
    /// assert_eq!(Pin::raw([0x5A; 8]).puk_remaining(), None);
    /// ```
    pub fn puk_remaining(&self) -> Option<u8> {
        self.puk.as_ref().map(|puk| puk.counter.left)
    }

    /// Whether it is asked for at all.
    ///
    /// ```
    /// use simcard::mock::Pin;
    ///
    /// assert!(Pin::digits("1234")?.is_enabled());
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    pub const fn is_enabled(&self) -> bool {
        self.enabled
    }

    /// Compares, and counts: a right value refills the counter, a wrong one takes a try.
    pub(super) fn present(&mut self, value: &[u8]) -> bool {
        self.counter.present(self.value.as_slice() == value)
    }

    /// The same for the PUK; `None` where there is none.
    pub(super) fn present_puk(&mut self, value: &[u8]) -> Option<bool> {
        let puk = self.puk.as_mut()?;
        Some(puk.counter.present(puk.value.as_slice() == value))
    }

    /// Takes a new value and refills the counter.
    pub(super) fn replace(&mut self, value: [u8; 8]) {
        self.value = Zeroizing::new(value);
        self.counter.left = self.counter.full;
    }
}

impl Counter {
    const fn new(full: u8) -> Self {
        Self { left: full, full }
    }

    fn present(&mut self, right: bool) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left = if right { self.full } else { self.left.saturating_sub(1) };
        right
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pin")
            .field("tries", &self.counter.left)
            .field("enabled", &self.enabled)
            .finish_non_exhaustive()
    }
}

fn coded(digits: &str) -> Result<Zeroizing<[u8; 8]>, PinError> {
    if !(4..=8).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(PinError);
    }
    let mut value = Zeroizing::new([0xFF; 8]);
    for (byte, digit) in value.iter_mut().zip(digits.bytes()) {
        *byte = digit;
    }
    Ok(value)
}

/// The secrets of a card, and which of them were verified since the last reset.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys(alloc::vec::Vec<Key>);

#[derive(Clone, Debug)]
pub(super) struct Key {
    pub reference: KeyReference,
    pub pin: Pin,
    pub verified: bool,
}

impl Keys {
    pub fn insert(&mut self, reference: KeyReference, pin: Pin) {
        self.remove(reference);
        self.0.push(Key { reference, pin, verified: false });
        self.0.sort_by_key(|key| key.reference.order());
    }

    pub fn remove(&mut self, reference: KeyReference) {
        self.0.retain(|key| key.reference != reference);
    }

    pub fn find(&self, reference: KeyReference) -> Option<&Key> {
        self.0.iter().find(|key| key.reference == reference)
    }

    pub fn find_mut(&mut self, reference: KeyReference) -> Option<&mut Key> {
        self.0.iter_mut().find(|key| key.reference == reference)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.0.iter()
    }

    /// Forgets what was verified, as a reset does.
    pub fn reset(&mut self) {
        for key in &mut self.0 {
            key.verified = false;
        }
    }

    /// Whether a condition on this key holds: verified, or not asked for.
    pub fn satisfied(&self, reference: KeyReference) -> bool {
        self.find(reference).is_some_and(|key| key.verified || !key.pin.enabled)
    }
}

impl KeyReference {
    /// The order in which the PIN status template lists keys: PIN1, PIN2, universal PIN, then the others.
    const fn order(self) -> (u8, u8) {
        let group = match self {
            Self::PIN1 => 0,
            Self::PIN2 => 1,
            Self::UNIVERSAL => 2,
            _ => 3,
        };
        (group, self.0)
    }
}
