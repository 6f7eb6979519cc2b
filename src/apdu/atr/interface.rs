//! The interface bytes: which protocols, how fast, with which voltage.

use bitflags::bitflags;

use super::Atr;

/// An interface byte of an ATR (ISO/IEC 7816-3 8.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct InterfaceByte {
    /// The i of TAi, from 1.
    pub index: u8,
    /// TA, TB, TC or TD.
    pub kind: InterfaceKind,
    /// The protocol that TD(i-1) names, 15 for bytes that concern all protocols; none where i is 1. Says
    /// what this byte means where i is above 2.
    pub protocol: Option<u8>,
    /// Its value.
    pub value: u8,
}

/// Which of the four interface bytes of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum InterfaceKind {
    /// TAi.
    Ta,
    /// TBi.
    Tb,
    /// TCi.
    Tc,
    /// TDi: names a protocol, and says which bytes follow.
    Td,
}

impl InterfaceKind {
    const ALL: [Self; 4] = [Self::Ta, Self::Tb, Self::Tc, Self::Td];

    /// Its bit in the upper half of T0 or TDi, shifted down.
    const fn bit(self) -> u8 {
        match self {
            Self::Ta => 1,
            Self::Tb => 2,
            Self::Tc => 4,
            Self::Td => 8,
        }
    }
}

impl InterfaceByte {
    /// The protocol that this byte names, where it is a TD.
    pub(super) fn names_protocol(&self) -> Option<u8> {
        (self.kind == InterfaceKind::Td).then_some(self.value & 0x0F)
    }
}

/// The interface bytes of an ATR, in order. See [`Atr::interface_bytes`].
#[derive(Clone, Debug)]
pub struct InterfaceBytes<'a> {
    /// Which bytes of this group are still to come.
    announced: u8,
    index: u8,
    protocol: Option<u8>,
    rest: &'a [u8],
}

impl<'a> InterfaceBytes<'a> {
    /// `rest` is what follows T0.
    pub(super) const fn new(t0: u8, rest: &'a [u8]) -> Self {
        Self { announced: t0 >> 4, index: 1, protocol: None, rest }
    }

    /// At the end: how many announced bytes are not there.
    pub(super) fn missing(&self) -> usize {
        InterfaceKind::ALL.iter().filter(|kind| self.announced & kind.bit() != 0).count()
    }

    /// What follows the interface bytes read so far.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl Iterator for InterfaceBytes<'_> {
    type Item = InterfaceByte;

    /// Every step takes a byte, so that there are at most 31.
    fn next(&mut self) -> Option<InterfaceByte> {
        let kind = InterfaceKind::ALL.into_iter().find(|kind| self.announced & kind.bit() != 0)?;
        let (value, rest) = self.rest.split_first()?;
        let byte = InterfaceByte { index: self.index, kind, protocol: self.protocol, value: *value };
        self.rest = rest;
        match byte.names_protocol() {
            Some(protocol) => {
                self.announced = value >> 4;
                self.index = self.index.saturating_add(1);
                self.protocol = Some(protocol);
            }
            None => self.announced &= !kind.bit(),
        }
        Some(byte)
    }
}

impl core::iter::FusedIterator for InterfaceBytes<'_> {}

/// How fast the card can be (ISO/IEC 7816-3 8.3, tables 7 and 8): a bit takes `fi / di` clock cycles, and the
/// clock may run at up to `max_khz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FiDi {
    /// Fi, the clock rate conversion integer: 372 to 2048.
    pub fi: u16,
    /// Di, the baud rate adjustment integer: 1 to 64.
    pub di: u8,
    /// The highest clock frequency, in kilohertz: 4,000 to 20,000.
    pub max_khz: u16,
}

impl FiDi {
    /// What holds where the ATR has no TA1: `11`.
    pub const DEFAULT: Self = Self { fi: 372, di: 1, max_khz: 5_000 };

    /// From TA1; none where it has a reserved value.
    ///
    /// ```
    /// use simcard::apdu::atr::FiDi;
    ///
    /// let speed = FiDi::from_ta1(0x96).unwrap();
    /// assert_eq!((speed.fi, speed.di, speed.max_khz), (512, 32, 5_000));
    /// assert_eq!(FiDi::from_ta1(0x70), None);
    /// ```
    pub const fn from_ta1(ta1: u8) -> Option<Self> {
        let (fi, max_khz) = match ta1 >> 4 {
            0x0 => (372, 4_000),
            0x1 => (372, 5_000),
            0x2 => (558, 6_000),
            0x3 => (744, 8_000),
            0x4 => (1_116, 12_000),
            0x5 => (1_488, 16_000),
            0x6 => (1_860, 20_000),
            0x9 => (512, 5_000),
            0xA => (768, 7_500),
            0xB => (1_024, 10_000),
            0xC => (1_536, 15_000),
            0xD => (2_048, 20_000),
            _ => return None,
        };
        let di = match ta1 & 0x0F {
            0x1 => 1,
            0x2 => 2,
            0x3 => 4,
            0x4 => 8,
            0x5 => 16,
            0x6 => 32,
            0x7 => 64,
            0x8 => 12,
            0x9 => 20,
            _ => return None,
        };
        Some(Self { fi, di, max_khz })
    }
}

