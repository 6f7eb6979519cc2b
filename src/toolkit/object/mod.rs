//! The data objects of the SIM toolkit: ETSI TS 102 223 clause 8, 3GPP TS 31.111 clause 8.
//!
//! Each is a type that reads and writes the value of a COMPREHENSION-TLV object; [`describe`] finds the type for a tag.
//! What a type does not understand of a value it keeps, so that writing gives the same bytes back.

mod device;
mod macros;
#[cfg(test)]
pub(crate) mod testing;

mod address;
mod basic;
mod bearer;
mod broadcast;
mod browser;
mod call;
mod cause;
mod cells;
mod channel;
mod connection;
mod contactless;
mod encapsulated;
mod event;
mod frames;
mod geo;
mod identity;
mod ims;
mod location;
mod measurements;
mod menu;
mod multimedia;
mod named;
mod networks;
mod number;
mod reader;
mod refresh;
mod registration;
mod registry;
mod service;
mod slices;
mod style;
mod technology;
mod text;
mod time;
mod utf8;
mod wlan;

#[doc(no_inline)]
pub use crate::fs::Aid;
pub use address::{DnsServerAddress, OtherAddress};
pub use basic::{AlphaIdentifier, CommandDetails, Item, ItemIdentifier, TextString};
pub use bearer::{
    BearerDescription, BearerType, BitRates, CsdParameters, EutranParameters, PacketParameters, PdpType,
    PduSessionType, UtranParameters,
};
pub use broadcast::{CellBroadcastPage, UssdString};
pub use browser::{
    Bearer, BrowserBearer, BrowserIdentity, BrowserTerminationCause, BrowsingStatus, ProvisioningFile, Url,
};
pub use call::{CallControlAction, CapabilityConfiguration, RepeatIndicator, Subaddress};
pub use cause::{Cause, CauseValue, TransactionIdentifier};
pub use cells::{
    CagInformationList, CagNames, CagSelectionStatus, CsgEntry, CsgId, CsgIdList, CsgSelectionStatus,
    HnbName, IpAddressList, SurroundingMacrocells,
};
pub use channel::{
    BufferSize, ChannelData, ChannelDataLength, ChannelInfo, ChannelStatus, LinkState, NetworkAccessName,
    TransportLevel, TransportProtocol,
};
pub use connection::{
    DataConnectionStatus, DataConnectionType, DnnList, EpsActivationParameters, PdnType,
    PdpActivationParameters, PduSessionParameters, ProseReportData, SmCause,
};
pub use contactless::{ActivateDescriptor, ContactlessFunctionality, ContactlessStateRequest};
pub use device::{Device, DeviceIdentities};
pub use encapsulated::{
    CallControlResult, CatServiceList, EcatClientIdentity, EcatClientProfile, EcatMessage,
    EcatSequenceNumber, EncapsulatedEnvelopeType, EncryptedTlvList, LsiNumbers, Mac, SaTemplate,
};
pub use event::{Event, EventList};
pub use frames::{DisplayParameters, FrameArrangement, FrameIdentifier, FrameLayout, FramesInformation};
pub use geo::{GadShape, GeographicalLocationParameters, NmeaSentence, PreferredSentences, PreferredShapes};
pub use identity::{Esn, Imei, Imeisv, Meid};
pub use ims::{
    CauseProtocol, Iari, ImpuList, ImsDisconnectionCause, ImsStatusCode, ImsUri, MediaType, UriTruncated,
};
pub use location::{
    AreaCode, EutranTimingAdvance, LocationInformation, LocationStatus, RoutingArea, TimingAdvance,
    TrackingArea,
};
pub use measurements::{
    BcchChannels, EutranInterFrequencyMeasurements, GsmMeasurements, GsmNeighbour, NetworkMeasurements,
    UtranMeasurementQualifier,
};
pub use menu::{
    DefaultText, HelpRequest, IconIdentifier, IconQualifier, ImmediateResponse, ItemIcons, NextActions,
    ResponseLength, Tone,
};
pub use multimedia::{
    CdmaSmsTpdu, ContentIdentifier, LastEnvelope, MessageIdentifier, MessageNotification, MessageReference,
    TransferStatus,
};
pub use networks::{PlmnId, PlmnList, PlmnWactList};
pub use number::{Address, DtmfString, SsString};
pub use reader::{CApdu, CardAtr, CardReaderIdentifier, CardReaderStatus, RApdu};
pub use refresh::{
    ApplicationRefreshData, FileUpdateInformation, ProfileIdentifier, RefreshEnforcementPolicy,
};
pub use registration::{ExtendedInformation, ExtendedRejectionCause, RejectionCause, UpdateAttachType};
pub use registry::{ExtendedRegistryApplicationData, RegistryApplicationData};
pub use service::{
    AttributeInformation, DeviceFilter, EntityCoding, LocalTechnology, RemoteEntityAddress,
    ServiceAvailability, ServiceRecord, ServiceSearch,
};
pub use slices::{
    AllowedSlices, MappedAllowedSlices, MappedRejectedSlices, PartialNssai, RejectedSlices, SNssai,
    SlicesInformation, SlicesStatus,
};
pub use style::{
    Alignment, Colour, FontSize, ItemTextAttributes, TextAttribute, TextColour, TextFormat, TextStyle,
};
pub use technology::{
    AccessTechnology, BatteryState, BroadcastNetworkInformation, NetworkSearchMode, SupportedTechnologies,
    SupportedTechnology, Technology,
};
pub use text::{AtCommand, AtResponse, FileList, FilePath, Language, SmsTpdu};
pub use time::{DateTime, Duration, TimeUnit, TimerIdentifier, TimerValue};
pub use wlan::{Bssid, Hessid, WlanAccessStatus, WlanIdentifier};

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use crate::codec::ctlv::{Form, Tag, Tlv};
use crate::codec::{DecodeError, DecodeErrorKind, EncodeError};
use crate::serialize::MaybeSerialize;
use crate::toolkit::result::CommandResult;

