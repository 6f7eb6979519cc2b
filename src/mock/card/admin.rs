//! Administrative commands (ETSI TS 102 222). Whoever may create files in a directory may resize, delete and terminate
//! them too.

use alloc::format;
use alloc::vec::Vec;

use super::super::file::{Access, Body, Condition, File, LifeCycle, Records, Sfi};
use super::super::filesystem::{FileSystem, NodeId};
use super::super::objects::Objects;
use super::super::rules;
use super::channels::Channel;
use super::{Fault, Outcome, Reply, Request, VirtualCard};
use crate::codec::ber::Tag;
use crate::fs::{self, Fcp, Structure};

/// What all files together may take up: more than any card has.
const MEMORY: usize = 0x10_0000;

impl VirtualCard {
    /// CREATE FILE (6.3): the new file is selected.
    pub(super) fn create_file(&mut self, request: &Request<'_>) -> Outcome {
        let fcp = fcp(request)?;
        let directory = self.channel(request.channel).ok_or(Fault::Channel)?.directory;
        self.may_administer(directory)?;
        let fid = fcp.file_id().ok().flatten().ok_or(Fault::Data)?.0;
        let name = fcp.df_name().map_err(|_| Fault::Data)?;
        let body = self.new_body(&fcp)?;
        let parent = if name.is_some() { FileSystem::MF } else { directory };
        let taken = match name {
            Some(name) if self.files.children(FileSystem::MF).any(|(_, file)| file.aid() == Some(name)) => {
                return Err(Fault::NameExists);
            }
            Some(_) => false,
            // The names of the MF and of the current directory and application are not to be had (TS 102 221 8.3).
            None if matches!(fid, 0x3F00 | 0x3FFF | 0x7FFF | 0xFFFF) => return Err(Fault::Data),
            None => {
                self.files.child(parent, fid).is_some()
                    || self.files.file(parent).is_some_and(|file| file.fid() == fid)
            }
        };
        if taken {
            return Err(Fault::FileExists);
        }
        let kind = match body {
            Body::Application(_) => "ADF",
            Body::Directory => "DF",
            _ => "EF",
        };
        let access = rules::of_fcp(&fcp, &self.files, directory);
        let state = match fcp.life_cycle() {
            Ok(Some(fs::LifeCycle::Deactivated)) => LifeCycle::Deactivated,
            Ok(Some(fs::LifeCycle::Terminated)) | Err(_) => return Err(Fault::Data),
            // There is no personalisation here: a file is in use as soon as it is there.
            _ => LifeCycle::Activated,
        };
        let sfi = match fcp.sfi().map_err(|_| Fault::Data)? {
            fs::Sfi::Explicit(sfi) => Sfi::Explicit(sfi),
            fs::Sfi::FromFid(_) => Sfi::Implicit,
            fs::Sfi::NotSupported => Sfi::None,
        };
        let default = Access::new(Condition::Always, Condition::Adm(1));
        let file = File::new(format!("{kind}.{fid:04X}"), fid, body)
            .sfi_mode(sfi)
            .state(state)
            .access(access.unwrap_or(default));
        let id = self.files.add(parent, file);
        self.files.refresh_rules();
        self.make_current_file(request.channel, id)?;
        Ok(Reply::Nothing)
    }

    /// The empty file that an FCP describes.
    fn new_body(&self, fcp: &Fcp<'_>) -> Result<Body, Fault> {
        let descriptor = fcp.file_descriptor().ok().flatten().ok_or(Fault::Data)?;
        if descriptor.structure == Structure::Directory {
            return Ok(match fcp.df_name().map_err(|_| Fault::Data)? {
                Some(name) => Body::Application(name.to_vec()),
                None => Body::Directory,
            });
        }
        let size = size(fcp)?;
        self.room_for(size)?;
        if descriptor.structure == Structure::BerTlv {
            return Ok(Body::BerTlv(Objects::new(&[], size)));
        }
        let mut content = Vec::new();
        fill(&mut content, size, fcp);
        if descriptor.structure == Structure::Transparent {
            return Ok(Body::Transparent(content));
        }
        let len = descriptor.record_len.and_then(|len| u8::try_from(len).ok()).filter(|len| *len > 0);
        let len = len.ok_or(Fault::Data)?;
        record_count(size, usize::from(len))?;
        let records = Records::new(len, content.chunks_exact(usize::from(len)));
        match descriptor.structure {
            Structure::LinearFixed => Ok(Body::LinearFixed(records)),
            Structure::Cyclic => Ok(Body::Cyclic(records)),
            _ => Err(Fault::Data),
        }
    }

    /// DELETE FILE (6.4): a file in the current directory, or that directory itself, with all that is in it.
    pub(super) fn delete_file(&mut self, request: &Request<'_>) -> Outcome {
        let id = self.administered(request)?;
        let parent = self.files.parent(id).ok_or(Fault::Conditions)?;
        for number in 0..self.channel_count {
            let Some(channel) = self.channel(number).copied() else { continue };
            if self.files.ancestry(channel.directory).any(|above| above == id) {
                let application = channel.application.filter(|application| *application != id);
                *self.channel_mut(number)? =
                    Channel { open: channel.open, directory: parent, application, ..Channel::default() };
            }
        }
        self.edit_files(|files| files.remove(id));
        Ok(Reply::Nothing)
    }

