//! What a test card holds: the files of a UICC with a USIM and an ISIM, or of a GSM SIM.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::encode::{dialling_record, imsi, number, padded, plmn, swapped_bcd, tlv};
use super::file::{Access, Condition, File};
use super::filesystem::{FileSystem, NodeId};
use super::keys::{KeyReference, Keys, Pin};
use super::phone_book;
use crate::transport::Level;

/// Whose card it is. The default is a test identity: PLMN 001-01, and numbers reserved for fiction.
///
/// ```
/// use simcard::mock::{Identity, VirtualCard};
///
/// let identity = Identity { imsi: "001019876543210".into(), ..Identity::default() };
/// let card = VirtualCard::builder().identity(identity).build();
/// let imsi = card.files().find("ADF.USIM/EF.IMSI").and_then(|id| card.files().file(id)).unwrap();
/// assert_eq!(imsi.content(), [0x08, 0x09, 0x10, 0x10, 0x89, 0x67, 0x45, 0x23, 0x01]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// The digits of the ICCID, check digit included.
    pub iccid: String,
    /// The digits of the IMSI.
    pub imsi: String,
    /// How many of them, after the first three, are the MNC: 2 or 3.
    pub mnc_len: u8,
    /// The subscriber's number; `None` leaves EF.MSISDN empty.
    pub msisdn: Option<String>,
    /// The service provider's name, in ASCII, up to 16 characters.
    pub spn: String,
    /// The number of the short message centre.
    pub smsc: String,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            iccid: "8944000000001234567".into(),
            imsi: "001010123456789".into(),
            mnc_len: 2,
            msisdn: Some("+447700900123".into()),
            spn: "simcard".into(),
            smsc: "+447700900999".into(),
        }
    }
}

impl core::fmt::Debug for Identity {
    /// The provider only: the numbers tell who somebody is.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Identity").field("spn", &self.spn).finish_non_exhaustive()
    }
}

impl Identity {
    fn mcc(&self) -> &str {
        self.imsi.get(..3).unwrap_or_default()
    }

    fn mnc(&self) -> &str {
        let end = usize::from(self.mnc_len).saturating_add(3);
        self.imsi.get(3..end).unwrap_or_default()
    }

    fn plmn(&self) -> [u8; 3] {
        plmn(self.mcc(), self.mnc())
    }

    /// The home domain of 3GPP TS 23.003 13.2.
    fn ims_domain(&self) -> String {
        format!("ims.mnc{:0>3}.mcc{}.3gppnetwork.org", self.mnc(), self.mcc())
    }

    /// The access class of EF.ACC is the last digit of the IMSI (3GPP TS 22.011 4.2).
    fn access_class(&self) -> [u8; 2] {
        let digit = self.imsi.bytes().last().unwrap_or_default() & 0x0F;
        1u16.checked_shl(u32::from(digit)).unwrap_or_default().to_be_bytes()
    }
}

/// The AID of the USIM: TS 101 220 annex E, country 44, no provider code.
const USIM: [u8; 16] =
    [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02, 0xFF, 0x44, 0xFF, 0xFF, 0x89, 0x01, 0x00, 0x00, 0x00];
/// The AID of the ISIM.
const ISIM: [u8; 16] =
    [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x04, 0xFF, 0x44, 0xFF, 0xFF, 0x89, 0x01, 0x00, 0x00, 0x00];

const ADM: Condition = Condition::Adm(1);
const ALW: Condition = Condition::Always;
const PIN: Condition = Condition::Pin1;
const PIN2: Condition = Condition::Pin2;

/// EF.Kc and EF.KcGPRS without a key: key sequence number 7 (3GPP TS 51.011 10.3.3).
const NO_KC: [u8; 9] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];

/// The alpha identifier of the telephone numbers on this card.
const ALPHA_LEN: usize = 14;
const DIALLING_LEN: u8 = 28;