/// The value of one kind of data object.
pub trait DataObject: Clone + fmt::Debug + PartialEq + Eq + MaybeSerialize + Sized + 'static {
    /// Its tag, without the flag.
    const TAG: Tag;
    /// Its name in the specification, in small letters: `"text string"`.
    const NAME: &'static str;

    /// Reads the value.
    ///
    /// ```
    /// use simcard::toolkit::object::{DataObject, TextString};
    ///
    /// // 8-bit text, and UCS2
    /// assert_eq!(TextString::decode(b"\x04Balance:")?.text(), "Balance:");
    /// assert_eq!(TextString::decode(&[0x08, 0x04, 0x17])?.text(), "З");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The bytes are no such object.
    fn decode(value: &[u8]) -> Result<Self, DecodeError>;

    /// Appends the value to `out`: the same bytes, if it was decoded from some.
    ///
    /// ```
    /// use simcard::toolkit::object::{DataObject, TextString};
    ///
    /// let mut value = Vec::new();
    /// TextString::new("Hi")?.encode(&mut value)?;
    /// assert_eq!(value, b"\x04Hi");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written.
    fn encode(&self, out: &mut Vec<u8>) -> Result<(), EncodeError>;
}

/// Reads a value, which may be longer than it should be, and gives what follows it: a receiver ignores what an object
/// has behind its end (ETSI TS 102 223 6.10.8).
pub(crate) fn decode_longer<T: DataObject>(value: &[u8]) -> Result<(T, &[u8]), DecodeError> {
    let error = match T::decode(value) {
        Ok(object) => return Ok((object, &[])),
        Err(error) => error,
    };
    let DecodeErrorKind::Trailing { extra } = error.kind else { return Err(error) };
    let end = value.len().checked_sub(extra);
    let (value, extension) = end.and_then(|end| value.split_at_checked(end)).ok_or(error)?;
    T::decode(value).map(|object| (object, extension))
}

/// A value of some kind of data object; what [`describe`] gives.
pub trait AnyObject: fmt::Debug {
    /// The bytes of the value.
    ///
    /// ```
    /// use simcard::codec::ctlv::Tag;
    /// use simcard::toolkit::object;
    ///
    /// let text = object::describe(Tag(0x0D)).expect("text string");
    /// let value = (text.decode)(b"\x04Hi").unwrap();
    /// assert_eq!(value.to_bytes()?, b"\x04Hi");
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in it can't be written.
    fn to_bytes(&self) -> Result<Vec<u8>, EncodeError>;

    /// The value, to be serialised.
    ///
    /// ```
    /// use simcard::codec::ctlv::Tag;
    /// use simcard::toolkit::object;
    ///
    /// let timer = object::describe(Tag(0x24)).expect("timer identifier");
    /// let value = (timer.decode)(&[2]).unwrap();
    /// assert_eq!(serde_json::to_value(value.as_serialize()).unwrap(), 2);
    /// ```
    #[cfg(feature = "serde")]
    fn as_serialize(&self) -> &dyn erased_serde::Serialize;
}

