//! Operations against a card whose answers are the input, and the virtual card against commands that are.

use arbitrary::{Arbitrary, Unstructured};
use simcard::apdu::{Command, StatusWord};
use simcard::card::{ExploreOptions, LastTry, Pin, PinId, Puk, Record, Search, WriteOptions};
use simcard::codec::ber::Tag;
use simcard::fs::{Aid, Path, SelectResponse};
use simcard::mock::{self, KeyReference, VirtualCard};
use simcard::transport::{Level, Transport, TransportError, TransportErrorKind, TransportInfo};
use simcard::{Card, files};

/// What a fuzzer has for a state machine. Where its bytes end, all that follows is zero or empty.
pub fn structured<'a, T: Arbitrary<'a>>(data: &'a [u8]) -> Option<T> {
    T::arbitrary(&mut Unstructured::new(data)).ok()
}

/// A card, and what is done with it.
#[derive(Arbitrary, Debug)]
struct Play<'a> {
    card: Kind,
    operations: Vec<Operation>,
    answers: Vec<Answer<'a>>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Kind {
    Uicc,
    UiccOverApdus,
    Gsm,
}

/// What is done with a card.
#[derive(Arbitrary, Debug)]
enum Operation {
    Iccid,
    Imsi,
    Identity,
    Profile,
    NetworkNames,
    PhoneBook,
    Explore,
    Select(Place),
    ReadFile(Place),
    ReadBinary { place: Place, offset: u16, len: u16 },
    ReadRecord { place: Place, number: u8 },
    ReadRecords(Place),
    ReadNames,
    Search { place: Place, value: u8 },
    AccessRules(Place),
    RetrieveData { place: Place, tag: u8 },
    PinStatus { second: bool },
    OpenChannel,
    Random(u8),
    Reset,
    UpdateBinary { place: Place, offset: u16, len: u8 },
    WriteFile { place: Place, len: u16, verified: bool },
    UpdateRecord { place: Place, number: u8, len: u8 },
    AddContact,
    DeleteContact(u8),
    SetData { place: Place, tag: u8, len: u16 },
    VerifyPin { right: bool, last: bool },
    ChangePin { right: bool, last: bool },
    UnblockPin { right: bool, last: bool },
    Authenticate,
}

/// A file.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Place {
    Iccid,
    Directory,
    Imsi,
    Msisdn,
    Adn,
    LocationInformation,
    Other(u16),
    OfUsim(u16),
    OfGsm(u16),
}

impl Place {
    fn path(self) -> Path {
        match self {
            Self::Iccid => Path::mf(&[0x2FE2]),
            Self::Directory => Path::mf(&[0x2F00]),
            Self::Imsi => Path::adf(Aid::USIM, &[0x6F07]),
            Self::Msisdn => Path::adf(Aid::USIM, &[0x6F40]),
            Self::Adn => Path::mf(&[0x7F10, 0x6F3A]),
            Self::LocationInformation => Path::mf(&[0x7F20, 0x6F7E]),
            Self::Other(id) => Path::mf(&[id]),
            Self::OfUsim(id) => Path::adf(Aid::USIM, &[id]),
            Self::OfGsm(id) => Path::mf(&[0x7F20, id]),
        }
    }
}

/// What comes instead of what the virtual card says.
#[derive(Arbitrary, Debug)]
enum Answer<'a> {
    Honest,
    /// With some bits of a byte turned.
    Turned {
        at: u8,
        bits: u8,
    },
    /// Without so many bytes at its end.
    Cut(u8),
    /// The same data with another status word.
    Status(u16),
    /// These bytes, and the card has not even seen the command.
    Bytes(&'a [u8]),
    Filled {
        len: u8,
        value: u8,
    },
    /// No answer.
    Fails(Failure),
    /// Something else reset the card.
    ResetByOthers,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Failure {
    Timeout,
    Removed,
    Reset,
    Mute,
    Rejected,
    Other,
}

impl Failure {
    fn kind(self) -> TransportErrorKind {
        match self {
            Self::Timeout => TransportErrorKind::Timeout,
            Self::Removed => TransportErrorKind::CardRemoved,
            Self::Reset => TransportErrorKind::CardReset,
            Self::Mute => TransportErrorKind::CardMute,
            Self::Rejected => TransportErrorKind::Rejected,
            Self::Other => TransportErrorKind::Other,
        }
    }
}

#[derive(Debug)]
struct Failed(TransportErrorKind);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failed {}

impl TransportError for Failed {
    fn kind(&self) -> TransportErrorKind {
        self.0
    }
}

/// A virtual card behind somebody who changes its answers.
struct Liar<'a> {
    card: VirtualCard,
    answers: std::vec::IntoIter<Answer<'a>>,
    epoch: u32,
    /// How many commands came since the operation began, and how many may.
    commands: (u32, u32),
    /// The instructions that change something, each with data, which came since the operation began.
    changes: Vec<u8>,
}

