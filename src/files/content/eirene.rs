//! What railway radios (GSM-R) keep on a card (UIC P38 T 9001, FFFIS for GSM-R SIM cards, 7 and 8).

use alloc::string::String;
use alloc::vec::Vec;

use super::dialing::none_if_ff;
use super::{AlphaIdentifier, Bytes, Content, PlmnField, filled, not_blank};
use crate::codec::{DecodeError, EncodeError, Reader, bcd};
use crate::fs::FileId;

/// The digits up to the filling, or nothing if something else comes.
fn digits(bytes: &[u8]) -> Option<String> {
    let mut digits = String::new();
    for half in bcd::halves(bytes).take_while(|half| *half != 0x0F) {
        digits.push(bcd::Alphabet::Dialling.digit(half)?);
    }
    Some(digits).filter(|digits| !digits.is_empty())
}

/// Fields of fixed lengths, in their order, and what follows them.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $type:ident, $object:literal { $($(#[$field_meta:meta])* $field:ident: $kind:ty = $read:ident,)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $type {
            $($(#[$field_meta])* pub $field: $kind,)*
            /// What follows, without padding.
            pub rest: Bytes,
        }

        impl Content for $type {
            fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
                not_blank($object, bytes)?;
                let mut reader = Reader::new($object, bytes);
                Ok(Self {
                    $($field: <$kind>::from(reader.$read()?),)*
                    rest: Bytes::unpadded(reader.rest()),
                })
            }

            fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
                let mut out = Vec::with_capacity(len);
                $(self.$field.push(&mut out);)*
                out.extend(&self.rest.0);
                filled($object, out, len)
            }
        }
    };
}

/// How the fields are written.
trait Push {
    fn push(&self, out: &mut Vec<u8>);
}

impl Push for u8 {
    fn push(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }
}

impl Push for u16 {
    fn push(&self, out: &mut Vec<u8>) {
        out.extend(self.to_be_bytes());
    }
}

impl Push for u32 {
    fn push(&self, out: &mut Vec<u8>) {
        out.extend(self.to_be_bytes());
    }
}

impl<const N: usize> Push for [u8; N] {
    fn push(&self, out: &mut Vec<u8>) {
        out.extend(self);
    }
}

impl Push for PlmnField {
    fn push(&self, out: &mut Vec<u8>) {
        out.extend(self.0);
    }
}

impl From<[u8; 3]> for PlmnField {
    fn from(bytes: [u8; 3]) -> Self {
        Self(bytes)
    }
}

impl Push for PriorityLevel {
    fn push(&self, out: &mut Vec<u8>) {
        out.push(self.0);
    }
}

impl Push for NextTable {
    fn push(&self, out: &mut Vec<u8>) {
        out.push(self.kind);
        out.extend(self.id);
    }
}

record! {
    /// A number by which others reach whoever does a job, such as the driver of a train: a record of EF.FN
    /// (FFFIS for GSM-R SIM cards 7.2).
    ///
    /// ```
    /// use simcard::files::{ElementaryFile, eirene};
    ///
    /// let record = eirene::Fn::decode(&[0x40, 0x24, 0x21, 0x43, 0x65, 0x10, 0xFF, 0x8F, 0x01])?;
    /// assert_eq!(record.number().as_deref(), Some("044212345601"));
    /// assert!(record.is_permanent() && !record.is_presented_alone());
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    FunctionalNumber, "EF.FN" {
        /// The digits; in the last half byte, of what kind the number is.
        number_and_type: [u8; 8] = array,
        /// The list that the number is in.
        list_number: u8 = u8,
    }
}

impl FunctionalNumber {
    /// The number; `None` if there is none.
    pub fn number(&self) -> Option<String> {
        let mut bytes = self.number_and_type;
        let [.., last] = &mut bytes;
        *last |= 0xF0;
        digits(&bytes)
    }

    /// Whether no other number of the user is to be shown than this.
    pub const fn is_presented_alone(&self) -> bool {
        let [.., last] = self.number_and_type;
        last & 0x40 != 0
    }

    /// Whether the number stays registered.
    pub const fn is_permanent(&self) -> bool {
        let [.., last] = self.number_and_type;
        last & 0x80 != 0
    }
}

