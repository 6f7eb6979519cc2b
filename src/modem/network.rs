//! Whether there is a network, which one, how well it is heard, and by which number it knows us (3GPP TS 27.007 7.1, 7.2, 7.3,
//! 8.5, 10.1.20, 10.1.22).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::at::{AtCommand, Line, Parameter};
use super::client::Modem;
use super::error::ModemError;
use super::port::Port;
use crate::codec::{DialingNumber, ucs2};
use crate::numbering::Plmn;

/// The type of a number in international form, in ISDN numbering (3GPP TS 24.008 10.5.4.7).
const INTERNATIONAL: i64 = 145;

/// How a modem is registered with a network (3GPP TS 27.007 7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RegistrationState {
    /// Not registered, and not looking for a network.
    NotSearching,
    /// With the home network.
    Home,
    /// Not registered, but looking for a network.
    Searching,
    /// The network refused.
    Denied,
    /// The modem does not know: out of reach, mostly.
    Unknown,
    /// With another network than the home one.
    Roaming,
    /// For SMS only, with the home network.
    SmsOnlyHome,
    /// For SMS only, with another network.
    SmsOnlyRoaming,
    /// For emergency calls only.
    EmergencyOnly,
    /// With the home network, calls by fall-back not preferred.
    HomeNoFallback,
    /// With another network, calls by fall-back not preferred.
    RoamingNoFallback,
    /// A value that the specification does not have.
    Other(u8),
}

impl RegistrationState {
    /// The state that a number stands for.
    ///
    /// ```
    /// use simcard::modem::RegistrationState;
    ///
    /// assert_eq!(RegistrationState::from_number(5), RegistrationState::Roaming);
    /// assert_eq!(RegistrationState::from_number(77), RegistrationState::Other(77));
    /// ```
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::NotSearching,
            1 => Self::Home,
            2 => Self::Searching,
            3 => Self::Denied,
            4 => Self::Unknown,
            5 => Self::Roaming,
            6 => Self::SmsOnlyHome,
            7 => Self::SmsOnlyRoaming,
            8 => Self::EmergencyOnly,
            9 => Self::HomeNoFallback,
            10 => Self::RoamingNoFallback,
            other => Self::Other(other),
        }
    }

    /// Whether messages can be sent and services used.
    ///
    /// ```
    /// use simcard::modem::RegistrationState;
    ///
    /// assert!(RegistrationState::Roaming.is_registered());
    /// assert!(!RegistrationState::EmergencyOnly.is_registered());
    /// ```
    pub const fn is_registered(self) -> bool {
        matches!(
            self,
            Self::Home
                | Self::Roaming
                | Self::SmsOnlyHome
                | Self::SmsOnlyRoaming
                | Self::HomeNoFallback
                | Self::RoamingNoFallback
        )
    }
}

impl fmt::Display for RegistrationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSearching => "not registered, and not searching",
            Self::Home => "registered, home network",
            Self::Searching => "not registered, searching",
            Self::Denied => "registration denied",
            Self::Unknown => "unknown, perhaps out of reach",
            Self::Roaming => "registered, roaming",
            Self::SmsOnlyHome => "registered for SMS only, home network",
            Self::SmsOnlyRoaming => "registered for SMS only, roaming",
            Self::EmergencyOnly => "emergency calls only",
            Self::HomeNoFallback => "registered, home network, no fall-back for calls",
            Self::RoamingNoFallback => "registered, roaming, no fall-back for calls",
            Self::Other(number) => return write!(f, "registration state {number}"),
        })
    }
}

/// The registrations of a modem: each kind of network has its own. `None` where the modem does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Registration {
    /// Circuit switched: GSM and UMTS (`+CREG`). USSD and SMS use it, or fall back to it.
    pub circuit: Option<RegistrationState>,
    /// Packet switched: GPRS and UMTS (`+CGREG`).
    pub packet: Option<RegistrationState>,
    /// LTE (`+CEREG`).
    pub lte: Option<RegistrationState>,
}

