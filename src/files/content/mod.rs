//! What files hold. Files that hold the same kind of thing share a type.

#[macro_use]
mod fixed;
#[macro_use]
mod objects;

#[cfg(feature = "serde")]
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind};

mod acdc;
mod ad;
mod alerting;
mod alpha;
mod apn;
mod barred;
mod broadcast;
mod cag;
mod call_log;
mod capability;
mod cdma;
mod cells;
mod charging;
mod config_data;
mod csg;
mod data_objects;
mod data_off;
mod df_services;
mod dialing;
mod dir;
mod eap;
mod earfcn;
mod eirene;
mod emergency;
mod emergency_codes;
mod entries;
mod epdg;
mod extension;
mod fivegs;
mod gba;
mod group_calls;
mod hidden_key;
mod ice;
mod icons;
mod identity;
mod image;
mod ims;
mod indications;
mod keys;
mod languages;
mod location;
mod mailbox;
mod mbms;
mod mexe;
mod mms;
mod nas;
mod neighbours;
mod network_name;
mod networks;
mod object_file;
mod pairing;
mod pairing_status;
mod personalisation;
mod phone_book;
mod phone_entries;
mod rules;
pub mod schemas;
mod service_names;
mod services;
mod set_up_menu;
mod small;
mod sms;
mod smsp;
mod solsa;
mod spn;
mod suci;
mod unreadable;
mod uri;
mod wlan;

