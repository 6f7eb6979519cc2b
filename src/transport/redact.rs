use core::fmt;

use crate::apdu::{Class, Instruction};

/// Bytes of a command or response, without those that are, or may be, a secret: there is no way to get at
/// them from here.
///
/// Hidden are the data of PIN commands, what the card answers to AUTHENTICATE, with GET RESPONSE too, what is read from and
/// written to files of keys, what a user typed for the toolkit (TERMINAL RESPONSE to GET INPUT and GET INKEY), and what the card
/// asks for after that, which may repeat it. A hidden byte is shown as `..`.
#[derive(Clone, Copy)]
pub struct Redacted<'a> {
    bytes: &'a [u8],
    /// The bytes from here to `end` are hidden.
    start: usize,
    end: usize,
}

impl<'a> Redacted<'a> {
    /// How many bytes there are, the hidden ones included.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Event, Tracer, Transport};
    ///
    /// let mut lengths = Vec::new();
    /// let mut card = Tracer::new(VirtualCard::uicc(), |event| match event {
    ///     Event::Command(bytes) | Event::Response(bytes) => lengths.push(bytes.len()),
    ///     _ => {}
    /// });
    /// card.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], &mut [0; 258])?;
    /// assert_eq!(lengths, [7, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Event, Fault, Faulty, Tracer, Transport};
    ///
    /// let mut empty = Vec::new();
    /// let transport = Faulty::new(VirtualCard::uicc()).at(0, Fault::Empty);
    /// let mut card = Tracer::new(transport, |event| match event {
    ///     Event::Command(bytes) | Event::Response(bytes) => empty.push(bytes.is_empty()),
    ///     _ => {}
    /// });
    /// card.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], &mut [0; 258])?;
    /// assert_eq!(empty, [false, true]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether something is hidden.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Event, Tracer, Transport};
    ///
    /// let mut hidden = Vec::new();
    /// let mut card = Tracer::new(VirtualCard::uicc(), |event| match event {
    ///     Event::Command(bytes) | Event::Response(bytes) => hidden.push(bytes.is_redacted()),
    ///     _ => {}
    /// });
    /// let verify = [0x00, 0x20, 0x00, 0x01, 0x08, 0x31, 0x32, 0x33, 0x34, 0xFF, 0xFF, 0xFF, 0xFF];
    /// card.transmit(&verify, &mut [0; 258])?;
    /// assert_eq!(hidden, [true, false]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn is_redacted(&self) -> bool {
        self.start < self.end
    }

    /// The bytes, with `None` for a hidden one.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    /// use simcard::transport::{Event, Tracer, Transport};
    ///
    /// let mut shown = Vec::new();
    /// let mut card = Tracer::new(VirtualCard::uicc(), |event| {
    ///     if let Event::Command(bytes) = event {
    ///         shown.extend(bytes.iter().flatten());
    ///     }
    /// });
    /// let verify = [0x00, 0x20, 0x00, 0x01, 0x08, 0x31, 0x32, 0x33, 0x34, 0xFF, 0xFF, 0xFF, 0xFF];
    /// card.transmit(&verify, &mut [0; 258])?;
    /// assert_eq!(shown, [0x00, 0x20, 0x00, 0x01, 0x08]); // the header, and not the PIN
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = Option<u8>> + use<'a> {
        let hidden = self.start..self.end;
        let bytes = self.bytes.iter().enumerate();
        bytes.map(move |(position, byte)| (!hidden.contains(&position)).then_some(*byte))
    }
}

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|byte| match byte {
            Some(byte) => write!(f, "{byte:02X}"),
            None => f.write_str(".."),
        })
    }
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redacted({self})")
    }
}

/// Knows which bytes of a conversation are secret. It sees every command and every response, in order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Redactor {
    /// The channels on which the last command but GET RESPONSE was one with a secret answer, which may still
    /// lie ready in the card. Bit 31: classes that name no channel.
    waiting: u32,
    /// Whether the answer to the last command is secret.
    secret: bool,
    /// What is selected on each channel; the last place is for classes that name none.
    places: [Place; 21],
    /// Whether the user typed something for the toolkit, in the session that goes on.
    typed: bool,
    /// Whether the command sent last is a TERMINAL RESPONSE.
    responding: bool,
    /// The channel of the SELECT that was sent last, if its answer is not there yet.
    selecting: Option<usize>,
}

/// What is selected on a channel, as far as SELECT told.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The identifier of the directory, 0 if it is not known, 7FFF for an application.
    directory: u16,
    /// Whether the file there holds keys, or may do so.
    holds_keys: bool,
    /// The same of the one before, which may still be selected if SELECT failed.
    held_keys: bool,
}