impl<T: DataObject> AnyObject for T {
    fn to_bytes(&self) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        self.encode(&mut out)?;
        Ok(out)
    }

    #[cfg(feature = "serde")]
    fn as_serialize(&self) -> &dyn erased_serde::Serialize {
        self
    }
}

/// What an object is called, and its value or why it can't be read.
type Interpretation = (&'static str, Result<Box<dyn AnyObject>, DecodeError>);

/// Reads the value of some kind of data object.
pub type DecodeAny = fn(&[u8]) -> Result<Box<dyn AnyObject>, DecodeError>;

/// What is known of a kind of data object.
#[derive(Clone, Copy, Debug)]
pub struct Descriptor {
    /// Its tag, without the flag.
    pub tag: Tag,
    /// Its name in the specification.
    pub name: &'static str,
    /// Reads a value.
    pub decode: DecodeAny,
}

pub(crate) const fn descriptor<T: DataObject>() -> Descriptor {
    Descriptor {
        tag: T::TAG,
        name: T::NAME,
        decode: |value| T::decode(value).map(|object| Box::new(object) as Box<dyn AnyObject>),
    }
}

/// All kinds of data objects, in the order of their tags. Where two share a tag, the message they stand in tells which
/// it is.
pub const OBJECTS: &[Descriptor] = &[
    descriptor::<CommandDetails>(),
    descriptor::<DeviceIdentities>(),
    descriptor::<CommandResult>(),
    descriptor::<Duration>(),
    descriptor::<AlphaIdentifier>(),
    descriptor::<Address>(),
    descriptor::<CapabilityConfiguration>(),
    descriptor::<Subaddress>(),
    descriptor::<SsString>(),
    descriptor::<Bssid>(),
    descriptor::<PlmnId>(),
    descriptor::<EutranTimingAdvance>(),
    descriptor::<UssdString>(),
    descriptor::<IpAddressList>(),
    descriptor::<Hessid>(),
    descriptor::<SmsTpdu>(),
    descriptor::<SurroundingMacrocells>(),
    descriptor::<PdnType>(),
    descriptor::<CellBroadcastPage>(),
    descriptor::<PduSessionParameters>(),
    descriptor::<TextString>(),
    descriptor::<Tone>(),
    descriptor::<EcatClientProfile>(),
    descriptor::<Item>(),
    descriptor::<EcatClientIdentity>(),
    descriptor::<ItemIdentifier>(),
    descriptor::<EncapsulatedEnvelopeType>(),
    descriptor::<ResponseLength>(),
    descriptor::<CallControlResult>(),
    descriptor::<FileList>(),
    descriptor::<CatServiceList>(),
    descriptor::<LsiNumbers>(),
    descriptor::<LocationInformation>(),
    descriptor::<Imei>(),
    descriptor::<HelpRequest>(),
    descriptor::<NetworkMeasurements>(),
    descriptor::<DefaultText>(),
    descriptor::<NextActions>(),
    descriptor::<EventList>(),
    descriptor::<Cause>(),
    descriptor::<LocationStatus>(),
    descriptor::<TransactionIdentifier>(),
    descriptor::<BcchChannels>(),
    descriptor::<DataConnectionStatus>(),
    descriptor::<IconIdentifier>(),
    descriptor::<ItemIcons>(),
    descriptor::<CardReaderStatus>(),
    descriptor::<CardAtr>(),
    descriptor::<EcatSequenceNumber>(),
    descriptor::<CApdu>(),
    descriptor::<EncryptedTlvList>(),
    descriptor::<RApdu>(),
    descriptor::<SaTemplate>(),
    descriptor::<TimerIdentifier>(),
    descriptor::<TimerValue>(),
    descriptor::<DateTime>(),
    descriptor::<CallControlAction>(),
    descriptor::<AtCommand>(),
    descriptor::<AtResponse>(),
    descriptor::<RepeatIndicator>(),
    descriptor::<DataConnectionType>(),
    descriptor::<ImmediateResponse>(),
    descriptor::<DtmfString>(),
    descriptor::<Language>(),
    descriptor::<TimingAdvance>(),
    descriptor::<SmCause>(),
    descriptor::<Aid>(),
    descriptor::<BrowserIdentity>(),
    descriptor::<Url>(),
    descriptor::<ImsUri>(),
    descriptor::<RejectedSlices>(),
    descriptor::<Bearer>(),
    descriptor::<ProvisioningFile>(),
    descriptor::<BrowserTerminationCause>(),
    descriptor::<SupportedTechnologies>(),
    descriptor::<BearerDescription>(),
    descriptor::<ChannelData>(),
    descriptor::<ChannelDataLength>(),
    descriptor::<ChannelStatus>(),
    descriptor::<BufferSize>(),
    descriptor::<RefreshEnforcementPolicy>(),
    descriptor::<CardReaderIdentifier>(),
    descriptor::<ApplicationRefreshData>(),
    descriptor::<FileUpdateInformation>(),
    descriptor::<TransportLevel>(),
    descriptor::<OtherAddress>(),
    descriptor::<AccessTechnology>(),
    descriptor::<DisplayParameters>(),
    descriptor::<DnsServerAddress>(),
    descriptor::<ServiceRecord>(),
    descriptor::<DeviceFilter>(),
    descriptor::<ServiceSearch>(),
    descriptor::<AttributeInformation>(),
    descriptor::<ServiceAvailability>(),
    descriptor::<Esn>(),
    descriptor::<NetworkAccessName>(),
    descriptor::<CdmaSmsTpdu>(),
    descriptor::<RemoteEntityAddress>(),
    descriptor::<WlanIdentifier>(),
    descriptor::<WlanAccessStatus>(),
    descriptor::<TextAttribute>(),
    descriptor::<ItemTextAttributes>(),
    descriptor::<PdpActivationParameters>(),
    descriptor::<ContactlessStateRequest>(),
    descriptor::<ContactlessFunctionality>(),
    descriptor::<CsgSelectionStatus>(),
    descriptor::<ImsDisconnectionCause>(),
    descriptor::<CagSelectionStatus>(),
    descriptor::<SlicesStatus>(),
    descriptor::<CsgId>(),
    descriptor::<CagInformationList>(),
    descriptor::<SlicesInformation>(),
    descriptor::<HnbName>(),
    descriptor::<ExtendedRejectionCause>(),
    descriptor::<CagNames>(),
    descriptor::<MappedRejectedSlices>(),
    descriptor::<Mac>(),
    descriptor::<Imeisv>(),
    descriptor::<BatteryState>(),
    descriptor::<BrowsingStatus>(),
    descriptor::<NetworkSearchMode>(),
    descriptor::<FrameLayout>(),
    descriptor::<FramesInformation>(),
    descriptor::<ProfileIdentifier>(),
    descriptor::<FrameIdentifier>(),
    descriptor::<UtranMeasurementQualifier>(),
    descriptor::<MessageReference>(),
    descriptor::<MessageIdentifier>(),
    descriptor::<TransferStatus>(),
    descriptor::<Meid>(),
    descriptor::<ContentIdentifier>(),
    descriptor::<MessageNotification>(),
    descriptor::<LastEnvelope>(),
    descriptor::<RegistryApplicationData>(),
    descriptor::<PlmnWactList>(),
    descriptor::<ExtendedInformation>(),
    descriptor::<RoutingArea>(),
    descriptor::<UriTruncated>(),
    descriptor::<UpdateAttachType>(),
    descriptor::<ProseReportData>(),
    descriptor::<RejectionCause>(),
    descriptor::<GeographicalLocationParameters>(),
    descriptor::<Iari>(),
    descriptor::<GadShape>(),
    descriptor::<ImpuList>(),
    descriptor::<MappedAllowedSlices>(),
    descriptor::<NmeaSentence>(),
    descriptor::<ImsStatusCode>(),
    descriptor::<AllowedSlices>(),
    descriptor::<PlmnList>(),
    descriptor::<EutranInterFrequencyMeasurements>(),
    descriptor::<PartialNssai>(),
    descriptor::<BroadcastNetworkInformation>(),
    descriptor::<ExtendedRegistryApplicationData>(),
    descriptor::<ActivateDescriptor>(),
    descriptor::<EpsActivationParameters>(),
    descriptor::<DnnList>(),
    descriptor::<TrackingArea>(),
    descriptor::<CsgIdList>(),
    descriptor::<MediaType>(),
];

/// What is known of the object with this tag: the first, where there are several.
///
/// ```
/// use simcard::codec::ctlv::Tag;
/// use simcard::toolkit::object;
///
/// assert_eq!(object::describe(Tag(0x0D)).map(|object| object.name), Some("text string"));
/// assert!(object::describe(Tag(0x7FFE)).is_none());
/// ```
pub fn describe(tag: Tag) -> Option<&'static Descriptor> {
    OBJECTS.iter().find(|descriptor| descriptor.tag == tag)
}

