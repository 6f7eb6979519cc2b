//! Modems that say what the input has, USSD dialogues, and the virtual modem.

use std::time::Duration;

use arbitrary::Arbitrary;
use simcard::Card;
use simcard::mock::{Dialect, VirtualCard, VirtualModem, VirtualPort};
use simcard::modem::{Modem, ModemError, Port, PortError};
use simcard::sms::Composer;
use simcard::ussd::{Event, Phase, Session, Transmit, UssdState};

use super::structured;

/// A modem, and what is done with it.
#[derive(Arbitrary, Debug)]
struct Play<'a> {
    operations: Vec<Operation>,
    /// What it says to each thing that it is told.
    said: Vec<Said<'a>>,
}

#[derive(Arbitrary, Debug)]
enum Operation {
    Ussd(Request),
    UssdReply,
    UssdCancel,
    UssdListen,
    SendText,
    Receive,
    Messages,
    Message(u8),
    DeleteMessage(u8),
    Registration,
    Operator,
    Signal,
    Charset,
    ServiceCentre,
    Storage,
    Urc,
    Iccid,
    Identity,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Request {
    Balance,
    Menu,
    /// It has characters that are not plain in all character sets.
    Odd,
}

impl Request {
    const fn text(self) -> &'static str {
        match self {
            Self::Balance => "*100#",
            Self::Menu => "*101#",
            Self::Odd => "*1@\u{20AC}#",
        }
    }
}

