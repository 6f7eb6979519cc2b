//! Objects.

use alloc::vec::Vec;

use super::macros::bytes_object;

/// The state of a further reader: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CardReaderStatus(pub Vec<u8>);

bytes_object!(CardReaderStatus, 0x20, "card reader status");

/// The answer to reset of a further card: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CardAtr(pub Vec<u8>);

bytes_object!(CardAtr, 0x21, "card ATR");

/// A command for a further card: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CApdu(pub Vec<u8>);

bytes_object!(CApdu, 0x22, "C-APDU");

/// The answer of a further card: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RApdu(pub Vec<u8>);

bytes_object!(RApdu, 0x23, "R-APDU");

/// An application: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Aid(pub Vec<u8>);

bytes_object!(Aid, 0x2F, "AID");

/// A browser: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BrowserIdentity(pub Vec<u8>);

bytes_object!(BrowserIdentity, 0x30, "browser identity");

/// An address on the web: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Url(pub Vec<u8>);

bytes_object!(Url, 0x31, "URL");

/// How the browser connects: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bearer(pub Vec<u8>);

bytes_object!(Bearer, 0x32, "bearer");

/// A file with settings: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ProvisioningFile(pub Vec<u8>);

bytes_object!(ProvisioningFile, 0x33, "provisioning reference file");

/// Why the browser ended: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BrowserTerminationCause(pub Vec<u8>);

bytes_object!(BrowserTerminationCause, 0x34, "browser termination cause");

/// A bearer and its parameters: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BearerDescription(pub Vec<u8>);

bytes_object!(BearerDescription, 0x35, "bearer description");

/// Data of a channel: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ChannelData(pub Vec<u8>);

bytes_object!(ChannelData, 0x36, "channel data");

/// How much data there is: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ChannelDataLength(pub Vec<u8>);

bytes_object!(ChannelDataLength, 0x37, "channel data length");

/// The state of a channel: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ChannelStatus(pub Vec<u8>);

bytes_object!(ChannelStatus, 0x38, "channel status");

/// The room of a channel: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BufferSize(pub Vec<u8>);

bytes_object!(BufferSize, 0x39, "buffer size");

/// The name of a reader: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CardReaderIdentifier(pub Vec<u8>);

bytes_object!(CardReaderIdentifier, 0x3A, "card reader identifier");

/// When a REFRESH must not wait: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RefreshEnforcementPolicy(pub Vec<u8>);

bytes_object!(RefreshEnforcementPolicy, 0x3A, "REFRESH enforcement policy");

/// What changed in files: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FileUpdateInformation(pub Vec<u8>);

bytes_object!(FileUpdateInformation, 0x3B, "file update information");

/// Protocol and port: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TransportLevel(pub Vec<u8>);

bytes_object!(TransportLevel, 0x3C, "UICC/terminal interface transport level");

/// An IP address: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct OtherAddress(pub Vec<u8>);

bytes_object!(OtherAddress, 0x3E, "other address");

/// The size of the screen: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DisplayParameters(pub Vec<u8>);

bytes_object!(DisplayParameters, 0x40, "display parameters");

/// A name server: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DnsServerAddress(pub Vec<u8>);

bytes_object!(DnsServerAddress, 0x40, "DNS server address");

/// A service: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ServiceRecord(pub Vec<u8>);

bytes_object!(ServiceRecord, 0x41, "service record");

/// Which devices are looked for: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DeviceFilter(pub Vec<u8>);

bytes_object!(DeviceFilter, 0x42, "device filter");

/// Which services are looked for: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ServiceSearch(pub Vec<u8>);

bytes_object!(ServiceSearch, 0x43, "service search");

/// Attributes of a service: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AttributeInformation(pub Vec<u8>);

bytes_object!(AttributeInformation, 0x44, "attribute information");

/// What was found: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ServiceAvailability(pub Vec<u8>);

bytes_object!(ServiceAvailability, 0x45, "service availability");

/// An access point name: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NetworkAccessName(pub Vec<u8>);

bytes_object!(NetworkAccessName, 0x47, "network access name");

/// A short message of 3GPP2: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CdmaSmsTpdu(pub Vec<u8>);

bytes_object!(CdmaSmsTpdu, 0x48, "CDMA-SMS-TPDU");

/// The address of a device: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RemoteEntityAddress(pub Vec<u8>);

bytes_object!(RemoteEntityAddress, 0x49, "remote entity address");

/// Whether contactless is to be on: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ContactlessStateRequest(pub Vec<u8>);

bytes_object!(ContactlessStateRequest, 0x53, "contactless state request");

/// Whether contactless is on: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ContactlessFunctionality(pub Vec<u8>);

bytes_object!(ContactlessFunctionality, 0x54, "contactless functionality state");

/// An authentication code: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Mac(pub Vec<u8>);

bytes_object!(Mac, 0x60, "MAC");

/// What went wrong in the browser: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BrowsingStatus(pub Vec<u8>);

bytes_object!(BrowsingStatus, 0x64, "browsing status");

/// Frames on the screen: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FrameLayout(pub Vec<u8>);

bytes_object!(FrameLayout, 0x66, "frame layout");

/// The frames there are: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FramesInformation(pub Vec<u8>);

bytes_object!(FramesInformation, 0x67, "frames information");

/// A frame: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct FrameIdentifier(pub Vec<u8>);

bytes_object!(FrameIdentifier, 0x68, "frame identifier");

/// A multimedia message: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MessageReference(pub Vec<u8>);

bytes_object!(MessageReference, 0x6A, "multimedia message reference");

/// Multimedia messages: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MessageIdentifier(pub Vec<u8>);

bytes_object!(MessageIdentifier, 0x6B, "multimedia message identifier");

/// Whether a message was sent: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TransferStatus(pub Vec<u8>);

bytes_object!(TransferStatus, 0x6C, "multimedia message transfer status");

/// A part of a message: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ContentIdentifier(pub Vec<u8>);

bytes_object!(ContentIdentifier, 0x6E, "multimedia message content identifier");

/// A waiting message: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MessageNotification(pub Vec<u8>);

bytes_object!(MessageNotification, 0x6F, "multimedia message notification");

/// That no more data follow: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct LastEnvelope(pub Vec<u8>);

bytes_object!(LastEnvelope, 0x70, "last envelope");

/// An application that listens: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RegistryApplicationData(pub Vec<u8>);

bytes_object!(RegistryApplicationData, 0x71, "registry application data");

/// An application that listens: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ExtendedRegistryApplicationData(pub Vec<u8>);

bytes_object!(ExtendedRegistryApplicationData, 0x7A, "extended registry application data");

/// An interface: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ActivateDescriptor(pub Vec<u8>);

bytes_object!(ActivateDescriptor, 0x7B, "activate descriptor");
