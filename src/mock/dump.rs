//! Files as a real card has them, from what it answered.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::file::{Body, Condition, File, LifeCycle, Records, Sfi};
use super::filesystem::{FileSystem, NodeId};
use super::objects::Objects;
use super::rules;
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::fs::{self, Fcp, FileInfo, GsmHeader, SelectResponse, Structure};

/// The most that a file gets whose content is not known: what READ BINARY can reach.
const LARGEST: u32 = 0x8000;

impl File {
    /// A file that answers SELECT with `response`, an FCP template or a 2G header, and has the structure, SFI and life
    /// cycle that this names. `content` is all of it, of records one after another; where it is shorter than the file,
    /// or unknown, the rest is `FF`.
    ///
    /// FID and AID are those of the response, but an application without an FID in it has `7FFF`.
    ///
    /// ```
    /// use simcard::mock::{File, FileSystem, VirtualCard};
    ///
    /// // Linear fixed, two records of 3 bytes, SFI 1E
    /// let fcp = b"\x62\x15\x82\x05\x42\x21\x00\x03\x02\x83\x02\x2F\x00\x8A\x01\x05\x80\x02\x00\x06\x88\x01\xF0";
    /// let dir = File::from_response("EF.DIR", fcp, b"abcdef")?;
    /// let mut files = FileSystem::new();
    /// files.add(FileSystem::MF, dir);
    /// let mut card = VirtualCard::builder().dump(files).build();
    /// assert_eq!(card.process(&[0x00, 0xB2, 0x02, 0xF4, 0x03]), b"def\x90\x00");
    /// # Ok::<(), simcard::codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The response is malformed, or a record file has records of no length or of more than 255 bytes.
    pub fn from_response(
        name: impl Into<Cow<'static, str>>,
        response: &[u8],
        content: &[u8],
    ) -> Result<Self, DecodeError> {
        let parsed = SelectResponse::parse(response)?;
        let (info, aid) = match &parsed {
            SelectResponse::Uicc(fcp) => (FileInfo::from(fcp), fcp.df_name()?),
            SelectResponse::Gsm(header) => (FileInfo::from(header), None),
        };
        let body = match (info.structure, aid) {
            // The card manager says no more of itself than its name.
            (Structure::Directory | Structure::Unknown(_), Some(aid)) => Body::Application(aid.to_vec()),
            (Structure::Directory, None) => Body::Directory,
            (Structure::BerTlv, _) => {
                let capacity = info.size.unwrap_or(0).min(LARGEST);
                Body::BerTlv(Objects::new(content, usize::try_from(capacity).unwrap_or(0)))
            }
            (Structure::LinearFixed, _) => Body::LinearFixed(records(&info, content)?),
            (Structure::Cyclic, _) => Body::Cyclic(records(&info, content)?),
            (Structure::Transparent | Structure::Unknown(_), _) => {
                let mut bytes = content.to_vec();
                let size = usize::try_from(info.size.unwrap_or(0).min(LARGEST)).unwrap_or(0);
                bytes.resize(bytes.len().max(size), 0xFF);
                Body::Transparent(bytes)
            }
        };
        let fid = info.file_id.map_or(Self::CURRENT_APPLICATION, |fid| fid.0);
        Ok(Self::new(name, fid, body).raw_fcp(response))
    }

    /// The same file, which nobody can read.
    ///
    /// ```
    /// use simcard::mock::{Condition, File};
    ///
    /// let file = File::transparent("EF.KEYS", 0x6F08, &[0x07; 33]).unreadable();
    /// assert_eq!(file.conditions().read, Condition::Never);
    /// ```
    #[must_use]
    pub fn unreadable(self) -> Self {
        let mut access = self.conditions();
        access.read = Condition::Never;
        self.access(access)
    }
}

fn records(info: &FileInfo, content: &[u8]) -> Result<Records, DecodeError> {
    let len = info.record_len.and_then(|len| u8::try_from(len).ok());
    let len = len.ok_or(DecodeError::new("record length", 0, DecodeErrorKind::Length))?;
    let given = content.chunks(usize::from(len)).map(<[u8]>::to_vec);
    let count = content.len().div_ceil(usize::from(len));
    let missing = usize::from(info.records.unwrap_or(0)).saturating_sub(count);
    Ok(Records::new(len, given.chain(core::iter::repeat_n(Vec::new(), missing))))
}

/// What a raw response tells besides the structure: SFI and life cycle.
pub(super) fn from_raw(response: &[u8]) -> Option<(Sfi, LifeCycle)> {
    match SelectResponse::parse(response).ok()? {
        SelectResponse::Uicc(fcp) => {
            let sfi = match fcp.sfi().unwrap_or(fs::Sfi::NotSupported) {
                fs::Sfi::Explicit(sfi) => Sfi::Explicit(sfi),
                fs::Sfi::FromFid(_) => Sfi::Implicit,
                fs::Sfi::NotSupported => Sfi::None,
            };
            let state = match fcp.life_cycle() {
                Ok(Some(fs::LifeCycle::Deactivated)) => LifeCycle::Deactivated,
                Ok(Some(fs::LifeCycle::Terminated)) => LifeCycle::Terminated,
                _ => LifeCycle::Activated,
            };
            Some((sfi, state))
        }
        SelectResponse::Gsm(header) => {
            let activated = FileInfo::from(&header).activated;
            Some((Sfi::None, if activated { LifeCycle::Activated } else { LifeCycle::Deactivated }))
        }
    }
}

impl FileSystem {
    /// Has every file with a raw response ask for what that, and the EF.ARR it refers to, say. Reading is another
    /// matter: what was read once can be read again, and what is [unreadable](File::unreadable) stays so.
    pub(super) fn follow_raw_responses(&mut self) {
        let found: Vec<_> =
            self.iter().filter_map(|(id, file)| Some((id, self.raw_conditions(id, file)?))).collect();
        for (id, access) in found {
            if let Some(file) = self.file_mut(id) {
                file.set_conditions(access);
            }
        }
    }

    fn raw_conditions(&self, id: NodeId, file: &File) -> Option<super::file::Access> {
        let mut access = match SelectResponse::parse(file.fcp_override()?).ok()? {
            SelectResponse::Uicc(fcp) => self.conditions_of(&fcp, id),
            SelectResponse::Gsm(GsmHeader::File(header)) => Some(rules::of_header(&header)),
            SelectResponse::Gsm(GsmHeader::Directory(_)) => None,
        }
        .unwrap_or(file.conditions());
        access.read = match file.conditions().read {
            Condition::Never => Condition::Never,
            _ => Condition::Always,
        };
        Some(access)
    }

    /// A directory's own rule is not in itself (ETSI TS 102 221 9.2.7).
    fn conditions_of(&self, fcp: &Fcp<'_>, id: NodeId) -> Option<super::file::Access> {
        rules::of_fcp(fcp, self, self.parent(id).unwrap_or(Self::MF))
    }
}