/// Class, instruction, P1, P2 and Lc are never secret.
const COMMAND_HEADER: usize = 5;
const STATUS_WORD: usize = 2;

/// Whether a file holds keys: the files that [`crate::files`] calls secret, by directory and identifier. A directory that
/// is not known may be any.
const fn is_key_file(directory: u16, file: u16) -> bool {
    match (directory, file) {
        (_, 0x6F08 | 0x6F09 | 0x6F20 | 0x6F2C | 0x6F52 | 0x6FC3 | 0x6FE4 | 0x6FFC) => true,
        (0 | 0x5F3B, 0x4F20 | 0x4F52) | (0 | 0x5FC0, 0x4F03..=0x4F05) | (0 | 0x5F40, 0x4F46) => true,
        // EF.EAPKEYS: its directory has no identifier of its own, so it is none of those that have one
        (directory, 0x4F01) => !has_identifier(directory),
        _ => false,
    }
}

/// The same for a file that is named by its short identifier.
const fn is_key_sfi(directory: u16, sfi: u8) -> bool {
    match (directory, sfi) {
        (0x5F3B, _) | (0x5FC0, 0x03..=0x05) | (0x5F40, 0x06) => true,
        (0 | 0x7FFF, 0x08 | 0x09 | 0x18) => true,
        (0x3F00 | 0x7FFF | 0, _) => false,
        (directory, sfi) => sfi == 1 && !has_identifier(directory),
    }
}

/// Whether a directory is one that the specifications give this identifier.
const fn has_identifier(directory: u16) -> bool {
    matches!(directory, 0x5F3A | 0x5F3C..=0x5F3E | 0x5F50 | 0x5F70 | 0x5F90 | 0x5FC0..=0x5FFF | 0x7F10 | 0x7F20)
}

/// Where in a TERMINAL RESPONSE, of which `rest` is what follows the instruction, that begins which the user typed, if it may
/// hold something of that kind.
const fn typed_from(rest: &[u8]) -> Option<usize> {
    match rest {
        // details, device identities and a result without more: as all terminals write them
        [_, _, _, 0x01 | 0x81, 0x03, _, kind, _, 0x02 | 0x82, 0x02, _, _, 0x03 | 0x83, 0x01, _, ..] => {
            if matches!(*kind, 0x22 | 0x23) { Some(COMMAND_HEADER + 12) } else { None }
        }
        [_, _, _, 0x01 | 0x81, 0x03, _, kind, ..] if !matches!(*kind, 0x22 | 0x23) => None,
        // in any other form it may be anything
        _ => Some(COMMAND_HEADER),
    }
}

