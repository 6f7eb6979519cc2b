use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// The subscriber's account.
pub(super) struct Account {
    /// In cents.
    pub balance: i64,
    pub number: String,
    pub vouchers: Vec<Voucher>,
}

/// Something to top up with.
pub(super) struct Voucher {
    pub code: String,
    pub cents: i64,
    pub used: bool,
}

impl Default for Account {
    fn default() -> Self {
        let voucher = |code: &str, used| Voucher { code: code.into(), cents: 1_000, used };
        Self {
            balance: 1_234,
            number: "+447700900123".into(),
            vouchers: Vec::from([voucher("11111111111111", false), voucher("22222222222222", true)]),
        }
    }
}

impl Account {
    /// Tops up, and says how it went.
    pub fn top_up(&mut self, code: &str) -> String {
        match self.vouchers.iter_mut().find(|voucher| voucher.code == code) {
            Some(voucher) if !voucher.used => {
                voucher.used = true;
                let cents = voucher.cents;
                self.balance = self.balance.saturating_add(cents);
                self.fill(&format!("Topped up with {}. Your balance is {{balance}}", money(cents)))
            }
            Some(_) => "This voucher has been used".into(),
            None => "This voucher code is wrong".into(),
        }
    }

    /// The text with what is in braces put in.
    pub fn fill(&self, text: &str) -> String {
        text.replace("{balance}", &money(self.balance)).replace("{number}", &self.number.to_string())
    }
}

fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02} EUR", cents / 100, cents % 100)
}

/// Without the codes.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("balance", &self.balance).finish_non_exhaustive()
    }
}
