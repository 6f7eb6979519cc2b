//! Objects.

use alloc::vec::Vec;

use super::macros::bytes_object;

/// Where the terminal is: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct LocationInformation(pub Vec<u8>);

bytes_object!(LocationInformation, 0x13, "location information");

/// The identity of the terminal: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Imei(pub Vec<u8>);

bytes_object!(Imei, 0x14, "IMEI");

/// What the terminal measures: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NetworkMeasurements(pub Vec<u8>);

bytes_object!(NetworkMeasurements, 0x16, "network measurement results");

/// Whether there is service: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct LocationStatus(pub Vec<u8>);

bytes_object!(LocationStatus, 0x1B, "location status");

/// Neighbouring carriers: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BcchChannels(pub Vec<u8>);

bytes_object!(BcchChannels, 0x1D, "BCCH channel list");

/// How far the base station is: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TimingAdvance(pub Vec<u8>);

bytes_object!(TimingAdvance, 0x2E, "timing advance");

/// Radio technologies: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AccessTechnology(pub Vec<u8>);

bytes_object!(AccessTechnology, 0x3F, "access technology");

/// The electronic serial number: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Esn(pub Vec<u8>);

bytes_object!(Esn, 0x46, "ESN");

/// A WLAN: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct WlanIdentifier(pub Vec<u8>);

bytes_object!(WlanIdentifier, 0x4A, "I-WLAN identifier");

/// Whether a WLAN is used: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct WlanAccessStatus(pub Vec<u8>);

bytes_object!(WlanAccessStatus, 0x4B, "I-WLAN access status");

/// The message that asks for a PDP context: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PdpActivationParameters(pub Vec<u8>);

bytes_object!(PdpActivationParameters, 0x52, "PDP context activation parameters");

/// Closed subscriber groups: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CsgSelectionStatus(pub Vec<u8>);

bytes_object!(CsgSelectionStatus, 0x55, "CSG cell selection status");

/// Why an IMS call ended: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImsDisconnectionCause(pub Vec<u8>);

bytes_object!(ImsDisconnectionCause, 0x55, "IMS call disconnection cause");

/// A closed subscriber group: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CsgId(pub Vec<u8>);

bytes_object!(CsgId, 0x56, "CSG ID");

/// The name of a home cell: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct HnbName(pub Vec<u8>);

bytes_object!(HnbName, 0x57, "HNB name");

/// Why the network refused: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ExtendedRejectionCause(pub Vec<u8>);

bytes_object!(ExtendedRejectionCause, 0x57, "extended rejection cause code");

/// The identity of the terminal and its software: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Imeisv(pub Vec<u8>);

bytes_object!(Imeisv, 0x62, "IMEISV");

/// How full the battery is: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BatteryState(pub Vec<u8>);

bytes_object!(BatteryState, 0x63, "battery state");

/// How networks are looked for: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NetworkSearchMode(pub Vec<u8>);

bytes_object!(NetworkSearchMode, 0x65, "network search mode");

/// Which measurements are wanted: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UtranMeasurementQualifier(pub Vec<u8>);

bytes_object!(UtranMeasurementQualifier, 0x69, "UTRAN/E-UTRAN measurement qualifier");

/// The identity of the terminal: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Meid(pub Vec<u8>);

bytes_object!(Meid, 0x6D, "MEID");

/// Networks and their technologies: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PlmnWactList(pub Vec<u8>);

bytes_object!(PlmnWactList, 0x72, "PLMNwAcT list");

/// A routing area: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RoutingArea(pub Vec<u8>);

bytes_object!(RoutingArea, 0x73, "routing area information");

/// That a URI was cut: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UriTruncated(pub Vec<u8>);

bytes_object!(UriTruncated, 0x73, "URI truncated");

/// How the terminal registered: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UpdateAttachType(pub Vec<u8>);

bytes_object!(UpdateAttachType, 0x74, "update/attach/registration type");

/// Why the network refused: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct RejectionCause(pub Vec<u8>);

bytes_object!(RejectionCause, 0x75, "rejection cause code");

/// How exact a location has to be: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct GeographicalLocationParameters(pub Vec<u8>);

bytes_object!(GeographicalLocationParameters, 0x76, "geographical location parameters");

/// An IMS application: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Iari(pub Vec<u8>);

bytes_object!(Iari, 0x76, "IARI");

/// A geographical area: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct GadShape(pub Vec<u8>);

bytes_object!(GadShape, 0x77, "GAD shapes");

/// Public user identities: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImpuList(pub Vec<u8>);

bytes_object!(ImpuList, 0x77, "IMPU list");

/// A position: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NmeaSentence(pub Vec<u8>);

bytes_object!(NmeaSentence, 0x78, "NMEA sentence");

/// How an IMS registration ended: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct ImsStatusCode(pub Vec<u8>);

bytes_object!(ImsStatusCode, 0x78, "IMS status-code");

/// Networks: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PlmnList(pub Vec<u8>);

bytes_object!(PlmnList, 0x79, "PLMN list");

/// A broadcast network: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct BroadcastNetworkInformation(pub Vec<u8>);

bytes_object!(BroadcastNetworkInformation, 0x7A, "broadcast network information");

/// The message that asks for a PDN connection: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct EpsActivationParameters(pub Vec<u8>);

bytes_object!(EpsActivationParameters, 0x7C, "EPS PDN connection activation parameters");

/// A tracking area: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct TrackingArea(pub Vec<u8>);

bytes_object!(TrackingArea, 0x7D, "tracking area identification");

/// Closed subscriber groups: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CsgIdList(pub Vec<u8>);

bytes_object!(CsgIdList, 0x7E, "CSG ID list");

/// Voice or video: ETSI TS 102 223 clause 8.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct MediaType(pub Vec<u8>);

bytes_object!(MediaType, 0x7E, "media type");