/// PIN1 disabled, as on most cards sold; PIN2, universal PIN, ADM1.
pub(super) fn keys() -> Keys {
    let coded = [
        (KeyReference::PIN1, Pin::digits("1234").and_then(|pin| pin.puk("12345678")).map(Pin::disabled)),
        (KeyReference::PIN2, Pin::digits("5678").and_then(|pin| pin.puk("87654321"))),
        (KeyReference::UNIVERSAL, Pin::digits("0000").and_then(|pin| pin.puk("11111111"))),
        (KeyReference::adm(1), Pin::digits("88888888").map(|pin| pin.tries(10))),
    ];
    let mut keys = Keys::default();
    for (reference, pin) in coded {
        if let Ok(pin) = pin {
            keys.insert(reference, pin);
        }
    }
    keys
}

/// The files of a UICC.
pub(super) fn uicc(who: &Identity) -> FileSystem {
    let mut files = FileSystem::new();
    let mf = FileSystem::MF;
    files.add_access_rules(mf, 0x2F06, 0x06);
    let applications = [("USIM", USIM), ("ISIM", ISIM)].map(|(label, aid)| directory_entry(label, &aid));
    ef(&mut files, mf, 0x1E, ALW, ADM, File::linear("EF.DIR", 0x2F00, 38, applications));
    ef(&mut files, mf, 0x02, ALW, Condition::Never, iccid(who));
    ef(&mut files, mf, 0x05, ALW, PIN, File::transparent("EF.PL", 0x2F05, b"en\xFF\xFF"));
    // At most 60 mA, half a second until applications are ready.
    ef(&mut files, mf, 0x08, ALW, ADM, File::transparent("EF.UMPC", 0x2F08, &[60, 5, 0x02, 0xFF, 0xFF]));

    let telecom = files.add(mf, File::directory("DF.TELECOM", 0x7F10));
    add_telecom(&mut files, telecom, who);
    let book = files.add(telecom, File::directory("DF.PHONEBOOK", 0x5F3A));
    add_phone_book(&mut files, book);
    let gsm = files.add(mf, File::directory("DF.GSM", 0x7F20));
    add_gsm(&mut files, gsm, who);
    let usim = files.add(mf, File::application("ADF.USIM", &USIM));
    add_usim(&mut files, usim, who);
    let isim = files.add(mf, File::application("ADF.ISIM", &ISIM));
    add_isim(&mut files, isim, who);
    files
}

/// The files of a GSM SIM.
pub(super) fn gsm(who: &Identity) -> FileSystem {
    let mut files = FileSystem::new();
    ef(&mut files, FileSystem::MF, 0, ALW, Condition::Never, iccid(who));
    ef(&mut files, FileSystem::MF, 0, ALW, PIN, File::transparent("EF.ELP", 0x2F05, b"en\xFF\xFF"));
    let telecom = files.add(FileSystem::MF, File::directory("DF.TELECOM", 0x7F10));
    add_telecom(&mut files, telecom, who);
    let gsm = files.add(FileSystem::MF, File::directory("DF.GSM", 0x7F20));
    add_gsm(&mut files, gsm, who);
    files
}

/// Adds an EF; SFI 0 is none.
fn ef(files: &mut FileSystem, parent: NodeId, sfi: u8, read: Condition, update: Condition, file: File) {
    let file = file.access(Access::new(read, update));
    files.add(parent, if sfi == 0 { file } else { file.sfi(sfi) });
}

fn iccid(who: &Identity) -> File {
    File::transparent("EF.ICCID", 0x2FE2, &swapped_bcd(&who.iccid, 10))
}

/// An application template of EF.DIR (ETSI TS 102 221 13.1).
fn directory_entry(label: &str, aid: &[u8]) -> Vec<u8> {
    let mut entry = Vec::new();
    tlv(&mut entry, 0x61, |out| {
        tlv(out, 0x4F, |out| out.extend_from_slice(aid));
        tlv(out, 0x50, |out| out.extend_from_slice(label.as_bytes()));
    });
    entry
}