/// A data object as it stands in a message, with bytes that need not be understood.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawObject {
    /// How it is written.
    pub form: Form,
    /// Its value.
    pub value: Vec<u8>,
}

impl RawObject {
    /// The object with this value, with the flag "comprehension required" or without.
    ///
    /// ```
    /// use simcard::toolkit::object::{ItemIdentifier, RawObject};
    ///
    /// let object = RawObject::new(&ItemIdentifier(3), true)?;
    /// assert_eq!((object.form.tag.0, object.form.comprehension), (0x10, true));
    /// assert_eq!(object.value, [3]);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in the value can't be written.
    pub fn new<T: DataObject>(object: &T, comprehension: bool) -> Result<Self, EncodeError> {
        Ok(Self { form: Form::new(T::TAG, comprehension), value: object.to_bytes()? })
    }

    /// The value as a `T`, if the tag is that of one. What follows the `T` is left out.
    ///
    /// ```
    /// use simcard::toolkit::object::{ItemIdentifier, RawObject, TextString};
    ///
    /// let object = RawObject::new(&ItemIdentifier(3), true)?;
    /// assert_eq!(object.as_object(), Some(Ok(ItemIdentifier(3))));
    /// assert_eq!(object.as_object::<TextString>(), None);
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The bytes are no `T`.
    pub fn as_object<T: DataObject>(&self) -> Option<Result<T, DecodeError>> {
        (self.form.tag == T::TAG).then(|| decode_longer(&self.value).map(|(object, _)| object))
    }

