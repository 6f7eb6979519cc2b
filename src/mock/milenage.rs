//! The authentication algorithms of the card: Milenage (3GPP TS 35.206), the conversion functions between the
//! generations (TS 33.102 6.8.1.2), and the check that a sequence number is fresh (TS 33.102 annex C).

use core::fmt;

use aes::Aes128;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use zeroize::Zeroizing;

/// Milenage with the keys of one subscriber: the functions f1 to f5\* of 3GPP TS 35.206.
///
/// A card answers a challenge with it, and a network makes one: see [`challenge`](Self::challenge).
///
/// ```
/// use simcard::mock::{Milenage, VirtualCard};
///
/// let keys = Milenage::new([0x11; 16], [0x22; 16]); // K and OPc
/// let autn = keys.challenge(&[0x33; 16], 0x20, [0x80, 0x00]);
/// assert_eq!(autn[6..8], [0x80, 0x00]);
/// let card = VirtualCard::builder().milenage_keys(keys).build();
/// ```
#[derive(Clone)]
pub struct Milenage {
    /// The cipher with K.
    cipher: Aes128,
    /// The operator's constant, tied to K.
    opc: Zeroizing<[u8; 16]>,
}

/// What a subscriber computes from a random number: f2 to f5.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Vector {
    pub res: [u8; 8],
    pub ck: [u8; 16],
    pub ik: [u8; 16],
    pub ak: [u8; 6],
}