    /// RESIZE FILE (6.10): an EF of the current directory. What is there stays as far as it fits; what is new is filled
    /// up.
    pub(super) fn resize_file(&mut self, request: &Request<'_>) -> Outcome {
        let fcp = fcp(request)?;
        let directory = self.channel(request.channel).ok_or(Fault::Channel)?.directory;
        let fid = fcp.file_id().ok().flatten().ok_or(Fault::Data)?.0;
        let id = self.files.child(directory, fid).ok_or(Fault::FileNotFound)?;
        self.may_administer(directory)?;
        let size = size(&fcp)?;
        let old = self.files.file(id).map_or(0, File::size);
        self.room_for(size.saturating_sub(old))?;
        let file = self.files.file_mut(id).ok_or(Fault::FileNotFound)?;
        match file.body_mut() {
            Body::Transparent(content) => fill(content, size, &fcp),
            Body::LinearFixed(records) | Body::Cyclic(records) => {
                record_count(size, records.record_len())?;
                let mut content = records.as_bytes().to_vec();
                fill(&mut content, size, &fcp);
                records.replace(content);
            }
            Body::BerTlv(objects) if objects.as_bytes().len() <= size => objects.set_capacity(size),
            Body::BerTlv(_) => return Err(Fault::NoMemory),
            Body::Directory | Body::Application(_) => return Err(Fault::Incompatible),
        }
        file.forget_raw_fcp();
        self.make_current_file(request.channel, id)?;
        Ok(Reply::Nothing)
    }

    /// TERMINATE DF (6.7): a directory in the current one, or that itself.
    pub(super) fn terminate_df(&mut self, request: &Request<'_>) -> Outcome {
        self.terminate(request, true)
    }

    /// TERMINATE EF (6.8): an EF in the current directory.
    pub(super) fn terminate_ef(&mut self, request: &Request<'_>) -> Outcome {
        self.terminate(request, false)
    }

    fn terminate(&mut self, request: &Request<'_>, directory: bool) -> Outcome {
        let id = self.administered(request)?;
        if self.files.file(id).is_some_and(File::is_directory) != directory {
            return Err(Fault::Incompatible);
        }
        self.set_state(id, LifeCycle::Terminated);
        Ok(Reply::Nothing)
    }

    /// TERMINATE CARD USAGE (6.9): from then on the card says `6985` to everything, also after a reset.
    pub(super) fn terminate_card_usage(&mut self, request: &Request<'_>) -> Outcome {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        request.expect_data(0)?;
        self.may_administer(FileSystem::MF)?;
        self.terminated = true;
        Ok(Reply::Nothing)
    }

    /// The file that the command data name, if it is there to be deleted or terminated.
    fn administered(&self, request: &Request<'_>) -> Result<NodeId, Fault> {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        let &[high, low] = request.data else { return Err(Fault::Length) };
        let fid = u16::from_be_bytes([high, low]);
        let channel = self.channel(request.channel).ok_or(Fault::Channel)?;
        let current = self.files.file(channel.directory).filter(|file| file.fid() == fid);
        let id = match self.files.child(channel.directory, fid) {
            Some(child) => child,
            None if fid == File::CURRENT_APPLICATION => channel.application.ok_or(Fault::FileNotFound)?,
            None => current.map(|_| channel.directory).ok_or(Fault::FileNotFound)?,
        };
        let parent = self.files.parent(id).ok_or(Fault::Conditions)?;
        self.may_administer(parent)?;
        Ok(id)
    }

    fn may_administer(&self, directory: NodeId) -> Result<(), Fault> {
        let file = self.files.file(directory).ok_or(Fault::FileNotFound)?;
        if self.fulfilled(file.conditions().update) { Ok(()) } else { Err(Fault::Security) }
    }

    fn room_for(&self, bytes: usize) -> Result<(), Fault> {
        let used = self.files.iter().fold(0usize, |sum, (_, file)| sum.saturating_add(file.size()));
        if used.saturating_add(bytes) <= MEMORY { Ok(()) } else { Err(Fault::NoMemory) }
    }
}

/// The template in the command data.
fn fcp<'a>(request: &Request<'a>) -> Result<Fcp<'a>, Fault> {
    if (request.p1, request.p2) != (0, 0) {
        return Err(Fault::Parameters);
    }
    match request.data {
        [] => Err(Fault::Length),
        [0x62, ..] => Fcp::parse(request.data).map_err(|_| Fault::Data),
        _ => Err(Fault::Data),
    }
}

fn size(fcp: &Fcp<'_>) -> Result<usize, Fault> {
    let size = fcp.file_size().ok().flatten().ok_or(Fault::Data)?;
    usize::try_from(size).map_err(|_| Fault::NoMemory)
}

fn record_count(size: usize, len: usize) -> Result<usize, Fault> {
    match (size.checked_div(len), size.checked_rem(len)) {
        (Some(count @ 1..=254), Some(0)) => Ok(count),
        _ => Err(Fault::Data),
    }
}

/// Cuts or fills up to `size`: with the repeat pattern (`C2`), else with the filling pattern (`C1`), whose last byte
/// goes on to the end, else with FF (6.3.2.2.2).
fn fill(content: &mut Vec<u8>, size: usize, fcp: &Fcp<'_>) {
    let proprietary = fcp.objects().find(|object| object.tag == Tag(0xA5));
    let pattern = |tag| proprietary.and_then(|object| object.find(tag).ok()?).map(|object| object.value);
    content.truncate(size);
    let missing = size.saturating_sub(content.len());
    match (pattern(Tag(0xC2)), pattern(Tag(0xC1))) {
        (Some(pattern @ [_, ..]), _) => content.extend(pattern.iter().cycle().take(missing)),
        (_, Some(pattern @ [.., last])) => {
            content.extend(pattern.iter().chain(core::iter::repeat(last)).take(missing));
        }
        _ => content.extend(core::iter::repeat_n(0xFF, missing)),
    }
}
