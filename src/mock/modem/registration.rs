//! Registration and operator.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::VirtualModem;
use super::commands::{Failure, Reply, WRONG};
use crate::modem::at::Parameter;

/// Where the modem is: location area, cell and radio technology (7: E-UTRAN), as its network tells them.
const PLACE: &str = "\"0001\",\"00000001\",7";
/// The kinds of networks, each with a registration of its own.
const NAMES: [&str; 3] = ["+CREG", "+CGREG", "+CEREG"];
/// The network's name, long and short, and its code: the format of `+COPS` is the place in this list.
const NETWORK: [&str; 3] = ["Test network", "Test", "00101"];

/// What the modem tells of its registration.
#[derive(Debug)]
pub(super) struct Registration {
    /// `<stat>` of `+CREG` and its like.
    state: u8,
    /// `<n>` of each: whether changes are told, and the place with them.
    reports: [u8; 3],
    /// The format of `+COPS`.
    format: usize,
}

impl Default for Registration {
    fn default() -> Self {
        Self { state: 1, reports: [0; 3], format: 0 }
    }
}

impl VirtualModem {
    /// The state that `+CREG?` tells: 1 home, 5 roaming, 0 none. Tells it unasked where that is wanted (`+CREG=1`).
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::Modem;
    ///
    /// let mut modem = VirtualModem::new(VirtualCard::uicc());
    /// modem.set_registration(0);
    /// let mut modem = Modem::open(modem.into_port())?;
    /// assert_eq!(modem.registration()?.is_registered(), Some(false));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn set_registration(&mut self, state: u8) {
        if self.registration.state == state {
            return;
        }
        self.registration.state = state;
        for (name, reports) in NAMES.iter().zip(self.registration.reports) {
            let place = self.told_place().filter(|_| reports == 2).unwrap_or_default();
            if reports > 0 {
                let now = self.latest;
                self.send_line(&format!("{name}: {state}{place}"), now);
            }
        }
    }

    pub(super) fn registered(&self) -> bool {
        matches!(self.registration.state, 1 | 5)
    }

    fn told_place(&self) -> Option<String> {
        self.registered().then(|| format!(",{PLACE}"))
    }

    pub(super) fn registration_command(
        &mut self,
        name: &str,
        read: bool,
        parameters: &[Parameter<'_>],
    ) -> Reply {
        let index = NAMES.iter().position(|known| *known == name).unwrap_or_default();
        let place = self.told_place();
        let state = self.registration.state;
        let reports = self.registration.reports.get_mut(index).ok_or(WRONG)?;
        match parameters {
            _ if read => {
                let place = place.filter(|_| *reports == 2).unwrap_or_default();
                Ok(Vec::from([format!("{name}: {reports},{state}{place}")]))
            }
            [wanted] => {
                *reports = wanted.number_as().filter(|wanted| *wanted <= 2).ok_or(WRONG)?;
                Ok(Vec::new())
            }
            _ => Err(WRONG),
        }
    }

    pub(super) fn operator_command(&mut self, read: bool, parameters: &[Parameter<'_>]) -> Reply {
        if read {
            return Ok(Vec::from([self.operator()]));
        }
        let number = |at: usize| parameters.get(at).and_then(|parameter| parameter.number());
        match (number(0), number(1)) {
            // choose a network by itself; only tell the format
            (Some(0), None) => Ok(Vec::new()),
            (Some(0 | 3), Some(format @ 0..=2)) => {
                self.registration.format = usize::try_from(format).unwrap_or_default();
                Ok(Vec::new())
            }
            // a network by its name
            (Some(1 | 4), Some(format @ 0..=2)) => {
                let wanted = parameters.get(2).map(|name| self.text_of(*name)).ok_or(WRONG)?;
                let format = usize::try_from(format).unwrap_or_default();
                match NETWORK.get(format) == Some(&wanted.as_str()) {
                    true => Ok(Vec::new()),
                    false => Err(Failure::Cme(30, "No network service")),
                }
            }
            _ => Err(WRONG),
        }
    }

    fn operator(&self) -> String {
        if !self.registered() {
            return "+COPS: 0".into();
        }
        let format = self.registration.format;
        let name = NETWORK.get(format).copied().unwrap_or_default();
        format!("+COPS: 0,{format},\"{}\",7", self.in_charset(name))
    }

    /// The networks there are: `+COPS=?`.
    pub(super) fn operators(&self) -> String {
        let [long, short, code] = NETWORK.map(|name| self.in_charset(name));
        format!("+COPS: (2,\"{long}\",\"{short}\",\"{code}\",7),,(0,1,3,4),(0-2)")
    }
}