impl Transport for Liar<'_> {
    type Error = Failed;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], Failed> {
        self.commands.0 += 1;
        assert!(self.commands.0 <= self.commands.1, "no end of it");
        let parsed = Command::parse(command).expect("what goes out is a command");
        let [_, instruction, ..] = parsed.header();
        if changes_something(instruction, parsed.data) {
            self.changes.push(instruction);
        }
        let answer = match self.answers.next() {
            None | Some(Answer::Honest) => self.card.process(command),
            Some(Answer::Turned { at, bits }) => {
                let mut answer = self.card.process(command);
                let at = usize::from(at) % answer.len();
                answer[at] ^= bits;
                answer
            }
            Some(Answer::Cut(bytes)) => {
                let mut answer = self.card.process(command);
                answer.truncate(answer.len().saturating_sub(bytes.into()));
                answer
            }
            Some(Answer::Status(status)) => {
                let mut answer = self.card.process(command);
                answer.truncate(answer.len() - 2);
                answer.extend(status.to_be_bytes());
                answer
            }
            Some(Answer::Bytes(bytes)) => bytes.to_vec(),
            Some(Answer::Filled { len, value }) => {
                let mut answer = vec![value; len.into()];
                answer.extend([0x90, 0x00]);
                answer
            }
            Some(Answer::Fails(failure)) => {
                if matches!(failure, Failure::Reset) {
                    self.card.restart();
                    self.epoch += 1;
                }
                return Err(Failed(failure.kind()));
            }
            Some(Answer::ResetByOthers) => {
                let answer = self.card.process(command);
                self.card.restart();
                self.epoch += 1;
                answer
            }
        };
        let fitting = response.get_mut(..answer.len()).ok_or(Failed(TransportErrorKind::ResponseTooLong))?;
        fitting.copy_from_slice(&answer);
        Ok(fitting)
    }

    fn info(&self) -> TransportInfo {
        self.card.info()
    }

    fn reset(&mut self) -> Result<(), Failed> {
        self.card.restart();
        self.epoch += 1;
        Ok(())
    }

    fn epoch(&self) -> u32 {
        self.epoch
    }

    fn exclusive(&mut self, body: &mut dyn FnMut(&mut dyn Transport<Error = Failed>)) -> Result<(), Failed> {
        body(self);
        Ok(())
    }
}

/// Whether a command can change what is on the card, or takes a try of a PIN.
fn changes_something(instruction: u8, data: &[u8]) -> bool {
    match instruction {
        // without data they ask how many tries are left
        0x20 | 0x2C => !data.is_empty(),
        0x24 | 0x26 | 0x28 | 0x32 | 0x76 | 0x88 | 0x89 | 0xD0..=0xDF | 0xE0..=0xE8 | 0xFE | 0x04 | 0x44 => {
            true
        }
        _ => false,
    }
}

