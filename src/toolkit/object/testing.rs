//! What every data object must stand.

use alloc::vec::Vec;
use core::fmt::Debug;

use super::{DataObject, Descriptor};

/// `bytes` decode to `value`, and `value` encodes to `bytes`; every beginning of them does no harm.
pub(crate) fn vector<T: DataObject>(bytes: &[u8], value: &T) {
    assert_eq!(T::decode(bytes).as_ref(), Ok(value), "{bytes:02X?}");
    let mut out = Vec::new();
    value.encode(&mut out).unwrap();
    assert_eq!(out, bytes, "{value:?}");
    for len in 0..bytes.len() {
        round_trip::<T>(&bytes[..len]);
    }
}

/// If `bytes` decode, they encode to themselves.
pub(crate) fn round_trip<T: DataObject + Debug>(bytes: &[u8]) {
    if let Ok(value) = T::decode(bytes) {
        let mut out = Vec::new();
        value.encode(&mut out).unwrap();
        assert_eq!(out, bytes, "{value:?}");
    }
}

/// Bytes of all sorts do no harm, and whatever decodes encodes to itself.
pub(crate) fn hostile(descriptor: &Descriptor) {
    let try_one = |bytes: &[u8]| {
        if let Ok(object) = (descriptor.decode)(bytes) {
            assert_eq!(object.to_bytes().as_deref(), Ok(bytes), "{}: {bytes:02X?}", descriptor.name);
            #[cfg(feature = "serde")]
            serde_json::to_string(object.as_serialize()).unwrap();
            let _ = alloc::format!("{object:?}");
        }
    };
    try_one(&[]);
    for first in 0..=u8::MAX {
        try_one(&[first]);
        for fill in [0x00, 0x01, 0x80, 0xFF] {
            for len in [2, 3, 5, 8] {
                let mut bytes = alloc::vec![fill; len];
                bytes[0] = first;
                try_one(&bytes);
                bytes.swap(0, len - 1);
                try_one(&bytes);
            }
        }
    }
    for len in [16, 17, 255] {
        [0x00, 0x7F, 0xFF].iter().for_each(|fill| try_one(&alloc::vec![*fill; len]));
    }
    // an xorshift generator: always the same bytes
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..600_usize {
        let bytes: Vec<u8> = (0..round % 40)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 32) as u8
            })
            .collect();
        try_one(&bytes);
    }
}
