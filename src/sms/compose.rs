use alloc::string::String;
use alloc::vec::Vec;

use super::header::{Concatenation, Header, Ports, Reference};
use super::user_data::header_septets;
use super::{Address, ProtocolId, Submit, UserData, ValidityPeriod};
use crate::codec::dcs::{Coding, MessageClass, SmsDcs};
use crate::codec::gsm7::{Alphabet, NationalLanguage, Smallest};
use crate::codec::{EncodeError, EncodeErrorKind};

const OBJECT: &str = "short message";
const ESCAPE: u8 = 0x1B;

/// Makes messages of texts: as few as the text takes, in the GSM 7 bit alphabet if it has all of its characters, and
/// otherwise in UCS2. Neither an escaped character nor a surrogate pair is cut in two.
///
/// ```
/// use simcard::codec::dcs::Coding;
/// use simcard::codec::gsm7::NationalLanguage;
/// use simcard::sms::{Composer, Reference};
///
/// let composer = Composer::new("+447700900123".parse()?).with_reference(Reference::Eight(0x2A));
/// assert_eq!(composer.compose("Hello")?.len(), 1);
/// assert_eq!(composer.compose(&"a".repeat(161))?.len(), 2);
///
/// // 100 characters that the default alphabet lacks: two messages in UCS2, one with the Turkish tables
/// let text = "ışığıyla ".repeat(11);
/// let message = composer.compose(&text)?;
/// assert_eq!((message.len(), message[0].user_data.coding().coding()), (2, Coding::Ucs2));
/// let turkish = composer.with_languages(&[NationalLanguage::TURKISH]);
/// assert_eq!(turkish.compose(&text)?.len(), 1);
/// # Ok::<(), simcard::codec::EncodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Composer {
    /// What all messages have in common, with user data that are not used.
    message: Submit,
    languages: Vec<NationalLanguage>,
    coding: Option<Coding>,
    class: Option<MessageClass>,
    reference: Reference,
    ports: Option<Ports>,
    replacement: Option<char>,
    max_parts: u8,
}

