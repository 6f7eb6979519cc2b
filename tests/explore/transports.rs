//! A card that notes what it is asked, and one that answers anything.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use hex_literal::hex;
use simcard::Card;
use simcard::card::{Dump, ExploreOptions};
use simcard::mock::{FileSystem, VirtualCard};
use simcard::transport::{Level, Transport, TransportInfo};

/// A card, with a note of what it was asked, and of what was selected then.
struct Noted {
    card: VirtualCard,
    notes: Rc<RefCell<Notes>>,
}

#[derive(Default)]
pub struct Notes {
    /// What is selected: directory, then file.
    directory: String,
    file: String,
    application: String,
    /// Selected file and command; for SELECT, directory and what was meant.
    seen: BTreeSet<(String, Vec<u8>)>,
    pub twice: Vec<String>,
    /// How often a file was selected.
    pub selected: Vec<String>,
    pub instructions: BTreeSet<u8>,
    pub commands: usize,
}

impl Notes {
    fn note(&mut self, files: &FileSystem, command: &[u8], response: &[u8]) {
        self.commands += 1;
        self.instructions.insert(command[1]);
        let [.., sw1, _] = *response else { panic!() };
        // the right length follows
        if matches!(sw1, 0x6C) || (command[0] == 0xA0 && sw1 == 0x67) || command[1] == 0xC0 {
            return;
        }
        let worked = matches!(sw1, 0x90 | 0x91 | 0x61 | 0x9F | 0x62);
        let (context, what) = match command[1] {
            0xA4 => {
                let before = self.directory.clone();
                let target = self.target(files, command[2], &command[5..5 + usize::from(command[4])]);
                if worked {
                    let target = target.clone().unwrap();
                    self.select(files, &target);
                    self.selected.push(target);
                }
                // what is not there is asked for from a directory; the same from elsewhere is another question
                let what = target.unwrap_or_else(|| hex::encode(&command[2..]));
                (format!("{before} -> {what}"), command[..3].to_vec())
            }
            _ => (self.file.clone(), command.to_vec()),
        };
        if !self.seen.insert((context.clone(), what)) {
            self.twice.push(format!("{context}: {}", hex::encode(command)));
        }
    }

    fn target(&self, files: &FileSystem, p1: u8, data: &[u8]) -> Option<String> {
        let there = |path: String| files.find(&path).map(|_| path);
        let below = |directory: &str, ids: &[u8]| {
            let ids: Vec<String> = ids.chunks(2).map(hex::encode_upper).collect();
            there([directory, &ids.join("/")].join("/"))
        };
        let up = |path: &str| path.rsplit_once('/').map_or("MF".to_owned(), |(up, _)| up.to_owned());
        match p1 {
            4 => files
                .iter()
                .find(|(_, file)| file.aid().is_some_and(|aid| aid.starts_with(data)))
                .map(|(_, file)| format!("MF/{}", file.name())),
            8 if data.starts_with(&[0x7F, 0xFF]) => below(&self.application, &data[2..]),
            8 => below("MF", data),
            _ if data == [0x3F, 0x00] => Some("MF".into()),
            _ if data == [0x7F, 0xFF] => Some(self.application.clone()),
            _ => below(&self.directory, data).or_else(|| below(&up(&self.directory), data)).or_else(|| {
                let parent = up(&self.directory);
                parent.ends_with(&hex::encode_upper(data)).then_some(parent)
            }),
        }
    }

    fn select(&mut self, files: &FileSystem, target: &str) {
        let file = files.file(files.find(target).unwrap()).unwrap();
        self.file = target.to_owned();
        if file.is_directory() {
            self.directory = target.to_owned();
        } else {
            self.directory = target.rsplit_once('/').unwrap().0.to_owned();
        }
        if file.aid().is_some() {
            self.application = target.to_owned();
        }
    }
}

impl Transport for Noted {
    type Error = <VirtualCard as Transport>::Error;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], Self::Error> {
        let answer = self.card.transmit(command, response)?;
        self.notes.borrow_mut().note(self.card.files(), command, answer);
        Ok(answer)
    }

    fn info(&self) -> TransportInfo {
        self.card.info()
    }

    fn reset(&mut self) -> Result<(), Self::Error> {
        self.card.reset()
    }

    fn epoch(&self) -> u32 {
        self.card.epoch()
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = Self::Error>),
    ) -> Result<(), Self::Error> {
        body(self);
        Ok(())
    }
}

/// Explores a card, and tells what it was asked.
pub fn noted(card: VirtualCard, options: &ExploreOptions) -> (Dump, Notes) {
    let notes = Rc::new(RefCell::new(Notes::default()));
    let mut card = Card::new(Noted { card, notes: Rc::clone(&notes) });
    let dump = card.explore(options, |_| {}).unwrap();
    drop(card);
    (dump, Rc::into_inner(notes).unwrap().into_inner())
}

/// A card that answers anything to anything.
pub struct Hostile {
    random: u64,
    pub commands: usize,
}

impl Hostile {
    pub fn new(seed: u64) -> Self {
        Self { random: 0x9E37_79B9_7F4A_7C15 + seed, commands: 0 }
    }

    fn next(&mut self, below: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % below
    }

    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let fid = command.get(command.len() - 2..).unwrap_or_default();
        let random: Vec<u8> = (0..self.next(40)).map(|_| self.next(256).to_le_bytes()[0]).collect();
        let data = match (command[1], self.next(8)) {
            (0xA4 | 0xC0, 0..3) => [&hex!("6213 8205422100FFFE 83026F07 8002FFFF 8B036F06FF")[..]].concat(),
            (0xA4 | 0xC0, 3..5) => [&hex!("620C 82024121 83026F07 8002FFFF")[..]].concat(),
            (0xA4 | 0xC0, 5) => [&hex!("0000FFFF")[..], fid, &hex!("04001111FF44010201FF")].concat(),
            (0xB0 | 0xB2, 0..6) => vec![0x61; usize::from(*command.last().unwrap())],
            _ => random,
        };
        let status: [u8; 2] = match self.next(12) {
            0..8 => [0x90, 0x00],
            8 => [0x6A, 0x82],
            9 => [0x61, 0x20],
            10 => [0x6C, 0x10],
            _ => [self.next(256).to_le_bytes()[0], self.next(256).to_le_bytes()[0]],
        };
        [data, status.to_vec()].concat()
    }
}

impl Transport for Hostile {
    type Error = <VirtualCard as Transport>::Error;

    fn transmit<'r>(&mut self, command: &[u8], response: &'r mut [u8]) -> Result<&'r [u8], Self::Error> {
        self.commands += 1;
        let answer = self.answer(command);
        let answer = &answer[answer.len().saturating_sub(response.len())..];
        response[..answer.len()].copy_from_slice(answer);
        Ok(&response[..answer.len()])
    }

    fn info(&self) -> TransportInfo {
        TransportInfo::new(Level::Apdu)
    }

    fn reset(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }

    fn epoch(&self) -> u32 {
        0
    }

    fn exclusive(
        &mut self,
        body: &mut dyn FnMut(&mut dyn Transport<Error = Self::Error>),
    ) -> Result<(), Self::Error> {
        body(self);
        Ok(())
    }
}
