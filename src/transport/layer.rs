use super::{Transport, TransportError, TransportInfo};

/// What a wrapper does to the transport it wraps, whichever form that has: the whole of it, or the one inside
/// `exclusive`.
pub(super) trait Layer<E: TransportError> {
    type Error: TransportError;

    fn transmit<'r>(
        &mut self,
        inner: &mut dyn Transport<Error = E>,
        command: &[u8],
        response: &'r mut [u8],
    ) -> Result<&'r [u8], Self::Error>;

    fn reset(&mut self, inner: &mut dyn Transport<Error = E>) -> Result<(), Self::Error>;

    /// The transport inside could not be had exclusively.
    fn not_exclusive(&mut self, error: E) -> Self::Error;

    /// Grows with the epoch of the transport inside, `inner`.
    fn epoch(&self, inner: u32) -> u32 {
        inner
    }

    fn exclusive(
        &mut self,
        inner: &mut dyn Transport<Error = E>,
        body: &mut dyn FnMut(&mut dyn Transport<Error = Self::Error>),
    ) -> Result<(), Self::Error>
    where
        Self: Sized,
    {
        inner
            .exclusive(&mut |inner| body(&mut Inside { inner, layer: &mut *self }))
            .map_err(|error| self.not_exclusive(error))
    }
}

/// A layer over the transport that `exclusive` hands to its body.
struct Inside<'t, E, L> {
    inner: &'t mut (dyn Transport<Error = E> + 't),
    layer: &'t mut L,
}

impl<E: TransportError, L: Layer<E>> Transport for Inside<'_, E, L> {
    type Error = L::Error;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], L::Error> {
        self.layer.transmit(self.inner, command, response)
    }

    fn info(&self) -> TransportInfo {
        self.inner.info()
    }

    fn reset(&mut self) -> Result<(), L::Error> {
        self.layer.reset(self.inner)
    }

    fn epoch(&self) -> u32 {
        self.layer.epoch(self.inner.epoch())
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = L::Error>),
    ) -> Result<(), L::Error> {
        self.layer.exclusive(self.inner, body)
    }
}

/// Makes a transport of a struct with a field `inner` of type `T`, a transport, and a field `layer`.
macro_rules! layered {
    ([$($parameters:tt)*] $type:ty, $error:ty) => {
        impl<$($parameters)*> Transport for $type {
            type Error = $error;

            fn transmit<'r>(
                &mut self,
                command: &[u8],
                response: &'r mut [u8],
            ) -> Result<&'r [u8], Self::Error> {
                Layer::transmit(&mut self.layer, &mut self.inner, command, response)
            }

            fn info(&self) -> TransportInfo {
                self.inner.info()
            }

            fn reset(&mut self) -> Result<(), Self::Error> {
                Layer::reset(&mut self.layer, &mut self.inner)
            }

            fn epoch(&self) -> u32 {
                Layer::<T::Error>::epoch(&self.layer, self.inner.epoch())
            }

            fn exclusive(
                &mut self,
                body: &mut dyn FnMut(&mut dyn Transport<Error = Self::Error>),
            ) -> Result<(), Self::Error> {
                Layer::exclusive(&mut self.layer, &mut self.inner, body)
            }
        }
    };
}
pub(super) use layered;