impl Registration {
    /// The state that says most: one that is registered, if any is; otherwise the first that the modem tells.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let best = modem.registration()?.best().unwrap();
    /// assert_eq!(best.to_string(), "registered, home network");
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn best(&self) -> Option<RegistrationState> {
        let states = [self.circuit, self.lte, self.packet];
        let registered = states.into_iter().flatten().find(|state| state.is_registered());
        registered.or(states.into_iter().flatten().next())
    }

    /// Whether the modem is registered with a network; `None` where it does not tell at all.
    ///
    /// ```
    /// assert_eq!(simcard::modem::Registration::default().is_registered(), None);
    /// ```
    pub fn is_registered(&self) -> Option<bool> {
        Some(self.best()?.is_registered())
    }
}

/// How well the network is heard (`+CSQ`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Signal {
    /// Signal strength: 0 to 31 in steps of 2 dB; `None` where it is not known, as without a network.
    pub rssi: Option<u8>,
    /// Bit error class, 0 (best) to 7; `None` where it is not known.
    pub error_class: Option<u8>,
}

impl Signal {
    /// Reads `+CSQ: <rssi>,<ber>`.
    ///
    /// ```
    /// use simcard::modem::{Signal, at::Line};
    ///
    /// let signal = Signal::parse(&Line::new(*b"+CSQ: 20,0")).unwrap();
    /// assert_eq!((signal.rssi, signal.error_class), (Some(20), Some(0)));
    /// ```
    pub fn parse(line: &Line) -> Option<Self> {
        let mut parameters = line.parameters();
        let rssi: u8 = parameters.next()?.number_as()?;
        let errors: Option<u8> = parameters.next().and_then(|errors| errors.number_as());
        Some(Self {
            rssi: Some(rssi).filter(|rssi| *rssi <= 31),
            error_class: errors.filter(|class| *class <= 7),
        })
    }

    /// The signal strength in dBm: -113 stands for that or less, -51 for that or more.
    ///
    /// ```
    /// use simcard::modem::Signal;
    ///
    /// assert_eq!(Signal { rssi: Some(20), error_class: None }.dbm(), Some(-73));
    /// ```
    pub fn dbm(&self) -> Option<i16> {
        Some(i16::from(self.rssi?).saturating_mul(2).saturating_sub(113))
    }
}

/// The network that the modem is registered with, or was told to use (`+COPS?`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Operator {
    /// Its name, long or short, where the modem gives that.
    pub name: Option<String>,
    /// Its code, where the modem gives that.
    pub plmn: Option<Plmn>,
    /// The radio technology, as the number of the specification: 0 GSM, 2 UMTS, 7 LTE, 11 NR.
    pub technology: Option<u8>,
}

impl<P: Port> Modem<P> {
    /// How the modem is registered with a network. Being registered with none is an answer.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.registration()?.is_registered(), Some(true));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem does not answer.
    pub fn registration(&mut self) -> Result<Registration, ModemError> {
        Ok(Registration {
            circuit: self.registration_of("+CREG")?,
            packet: self.registration_of("+CGREG")?,
            lte: self.registration_of("+CEREG")?,
        })
    }

    fn registration_of(&mut self, name: &'static str) -> Result<Option<RegistrationState>, ModemError> {
        let lines = self.attempt(AtCommand::read(name))?.unwrap_or_default();
        Ok(lines.iter().find_map(registration_in))
    }

    /// How well the network is heard.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.signal()?.dbm(), Some(-73));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, or does not answer.
    pub fn signal(&mut self) -> Result<Signal, ModemError> {
        let lines = self.run(AtCommand::execute("+CSQ"))?;
        let malformed = ModemError::malformed("+CSQ", "no signal strength", lines.first().cloned());
        lines.iter().find_map(Signal::parse).ok_or(malformed)
    }

