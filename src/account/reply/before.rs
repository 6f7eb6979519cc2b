//! What the words before an amount say of it, taken together.

use super::label::Class;
use super::lexicon::Role;
use super::token::Token;

/// The words before an amount, nearest first.
#[derive(Debug)]
pub struct Words {
    all: Role,
    /// The nearest that decide.
    nearest: Option<Role>,
    /// How many words from the amount the balance is.
    pub balance_at: u8,
    /// Roles of words that stand nearer than the balance does.
    nearer: Role,
    less: bool,
    /// Whether it says what was, or will be.
    unreal: bool,
    pub minus: bool,
    pub colon: bool,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            all: Role::empty(),
            nearest: None,
            balance_at: u8::MAX,
            nearer: Role::empty(),
            less: false,
            unreal: false,
            minus: false,
            colon: false,
        }
    }
}

impl Words {
    const DECIDING: Role = Role::BALANCE
        .union(Role::ACCOUNT)
        .union(Role::MAIN)
        .union(Role::LEFT)
        .union(Role::BONUS)
        .union(Role::BUNDLE)
        .union(Role::COST)
        .union(Role::SPENT)
        .union(Role::TOP_UP)
        .union(Role::URGE)
        .union(Role::LIMIT)
        .union(Role::DEBT)
        .union(Role::LAST)
        .union(Role::CREDITED)
        .union(Role::MINIMUM)
        .union(Role::TARIFF)
        .union(Role::TOTAL)
        .union(Role::AIRTIME);

    pub fn push(&mut self, token: &Token, steps: u8) {
        let mut roles = token.entry().roles;
        if token.entry().currency != 0 && roles.is_empty() {
            return;
        }
        // words of several languages: what is a balance in one of them is taken for it
        if roles.intersects(Role::BALANCE) {
            roles.remove(Role::TOP_UP | Role::URGE | Role::DEBT | Role::COST | Role::BUNDLE);
        }
        if roles.intersects(Role::MINUS) && steps <= 1 {
            self.minus = true;
            roles |= Role::BALANCE;
        }
        self.less |= roles.intersects(Role::LESS) && steps <= 2;
        self.unreal |= roles.intersects(Role::UNREAL) && steps <= 1;
        if self.nearest.is_none() && roles.intersects(Self::DECIDING) {
            self.nearest = Some(roles);
        }
        if roles.intersects(Role::BALANCE) && self.balance_at == u8::MAX {
            self.balance_at = steps;
            self.nearer = self.all;
        }
        self.all |= roles;
    }

    /// Whether enough was seen to tell.
    pub fn decided(&self) -> bool {
        self.all.intersects(Self::DECIDING.difference(Role::LEFT).difference(Role::TARIFF))
    }

    pub fn class(&self) -> Option<Class> {
        let nearest = self.nearest?;
        let all = self.all;
        let balance = all.intersects(Role::BALANCE);
        let expired =
            balance && self.nearer.intersects(Role::EXPIRED) && !self.nearer.intersects(Role::UNTIL);
        if self.unreal || expired {
            return Some(Class::Not);
        }
        if (self.less || all.intersects(Role::ERROR)) && !self.colon {
            return Some(Class::Not);
        }
        if all.intersects(Role::INCLUDING) && !self.colon {
            return Some(Class::Other);
        }
        if balance && all.intersects(Role::SPENT) && !nearest.intersects(Role::LEFT) {
            return Some(Class::Not);
        }
        if all.intersects(Role::PURSE) || (all.intersects(Role::BONUS) && !all.intersects(Role::INCLUDING)) {
            return Some(Class::Other);
        }
        // `Talktime` alone is as often what was bought; `Your talktime` is what there is
        if nearest.intersects(Role::AIRTIME) && !balance {
            let had = all.intersects(Role::OWN | Role::LEFT | Role::MAIN)
                && !all.intersects(
                    Role::URGE | Role::TOP_UP | Role::CREDITED | Role::TARIFF | Role::COST | Role::LAST,
                );
            return Some(if had { Class::Balance } else { Class::Not });
        }
        if nearest.intersects(Role::BALANCE | Role::TOTAL) {
            if all.intersects(Role::URGE | Role::LIMIT)
                && !self.colon
                && !all.intersects(Role::OWN | Role::LEFT | Role::MAIN)
            {
                return Some(Class::Not);
            }
            if all.intersects(Role::TOP_UP)
                && !self.colon
                && !all.intersects(Role::SUCCESS | Role::LEFT | Role::OWN | Role::MAIN)
            {
                return Some(Class::Not);
            }
            if all.intersects(Role::MAIN) {
                return Some(Class::Main);
            }
            if all.intersects(Role::LIMIT | Role::DEBT) || (all.intersects(Role::MINIMUM) && !self.colon) {
                return Some(Class::Not);
            }
            if all.intersects(Role::BUNDLE) {
                return Some(Class::Other);
            }
            return Some(Class::Balance);
        }
        if nearest.intersects(Role::MAIN) && !nearest.intersects(Role::TARIFF | Role::COST) {
            return Some(if balance || all.intersects(Role::ACCOUNT) || self.colon {
                Class::Main
            } else {
                Class::Weak
            });
        }
        if nearest.intersects(Role::LEFT | Role::ACCOUNT) {
            if all.intersects(Role::COST | Role::LIMIT | Role::DEBT | Role::SPENT) {
                return Some(Class::Not);
            }
            if all.intersects(Role::MAIN) && (balance || all.intersects(Role::ACCOUNT)) {
                return Some(Class::Main);
            }
            if all.intersects(Role::BUNDLE) {
                return Some(Class::Other);
            }
            return Some(if balance { Class::Balance } else { Class::Weak });
        }
        if nearest.intersects(Role::BUNDLE) && !nearest.intersects(Role::URGE | Role::COST) {
            return Some(if all.intersects(Role::MAIN) && balance { Class::Main } else { Class::Other });
        }
        // `Saldo de recarga`, what is left of what was topped up
        let of_top_up = self.balance_at == 2
            && (all.intersects(Role::OF)
                || (all.intersects(Role::OWN) && !all.intersects(Role::MINIMUM | Role::LAST | Role::LIMIT)));
        if nearest.intersects(Role::TOP_UP) && balance && (self.colon || of_top_up) {
            return Some(Class::Balance);
        }
        // `balance after last call: 5.00`
        if balance
            && self.colon
            && !nearest.intersects(Role::COST | Role::LIMIT | Role::MINIMUM | Role::DEBT | Role::CREDITED)
        {
            return Some(Class::Balance);
        }
        Some(Class::Not)
    }
}