/// 3GPP TS 31.102 4.2, with the SFIs of annex H.
fn add_usim(files: &mut FileSystem, usim: NodeId, who: &Identity) {
    files.add_access_rules(usim, 0x6F06, 0x17);
    let mut add = |sfi, read, update, file| ef(files, usim, sfi, read, update, file);
    let bytes = File::transparent;
    let home = who.plmn();

    add(0x01, ALW, ADM, File::linear("EF.ECC", 0x6FB7, 14, [emergency("112"), emergency("999")]));
    add(0x02, ALW, PIN, bytes("EF.LI", 0x6F05, b"en\xFF\xFF"));
    add(0x03, ALW, ADM, bytes("EF.AD", 0x6FAD, &[0x00, 0x00, 0x00, who.mnc_len]));
    // Local phone book, FDN, call information, SMS, SMSP, AoC, GID1, GID2, SPN, PLMN selector, MSISDN, GSM access,
    // (33 is always set), EST, GSM security context, more PLMN selectors, PNN, OPL, SPDI, EHPLMN, EPS mobility management, privacy of the
    // subscription identity, SUCI by the USIM
    let services =
        [1, 2, 8, 9, 10, 12, 13, 17, 18, 19, 20, 21, 27, 33, 34, 38, 42, 43, 45, 46, 51, 71, 85, 124, 125];
    add(0x04, PIN, ADM, bytes("EF.UST", 0x6F38, &service_table::<16>(&services)));
    add(0x05, PIN, PIN2, bytes("EF.EST", 0x6F56, &[0x00]));
    add(0x06, PIN, ADM, bytes("EF.ACC", 0x6F78, &who.access_class()));
    add(0x07, PIN, ADM, bytes("EF.IMSI", 0x6F07, &imsi(&who.imsi)));
    // Key set identifier 7: no key.
    add(0x08, PIN, PIN, bytes("EF.Keys", 0x6F08, &padded(&[0x07], 33)));
    add(0x09, PIN, PIN, bytes("EF.KeysPS", 0x6F09, &padded(&[0x07], 33)));
    add(0x0A, PIN, PIN, bytes("EF.PLMNwAcT", 0x6F60, &plmns_with_access(None, 8)));
    add(0x0B, PIN, PIN, bytes("EF.LOCI", 0x6F7E, &location(home, 4, &[0x00, 0x00, 0xFF, 0x01])));
    add(0x0C, PIN, PIN, bytes("EF.PSLOCI", 0x6F73, &location(home, 7, &[0x00, 0x00, 0xFF, 0x01])));
    add(0x0D, PIN, PIN, bytes("EF.FPLMN", 0x6F7B, &[0xFF; 12]));
    add(0x0E, PIN, ADM, bytes("EF.CBMID", 0x6F48, &[0xFF; 4]));
    add(0x0F, PIN, PIN, bytes("EF.START-HFN", 0x6F5B, &[0xF0, 0x00, 0x00, 0xF0, 0x00, 0x00]));
    add(0x10, PIN, ADM, bytes("EF.THRESHOLD", 0x6F5C, &[0xFF; 3]));
    add(0x11, PIN, ADM, bytes("EF.OPLMNwAcT", 0x6F61, &plmns_with_access(Some(home), 8)));
    add(0x12, PIN, ADM, bytes("EF.HPPLMN", 0x6F31, &[0x0A]));
    add(0x13, PIN, ADM, bytes("EF.HPLMNwAcT", 0x6F62, &plmns_with_access(Some(home), 2)));
    add(0x14, PIN, PIN, File::cyclic("EF.ICI", 0x6F80, 42, [[0xFF; 42]; 3]));
    add(0x15, PIN, PIN, File::cyclic("EF.OCI", 0x6F81, 41, [[0xFF; 41]; 3]));
    add(0x18, PIN, PIN, File::linear("EF.EPSNSC", 0x6FE4, 54, [[0xFF; 54]]));
    add(0x19, ALW, ADM, File::linear("EF.PNN", 0x6FC5, 24, [network_name(&who.spn)]));
    add(0x1A, ALW, ADM, File::linear("EF.OPL", 0x6FC6, 8, [operator_list_entry(home)]));
    add(0x1D, PIN, ADM, bytes("EF.EHPLMN", 0x6FD9, &padded(&home, 6)));
    add(0x1E, PIN, PIN, bytes("EF.EPSLOCI", 0x6FE3, &location(home, 12, &[0x00, 0x00, 0x01])));

    add(0, PIN, PIN, File::cyclic("EF.ICT", 0x6F82, 3, [[0x00; 3]; 3]));
    add(0, PIN, PIN, File::cyclic("EF.OCT", 0x6F83, 3, [[0x00; 3]; 3]));
    add(0, PIN, PIN2, bytes("EF.ACMmax", 0x6F37, &[0x00, 0x00, 0x00]));
    add(0, PIN, PIN2, bytes("EF.PUCT", 0x6F41, b"GBP\x00\x00"));
    add(0, PIN, ADM, bytes("EF.GID1", 0x6F3E, &[0x01, 0xFF, 0xFF, 0xFF]));
    add(0, PIN, ADM, bytes("EF.GID2", 0x6F3F, &[0xFF; 4]));
    add(0, ALW, ADM, bytes("EF.SPN", 0x6F46, &service_provider(who)));
    add(0, PIN, PIN2, File::linear("EF.FDN", 0x6F3B, DIALLING_LEN, [[0xFF; 28]; 5]));
    add(0, PIN, PIN, messages());
    add(0, PIN, PIN, bytes("EF.SMSS", 0x6F43, &[0xFF, 0xFF]));
    add(0, PIN, PIN, own_numbers(who));
    add(0, PIN, PIN, message_parameters(who));
    add(0, PIN, PIN, bytes("EF.NETPAR", 0x6FC4, &[0xFF; 46]));
    add(0, ALW, ADM, bytes("EF.SPDI", 0x6FCD, &provider_plmns(home)));
    files.add(usim, call_meter());

    let gsm = files.add(usim, File::directory("DF.GSM-ACCESS", 0x5F3B));
    ef(files, gsm, 0x01, PIN, PIN, bytes("EF.Kc", 0x4F20, &NO_KC));
    ef(files, gsm, 0x02, PIN, PIN, bytes("EF.KcGPRS", 0x4F52, &NO_KC));
    let fiveg = files.add(usim, File::directory("DF.5GS", 0x5FC0));
    // One digit, 0
    ef(files, fiveg, 0x0A, PIN, ADM, bytes("EF.Routing_Indicator", 0x4F0A, &[0xF0, 0xFF, 0x00, 0x00]));
    let book = files.add(usim, File::directory("DF.PHONEBOOK", 0x5F3A));
    phone_book::add(files, book);
}