/// TA2: the card starts in this protocol, and no PPS can negotiate another (ISO/IEC 7816-3 8.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SpecificMode {
    /// The protocol, 0 to 15.
    pub protocol: u8,
    /// Whether a reset may bring the card into negotiable mode.
    pub can_change: bool,
    /// Whether F and D are known to both sides without TA1.
    pub implicit_parameters: bool,
}

/// What the ATR says of the block protocol T=1 (ISO/IEC 7816-3 11.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct T1 {
    /// IFSC: the longest information field the card takes, 1 to 254 bytes (32 unless told); none where it has
    /// a reserved value.
    pub ifsc: Option<u8>,
    /// BWI, the block waiting integer, 0 to 9 (4 unless told); none where it has a reserved value.
    pub bwi: Option<u8>,
    /// CWI, the character waiting integer, 0 to 15 (13 unless told).
    pub cwi: u8,
    /// Whether blocks end with a CRC of two bytes rather than with an LRC of one.
    pub crc: bool,
}

/// Whether the clock may be stopped (ISO/IEC 7816-3 6.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ClockStop {
    /// It may not.
    NotSupported,
    /// It may, at low level.
    Low,
    /// It may, at high level.
    High,
    /// It may, at either level.
    NoPreference,
}

bitflags! {
    /// The supply voltages a card can live with (ISO/IEC 7816-3 5.1.3). Unknown bits are kept.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct VoltageClasses: u8 {
        /// 5 V.
        const A = 0x01;
        /// 3 V.
        const B = 0x02;
        /// 1.8 V.
        const C = 0x04;
        /// Bits no specification we know has a meaning for.
        const _ = !0;
    }

    /// What else a UICC offers its terminal (ETSI TS 102 221 table 6.7, SGP.22 for the eUICC bit).
    /// Unknown bits are kept.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct UiccFeatures: u8 {
        /// Inter-Chip USB (ETSI TS 102 600).
        const INTER_CHIP_USB = 0x40;
        /// A contactless front end, by the single wire protocol (ETSI TS 102 613).
        const CLF = 0x20;
        /// Low impedance drivers on the I/O line.
        const LOW_IMPEDANCE = 0x10;
        /// Secure channel (ETSI TS 102 484).
        const SECURE_CHANNEL = 0x08;
        /// A secured APDU channel is required (ETSI TS 102 484).
        const SECURED_APDU_REQUIRED = 0x04;
        /// The functions of an eUICC.
        const EUICC = 0x02;
        /// Bits no specification we know has a meaning for.
        const _ = !0;
    }
}

/// As a list of names.
#[cfg(feature = "serde")]
impl serde::Serialize for VoltageClasses {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter_names().map(|(name, _)| name))
    }
}

/// As a list of names.
#[cfg(feature = "serde")]
impl serde::Serialize for UiccFeatures {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter_names().map(|(name, _)| name))
    }
}

/// What the interface bytes say.
impl Atr {
    /// The interface byte of this name, with i of 1 or 2.
    fn global(&self, index: u8, kind: InterfaceKind) -> Option<u8> {
        let found = self.interface_bytes().find(|byte| byte.index == index && byte.kind == kind);
        found.map(|byte| byte.value)
    }

    /// The first interface byte of this kind for this protocol, with i above 2.
    fn first_for(&self, protocol: u8, kind: InterfaceKind) -> Option<u8> {
        let ours =
            |byte: &InterfaceByte| byte.index > 2 && byte.kind == kind && byte.protocol == Some(protocol);
        self.interface_bytes().find(ours).map(|byte| byte.value)
    }

