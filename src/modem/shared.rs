use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{RefCell, RefMut};
use core::fmt;
use core::time::Duration;

use super::client::Modem;
use super::error::ModemError;
use super::port::Port;
use crate::network::{Incoming, Network, NetworkError, Sent, StoredMessage, UssdMessage};
use crate::sms::{Composer, Pdu};
use crate::transport::{Transport, TransportInfo};

/// A modem in two hands: as the card in it, and as its network. What needs both at once, as the toolkit of a card
/// does, gets a clone of each.
///
/// ```
/// use simcard::Card;
/// use simcard::mock::{VirtualCard, VirtualModem};
/// use simcard::modem::{Modem, SharedModem};
/// use simcard::network::Network;
///
/// let modem = SharedModem::new(Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?);
/// let (mut card, mut network) = (Card::new(modem.clone()), modem);
/// assert_eq!(card.iccid()?.as_str(), "8944000000001234567");
/// assert_eq!(network.ussd("*100#")?.text, "Your balance is 12.34 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SharedModem<P: Port>(Rc<RefCell<Modem<P>>>);

impl<P: Port> SharedModem<P> {
    /// Shares a modem.
    ///
    /// ```
    /// use simcard::Card;
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, SharedModem};
    ///
    /// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let modem = SharedModem::new(modem);
    /// let mut card = Card::new(modem.clone());
    /// assert_eq!(card.imsi()?.as_str(), "001010123456789");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(modem: Modem<P>) -> Self {
        Self(Rc::new(RefCell::new(modem)))
    }

    /// The modem, as long as nothing else is done with it.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, SharedModem};
    ///
    /// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let shared = SharedModem::new(modem);
    /// assert_eq!(shared.modem().signal()?.dbm(), Some(-73));
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn modem(&self) -> RefMut<'_, Modem<P>> {
        self.0.borrow_mut()
    }

    /// The modem for good; `None` while it is in other hands too.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, VirtualModem};
    /// use simcard::modem::{Modem, SharedModem};
    ///
    /// let modem = Modem::open(VirtualModem::new(VirtualCard::uicc()).into_port())?;
    /// let shared = SharedModem::new(modem);
    /// let other = shared.clone();
    /// assert!(other.into_inner().is_none()); // it is in `shared`, too
    /// assert!(shared.into_inner().is_some());
    /// # Ok::<(), simcard::modem::ModemError>(())
    /// ```
    pub fn into_inner(self) -> Option<Modem<P>> {
        Rc::into_inner(self.0).map(RefCell::into_inner)
    }
}

impl<P: Port> Clone for SharedModem<P> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<P: Port> fmt::Debug for SharedModem<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedModem").field("hands", &Rc::strong_count(&self.0)).finish_non_exhaustive()
    }
}

/// The modem is borrowed for one command at a time, so that nobody finds it in use.
impl<P: Port> Transport for SharedModem<P> {
    type Error = ModemError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], ModemError> {
        self.modem().transmit(command, response)
    }

    fn info(&self) -> TransportInfo {
        self.modem().info()
    }

    fn reset(&mut self) -> Result<(), ModemError> {
        self.modem().reset()
    }

    fn epoch(&self) -> u32 {
        self.modem().epoch()
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = ModemError>),
    ) -> Result<(), ModemError> {
        let locked = self.modem().begin_exclusive()?;
        body(self);
        self.modem().end_exclusive(locked);
        Ok(())
    }
}

impl<P: Port> Network for SharedModem<P> {
    fn ussd(&mut self, request: &str) -> Result<UssdMessage, NetworkError> {
        Network::ussd(&mut *self.modem(), request)
    }

    fn ussd_reply(&mut self, reply: &str) -> Result<UssdMessage, NetworkError> {
        Network::ussd_reply(&mut *self.modem(), reply)
    }

    fn ussd_begin(&mut self, request: &str, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        Network::ussd_begin(&mut *self.modem(), request, timeout)
    }

    fn ussd_begin_reply(
        &mut self,
        reply: &str,
        timeout: Duration,
    ) -> Result<Option<UssdMessage>, NetworkError> {
        Network::ussd_begin_reply(&mut *self.modem(), reply, timeout)
    }

    fn ussd_wait(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        Network::ussd_wait(&mut *self.modem(), timeout)
    }

    fn ussd_cancel(&mut self) -> Result<(), NetworkError> {
        Network::ussd_cancel(&mut *self.modem())
    }

    fn ussd_listen(&mut self, timeout: Duration) -> Result<Option<UssdMessage>, NetworkError> {
        Network::ussd_listen(&mut *self.modem(), timeout)
    }

    fn set_patience(&mut self, patience: Option<Duration>) {
        self.modem().set_patience(patience);
    }

    fn clock(&self) -> Option<Duration> {
        self.modem().clock()
    }

    fn send_pdu(&mut self, pdu: &Pdu) -> Result<Sent, NetworkError> {
        Network::send_pdu(&mut *self.modem(), pdu)
    }

    fn send_text(&mut self, composer: &Composer, text: &str) -> Result<Vec<Sent>, NetworkError> {
        Network::send_text(&mut *self.modem(), composer, text)
    }

    fn receive(&mut self, timeout: Duration) -> Result<Option<Incoming>, NetworkError> {
        Network::receive(&mut *self.modem(), timeout)
    }

    fn messages(&mut self) -> Result<Vec<StoredMessage>, NetworkError> {
        Network::messages(&mut *self.modem())
    }

    fn message(&mut self, index: u32) -> Result<Option<StoredMessage>, NetworkError> {
        Network::message(&mut *self.modem(), index)
    }

    fn delete_message(&mut self, index: u32) -> Result<(), NetworkError> {
        Network::delete_message(&mut *self.modem(), index)
    }
}
