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
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::builder().gsm().build();
    /// assert_eq!(card.process(&[0xA0, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00])[0], 0x9F);
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]), [0x6E, 0x00]);
    /// ```
    #[must_use]
    pub fn gsm(mut self) -> Self {
        self.kind = Kind::Gsm;
        self.keys.remove(KeyReference::UNIVERSAL);
        self
    }

    /// A UICC that serves class `A0` as a GSM card too.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::builder().uicc_and_gsm().build();
    /// assert_eq!(card.process(&[0xA0, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00])[0], 0x9F);
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]), [0x90, 0x00]);
    /// ```
    #[must_use]
    pub fn uicc_and_gsm(mut self) -> Self {
        self.kind = Kind::UiccAndGsm;
        self
    }

    /// T=0 TPDUs (the default), or whole APDUs as with T=1.
    ///
    /// ```
    /// use simcard::{mock::VirtualCard, transport::Level};
    ///
    /// let mut card = VirtualCard::builder().level(Level::Apdu).build();
    /// // the FCP comes at once: no 61xx
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x3F, 0x00, 0x00])[0], 0x62);
    /// ```
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// How it deviates from its specification.
    ///
    /// ```
    /// use simcard::mock::{Quirks, VirtualCard};
    ///
    /// let quirks = Quirks { unknown_class_6d00: true, ..Quirks::default() };
    /// let mut card = VirtualCard::builder().quirks(quirks).build();
    /// assert_eq!(card.process(&[0xA0, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00]), [0x6D, 0x00]);
    /// ```
    #[must_use]
    pub fn quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// How many logical channels it has, the basic one included: 1 to 20, 4 by default.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::builder().channels(2).build();
    /// let open = [0x00, 0x70, 0x00, 0x00, 0x01]; // MANAGE CHANNEL
    /// assert_eq!(card.process(&open), [0x01, 0x90, 0x00]);
    /// assert_ne!(card.process(&open)[..1], [0x02]); // there is none beside the basic one and that
    /// ```
    #[must_use]
    pub fn channels(mut self, channels: u8) -> Self {
        self.channels = channels.clamp(1, 20);
        self
    }

    /// Another answer to reset.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// assert_eq!(VirtualCard::builder().atr(&[0x3B, 0x00]).build().atr(), [0x3B, 0x00]);
    /// ```
    #[must_use]
    pub fn atr(mut self, atr: &[u8]) -> Self {
        self.atr = Some(atr.to_vec());
        self
    }

    /// Whose card it is.
    ///
    /// ```
    /// use simcard::{Card, mock::Identity, mock::VirtualCard};
    ///
    /// let identity = Identity { spn: "Zebra".into(), ..Identity::default() };
    /// let mut card = Card::new(VirtualCard::builder().identity(identity).build());
    /// assert_eq!(card.spn()?, "Zebra");
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Exactly these files, instead of those of a test card.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem, VirtualCard};
    ///
    /// let mut files = FileSystem::new();
    /// files.add(FileSystem::MF, File::transparent("EF.NOTE", 0x2F42, b"hello"));
    /// let card = VirtualCard::builder().files(files).build();
    /// assert_eq!(card.files().iter().count(), 2); // with the MF
    /// ```
    #[must_use]
    pub fn files(mut self, files: FileSystem) -> Self {
        self.files = Some(files);
        self
    }

    /// Exactly these files, which are those of a real card: see [`File::from_response`].
    ///
    /// What has content can be read, what is [unreadable](File::unreadable) cannot; all else asks for what the FCPs
    /// and EF.ARR say, and for the keys of this card.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem, VirtualCard};
    ///
    /// let fcp = b"\x62\x0F\x82\x02\x41\x21\x83\x02\x2F\xE2\x8A\x01\x05\x80\x02\x00\x02";
    /// let mut files = FileSystem::new();
    /// files.add(FileSystem::MF, File::from_response("EF.ICCID", fcp, &[0x98, 0x44])?);
    /// let mut card = VirtualCard::builder().dump(files).build();
    /// card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x2F, 0xE2]);
    /// assert_eq!(card.process(&[0x00, 0xB0, 0x00, 0x00, 0x02]), [0x98, 0x44, 0x90, 0x00]);
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    #[must_use]
    pub fn dump(mut self, mut files: FileSystem) -> Self {
        files.follow_raw_responses();
        self.files = Some(files);
        self
    }

    /// One more file, in the directory with this path (see [`FileSystem::find`]). A file with the same FID there
    /// is replaced. Without that directory, the MF holds it.
    ///
    /// ```
    /// use simcard::mock::{File, VirtualCard};
    ///
    /// let note = File::transparent("EF.NOTE", 0x6F42, b"hello");
    /// let card = VirtualCard::builder().file("DF.TELECOM", note).build();
    /// assert!(card.files().find("7F10/6F42").is_some());
    /// ```
    #[must_use]
    pub fn file(mut self, directory: &str, file: File) -> Self {
        self.added.push((directory.into(), file));
        self
    }

    /// A PIN or key, in place of the one of that reference.
    ///
    /// ```
    /// use simcard::mock::{KeyReference, Pin, VirtualCard};
    ///
    /// let mut card = VirtualCard::builder().pin(KeyReference::PIN1, Pin::digits("4321")?).build();
    /// let verify = |digits: &[u8; 4]| [b"\x00\x20\x00\x01\x08", &digits[..], &[0xFF; 4]].concat();
    /// assert_eq!(card.process(&verify(b"1234")), [0x63, 0xC2]); // two tries are left
    /// assert_eq!(card.process(&verify(b"4321")), [0x90, 0x00]);
    /// # Ok::<(), simcard::mock::PinError>(())
    /// ```
    #[must_use]
    pub fn pin(mut self, reference: KeyReference, pin: Pin) -> Self {
        self.keys.insert(reference, pin);
        self
    }

    /// The keys of AUTHENTICATE and RUN GSM ALGORITHM, in place of [`Milenage::test_keys`].
    ///
    /// ```
    /// use simcard::card::Authentication;
    /// use simcard::{Card, mock::Milenage, mock::VirtualCard};
    ///
    /// let (keys, rand) = (Milenage::new([0x11; 16], [0x22; 16]), [0x23; 16]);
    /// let autn = keys.challenge(&rand, 0x20, [0x80, 0x00]);
    /// let mut card = Card::new(VirtualCard::builder().milenage_keys(keys).build());
    /// assert!(matches!(card.authenticate(&rand, &autn)?, Authentication::Success { .. }));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    #[must_use]
    pub fn milenage_keys(mut self, keys: Milenage) -> Self {
        self.milenage = keys;
        self
    }

    /// Long command data may come as a chain of commands (ISO/IEC 7816-4 5.3.3), which the ATR then says. Most UICCs
    /// have no chaining, and neither has this one by default.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let (with, without) = (VirtualCard::builder().command_chaining().build(), VirtualCard::uicc());
    /// assert_ne!(with.atr(), without.atr()); // the historical bytes say so
    /// ```
    #[must_use]
    pub fn command_chaining(mut self) -> Self {
        self.chaining = true;
        self
    }

    /// What its toolkit does, in place of [`Applet::operator`].
    ///
    /// ```
    /// use simcard::mock::{Applet, Flow, VirtualCard};
    ///
    /// let applet = Applet::new("Weather").item("Today", Flow::new());
    /// let mut card = VirtualCard::builder().applet(applet).build();
    /// let profile = [0x80, 0x10, 0x00, 0x00, 0x01, 0xFF];
    /// assert_eq!(card.process(&profile)[0], 0x91); // it has a menu to set up
    /// ```
    #[must_use]
    pub fn applet(mut self, applet: Applet) -> Self {
        self.applet = Some(applet);
        self
    }

    /// No toolkit: the card knows none of its commands.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::builder().no_toolkit().build();
    /// assert_eq!(card.process(&[0x80, 0x10, 0x00, 0x00, 0x01, 0xFF]), [0x6D, 0x00]);
    /// ```
    #[must_use]
    pub fn no_toolkit(mut self) -> Self {
        self.applet = None;
        self
    }

    /// Compact security attributes (`8C`) in every FCP, instead of references to EF.ARR (`8B`).
    ///
    /// ```
    /// use simcard::fs::{Fcp, Security};
    /// use simcard::{mock::VirtualCard, transport::Level};
    ///
    /// let mut card = VirtualCard::builder().level(Level::Apdu).compact_security().build();
    /// let answer = card.process(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x2F, 0xE2, 0x00]);
    /// let fcp = Fcp::parse(&answer[..answer.len() - 2])?;
    /// assert!(matches!(fcp.security()?, Some(Security::Compact(_))));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    #[must_use]
    pub fn compact_security(mut self) -> Self {
        self.style.compact_security = true;
        self
    }

    /// No total size (`81`) in the FCPs.
    ///
    /// ```
    /// use simcard::fs::Fcp;
    /// use simcard::{mock::VirtualCard, transport::Level};
    ///
    /// let mut card = VirtualCard::builder().level(Level::Apdu).no_total_size().build();
    /// let answer = card.process(&[0x00, 0xA4, 0x00, 0x04, 0x02, 0x2F, 0xE2, 0x00]);
    /// let fcp = Fcp::parse(&answer[..answer.len() - 2])?;
    /// assert_eq!((fcp.file_size()?, fcp.total_file_size()?), (Some(10), None));
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    #[must_use]
    pub fn no_total_size(mut self) -> Self {
        self.style.total_size = false;
        self
    }

    /// The card.
    ///
    /// ```
    /// use simcard::mock::VirtualCard;
    ///
    /// let mut card = VirtualCard::builder().build();
    /// assert_eq!(card.process(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]), [0x90, 0x00]);
    /// ```
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