pub use crate::serialize::MaybeSerialize;
pub use acdc::{AcdcConfiguration, AcdcList, OperatingSystem, TelevisionDescription};
pub use ad::{AdministrativeData, OperationMode};
pub use alerting::AlertingIndication;
pub use alpha::AlphaIdentifier;
pub use apn::{AccessPointList, AccessPointName, AddressRange, ConnectivityParameters};
pub use barred::{BarredNumber, ComparisonMethod};
pub use broadcast::{MessageIdentifierRange, MessageIdentifierRanges, MessageIdentifiers};
pub use cag::{CagEntry, CagInformation};
pub use call_log::{CallInformation, CallTime, IncomingCall, PhoneBookLink};
pub use capability::CapabilityConfiguration;
pub use cdma::{CdmaMessage, CdmaServiceProviderName, CharacterEncoding, RuimAdministrativeData};
pub use cells::{
    Carrier, CarrierFrequency, Carriers, GsmFrequencies, NetworkParameters, PacketCarrier, PacketCarriers,
    RegisteredTechnologies,
};
pub use charging::{CallMeter, CallMeterMaximum, CallTimer, PriceTable};
pub use config_data::{ImsConfiguration, MultiDeviceConfiguration, XcapConfiguration, XcapConnection};
pub use csg::{Csg, CsgList, CsgLists, CsgType, HomeNodeBName};
pub use data_objects::{
    Address, DataObjects, Entries, Object, ObjectKind, Objects, Part, Schema, Value, ValueKind,
};
pub use data_off::{DataOffExemptions, ExemptServiceList, ExemptServices, ImsApplication};
pub use df_services::{CodedServiceTable, FivegProseServices, McsServices, ProseServices, V2xServices};
pub use dialing::{DialingRecord, NumberField};
pub use dir::{ApplicationTemplate, EapClient};
pub use eap::{
    CurrentIdentity, EapKeys, EapPseudonym, EapStatus, IdentityType, PermanentUserIdentity, Realm,
    ReauthenticationIdentity,
};
pub use earfcn::{EarfcnList, GeographicalPoint, LocalCarrier, SignalThreshold, SignalThresholds};
pub use eirene::{
    CallConfirmation, CallConfirmationRecord, DecisionRecord, DialledDigits, FunctionalNumber, GsmrNetwork,
    InternationalCode, NextTable, PredefinedRecord, PriorityLevel, RailwayNetworkName, ShuntingGroups,
    TableType,
};
pub use emergency::EmergencyNumber;
pub use emergency_codes::EmergencyCodes;
pub use epdg::{EpdgAddress, EpdgIdentifiers, EpdgSelection, EpdgSelectionEntry};
pub use extension::Extension;
pub use fivegs::{
    AccessIdentities, DisasterRoaming, ExtendedDrx, FivegsLocation, FivegsOperatorPlmn, KausfDerivation,
    NetworkIdentifier, RoutingIndicator, SatelliteSearchFactor, SnpnWarnings, TrustedNetworkNames,
    WlanOffload,
};
pub use gba::{AppletNafAccess, BootstrappingParameters, NafId, NafKeyCentre, NafKeyIdentifier};
pub use group_calls::{
    AutomaticAnswer, CallPriorities, CipheringAlgorithm, GroupCiphering, GroupId, GroupIds, GroupStatus,
    PriorityLevels,
};
pub use hidden_key::HiddenKey;
pub use ice::EmergencyInformation;
pub use icons::{IconLink, Icons};
pub use identity::{IccidFile, ImsiFile};
pub use image::{Image, ImageCoding, ImageInstance, ImageInstances, Point, Raster};
pub use ims::{HomeDomain, PrivateIdentity, PublicIdentity, ServiceCentreIdentity};
pub use indications::{
    EhplmnPresentation, EnhancedAka, FromPreferred, HomeDirectAccess, ImsDataChannel, InvestigationScan,
    RplmnSelection, WarningConfiguration, WlanHomePriority,
};
pub use keys::{CipherKeys, GsmKey, Key, SecretBytes, StartHfn, Threshold};
pub use languages::{LanguagePreference, Languages};
pub use location::{EpsLocation, Location, PacketLocation, UpdateStatus};
pub use mailbox::{CallForwarding, MailboxIdentifiers, MessageWaiting};
pub use mbms::{ServiceKeyId, ServiceKeys, TelevisionConfiguration, TelevisionService, UserKeyId};
pub use mexe::{RootKeyDescriptor, ThirdPartyKeyDescriptor};
pub use mms::{
    BearerParameter, BearerParameters, MmsConnectivity, MmsConnectivitySet, MmsExtension, MmsImplementation,
    MmsNotification, MmsPreferences,
};
pub use nas::{EpsSecurityContext, FacilityList, NasConfiguration, NasParameter};
pub use neighbours::NeighbourCells;
pub use network_name::NetworkName;
pub use networks::{
    AccessTechnologies, OperatorPlmn, PlmnAccess, PlmnAccessList, PlmnField, PlmnList, ServiceProviderDisplay,
};
pub use object_file::{DataObject, ObjectFile};
pub use pairing::{AllowedPhones, ImeiRange, PairedPhone};
pub use pairing_status::PairingStatus;
pub use personalisation::{CooperativeNetwork, CooperativeNetworks, DepersonalisationKeys};
pub use phone_book::{PhoneBookFile, PhoneBookFileKind, PhoneBookFileLink, PhoneBookReference};
pub use phone_entries::{
    AdditionalNumber, AdnReference, ChangeCounter, ContactUri, EmailAddress, GroupMembership, IndexRecord,
    NameRecord, PhoneBookControl, PreviousUniqueIdentifier, SecondName, SynchronisationCounter,
    UniqueIdentifier,
};
pub use rules::AccessRuleRecord;
pub use services::{
    AllocatedServices, EnabledServices, GsmServices, IsimServices, MexeServices, RuimServices, ServiceTable,
    Services, SimServiceTable, UsimServices,
};
pub use set_up_menu::SetUpMenu;
pub use small::{AccessControlClasses, GroupIdentifier, Phase, PowerConsumption, SearchInterval};
pub use sms::{MessageServiceStatus, MessageStatus, ShortMessage, StatusReport};
pub use smsp::ShortMessageParameters;
pub use solsa::{AreaAccess, AreaCells, ServiceArea};
pub use spn::ServiceProviderName;
pub use suci::{HomeNetworkPublicKey, ProtectionScheme, SchemeEntry, SuciCalculation};
pub(in crate::files) use unreadable::Unreadable;
pub use uri::UriRecord;
pub use wlan::{Pseudonym, RegisteredNetwork, WlanIdentifier, WlanReauthentication};

/// What a transparent file holds, or one record of another.
///
/// With feature `serde` it can also be [serialised](MaybeSerialize).
///
/// ```
/// use simcard::files::{Content, content::ServiceProviderName};
///
/// let spn = ServiceProviderName::decode(b"\x00simcard\xFF\xFF")?;
/// assert_eq!(spn.encode(10).unwrap(), *b"\x00simcard\xFF\xFF"); // as it was
/// assert_eq!(spn.encode(8).unwrap(), *b"\x00simcard");
/// assert!(spn.encode(7).is_err());
/// # Ok::<(), simcard::codec::DecodeError>(())
/// ```
pub trait Content: fmt::Debug + MaybeSerialize + Sized + 'static {
    /// Reads the content of the file, or of one record.
    ///
    /// # Errors
    ///
    /// The bytes are no such content; [`DecodeErrorKind::Blank`] if nothing but `FF` is there and that says
    /// nothing.
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError>;

    /// The bytes of a file, or of a record, of `len` bytes: filled up with `FF`, or whatever says "unused" there.
    ///
    /// # Errors
    ///
    /// The content does not fit, or its coding cannot say it.
    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError>;

    /// The content as an object with named fields.
    #[cfg(feature = "serde")]
    fn object(&self) -> Box<dyn erased_serde::Serialize + '_> {
        Box::new(self)
    }
}

