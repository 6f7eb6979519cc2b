use super::{Applet, Flow};

impl Applet {
    /// The menu of a prepaid operator, as test cards have it: balance, top-up, own number, language, and pages of
    /// information.
    ///
    /// Balance is USSD `*100#`, top-up `*103*CODE#` with a code of 10 to 16 digits, the own number `*110#`.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use simcard::mock::{Applet, VirtualCard};
    /// use simcard::{Card, toolkit::ScriptedHost};
    ///
    /// let mut card = Card::new(VirtualCard::builder().applet(Applet::operator()).build());
    /// let mut toolkit = card.toolkit(ScriptedHost::new());
    /// toolkit.start()?;
    /// assert_eq!(toolkit.menu().unwrap().items[0].text, "Balance");
    /// # }
    /// # Ok::<(), simcard::Error>(())
    /// ```
    pub fn operator() -> Self {
        let language = |name| Flow::new().show(name);
        Self::new("Test operator")
            .item(
                "Balance",
                Flow::new().ussd("*100#").show("{answer}").help("This is what is left on your account."),
            )
            .help("Shows what is left on your account.")
            .item(
                "Top up",
                Flow::new()
                    .ask_digits("Voucher code", 10, 16)
                    .help("The 10 to 16 digits on your voucher.")
                    .ussd("*103*{input}#")
                    .show("{answer}"),
            )
            .help("Tops up your account with a voucher.")
            .item("My number", Flow::new().ussd("*110#").show("{answer}"))
            .help("Shows your telephone number.")
            .item(
                "Language",
                Flow::new()
                    .choose(
                        "Language",
                        [
                            ("English", language("The language is English.")),
                            ("Deutsch", language("Die Sprache ist Deutsch.")),
                            ("Ελληνικά", language("Η γλώσσα είναι ελληνικά.")),
                        ],
                    )
                    .help("The language of these menus."),
            )
            .help("Chooses the language of these menus.")
            .item(
                "Info",
                Flow::new()
                    .show("Test operator, page 1 of 3: calls are free in this test network.")
                    .show("Page 2 of 3: topping up costs nothing either.")
                    .show("Page 3 of 3: the balance never gets less."),
            )
            .help("Three pages of information.")
    }
}
