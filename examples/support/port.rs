//! The modem that an example speaks to: the virtual one, one on a serial port, or one behind TCP.

use std::error::Error;

use simcard::mock::{VirtualCard, VirtualModem};
use simcard::modem::{Modem, Port, TcpPort};

/// Opens the modem at `place`: a serial port, `tcp:HOST:PORT`, or the virtual one where none is given.
pub fn open(place: Option<&str>) -> Result<Modem<Box<dyn Port>>, Box<dyn Error>> {
    let port: Box<dyn Port> = match place {
        None => Box::new(VirtualModem::new(VirtualCard::uicc()).into_port()),
        Some(place) => match place.strip_prefix("tcp:") {
            Some(address) => Box::new(TcpPort::connect(address)?),
            None => serial(place)?,
        },
    };
    Ok(Modem::open(port)?)
}

#[cfg(feature = "serial")]
fn serial(name: &str) -> Result<Box<dyn Port>, Box<dyn Error>> {
    Ok(Box::new(simcard::modem::TtyPort::open(name)?))
}

#[cfg(not(feature = "serial"))]
fn serial(name: &str) -> Result<Box<dyn Port>, Box<dyn Error>> {
    Err(format!("{name}: serial ports need the feature `serial`: cargo run --features serial --example ...")
        .into())
}
