//! AUTHENTICATE of USIM and ISIM, and RUN GSM ALGORITHM.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::{Card, Exclusive, worked};
use crate::apdu::{Command, Instruction, StatusKind};
use crate::codec::{DecodeError, DecodeErrorKind, Reader};
use crate::error::{Error, Misuse, Result};
use crate::fs::{Aid, FileId, Path};
use crate::transport::{Transport, TransportError};

/// P2 of AUTHENTICATE: the security context (3GPP TS 31.102 7.1.2, 3GPP TS 31.103 7.1.2).
const GSM_CONTEXT: u8 = 0x80;
const AKA_CONTEXT: u8 = 0x81;
const GBA_CONTEXT: u8 = 0x84;

/// The tags that begin data and answers.
const SUCCESS: u8 = 0xDB;
const SYNC_FAILURE: u8 = 0xDC;
const BOOTSTRAPPING: u8 = 0xDD;
const NAF_DERIVATION: u8 = 0xDE;

/// RES, or a key that a card gave out. Wiped when dropped, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    fn new(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    /// The bytes: not to be shown.
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let answer = Card::new(VirtualCard::gsm()).authenticate_gsm(&[0x23; 16])?;
    /// assert_eq!(format!("{:?}", answer.kc), "Secret(8 bytes)"); // what a log shows
    /// assert_eq!(answer.kc.reveal().len(), 8);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.0.len())
    }
}

/// What a USIM or ISIM made of a network's challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// The network proved who it is, and this is our proof and the keys.
    Success {
        /// The response to the network, 4 to 16 bytes.
        res: Secret,
        /// The cipher key, 16 bytes.
        ck: Secret,
        /// The integrity key, 16 bytes.
        ik: Secret,
        /// The cipher key for GSM, 8 bytes, where the card offers it (service 27).
        kc: Option<Secret>,
    },
    /// The sequence number is out of range: the network is to resynchronise with this.
    SyncFailure {
        /// The token for it.
        auts: [u8; 14],
    },
}

/// What a card made of a GSM challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GsmAuthentication {
    /// The response to the network, 4 bytes.
    pub sres: Secret,
    /// The cipher key, 8 bytes.
    pub kc: Secret,
}

/// What a card made of a challenge of the generic bootstrapping architecture. It keeps the key for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GbaBootstrapping {
    /// The network proved who it is.
    Success {
        /// The response to the network.
        res: Secret,
    },
    /// The sequence number is out of range: the network is to resynchronise with this.
    SyncFailure {
        /// The token for it.
        auts: [u8; 14],
    },
}

impl<T: Transport> Card<T> {
    /// Authenticates in the 3G context of the USIM (3GPP TS 31.102 7.1), which 4G and 5G use too.
    ///
    /// Once, whatever goes wrong on the way. The card wants PIN1 first, if that is enabled.
    ///
    /// ```
    /// use simcard::card::Authentication;
    /// use simcard::mock::{Milenage, VirtualCard};
    /// use simcard::Card;
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// let rand = [0x23; 16];
    /// // the network's part, with the keys that the card has too
    /// let autn = Milenage::test_keys().challenge(&rand, 0x20, [0x80, 0x00]);
    /// let Authentication::Success { res, ck, .. } = card.authenticate(&rand, &autn)? else { panic!() };
    /// assert_eq!((res.reveal().len(), ck.reveal().len()), (8, 16));
    /// // the same challenge again is not fresh
    /// let again = card.authenticate(&rand, &autn)?;
    /// assert!(matches!(again, Authentication::SyncFailure { .. }));
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::MacFailure`] if `autn` is not the network's; [`Error::Security`] without PIN1;
    /// [`Error::NotFound`] without a USIM.
    pub fn authenticate(&mut self, rand: &[u8; 16], autn: &[u8; 16]) -> Result<Authentication> {
        self.exclusive(|card| card.agree(&Aid::USIM, rand, autn))
    }

    /// Authenticates in the IMS AKA context of the ISIM (3GPP TS 31.103 7.1).
    ///
    /// ```
    /// use simcard::{Card, Error, mock::VirtualCard};
    ///
    /// let mut card = Card::new(VirtualCard::uicc());
    /// // somebody who does not know the keys
    /// let result = card.authenticate_ims(&[0; 16], &[0; 16]);
    /// assert!(matches!(result, Err(Error::MacFailure)));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::authenticate`]; [`Error::NotFound`] without an ISIM: the USIM serves then.
    pub fn authenticate_ims(&mut self, rand: &[u8; 16], autn: &[u8; 16]) -> Result<Authentication> {
        self.exclusive(|card| card.agree(&Aid::ISIM, rand, autn))
    }

