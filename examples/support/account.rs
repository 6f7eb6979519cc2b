//! Where an account is that an example is about: the virtual card in the virtual network, a card in a reader, or a modem.

use std::error::Error;
use std::fmt;

use simcard::Card;
use simcard::account::{Options, WayKind};
use simcard::mock::{VirtualCard, VirtualNetwork, virtual_operator};
use simcard::modem::SharedModem;
use simcard::network::{Network, NoNetwork};
use simcard::transport::Transport;

use crate::port;

/// Where a card is.
#[derive(Clone, Debug)]
pub enum Place {
    /// In memory.
    Virtual,
    /// In a reader: the only one with a card, or the one with this name or part of it. With or without the virtual
    /// network to serve it.
    Reader(Option<String>, bool),
    /// In a modem: a serial port, or `tcp:HOST:PORT`.
    Modem(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Virtual => f.write_str("virtual card"),
            Self::Reader(Some(name), _) => f.write_str(name),
            Self::Reader(None, _) => f.write_str("reader"),
            Self::Modem(port) => f.write_str(port),
        }
    }
}

/// What is done with a card and its network.
pub trait Job {
    /// What comes of it.
    type Output;

    /// Does it.
    fn run<T: Transport>(
        self,
        card: &mut Card<T>,
        network: &mut dyn Network,
        options: Options,
    ) -> Self::Output;
}

/// Does a job with the card there. The virtual network's codes are known in any case: nobody else has its PLMN.
pub fn at<J: Job>(
    place: &Place,
    ways: &[WayKind],
    job: J,
) -> Result<J::Output, Box<dyn Error + Send + Sync>> {
    let mut options = Options { today: Some(jiff::Zoned::now().date()), ..Options::default() };
    // no operator has the network of tests, which virtual cards are on, in readers and modems too
    options.directory.extend(&[virtual_operator()])?;
    if !ways.is_empty() {
        options.ways = ways.to_vec();
    }
    match place {
        Place::Virtual => {
            Ok(job.run(&mut Card::new(VirtualCard::uicc()), &mut VirtualNetwork::new(), options))
        }
        Place::Modem(name) => {
            let modem = port::open(Some(name)).map_err(|error| error.to_string())?;
            let modem = SharedModem::new(modem);
            Ok(job.run(&mut Card::new(modem.clone()), &mut modem.clone(), options))
        }
        Place::Reader(name, served) => {
            if ways.is_empty() {
                options.ways = vec![WayKind::Toolkit];
            }
            let mut network: Box<dyn Network> =
                if *served { Box::new(VirtualNetwork::new()) } else { Box::new(NoNetwork) };
            in_reader(name.as_deref(), network.as_mut(), options, job)
        }
    }
}

#[cfg(feature = "pcsc")]
fn in_reader<J: Job>(
    name: Option<&str>,
    network: &mut dyn Network,
    options: Options,
    job: J,
) -> Result<J::Output, Box<dyn Error + Send + Sync>> {
    use simcard::transport::pcsc::{PcscTransport, ReaderSelector};

    let selector = name.map_or(ReaderSelector::Only, ReaderSelector::from);
    let mut card = Card::new(PcscTransport::open(&selector)?);
    Ok(job.run(&mut card, network, options))
}

#[cfg(not(feature = "pcsc"))]
fn in_reader<J: Job>(
    _: Option<&str>,
    _: &mut dyn Network,
    _: Options,
    _: J,
) -> Result<J::Output, Box<dyn Error + Send + Sync>> {
    Err("readers need the feature `pcsc`: cargo run --features pcsc --example ...".into())
}

/// A way, as it is written on the command line.
pub fn way(name: &str) -> Result<WayKind, String> {
    match name {
        "ussd" => Ok(WayKind::Ussd),
        "menu" => Ok(WayKind::Toolkit),
        "sms" => Ok(WayKind::Sms),
        _ => Err("one of ussd, menu, sms".into()),
    }
}

/// Networks and cards may say any character, those that move the cursor included.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}