    /// The network that is used; `None` if none is.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.operator()?.unwrap().name.as_deref(), Some("Test network"));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, or does not answer.
    pub fn operator(&mut self) -> Result<Option<Operator>, ModemError> {
        let lines = self.run(AtCommand::read("+COPS"))?;
        let ucs2 = self.charset.as_deref() == Some("UCS2");
        // without a network, too, there is a line; that it is lost does not mean that the network is
        let malformed = |line| ModemError::malformed("+COPS", "no operator", line);
        let line = lines.first().ok_or_else(|| malformed(None))?;
        if line.is_cut_off() || line.parameters().next().and_then(Parameter::number).is_none() {
            return Err(malformed(Some(line.clone())));
        }
        Ok(operator_in(line, ucs2))
    }

    /// The own numbers, as the modem tells them (`+CNUM`): those of EF.MSISDN on its card, for modems that give no
    /// [way to it](crate::modem#the-way-to-the-card). Empty if the card has none, as most cards do.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// assert_eq!(modem.own_numbers()?, ["+447700900123".parse()?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The modem refuses, or does not answer; or a line of its answer was damaged on the way.
    pub fn own_numbers(&mut self) -> Result<Vec<DialingNumber>, ModemError> {
        self.charset()?;
        let lines = self.run(AtCommand::execute("+CNUM"))?;
        let ucs2 = self.charset.as_deref() == Some("UCS2");
        let damaged = |line: &Line| ModemError::malformed("+CNUM", "not a number", Some(line.clone()));
        let numbers = lines.iter().filter_map(|line| {
            let mut parameters = line.parameters().skip(1);
            let (number, kind) = (parameters.next(), parameters.next());
            let number = number.filter(|_| !line.is_cut_off()).zip(kind);
            let read = |(number, kind): (Parameter<'_>, Parameter<'_>)| dialled(number, kind.number(), ucs2);
            number
                .map(read)
                .ok_or_else(|| damaged(line))
                .and_then(|read| read.ok_or_else(|| damaged(line)))
                .transpose()
        });
        numbers.collect()
    }

    /// Fails with [`ModemError::NoNetwork`] if the modem says that it is registered with none.
    pub(super) fn need_network(&mut self) -> Result<(), ModemError> {
        let registration = self.registration()?;
        // without a packet service there may be USSD and SMS all the same
        let told = registration.circuit.or(registration.lte);
        let Some(state) = told.filter(|_| registration.is_registered() == Some(false)) else { return Ok(()) };
        match self.operator() {
            // a modem that names its network has one
            Ok(Some(_)) => Ok(()),
            Ok(None) | Err(ModemError::Refused { .. }) => Err(ModemError::NoNetwork(state)),
            Err(error) => Err(error),
        }
    }
}

/// The number in `<number>,<type>`: `Some(None)` where it is empty, `None` where it is none.
pub(super) fn dialled(number: Parameter<'_>, kind: Option<i64>, ucs2: bool) -> Option<Option<DialingNumber>> {
    let text = number.text();
    if text.is_empty() {
        return Some(None);
    }
    let read = |text: &str| {
        let plus = kind == Some(INTERNATIONAL) && !text.starts_with('+');
        if plus { alloc::format!("+{text}").parse().ok() } else { text.parse().ok() }
    };
    // some give numbers as they are although that is the character set
    let wide = number.hex().filter(|bytes| ucs2 && bytes.len() % 2 == 0);
    let wide: Option<DialingNumber> = wide.and_then(|bytes| read(&ucs2::decode(&bytes)));
    wide.or_else(|| read(&text)).map(Some)
}

/// `+CREG: <n>,<stat>[,...]`. The unsolicited form, `+CREG: <stat>[,"<lac>",...]`, is none.
fn registration_in(line: &Line) -> Option<RegistrationState> {
    let mut parameters = line.parameters();
    let first = parameters.next()?;
    let second = parameters.next()?;
    let place = parameters.next();
    match (first, second) {
        // neither that form nor the other: the place has more digits
        _ if matches!(place, Some(Parameter::Bare([_]))) => None,
        (Parameter::Bare(_), Parameter::Bare([_] | [_, _])) => {
            Some(RegistrationState::from_number(second.number_as()?))
        }
        _ => None,
    }
}