impl Milenage {
    /// From the subscriber's key K and the operator's value OPc.
    ///
    /// ```
    /// use simcard::card::Authentication;
    /// use simcard::{Card, mock::Milenage, mock::VirtualCard};
    ///
    /// let (keys, rand) = (Milenage::new([0x11; 16], [0x22; 16]), [0x23; 16]);
    /// let autn = keys.challenge(&rand, 0x20, [0x80, 0x00]);
    /// // a card with other keys takes it for forged
    /// assert!(Card::new(VirtualCard::uicc()).authenticate(&rand, &autn).is_err());
    /// let mut card = Card::new(VirtualCard::builder().milenage_keys(keys).build());
    /// assert!(matches!(card.authenticate(&rand, &autn)?, Authentication::Success { .. }));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn new(k: [u8; 16], opc: [u8; 16]) -> Self {
        let k = Zeroizing::new(k);
        Self { cipher: Aes128::new(&Array::from(*k)), opc: Zeroizing::new(opc) }
    }

    /// From K and OP, which all subscribers of an operator share: OPc = E(OP) xor OP (TS 35.206 4.1).
    ///
    /// ```
    /// use simcard::mock::Milenage;
    ///
    /// // K and OP of test set 1 of 3GPP TS 35.208, which gives OPc for them
    /// let k = 0x465B_5CE8_B199_B49F_AA5F_0A2E_E238_A6BC_u128.to_be_bytes();
    /// let op = 0xCDC2_02D5_123E_20F6_2B6D_676A_C72C_B318_u128.to_be_bytes();
    /// let (rand, amf) = ([0x23; 16], [0x80, 0x00]);
    /// let autn = Milenage::with_op(k, op).challenge(&rand, 0x20, amf);
    /// assert_eq!(autn, Milenage::test_keys().challenge(&rand, 0x20, amf));
    /// ```
    pub fn with_op(k: [u8; 16], op: [u8; 16]) -> Self {
        let mut keys = Self::new(k, [0; 16]);
        let op = u128::from_be_bytes(op);
        *keys.opc = (keys.encrypt(op) ^ op).to_be_bytes();
        keys
    }

    /// The keys of test set 1 of TS 35.208 4.3, which everybody knows. A virtual card has them unless it is given
    /// others.
    ///
    /// ```
    /// use simcard::card::Authentication;
    /// use simcard::{Card, mock::Milenage, mock::VirtualCard};
    ///
    /// let rand = [0x23; 16];
    /// let autn = Milenage::test_keys().challenge(&rand, 0x20, [0x80, 0x00]);
    /// let answer = Card::new(VirtualCard::uicc()).authenticate(&rand, &autn)?;
    /// assert!(matches!(answer, Authentication::Success { .. }));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn test_keys() -> Self {
        Self::new(
            0x465B_5CE8_B199_B49F_AA5F_0A2E_E238_A6BC_u128.to_be_bytes(),
            0xCD63_CB71_954A_9F4E_48A5_994E_37A0_2BAF_u128.to_be_bytes(),
        )
    }

    /// The network's part: AUTN for a random number, with this sequence number (48 bits) and authentication
    /// management field (TS 33.102 6.3.2).
    ///
    /// ```
    /// use simcard::mock::Milenage;
    ///
    /// // test set 1 of 3GPP TS 35.208
    /// let rand = 0x2355_3CBE_9637_A89D_218A_E64D_AE47_BF35_u128.to_be_bytes();
    /// let autn = Milenage::test_keys().challenge(&rand, 0xFF9B_B4D0_B607, [0xB9, 0xB9]);
    /// assert_eq!(autn[..6], [0x55, 0xF3, 0x28, 0xB4, 0x35, 0x77]); // the sequence number, hidden
    /// assert_eq!(autn[8..], [0x4A, 0x9F, 0xFA, 0xC3, 0x54, 0xDF, 0xAF, 0xB3]); // MAC-A
    /// ```
    pub fn challenge(&self, rand: &[u8; 16], sqn: u64, amf: [u8; 2]) -> [u8; 16] {
        let sqn = sqn_bytes(sqn);
        let (mac, _) = self.f1(rand, sqn, amf);
        join(&[&xor(sqn, self.f2345(rand).ak), &amf, &mac])
    }

    /// The network's part again: the sequence number in AUTS, if its MAC is right (TS 33.102 6.3.5).
    ///
    /// ```
    /// use simcard::card::Authentication;
    /// use simcard::mock::{Milenage, VirtualCard};
    /// use simcard::Card;
    ///
    /// let (keys, rand) = (Milenage::test_keys(), [0x23; 16]);
    /// let mut card = Card::new(VirtualCard::uicc());
    /// card.authenticate(&rand, &keys.challenge(&rand, 0x60, [0x80, 0x00]))?;
    /// // an old one: the card tells where it is
    /// let answer = card.authenticate(&rand, &keys.challenge(&rand, 0x20, [0x80, 0x00]))?;
    /// let Authentication::SyncFailure { auts } = answer else { panic!() };
    /// assert_eq!(keys.resynchronise(&rand, &auts), Some(0x60));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn resynchronise(&self, rand: &[u8; 16], auts: &[u8; 14]) -> Option<u64> {
        let (hidden, mac) = auts.split_first_chunk::<6>()?;
        let sqn = xor(*hidden, self.f5_star(rand));
        let (_, expected) = self.f1(rand, sqn, [0, 0]);
        (mac == expected).then(|| sqn_value(sqn))
    }

    /// f1 and f1\*: MAC-A and MAC-S.
    pub(super) fn f1(&self, rand: &[u8; 16], sqn: [u8; 6], amf: [u8; 2]) -> ([u8; 8], [u8; 8]) {
        let input: [u8; 16] = join(&[&sqn, &amf, &sqn, &amf]);
        let rotated = (u128::from_be_bytes(input) ^ self.opc()).rotate_left(64);
        let out = (self.encrypt(self.temp(rand) ^ rotated) ^ self.opc()).to_be_bytes();
        halves(out)
    }

    /// f2 to f5: RES, CK, IK, AK.
    pub(super) fn f2345(&self, rand: &[u8; 16]) -> Vector {
        let out = self.out(rand, 0, 1);
        let (_, res) = halves(out);
        let [a, b, c, d, e, f, ..] = out;
        Vector { res, ak: [a, b, c, d, e, f], ck: self.out(rand, 32, 2), ik: self.out(rand, 64, 4) }
    }

    /// f5\*: the AK that hides the sequence number in AUTS.
    pub(super) fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6] {
        let [a, b, c, d, e, f, ..] = self.out(rand, 96, 8);
        [a, b, c, d, e, f]
    }

    /// OUT2 to OUT5 of 4.1, with their rotation and constant.
    fn out(&self, rand: &[u8; 16], rotation: u32, constant: u128) -> [u8; 16] {
        let input = (self.temp(rand) ^ self.opc()).rotate_left(rotation) ^ constant;
        (self.encrypt(input) ^ self.opc()).to_be_bytes()
    }

    fn temp(&self, rand: &[u8; 16]) -> u128 {
        self.encrypt(u128::from_be_bytes(*rand) ^ self.opc())
    }

    fn opc(&self) -> u128 {
        u128::from_be_bytes(*self.opc)
    }

    fn encrypt(&self, block: u128) -> u128 {
        let mut block = Array::from(block.to_be_bytes());
        self.cipher.encrypt_block(&mut block);
        u128::from_be_bytes(block.into())
    }
}

