use super::super::fcp;
use super::super::file::{File, LifeCycle};
use super::super::filesystem::{FileSystem, NodeId};
use super::channels::Channel;
use super::{Fault, Le, Outcome, Reply, Request, VirtualCard};
use crate::apdu::StatusWord;
use crate::transport::Level;

/// What is to be selected: the file, and the application that becomes current with it.
struct Target {
    file: NodeId,
    application: Option<NodeId>,
}

impl VirtualCard {
    /// SELECT (ETSI TS 102 221 11.1.1).
    pub(super) fn select(&mut self, request: &Request<'_>) -> Outcome {
        let result = self.select_file(request);
        if result.is_err() && self.quirks.failed_select_drops_ef {
            self.channel_mut(request.channel)?.ef = None;
        }
        result
    }

    fn select_file(&mut self, request: &Request<'_>) -> Outcome {
        let wants_fcp = wants_fcp(request)?;
        let target = self.target(request)?;
        let given = self.given_end(target.file)?;
        self.make_current(request.channel, &target)?;
        if wants_fcp {
            fcp::template(&mut self.answer, &self.files, target.file, &self.keys, self.style);
        }
        if let Some(status) = given {
            return Ok(Reply::Fetch(Some(status).filter(|status| status.is_warning())));
        }
        // The file is selected all the same (TS 102 221 10.2.1.2).
        Ok(Reply::Fetch(match self.files.file(target.file).map(File::life_cycle) {
            Some(LifeCycle::Deactivated) => Some(StatusWord::new(0x6283)),
            Some(LifeCycle::Terminated) => Some(StatusWord::new(0x6285)),
            _ => None,
        }))
    }

    /// What a SELECT of this file ends in, where that is not for the card to say.
    fn given_end(&self, file: NodeId) -> Result<Option<StatusWord>, Fault> {
        match self.files.file(file).and_then(File::select_ends) {
            Some(status) if status.is_error() => Err(Fault::Status(status)),
            status => Ok(status),
        }
    }

    fn target(&self, request: &Request<'_>) -> Result<Target, Fault> {
        let channel = *self.channel(request.channel).ok_or(Fault::Channel)?;
        let file = match request.p1 {
            0x00 => match request.data {
                // Without data, the MF; then nothing can be returned.
                [] if request.p2 == 0x0C => FileSystem::MF,
                [] => return Err(Fault::Parameters),
                _ => self.reachable(&channel, fid(request.data)?).ok_or(Fault::FileNotFound)?,
            },
            0x01 => {
                let child = self.files.child(channel.directory, fid(request.data)?);
                child.filter(|child| self.is_directory(*child)).ok_or(Fault::FileNotFound)?
            }
            0x03 if !request.data.is_empty() => return Err(Fault::Length),
            0x03 => self.files.parent(channel.directory).ok_or(Fault::FileNotFound)?,
            0x04 => {
                let application = self.application(request, &channel)?;
                return Ok(Target { file: application, application: Some(application) });
            }
            0x08 | 0x09 if self.quirks.no_path_selection => return Err(Fault::Parameters),
            0x08 => self.walk(FileSystem::MF, &channel, request.data)?,
            0x09 => self.walk(channel.directory, &channel, request.data)?,
            _ => return Err(Fault::Parameters),
        };
        Ok(Target { file, application: channel.application })
    }

    /// The files that a FID can mean (ETSI TS 102 221 8.4.1), in the order of 11.1.1.2: children of the current
    /// directory, its parent, DFs beside it; then the directory itself, the MF and the current application.
    pub(super) fn reachable(&self, channel: &Channel, fid: u16) -> Option<NodeId> {
        let directory = channel.directory;
        if fid == File::CURRENT_APPLICATION {
            return channel.application;
        }
        let has_fid =
            |id: &NodeId| self.files.file(*id).is_some_and(|file| file.fid() == fid && file.aid().is_none());
        let parent = self.files.parent(directory);
        // Nothing lies beside an application.
        let siblings = parent.filter(|_| !self.is_application(directory));
        self.files
            .child(directory, fid)
            .or(parent.filter(has_fid))
            .or_else(|| self.files.child(siblings?, fid).filter(|sibling| self.is_directory(*sibling)))
            .or(Some(directory).filter(has_fid))
            .or(Some(FileSystem::MF).filter(has_fid))
    }

    /// Selection by path: the FIDs below `start`, which is not named itself. `7FFF` at the beginning of a path from
    /// the MF is the current application.
    pub(super) fn walk(&self, start: NodeId, channel: &Channel, path: &[u8]) -> Result<NodeId, Fault> {
        if path.is_empty() || path.len() % 2 != 0 {
            return Err(Fault::Length);
        }
        let mut at = start;
        for (depth, step) in path.chunks_exact(2).enumerate() {
            let fid = fid(step)?;
            at = if depth == 0 && start == FileSystem::MF && fid == File::CURRENT_APPLICATION {
                channel.application
            } else {
                self.files.child(at, fid)
            }
            .ok_or(Fault::FileNotFound)?;
        }
        Ok(at)
    }

