use alloc::vec::Vec;

use super::applet::Applet;
use super::card::{Parts, VirtualCard};
use super::fcp::Style;
use super::file::File;
use super::filesystem::FileSystem;
use super::keys::{KeyReference, Keys, Pin};
use super::milenage::Milenage;
use super::profile::{self, Identity};
use super::quirks::Quirks;
use crate::transport::Level;

/// Which classes a card serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Uicc,
    UiccAndGsm,
    Gsm,
}

/// Makes a [`VirtualCard`].
///
/// ```
/// use simcard::mock::{File, KeyReference, Pin, VirtualCard};
/// use simcard::transport::Level;
///
/// let mut card = VirtualCard::builder()
///     .level(Level::Apdu) // T=1
///     .pin(KeyReference::PIN1, Pin::digits("4321")?) // asked for
///     .file("MF", File::transparent("EF.NOTE", 0x2F42, b"hello").sfi(9))
///     .build();
/// let read = [0x00, 0xB0, 0x89, 0x00, 0x00]; // READ BINARY, SFI 9
/// assert_eq!(card.process(&read), [0x69, 0x82]); // security status not satisfied
/// card.process(b"\x00\x20\x00\x01\x084321\xFF\xFF\xFF\xFF");
/// assert_eq!(card.process(&read), b"hello\x90\x00");
/// # Ok::<(), simcard::mock::PinError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Builder {
    kind: Kind,
    level: Level,
    quirks: Quirks,
    style: Style,
    channels: u8,
    atr: Option<Vec<u8>>,
    identity: Identity,
    files: Option<FileSystem>,
    /// Files to add to those of the profile, each with the path of its directory.
    added: Vec<(alloc::string::String, File)>,
    keys: Keys,
    milenage: Milenage,
    chaining: bool,
    applet: Option<Applet>,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            kind: Kind::Uicc,
            level: Level::Tpdu,
            quirks: Quirks::default(),
            style: Style {
                compact_security: false,
                total_size: true,
                no_sfi: false,
                universal_replaces_pin1: false,
            },
            channels: 4,
            atr: None,
            identity: Identity::default(),
            files: None,
            added: Vec::new(),
            keys: profile::keys(),
            milenage: Milenage::test_keys(),
            chaining: false,
            applet: Some(Applet::operator()),
        }
    }

    /// A GSM card: class `A0` only, DF.GSM and DF.TELECOM, no applications, no universal PIN.
    #[must_use]
    pub fn gsm(mut self) -> Self {
        self.kind = Kind::Gsm;
        self.keys.remove(KeyReference::UNIVERSAL);
        self
    }

    /// A UICC that serves class `A0` as a GSM card too.
    #[must_use]
    pub fn uicc_and_gsm(mut self) -> Self {
        self.kind = Kind::UiccAndGsm;
        self
    }

    /// T=0 TPDUs (the default), or whole APDUs as with T=1.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// How it deviates from its specification.
    #[must_use]
    pub fn quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// How many logical channels it has, the basic one included: 1 to 20, 4 by default.
    #[must_use]
    pub fn channels(mut self, channels: u8) -> Self {
        self.channels = channels.clamp(1, 20);
        self
    }

    /// Another answer to reset.
    #[must_use]
    pub fn atr(mut self, atr: &[u8]) -> Self {
        self.atr = Some(atr.to_vec());
        self
    }

    /// Whose card it is.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Exactly these files, instead of those of a test card.
    #[must_use]
    pub fn files(mut self, files: FileSystem) -> Self {
        self.files = Some(files);
        self
    }

    /// Exactly these files, which are those of a real card: see [`File::from_response`].
    ///
    /// What has content can be read, what is [unreadable](File::unreadable) cannot; all else asks for what the FCPs
    /// and EF.ARR say, and for the keys of this card.
    #[must_use]
    pub fn dump(mut self, mut files: FileSystem) -> Self {
        files.follow_raw_responses();
        self.files = Some(files);
        self
    }

    /// One more file, in the directory with this path (see [`FileSystem::find`]). A file with the same FID there
    /// is replaced. Without that directory, the MF holds it.
    #[must_use]
    pub fn file(mut self, directory: &str, file: File) -> Self {
        self.added.push((directory.into(), file));
        self
    }

    /// A PIN or key, in place of the one of that reference.
    #[must_use]
    pub fn pin(mut self, reference: KeyReference, pin: Pin) -> Self {
        self.keys.insert(reference, pin);
        self
    }

    /// The keys of AUTHENTICATE and RUN GSM ALGORITHM, in place of [`Milenage::test_keys`].
    #[must_use]
    pub fn milenage_keys(mut self, keys: Milenage) -> Self {
        self.milenage = keys;
        self
    }

    /// Long command data may come as a chain of commands (ISO/IEC 7816-4 5.3.3), which the ATR then says. Most UICCs
    /// have no chaining, and neither has this one by default.
    #[must_use]
    pub fn command_chaining(mut self) -> Self {
        self.chaining = true;
        self
    }

    /// What its toolkit does, in place of [`Applet::operator`].
    #[must_use]
    pub fn applet(mut self, applet: Applet) -> Self {
        self.applet = Some(applet);
        self
    }

    /// No toolkit: the card knows none of its commands.
    #[must_use]
    pub fn no_toolkit(mut self) -> Self {
        self.applet = None;
        self
    }

    /// Compact security attributes (`8C`) in every FCP, instead of references to EF.ARR (`8B`).
    #[must_use]
    pub fn compact_security(mut self) -> Self {
        self.style.compact_security = true;
        self
    }

    /// No total size (`81`) in the FCPs.
    #[must_use]
    pub fn no_total_size(mut self) -> Self {
        self.style.total_size = false;
        self
    }

    /// The card.
    pub fn build(self) -> VirtualCard {
        let mut files = match (self.files, self.kind) {
            (Some(files), _) => files,
            (None, Kind::Gsm) => profile::gsm(&self.identity),
            (None, Kind::Uicc | Kind::UiccAndGsm) => profile::uicc(&self.identity),
        };
        for (directory, file) in self.added {
            let directory = files.find(&directory).unwrap_or(FileSystem::MF);
            files.add(directory, file);
        }
        let atr = self.atr.unwrap_or_else(|| match self.kind {
            Kind::Gsm => profile::gsm_atr(),
            Kind::Uicc | Kind::UiccAndGsm => profile::uicc_atr(self.level, self.channels, self.chaining),
        });
        let style = Style { no_sfi: self.quirks.no_sfi, ..self.style };
        VirtualCard::new(Parts {
            kind: self.kind,
            level: self.level,
            quirks: self.quirks,
            style,
            atr,
            files,
            keys: self.keys,
            milenage: self.milenage,
            channel_count: self.channels,
            chaining: self.chaining,
            applet: self.applet,
        })
    }
}