/// No key is shown.
impl fmt::Debug for Milenage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Milenage").finish_non_exhaustive()
    }
}

impl Vector {
    /// SRES of a second-generation network: conversion function c2 (TS 33.102 6.8.1.2).
    pub fn sres(&self) -> [u8; 4] {
        let [a, b, c, d, e, f, g, h] = self.res;
        [a ^ e, b ^ f, c ^ g, d ^ h]
    }

    /// Kc of a second-generation network: conversion function c3 (TS 33.102 6.8.1.2).
    pub fn kc(&self) -> [u8; 8] {
        let (ck1, ck2) = halves(self.ck);
        let (ik1, ik2) = halves(self.ik);
        xor(xor(ck1, ck2), xor(ik1, ik2))
    }
}

/// The sequence numbers that were accepted: SQN is SEQ and then IND, five bits that choose one of 32 places (TS 33.102
/// C.1.1.1 and C.2).
#[derive(Clone, Copy, Debug)]
pub(super) struct SequenceNumbers([u64; 32]);

impl SequenceNumbers {
    pub const fn new() -> Self {
        Self([0; 32])
    }

    /// Takes a sequence number, if it is newer than the last one with its IND (C.2.2).
    pub fn accept(&mut self, sqn: [u8; 6]) -> bool {
        let value = sqn_value(sqn);
        let (seq, ind) = (value >> 5, usize::try_from(value & 0x1F).unwrap_or(0));
        match self.0.get_mut(ind) {
            Some(last) if seq > *last => {
                *last = seq;
                true
            }
            _ => false,
        }
    }

    /// The highest one accepted: SQN_MS.
    pub fn highest(&self) -> u64 {
        let highest = self.0.iter().zip(0u64..).max().map_or(0, |(seq, ind)| seq << 5 | ind);
        // Where nothing was accepted yet, no IND is better than another.
        if highest >> 5 == 0 { 0 } else { highest }
    }

    /// As if this one had been accepted, with all before it.
    pub fn set(&mut self, sqn: u64) {
        self.0 = [(sqn & 0xFFFF_FFFF_FFFF) >> 5; 32];
    }
}

pub(super) fn sqn_bytes(sqn: u64) -> [u8; 6] {
    let [_, _, bytes @ ..] = sqn.to_be_bytes();
    bytes
}

