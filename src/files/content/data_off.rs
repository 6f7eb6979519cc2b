use alloc::vec::Vec;

use bitflags::bitflags;

use super::objects::{RawObjects, Text, text};
use super::{Bytes, Content, filled, not_blank};
use crate::codec::ber::Tag;
use crate::codec::{DecodeError, EncodeError, Reader};

bitflags! {
    /// Services that go on when the user has switched data off (3GPP TS 31.102 4.2.109).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct ExemptServices: u8 {
        /// Unstructured supplementary services over IMS.
        const USSI = 0x01;
        /// Voice over IMS.
        const MMTEL_VOICE = 0x02;
        /// Video over IMS.
        const MMTEL_VIDEO = 0x04;
        /// Settings of supplementary services.
        const SS_CONFIGURATION_XCAP = 0x08;
        /// Short messages over IP.
        const SMS_OVER_IP = 0x10;
        /// What the card itself sends.
        const BEARER_INDEPENDENT_PROTOCOL = 0x20;
        /// Device management.
        const DEVICE_MANAGEMENT = 0x40;
        const _ = !0;
    }
}

serialize_flags!(ExemptServices);

/// What goes on when the user has switched data off: EF.3GPPPSDATAOFF (3GPP TS 31.102 4.2.109).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataOffExemptions {
    /// At home; without service 131 everywhere.
    pub home: ExemptServices,
    /// Abroad, with service 131. `None` if the file is too short.
    pub roaming: Option<ExemptServices>,
    /// What follows, without padding: reserved bytes.
    pub rest: Bytes,
}

impl Content for DataOffExemptions {
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        not_blank("EF.3GPPPSDATAOFF", bytes)?;
        let mut reader = Reader::new("EF.3GPPPSDATAOFF", bytes);
        Ok(Self {
            home: ExemptServices::from_bits_retain(reader.u8()?),
            roaming: reader.u8().ok().map(ExemptServices::from_bits_retain),
            rest: Bytes::unpadded(reader.rest()),
        })
    }

    fn encode(&self, len: usize) -> Result<Vec<u8>, EncodeError> {
        let mut out = [self.home.bits()].to_vec();
        out.extend(self.roaming.map(|services| services.bits()));
        out.extend(&self.rest.0);
        filled("EF.3GPPPSDATAOFF", out, len)
    }
}

serialize_fields!(DataOffExemptions, this {
    "home" => this.home,
    "roaming" => this.roaming,
    "rest" if this.rest.0.iter().any(|byte| *byte != 0) => this.rest,
});

object_content! {
    /// Which other IMS services go on when the user has switched data off: a record of EF.3GPPPSDATAOFFservicelist (3GPP
    /// TS 31.102 4.2.110).
    ExemptServiceList, "EF.3GPPPSDATAOFFservicelist", [0x80], this {
        "icsis" => this.0.all(0x80).map(Text).collect::<Vec<_>>(),
    }
}

impl ExemptServiceList {
    /// The record of these services.
    ///
    /// # Errors
    ///
    /// They are too long for any record.
    pub fn new<'a>(icsis: impl IntoIterator<Item = &'a str>) -> Result<Self, EncodeError> {
        RawObjects::write(|record| {
            icsis.into_iter().for_each(|icsi| _ = record.tlv(Tag(0x80), icsi.as_bytes()))
        })
        .map(Self)
    }

    /// The identifiers of the services (ICSI, 3GPP TS 24.229 7.2A.8). What is no text is left out.
    pub fn icsis(&self) -> impl Iterator<Item = &str> {
        self.0.all(0x80).filter_map(text)
    }
}

object_content! {
    /// Which application of IMS an applet is: a record of EF.UICCIARI (3GPP TS 31.102 4.2.95, 3GPP TS 31.103 4.2.16).
    ImsApplication, "EF.UICCIARI", [0x80], this { "iari" => this.0.find(0x80).map(Text) }
}

impl ImsApplication {
    /// The record of this application.
    ///
    /// # Errors
    ///
    /// It is too long for any record.
    pub fn new(iari: &str) -> Result<Self, EncodeError> {
        RawObjects::write(|record| _ = record.tlv(Tag(0x80), iari.as_bytes())).map(Self)
    }

    /// Its reference (IARI, 3GPP TS 24.229 7.2A.9); `None` if there is none.
    pub fn iari(&self) -> Option<&str> {
        text(self.0.find(0x80)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_written_and_read() {
        let list = ExemptServiceList::new(["urn:a", "urn:b"]).unwrap();
        assert_eq!(list.encode(14).unwrap(), b"\x80\x05urn:a\x80\x05urn:b");
        assert_eq!(list.icsis().collect::<Vec<_>>(), ["urn:a", "urn:b"]);
        assert_eq!(ImsApplication::new("urn:c").unwrap().iari(), Some("urn:c"));
    }
}