impl Composer {
    /// Messages to this address: any number of parts, no national language tables, references from 0.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("+447700900456".parse()?);
    /// assert_eq!(composer.compose("Hello")?.len(), 1);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn new(destination: Address) -> Self {
        Self {
            message: Submit::new(destination, UserData::default()),
            languages: Vec::new(),
            coding: None,
            class: None,
            reference: Reference::Eight(0),
            ports: None,
            replacement: None,
            max_parts: u8::MAX,
        }
    }

    /// Whom the messages go to.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("+447700900456".parse()?);
    /// assert_eq!(composer.destination().to_string(), "+447700900456");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn destination(&self) -> &Address {
        &self.message.destination
    }

    /// The same, with the tables of these languages where they make it smaller. Not every phone and network knows
    /// them, so this should be done where they are in use.
    ///
    /// ```
    /// use simcard::sms::Composer;
    /// use simcard::codec::gsm7::NationalLanguage;
    ///
    /// let composer = Composer::new("123".parse()?).with_languages(&[NationalLanguage::TURKISH]);
    /// assert_eq!(composer.compose(&"ışığıyla ".repeat(11))?.len(), 1);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_languages(mut self, languages: &[NationalLanguage]) -> Self {
        self.languages = languages.to_vec();
        self
    }

    /// The same, in this coding only.
    ///
    /// ```
    /// use simcard::sms::Composer;
    /// use simcard::codec::dcs::Coding;
    ///
    /// let composer = Composer::new("123".parse()?).with_coding(Coding::Gsm7);
    /// assert!(composer.compose("Баланс").is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_coding(mut self, coding: Coding) -> Self {
        self.coding = Some(coding);
        self
    }

    /// The same, with this character in place of those that the [coding](Self::with_coding) lacks.
    ///
    /// ```
    /// use simcard::sms::Composer;
    /// use simcard::codec::dcs::Coding;
    ///
    /// let composer = Composer::new("123".parse()?).with_coding(Coding::Gsm7).with_replacement('?');
    /// assert_eq!(composer.compose("5 Ж")?[0].text().as_deref(), Some("5 ?"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_replacement(mut self, replacement: char) -> Self {
        self.replacement = Some(replacement);
        self
    }

    /// The same, with a message class.
    ///
    /// ```
    /// use simcard::sms::Composer;
    /// use simcard::codec::dcs::MessageClass;
    ///
    /// let composer = Composer::new("123".parse()?).with_class(MessageClass::Class0);
    /// let flash = &composer.compose("Hello")?[0];
    /// assert_eq!(flash.user_data.coding().class(), Some(MessageClass::Class0));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_class(mut self, class: MessageClass) -> Self {
        self.class = Some(class);
        self
    }

    /// The same, with the number that the parts of the text will share. Each text to the same destination should have
    /// another one, so that parts of different texts are not put together.
    ///
    /// ```
    /// use simcard::sms::{Composer, Reference};
    ///
    /// let composer = Composer::new("123".parse()?).with_reference(Reference::Sixteen(300));
    /// let part = &composer.compose(&"a".repeat(161))?[1];
    /// let place = part.user_data.concatenation().unwrap();
    /// assert_eq!((place.reference, place.sequence), (Reference::Sixteen(300), 2));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_reference(mut self, reference: Reference) -> Self {
        self.reference = reference;
        self
    }

    /// The same, between these ports.
    ///
    /// ```
    /// use simcard::sms::{Composer, Ports};
    ///
    /// let ports = Ports { destination: 2948, source: 9200, wide: true };
    /// let composer = Composer::new("123".parse()?).with_ports(ports);
    /// assert_eq!(composer.compose("Hello")?[0].user_data.ports(), Some(ports));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_ports(mut self, ports: Ports) -> Self {
        self.ports = Some(ports);
        self
    }

    /// The same, in so many parts at most. A text that takes more is refused.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("123".parse()?).with_max_parts(1);
    /// assert!(composer.compose(&"a".repeat(161)).is_err());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_max_parts(mut self, max: u8) -> Self {
        self.max_parts = max;
        self
    }

    /// The same, with the reference of the first message (TP-MR); each of the others has the next one.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("123".parse()?).with_message_reference(9);
    /// let parts = composer.compose(&"a".repeat(161))?;
    /// assert_eq!((parts[0].reference, parts[1].reference), (9, 10));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_message_reference(mut self, reference: u8) -> Self {
        self.message.reference = reference;
        self
    }

    /// The same, with a protocol identifier.
    ///
    /// ```
    /// use simcard::sms::{Composer, ProtocolId};
    ///
    /// let composer = Composer::new("123".parse()?).with_protocol(ProtocolId(0x41));
    /// assert_eq!(composer.compose("Hello")?[0].protocol.replaces(), Some(1));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_protocol(mut self, protocol: ProtocolId) -> Self {
        self.message.protocol = protocol;
        self
    }

    /// The same, with a validity period.
    ///
    /// ```
    /// use simcard::codec::RelativeValidity;
    /// use simcard::sms::{Composer, ValidityPeriod};
    ///
    /// let hour = ValidityPeriod::Relative(RelativeValidity(11)); // twelve times five minutes
    /// let composer = Composer::new("123".parse()?).with_validity(hour);
    /// assert_eq!(composer.compose("Hello")?[0].validity, Some(hour));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub const fn with_validity(mut self, validity: ValidityPeriod) -> Self {
        self.message.validity = Some(validity);
        self
    }

    /// The same, asking for a status report on each message.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("123".parse()?).with_status_report_request(true);
    /// assert!(composer.compose("Hello")?[0].is_status_report_requested());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_status_report_request(mut self, requested: bool) -> Self {
        self.message = self.message.with_status_report_request(requested);
        self
    }

    /// The same, asking for a path for replies.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("123".parse()?).with_reply_path(true);
    /// assert!(composer.compose("Hello")?[0].has_reply_path());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_reply_path(mut self, requested: bool) -> Self {
        self.message = self.message.with_reply_path(requested);
        self
    }

    /// The same, asking the service centre to refuse duplicates.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("123".parse()?).with_reject_duplicates(true);
    /// assert!(composer.compose("Hello")?[0].rejects_duplicates());
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn with_reject_duplicates(mut self, reject: bool) -> Self {
        self.message = self.message.with_reject_duplicates(reject);
        self
    }

    /// The messages that a text takes: one at least.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("123".parse()?);
    /// let parts = composer.compose(&"a".repeat(161))?;
    /// assert_eq!(parts[1].text().as_deref(), Some("aaaaaaaa")); // 153 are in the first
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// * [`Character`](EncodeErrorKind::Character): the coding that is wanted lacks one, and no replacement is given,
    ///   or the replacement is what is lacking;
    /// * [`TooLong`](EncodeErrorKind::TooLong): it takes more parts than wanted, or than 255;
    /// * [`Value`](EncodeErrorKind::Value): the coding that is wanted is [`Coding::EightBit`], which is not for text.
    pub fn compose(&self, text: &str) -> Result<Vec<Submit>, EncodeError> {
        // What can't fit is refused before every alphabet is tried on it.
        let most = UserData::MAX_SEPTETS.saturating_mul(self.max_parts.into());
        let characters = text.chars().count();
        if characters > most {
            let parts = characters.div_ceil(UserData::MAX_SEPTETS);
            return Err(too_many(parts, self.max_parts));
        }
        match self.coding {
            // UCS2 takes more than the default alphabet, even if each character has an escape there
            None if self.languages.is_empty() => match Alphabet::DEFAULT.encode(text) {
                Ok(septets) => self.of_septets(&septets, &Alphabet::DEFAULT),
                Err(_) => self.in_ucs2(text),
            },
            None => match Smallest::by(text, &self.languages, |smallest| self.cost(smallest)) {
                Smallest::Gsm7 { alphabet, .. } => self.in_septets(text, &alphabet),
                Smallest::Ucs2 { .. } => self.in_ucs2(text),
            },
            Some(Coding::Ucs2) => self.in_ucs2(text),
            Some(Coding::Gsm7) => self.in_some_alphabet(text),
            Some(Coding::EightBit) => {
                Err(EncodeError::new(OBJECT, EncodeErrorKind::Value(SmsDcs::EIGHT_BIT.0.into())))
            }
        }
    }

    /// The messages that bytes take: one at least.
    ///
    /// ```
    /// use simcard::sms::Composer;
    ///
    /// let composer = Composer::new("123".parse()?);
    /// let message = &composer.compose_data(&[1, 2, 3])?[0];
    /// assert_eq!(message.user_data.data(), Some(&[1, 2, 3][..]));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TooLong`](EncodeErrorKind::TooLong): they take more parts than wanted, or than 255.
    pub fn compose_data(&self, data: &[u8]) -> Result<Vec<Submit>, EncodeError> {
        let header = self.header(&Alphabet::DEFAULT);
        let pieces = cut(data, self.room(header.len()), |_| false);
        self.messages(&pieces, &header, |piece, header| {
            UserData::from_bytes(piece, self.scheme(Coding::EightBit), header)
        })
    }

    /// Parts, then bytes.
    fn cost(&self, smallest: &Smallest) -> (usize, usize) {
        let (units, header, bytes) = match smallest {
            Smallest::Gsm7 { alphabet, septets } => {
                let header = self.header(alphabet).len();
                (*septets, header, septets.saturating_mul(7).div_ceil(8).saturating_add(header))
            }
            Smallest::Ucs2 { units } => {
                let header = self.header(&Alphabet::DEFAULT).len();
                (*units, header, units.saturating_mul(2).saturating_add(header))
            }
        };
        let room = match smallest {
            Smallest::Gsm7 { .. } => self.septets_room(header),
            Smallest::Ucs2 { .. } => self.units_room(header),
        };
        let parts = if units <= room.alone { 1 } else { units.div_ceil(room.each.max(1)) };
        (parts, bytes)
    }

    fn in_some_alphabet(&self, text: &str) -> Result<Vec<Submit>, EncodeError> {
        let fitting = Alphabet::candidates(&self.languages)
            .filter_map(|alphabet| Some(Smallest::Gsm7 { alphabet, septets: alphabet.septets(text)? }));
        if let Some(Smallest::Gsm7 { alphabet, .. }) = fitting.min_by_key(|smallest| self.cost(smallest)) {
            return self.in_septets(text, &alphabet);
        }
        let Some(replacement) = self.replacement else {
            // the alphabet that gets farthest tells what can't be said
            let failures =
                Alphabet::candidates(&self.languages).filter_map(|alphabet| alphabet.encode(text).err());
            let farthest = failures.max_by_key(|error| match error.kind {
                EncodeErrorKind::Character { index } => index,
                _ => 0,
            });
            return Err(farthest.unwrap_or(EncodeError::new(OBJECT, EncodeErrorKind::Character { index: 0 })));
        };
        let lacks = |alphabet: &Alphabet, character: char| {
            alphabet.septets(character.encode_utf8(&mut [0; 4])).is_none()
        };
        let least = Alphabet::candidates(&self.languages)
            .min_by_key(|alphabet| text.chars().filter(|character| lacks(alphabet, *character)).count());
        let alphabet = least.unwrap_or(Alphabet::DEFAULT);
        let replaced: String = text
            .chars()
            .map(|character| if lacks(&alphabet, character) { replacement } else { character })
            .collect();
        self.in_septets(&replaced, &alphabet)
    }

    fn in_septets(&self, text: &str, alphabet: &Alphabet) -> Result<Vec<Submit>, EncodeError> {
        self.of_septets(&alphabet.encode(text)?, alphabet)
    }

    fn of_septets(&self, septets: &[u8], alphabet: &Alphabet) -> Result<Vec<Submit>, EncodeError> {
        let header = self.header(alphabet);
        // an escape belongs to what follows it
        let pieces = cut(septets, self.septets_room(header.len()), |last| *last == ESCAPE);
        self.messages(&pieces, &header, |piece, header| {
            UserData::from_septets(piece, self.scheme(Coding::Gsm7), header)
        })
    }

    fn in_ucs2(&self, text: &str) -> Result<Vec<Submit>, EncodeError> {
        let header = self.header(&Alphabet::DEFAULT);
        let units: Vec<u16> = text.encode_utf16().collect();
        let is_first_half = |last: &u16| (0xD800..0xDC00).contains(last);
        let pieces = cut(&units, self.units_room(header.len()), is_first_half);
        self.messages(&pieces, &header, |piece, header| {
            let bytes: Vec<u8> = piece.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            UserData::from_bytes(&bytes, self.scheme(Coding::Ucs2), header)
        })
    }

    /// A message for each piece.
    fn messages<T>(
        &self,
        pieces: &[&[T]],
        header: &Header,
        user_data: impl Fn(&[T], &Header) -> Result<UserData, EncodeError>,
    ) -> Result<Vec<Submit>, EncodeError> {
        let total = u8::try_from(pieces.len()).ok().filter(|total| *total <= self.max_parts);
        let Some(total) = total else {
            return Err(too_many(pieces.len(), self.max_parts));
        };
        let sequences = 1..=total;
        let messages = sequences.zip(pieces).map(|(sequence, piece)| {
            let header = match total {
                1 => header.clone(),
                _ => Header::new()
                    .with_concatenation(Concatenation { reference: self.reference, total, sequence })
                    .with_elements_of(header),
            };
            let mut message = self.message.clone();
            message.reference = self.message.reference.wrapping_add(sequence.wrapping_sub(1));
            message.user_data = user_data(piece, &header)?;
            Ok(message)
        });
        messages.collect()
    }

    /// The header of a message that is whole.
    fn header(&self, alphabet: &Alphabet) -> Header {
        let header = match self.ports {
            Some(ports) => Header::new().with_ports(ports),
            None => Header::new(),
        };
        header.with_alphabet(alphabet)
    }

    const fn scheme(&self, coding: Coding) -> SmsDcs {
        match self.class {
            Some(class) => SmsDcs::new(coding).with_class(class),
            None => SmsDcs::new(coding),
        }
    }

    /// The bytes there are after a header of so many.
    const fn room(&self, header: usize) -> Room {
        let concatenation = match self.reference {
            Reference::Eight(_) => 5usize,
            Reference::Sixteen(_) => 6,
        };
        // a header that is there has its length already
        let with_concatenation = match header {
            0 => concatenation.saturating_add(1),
            header => header.saturating_add(concatenation),
        };
        Room {
            alone: UserData::MAX_BYTES.saturating_sub(header),
            each: UserData::MAX_BYTES.saturating_sub(with_concatenation),
        }
    }

    fn septets_room(&self, header: usize) -> Room {
        let septets = |bytes: usize| {
            let (before, _) = header_septets(UserData::MAX_BYTES.saturating_sub(bytes));
            UserData::MAX_SEPTETS.saturating_sub(before)
        };
        let room = self.room(header);
        Room { alone: septets(room.alone), each: septets(room.each) }
    }

    const fn units_room(&self, header: usize) -> Room {
        let room = self.room(header);
        Room { alone: room.alone / 2, each: room.each / 2 }
    }
}