serialize_fields!(FunctionalNumber, this {
    "functional_number" => this.number(),
    "bytes" if this.number().is_none() => Bytes(this.number_and_type.to_vec()),
    "presentation_of_only_this_fn" => this.is_presented_alone(),
    "permanent_fn" => this.is_permanent(),
    "list_number" => this.list_number,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// How urgent a call is (FFFIS for GSM-R SIM cards 7.4.3 and 7.4.12, 3GPP TS 22.067): a byte whose low three bits
/// count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PriorityLevel(pub u8);

impl PriorityLevel {
    /// The level as it is written: `A` and `B` before `0` to `4`; `None` if there is none.
    pub const fn name(self) -> Option<&'static str> {
        match self.0 & 0x07 {
            1 => Some("4"),
            2 => Some("3"),
            3 => Some("2"),
            4 => Some("1"),
            5 => Some("0"),
            6 => Some("B"),
            7 => Some("A"),
            _ => None,
        }
    }
}

impl From<u8> for PriorityLevel {
    fn from(value: u8) -> Self {
        Self(value)
    }
}

/// The level, with the whole byte if its upper bits are set.
#[cfg(feature = "serde")]
impl serde::Serialize for PriorityLevel {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.name(), self.0 & 0xF8) {
            (name, 0) => name.serialize(serializer),
            (name, _) => serializer.collect_str(&format_args!("{} ({:02X})", name.unwrap_or("none"), self.0)),
        }
    }
}

record! {
    /// How calls of high priority are confirmed: EF.CallconfC (FFFIS for GSM-R SIM cards 7.3 and 7.4).
    CallConfirmation, "EF.CallconfC" {
        /// The lowest level that is confirmed.
        pl_conf: PriorityLevel = u8,
        /// The number that confirmations go to.
        conf_nr: [u8; 8] = array,
        /// The longest random delay before a confirmation.
        max_rand: u8 = u8,
        /// How often a confirmation is tried.
        n_ack_max: u16 = u16,
        /// The level of the confirming call.
        pl_ack: PriorityLevel = u8,
        /// How many nested calls are remembered.
        n_nested_max: u8 = u8,
        /// The group of train emergency calls.
        train_emergency_gid: u8 = u8,
        /// The group of shunting emergency calls.
        shunting_emergency_gid: u8 = u8,
        /// The equipment.
        imei: [u8; 8] = array,
    }
}

impl CallConfirmation {
    /// The number that confirmations go to.
    pub fn number(&self) -> Option<String> {
        digits(&self.conf_nr)
    }
}

serialize_fields!(CallConfirmation, this {
    "pl_conf" => this.pl_conf,
    "conf_nr" => this.number(),
    "conf_nr_bytes" if this.number().is_none() => Bytes(this.conf_nr.to_vec()),
    "max_rand" => this.max_rand,
    "n_ack_max" => this.n_ack_max,
    "pl_ack" => this.pl_ack,
    "n_nested_max" => this.n_nested_max,
    "train_emergency_gid" => this.train_emergency_gid,
    "shunting_emergency_gid" => this.shunting_emergency_gid,
    "imei" => digits(&this.imei),
    "rest" if !this.rest.is_empty() => this.rest,
});

record! {
    /// A call of high priority that is to be confirmed: a record of EF.CallconfI (FFFIS for GSM-R SIM cards 7.5).
    CallConfirmationRecord, "EF.CallconfI" {
        /// How long the call was.
        t_dur: [u8; 3] = array,
        /// When it ended, counted from then to the confirmation.
        t_relcalc: u32 = u32,
        /// Its level.
        pl_call: PriorityLevel = u8,
        /// Why it ended.
        cause: u8 = u8,
        /// The group call reference.
        gcr: [u8; 4] = array,
        /// The functional number of the user.
        fnr: [u8; 8] = array,
    }
}

impl CallConfirmationRecord {
    /// How long the call was.
    pub const fn duration(&self) -> u32 {
        let [high, middle, low] = self.t_dur;
        u32::from_be_bytes([0, high, middle, low])
    }

    /// Why it ended, where the value has a meaning.
    pub const fn cause_name(&self) -> Option<&'static str> {
        match self.cause {
            1 => Some("powered_off"),
            2 => Some("radio_link_error"),
            5 => Some("user_command"),
            _ => None,
        }
    }
}

serialize_fields!(CallConfirmationRecord, this {
    "t_dur" => this.duration(),
    "t_relcalc" => this.t_relcalc,
    "pl_call" => this.pl_call,
    "cause" => this.cause,
    "cause_name" => this.cause_name(),
    "gcr" => digits(&this.gcr),
    "fnr" => digits(&this.fnr),
    "bytes" if digits(&this.gcr).is_none() || digits(&this.fnr).is_none() =>
        Bytes([this.gcr.as_slice(), &this.fnr].concat()),
    "rest" if !this.rest.is_empty() => this.rest,
});

record! {
    /// The groups of shunting: EF.Shunting (FFFIS for GSM-R SIM cards 7.6).
    ShuntingGroups, "EF.Shunting" {
        /// The group common to all.
        common_gid: u8 = u8,
        /// The other groups.
        shunting_gid: [u8; 7] = array,
    }
}

