//! The card that an example is about: a virtual one, or the one in a reader.

use std::error::Error;

use simcard::Card;
use simcard::mock::VirtualCard;
use simcard::transport::{BoxTransport, Transport};

/// The card in the reader with this name, or part of it; `card` where none is named.
pub fn open(reader: Option<&str>, card: VirtualCard) -> Result<Card<BoxTransport>, Box<dyn Error>> {
    Ok(Card::new(match reader {
        Some(name) => in_reader(name)?,
        None => card.boxed(),
    }))
}

#[cfg(feature = "pcsc")]
fn in_reader(name: &str) -> Result<BoxTransport, Box<dyn Error>> {
    use simcard::transport::pcsc::PcscTransport;

    Ok(PcscTransport::open(&name.into())?.boxed())
}

#[cfg(not(feature = "pcsc"))]
fn in_reader(_: &str) -> Result<BoxTransport, Box<dyn Error>> {
    Err("readers need the feature `pcsc`: cargo run --features pcsc --example ... -- --reader NAME".into())
}
