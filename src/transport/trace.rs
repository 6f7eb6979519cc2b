use core::fmt;

use super::layer::{Layer, layered};
use super::redact::{Redacted, Redactor};
use super::script::kind_name;
use super::{Transport, TransportError, TransportErrorKind, TransportInfo};

/// A transport that tells of everything that goes over another.
///
/// Secrets are not told: see [`Redacted`].
///
/// For a log, give each event to the macro of your logger: `|event| tracing::debug!("{event}")`.
///
/// ```
/// use simcard::Card;
/// use simcard::mock::VirtualCard;
/// use simcard::transport::Tracer;
///
/// let mut lines = Vec::new();
/// let tracer = Tracer::new(VirtualCard::uicc(), |event| lines.push(event.to_string()));
/// let iccid = Card::new(tracer).iccid()?;
/// assert!(lines[0].starts_with("> 00"));
/// assert!(lines.last().unwrap().ends_with("9000"));
/// # Ok::<(), simcard::Error>(())
/// ```
pub struct Tracer<T, F> {
    inner: T,
    layer: Tell<F>,
}

struct Tell<F> {
    tell: F,
    redactor: Redactor,
    epoch: u32,
}

/// What happened on a transport. [`Display`](fmt::Display) makes a line of it, in the form of a
/// [recording](super::Recorder).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// This is about to be sent.
    Command(Redacted<'a>),
    /// This came back, status word included.
    Response(Redacted<'a>),
    /// What was told before failed: the command, the reset, or to have the card for oneself.
    Error(TransportErrorKind),
    /// The card is about to be reset.
    Reset,
    /// The card could not be had for oneself; why is told next. Where it could, nothing is told.
    Exclusive,
    /// The card lost its state, and this is the transport's new epoch.
    Epoch(u32),
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(bytes) => write!(f, "> {bytes}"),
            Self::Response(bytes) => write!(f, "< {bytes}"),
            Self::Error(kind) => write!(f, "! {}", kind_name(*kind)),
            Self::Reset => f.write_str("reset"),
            Self::Exclusive => f.write_str("exclusive"),
            Self::Epoch(epoch) => write!(f, "epoch {epoch}"),
        }
    }
}

impl<T: Transport, F: FnMut(Event<'_>)> Tracer<T, F> {
    /// Calls `tell` for all that goes over `transport`.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Tracer, Transport};
    ///
    /// let mut lines = Vec::new();
    /// let mut card = Tracer::new(VirtualCard::uicc(), |event| lines.push(event.to_string()));
    /// card.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], &mut [0; 258])?;
    /// assert_eq!(lines, ["> 00A4000C023F00", "< 9000"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(transport: T, tell: F) -> Self {
        let epoch = transport.epoch();
        Self { inner: transport, layer: Tell { tell, redactor: Redactor::default(), epoch } }
    }

    /// The transport, for good.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Tracer, Transport};
    ///
    /// let tracer = Tracer::new(VirtualCard::uicc(), |event| println!("{event}"));
    /// let mut card = tracer.into_inner();
    /// assert!(card.reset().is_ok()); // and nothing is told of it
    /// ```
    pub fn into_inner(self) -> T {
        self.inner
    }
}

impl<F: FnMut(Event<'_>)> Tell<F> {
    fn epoch(&mut self, epoch: u32) {
        if epoch != self.epoch {
            self.epoch = epoch;
            (self.tell)(Event::Epoch(epoch));
        }
    }
}

impl<E: TransportError, F: FnMut(Event<'_>)> Layer<E> for Tell<F> {
    type Error = E;

    fn transmit<'r>(
        &mut self,
        inner: &mut dyn Transport<Error = E>,
        command: &[u8],
        response: &'r mut [u8],
    ) -> Result<&'r [u8], E> {
        self.epoch(inner.epoch());
        (self.tell)(Event::Command(self.redactor.command(command)));
        let result = inner.transmit(command, response);
        (self.tell)(match &result {
            Ok(response) => Event::Response(self.redactor.response(response)),
            Err(error) => Event::Error(error.kind()),
        });
        self.epoch(inner.epoch());
        result
    }

    fn reset(&mut self, inner: &mut dyn Transport<Error = E>) -> Result<(), E> {
        self.epoch(inner.epoch());
        (self.tell)(Event::Reset);
        let result = inner.reset();
        if let Err(error) = &result {
            (self.tell)(Event::Error(error.kind()));
        }
        self.epoch(inner.epoch());
        result
    }

    fn not_exclusive(&mut self, error: E) -> E {
        (self.tell)(Event::Exclusive);
        (self.tell)(Event::Error(error.kind()));
        error
    }
}

layered!([T: Transport, F: FnMut(Event<'_>)] Tracer<T, F>, T::Error);

impl<T: fmt::Debug, F> fmt::Debug for Tracer<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracer").field("inner", &self.inner).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;
    use std::string::ToString;

    use hex_literal::hex;

    use super::*;
    use crate::mock::ScriptedCard;

    fn lines(
        script: &str,
        run: impl FnOnce(&mut dyn Transport<Error = super::super::ScriptError>),
    ) -> Vec<String> {
        let mut lines = Vec::new();
        run(&mut Tracer::new(script.parse::<ScriptedCard>().unwrap(), |event| lines.push(event.to_string())));
        lines
    }

    #[test]
    fn everything_is_told_but_the_secrets() {
        let script = "> 0020000108 31323334FFFFFFFF\n< 9000\n> 0088008100\n< 01029000\nreset\nepoch 1\n\
            > 00B0000001\n! timeout\nexclusive\n! busy";
        let told = lines(script, |card| {
            let mut buffer = [0; 258];
            card.transmit(&hex!("002000010831323334FFFFFFFF"), &mut buffer).unwrap();
            assert_eq!(card.transmit(&hex!("0088008100"), &mut buffer).unwrap(), hex!("01029000"));
            card.reset().unwrap();
            card.transmit(&hex!("00B0000001"), &mut buffer).unwrap_err();
            card.exclusive(&mut |_| panic!("busy")).unwrap_err();
        });
        let expected = [
            "> 0020000108................",
            "< 9000",
            "> 0088008100",
            "< ....9000",
            "reset",
            "epoch 1",
            "> 00B0000001",
            "! timeout",
            "exclusive",
            "! busy",
        ];
        assert_eq!(told, expected);
        // with the first line of a recording, they are one
        let recording = std::format!("simcard-session 1\n{}", told.join("\n"));
        assert!(recording.parse::<super::super::Replay>().is_ok());
    }

    #[test]
    fn what_happens_inside_exclusive_is_told_too() {
        let told = lines("> 00B0000001\n< 9000\nreset", |card| {
            let mut ran = 0;
            card.exclusive(&mut |inside| {
                inside
                    .exclusive(&mut |inside| {
                        ran += 1;
                        inside.transmit(&hex!("00B0000001"), &mut [0; 2]).unwrap();
                        inside.reset().unwrap();
                        assert_eq!(inside.epoch(), 0);
                    })
                    .unwrap();
            })
            .unwrap();
            assert_eq!(ran, 1);
        });
        assert_eq!(told, ["> 00B0000001", "< 9000", "reset"]);
    }
}
