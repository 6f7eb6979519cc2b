use alloc::boxed::Box;
use core::error::Error;
use core::fmt;

use super::layer::{Layer, layered};
use super::{Transport, TransportError, TransportErrorKind, TransportInfo};

/// A transport of whatever type: to choose a backend at run time, or to keep several in one list.
///
/// [`Transport::boxed`] makes one.
///
/// ```
/// use simcard::Card;
/// use simcard::mock::VirtualCard;
/// use simcard::transport::{BoxTransport, Transport};
///
/// let backends: Vec<BoxTransport> = vec![VirtualCard::uicc().boxed(), VirtualCard::gsm().boxed()];
/// for backend in backends {
///     Card::new(backend).iccid()?;
/// }
/// # Ok::<(), simcard::Error>(())
/// ```
pub type BoxTransport = Box<dyn Transport<Error = AnyTransportError> + Send>;

/// The error of whatever backend, as its kind and the error itself as `source()`.
#[derive(Debug)]
pub struct AnyTransportError {
    kind: TransportErrorKind,
    source: Box<dyn Error + Send + Sync>,
}

impl AnyTransportError {
    /// Wraps a backend's error.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{AnyTransportError, Transport, TransportError, TransportErrorKind};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.remove();
    /// let error = card.transmit(&[0x00, 0xB0, 0x00, 0x00, 0x00], &mut [0; 258]).unwrap_err();
    /// assert_eq!(AnyTransportError::new(error).kind(), TransportErrorKind::CardRemoved);
    /// ```
    pub fn new(error: impl TransportError) -> Self {
        Self { kind: error.kind(), source: Box::new(error) }
    }

    /// The backend's error.
    ///
    /// ```
    /// use simcard::mock::{MockError, VirtualCard};
    /// use simcard::transport::{AnyTransportError, Transport};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.remove();
    /// let error = card.transmit(&[0x00, 0xB0, 0x00, 0x00, 0x00], &mut [0; 258]).unwrap_err();
    /// assert!(AnyTransportError::new(error).into_source().is::<MockError>());
    /// ```
    pub fn into_source(self) -> Box<dyn Error + Send + Sync> {
        self.source
    }
}

/// What the backend says: nothing is lost with its type.
impl fmt::Display for AnyTransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl Error for AnyTransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

impl TransportError for AnyTransportError {
    fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

/// A transport whose error is erased.
pub(super) struct Erased<T> {
    inner: T,
    layer: Erase,
}

impl<T> Erased<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, layer: Erase }
    }
}

struct Erase;

impl<E: TransportError> Layer<E> for Erase {
    type Error = AnyTransportError;

    fn transmit<'r>(
        &mut self,
        inner: &mut dyn Transport<Error = E>,
        command: &[u8],
        response: &'r mut [u8],
    ) -> Result<&'r [u8], AnyTransportError> {
        inner.transmit(command, response).map_err(AnyTransportError::new)
    }

    fn reset(&mut self, inner: &mut dyn Transport<Error = E>) -> Result<(), AnyTransportError> {
        inner.reset().map_err(AnyTransportError::new)
    }

    fn not_exclusive(&mut self, error: E) -> AnyTransportError {
        AnyTransportError::new(error)
    }
}

layered!([T: Transport] Erased<T>, AnyTransportError);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{MockError, VirtualCard};

    #[test]
    fn kind_message_and_source_survive() {
        let mut card = VirtualCard::uicc();
        card.remove();
        let mut card = card.boxed();
        let error = card.transmit(&[0x00, 0xB0, 0, 0, 0], &mut [0; 258]).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::CardRemoved);
        assert_eq!(std::format!("{error}"), std::format!("{}", MockError::Removed));
        let source = error.source().and_then(|source| source.downcast_ref::<MockError>());
        assert_eq!(source, Some(&MockError::Removed));
        assert!(card.reset().is_err());
    }

    #[test]
    fn everything_passes() {
        let mut card = VirtualCard::uicc().boxed();
        assert_eq!(card.info().atr.unwrap().as_bytes(), VirtualCard::uicc().atr());
        let epoch = card.epoch();
        let mut answers = 0;
        card.exclusive(&mut |inside| {
            inside.reset().unwrap();
            let answer = inside.transmit(&[0x00, 0xA4, 0, 0x04, 2, 0x3F, 0], &mut [0; 2]).map(<[u8]>::len);
            answers += answer.unwrap();
        })
        .unwrap();
        assert_eq!((answers, card.epoch()), (2, epoch + 1));
    }
}