    /// The protocols the card offers, each once, in its order; the first one is spoken unless PPS
    /// chooses another. T=0 where the ATR names none. T=15 is no protocol and left out.
    ///
    /// ```
    /// use simcard::apdu::Atr;
    ///
    /// assert!("3B 00".parse::<Atr>()?.protocols().eq([0]));
    /// assert!("3B 80 81 31 FE 45 8B".parse::<Atr>()?.protocols().eq([1]));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn protocols(&self) -> impl Iterator<Item = u8> + '_ {
        let mut seen = 0u16;
        let named = self.interface_bytes().filter_map(|byte| byte.names_protocol()).filter(move |protocol| {
            let bit = 1u16.checked_shl(u32::from(*protocol)).unwrap_or_default();
            let new = *protocol != 15 && seen & bit == 0;
            seen |= bit;
            new
        });
        let none = !self.interface_bytes().any(|byte| byte.names_protocol().is_some_and(|t| t != 15));
        none.then_some(0).into_iter().chain(named)
    }

    /// TA2: the mode the card is in and stays in; none for a card that negotiates.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 80 11 81 10".parse()?; // TA2 = 81
    /// let mode = atr.specific_mode().unwrap();
    /// assert_eq!((mode.protocol, mode.can_change), (1, false));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn specific_mode(&self) -> Option<SpecificMode> {
        self.global(2, InterfaceKind::Ta).map(|ta2| SpecificMode {
            protocol: ta2 & 0x0F,
            can_change: ta2 & 0x80 == 0,
            implicit_parameters: ta2 & 0x10 != 0,
        })
    }

    /// TA1: how fast the card can be; [`FiDi::DEFAULT`] where it is absent, none where it has a reserved value.
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, FiDi};
    ///
    /// let speed = "3B 10 96".parse::<Atr>()?.fi_di().unwrap();
    /// assert_eq!((speed.fi, speed.di), (512, 32));
    /// assert_eq!("3B 00".parse::<Atr>()?.fi_di(), Some(FiDi::DEFAULT));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn fi_di(&self) -> Option<FiDi> {
        self.global(1, InterfaceKind::Ta).map_or(Some(FiDi::DEFAULT), FiDi::from_ta1)
    }

    /// TC1: extra guard time between characters to the card, in bit times, 0 unless told. 255 asks for the
    /// shortest the protocol has.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 40 02".parse()?;
    /// assert_eq!(atr.extra_guard_time(), 2);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn extra_guard_time(&self) -> u8 {
        self.global(1, InterfaceKind::Tc).unwrap_or(0)
    }

    /// TC2: WI, the waiting integer of T=0, 1 to 255, 10 unless told. The card answers within
    /// `WI * 960 * Fi` clock cycles. None where it has the reserved value 0.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 80 40 14".parse()?;
    /// assert_eq!(atr.waiting_integer(), Some(20));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn waiting_integer(&self) -> Option<u8> {
        Some(self.global(2, InterfaceKind::Tc).unwrap_or(10)).filter(|wi| *wi != 0)
    }

    /// The parameters of T=1, where the card offers it.
    ///
    /// ```
    /// let atr: simcard::apdu::Atr = "3B 80 81 31 FE 45 8B".parse()?;
    /// let t1 = atr.t1().unwrap();
    /// assert_eq!((t1.ifsc, t1.bwi, t1.cwi, t1.crc), (Some(254), Some(4), 5, false));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn t1(&self) -> Option<T1> {
        if !self.protocols().any(|protocol| protocol == 1) {
            return None;
        }
        let ifsc = self.first_for(1, InterfaceKind::Ta).unwrap_or(32);
        let waiting = self.first_for(1, InterfaceKind::Tb).unwrap_or(0x4D);
        let check = self.first_for(1, InterfaceKind::Tc).unwrap_or(0);
        Some(T1 {
            ifsc: Some(ifsc).filter(|ifsc| !matches!(ifsc, 0x00 | 0xFF)),
            bwi: Some(waiting >> 4).filter(|bwi| *bwi <= 9),
            cwi: waiting & 0x0F,
            crc: check & 0x01 != 0,
        })
    }

    /// TA of T=15, upper bits: whether the clock may be stopped. It may not unless told.
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, ClockStop};
    ///
    /// let atr: Atr = "3B 80 80 1F C7 D8".parse()?;
    /// assert_eq!(atr.clock_stop(), ClockStop::NoPreference);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn clock_stop(&self) -> ClockStop {
        match self.first_for(15, InterfaceKind::Ta).unwrap_or(0) >> 6 {
            0 => ClockStop::NotSupported,
            1 => ClockStop::Low,
            2 => ClockStop::High,
            _ => ClockStop::NoPreference,
        }
    }

    /// TA of T=15, lower bits: the voltages the card can live with. Class A (5 V) unless told.
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, VoltageClasses};
    ///
    /// let atr: Atr = "3B 80 80 1F C6 D9".parse()?;
    /// assert_eq!(atr.voltage_classes(), VoltageClasses::B | VoltageClasses::C);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn voltage_classes(&self) -> VoltageClasses {
        match self.first_for(15, InterfaceKind::Ta) {
            Some(ta) => VoltageClasses::from_bits_retain(ta & 0x3F),
            None => VoltageClasses::A,
        }
    }

    /// TB of T=15: what else a UICC offers. Empty where the byte is absent, or not coded by ETSI.
    ///
    /// ```
    /// use simcard::apdu::atr::{Atr, UiccFeatures};
    ///
    /// let atr: Atr = "3B 80 80 2F 82 AD".parse()?;
    /// assert_eq!(atr.uicc_features(), UiccFeatures::EUICC);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    pub fn uicc_features(&self) -> UiccFeatures {
        match self.first_for(15, InterfaceKind::Tb) {
            // without b8 it is ISO's coding of the contact C6
            Some(tb) if tb & 0x80 != 0 => UiccFeatures::from_bits_retain(tb & 0x7F),
            _ => UiccFeatures::empty(),
        }
    }
}