/// `+COPS: <mode>[,<format>,<operator>[,<technology>]]`.
fn operator_in(line: &Line, ucs2: bool) -> Option<Operator> {
    let mut parameters = line.parameters().skip(1);
    let format: u8 = parameters.next()?.number_as()?;
    let operator = parameters.next()?;
    let technology = parameters.next().and_then(|technology| technology.number_as());
    if operator.bytes().is_empty() {
        return None;
    }
    let name = match operator.hex().filter(|bytes| ucs2 && bytes.len() % 2 == 0) {
        Some(bytes) => ucs2::decode(&bytes),
        None => operator.text().into_owned(),
    };
    let plmn = name.parse().ok().filter(|_| format == 2);
    Some(Operator { name: Some(name).filter(|_| plmn.is_none()), plmn, technology })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line::new(text.as_bytes())
    }

    #[test]
    fn registration_answers_are_told_from_unsolicited_ones() {
        assert_eq!(registration_in(&line("+CREG: 0,1")), Some(RegistrationState::Home));
        assert_eq!(
            registration_in(&line("+CREG: 2,5,\"1A2B\",\"0000C3D4\",7")),
            Some(RegistrationState::Roaming)
        );
        assert_eq!(registration_in(&line("+CREG: 0,11")), Some(RegistrationState::Other(11)));
        assert_eq!(registration_in(&line("+CREG: 1")), None);
        assert_eq!(registration_in(&line("+CREG: 1,\"1A2B\",\"C3D4\"")), None);
        assert_eq!(registration_in(&line("+CREG: 1,1A2B,C3D4")), None);
        // a line that makes no sense says nothing
        assert_eq!(registration_in(&line("+CREG: 1,0,1")), None);
    }

    #[test]
    fn numbers_in_ucs2_or_as_they_are() {
        let number = |text: &str, kind| dialled(Parameter::Quoted(text.as_bytes()), Some(kind), true);
        let own: DialingNumber = "+447700900123".parse().unwrap();
        let wide = "002B003400340037003700300030003900300030003100320033";
        for (text, kind) in [(wide, 145), (&wide[4..], 145), ("+447700900123", 145), ("447700900123", 145)] {
            assert_eq!(number(text, kind), Some(Some(own.clone())), "{text}");
        }
        assert_eq!(number("07700900", 129), Some("07700900".parse().ok()));
        assert_eq!(
            (number("", 129), number("04110430", 129), number("x", 129)),
            (Some(None), Some("04110430".parse().ok()), None)
        );
    }

    #[test]
    fn signal_strength_in_dbm() {
        assert_eq!(Signal::parse(&line("+CSQ: 20,99")), Some(Signal { rssi: Some(20), error_class: None }));
        assert_eq!(Signal::parse(&line("+CSQ: 0,7")).unwrap().dbm(), Some(-113));
        assert_eq!(Signal::parse(&line("+CSQ: 31,0")).unwrap().dbm(), Some(-51));
        assert_eq!(Signal::parse(&line("+CSQ: 99,99")).unwrap().dbm(), None);
        assert_eq!(Signal::parse(&line("+CSQ: 1000")), None);
    }

    #[test]
    fn operators_in_every_form() {
        let operator = operator_in(&line("+COPS: 0,0,\"Test network\",7"), false).unwrap();
        assert_eq!((operator.name.as_deref(), operator.technology), (Some("Test network"), Some(7)));
        let operator = operator_in(&line("+COPS: 0,2,\"00101\""), false).unwrap();
        assert_eq!((operator.name, operator.plmn), (None, "00101".parse().ok()));
        assert!(operator.plmn.is_some());
        let operator = operator_in(&line("+COPS: 0,0,\"00540065\""), true).unwrap();
        assert_eq!(operator.name.as_deref(), Some("Te"));
        assert_eq!(operator_in(&line("+COPS: 0"), false), None);
        assert_eq!(operator_in(&line("+COPS: 0,0,\"\""), false), None);
    }
}