/// 3GPP TS 31.103 4.2.
fn add_isim(files: &mut FileSystem, isim: NodeId, who: &Identity) {
    files.add_access_rules(isim, 0x6F06, 0x06);
    let mut add = |sfi, read, update, file| ef(files, isim, sfi, read, update, file);
    let domain = who.ims_domain();
    let from_imsi = format!("{}@{domain}", who.imsi);
    let public = match &who.msisdn {
        Some(msisdn) => [format!("sip:{msisdn}@{domain}"), format!("sip:{from_imsi}")],
        None => [format!("sip:{from_imsi}"), String::new()],
    };
    add(0x02, PIN, ADM, File::transparent("EF.IMPI", 0x6F02, &text_object(&from_imsi)));
    add(0x05, PIN, ADM, File::transparent("EF.DOMAIN", 0x6F03, &text_object(&domain)));
    let public = public.iter().filter(|uri| !uri.is_empty()).map(|uri| text_object(uri));
    add(0x04, PIN, ADM, File::linear("EF.IMPU", 0x6F04, 80, public));
    add(0x03, ALW, ADM, File::transparent("EF.AD", 0x6FAD, &[0x00, 0x00, 0x00]));
    add(0x07, PIN, ADM, File::transparent("EF.IST", 0x6F07, &[0x00]));
}

