//! The contactless interface: ETSI TS 102 223 8.89, 8.91, 8.92.

use super::macros::byte_object;
use super::named::named_byte;

named_byte! {
    /// An interface to switch on: ETSI TS 102 223 8.89. Any value is kept.
    ActivateDescriptor {
        UICC_CLF = 0x01 "UICC-CLF interface",
    }
}

byte_object!(ActivateDescriptor, 0x7B, "activate descriptor");

named_byte! {
    /// What the user wants of the contactless function: ETSI TS 102 223 8.91. Any value is kept.
    ContactlessStateRequest {
        ENABLE = 0x00 "enable contactless",
        DISABLE = 0x01 "disable contactless",
        GET_STATE = 0x02 "get contactless state",
    }
}

byte_object!(ContactlessStateRequest, 0x53, "contactless state request");

named_byte! {
    /// Whether the contactless function is on: ETSI TS 102 223 8.92. Any value is kept.
    ContactlessFunctionality {
        ENABLED = 0x00 "enabled",
        DISABLED = 0x01 "disabled",
    }
}

byte_object!(ContactlessFunctionality, 0x54, "contactless functionality state");

#[cfg(test)]
mod tests {
    use super::super::testing::vector;
    use super::*;

    #[test]
    fn states() {
        vector(&[0x01], &ActivateDescriptor::UICC_CLF);
        vector(&[0x02], &ContactlessStateRequest::GET_STATE);
        vector(&[0x01], &ContactlessFunctionality::DISABLED);
        assert_eq!(alloc::format!("{:?}", ContactlessFunctionality(0x80)), "ContactlessFunctionality(80)");
    }
}