serialize_fields!(ShuntingGroups, this {
    "common_gid" => this.common_gid,
    "shunting_gid" => Bytes(this.shunting_gid.to_vec()),
    "rest" if !this.rest.is_empty() => this.rest,
});

record! {
    /// A railway network and what it can do: a record of EF.GsmrPLMN (FFFIS for GSM-R SIM cards 7.7).
    GsmrNetwork, "EF.GsmrPLMN" {
        /// The network.
        plmn: PlmnField = array,
        /// What it supports, and in the low three bits how much it is preferred.
        class_of_network: u8 = u8,
        /// The file with the international codes for incoming calls.
        ic_incoming_ref_tbl: u16 = u16,
        /// The file that outgoing calls start from.
        outgoing_ref_tbl: u16 = u16,
        /// The record with the network's own international code.
        ic_table_ref: u8 = u8,
    }
}

impl GsmrNetwork {
    /// What it supports.
    pub fn services(&self) -> impl Iterator<Item = &'static str> {
        let names = [(0x80, "eirene"), (0x40, "fn"), (0x20, "emlpp"), (0x10, "vgcs"), (0x08, "vbs")];
        let class = self.class_of_network;
        names.into_iter().filter(move |(bit, _)| class & bit != 0).map(|(_, name)| name)
    }

    /// How much it is preferred: 0 first.
    pub const fn preference(&self) -> u8 {
        self.class_of_network & 0x07
    }
}

serialize_fields!(GsmrNetwork, this {
    "plmn" => this.plmn,
    "supported" => this.services().collect::<Vec<_>>(),
    "preference" => this.preference(),
    "ic_incoming_ref_tbl" => FileId(this.ic_incoming_ref_tbl),
    "outgoing_ref_tbl" => FileId(this.outgoing_ref_tbl),
    "ic_table_ref" => this.ic_table_ref,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// The table in which a number being dialled is looked up next (FFFIS for GSM-R SIM cards 8.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NextTable {
    kind: u8,
    id: [u8; 2],
}

/// What kind of table that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TableType {
    /// `F0`: the digits decide.
    Decision,
    /// `F1`: a choice of values.
    Predefined,
    /// `F2`: a number of digits to dial.
    NumDialDigits,
    /// `F3`: international codes.
    Ic,
    /// `FF`: there is no further table.
    Empty,
    /// A value that has no meaning yet.
    Reserved(u8),
}

impl TableType {
    /// The type that has this value.
    pub const fn new(value: u8) -> Self {
        match value {
            0xF0 => Self::Decision,
            0xF1 => Self::Predefined,
            0xF2 => Self::NumDialDigits,
            0xF3 => Self::Ic,
            0xFF => Self::Empty,
            value => Self::Reserved(value),
        }
    }

    /// Its value.
    pub const fn value(self) -> u8 {
        match self {
            Self::Decision => 0xF0,
            Self::Predefined => 0xF1,
            Self::NumDialDigits => 0xF2,
            Self::Ic => 0xF3,
            Self::Empty => 0xFF,
            Self::Reserved(value) => value,
        }
    }
}

impl NextTable {
    /// A table of this type in this file.
    pub const fn new(kind: TableType, id: FileId) -> Self {
        Self { kind: kind.value(), id: id.to_bytes() }
    }

    /// Its type.
    pub const fn kind(&self) -> TableType {
        TableType::new(self.kind)
    }

    /// The file it is in; `None` if there is no further table.
    pub fn file(&self) -> Option<FileId> {
        Some(FileId(u16::from_be_bytes(self.id))).filter(|id| *id != FileId(0xFFFF))
    }
}

impl From<[u8; 3]> for NextTable {
    fn from([kind, high, low]: [u8; 3]) -> Self {
        Self { kind, id: [high, low] }
    }
}

record! {
    /// An international code and where numbers that start with it are looked up next: a record of EF.IC
    /// (FFFIS for GSM-R SIM cards 7.8).
    InternationalCode, "EF.IC" {
        /// Where to go on.
        next: NextTable = array,
        /// The digits that decide.
        decision_value: [u8; 2] = array,
        /// The record of EF.NW with the name.
        network_string_table_index: u16 = u16,
    }
}

serialize_fields!(InternationalCode, this {
    "next_table_type" => this.next.kind(),
    "id_of_next_table" => this.next.file(),
    "ic_decision_value" => digits(&this.decision_value),
    "ic_decision_bytes" if digits(&this.decision_value).is_none() => Bytes(this.decision_value.to_vec()),
    "network_string_table_index" => this.network_string_table_index,
    "rest" if !this.rest.is_empty() => this.rest,
});

/// What a network is called: a record of EF.NW (FFFIS for GSM-R SIM cards 7.9).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RailwayNetworkName(
    /// The name.
    pub AlphaIdentifier,
);

