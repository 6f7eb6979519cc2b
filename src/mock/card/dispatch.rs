use alloc::vec::Vec;

use super::request::body;
use super::{Direction, Fault, Kind, Outcome, Request, VirtualCard};
use crate::apdu::{Class, Instruction, SecureMessaging, StatusWord};

/// An instruction that a card knows. Adding one is a line in a table here and its function.
struct Entry {
    instruction: Instruction,
    classes: Classes,
    direction: Direction,
    run: fn(&mut VirtualCard, &Request<'_>) -> Outcome,
}

/// The classes of an instruction (ETSI TS 102 221 table 10.5), on all channels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Classes {
    /// `0X`, `4X`, `6X`.
    Interindustry,
    /// `8X`, `CX`, `EX`.
    Etsi,
    /// Either.
    Both,
}

use Classes::{Both, Etsi, Interindustry};
use Direction::{In, Out};

const UICC: &[Entry] = &[
    entry(Instruction::SELECT, Interindustry, In, VirtualCard::select),
    entry(Instruction::STATUS, Etsi, Out, VirtualCard::status),
    entry(Instruction::READ_BINARY, Interindustry, Out, VirtualCard::read_binary),
    entry(Instruction::READ_BINARY_ODD, Interindustry, In, VirtualCard::read_binary_far),
    entry(Instruction::READ_RECORD, Interindustry, Out, VirtualCard::read_record),
    entry(Instruction::UPDATE_BINARY, Interindustry, In, VirtualCard::update_binary),
    entry(Instruction::UPDATE_BINARY_ODD, Interindustry, In, VirtualCard::update_binary_far),
    entry(Instruction::UPDATE_RECORD, Interindustry, In, VirtualCard::update_record),
    entry(Instruction::SEARCH_RECORD, Interindustry, In, VirtualCard::search_record),
    entry(Instruction::INCREASE, Etsi, In, VirtualCard::increase),
    entry(Instruction::RETRIEVE_DATA, Etsi, Direction::Both, VirtualCard::retrieve_data),
    entry(Instruction::SET_DATA, Etsi, In, VirtualCard::set_object),
    entry(Instruction::DEACTIVATE_FILE, Interindustry, In, VirtualCard::deactivate_file),
    entry(Instruction::ACTIVATE_FILE, Interindustry, In, VirtualCard::activate_file),
    entry(Instruction::CREATE_FILE, Interindustry, In, VirtualCard::create_file),
    entry(Instruction::DELETE_FILE, Interindustry, In, VirtualCard::delete_file),
    entry(Instruction::RESIZE_FILE, Etsi, In, VirtualCard::resize_file),
    entry(Instruction::TERMINATE_DF, Interindustry, In, VirtualCard::terminate_df),
    entry(Instruction::TERMINATE_EF, Interindustry, In, VirtualCard::terminate_ef),
    entry(Instruction::TERMINATE_CARD_USAGE, Interindustry, In, VirtualCard::terminate_card_usage),
    entry(Instruction::SUSPEND_UICC, Etsi, In, VirtualCard::suspend),
    entry(Instruction::GET_RESPONSE, Both, Out, VirtualCard::get_response),
    entry(Instruction::VERIFY, Interindustry, In, VirtualCard::verify),
    entry(Instruction::CHANGE_PIN, Interindustry, In, VirtualCard::change_pin),
    entry(Instruction::DISABLE_PIN, Interindustry, In, VirtualCard::disable_pin),
    entry(Instruction::ENABLE_PIN, Interindustry, In, VirtualCard::enable_pin),
    entry(Instruction::UNBLOCK_PIN, Interindustry, In, VirtualCard::unblock_pin),
    entry(Instruction::MANAGE_CHANNEL, Interindustry, Out, VirtualCard::manage_channel),
    entry(Instruction::GET_CHALLENGE, Interindustry, Out, VirtualCard::challenge),
    entry(Instruction::AUTHENTICATE, Interindustry, In, VirtualCard::authenticate),
    entry(Instruction::GET_IDENTITY, Etsi, In, VirtualCard::get_identity),
    entry(Instruction::TERMINAL_CAPABILITY, Etsi, In, VirtualCard::terminal_capability),
    entry(Instruction::TERMINAL_PROFILE, Etsi, In, VirtualCard::terminal_profile),
    entry(Instruction::FETCH, Etsi, Out, VirtualCard::fetch),
    entry(Instruction::TERMINAL_RESPONSE, Etsi, In, VirtualCard::terminal_response),
    entry(Instruction::ENVELOPE, Etsi, In, VirtualCard::envelope),
];