    /// Authenticates in the GSM context of the USIM (3GPP TS 31.102 7.1.2.1), or with RUN GSM ALGORITHM on a
    /// GSM 11.11 card (3GPP TS 51.011 9.2.16).
    ///
    /// ```
    /// use simcard::{Card, mock::VirtualCard};
    ///
    /// let rand = [0x23; 16];
    /// let old = Card::new(VirtualCard::gsm()).authenticate_gsm(&rand)?;
    /// assert_eq!((old.sres.reveal().len(), old.kc.reveal().len()), (4, 8));
    /// // a USIM with the same key gives the same
    /// assert_eq!(Card::new(VirtualCard::uicc()).authenticate_gsm(&rand)?, old);
    /// # Ok::<(), simcard::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card wants PIN1 first; a USIM may have no GSM context (service 38 of EF.UST).
    pub fn authenticate_gsm(&mut self, rand: &[u8; 16]) -> Result<GsmAuthentication> {
        self.exclusive(|card| {
            card.find_dialect()?;
            if card.is_gsm() {
                let path = Path::MF.child(FileId::DF_GSM).unwrap_or(Path::MF);
                card.go_to(&path)?;
                card.challenge(&path, card.command(Instruction::AUTHENTICATE, 0, 0).data(rand))?;
                let mut reader = Reader::new("RUN GSM ALGORITHM", card.data());
                return Ok(GsmAuthentication {
                    sres: Secret::new(reader.take(4)?),
                    kc: Secret::new(reader.take(8)?),
                });
            }
            let data = Zeroizing::new(fields(None, &[rand])?);
            card.ask(&Aid::USIM, GSM_CONTEXT, &data)?;
            let mut reader = Reader::new("AUTHENTICATE", card.data());
            Ok(GsmAuthentication { sres: field(&mut reader)?, kc: field(&mut reader)? })
        })
    }

    /// Bootstraps in the GBA context of the USIM or ISIM: the card keeps the key (3GPP TS 31.102 7.1.1.4).
    ///
    /// ```
    /// use simcard::card::GbaBootstrapping;
    /// use simcard::mock::ScriptedCard;
    /// use simcard::{Card, fs::Aid};
    ///
    /// let script: ScriptedCard = "
    ///     > 00A4000C023F00
    ///     < 9000
    ///     > 00A4040C07A0000000871004
    ///     < 9000
    ///     > 0088008423 DD 10 00000000000000000000000000000000 10 11111111111111111111111111111111
    ///     < 6106
    ///     > 00C0000006
    ///     < DB04A1A2A3A4 9000
    /// "
    /// .parse()?;
    /// let answer = Card::new(script).bootstrap_gba(&Aid::ISIM, &[0x00; 16], &[0x11; 16])?;
    /// let GbaBootstrapping::Success { res } = answer else { panic!() };
    /// assert_eq!(res.reveal(), [0xA1, 0xA2, 0xA3, 0xA4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Card::authenticate`].
    pub fn bootstrap_gba(
        &mut self,
        application: &Aid,
        rand: &[u8; 16],
        autn: &[u8; 16],
    ) -> Result<GbaBootstrapping> {
        self.exclusive(|card| {
            let data = fields(Some(BOOTSTRAPPING), &[rand, autn])?;
            card.ask(application, GBA_CONTEXT, &data)?;
            let mut reader = Reader::new("AUTHENTICATE", card.data());
            match reader.u8()? {
                SUCCESS => Ok(GbaBootstrapping::Success { res: field(&mut reader)? }),
                SYNC_FAILURE => Ok(GbaBootstrapping::SyncFailure { auts: auts(&mut reader)? }),
                tag => Err(unexpected(tag)),
            }
        })
    }

