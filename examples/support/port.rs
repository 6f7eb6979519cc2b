//! The modem that an example speaks to: the virtual one, one on a serial port, or one behind TCP.

use std::error::Error;

use simcard::mock::{VirtualCard, VirtualModem};
use simcard::modem::{Modem, Port, TcpPort};

/// Opens the modem at `place`: a serial port, `tcp:HOST:PORT`, or the virtual one where none is given.
pub fn open(place: Option<&str>) -> Result<Modem<Box<dyn Port>>, Box<dyn Error>> {
    let port = match place {
        None => Box::new(VirtualModem::new(VirtualCard::uicc()).into_port()),
        Some(place) => port(place).map_err(|error| format!("{place}: {error}"))?,
    };
    Ok(Modem::open(port)?)
}

fn port(place: &str) -> Result<Box<dyn Port>, Box<dyn Error>> {
    match place.strip_prefix("tcp:") {
        Some(address) => Ok(Box::new(TcpPort::connect(address)?)),
        None => serial(place),
    }
}

#[cfg(feature = "serial")]
fn serial(name: &str) -> Result<Box<dyn Port>, Box<dyn Error>> {
    Ok(Box::new(simcard::modem::TtyPort::open(name)?))
}

#[cfg(not(feature = "serial"))]
fn serial(_: &str) -> Result<Box<dyn Port>, Box<dyn Error>> {
    Err("serial ports need the feature `serial`: cargo run --features serial --example ...".into())
}
