//! Files that are a row of entries of one size, the unused ones all `FF`.

use alloc::vec::Vec;

use super::{Bytes, filled};
use crate::codec::{EncodeError, Reader};

/// The entries, and the bytes that are too few for another. Empty entries before others stay; those behind all
/// others are the padding of the file.
pub(super) fn read<const N: usize>(object: &'static str, bytes: &[u8]) -> (Vec<[u8; N]>, Bytes) {
    let mut reader = Reader::new(object, bytes);
    let mut entries = Vec::with_capacity(bytes.len().checked_div(N).unwrap_or_default());
    while !reader.is_empty() {
        match reader.array() {
            Ok(entry) => entries.push(entry),
            Err(_) => break,
        }
    }
    let rest = Bytes::unpadded(reader.rest());
    while rest.is_empty() && entries.last() == Some(&[0xFF; N]) {
        entries.pop();
    }
    (entries, rest)
}

/// The file of these entries and bytes.
pub(super) fn write<const N: usize>(
    object: &'static str,
    entries: impl Iterator<Item = [u8; N]>,
    rest: &Bytes,
    len: usize,
) -> Result<Vec<u8>, EncodeError> {
    let mut out: Vec<u8> = entries.flatten().collect();
    out.extend(&rest.0);
    filled(object, out, len)
}
