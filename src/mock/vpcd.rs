//! A card of ours in a reader of pcscd: the virtual reader of `vsmartcard-vpcd`.
//!
//! That package adds two readers to pcscd, `Virtual PCD 00 00` and `Virtual PCD 00 01`. Each waits on a TCP
//! port for somebody to be its card. Whatever programs then use PC/SC, they find this card.
//!
//! ```no_run
//! use simcard::mock::{VirtualCard, vpcd};
//! use std::net::TcpStream;
//!
//! let mut stream = TcpStream::connect(("127.0.0.1", vpcd::PORT))?;
//! vpcd::serve(&mut stream, &mut VirtualCard::uicc(), |_| {})?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Speed
//!
//! The driver writes the length of a message and the message itself in two segments, and the second one waits
//! for the first to be acknowledged: 44 ms for each command. On Linux, set `TCP_QUICKACK` after every read
//! (the system forgets it each time), and it is 0.1 ms: that is what the third argument of [`serve`] is for.

use alloc::vec::Vec;
use std::io::{Error, ErrorKind, Read, Result, Write};

use super::VirtualCard;

/// The port of the first virtual reader. The second one has the next number.
pub const PORT: u16 = 35963;

/// What can be put into a virtual reader.
pub trait VirtualDevice {
    /// The answer to reset, 2 to 33 bytes. With more, the reader takes the card for mute.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, vpcd::VirtualDevice};
    ///
    /// let card = VirtualCard::uicc();
    /// assert_eq!(VirtualDevice::atr(&card)[0], 0x3B);
    /// ```
    fn atr(&self) -> &[u8];

    /// The power was switched on or off. Both lose all state.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, VirtualCard, vpcd::VirtualDevice};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.process(b"\x00\xA4\x04\x0C\x07\xA0\x00\x00\x00\x87\x10\x02");
    /// card.process(b"\x00\x20\x00\x81\x085678\xFF\xFF\xFF\xFF");
    /// assert!(card.is_verified(KeyReference::PIN2));
    /// card.power(false);
    /// assert!(!card.is_verified(KeyReference::PIN2));
    /// ```
    fn power(&mut self, on: bool);

    /// The card was reset with the power on.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, vpcd::VirtualDevice};
    ///
    /// let mut card = VirtualCard::uicc();
    /// card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0xE2]);
    /// card.reset();
    /// // no file is selected any more
    /// assert_eq!(card.process(&[0x00, 0xB0, 0x00, 0x00, 0x0A]), [0x69, 0x86]);
    /// ```
    fn reset(&mut self);

    /// Answers a command. `response` is empty before. If it still is afterwards, the card is pulled: the
    /// reader knows no card that does not answer, and would wait for ever.
    ///
    /// ```
    /// use simcard::mock::{VirtualCard, vpcd::VirtualDevice};
    ///
    /// let mut response = Vec::new();
    /// VirtualDevice::process(&mut VirtualCard::uicc(), &[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00], &mut response);
    /// assert_eq!(response[0], 0x61); // a T=0 card: fetch it by GET RESPONSE
    /// ```
    fn process(&mut self, command: &[u8], response: &mut Vec<u8>);
}

impl VirtualDevice for VirtualCard {
    fn atr(&self) -> &[u8] {
        VirtualCard::atr(self)
    }

    fn power(&mut self, _on: bool) {
        self.restart();
    }

    fn reset(&mut self) {
        self.restart();
    }

    fn process(&mut self, command: &[u8], response: &mut Vec<u8>) {
        self.process_into(command, response);
    }
}

impl<D: VirtualDevice + ?Sized> VirtualDevice for &mut D {
    fn atr(&self) -> &[u8] {
        (**self).atr()
    }

    fn power(&mut self, on: bool) {
        (**self).power(on);
    }

    fn reset(&mut self) {
        (**self).reset();
    }

    fn process(&mut self, command: &[u8], response: &mut Vec<u8>) {
        (**self).process(command, response);
    }
}

/// Is the card at the other end of `stream`, until the reader closes it.
///
/// `after_read` is called after every read from the stream: see [Speed](self#speed).
///
/// ```
/// use simcard::mock::{VirtualCard, vpcd};
/// use std::io::{Cursor, Read, Write};
///
/// /// What a reader writes, and what it gets.
/// struct Reader(Cursor<Vec<u8>>, Vec<u8>);
/// # impl Read for Reader {
/// #     fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
/// #         self.0.read(buffer)
/// #     }
/// # }
/// # impl Write for Reader {
/// #     fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
/// #         self.1.write(bytes)
/// #     }
/// #     fn flush(&mut self) -> std::io::Result<()> {
/// #         Ok(())
/// #     }
/// # }
///
/// // power on, and a command of 5 bytes
/// let mut reader = Reader(Cursor::new(b"\0\x01\x01\0\x05\x00\xB0\x00\x00\x0A".to_vec()), Vec::new());
/// vpcd::serve(&mut reader, &mut VirtualCard::uicc(), |_| {})?;
/// assert_eq!(reader.1, [0x00, 0x02, 0x69, 0x86]);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// Reading or writing failed, or the device gave an answer that has no form here: none, or more than
/// 65,535 bytes. The stream should be closed then.
pub fn serve<S: Read + Write>(
    stream: &mut S,
    device: &mut (impl VirtualDevice + ?Sized),
    mut after_read: impl FnMut(&S),
) -> Result<()> {
    let mut message = Vec::new();
    let mut answer = Vec::new();
    loop {
        let mut length = [0; 2];
        if !read_or_end(stream, &mut length)? {
            return Ok(());
        }
        after_read(stream);
        message.resize(usize::from(u16::from_be_bytes(length)), 0);
        stream.read_exact(&mut message)?;
        after_read(stream);
        answer.clear();
        match message.as_slice() {
            [] => continue,
            [0x00] => device.power(false),
            [0x01] => device.power(true),
            [0x02] => device.reset(),
            [0x04] => answer.extend_from_slice(device.atr()),
            // any other single byte is an order of a newer driver, and wants no answer that we know of
            [_] => continue,
            command => device.process(command, &mut answer),
        }
        if message.len() > 1 || message.as_slice() == [0x04] {
            send(stream, &answer)?;
        }
    }
}

