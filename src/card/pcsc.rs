//! Cards in PC/SC readers, found by what stands on them.

use super::Card;
use crate::error::{Error, Result};
use crate::numbering::Iccid;
use crate::transport::pcsc::{PcscError, PcscTransport, Readers};

impl Card<PcscTransport> {
    /// The card with this ICCID, in whichever reader it is: readers change their names and order, cards don't.
    ///
    /// Reads the ICCID of every card in a reader. A card that can't be read, or that another program has for
    /// itself, is passed over.
    ///
    /// ```no_run
    /// use simcard::Card;
    ///
    /// let mut card = Card::with_iccid(&"8944000000001234567".parse()?)?;
    /// println!("in {}", card.transport().reader());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`NoCard`](crate::transport::TransportErrorKind::NoCard) if no reader holds that card; the service does not run.
    pub fn with_iccid(iccid: &Iccid) -> Result<Self> {
        let mut readers = Readers::new().map_err(Error::transport)?;
        let list = readers.list().map_err(Error::transport)?;
        for reader in list.iter().filter(|reader| reader.has_card()) {
            let Ok(transport) = PcscTransport::connect(&readers, &reader.name) else { continue };
            let mut card = Self::new(transport);
            if card.iccid().is_ok_and(|found| found == *iccid) {
                return Ok(card);
            }
        }
        let readers = list.into_iter().map(|reader| reader.name).collect();
        Err(Error::transport(PcscError::NoCard { readers, source: None }))
    }
}