    /// Selection by AID, which may be cut short on the right: first, last, next or previous application that fits.
    fn application(&self, request: &Request<'_>, channel: &Channel) -> Result<NodeId, Fault> {
        let wanted = request.data;
        if wanted.is_empty() || wanted.len() > 16 {
            return Err(Fault::Length);
        }
        let fits = |aid: &[u8]| {
            if self.quirks.full_aid_only { aid == wanted } else { aid.starts_with(wanted) }
        };
        let current = channel.application;
        let (mut first, mut last, mut before, mut after) = (None, None, None, None);
        let mut past_current = false;
        let applications = self.files.children(FileSystem::MF);
        for (id, _) in applications.filter(|(_, file)| file.aid().is_some_and(fits)) {
            if past_current && after.is_none() {
                after = Some(id);
            }
            if Some(id) == current {
                past_current = true;
                before = last;
            }
            first = first.or(Some(id));
            last = Some(id);
        }
        match request.p2 & 0x03 {
            0x00 => first,
            0x01 => last,
            // Where the current application is none of those that fit, the search starts at the end.
            0x02 if past_current => after,
            0x02 => first,
            _ if past_current => before,
            _ => last,
        }
        .ok_or(Fault::FileNotFound)
    }

    fn make_current(&mut self, number: u8, target: &Target) -> Result<(), Fault> {
        let is_directory = self.is_directory(target.file);
        let parent = self.files.parent(target.file);
        let channel = self.channel_mut(number)?;
        channel.application = target.application;
        if is_directory {
            channel.directory = target.file;
            channel.ef = None;
        } else {
            channel.directory = parent.ok_or(Fault::FileNotFound)?;
            channel.ef = Some(target.file);
        }
        channel.record = 0;
        // Whatever was on its way is lost (TS 102 221 11.3).
        self.set_transfer(number, None);
        Ok(())
    }

    /// Selects a file of the current application, as some commands do with the file they name.
    pub(super) fn make_current_file(&mut self, number: u8, file: NodeId) -> Result<(), Fault> {
        let own = self.files.file(file).and_then(File::aid).map(|_| file);
        let application = own.or(self.channel(number).ok_or(Fault::Channel)?.application);
        self.make_current(number, &Target { file, application })
    }

    fn is_directory(&self, id: NodeId) -> bool {
        self.files.file(id).is_some_and(File::is_directory)
    }

    fn is_application(&self, id: NodeId) -> bool {
        self.files.file(id).is_some_and(|file| file.aid().is_some())
    }

    /// STATUS (ETSI TS 102 221 11.1.2): the FCP of the current directory, the AID of the current application, or
    /// nothing.
    pub(super) fn status(&mut self, request: &Request<'_>) -> Outcome {
        let channel = *self.channel(request.channel).ok_or(Fault::Channel)?;
        match (request.p1, request.p2) {
            (0x00..=0x02, 0x00) => {
                fcp::template(&mut self.answer, &self.files, channel.directory, &self.keys, self.style);
            }
            (0x00..=0x02, 0x01) => {
                let application = channel.application.and_then(|id| self.files.file(id)?.aid());
                let aid = application.ok_or(Fault::DataNotFound)?;
                super::super::encode::tlv(&mut self.answer, 0x84, |out| out.extend_from_slice(aid));
            }
            (0x00..=0x02, 0x0C) => return Ok(Reply::Nothing),
            _ => return Err(Fault::Parameters),
        }
        request.expect_exactly(self.answer.len(), true)?;
        Ok(Reply::Data)
    }

    /// SELECT on a GSM card (3GPP TS 51.011 8.1 and 9.2.1): by FID only, and always with a response.
    pub(super) fn gsm_select(&mut self, request: &Request<'_>) -> Outcome {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        let &[high, low] = request.data else { return Err(Fault::Le(2)) };
        let channel = *self.channel(request.channel).ok_or(Fault::Channel)?;
        let file = self.reachable(&channel, u16::from_be_bytes([high, low]));
        let Some(file) = file else {
            if self.quirks.failed_select_drops_ef {
                self.channel_mut(request.channel)?.ef = None;
            }
            return Err(Fault::FileNotFound);
        };
        let given = self.given_end(file)?;
        self.make_current(request.channel, &Target { file, application: channel.application })?;
        fcp::header(&mut self.answer, &self.files, file, &self.keys);
        Ok(Reply::Fetch(given.filter(|status| status.is_warning())))
    }

    /// STATUS on a GSM card: what SELECT of the current directory gave, or the beginning of it.
    pub(super) fn gsm_status(&mut self, request: &Request<'_>) -> Outcome {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        let channel = *self.channel(request.channel).ok_or(Fault::Channel)?;
        fcp::header(&mut self.answer, &self.files, channel.directory, &self.keys);
        let available = self.answer.len();
        match (request.le, request.level) {
            (Le::UpTo(_), Level::Apdu) => {}
            (Le::UpTo(n) | Le::Exactly(n), _) if n <= available => self.answer.truncate(n),
            (Le::Absent, _) => return Err(Fault::Length),
            _ => return Err(Fault::Le(available)),
        }
        Ok(Reply::Data)
    }
}

fn fid(data: &[u8]) -> Result<u16, Fault> {
    match data {
        &[high, low] => Ok(u16::from_be_bytes([high, low])),
        _ => Err(Fault::Length),
    }
}

/// Reads P2 of SELECT (ETSI TS 102 221 table 11.2). 00 is accepted as ISO 7816-4 has it: an FCI, which is the FCP.
fn wants_fcp(request: &Request<'_>) -> Result<bool, Fault> {
    // With an AID, b7 b6 are the session control and b2 b1 the occurrence; otherwise they are 0.
    let p2 = if request.p1 == 0x04 { request.p2 & !0x63 } else { request.p2 };
    match p2 {
        0x00 | 0x04 => Ok(true),
        0x0C => Ok(false),
        _ => Err(Fault::Parameters),
    }
}
