//! A card whose toolkit does what a test says.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use simcard::apdu::Instruction;
use simcard::mock::{MockError, VirtualCard};
use simcard::toolkit::command::DisplayText;
use simcard::toolkit::{Command, ProactiveCommand, ScriptedHost, TerminalResponse};
use simcard::transport::{Transport, TransportInfo};

/// What came to the toolkit of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    Profile,
    Fetch,
    Response(Vec<u8>),
    Envelope(Vec<u8>),
    Status,
    Reset,
}

/// What a card answers to something that came, besides what it has to: further commands, and a status word of its own.
pub type Brain = Box<dyn FnMut(&Came, &mut VecDeque<Vec<u8>>) -> Option<u16>>;

/// A card with all the files of a virtual one, and a toolkit that the test has in hand.
pub struct Puppet {
    card: VirtualCard,
    queue: VecDeque<Vec<u8>>,
    /// What FETCH gave, and is not answered.
    fetched: bool,
    brain: Brain,
    log: Rc<RefCell<Vec<Came>>>,
    /// Whether a command that is not answered makes it mute.
    strict: bool,
}

impl Puppet {
    /// Has these commands after TERMINAL PROFILE.
    pub fn new(commands: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut commands: Option<VecDeque<_>> = Some(commands.into_iter().collect());
        Self::thinking(move |came, queue| {
            if *came == Came::Profile {
                queue.extend(commands.take().into_iter().flatten());
            }
            None
        })
    }

    pub fn thinking(brain: impl FnMut(&Came, &mut VecDeque<Vec<u8>>) -> Option<u16> + 'static) -> Self {
        Self::on(VirtualCard::builder().no_toolkit().build(), brain)
    }

    pub fn on(
        card: VirtualCard,
        brain: impl FnMut(&Came, &mut VecDeque<Vec<u8>>) -> Option<u16> + 'static,
    ) -> Self {
        let log = Rc::default();
        Self { card, queue: VecDeque::new(), fetched: false, brain: Box::new(brain), log, strict: false }
    }

    /// Has these commands at once.
    pub fn early(mut self, commands: impl IntoIterator<Item = Vec<u8>>) -> Self {
        self.queue.extend(commands);
        self
    }

    /// Listens to nothing but the answer to a command that was fetched.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    pub fn log(&self) -> Rc<RefCell<Vec<Came>>> {
        Rc::clone(&self.log)
    }

    pub fn card_mut(&mut self) -> &mut VirtualCard {
        &mut self.card
    }

    fn came(&mut self, came: Came) -> Option<u16> {
        let status = (self.brain)(&came, &mut self.queue);
        self.log.borrow_mut().push(came);
        status
    }

    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let instruction = Instruction::new(command[1]);
        let data = command.get(5..).unwrap_or_default().to_vec();
        if self.strict
            && self.fetched
            && ![Instruction::TERMINAL_RESPONSE, Instruction::FETCH].contains(&instruction)
        {
            return vec![0x6F, 0x00];
        }
        let status = match instruction {
            Instruction::TERMINAL_PROFILE => self.came(Came::Profile),
            Instruction::ENVELOPE => self.came(Came::Envelope(data)),
            Instruction::FETCH => {
                let status = self.came(Came::Fetch);
                return match (status, self.queue.front()) {
                    (Some(status), _) => status.to_be_bytes().to_vec(),
                    (None, None) => vec![0x69, 0x85],
                    (None, Some(command)) => {
                        self.fetched = true;
                        [&command[..], &[0x90, 0x00]].concat()
                    }
                };
            }
            Instruction::TERMINAL_RESPONSE => {
                if self.fetched {
                    self.queue.pop_front();
                }
                self.fetched = false;
                self.came(Came::Response(data))
            }
            Instruction::STATUS => {
                let status = self.came(Came::Status);
                if command[3] == 0x0C || status.is_some() {
                    status
                } else {
                    return self.success(self.card.clone().process(command));
                }
            }
            _ => {
                let response = self.card.process(command);
                return self.success(response);
            }
        };
        self.success(status.unwrap_or(0x9000).to_be_bytes().to_vec())
    }

    /// The response, with the command that waits in place of a plain success.
    fn success(&self, mut response: Vec<u8>) -> Vec<u8> {
        if let (false, Some(command)) = (self.fetched, self.queue.front()) {
            if response.ends_with(&[0x90, 0x00]) {
                response.truncate(response.len() - 2);
                response.extend([0x91, u8::try_from(command.len() % 256).unwrap()]);
            }
        }
        response
    }
}

impl Transport for Puppet {
    type Error = MockError;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], MockError> {
        let answer = self.answer(command);
        let room = response.get_mut(..answer.len()).ok_or(MockError::ResponseTooLong(answer.len()))?;
        room.copy_from_slice(&answer);
        Ok(room)
    }

    fn info(&self) -> TransportInfo {
        self.card.info()
    }

    fn reset(&mut self) -> Result<(), MockError> {
        self.queue.clear();
        self.fetched = false;
        self.came(Came::Reset);
        self.card.reset()
    }

    fn epoch(&self) -> u32 {
        self.card.epoch()
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = MockError>),
    ) -> Result<(), MockError> {
        body(self);
        Ok(())
    }
}

/// A command as FETCH brings it, with number 1.
pub fn proactive(command: impl Into<Command>) -> Vec<u8> {
    ProactiveCommand::new(1, command).encode().unwrap()
}

pub fn text(text: &str) -> Vec<u8> {
    proactive(DisplayText::new(text).unwrap())
}

/// The answers among what came.
pub fn responses(log: &[Came]) -> Vec<TerminalResponse> {
    log.iter()
        .filter_map(|came| match came {
            Came::Response(bytes) => Some(TerminalResponse::decode(bytes).unwrap()),
            _ => None,
        })
        .collect()
}

/// The general results of the answers.
pub fn results(log: &[Came]) -> Vec<u8> {
    responses(log).iter().map(|response| response.general().0).collect()
}

/// As many answers as commands that were fetched, one after each.
pub fn assert_answered(log: &[Came]) {
    let mut open = false;
    for came in log {
        match came {
            Came::Fetch => {
                assert!(!open, "a command fetched before the last one was answered: {log:?}");
                open = true;
            }
            Came::Response(_) => {
                assert!(open, "an answer to nothing: {log:?}");
                open = false;
            }
            Came::Reset => open = false,
            _ => {}
        }
    }
    assert!(!open, "a command without an answer: {log:?}");
}

/// A host that consents, and whose network knows these.
pub fn network() -> ScriptedHost {
    ScriptedHost::new()
        .consenting()
        .ussd("*100#", "Balance: 12.34 EUR")
        .ussd("*110#", "+447700900123")
        .ussd("*103*1234567890#", "Topped up")
}