/// A [`Content`] whose type is known at run time only; [`registry::Entry::decode`](super::registry::Entry::decode)
/// makes them. With feature `serde` it serialises as [`Content::object`] says.
///
/// ```
/// use simcard::files::registry;
///
/// let pnn = registry::find("ADF.USIM/EF.PNN")?;
/// let name = (pnn.decode)(&[0x43, 0x03, 0x90, 0x00, 0x41, 0xFF])?;
/// # #[cfg(feature = "serde")]
/// assert_eq!(serde_json::to_string(&*name)?, r#"{"full_name":"A","short_name":null}"#);
///
/// // a name that is longer than its record: kept as it is
/// let cut = (pnn.decode)(&[0x43, 0x05, 0x90])?;
/// assert_eq!(cut.error().unwrap().object, "EF.PNN");
/// assert_eq!(cut.encode(3)?, [0x43, 0x05, 0x90]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait AnyContent: fmt::Debug {
    /// As [`Content::encode`].
    ///
    /// # Errors
    ///
    /// As [`Content::encode`].
    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError>;

    /// Why the bytes could not be read, if they could not: then they are all there is. They serialise as `raw`, unless
    /// they may be secret.
    fn error(&self) -> Option<DecodeError> {
        None
    }

    /// As [`Content::object`].
    #[cfg(feature = "serde")]
    fn object(&self) -> Box<dyn erased_serde::Serialize + '_>;
}

impl<C: Content> AnyContent for C {
    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        Content::encode(self, len)
    }

    #[cfg(feature = "serde")]
    fn object(&self) -> Box<dyn erased_serde::Serialize + '_> {
        Content::object(self)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for dyn AnyContent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.object().serialize(serializer)
    }
}

/// Bytes that are kept as they are. They serialise as hexadecimal text.
///
/// ```
/// use simcard::files::content::Bytes;
///
/// assert_eq!(Bytes(vec![0x2F, 0xE2]).to_string(), "2fe2");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// `bytes` without the padding at their end.
    pub(crate) fn unpadded(bytes: &[u8]) -> Self {
        Self(unpadded(bytes).to_vec())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The bytes up to the last that is not `FF`.
pub(crate) fn unpadded(bytes: &[u8]) -> &[u8] {
    let padding = bytes.iter().rev().take_while(|byte| **byte == 0xFF).count();
    bytes.get(..bytes.len().saturating_sub(padding)).unwrap_or_default()
}

/// Refuses bytes that are there but all `FF`.
pub(crate) fn not_blank(object: &'static str, bytes: &[u8]) -> Result<(), DecodeError> {
    if !bytes.is_empty() && unpadded(bytes).is_empty() {
        return Err(DecodeError::new(object, 0, DecodeErrorKind::Blank));
    }
    Ok(())
}

/// `bytes`, all of which count, filled up with `FF` to `len`.
pub(crate) fn filled(
    object: &'static str,
    bytes: impl AsRef<[u8]>,
    len: usize,
) -> Result<Vec<u8>, EncodeError> {
    let bytes = bytes.as_ref();
    if bytes.len() > len {
        return Err(EncodeError::new(object, EncodeErrorKind::TooLong { len: bytes.len(), max: len }));
    }
    // They may be keys, of which a buffer that grows leaves a part behind.
    let mut out = Vec::with_capacity(len);
    out.extend(bytes);
    out.resize(len, 0xFF);
    Ok(out)
}

/// The bytes `fixed`, then `rest`, filled up with `FF` to `len`.
pub(crate) fn with_rest(
    object: &'static str,
    fixed: &[u8],
    rest: &Bytes,
    len: usize,
) -> Result<Vec<u8>, EncodeError> {
    filled(object, [fixed, rest.0.as_slice()].concat(), len)
}