/// Length and answer go out in one write, so that they travel in one segment.
fn send(stream: &mut impl Write, answer: &[u8]) -> Result<()> {
    let length = match u16::try_from(answer.len()) {
        Ok(0) => return Err(Error::new(ErrorKind::InvalidData, "the card gave no answer")),
        Ok(length) => length,
        Err(_) => return Err(Error::new(ErrorKind::InvalidData, "an answer of more than 65,535 bytes")),
    };
    let mut bytes = Vec::with_capacity(answer.len().saturating_add(2));
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(answer);
    stream.write_all(&bytes)?;
    stream.flush()
}

/// Fills `buffer`. False if the stream ended before its first byte, which is where a reader may close it.
fn read_or_end(stream: &mut impl Read, buffer: &mut [u8; 2]) -> Result<bool> {
    let (first, rest) = buffer.split_at_mut(1);
    loop {
        match stream.read(first) {
            Ok(0) => return Ok(false),
            Ok(_) => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    stream.read_exact(rest)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the reader writes, and what it got.
    struct Pipe<'a>(&'a [u8], Vec<u8>);

    impl Read for Pipe<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
            self.0.read(buffer)
        }
    }

    impl Write for Pipe<'_> {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.1.write(bytes)
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    /// Answers with the command, and keeps what it was told.
    #[derive(Default)]
    struct Echo(Vec<std::string::String>, usize);

    impl VirtualDevice for Echo {
        fn atr(&self) -> &[u8] {
            &[0x3B, 0x00]
        }

        fn power(&mut self, on: bool) {
            self.0.push(std::format!("power {on}"));
        }

        fn reset(&mut self) {
            self.0.push("reset".into());
        }

        fn process(&mut self, command: &[u8], response: &mut Vec<u8>) {
            response.extend_from_slice(command);
            response.resize(response.len() + self.1, 0);
        }
    }

    fn run(input: &[u8], echo: &mut Echo) -> (Result<()>, Vec<u8>, usize) {
        let mut pipe = Pipe(input, Vec::new());
        let mut reads = 0;
        let result = serve(&mut pipe, echo, |_| reads += 1);
        (result, pipe.1, reads)
    }

    #[test]
    fn orders_and_commands() {
        let mut echo = Echo::default();
        let input = [0, 1, 1, 0, 1, 4, 0, 4, 0xA0, 0xA4, 1, 2, 0, 1, 2, 0, 0, 0, 1, 9, 0, 1, 0];
        let (result, output, reads) = run(&input, &mut echo);
        result.unwrap();
        assert_eq!(output, [0, 2, 0x3B, 0x00, 0, 4, 0xA0, 0xA4, 1, 2]);
        assert_eq!(echo.0, ["power true", "reset", "power false"]);
        // two for each of seven messages
        assert_eq!(reads, 14);
    }

    #[test]
    fn an_end_inside_a_message_is_an_error() {
        for input in [&[0][..], &[0, 4, 0xA0]] {
            let (result, output, _) = run(input, &mut Echo::default());
            assert_eq!(result.unwrap_err().kind(), ErrorKind::UnexpectedEof);
            assert!(output.is_empty());
        }
        assert!(run(&[], &mut Echo::default()).0.is_ok());
    }

    #[test]
    fn an_answer_without_a_form_is_an_error() {
        // longer than the length field can say
        let mut echo = Echo(Vec::new(), 65_535);
        let (result, output, _) = run(&[0, 4, 0xA0, 0xA4, 1, 2], &mut echo);
        assert_eq!((result.unwrap_err().kind(), output.len()), (ErrorKind::InvalidData, 0));
        let mut echo = Echo(Vec::new(), 65_531);
        let (result, output, _) = run(&[0, 4, 0xA0, 0xA4, 1, 2], &mut echo);
        result.unwrap();
        assert_eq!((output.len(), &output[..3]), (65_537, &[0xFF, 0xFF, 0xA0][..]));
    }

    #[test]
    fn no_answer_is_an_error() {
        struct Mute;

        impl VirtualDevice for Mute {
            fn atr(&self) -> &[u8] {
                &[]
            }
            fn power(&mut self, _: bool) {}
            fn reset(&mut self) {}
            fn process(&mut self, _: &[u8], _: &mut Vec<u8>) {}
        }

        for input in [&[0, 1, 4][..], &[0, 4, 0, 0xB0, 0, 0]] {
            let mut pipe = Pipe(input, Vec::new());
            let error = serve(&mut pipe, &mut Mute, |_| {}).unwrap_err();
            assert_eq!((error.kind(), pipe.1.len()), (ErrorKind::InvalidData, 0));
        }
    }
}