/// All in class `A0`.
const GSM: &[Entry] = &[
    entry(Instruction::SELECT, Both, In, VirtualCard::gsm_select),
    entry(Instruction::STATUS, Both, Out, VirtualCard::gsm_status),
    entry(Instruction::READ_BINARY, Both, Out, VirtualCard::read_binary),
    entry(Instruction::READ_RECORD, Both, Out, VirtualCard::read_record),
    entry(Instruction::UPDATE_BINARY, Both, In, VirtualCard::update_binary),
    entry(Instruction::UPDATE_RECORD, Both, In, VirtualCard::update_record),
    entry(Instruction::SEARCH_RECORD, Both, In, VirtualCard::seek),
    entry(Instruction::INCREASE, Both, In, VirtualCard::increase),
    entry(Instruction::GET_RESPONSE, Both, Out, VirtualCard::get_response),
    entry(Instruction::VERIFY, Both, In, VirtualCard::verify),
    entry(Instruction::CHANGE_PIN, Both, In, VirtualCard::change_pin),
    entry(Instruction::DISABLE_PIN, Both, In, VirtualCard::disable_pin),
    entry(Instruction::ENABLE_PIN, Both, In, VirtualCard::enable_pin),
    entry(Instruction::UNBLOCK_PIN, Both, In, VirtualCard::unblock_pin),
    entry(Instruction::TERMINAL_PROFILE, Both, In, VirtualCard::terminal_profile),
    entry(Instruction::FETCH, Both, Out, VirtualCard::fetch),
    entry(Instruction::TERMINAL_RESPONSE, Both, In, VirtualCard::terminal_response),
    entry(Instruction::ENVELOPE, Both, In, VirtualCard::envelope),
    entry(Instruction::DEACTIVATE_FILE, Both, In, VirtualCard::invalidate),
    entry(Instruction::ACTIVATE_FILE, Both, In, VirtualCard::rehabilitate),
    entry(Instruction::AUTHENTICATE, Both, In, VirtualCard::run_gsm_algorithm),
    entry(Instruction::SLEEP, Both, In, VirtualCard::sleep),
];

const fn entry(
    instruction: Instruction,
    classes: Classes,
    direction: Direction,
    run: fn(&mut VirtualCard, &Request<'_>) -> Outcome,
) -> Entry {
    Entry { instruction, classes, direction, run }
}

impl VirtualCard {
    /// Reads a command, runs its instruction and writes the response data.
    pub(super) fn execute(&mut self, command: &[u8], out: &mut Vec<u8>) -> Result<StatusWord, Fault> {
        let (header, rest) = command.split_first_chunk().ok_or(Fault::Length)?;
        let [class, instruction, p1, p2] = *header;
        let (class, instruction) = (Class::new(class), Instruction::new(instruction));
        // A response lost is lost: only a GET RESPONSE that follows at once gets it (TS 102 221 12.1.1.1).
        if instruction != Instruction::GET_RESPONSE {
            self.pending = None;
            self.answer.clear();
        }
        if self.terminated {
            return Err(Fault::Conditions);
        }
        self.awake_for(instruction)?;
        let entry = self.find(class, instruction)?;
        if self.waits_for_response(instruction) {
            return Err(Fault::Status(StatusWord::new(0x6F00)));
        }
        let channel = self.channel_of(class)?;
        let (data, le) = body(self.level, entry.direction, rest)?;
        if class.is_chained() {
            if !self.chaining || entry.direction != In {
                return Err(Fault::Chaining);
            }
            self.link(*header, data)?;
            return Ok(StatusWord::OK);
        }
        let mut chained = self.links(*header)?;
        let data = if chained.is_empty() {
            data
        } else {
            chained.extend_from_slice(data);
            &chained
        };
        let request = Request { class, instruction, channel, p1, p2, data, le, level: self.level };
        let reply = (entry.run)(self, &request)?;
        Ok(self.reply(&request, reply, out))
    }

    fn find(&self, class: Class, instruction: Instruction) -> Result<&'static Entry, Fault> {
        let known = match (self.kind, class.value()) {
            (Kind::Gsm | Kind::UiccAndGsm, 0xA0) => GSM,
            (Kind::Uicc | Kind::UiccAndGsm, _) if !class.is_gsm() && class.channel().is_some() => UICC,
            _ => return Err(Fault::Class),
        };
        let entry = known.iter().find(|entry| entry.instruction == instruction).ok_or(Fault::Instruction)?;
        let etsi = class.value() & 0x80 != 0;
        match entry.classes {
            Interindustry if etsi => Err(Fault::Class),
            Etsi if !etsi => Err(Fault::Class),
            _ => Ok(entry),
        }
    }

    /// The channel of a class, if it is open and the class asks for nothing that the card does not do.
    fn channel_of(&self, class: Class) -> Result<u8, Fault> {
        let channel = class.channel().ok_or(Fault::Class)?;
        if !self.channel(channel).is_some_and(|channel| channel.open) {
            return Err(Fault::Channel);
        }
        if class.secure_messaging() != SecureMessaging::None {
            return Err(Fault::SecureMessaging);
        }
        Ok(channel)
    }

    /// The status word for a command that failed.
    pub(super) fn refusal(&self, command: &[u8], fault: Fault) -> StatusWord {
        let fault = match fault {
            Fault::Le(_) if self.quirks.plain_wrong_length => Fault::Length,
            Fault::Class if self.quirks.unknown_class_6d00 => Fault::Instruction,
            other => other,
        };
        let gsm = command.first().is_some_and(|class| Class::new(*class).is_gsm());
        if gsm { fault.gsm() } else { fault.uicc() }
    }
}
