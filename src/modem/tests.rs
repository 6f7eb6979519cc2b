use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::at::{AtCommand, FinalResult};
use super::*;
use crate::card::Card;
use crate::error::Error;
use crate::mock::{
    Dialect, Direction, Handles, LineEnd, LineFault, LineFaultKind, VirtualCard, VirtualModem, VirtualPort,
};
use crate::transport::{Level, Transport, TransportErrorKind};

fn open(card: VirtualCard, dialect: Dialect) -> Modem<VirtualPort> {
    Modem::open(VirtualModem::with_dialect(card, dialect).into_port()).unwrap()
}

fn cards() -> [(&'static str, VirtualCard); 3] {
    [
        ("UICC, T=0", VirtualCard::uicc()),
        ("UICC, T=1", VirtualCard::builder().level(Level::Apdu).build()),
        ("SIM", VirtualCard::gsm()),
    ]
}

fn dialects() -> Vec<(&'static str, Dialect)> {
    let standard = Dialect::STANDARD;
    let channels = Dialect::CHANNELS_ONLY;
    let crsm = Dialect::CRSM_ONLY;
    Vec::from([
        ("standard", standard),
        ("without +CSIM", Dialect::WITHOUT_CSIM),
        ("channels only", channels),
        ("+CRSM only", crsm),
        ("chatty", Dialect::CHATTY),
        ("slow", Dialect::SLOW),
        ("with a lock", Dialect { lock: true, ..standard }),
        ("lone CR", Dialect { line_end: LineEnd::Cr, ..standard }),
        ("lone CR, channels", Dialect { line_end: LineEnd::Cr, echo: false, ..channels }),
        ("lone LF, +CRSM", Dialect { line_end: LineEnd::Lf, ..crsm }),
        ("no quotes", Dialect { quoted: false, ..standard }),
        ("no quotes, channels", Dialect { quoted: false, handles: Handles::Bare, ..channels }),
        ("no quotes, +CRSM", Dialect { quoted: false, ..crsm }),
        ("data at once", Dialect { data_at_once: true, ..standard }),
        ("data at once, channels", Dialect { data_at_once: true, handles: Handles::Quoted, ..channels }),
        ("numbers for handles", Dialect { handles: Handles::Number, ..channels }),
        ("+CRSM with whole paths", Dialect { crsm_path: Some(true), ..crsm }),
        ("+CRSM without paths", Dialect { crsm_path: None, ..crsm }),
        ("+CRSM without GET RESPONSE", Dialect { crsm_describes: false, ..crsm }),
        ("+CRSM, chatty", Dialect { chatty: true, echo_can_be_off: false, ..crsm }),
    ])
}

/// The identity without the answer to reset, which no modem tells.
fn identity<T: Transport>(transport: T) -> Result<String, Error> {
    let mut identity = Card::new(transport).identity()?;
    identity.atr = None;
    Ok(std::format!("{identity:?} {:?}", identity.imsi.map(|imsi| imsi.as_str().to_string())))
}

#[test]
fn identity_is_the_same_over_every_way_to_the_card() {
    for (card_name, card) in cards() {
        let direct = identity(card.clone()).unwrap();
        for (name, dialect) in dialects() {
            let mut modem = open(card.clone(), dialect);
            let result = identity(&mut modem);
            let gsm_over_channels = card_name == "SIM" && !dialect.csim && !dialect.crsm;
            if gsm_over_channels {
                // a 2G card has no applications
                let Err(Error::Transport { kind, .. }) = result else { panic!("{name}: {result:?}") };
                assert_eq!(kind, TransportErrorKind::Rejected);
                continue;
            }
            let describes = dialect.crsm_describes || card_name != "SIM";
            if describes {
                assert_eq!(result.unwrap(), direct, "{card_name}, {name}");
            }
        }
    }
}

#[test]
fn what_works_is_found_and_told() {
    let mut modem = open(VirtualCard::uicc(), Dialect::STANDARD);
    assert_eq!(modem.capabilities(), &ModemCapabilities::default());
    assert_eq!(modem.connect_sim().unwrap(), SimRoute::Csim);
    assert_eq!(modem.info().level, Level::Tpdu);
    assert_eq!(modem.capabilities().csim, Support::Works);

    let mut modem = open(VirtualCard::uicc(), Dialect { data_at_once: true, ..Dialect::CHANNELS_ONLY });
    assert_eq!(modem.connect_sim().unwrap(), SimRoute::LogicalChannel);
    assert_eq!(modem.capabilities().csim, Support::Refused);
    assert_eq!(modem.capabilities().logical_channels, Support::Works);

    for (dialect, path) in [
        (Some(false), Some(CrsmPath::BelowMf)),
        (Some(true), Some(CrsmPath::FromMf)),
        (None, Some(CrsmPath::None)),
    ] {
        let mut modem = open(VirtualCard::uicc(), Dialect { crsm_path: dialect, ..Dialect::CRSM_ONLY });
        assert_eq!(modem.connect_sim().unwrap(), SimRoute::Crsm);
        assert_eq!(modem.capabilities().crsm_path, path);
    }

    let nothing = Dialect { crsm: false, ..Dialect::CRSM_ONLY };
    let mut modem = open(VirtualCard::uicc(), nothing);
    assert!(matches!(modem.connect_sim(), Err(ModemError::NoSimAccess { .. })));
    // no test command was sent
    assert!(modem.port().modem().commands().iter().all(|command| !command.ends_with("=?")));
}
