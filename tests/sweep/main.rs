//! Every operation with faults on its way: a typed error or the right value comes of it, after a bounded number of steps;
//! no PIN loses a try, nothing that costs money goes out twice, and the next operation works.
//!
//! | part | what is faulty | where |
//! | --- | --- | --- |
//! | `card` | the card, with every fault | at every command of an operation with 16 at most, at 8 to 16 evenly spread of others |
//! | `money` | card, network, and the line to a modem, where one asks for a balance or tops up | at every fifth command (`tests/topup.rs` has every one); at 8 or 20 places of the line |
//! | `modem` | the line to a modem | at some 30 places each way, with one fault of six each, in turn |
//!
//! Not told apart from a right value: a card or modem that says something else and that it is right (`is_credible`), and
//! a line with an own number that is lost, as a card may have none.

mod card;
#[cfg(feature = "std")]
mod modem;
#[cfg(feature = "account")]
mod money;
mod operations;
