use alloc::vec::Vec;

use crate::account::directory::{OperatorEntry, Way};

/// The entry of the virtual card's operator for the directory: PLMN 001-01, and the codes that
/// [`VirtualNetwork`](super::VirtualNetwork) answers.
///
/// ```
/// use simcard::account::directory::Directory;
/// use simcard::mock::virtual_operator;
///
/// let mut directory = Directory::builtin();
/// assert_eq!(directory.operators_of("001-01".parse()?).count(), 0);
/// directory.extend(&[virtual_operator()])?;
/// assert_eq!(directory.operators_of("001-01".parse()?).count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn virtual_operator() -> OperatorEntry {
    let ussd = |code: &str| Way::Ussd(code.into()).into();
    let sms = |text: &str| Way::Sms { number: "123".into(), text: text.into() }.into();
    OperatorEntry {
        name: "simcard".into(),
        brands: Vec::from(["Test operator".into()]),
        country: "GB".into(),
        plmns: Vec::from(["001-01".into()]),
        balance: Vec::from([ussd("*100#"), ussd("*101#"), sms("BAL")]),
        ussd_replies: Vec::from(["1".into()]),
        top_up: Vec::from([ussd("*105*CODE#"), sms("TOPUP CODE")]),
        voucher_digits: Some((4, 20)),
        own_number: Vec::from([ussd("*106#"), sms("NUM")]),
        ..OperatorEntry::default()
    }
}
