use super::super::file::{File, LifeCycle};
use super::super::filesystem::{FileSystem, NodeId};
use super::{Fault, Outcome, Reply, Request, VirtualCard};

impl VirtualCard {
    /// DEACTIVATE FILE (ETSI TS 102 221 11.1.14).
    pub(super) fn deactivate_file(&mut self, request: &Request<'_>) -> Outcome {
        self.switch(request, LifeCycle::Deactivated)
    }

    /// ACTIVATE FILE (ETSI TS 102 221 11.1.15).
    pub(super) fn activate_file(&mut self, request: &Request<'_>) -> Outcome {
        self.switch(request, LifeCycle::Activated)
    }

    fn switch(&mut self, request: &Request<'_>, state: LifeCycle) -> Outcome {
        let channel = *self.channel(request.channel).ok_or(Fault::Channel)?;
        let id = match (request.p1, request.p2, request.data) {
            (0x00, 0x00, []) => self.current_ef(request)?.id,
            (0x00, 0x00, &[high, low]) => {
                let fid = u16::from_be_bytes([high, low]);
                self.reachable(&channel, fid).ok_or(Fault::FileNotFound)?
            }
            (0x00, 0x00, _) => return Err(Fault::Length),
            (0x08, 0x00, path) => self.walk(FileSystem::MF, &channel, path)?,
            (0x09, 0x00, path) => self.walk(channel.directory, &channel, path)?,
            _ => return Err(Fault::Parameters),
        };
        self.may_switch(id, state)?;
        self.set_state(id, state);
        if !self.files.file(id).is_some_and(File::is_directory) {
            self.make_current_file(request.channel, id)?;
        }
        Ok(Reply::Nothing)
    }

    /// Whether a file can be switched, and by whom.
    fn may_switch(&self, id: NodeId, state: LifeCycle) -> Result<(), Fault> {
        let file = self.files.file(id).ok_or(Fault::FileNotFound)?;
        let access = file.conditions();
        let needed = if state == LifeCycle::Activated { access.activate } else { access.deactivate };
        if file.life_cycle() == LifeCycle::Terminated || id == FileSystem::MF {
            return Err(Fault::Conditions);
        }
        if self.fulfilled(needed) { Ok(()) } else { Err(Fault::Security) }
    }

    pub(super) fn set_state(&mut self, id: NodeId, state: LifeCycle) {
        if let Some(file) = self.files.file_mut(id) {
            file.set_life_cycle(state);
        }
    }

    /// INVALIDATE (3GPP TS 51.011 9.2.14): of the current EF.
    pub(super) fn invalidate(&mut self, request: &Request<'_>) -> Outcome {
        self.gsm_switch(request, LifeCycle::Deactivated)
    }

    /// REHABILITATE (3GPP TS 51.011 9.2.15): of the current EF.
    pub(super) fn rehabilitate(&mut self, request: &Request<'_>) -> Outcome {
        self.gsm_switch(request, LifeCycle::Activated)
    }

    fn gsm_switch(&mut self, request: &Request<'_>, state: LifeCycle) -> Outcome {
        if (request.p1, request.p2) != (0, 0) {
            return Err(Fault::Parameters);
        }
        request.expect_data(0)?;
        let id = self.current_ef(request)?.id;
        self.may_switch(id, state)?;
        // In contradiction with the invalidation status (9.4.5).
        if self.files.file(id).map(File::life_cycle) == Some(state) {
            return Err(Fault::Invalidated);
        }
        self.set_state(id, state);
        Ok(Reply::Nothing)
    }
}