    /// The key `Ks_ext_NAF` for a network application function, after [`Card::bootstrap_gba`] (3GPP TS 31.102
    /// 7.1.1.4).
    ///
    /// ```
    /// use simcard::mock::ScriptedCard;
    /// use simcard::{Card, fs::Aid};
    ///
    /// let script: ScriptedCard = "
    ///     > 00A4000C023F00
    ///     < 9000
    ///     > 00A4040C07A0000000871002
    ///     < 9000
    ///     > 0088008408 DE 03 6E6166 02 7540
    ///     < 6104
    ///     > 00C0000004
    ///     < DB020102 9000
    /// "
    /// .parse()?;
    /// let key = Card::new(script).derive_naf_key(&Aid::USIM, b"naf", b"u@")?;
    /// assert_eq!((key.reveal(), format!("{key:?}")), (&[1, 2][..], "Secret(2 bytes)".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The card has not bootstrapped yet, or as [`Card::authenticate`].
    pub fn derive_naf_key(&mut self, application: &Aid, naf_id: &[u8], impi: &[u8]) -> Result<Secret> {
        self.exclusive(|card| {
            let data = fields(Some(NAF_DERIVATION), &[naf_id, impi])?;
            card.ask(application, GBA_CONTEXT, &data)?;
            let mut reader = Reader::new("AUTHENTICATE", card.data());
            match reader.u8()? {
                SUCCESS => field(&mut reader),
                tag => Err(unexpected(tag)),
            }
        })
    }
}

impl<E: TransportError> Exclusive<'_, E> {
    /// Authentication and key agreement, in USIM or ISIM.
    fn agree(&mut self, application: &Aid, rand: &[u8; 16], autn: &[u8; 16]) -> Result<Authentication> {
        self.ask(application, AKA_CONTEXT, &fields(None, &[rand, autn])?)?;
        let mut reader = Reader::new("AUTHENTICATE", self.data());
        match reader.u8()? {
            SUCCESS => {
                let (res, ck, ik) = (field(&mut reader)?, field(&mut reader)?, field(&mut reader)?);
                let kc = if reader.is_empty() { None } else { Some(field(&mut reader)?) };
                Ok(Authentication::Success { res, ck, ik, kc })
            }
            SYNC_FAILURE => Ok(Authentication::SyncFailure { auts: auts(&mut reader)? }),
            tag => Err(unexpected(tag)),
        }
    }

    fn ask(&mut self, application: &Aid, context: u8, data: &[u8]) -> Result<()> {
        self.find_dialect()?;
        if self.is_gsm() {
            return Err(Misuse::NotOnGsm("AUTHENTICATE, but RUN GSM ALGORITHM").into());
        }
        let path = Path::adf(*application, &[]);
        self.enter(application)?;
        self.challenge(&path, self.command(Instruction::AUTHENTICATE, 0, context).data(data))
    }

    fn challenge(&mut self, path: &Path, command: Command<'_>) -> Result<()> {
        let status = self.send(command.expect(256))?.status;
        match status.kind() {
            StatusKind::AuthenticationMacFailure => Err(Error::MacFailure),
            _ if worked(status) => Ok(()),
            _ => Err(Error::status(status, command.instruction, Some(*path))),
        }
    }
}

/// The fields of a challenge, each behind its length.
fn fields(tag: Option<u8>, fields: &[&[u8]]) -> Result<Vec<u8>> {
    let len = fields.iter().map(|field| field.len().saturating_add(1)).sum::<usize>();
    let room = Command::MAX_SHORT_DATA.saturating_sub(usize::from(tag.is_some()));
    if len > room {
        return Err(Misuse::TooLong { len, room }.into());
    }
    let mut data: Vec<u8> = tag.into_iter().collect();
    for field in fields {
        data.push(u8::try_from(field.len()).unwrap_or(u8::MAX));
        data.extend_from_slice(field);
    }
    Ok(data)
}

fn field(reader: &mut Reader<'_>) -> Result<Secret> {
    let len = usize::from(reader.u8()?);
    Ok(Secret::new(reader.take(len)?))
}

fn auts(reader: &mut Reader<'_>) -> Result<[u8; 14]> {
    let len = usize::from(reader.u8()?);
    let auts = reader.take(len)?;
    let length = DecodeError::new("AUTHENTICATE", 1, DecodeErrorKind::Length);
    Ok(auts.try_into().map_err(|_| length)?)
}

fn unexpected(tag: u8) -> Error {
    DecodeError::new("AUTHENTICATE", 0, DecodeErrorKind::Value(u32::from(tag))).into()
}