/// What a modem says to what it is told.
#[derive(Arbitrary, Debug)]
enum Said<'a> {
    /// What the virtual modem says.
    Honest,
    /// Nothing, ever.
    Nothing,
    Ok,
    Error,
    Cme(u16),
    Cms(u16),
    Prompt,
    /// A USSD answer, before its OK.
    Ussd {
        state: u8,
        text: &'a str,
        scheme: u8,
    },
    /// What a card says, through `+CSIM`.
    Csim(&'a [u8]),
    /// A line with a name and parameters, and OK.
    Line {
        name: Name,
        value: &'a str,
    },
    /// What the virtual modem says, and these bytes before that.
    Besides(&'a [u8]),
    Bytes(&'a [u8]),
    Closed,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Name {
    Cscs,
    Creg,
    Cops,
    Cmgl,
    Cmgr,
    Cmgs,
    Cmti,
    Cmt,
    Crsm,
    Ccho,
    Cgla,
    Cnmi,
    Cpms,
    Csca,
    Cpin,
}

impl Name {
    fn text(self) -> String {
        format!("+{self:?}").to_uppercase()
    }
}

/// A line to a virtual modem, on which somebody else speaks too.
struct Talk<'a> {
    port: VirtualPort,
    said: std::vec::IntoIter<Said<'a>>,
    unread: Vec<u8>,
    /// Whether what was said by now can be taken for the answer to something else.
    confused: bool,
    /// Reads since the operation began.
    reads: u32,
    /// Messages handed over since the operation began.
    messages: u32,
    /// USSD requests since the operation began.
    requests: u32,
    /// Whether the last of them was taken, as far as anybody can tell.
    taken: bool,
}

impl Talk<'_> {
    fn say(&mut self, bytes: &[u8]) {
        self.unread.extend_from_slice(bytes);
    }
}

impl Port for Talk<'_> {
    fn read(&mut self, buffer: &mut [u8], timeout: Duration) -> Result<usize, PortError> {
        self.reads += 1;
        assert!(self.reads < 100_000, "no end of it");
        if self.unread.is_empty() {
            return self.port.read(buffer, timeout);
        }
        let len = self.unread.len().min(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(self.unread.drain(..len)) {
            *place = byte;
        }
        Ok(len)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        let said = self.said.next().unwrap_or(Said::Honest);
        self.messages += u32::from(bytes.ends_with(&[0x1A]));
        if bytes.starts_with(b"AT+CUSD=1") {
            assert!(!self.taken || self.confused, "a USSD request goes out once more");
            self.requests += 1;
            self.taken = matches!(said, Said::Nothing | Said::Ok | Said::Ussd { .. });
        }
        match said {
            Said::Honest => return self.port.write(bytes),
            Said::Nothing => {}
            Said::Ok => self.say(b"\r\nOK\r\n"),
            Said::Error => self.say(b"\r\nERROR\r\n"),
            Said::Cme(number) => self.say(format!("\r\n+CME ERROR: {number}\r\n").as_bytes()),
            Said::Cms(number) => self.say(format!("\r\n+CMS ERROR: {number}\r\n").as_bytes()),
            Said::Prompt => self.say(b"\r\n> "),
            Said::Ussd { state, text, scheme } => {
                self.say(format!("\r\n+CUSD: {},\"{text}\",{scheme}\r\n\r\nOK\r\n", state % 7).as_bytes());
                self.confused |= text.contains(['\r', '\n', '"']);
            }
            Said::Csim(answer) => {
                let digits: String = answer.iter().map(|byte| format!("{byte:02X}")).collect();
                self.say(format!("\r\n+CSIM: {},\"{digits}\"\r\n\r\nOK\r\n", digits.len()).as_bytes());
            }
            Said::Line { name, value } => {
                self.say(format!("\r\n{}: {value}\r\n\r\nOK\r\n", name.text()).as_bytes());
                self.confused |= value.contains(['\r', '\n']);
            }
            Said::Besides(noise) => {
                self.say(noise);
                self.confused = true;
                return self.port.write(bytes);
            }
            Said::Bytes(noise) => {
                self.say(noise);
                self.confused = true;
            }
            Said::Closed => return Err(PortError::closed()),
        }
        Ok(())
    }

    fn now(&self) -> Duration {
        self.port.now()
    }
}

/// Operations on a modem that says what it likes: each ends in time, a USSD request that was taken is not sent again in
/// another form, and a message is handed over once at most.
pub fn modem(data: &[u8]) {
    const MOST_OPERATIONS: usize = 8;
    /// Of virtual time: a card that is read through a modem that answers nothing at all takes longest.
    const LONGEST: Duration = Duration::from_secs(2 * 3600);
    let Some(Play { operations, said }) = structured(data) else { return };
    let talk = Talk {
        port: virtual_modem_with(Dialect::STANDARD).into_port(),
        said: said.into_iter(),
        unread: Vec::new(),
        confused: false,
        reads: 0,
        messages: 0,
        requests: 0,
        taken: false,
    };
    let Ok(mut modem) = Modem::open(talk) else { return };
    for operation in operations.into_iter().take(MOST_OPERATIONS) {
        let talk = modem.port_mut();
        (talk.reads, talk.messages, talk.requests, talk.taken) = (0, 0, 0, false);
        let began = talk.now();
        let ended = operate(&mut modem, &operation);
        assert!(ended.err().is_none_or(|error| !error.is_empty()));
        let talk = modem.port();
        assert!(talk.now().saturating_sub(began) < LONGEST, "{operation:?} takes {:?}", talk.now() - began);
        assert!(talk.messages <= u32::from(matches!(operation, Operation::SendText)), "{operation:?}");
        let most = if matches!(operation, Operation::Ussd(_) | Operation::UssdReply) { 4 } else { 0 };
        assert!(talk.requests <= most, "{operation:?}");
        assert!(modem.urcs_dropped() < 1 << 20);
    }
}

fn operate(modem: &mut Modem<Talk<'_>>, operation: &Operation) -> Result<(), String> {
    let text = |error: ModemError| error.to_string();
    let second = Duration::from_secs(1);
    match *operation {
        Operation::Ussd(request) => modem.ussd(request.text()).map_err(text).map(|answer| {
            assert!(!answer.text().is_empty() || answer.reading.raw.as_bytes().len() > 6);
        }),
        Operation::UssdReply => modem.ussd_reply("1").map(drop).map_err(text),
        Operation::UssdCancel => modem.ussd_cancel().map_err(text),
        Operation::UssdListen => modem.ussd_listen(second).map(drop).map_err(text),
        Operation::SendText => {
            let composer = Composer::new("+447700900456".parse().expect("a number"));
            modem.send_text(&composer, "Hello").map(|sent| assert_eq!(sent.len(), 1)).map_err(text)
        }
        Operation::Receive => modem.receive(second).map(drop).map_err(text),
        Operation::Messages => {
            let messages = modem.messages().map_err(text)?;
            assert!(messages.iter().all(|message| message.pdu.is_err()
                || message.pdu.as_ref().is_ok_and(|pdu| pdu.encode() == message.bytes)));
            Ok(())
        }
        Operation::Message(index) => {
            let message = modem.message(index.into()).map_err(text)?;
            assert!(message.is_none_or(|message| message.index == u32::from(index)));
            Ok(())
        }
        Operation::DeleteMessage(index) => modem.delete_message(index.into()).map_err(text),
        Operation::Registration => modem.registration().map(drop).map_err(text),
        Operation::Operator => modem.operator().map(drop).map_err(text),
        Operation::Signal => modem.signal().map(drop).map_err(text),
        Operation::Charset => modem.charset().map(drop).map_err(text),
        Operation::ServiceCentre => modem.service_centre().map(drop).map_err(text),
        Operation::Storage => modem.message_storage().map(drop).map_err(text),
        Operation::Urc => modem.next_urc(second).map(drop).map_err(text),
        Operation::Iccid => Card::new(modem).iccid().map(drop).map_err(|error| error.to_string()),
        Operation::Identity => Card::new(modem).identity().map(drop).map_err(|error| error.to_string()),
    }
}

/// A virtual modem; to put its card together takes longer than most inputs do.
fn virtual_modem_with(dialect: Dialect) -> VirtualModem {
    thread_local! {
        static CARD: VirtualCard = VirtualCard::uicc();
    }
    VirtualModem::with_dialect(CARD.with(Clone::clone), dialect)
}

/// Any bytes to the virtual modem: what it says does not depend on how they arrive, and is bounded. The first byte chooses
/// whether it echoes.
pub fn virtual_modem(data: &[u8]) {
    let Some((choice, data)) = data.split_first() else { return };
    let dialect = Dialect { echo: choice & 1 == 1, ..Dialect::STANDARD };
    let says = |chunk: usize| {
        let mut modem = virtual_modem_with(dialect);
        let mut said = Vec::new();
        for bytes in data.chunks(chunk) {
            modem.receive(bytes, Duration::ZERO);
        }
        let mut now = Duration::ZERO;
        for _ in 0..1000 {
            said.extend(modem.poll_output(now).unwrap_or_default());
            match modem.next_output() {
                Some(due) => now = now.max(due),
                None => break,
            }
        }
        assert!(modem.next_output().is_none(), "no end of it");
        (said, modem.commands().len())
    };
    let (said, commands) = says(data.len().max(1));
    assert_eq!((&said, commands), (&says(1).0, commands));
    // each line may list all stored messages
    assert!(
        said.len() <= data.len() + (commands + 1) * 16_384,
        "{} bytes to {commands} commands",
        said.len()
    );
}

/// What happens to a USSD session.
#[derive(Arbitrary, Debug)]
enum Happens {
    Request,
    Reply,
    Cancel,
    Abandon,
    Transmit,
    Comes { state: u8, text: bool },
    Unreadable,
    Later(u16),
    Due,
    Patience(u8),
    Event,
}

/// USSD dialogues: whatever comes in whatever order, each request and reply is given out once at most and in turn, an answer
/// comes only for what was given out, and every wait ends.
pub fn ussd_session(data: &[u8]) {
    let Some(happens): Option<Vec<Happens>> = structured(data) else { return };
    let mut session: Session<u32> = Session::new();
    let mut now = Duration::ZERO;
    // texts are numbers that count up, of what was asked for and of what came
    let (mut asked, mut came) = (0_u32, 0_u32);
    let mut given = None;
    // what was given out, and has neither answer nor failure yet
    let (mut sent, mut answered) = (0_u32, 0_u32);
    for happens in happens.into_iter().take(256) {
        let before = session.phase();
        match happens {
            Happens::Request => {
                let accepted = session.request(&asked.to_string(), now).is_ok();
                assert_eq!(accepted, matches!(before, Phase::Idle | Phase::Ended));
                asked += u32::from(accepted);
            }
            Happens::Reply => {
                let accepted = session.reply(&asked.to_string(), now).is_ok();
                assert_eq!(accepted, before == Phase::AskedBack);
                asked += u32::from(accepted);
            }
            Happens::Cancel => session.cancel(),
            Happens::Abandon => session.abandon(),
            Happens::Transmit => match session.poll_transmit() {
                Some(Transmit::Request(text) | Transmit::Reply(text)) => {
                    let number: u32 = text.parse().expect("what was asked for");
                    assert!(number < asked && given.is_none_or(|last| last < number), "given out twice");
                    given = Some(number);
                    sent += 1;
                }
                Some(Transmit::Cancel) => assert!(sent > 0 || came > 0, "there was no dialogue"),
                Some(_) | None => {}
            },
            Happens::Comes { state, text } => {
                let text = text.then_some(came);
                came += 1;
                session.receive(UssdState::from_number(state % 8), text, now);
            }
            Happens::Unreadable => session.receive_unreadable(now),
            Happens::Later(millis) => {
                now += Duration::from_millis(millis.into());
                session.handle_timeout(now);
                assert!(session.poll_timeout().is_none_or(|due| due > now));
            }
            Happens::Due => {
                if let Some(due) = session.poll_timeout() {
                    now = now.max(due);
                    session.handle_timeout(now);
                    assert!(!matches!(session.phase(), Phase::Waiting { .. }), "it waits for ever");
                }
            }
            Happens::Patience(seconds) => session.set_patience(Some(Duration::from_secs(seconds.into()))),
            Happens::Event => match session.poll_event() {
                Some(Event::Answer { text, earlier, .. }) => {
                    answered += 1;
                    assert!(earlier.iter().chain([&text]).is_sorted() && text < came);
                    assert!(earlier.len() < 16);
                }
                Some(Event::Failed(_)) => answered += 1,
                Some(Event::Unasked { text, .. }) => assert!(text.is_none_or(|text| text < came)),
                Some(_) | None => {}
            },
        }
        assert!(answered <= asked, "an answer to nothing");
        assert_eq!(session.is_asked_back(), session.phase() == Phase::AskedBack);
    }
}
