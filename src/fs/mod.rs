//! The file system of a card: identifiers, paths, and what a card says of a file when it is selected.

pub mod access;
mod aid;
mod fcp;
mod gsm_header;
mod path;
mod select;
mod types;

pub use aid::{Aid, AidError, Application};
pub use fcp::{
    Environment, Fcp, FileDetails, PinStatus, PinStatuses, PowerConsumption, Proprietary, Security,
    SystemCommands, TemperatureClass, UiccCharacteristics,
};
pub use gsm_header::{
    ChvStatus, GsmAccess, GsmAccessConditions, GsmCharacteristics, GsmDirectory, GsmFile, GsmFileStatus,
    GsmHeader,
};
pub use path::{FileId, Path, PathError};
pub use select::SelectResponse;
pub use types::{ClockStop, FileDescriptor, FileInfo, FileType, LifeCycle, Sfi, Structure};