/// 3GPP TS 51.011 10.3.
fn add_gsm(files: &mut FileSystem, gsm: NodeId, who: &Identity) {
    let mut add = |read, update, name, fid, data: &[u8]| {
        ef(files, gsm, 0, read, update, File::transparent(name, fid, data));
    };
    let home = who.plmn();
    // English
    add(ALW, PIN, "EF.LP", 0x6F05, &[0x01, 0xFF]);
    add(PIN, ADM, "EF.IMSI", 0x6F07, &imsi(&who.imsi));
    add(PIN, PIN, "EF.Kc", 0x6F20, &NO_KC);
    add(PIN, PIN, "EF.PLMNsel", 0x6F30, &[0xFF; 24]);
    add(PIN, ADM, "EF.HPPLMN", 0x6F31, &[0x0A]);
    add(PIN, PIN2, "EF.ACMmax", 0x6F37, &[0x00, 0x00, 0x00]);
    // CHV1 disabling, ADN, FDN, SMS, AoC, PLMNsel, MSISDN, SMSP, LND, GID1, GID2, SPN: allocated and activated
    let services = [1, 2, 3, 4, 5, 7, 9, 12, 13, 15, 16, 17];
    let bits: Vec<u16> = services
        .iter()
        .flat_map(|service: &u16| {
            let second = service.saturating_mul(2);
            [second.saturating_sub(1), second]
        })
        .collect();
    add(PIN, ADM, "EF.SST", 0x6F38, &service_table::<5>(&bits));
    add(PIN, PIN2, "EF.PUCT", 0x6F41, b"GBP\x00\x00");
    add(PIN, PIN, "EF.CBMI", 0x6F45, &[0xFF; 4]);
    add(PIN, ADM, "EF.GID1", 0x6F3E, &[0x01, 0xFF, 0xFF, 0xFF]);
    add(PIN, ADM, "EF.GID2", 0x6F3F, &[0xFF; 4]);
    add(ALW, ADM, "EF.SPN", 0x6F46, &service_provider(who));
    add(PIN, PIN, "EF.KcGPRS", 0x6F52, &NO_KC);
    add(PIN, PIN, "EF.LOCIGPRS", 0x6F53, &location(home, 7, &[0x00, 0x00, 0xFF, 0x01]));
    add(PIN, PIN, "EF.BCCH", 0x6F74, &[0xFF; 16]);
    add(PIN, ADM, "EF.ACC", 0x6F78, &who.access_class());
    add(PIN, PIN, "EF.FPLMN", 0x6F7B, &[0xFF; 12]);
    add(PIN, PIN, "EF.LOCI", 0x6F7E, &location(home, 4, &[0x00, 0x00, 0xFF, 0x01]));
    add(ALW, ADM, "EF.AD", 0x6FAD, &[0x00, 0x00, 0x00, who.mnc_len]);
    // Phase 2 with profile download
    add(ALW, ADM, "EF.Phase", 0x6FAE, &[0x03]);
    files.add(gsm, call_meter());
}

/// 3GPP TS 51.011 10.5, TS 31.102 4.4.2.
fn add_telecom(files: &mut FileSystem, telecom: NodeId, who: &Identity) {
    let mut add = |read, update, file| ef(files, telecom, 0, read, update, file);
    add(PIN, PIN, File::linear("EF.ADN", 0x6F3A, DIALLING_LEN, global_entries()));
    add(PIN, PIN2, File::linear("EF.FDN", 0x6F3B, DIALLING_LEN, [[0xFF; 28]; 5]));
    add(PIN, PIN, messages());
    add(PIN, PIN, own_numbers(who));
    add(PIN, PIN, message_parameters(who));
    add(PIN, PIN, File::transparent("EF.SMSS", 0x6F43, &[0xFF, 0xFF]));
    add(PIN, PIN, File::cyclic("EF.LND", 0x6F44, DIALLING_LEN, [[0xFF; 28]; 5]));
    add(PIN, PIN, File::linear("EF.EXT1", 0x6F4A, 13, [padded(&[0x00], 13), padded(&[0x00], 13)]));
}

