//! Objects.

use alloc::vec::Vec;

use super::macros::bytes_object;

/// How long: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Duration(pub Vec<u8>);

bytes_object!(Duration, 0x04, "duration");

/// A number to call: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Address(pub Vec<u8>);

bytes_object!(Address, 0x06, "address");

/// What a call needs: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CapabilityConfiguration(pub Vec<u8>);

bytes_object!(CapabilityConfiguration, 0x07, "capability configuration parameters");

/// A subaddress: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Subaddress(pub Vec<u8>);

bytes_object!(Subaddress, 0x08, "subaddress");

/// A supplementary service string: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SsString(pub Vec<u8>);

bytes_object!(SsString, 0x09, "SS string");

/// A USSD string with its coding: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UssdString(pub Vec<u8>);

bytes_object!(UssdString, 0x0A, "USSD string");

/// A short message: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct SmsTpdu(pub Vec<u8>);

bytes_object!(SmsTpdu, 0x0B, "SMS TPDU");

/// A page of a cell broadcast message: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CellBroadcastPage(pub Vec<u8>);

bytes_object!(CellBroadcastPage, 0x0C, "cell broadcast page");

/// A tone: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Tone(pub Vec<u8>);

bytes_object!(Tone, 0x0E, "tone");

/// How long an answer may be: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ResponseLength(pub Vec<u8>);

bytes_object!(ResponseLength, 0x11, "response length");

/// Files: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FileList(pub Vec<u8>);

bytes_object!(FileList, 0x12, "file list");

/// That the user wants help: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct HelpRequest(pub Vec<u8>);

bytes_object!(HelpRequest, 0x15, "help request");

/// The text an input begins with: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DefaultText(pub Vec<u8>);

bytes_object!(DefaultText, 0x17, "default text");

/// What each item of a menu leads to: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NextActions(pub Vec<u8>);

bytes_object!(NextActions, 0x18, "items next action indicator");

/// Events: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EventList(pub Vec<u8>);

bytes_object!(EventList, 0x19, "event list");

/// Why a call ended: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Cause(pub Vec<u8>);

bytes_object!(Cause, 0x1A, "cause");

/// Calls: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TransactionIdentifier(pub Vec<u8>);

bytes_object!(TransactionIdentifier, 0x1C, "transaction identifier");

/// An icon: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct IconIdentifier(pub Vec<u8>);

bytes_object!(IconIdentifier, 0x1E, "icon identifier");

/// The icons of the items of a menu: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ItemIcons(pub Vec<u8>);

bytes_object!(ItemIcons, 0x1F, "item icon identifier list");

/// A timer: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TimerIdentifier(pub Vec<u8>);

bytes_object!(TimerIdentifier, 0x24, "timer identifier");

/// Hours, minutes and seconds: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TimerValue(pub Vec<u8>);

bytes_object!(TimerValue, 0x25, "timer value");

/// A point in time: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DateTime(pub Vec<u8>);

bytes_object!(DateTime, 0x26, "date-time and time zone");

/// What call control wants: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CallControlAction(pub Vec<u8>);

bytes_object!(CallControlAction, 0x27, "call control requested action");

/// An AT command: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AtCommand(pub Vec<u8>);

bytes_object!(AtCommand, 0x28, "AT command");

/// The answer to an AT command: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AtResponse(pub Vec<u8>);

bytes_object!(AtResponse, 0x29, "AT response");

/// How two bearer capabilities relate: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RepeatIndicator(pub Vec<u8>);

bytes_object!(RepeatIndicator, 0x2A, "BC repeat indicator");

/// That the answer is due at once: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImmediateResponse(pub Vec<u8>);

bytes_object!(ImmediateResponse, 0x2B, "immediate response");

/// Tones to dial: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DtmfString(pub Vec<u8>);

bytes_object!(DtmfString, 0x2C, "DTMF string");

/// A language: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Language(pub Vec<u8>);

bytes_object!(Language, 0x2D, "language");

/// How a text looks: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TextAttribute(pub Vec<u8>);

bytes_object!(TextAttribute, 0x50, "text attribute");

/// How the items of a menu look: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ItemTextAttributes(pub Vec<u8>);

bytes_object!(ItemTextAttributes, 0x51, "item text attribute list");