fn sqn_value([a, b, c, d, e, f]: [u8; 6]) -> u64 {
    u64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

pub(super) fn xor<const N: usize>(mut a: [u8; N], b: [u8; N]) -> [u8; N] {
    for (byte, other) in a.iter_mut().zip(b) {
        *byte ^= other;
    }
    a
}

/// Pieces one after another; what is missing is 0.
pub(super) fn join<const N: usize>(pieces: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    for (byte, piece) in out.iter_mut().zip(pieces.iter().copied().flatten()) {
        *byte = *piece;
    }
    out
}

fn halves(bytes: [u8; 16]) -> ([u8; 8], [u8; 8]) {
    let (high, low) = (u128::from_be_bytes(bytes) >> 64, u128::from_be_bytes(bytes));
    let half = |value: u128| u64::try_from(value & u128::from(u64::MAX)).unwrap_or(0).to_be_bytes();
    (half(high), half(low))
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;

    use super::*;

    struct Set {
        k: [u8; 16],
        rand: [u8; 16],
        sqn: [u8; 6],
        amf: [u8; 2],
        op: [u8; 16],
        opc: [u8; 16],
        mac_a: [u8; 8],
        mac_s: [u8; 8],
        res: [u8; 8],
        ak: [u8; 6],
        ck: [u8; 16],
        ik: [u8; 16],
        ak_star: [u8; 6],
    }

    /// 3GPP TS 35.207 4.3 to 6.3, test sets 1 to 4 (35.208 4.3 has the same).
    const SETS: [Set; 4] = [
        Set {
            k: hex!("465b5ce8b199b49faa5f0a2ee238a6bc"),
            rand: hex!("23553cbe9637a89d218ae64dae47bf35"),
            sqn: hex!("ff9bb4d0b607"),
            amf: hex!("b9b9"),
            op: hex!("cdc202d5123e20f62b6d676ac72cb318"),
            opc: hex!("cd63cb71954a9f4e48a5994e37a02baf"),
            mac_a: hex!("4a9ffac354dfafb3"),
            mac_s: hex!("01cfaf9ec4e871e9"),
            res: hex!("a54211d5e3ba50bf"),
            ak: hex!("aa689c648370"),
            ck: hex!("b40ba9a3c58b2a05bbf0d987b21bf8cb"),
            ik: hex!("f769bcd751044604127672711c6d3441"),
            ak_star: hex!("451e8beca43b"),
        },
        Set {
            k: hex!("0396eb317b6d1c36f19c1c84cd6ffd16"),
            rand: hex!("c00d603103dcee52c4478119494202e8"),
            sqn: hex!("fd8eef40df7d"),
            amf: hex!("af17"),
            op: hex!("ff53bade17df5d4e793073ce9d7579fa"),
            opc: hex!("53c15671c60a4b731c55b4a441c0bde2"),
            mac_a: hex!("5df5b31807e258b0"),
            mac_s: hex!("a8c016e51ef4a343"),
            res: hex!("d3a628ed988620f0"),
            ak: hex!("c47783995f72"),
            ck: hex!("58c433ff7a7082acd424220f2b67c556"),
            ik: hex!("21a8c1f929702adb3e738488b9f5c5da"),
            ak_star: hex!("30f1197061c1"),
        },
        Set {
            k: hex!("fec86ba6eb707ed08905757b1bb44b8f"),
            rand: hex!("9f7c8d021accf4db213ccff0c7f71a6a"),
            sqn: hex!("9d0277595ffc"),
            amf: hex!("725c"),
            op: hex!("dbc59adcb6f9a0ef735477b7fadf8374"),
            opc: hex!("1006020f0a478bf6b699f15c062e42b3"),
            mac_a: hex!("9cabc3e99baf7281"),
            mac_s: hex!("95814ba2b3044324"),
            res: hex!("8011c48c0c214ed2"),
            ak: hex!("33484dc2136b"),
            ck: hex!("5dbdbb2954e8f3cde665b046179a5098"),
            ik: hex!("59a92d3b476a0443487055cf88b2307b"),
            ak_star: hex!("deacdd848cc6"),
        },
        Set {
            k: hex!("9e5944aea94b81165c82fbf9f32db751"),
            rand: hex!("ce83dbc54ac0274a157c17f80d017bd6"),
            sqn: hex!("0b604a81eca8"),
            amf: hex!("9e09"),
            op: hex!("223014c5806694c007ca1eeef57f004f"),
            opc: hex!("a64a507ae1a2a98bb88eb4210135dc87"),
            mac_a: hex!("74a58220cba84c49"),
            mac_s: hex!("ac2cc74a96871837"),
            res: hex!("f365cd683cd92e96"),
            ak: hex!("f0b9c08ad02e"),
            ck: hex!("e203edb3971574f5a94b0d61b816345d"),
            ik: hex!("0c4524adeac041c4dd830d20854fc46b"),
            ak_star: hex!("6085a86c6f63"),
        },
    ];

    #[test]
    fn test_sets() {
        for set in SETS {
            let keys = Milenage::with_op(set.k, set.op);
            assert_eq!(*keys.opc, set.opc);
            let keys = Milenage::new(set.k, set.opc);
            assert_eq!(keys.f1(&set.rand, set.sqn, set.amf), (set.mac_a, set.mac_s));
            let vector = keys.f2345(&set.rand);
            assert_eq!(vector.res, set.res);
            assert_eq!((vector.ck, vector.ik, vector.ak), (set.ck, set.ik, set.ak));
            assert_eq!(keys.f5_star(&set.rand), set.ak_star);

            let autn = keys.challenge(&set.rand, sqn_value(set.sqn), set.amf);
            assert_eq!(autn[..6], xor(set.sqn, set.ak));
            assert_eq!((&autn[6..8], &autn[8..]), (&set.amf[..], &set.mac_a[..]));
        }
    }

    /// 3GPP TS 33.102 6.8.1.2, on test set 1: a54211d5 xor e3ba50bf, and the four halves of CK and IK.
    #[test]
    fn conversions() {
        let vector = Milenage::test_keys().f2345(&SETS[0].rand);
        assert_eq!(vector.sres(), hex!("46f8416a"));
        assert_eq!(vector.kc(), hex!("eae4be823af9a08b"));
    }

    /// 3GPP TS 33.102 C.2: the same IND needs a higher SEQ, another IND may have a lower one.
    #[test]
    fn freshness() {
        let mut numbers = SequenceNumbers::new();
        assert_eq!(numbers.highest(), 0);
        for (sqn, fresh) in [
            (0x00, false),
            (0x1F, false),
            (0x41, true),
            (0x41, false),
            (0x21, false),
            (0x22, true),
            (0x61, true),
        ] {
            assert_eq!(numbers.accept(sqn_bytes(sqn)), fresh, "{sqn:X}");
        }
        assert_eq!(numbers.highest(), 0x61);
        numbers.set(0xFF9B_B4D0_B607);
        assert!(!numbers.accept(sqn_bytes(0xFF9B_B4D0_B607)));
        assert!(numbers.accept(sqn_bytes(0xFF9B_B4D0_B627)));
        assert_eq!(numbers.highest(), 0xFF9B_B4D0_B627);
    }

    /// AUTS: SQN_MS hidden with f5*, MAC-S with an AMF of zeroes (TS 33.102 6.3.3).
    #[test]
    fn resynchronisation() {
        let keys = Milenage::test_keys();
        let rand = SETS[0].rand;
        let sqn = sqn_bytes(0x1234);
        let (_, mac) = keys.f1(&rand, sqn, [0, 0]);
        let auts: [u8; 14] = join(&[&xor(sqn, SETS[0].ak_star), &mac]);
        assert_eq!(keys.resynchronise(&rand, &auts), Some(0x1234));
        for byte in 0..14 {
            let mut wrong = auts;
            wrong[byte] ^= 1;
            assert_eq!(keys.resynchronise(&rand, &wrong), None);
        }
    }

    #[test]
    fn no_secret_in_debug() {
        assert_eq!(std::format!("{:?}", Milenage::test_keys()), "Milenage { .. }");
    }
}