/// Operations on a card that lies: each ends with a value or an error within its bounds, sends nothing that writes unless it
/// writes, and presents a PIN once if it was asked to, and else never.
pub fn card(data: &[u8]) {
    const MOST_OPERATIONS: usize = 6;
    let Some(Play { card, operations, answers }) = structured(data) else { return };
    let liar = Liar {
        card: played_card(card),
        answers: answers.into_iter(),
        epoch: 0,
        commands: (0, 0),
        changes: Vec::new(),
    };
    let mut card = Card::new(liar);
    let mut explored = false;
    for operation in operations.into_iter().take(MOST_OPERATIONS) {
        let explores = matches!(operation, Operation::Explore);
        if explores && std::mem::replace(&mut explored, true) {
            continue; // it takes long
        }
        let most = if explores { 60_000 } else { 12_000 };
        card.transport_mut().commands = (0, most);
        card.transport_mut().changes.clear();
        let ended = run(&mut card, &operation);
        assert!(ended.err().is_none_or(|error| !error.to_string().is_empty()));
        let changes = &card.transport().changes;
        let (may, once): (&[u8], bool) = match operation {
            Operation::UpdateBinary { .. } | Operation::WriteFile { .. } => (&[0xD6, 0xD7], false),
            Operation::UpdateRecord { .. } => (&[0xDC], true),
            Operation::AddContact | Operation::DeleteContact(_) => (&[0xD6, 0xDC], false),
            Operation::SetData { .. } => (&[0xDB], false),
            Operation::VerifyPin { .. } => (&[0x20], true),
            Operation::ChangePin { .. } => (&[0x24], true),
            Operation::UnblockPin { .. } => (&[0x2C], true),
            Operation::Authenticate => (&[0x88, 0x89], true),
            _ => (&[], true),
        };
        assert!(
            changes.iter().all(|instruction| may.contains(instruction)),
            "{operation:?} sent {changes:X?}"
        );
        // what a T=0 card is told with another length counts once more: it has not taken the first
        assert!(
            !once || changes.len() <= 1 + usize::from(changes_are_asked_again(&operation)),
            "{operation:?}"
        );
    }
}

/// Whether its command expects data, so that 6Cxx has it sent once more with another length.
fn changes_are_asked_again(operation: &Operation) -> bool {
    matches!(operation, Operation::Authenticate)
}

/// A virtual card as it comes; to put it together takes longer than most inputs do.
fn played_card(kind: Kind) -> VirtualCard {
    thread_local! {
        static CARDS: [VirtualCard; 3] = [
            VirtualCard::uicc(),
            VirtualCard::builder().level(Level::Apdu).build(),
            VirtualCard::gsm(),
        ];
    }
    CARDS.with(|cards| cards[kind as usize].clone())
}

fn run(card: &mut Card<Liar<'_>>, operation: &Operation) -> simcard::Result<()> {
    let last = |last: bool| if last { LastTry::Allow } else { LastTry::Refuse };
    let pin = |right: bool| if right { "1234" } else { "4321" }.parse::<Pin>().expect("a PIN");
    match *operation {
        Operation::Iccid => card.iccid().map(drop),
        Operation::Imsi => card.imsi().map(drop),
        Operation::Identity => card.identity().map(drop),
        Operation::Profile => card.profile().map(drop),
        Operation::NetworkNames => card.network_names().map(drop),
        Operation::PhoneBook => card.phonebook().map(drop),
        Operation::Explore => {
            let options = ExploreOptions { trust_services: true, ..Default::default() };
            let (mut last, mut restarts) = (0, 0);
            let dump = card.explore(&options, |progress| {
                // after a reset it starts over, once
                restarts += u32::from(progress.done < last);
                assert!(progress.done <= progress.total && restarts <= 1, "no progress");
                last = progress.done;
            })?;
            assert!(dump.files.len() <= last + 1);
            Ok(())
        }
        Operation::Select(place) => {
            let path = place.path();
            let selected = card.select(&path)?;
            if let Ok(response) = selected.response() {
                assert!(!format!("{response:?}").is_empty());
            }
            Ok(())
        }
        Operation::ReadFile(place) => {
            card.read_file(&place.path()).map(|bytes| assert!(bytes.len() <= 0xFFFF))
        }
        Operation::ReadBinary { place, offset, len } => {
            let bytes = card.read_binary(place.path(), offset.into(), len.into())?;
            assert!(bytes.len() <= len.into(), "more than was asked for");
            Ok(())
        }
        Operation::ReadRecord { place, number } => {
            card.read_record(place.path(), Record::Number(number)).map(|record| assert!(record.len() <= 256))
        }
        Operation::ReadRecords(place) => {
            card.read_records(&place.path()).map(|all| assert!(all.len() <= 255))
        }
        Operation::ReadNames => card.read::<files::usim::Spn>().map(drop),
        Operation::Search { place, value } => {
            let found = card.search_records(&place.path(), Search::new(&[value]))?;
            assert!(found.len() <= 256);
            Ok(())
        }
        Operation::AccessRules(place) => {
            card.access_rules(&place.path()).map(|rules| assert!(rules.iter().count() <= 256))
        }
        Operation::RetrieveData { place, tag } => {
            card.retrieve_data(&place.path(), Tag(u32::from(tag) & 0xDF)).map(drop)
        }
        Operation::PinStatus { second } => {
            card.pin_status(if second { PinId::Pin2 } else { PinId::Pin1 }).map(drop)
        }
        Operation::OpenChannel => {
            let mut channel = card.open_channel()?;
            assert!((1..=19).contains(&channel.number()));
            let _ = channel.iccid();
            channel.close()
        }
        Operation::Random(len) => card.random(len).map(|random| assert_eq!(random.len(), usize::from(len))),
        Operation::Reset => card.reset(),
        Operation::UpdateBinary { place, offset, len } => {
            card.update_binary(&place.path(), offset.into(), &vec![0x5A; len.into()])
        }
        Operation::WriteFile { place, len, verified } => {
            let options = if verified { WriteOptions::default().verified() } else { WriteOptions::default() };
            card.write_file(&place.path(), &vec![0x5A; usize::from(len) % 1024], options).map(drop)
        }
        Operation::UpdateRecord { place, number, len } => {
            card.update_record(&place.path(), Record::Number(number), &vec![0x5A; len.into()])
        }
        Operation::AddContact => {
            card.add_contact("Carol", &"+447700900555".parse().expect("a number")).map(drop)
        }
        Operation::DeleteContact(number) => card.delete_contact(number.into()),
        Operation::SetData { place, tag, len } => {
            card.set_data(&place.path(), Tag(u32::from(tag) & 0xDF), &vec![0x5A; usize::from(len) % 1024])
        }
        Operation::VerifyPin { right, last: allow } => card.verify_pin(PinId::Pin1, &pin(right), last(allow)),
        Operation::ChangePin { right, last: allow } => {
            card.change_pin(PinId::Pin1, &pin(right), &pin(true), last(allow))
        }
        Operation::UnblockPin { right, last: allow } => {
            let puk: Puk = if right { "12345678" } else { "87654321" }.parse().expect("a PUK");
            card.unblock_pin(PinId::Pin1, &puk, &pin(true), last(allow))
        }
        Operation::Authenticate => card.authenticate(&[0x23; 16], &[0x42; 16]).map(drop),
    }
}

