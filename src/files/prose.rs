//! Files of the USIM for phones close to each other: DF.ProSe (3GPP TS 31.102 4.4.8).

use super::content::schemas::{ProseAnnouncing, ProseFunction, ProseMonitoring, ProseParameters, ProseRadio};
use super::content::{DataObjects, ProseServices, ServiceTable};
use crate::fs::{Aid, Path};

elementary_files! {
    "ADF.USIM/DF.ProSe" = Path::adf(Aid::USIM, &[0x5F90]), "3GPP TS 31.102";

    /// In which networks a phone may look for others.
    Mon = "EF.PROSE_MON", 0x4F01, LinearFixed, Public, "4.4.8.2", sfi 0x01, service 101 => DataObjects<ProseMonitoring> {
        "A00A80053030313031820103FFFF" => concat!(
            r#"{"prose_discovery_monitoring_parameters":{"plmn":"00101","#,
            r#""model":["restricted_model_a_monitoring","restricted_model_b_discoveree"]}}"#,
        ),
        // not text, a reserved bit, an unknown object
        "A00A800300F1108201848500" =>
            r#"{"prose_discovery_monitoring_parameters":{"plmn":"00f110","model":["2","7"],"others":[{"tag":"85","value":""}]}}"#,
    }

    /// In which networks a phone may announce itself to others.
    Ann = "EF.PROSE_ANN", 0x4F02, LinearFixed, Public, "4.4.8.3", sfi 0x02, service 101 => DataObjects<ProseAnnouncing> {
        "A00A80053030313031810102FF" =>
            r#"{"prose_discovery_announcing_parameters":{"plmn":"00101","range":"02"}}"#,
    }

    /// Where the home network's server is.
    Func = "EF.PROSEFUNC", 0x4F03, LinearFixed, Public, "4.4.8.4", sfi 0x03, service 101 => DataObjects<ProseFunction> {
        "800D0070662E6578616D706C652E6EFF" => r#"{"hplmn_prose_function":["pf.example.n"]}"#,
        "800501C00002018003090000" => r#"{"hplmn_prose_function":["192.0.2.1","090000"]}"#,
    }

    /// Parameters for radio links to other phones.
    RadioCom = "EF.PROSE_RADIO_COM", 0x4F04, Transparent, Public, "4.4.8.5", sfi 0x04, service 101 => DataObjects<ProseRadio> {
        "A003800101FF" => r#"{"prose_radio_parameters":[{"others":[{"tag":"80","value":"01"}]}]}"#,
    }

    /// Parameters for looking for other phones.
    RadioMon = "EF.PROSE_RADIO_MON", 0x4F05, Transparent, Public, "4.4.8.6", sfi 0x05, service 101 => DataObjects<ProseRadio> {
        "A0038001FFFF" => r#"{"prose_radio_parameters":[{"others":[{"tag":"80","value":"ff"}]}]}"#,
    }

    /// Parameters for announcing oneself to other phones.
    RadioAnn = "EF.PROSE_RADIO_ANN", 0x4F06, Transparent, Public, "4.4.8.7", sfi 0x06, service 101 => DataObjects<ProseRadio> {
        "A003800101A000" => r#"{"prose_radio_parameters":[{"others":[{"tag":"80","value":"01"}]},{}]}"#,
    }

    /// Who may talk to whom, and how.
    Policy = "EF.PROSE_POLICY", 0x4F07, LinearFixed, Public, "4.4.8.8", sfi 0x07, service 101 => DataObjects<ProseParameters> {
        "A0058003123456FF" => r#"{"prose_parameters":[{"others":[{"tag":"80","value":"123456"}]}]}"#,
    }

    /// In which networks a phone may talk to others.
    Plmn = "EF.PROSE_PLMN", 0x4F08, LinearFixed, Public, "4.4.8.9", sfi 0x08, service 101 => DataObjects<ProseParameters> {
        "A005800300F110FF" => r#"{"prose_parameters":[{"others":[{"tag":"80","value":"00f110"}]}]}"#,
    }

    /// Counters of the groups.
    Gc = "EF.PROSE_GC", 0x4F09, Transparent, Personal, "4.4.8.10", sfi 0x09, service 101 => DataObjects<ProseParameters> {
        "A00480020005FF" => r#"{"prose_parameters":[{"others":[{"tag":"80","value":"0005"}]}]}"#,
    }

    /// The services there are.
    Pst = "EF.PST", 0x4F10, Transparent, Public, "4.4.8.11", sfi 0x10, service 101 => ServiceTable<ProseServices> {
        "05" => r#"{"services":[{"number":1,"name":null},{"number":3,"name":null}]}"#,
    }

    /// How to report what was used.
    Uirc = "EF.UIRC", 0x4F11, Transparent, Public, "4.4.8.12", sfi 0x11, service 101 => DataObjects<ProseParameters> {
        "A00480020E10FF" => r#"{"prose_parameters":[{"others":[{"tag":"80","value":"0e10"}]}]}"#,
    }

    /// How to find members of a group.
    GmDiscovery = "EF.PROSE_GM_DISCOVERY", 0x4F12, LinearFixed, Public, "4.4.8.13", sfi 0x12, service 101 => DataObjects<ProseParameters> {
        "A0058003ABCDEFFF" => r#"{"prose_parameters":[{"others":[{"tag":"80","value":"abcdef"}]}]}"#,
    }

    /// How to relay for other phones.
    Relay = "EF.PROSE_RELAY", 0x4F13, LinearFixed, Public, "4.4.8.14", sfi 0x13, service 101 => DataObjects<ProseParameters> {
        "A0058003000001FF" => r#"{"prose_parameters":[{"others":[{"tag":"80","value":"000001"}]}]}"#,
    }

    /// How to find phones that relay.
    RelayDiscovery = "EF.PROSE_RELAY_DISCOVERY", 0x4F14, Transparent, Public, "4.4.8.15", sfi 0x14, service 101 => DataObjects<ProseParameters> {
        "A00380010AFF" => r#"{"prose_parameters":[{"others":[{"tag":"80","value":"0a"}]}]}"#,
    }
}
