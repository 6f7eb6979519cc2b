//! Keys that a network and a card agreed on.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use super::{Bytes, Content, filled, not_blank, unpadded};
use crate::codec::{DecodeError, EncodeError, Reader};

/// A key: erased when it is dropped, and redacted wherever it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Key<const N: usize>([u8; N]);

impl<const N: usize> Key<N> {
    /// The key of these bytes.
    pub const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// The bytes of the key: not to be shown.
    pub const fn reveal(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> Drop for Key<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> fmt::Debug for Key<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("redacted")
    }
}

#[cfg(feature = "serde")]
impl<const N: usize> serde::Serialize for Key<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("redacted")
    }
}

/// Bytes that may be key material: erased when they are dropped, and redacted wherever they are shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// A copy of these bytes.
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// The bytes: not to be shown.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "redacted, {} bytes", self.0.len())
    }
}

/// Keys of the last authentication: EF.Keys and EF.KeysPS (3GPP TS 31.102 4.2.3 and 4.2.4).
///
/// ```
/// use simcard::files::{ElementaryFile, usim};
///
/// let mut content = [0x5A; 33];
/// content[0] = 0x07;
/// let keys = usim::Keys::decode(&content)?;
/// assert_eq!(keys.set(), None);
/// assert_eq!(keys.ciphering.reveal(), &[0x5A; 16]);
/// assert!(!format!("{keys:?}").contains("90"));
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CipherKeys {
    /// The key set identifier (KSI) with its reserved bits.
    pub set_identifier: u8,
    /// The ciphering key (CK).
    pub ciphering: Key<16>,
    /// The integrity key (IK).
    pub integrity: Key<16>,
    /// What follows, without padding.
    pub rest: SecretBytes,
}

impl CipherKeys {
    /// The number of the key set; `None` if it says that there are no keys.
    pub const fn set(&self) -> Option<u8> {
        no_seven(self.set_identifier)
    }
}

const fn no_seven(identifier: u8) -> Option<u8> {
    match identifier & 0x07 {
        7 => None,
        set => Some(set),
    }
}

impl Content for CipherKeys {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.Keys", bytes)?;
        let mut reader = Reader::new("EF.Keys", bytes);
        Ok(Self {
            set_identifier: reader.u8()?,
            ciphering: Key(reader.array()?),
            integrity: Key(reader.array()?),
            rest: SecretBytes(unpadded(reader.rest()).to_vec()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.push(self.set_identifier);
        out.extend(self.ciphering.0);
        out.extend(self.integrity.0);
        out.extend(&self.rest.0);
        filled("EF.Keys", out, len)
    }
}

serialize_fields!(CipherKeys, this {
    "ksi" => this.set(),
    "ck" => this.ciphering,
    "ik" => this.integrity,
});

/// The key of the last GSM authentication: EF.Kc (3GPP TS 51.011 10.3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GsmKey {
    /// The ciphering key (Kc).
    pub ciphering: Key<8>,
    /// Its sequence number (CKSN) with its reserved bits.
    pub sequence_number: u8,
    /// What follows, without padding.
    pub rest: SecretBytes,
}

impl GsmKey {
    /// The sequence number; `None` if it says that there is no key.
    pub const fn sequence(&self) -> Option<u8> {
        no_seven(self.sequence_number)
    }
}

impl Content for GsmKey {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.Kc", bytes)?;
        let mut reader = Reader::new("EF.Kc", bytes);
        Ok(Self {
            ciphering: Key(reader.array()?),
            sequence_number: reader.u8()?,
            rest: SecretBytes(unpadded(reader.rest()).to_vec()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        out.extend(self.ciphering.0);
        out.push(self.sequence_number);
        out.extend(&self.rest.0);
        filled("EF.Kc", out, len)
    }
}

serialize_fields!(GsmKey, this { "kc" => this.ciphering, "cksn" => this.sequence() });

/// How far the lifetimes of the keys have run: EF.START-HFN (3GPP TS 31.102 4.2.51).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StartHfn {
    /// In the circuit-switched domain: START, 24 bits.
    pub cs: [u8; 3],
    /// In the packet-switched domain.
    pub ps: [u8; 3],
    /// What follows, without padding.
    pub rest: Bytes,
}

fn number([high, middle, low]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, high, middle, low])
}

impl Content for StartHfn {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.START-HFN", bytes)?;
        let mut reader = Reader::new("EF.START-HFN", bytes);
        Ok(Self { cs: reader.array()?, ps: reader.array()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.START-HFN", [&self.cs[..], &self.ps, &self.rest.0].concat(), len)
    }
}

serialize_fields!(StartHfn, this {
    "start_cs" => number(this.cs),
    "start_ps" => number(this.ps),
    "rest" if !this.rest.is_empty() => this.rest,
});

/// How far the lifetimes of the keys may run: EF.THRESHOLD (3GPP TS 31.102 4.2.52). `FFFFFF` is the highest value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Threshold {
    /// The greatest START.
    pub maximum_start: [u8; 3],
    /// What follows, without padding.
    pub rest: Bytes,
}

impl Content for Threshold {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("EF.THRESHOLD", bytes);
        Ok(Self { maximum_start: reader.array()?, rest: Bytes::unpadded(reader.rest()) })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        filled("EF.THRESHOLD", [&self.maximum_start[..], &self.rest.0].concat(), len)
    }
}

serialize_fields!(Threshold, this {
    "maximum_start" => number(this.maximum_start),
    "rest" if !this.rest.is_empty() => this.rest,
});