/// A phone book of one file set: EF.ADN alone (3GPP TS 31.102 4.4.2.1).
fn add_phone_book(files: &mut FileSystem, book: NodeId) {
    let mut add = |sfi, read, update, file| ef(files, book, sfi, read, update, file);
    let reference = [0xA8, 0x05, 0xC0, 0x03, 0x4F, 0x3A, 0x01];
    add(0, PIN, ADM, File::linear("EF.PBR", 0x4F30, 16, [reference]));
    add(0x01, PIN, PIN, File::linear("EF.ADN", 0x4F3A, DIALLING_LEN, global_entries()));
    add(0, PIN, PIN, File::transparent("EF.PSC", 0x4F22, &[0x00, 0x00, 0x00, 0x01]));
    add(0, PIN, PIN, File::transparent("EF.CC", 0x4F23, &[0x00, 0x01]));
    add(0, PIN, PIN, File::transparent("EF.PUID", 0x4F24, &[0x00, 0x03]));
}

fn global_entries() -> Vec<Vec<u8>> {
    let entries = [("Customer care", "+447700900100"), ("Balance", "*100#"), ("Alice", "07700900456")];
    let filled = entries.iter().map(|(name, dialled)| dialling_record(name, dialled, ALPHA_LEN));
    filled.chain(core::iter::repeat_n(padded(&[], 28), 7)).collect()
}

fn own_numbers(who: &Identity) -> File {
    let first = who.msisdn.as_ref().map(|msisdn| dialling_record("My number", msisdn, ALPHA_LEN));
    let records = first.into_iter().chain(core::iter::repeat(padded(&[], 28))).take(4);
    File::linear("EF.MSISDN", 0x6F40, DIALLING_LEN, records)
}

/// Ten free places: status 00, then FF (3GPP TS 31.102 4.2.25).
fn messages() -> File {
    File::linear("EF.SMS", 0x6F3C, 176, core::iter::repeat_n([0x00], 10))
}

/// 3GPP TS 31.102 4.2.27: service centre, protocol identifier, coding and validity are there, a destination is not.
fn message_parameters(who: &Identity) -> File {
    let mut record = padded(b"SMS", ALPHA_LEN);
    record.push(0xE1);
    record.extend([0xFF; 12]);
    record.extend(number(&who.smsc));
    // Validity A7: 24 hours (TS 23.040 9.2.3.12.1)
    record.extend([0x00, 0x00, 0xA7]);
    File::linear("EF.SMSP", 0x6F42, 42, [record, padded(&[], 42)])
}

/// EF.ACM: a ring of three counters, at zero.
fn call_meter() -> File {
    File::cyclic("EF.ACM", 0x6F39, 3, [[0x00; 3]; 3]).access(Access::new(PIN, PIN2).increase(PIN))
}

/// Service `n` is bit `n - 1`, the lowest bit of the first byte being the first.
fn service_table<const N: usize>(services: &[u16]) -> [u8; N] {
    let mut table = [0; N];
    for index in services.iter().filter_map(|service| service.checked_sub(1)) {
        if let Some(byte) = table.get_mut(usize::from(index / 8)) {
            *byte |= 1 << (index % 8);
        }
    }
    table
}

/// A number of EF.ECC with its name and no particular service (3GPP TS 31.102 4.2.21).
fn emergency(digits: &str) -> Vec<u8> {
    let mut record = swapped_bcd(digits, 3);
    record.extend(padded(b"Emergency", 10));
    record.push(0x00);
    record
}