/// Commands to a virtual card.
#[derive(Arbitrary, Debug)]
struct Commands<'a> {
    card: Kind,
    asked: Vec<Asked<'a>>,
}

/// A command that a card may get.
#[derive(Arbitrary, Debug)]
enum Asked<'a> {
    Raw(&'a [u8]),
    /// Any instruction, with or without data, and a length that is expected.
    Any {
        channel: u8,
        instruction: u8,
        p1: u8,
        p2: u8,
        data: &'a [u8],
        expected: u8,
    },
    Select {
        file: u16,
        p2: u8,
    },
    SelectUsim {
        bytes: u8,
        p2: u8,
    },
    ReadBinary {
        p1: u8,
        p2: u8,
        len: u8,
    },
    ReadRecord {
        number: u8,
        mode: u8,
        len: u8,
    },
    UpdateBinary {
        p1: u8,
        p2: u8,
        data: &'a [u8],
    },
    UpdateRecord {
        number: u8,
        mode: u8,
        data: &'a [u8],
    },
    GetResponse(u8),
    Verify {
        reference: u8,
        right: bool,
    },
    Unblock {
        reference: u8,
        right: bool,
    },
    Channel {
        p1: u8,
        p2: u8,
    },
    Restart,
}

impl Asked<'_> {
    /// Its bytes; `None` for a restart.
    fn bytes(&self) -> Option<Vec<u8>> {
        let with_data = |header: [u8; 4], data: &[u8]| {
            let data = &data[..data.len().min(255)];
            let mut bytes = header.to_vec();
            bytes.push(data.len() as u8);
            bytes.extend_from_slice(data);
            bytes
        };
        Some(match *self {
            Self::Raw(bytes) => bytes[..bytes.len().min(262)].to_vec(),
            Self::Any { channel, instruction, p1, p2, data, expected } => {
                let class = [0x00, 0x80, 0xA0, 0x40][usize::from(channel >> 6)] | channel & 0x03;
                match data {
                    [] => vec![class, instruction, p1, p2, expected],
                    data => with_data([class, instruction, p1, p2], data),
                }
            }
            Self::Select { file, p2 } => with_data([0x00, 0xA4, 0x00, p2], &file.to_be_bytes()),
            Self::SelectUsim { bytes, p2 } => {
                let aid = [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02];
                with_data([0x00, 0xA4, 0x04, p2], &aid[..usize::from(bytes).min(aid.len())])
            }
            Self::ReadBinary { p1, p2, len } => vec![0x00, 0xB0, p1, p2, len],
            Self::ReadRecord { number, mode, len } => vec![0x00, 0xB2, number, mode, len],
            Self::UpdateBinary { p1, p2, data } => with_data([0x00, 0xD6, p1, p2], data),
            Self::UpdateRecord { number, mode, data } => with_data([0x00, 0xDC, number, mode], data),
            Self::GetResponse(len) => vec![0x00, 0xC0, 0x00, 0x00, len],
            Self::Verify { reference, right } => {
                let pin = if right { b"1234\xFF\xFF\xFF\xFF" } else { b"4321\xFF\xFF\xFF\xFF" };
                with_data([0x00, 0x20, 0x00, reference], pin)
            }
            Self::Unblock { reference, right } => {
                let puk =
                    if right { b"123456781234\xFF\xFF\xFF\xFF" } else { b"876543211234\xFF\xFF\xFF\xFF" };
                with_data([0x00, 0x2C, 0x00, reference], puk)
            }
            Self::Channel { p1, p2 } => vec![0x00, 0x70, p1, p2, 0x01],
            Self::Restart => return None,
        })
    }
}