    /// What is known of this kind of object: the first where several share the tag.
    ///
    /// ```
    /// use simcard::toolkit::object::{ItemIdentifier, RawObject};
    ///
    /// let object = RawObject::new(&ItemIdentifier(3), true)?;
    /// assert_eq!(object.descriptor().map(|kind| kind.name), Some("item identifier"));
    /// # Ok::<(), simcard::codec::EncodeError>(())
    /// ```
    pub fn descriptor(&self) -> Option<&'static Descriptor> {
        describe(self.form.tag)
    }

    /// What it is, and its value: the first kind with this tag that can be read, those of `context` before all others.
    /// If none can be, the first and why.
    fn interpret(&self, context: &[Descriptor]) -> Option<Interpretation> {
        let mut candidates = context
            .iter()
            .chain(OBJECTS)
            .filter(|descriptor| descriptor.tag == self.form.tag)
            .map(|descriptor| (descriptor.name, (descriptor.decode)(&self.value)));
        let first = candidates.next()?;
        Some(if first.1.is_ok() {
            first
        } else {
            candidates.find(|(_, value)| value.is_ok()).unwrap_or(first)
        })
    }

    /// The object, to be shown as one of those in `context` if it can be.
    pub(crate) const fn shown<'a>(&'a self, context: &'a [Descriptor]) -> Shown<'a> {
        Shown { object: self, context }
    }
}

/// An object in a message that tells what its tag means.
pub(crate) struct Shown<'a> {
    object: &'a RawObject,
    context: &'a [Descriptor],
}

/// Overwrites a text string: it may be what a user typed.
impl Drop for RawObject {
    fn drop(&mut self) {
        if self.form.tag == TextString::TAG {
            self.value.as_mut_slice().zeroize();
        }
    }
}

impl From<Tlv<'_>> for RawObject {
    fn from(tlv: Tlv<'_>) -> Self {
        Self { form: tlv.form, value: tlv.value.to_vec() }
    }
}

impl fmt::Debug for RawObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown(&[]).fmt(f)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RawObject");
        shown.field("form", &self.object.form);
        match self.object.interpret(self.context) {
            Some((_, Ok(object))) => shown.field("value", &object),
            _ => shown.field("value", &hex::encode(&self.object.value)),
        };
        shown.finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for RawObject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown(&[]).serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Shown<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("tag", &alloc::format!("{}", self.object.form.tag))?;
        match self.object.interpret(self.context) {
            Some((name, Ok(object))) => {
                map.serialize_entry("name", name)?;
                map.serialize_entry("value", object.as_serialize())?;
            }
            Some((name, Err(error))) => {
                map.serialize_entry("name", name)?;
                map.serialize_entry("error", &alloc::format!("{error}"))?;
                map.serialize_entry("raw", &hex::encode(&self.object.value))?;
            }
            None => map.serialize_entry("raw", &hex::encode(&self.object.value))?,
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_in_any_object() {
        for descriptor in OBJECTS {
            testing::hostile(descriptor);
        }
    }
}
