//! Envelopes that carry data to the card and tell of choices: ETSI TS 102 223 clause 7, 3GPP TS 31.111 clause 7.

use crate::sms::{Direction, Tpdu};
use crate::toolkit::message::message;
use crate::toolkit::object::{
    Address, CellBroadcastPage, EcatSequenceNumber, EncapsulatedEnvelopeType, EncryptedTlvList,
    ExtendedRegistryApplicationData, FileList, GadShape, HelpRequest, ItemIdentifier, LastEnvelope, Mac,
    MessageIdentifier, MessageNotification, NmeaSentence, ProseReportData, RegistryApplicationData, SmsTpdu,
    TimerIdentifier, TimerValue, TransferStatus, UssdString,
};

message! {
    /// A short message for the card: 3GPP TS 31.111 7.1.1.2. What the card answers goes back to the sender as it is.
    SmsPpDownload {
        /// The service centre that sent it.
        address: optional Address,
        /// The message, an SMS-DELIVER.
        tpdu: required SmsTpdu,
    }
    where {
        "message": SmsPpDownload::message,
    }
}

impl SmsPpDownload {
    /// The message; `None` if it is none that can be read.
    ///
    /// ```
    /// use simcard::sms::Tpdu;
    /// use simcard::toolkit::envelope::SmsPpDownload;
    /// use simcard::toolkit::object::SmsTpdu;
    ///
    /// let bytes = hex_literal::hex!("04 0C91447700094065 7F F6 62112271630400 02 0102");
    /// let download = SmsPpDownload { address: None, tpdu: SmsTpdu(bytes.to_vec()) };
    /// let Some(Tpdu::Deliver(message)) = download.message() else { panic!() };
    /// assert!(message.is_sim_data_download());
    /// ```
    pub fn message(&self) -> Option<Tpdu> {
        self.tpdu.message(Direction::ToMobile).ok()
    }
}

message! {
    /// A page of a cell broadcast message for the card: 3GPP TS 31.111 7.1.2.2.
    CellBroadcastDownload {
        /// The page.
        page: required CellBroadcastPage,
    }
}

message! {
    /// The user chose an item of the menu that the card set up: ETSI TS 102 223 7.2.2.
    MenuSelection {
        /// The item.
        item: required ItemIdentifier,
        /// Whether the user asked for help on it.
        help: optional HelpRequest,
    }
}

message! {
    /// A timer ran out: ETSI TS 102 223 7.4.2.
    TimerExpiration {
        /// Which one.
        timer: required TimerIdentifier,
        /// What it was set to; more, if it could not be told to the card in time.
        value: required TimerValue,
    }
}

message! {
    /// A USSD string for the card: 3GPP TS 31.111 7.6.2.
    UssdDownload {
        /// The string.
        ussd: required UssdString,
    }
}

message! {
    /// How the transfer of a multimedia message ended: ETSI TS 102 223 7.6.2.
    MmsTransferStatus {
        /// The file that holds the message.
        file: required FileList,
        /// Which message in it.
        message: optional MessageIdentifier,
        /// How it ended.
        status: required TransferStatus,
    }
}

message! {
    /// A multimedia message waits in the network, or a part of the notification that says so: ETSI TS 102 223 7.7.2.
    MmsNotificationDownload {
        /// The notification, or a part of it.
        notification: required MessageNotification,
        /// Whether this is the last part.
        last: optional LastEnvelope,
    }
}

message! {
    /// Applications of the terminal that can work with the card: ETSI TS 102 223 7.8.2.
    TerminalApplications {
        /// Applications.
        applications: repeated RegistryApplicationData,
        /// Applications, with more told of them.
        extended: repeated ExtendedRegistryApplicationData,
        /// Whether no more follow in another envelope.
        last: optional LastEnvelope,
    }
}

message! {
    /// Where the terminal is, as the card asked: 3GPP TS 31.111 7.10.2.
    GeographicalLocationReport {
        /// The place, as a shape of 3GPP TS 23.032.
        shape: optional GadShape,
        /// The place, as a receiver of a satellite system tells it.
        sentence: optional NmeaSentence,
    }
}

message! {
    /// An envelope of an encapsulated session: ETSI TS 102 223 clause 7.
    EnvelopeContainer {
        /// Counts the messages.
        sequence: optional EcatSequenceNumber,
        /// Which envelope is inside.
        kind: optional EncapsulatedEnvelopeType,
        /// Authenticates it.
        mac: optional Mac,
        /// The objects inside.
        encrypted: repeated EncryptedTlvList,
    }
}

message! {
    /// How proximity services were used: 3GPP TS 31.111 clause 7.
    ProseReport {
        /// The report.
        report: required ProseReportData,
    }
}