const REFERENCES: [KeyReference; 3] = [KeyReference::PIN1, KeyReference::PIN2, KeyReference::UNIVERSAL];

/// Any commands to the virtual card: it always answers, no longer than it was asked to, and the same each time; what it says of
/// a file can be read; tries of a PIN come back by a right code only, and nobody becomes an administrator.
pub fn virtual_card(data: &[u8]) {
    const MOST: usize = 64;
    let Some(Commands { card, asked }) = structured(data) else { return };
    let mut card = played_card(card);
    let before = card.files().clone();
    let mut other = card.clone();
    let administrator =
        |card: &VirtualCard| (1..=10).any(|number| card.is_verified(KeyReference::adm(number)));
    let mut changed = false;
    for asked in asked.into_iter().take(MOST) {
        let Some(command) = asked.bytes() else {
            card.restart();
            other.restart();
            continue;
        };
        let tries = |card: &VirtualCard| REFERENCES.map(|pin| card.pin(pin).map(mock::Pin::remaining));
        let (tries_before, verified) = (tries(&card), administrator(&card));
        let answer = card.process(&command);
        assert_eq!(answer, other.process(&command), "the same command, another answer");
        assert!((2..=258).contains(&answer.len()), "{} bytes", answer.len());
        let (bytes, status) = answer.split_at(answer.len() - 2);
        let status = StatusWord::new(u16::from_be_bytes([status[0], status[1]]));
        assert!(!status.to_string().is_empty());
        let instruction = command.get(1).copied().unwrap_or_default();
        if matches!(instruction, 0xB0 | 0xB2 | 0xC0) && command.len() == 5 {
            let asked_for = if command[4] == 0 { 256 } else { usize::from(command[4]) };
            assert!(bytes.len() <= asked_for, "more than was asked for");
        }
        if instruction == 0xA4 && !bytes.is_empty() {
            SelectResponse::parse(bytes).expect("it tells its files well");
        }
        let correct = status.is_success() && matches!(instruction, 0x20 | 0x24 | 0x26 | 0x28 | 0x2C);
        for (before, after) in tries_before.iter().zip(tries(&card)) {
            assert!(correct || after <= *before, "a try comes back");
        }
        if administrator(&card) && !verified {
            assert!(instruction == 0x20 && status.is_success(), "an administrator without a key");
        }
        changed |= administrator(&card);
    }
    // whoever is no administrator changes neither the number of the card nor its subscription
    if !changed {
        for path in ["MF/EF.ICCID", "ADF.USIM/EF.IMSI", "DF.GSM/EF.IMSI"] {
            let of = |files: &mock::FileSystem| files.find(path).and_then(|file| files.file(file).cloned());
            assert_eq!(of(&before), of(card.files()), "{path}");
        }
    }
}
