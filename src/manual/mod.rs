//! The manual: what one wants to know before, and beside, the reference.
//!
//! | chapter | what it tells |
//! | --- | --- |
//! | [`cards`] | the card model in ten minutes: files, applications, records, rights |
//! | [`transports`] | what lies between you and a card, and how to write it yourself |
//! | [`pins`] | PINs, and what keeps the last try safe |
//! | [`toolkit`] | the card's own menu, and who carries out what a card wants |
//! | [`account`] | how much is left, until when, and topping up |
//! | [`networks`] | USSD and short messages |
//! | [`modems`] | what modems get wrong, and what is done about it |
//! | [`testing`] | testing your own code with virtual cards, modems and networks |
//! | [`many`] | many cards at once |
//! | [`no_std`] | without the standard library |
//! | [`errors`] | what can go wrong, and what to do then |

macro_rules! chapters {
    ($($name:ident $file:literal)*) => {$(
        #[doc = include_str!($file)]
        pub mod $name {}
    )*};
}

chapters! {
    cards "cards.md"
    transports "transports.md"
    pins "pins.md"
    toolkit "toolkit.md"
    networks "networks.md"
    account "account.md"
    modems "modems.md"
    testing "testing.md"
    many "many.md"
    no_std "no_std.md"
    errors "errors.md"
}