/// How much there is room for.
struct Room {
    /// In a message that is whole.
    alone: usize,
    /// In each part of one that is not.
    each: usize,
}

/// Cuts into pieces that there is room for, never behind what `is_begun` says is but the beginning of something. There
/// is one piece at least.
fn cut<T>(units: &[T], room: Room, is_begun: impl Fn(&T) -> bool) -> Vec<&[T]> {
    if units.len() <= room.alone {
        return Vec::from([units]);
    }
    let mut pieces = Vec::new();
    let mut rest = units;
    while let Some((full, _)) = rest.split_at_checked(room.each).filter(|(_, after)| !after.is_empty()) {
        let len = match full.split_last() {
            Some((last, before)) if is_begun(last) => before.len(),
            _ => full.len(),
        };
        // there is always room for two units, but a loop must not rely on that
        let Some((piece, after)) = rest.split_at_checked(len.max(1)) else { break };
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

fn too_many(parts: usize, max: u8) -> EncodeError {
    EncodeError::new("parts of a short message", EncodeErrorKind::TooLong { len: parts, max: max.into() })
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn composer() -> Composer {
        Composer::new("+447700900123".parse().unwrap())
    }

    /// What the parts hold, each for itself.
    fn texts(parts: &[Submit]) -> Vec<String> {
        parts.iter().map(|part| part.text().unwrap()).collect()
    }

    // 160 septets alone, 153 behind a header of 6 bytes (7 septets), 152 behind one of 7 (8 septets)
    #[test]
    fn how_much_fits() {
        for (len, reference, lens) in [
            (0, Reference::Eight(1), &[0][..]),
            (160, Reference::Eight(1), &[160]),
            (161, Reference::Eight(1), &[153, 8]),
            (306, Reference::Eight(1), &[153, 153]),
            (307, Reference::Eight(1), &[153, 153, 1]),
            (304, Reference::Sixteen(1), &[152, 152]),
            (305, Reference::Sixteen(1), &[152, 152, 1]),
        ] {
            let parts = composer().with_reference(reference).compose(&"a".repeat(len)).unwrap();
            let found: Vec<usize> = texts(&parts).iter().map(String::len).collect();
            assert_eq!(found, lens, "{len}");
        }
        // 70 units alone, 67 and 66 in parts
        for (len, reference, lens) in [
            (70, Reference::Eight(1), &[70][..]),
            (71, Reference::Eight(1), &[67, 4]),
            (133, Reference::Sixteen(1), &[66, 66, 1]),
        ] {
            let parts = composer().with_reference(reference).compose(&"Ж".repeat(len)).unwrap();
            let found: Vec<usize> = texts(&parts).iter().map(|text| text.chars().count()).collect();
            assert_eq!(found, lens, "{len}");
        }
        // 140 bytes alone, 134 in parts
        let lens = |len: usize| -> Vec<usize> {
            let parts = composer().compose_data(&std::vec![0xA5; len]).unwrap();
            parts.iter().map(|part| part.user_data.data().unwrap().len()).collect()
        };
        assert_eq!(
            (lens(0), lens(140), lens(141), lens(269)),
            ([0].to_vec(), [140].to_vec(), [134, 7].to_vec(), [134, 134, 1].to_vec())
        );
    }

    #[test]
    fn nothing_is_cut_in_two() {
        // the escape of € would be the last of 153 septets
        let text = "a".repeat(152) + "€" + &"b".repeat(20);
        let parts = texts(&composer().compose(&text).unwrap());
        assert_eq!(parts, ["a".repeat(152), "€".to_string() + &"b".repeat(20)]);
        // the first half of the character would be the last of 67 units
        let text = "Ж".repeat(66) + "\u{1F4F1}" + &"Б".repeat(20);
        let parts = texts(&composer().compose(&text).unwrap());
        assert_eq!(parts, ["Ж".repeat(66), "\u{1F4F1}".to_string() + &"Б".repeat(20)]);
    }

    #[test]
    fn parts_say_which_they_are() {
        let ports = Ports { destination: 16_000, source: 0, wide: true };
        let composer = composer()
            .with_reference(Reference::Sixteen(0xABCD))
            .with_ports(ports)
            .with_message_reference(255)
            .with_status_report_request(true)
            .with_class(MessageClass::Class1);
        let parts = composer.compose(&"a".repeat(300)).unwrap();
        for (index, part) in parts.iter().enumerate() {
            let sequence = u8::try_from(index + 1).unwrap();
            let concatenation = Concatenation { reference: Reference::Sixteen(0xABCD), total: 3, sequence };
            assert_eq!(part.user_data.concatenation(), Some(concatenation));
            assert_eq!(part.user_data.ports(), Some(ports));
            assert_eq!(part.user_data.coding(), SmsDcs(0x11));
            assert_eq!(part.reference, 255u8.wrapping_add(sequence - 1));
            assert!(part.is_status_report_requested());
            assert!(part.user_data.held_bytes() <= 140);
        }
        // 13 bytes of header: 15 septets
        assert_eq!(texts(&parts).iter().map(String::len).collect::<Vec<_>>(), [145, 145, 10]);
        let alone = composer.compose("a").unwrap();
        assert_eq!((alone[0].user_data.concatenation(), alone[0].user_data.ports()), (None, Some(ports)));
    }

    #[test]
    fn national_tables_where_they_are_allowed() {
        use crate::codec::gsm7::NationalLanguage as L;

        let text = "ş".repeat(100);
        let parts = composer().with_languages(&[L::TURKISH]).compose(&text).unwrap();
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].user_data.alphabet(), Alphabet::national(L::TURKISH, L::DEFAULT));
        assert_eq!(parts[0].text(), Some(text.clone()));
        assert_eq!(composer().compose(&text).unwrap().len(), 2);
        // 155 septets fit behind the header of the locking shift table, 149 in each part
        let found = composer().with_languages(&L::ALL).compose(&"ş".repeat(156)).unwrap();
        assert_eq!(texts(&found).iter().map(|text| text.chars().count()).collect::<Vec<_>>(), [149, 7]);
    }

    #[test]
    fn what_cannot_be_sent() {
        let plain = composer().with_coding(Coding::Gsm7);
        let error = |result: Result<Vec<Submit>, EncodeError>| result.unwrap_err().kind;
        assert_eq!(error(plain.compose("Пpивет")), EncodeErrorKind::Character { index: 0 });
        assert_eq!(error(plain.compose("5 € и")), EncodeErrorKind::Character { index: 4 });
        // with tables, the one that gets farthest
        let turkish = plain.clone().with_languages(&[NationalLanguage::TURKISH]);
        assert_eq!(error(turkish.compose("ışЖ")), EncodeErrorKind::Character { index: 2 });
        let replaced = turkish.clone().with_replacement('?').compose("ışЖ").unwrap();
        assert_eq!(texts(&replaced), ["ış?"]);
        assert_eq!(
            error(turkish.with_replacement('Ж').compose("ışЖ")),
            EncodeErrorKind::Character { index: 2 }
        );
        assert_eq!(error(composer().with_coding(Coding::EightBit).compose("a")), EncodeErrorKind::Value(4));

        let one = composer().with_max_parts(1);
        assert_eq!(error(one.compose(&"a".repeat(161))), EncodeErrorKind::TooLong { len: 2, max: 1 });
        assert_eq!(error(one.compose(&"Ж".repeat(71))), EncodeErrorKind::TooLong { len: 2, max: 1 });
        assert_eq!(composer().compose(&"a".repeat(255 * 153)).unwrap().len(), 255);
        assert_eq!(
            error(composer().compose(&"a".repeat(255 * 153 + 1))),
            EncodeErrorKind::TooLong { len: 256, max: 255 }
        );
        assert_eq!(
            error(composer().compose(&"a".repeat(1_000_000))),
            EncodeErrorKind::TooLong { len: 6250, max: 255 }
        );
        assert_eq!(
            error(composer().with_max_parts(0).compose("")),
            EncodeErrorKind::TooLong { len: 1, max: 0 }
        );
    }

    #[test]
    fn a_coding_that_is_wanted() {
        let parts = composer().with_coding(Coding::Ucs2).compose("Hello").unwrap();
        assert_eq!(
            (parts[0].user_data.coding(), parts[0].text().unwrap()),
            (SmsDcs::UCS2, "Hello".to_string())
        );
    }

    proptest! {
        #[test]
        fn any_text(text in "\\PC{0,300}", wide: bool, languages in prop::collection::vec(0u8..15, 0..3)) {
            let languages: Vec<_> = languages.into_iter().map(NationalLanguage).collect();
            let reference = if wide { Reference::Sixteen(500) } else { Reference::Eight(5) };
            let parts = composer().with_reference(reference).with_languages(&languages).compose(&text).unwrap();
            prop_assert_eq!(texts(&parts).concat(), text);
            for part in &parts {
                prop_assert!(part.user_data.held_bytes() <= 140);
                prop_assert_eq!(&Submit::decode(&part.encode()).unwrap(), part);
            }
        }
    }
}