impl Content for RailwayNetworkName {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.NW", bytes)?;
        Ok(Self(AlphaIdentifier::from_bytes(bytes)))
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(len);
        self.0.push("EF.NW", &mut out, len)?;
        Ok(out)
    }
}

serialize_fields!(RailwayNetworkName, this { "network_name" => this.0 });

record! {
    /// Digits and where numbers that go on with them are looked up next: a record of EF.CT or EF.SC
    /// (FFFIS for GSM-R SIM cards 8.4).
    DecisionRecord, "GSM-R decision table" {
        /// Where to go on.
        next: NextTable = array,
        /// The digits that decide.
        decision_value: [u8; 2] = array,
        /// The text to show.
        string_table_index: u8 = u8,
    }
}

serialize_fields!(DecisionRecord, this {
    "next_table_type" => this.next.kind(),
    "id_of_next_table" => this.next.file(),
    "decision_value" => digits(&this.decision_value),
    "decision_bytes" if digits(&this.decision_value).is_none() => Bytes(this.decision_value.to_vec()),
    "string_table_index" => none_if_ff(this.string_table_index),
    "rest" if !this.rest.is_empty() => this.rest,
});

record! {
    /// A record of a table of predefined values: EF.FC, EF.Service, EF.Call, EF.FctTeam, EF.Controller, EF.Gateway
    /// (FFFIS for GSM-R SIM cards 8.5). The first record says where to go on, the others hold a value each.
    PredefinedRecord, "GSM-R table of values" {
        /// The bytes, whichever of the two it is.
        bytes: [u8; 3] = array,
    }
}

impl PredefinedRecord {
    /// Where to go on, if this is the first record of the file.
    pub fn next(&self) -> Option<NextTable> {
        // A value that starts with a digit and a filling has a filling in its second byte, a first record has not.
        let [kind, high, _] = self.bytes;
        let first = matches!(kind, 0xF0..=0xF3) && high != 0xFF;
        first.then(|| NextTable::from(self.bytes))
    }

    /// The digits of a value and the number of the text to show for it, if this is another record.
    pub fn value(&self) -> Option<(String, u8)> {
        let [high, low, index] = self.bytes;
        if self.next().is_some() {
            return None;
        }
        Some((digits(&[high, low])?, index))
    }
}

serialize_fields!(PredefinedRecord, this {
    "next_table_type" if this.next().is_some() => this.next().map(|next| next.kind()),
    "id_of_next_table" if this.next().is_some() => this.next().and_then(|next| next.file()),
    "predefined_value" if this.value().is_some() => this.value().map(|(value, _)| value),
    "string_table_index" if this.value().is_some() => this.value().map(|(_, index)| index),
    "bytes" if this.next().is_none() && this.value().is_none() => Bytes(this.bytes.to_vec()),
    "rest" if !this.rest.is_empty() => this.rest,
});

record! {
    /// How many digits the user dials and where the number is looked up next: EF.5to8digits, EF.2digits,
    /// EF.8digits, EF.9digits, EF.SSSSS, EF.LLLLL, EF.Location, EF.FreeNumber (FFFIS for GSM-R SIM cards 8.6).
    DialledDigits, "GSM-R number of digits" {
        /// Where to go on.
        next: NextTable = array,
        /// The number of digits: the least and the most, a half byte each.
        dialled_digits: u8 = u8,
    }
}

serialize_fields!(DialledDigits, this {
    "next_table_type" => this.next.kind(),
    "id_of_next_table" => this.next.file(),
    "dialed_digits" => Bytes([this.dialled_digits.rotate_left(4)].to_vec()),
    "rest" if !this.rest.is_empty() => this.rest,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_the_names_of_emlpp() {
        let names: Vec<_> = (0..9).map(|value| PriorityLevel(value).name()).collect();
        let expected =
            [None, Some("4"), Some("3"), Some("2"), Some("1"), Some("0"), Some("B"), Some("A"), None];
        assert_eq!(names, expected);
    }

    #[test]
    fn first_records_differ_from_values() {
        let first = PredefinedRecord::decode(&[0xF2, 0x6F, 0x85]).unwrap();
        assert_eq!(first.next(), Some(NextTable::new(TableType::NumDialDigits, FileId(0x6F85))));
        assert_eq!(first.value(), None);
        let value = PredefinedRecord::decode(&[0xF1, 0xFF, 0x07]).unwrap();
        assert_eq!(value.next(), None);
        assert_eq!(value.value(), Some(("1".into(), 7)));
    }

    #[test]
    fn types_of_tables_have_one_value_each() {
        for value in 0..=0xFF {
            assert_eq!(TableType::new(value).value(), value);
        }
    }
}