/// `temporary` bytes of no identity, the PLMN, and the rest of EF.LOCI and its kind (3GPP TS 31.102 annex E).
fn location(home: [u8; 3], temporary: usize, rest: &[u8]) -> Vec<u8> {
    let mut bytes = padded(&[], temporary);
    bytes.extend(home);
    bytes.extend_from_slice(rest);
    bytes
}

/// Entries of a PLMN selector with access technology: UTRAN, E-UTRAN and GSM (3GPP TS 31.102 4.2.5).
fn plmns_with_access(first: Option<[u8; 3]>, entries: usize) -> Vec<u8> {
    let first = first.map(|[a, b, c]| [a, b, c, 0xC0, 0x80]);
    let empty = [0xFF, 0xFF, 0xFF, 0x00, 0x00];
    first.into_iter().chain(core::iter::repeat(empty)).take(entries).flatten().collect()
}

/// EF.SPN: shown in the home network, then the name (3GPP TS 31.102 4.2.12).
fn service_provider(who: &Identity) -> Vec<u8> {
    let mut bytes = alloc::vec![0x01];
    bytes.extend(padded(who.spn.as_bytes(), 16));
    bytes
}

/// A full network name in UCS2 (3GPP TS 24.008 10.5.3.5a).
fn network_name(name: &str) -> Vec<u8> {
    let mut record = Vec::new();
    tlv(&mut record, 0x43, |out| {
        out.push(0x90);
        out.extend(name.encode_utf16().take(10).flat_map(u16::to_be_bytes));
    });
    record
}

/// All location areas of the home network have the first name of EF.PNN (3GPP TS 31.102 4.2.59).
fn operator_list_entry([a, b, c]: [u8; 3]) -> [u8; 8] {
    [a, b, c, 0x00, 0x00, 0xFF, 0xFE, 0x01]
}

/// EF.SPDI: the PLMNs of the provider (3GPP TS 31.102 4.2.66).
fn provider_plmns(home: [u8; 3]) -> Vec<u8> {
    let mut bytes = Vec::new();
    tlv(&mut bytes, 0xA3, |out| tlv(out, 0x80, |out| out.extend(home)));
    padded(&bytes, 16)
}

/// The object `80` of the ISIM's files.
fn text_object(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    tlv(&mut bytes, 0x80, |out| out.extend_from_slice(text.as_bytes()));
    bytes
}

/// An answer to reset that names T=0 first and T=15 for the global interface bytes (ETSI TS 102 221 6.3.1), or T=1.
pub(super) fn uicc_atr(level: Level, channels: u8, chaining: bool) -> Vec<u8> {
    let (first, capabilities) = match level {
        Level::Tpdu => (0x80, 0x18),
        // b7: extended lengths.
        Level::Apdu => (0x81, 0x58),
    };
    // Channels are assigned by the card and by the terminal; the last three bits are their number less one.
    let channels = capabilities | channels.saturating_sub(1).min(7);
    // b8: command chaining (ISO/IEC 7816-4 8.1.1.2.7).
    let channels = if chaining { channels | 0x80 } else { channels };
    // TA1: F = 512, D = 32. TA3 after T=15: clock stop, no preferred level; classes A, B and C.
    let mut atr = alloc::vec![0x3B, 0x9F, 0x96, first, 0x1F, 0xC7];
    // Historical bytes: card service data, card capabilities, pre-issuing data.
    atr.extend([0x80, 0x31, 0xE0, 0x73, 0xFE, 0x21, channels, 0x67]);
    atr.extend(b"simcard");
    let check = atr.iter().skip(1).fold(0, |check, byte| check ^ byte);
    atr.push(check);
    atr
}

/// An answer to reset that names T=0 alone, and so has no check byte (ISO 7816-3 8.2.5).
pub(super) fn gsm_atr() -> Vec<u8> {
    let mut atr = alloc::vec![0x3B, 0x97, 0x95, 0x00];
    atr.extend(b"gsm-sim");
    atr
}
