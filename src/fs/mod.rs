//! The file system of a card: identifiers, paths, and what a card says of a file when it is selected.

mod aid;
mod fcp;
mod gsm_header;
mod path;
mod types;

pub use aid::{Aid, AidError, Application};
pub use path::{FileId, Path, PathError};
