//! A modem behind a TCP connection and a pseudo terminal, with real time: the same card, the same identity.

use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use simcard::mock::{Dialect, VirtualCard, VirtualModem, serve_modem};
#[cfg(feature = "serde")]
use simcard::mock::{Handles, LineEnd};
use simcard::modem::{Modem, ModemError, PortError, TcpPort};
use simcard::transport::{Transport, TransportErrorKind};
use simcard::{Card, Error};

/// A modem that listens, and a connection to it.
fn connect(modem: VirtualModem) -> (TcpPort, JoinHandle<VirtualModem>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(2))).unwrap();
        let mut modem = modem;
        // the other end may close with something unread
        let _ = serve_modem(&mut stream, &mut modem);
        modem
    });
    (TcpPort::new(TcpStream::connect(address).unwrap()).unwrap(), server)
}

/// The identity as JSON, without the answer to reset, which no modem tells.
#[cfg(feature = "serde")]
fn identity<T: Transport>(transport: T) -> String {
    let mut json = serde_json::to_value(Card::new(transport).identity().unwrap()).unwrap();
    json["atr"] = serde_json::Value::Null;
    json.to_string()
}

#[test]
#[cfg(feature = "serde")]
fn the_identity_is_the_same_json_as_over_a_reader() {
    let dialects = [
        ("+CSIM", Dialect::STANDARD),
        ("+CGLA", Dialect { handles: Handles::Hex, line_end: LineEnd::Cr, ..Dialect::CHANNELS_ONLY }),
        ("+CRSM", Dialect { quoted: false, chatty: true, ..Dialect::CRSM_ONLY }),
    ];
    for (name, dialect) in dialects {
        let (port, server) = connect(VirtualModem::with_dialect(VirtualCard::uicc(), dialect));
        let mut modem = Modem::open(port).unwrap();
        assert_eq!(identity(&mut modem), identity(VirtualCard::uicc()), "{name}");
        drop(modem);
        // everything that was opened is closed again
        let modem = server.join().unwrap();
        assert_eq!(modem.open_channels(), 0);
        assert_eq!(modem.commands().last().map(String::as_str), Some("+CMEE=0"));
    }
}

#[test]
fn ussd_and_network_in_real_time() {
    let (port, server) = connect(VirtualModem::with_dialect(VirtualCard::uicc(), Dialect::PACKED_USSD));
    let mut modem = Modem::open(port).unwrap();
    assert_eq!(modem.operator().unwrap().unwrap().name.as_deref(), Some("Test network"));
    assert!(modem.ussd("*101#").unwrap().wants_reply());
    assert_eq!(modem.ussd_reply("2").unwrap().text(), "+447700900123");
    let started = Instant::now();
    assert_eq!(modem.next_urc(Duration::from_millis(50)).unwrap(), None);
    assert!(started.elapsed() < Duration::from_secs(2));
    drop(modem);
    server.join().unwrap();
}

#[test]
fn a_closed_connection_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = TcpPort::connect(listener.local_addr().unwrap()).unwrap();
    drop(listener.accept().unwrap());
    let error = Modem::open(port).unwrap_err();
    assert!(matches!(&error, ModemError::Port(error) if error.is_closed()), "{error:?}");
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    let refused: Result<TcpPort, PortError> = TcpPort::connect(nobody);
    assert!(refused.is_err());
}

#[test]
fn a_card_over_a_boxed_modem() {
    let (port, server) = connect(VirtualModem::new(VirtualCard::gsm()));
    let mut card = Card::new(Modem::open(port).unwrap().boxed());
    assert_eq!(card.iccid().unwrap().as_str(), "8944000000001234567");
    assert!(matches!(card.reset(), Err(Error::Transport { kind: TransportErrorKind::Rejected, .. })));
    drop(card);
    server.join().unwrap();
}

#[test]
#[cfg(all(feature = "serial", feature = "serde", unix))]
fn over_a_pseudo_terminal() {
    use serialport::{SerialPort, TTYPort};
    use simcard::modem::TtyPort;

    let (mut master, slave) = TTYPort::pair().unwrap();
    let name = slave.name().unwrap();
    master.set_timeout(Duration::from_millis(2)).unwrap();
    // ends with the test
    thread::spawn(move || {
        let mut modem = VirtualModem::with_dialect(VirtualCard::uicc(), Dialect::CHATTY);
        let _ = serve_modem(&mut master, &mut modem);
    });
    let mut modem = Modem::open(TtyPort::open(&name).unwrap()).unwrap();
    assert_eq!(identity(&mut modem), identity(VirtualCard::uicc()));
    assert_eq!(modem.ussd("*100#").unwrap().text(), "Your balance is 12.34 EUR");
    drop(modem);
    drop(slave);
    assert!(TtyPort::open("/dev/no-such-port").is_err());
}