impl Redactor {
    pub(crate) fn command<'a>(&mut self, bytes: &'a [u8]) -> Redacted<'a> {
        let &[class, instruction, ref rest @ ..] = bytes else {
            self.secret = false;
            return Redacted { bytes, start: 0, end: 0 };
        };
        let number = Class::new(class).channel();
        let channel = 1_u32.checked_shl(number.map_or(31, u32::from)).unwrap_or_default();
        let place = number.map_or(20, usize::from);
        let instruction = Instruction::new(instruction);
        self.selecting = None;
        if instruction == Instruction::SELECT {
            self.select(place, rest);
        }
        let keys = self.touches_keys(place, instruction, rest);
        self.responding = instruction == Instruction::TERMINAL_RESPONSE;
        let typed = if self.responding { typed_from(rest) } else { None };
        self.typed |= typed.is_some();
        let repeated = instruction == Instruction::FETCH && self.typed;
        if instruction == Instruction::GET_RESPONSE {
            // a card may mix up its channels: a secret that waits on any of them may be what comes
            self.secret = self.waiting != 0;
        } else {
            self.secret = instruction.has_secret_response() || keys || repeated;
            if self.secret {
                self.waiting |= channel;
            } else {
                self.waiting &= !channel;
            }
        }
        // reading commands have no data to hide but an offset or a pattern
        let end = if instruction.has_secret_data() || keys || typed.is_some() { bytes.len() } else { 0 };
        Redacted { bytes, start: typed.unwrap_or(COMMAND_HEADER), end }
    }

    pub(crate) fn response<'a>(&mut self, bytes: &'a [u8]) -> Redacted<'a> {
        if let Some(place) = self.selecting.take().and_then(|place| self.places.get_mut(place)) {
            let worked = matches!(bytes, [.., 0x61..=0x63 | 0x90..=0x92 | 0x9F, _]);
            place.holds_keys |= place.held_keys && !worked;
        }
        // the end of a toolkit session: the card has nothing more to ask
        if self.responding && bytes.ends_with(&[0x90, 0x00]) {
            self.typed = false;
        }
        let end = if self.secret { bytes.len().saturating_sub(STATUS_WORD) } else { 0 };
        Redacted { bytes, start: 0, end }
    }

    /// Follows a SELECT.
    fn select(&mut self, place: usize, rest: &[u8]) {
        let (Some(&p1), Some(data)) = (rest.first(), rest.get(3..)) else { return };
        let Some(at) = self.places.get_mut(place) else { return };
        self.selecting = Some(place);
        let before = *at;
        *at = Place { directory: before.directory, holds_keys: false, held_keys: before.holds_keys };
        match p1 {
            0x04 => at.directory = 0x7FFF,
            0x03 => at.directory = 0,
            _ => {
                if p1 == 0x08 {
                    at.directory = 0x3F00;
                }
                for id in data.chunks_exact(2) {
                    let id = id.iter().fold(0, |id: u16, byte| id << 8 | u16::from(*byte));
                    match id >> 8 {
                        0x3F | 0x5F | 0x7F => at.directory = id,
                        _ => at.holds_keys = is_key_file(at.directory, id),
                    }
                }
            }
        }
    }

    /// Whether the command reads or writes a file of keys.
    fn touches_keys(&self, place: usize, instruction: Instruction, rest: &[u8]) -> bool {
        let (Some(at), &[p1, p2, ..]) = (self.places.get(place), rest) else { return false };
        let by_name = |sfi: u8| is_key_sfi(at.directory, sfi);
        match instruction {
            Instruction::READ_BINARY | Instruction::UPDATE_BINARY if p1 & 0x80 != 0 => by_name(p1 & 0x1F),
            Instruction::READ_RECORD | Instruction::UPDATE_RECORD if p2 >> 3 != 0 => by_name(p2 >> 3),
            Instruction::READ_BINARY
            | Instruction::READ_BINARY_ODD
            | Instruction::UPDATE_BINARY
            | Instruction::READ_RECORD
            | Instruction::UPDATE_RECORD
            | Instruction::SEARCH_RECORD
            | Instruction::RETRIEVE_DATA
            | Instruction::SET_DATA => at.holds_keys,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use hex_literal::hex;

    use super::*;

    #[test]
    fn pins_are_hidden() {
        let mut redactor = Redactor::default();
        let verify = hex!("0020000108 31323334FFFFFFFF");
        assert_eq!(redactor.command(&verify).to_string(), "0020000108................");
        assert_eq!(redactor.response(&hex!("63C2")).to_string(), "63C2");
        // the query for the counter hides nothing
        let query = redactor.command(&hex!("00200001"));
        assert_eq!((query.to_string().as_str(), query.is_redacted()), ("00200001", false));
        // UNBLOCK PIN on channel 5, PUK and new PIN
        let mut unblock = [0x41; 21];
        unblock[1] = 0x2C;
        let shown = redactor.command(&unblock);
        assert_eq!(shown.iter().filter(Option::is_none).count(), 16);
        assert_eq!(shown.len(), 21);
    }

    #[test]
    fn keys_are_hidden_wherever_they_are_fetched() {
        let mut redactor = Redactor::default();
        redactor.command(&hex!("0188008122"));
        assert_eq!(redactor.response(&hex!("6135")).to_string(), "6135");
        // another channel in between, and its answer
        assert!(!redactor.command(&hex!("00B0000002")).is_redacted());
        assert_eq!(redactor.response(&hex!("01029000")).to_string(), "01029000");
        for get_response in [hex!("01C0000035"), hex!("00C0000035")] {
            redactor.command(&get_response);
            assert_eq!(redactor.response(&hex!("DB089000")).to_string(), "....9000");
        }
        // the next command on that channel ends it
        redactor.command(&hex!("01A40004023F00"));
        redactor.command(&hex!("01C0000002"));
        assert_eq!(redactor.response(&hex!("62009000")).to_string(), "62009000");
        // RUN GSM ALGORITHM, answered at once
        redactor.command(&hex!("A088000010"));
        assert_eq!(redactor.response(&hex!("0102039000")).to_string(), "......9000");
        // a class that names no channel
        redactor.command(&hex!("2088000010"));
        redactor.command(&hex!("00C0000002"));
        assert_eq!(redactor.response(&hex!("00019F0C")).to_string(), "....9F0C");
    }

    #[test]
    fn what_a_user_typed_is_hidden() {
        let mut redactor = Redactor::default();
        // TERMINAL RESPONSE to GET INPUT: "1234", and the card has another command
        let (command, response) = shown(
            &mut redactor,
            &hex!("8014000013 8103012300 82028281 830100 8D050431323334"),
            &hex!("9110"),
        );
        assert_eq!(command, "8014000013810301230082028281830100..............");
        assert_eq!(response, "9110");
        // which may be SEND USSD with what was typed
        assert_eq!(shown(&mut redactor, &hex!("8012000003"), &hex!("D001029000")).1, "......9000");
        // its answer is shown, and ends the session
        let (command, _) =
            shown(&mut redactor, &hex!("801400000C 8103021200 82028281 830100"), &hex!("9000"));
        assert_eq!(command, "801400000C810302120082028281830100");
        assert_eq!(shown(&mut redactor, &hex!("8012000003"), &hex!("D001029000")).1, "D001029000");
        // objects in an unusual order
        let (command, _) = shown(&mut redactor, &hex!("8014000004 8D020431"), &hex!("6A80"));
        assert_eq!(command, "8014000004........");
    }

    fn shown(
        redactor: &mut Redactor,
        command: &[u8],
        response: &[u8],
    ) -> (std::string::String, std::string::String) {
        (redactor.command(command).to_string(), redactor.response(response).to_string())
    }

    #[test]
    fn files_of_keys_are_hidden_however_they_are_selected() {
        let hidden = ("00B0000004".into(), "........9000".into());
        let read = |redactor: &mut Redactor| shown(redactor, &hex!("00B0000004"), &hex!("010203049000"));
        // EF.Keys by identifier, by path, and EF.Kc in DF.GSM-ACCESS
        for select in
            [&hex!("00A4000C026F08")[..], &hex!("00A4080C047FFF6F08"), &hex!("00A4080C067FFF5F3B4F20")]
        {
            let mut redactor = Redactor::default();
            assert_eq!(shown(&mut redactor, select, &hex!("9000")).1, "9000");
            assert_eq!(read(&mut redactor), hidden);
            // a SELECT that fails may leave it selected
            shown(&mut redactor, &hex!("00A4000C026F07"), &hex!("6A82"));
            assert_eq!(read(&mut redactor), hidden);
            // another channel has its own file
            assert_eq!(shown(&mut redactor, &hex!("01B0000001"), &hex!("019000")).1, "019000");
            // written, too
            assert_eq!(shown(&mut redactor, &hex!("00D6000002 0102"), &hex!("9000")).0, "00D6000002....");
            shown(&mut redactor, &hex!("00A4000C026F07"), &hex!("9000"));
            assert_eq!(read(&mut redactor).1, "010203049000");
        }
        // by short identifier, in an application
        let mut redactor = Redactor::default();
        shown(&mut redactor, &hex!("00A4040C07A0000000871002"), &hex!("9000"));
        assert_eq!(shown(&mut redactor, &hex!("00B0880002"), &hex!("01029000")).1, "....9000");
        assert_eq!(shown(&mut redactor, &hex!("00B0870002"), &hex!("01029000")).1, "01029000");
        // 4F01 is EF.5GS3GPPLOCI here, and may be EF.EAPKEYS elsewhere
        shown(&mut redactor, &hex!("00A4080C067FFF5FC04F01"), &hex!("9000"));
        assert_eq!(read(&mut redactor).1, "010203049000");
        shown(&mut redactor, &hex!("00A4080C067FFF5F1A4F01"), &hex!("9000"));
        assert_eq!(read(&mut redactor), hidden);
    }

    #[test]
    fn every_secret_file_is_known_here() {
        use crate::files::{Sensitivity, registry};

        for entry in registry::all().filter(|entry| entry.descriptor.sensitivity == Sensitivity::Secret) {
            let path = entry.descriptor.path;
            let directory = path.parent().and_then(|parent| parent.id()).map_or(0x7FFF, |id| id.0);
            let file = path.id().map_or(0, |id| id.0);
            assert!(is_key_file(directory, file), "{}", entry.descriptor);
            assert!(is_key_file(0, file), "{} in a directory that is not known", entry.descriptor);
            if let Some(sfi) = entry.descriptor.sfi {
                assert!(is_key_sfi(directory, sfi), "{} by SFI {sfi}", entry.descriptor);
            }
        }
    }

    #[test]
    fn bytes_that_are_no_command_do_no_harm() {
        let mut redactor = Redactor::default();
        for bytes in [&[][..], &[0x00], &[0x00, 0x20], &[0x00, 0x88, 0, 0]] {
            assert_eq!(redactor.command(bytes).len(), bytes.len());
            assert_eq!(redactor.response(bytes).iter().count(), bytes.len());
        }
        assert!(redactor.response(&[]).is_empty());
    }
}
