//! Every operation with every fault at every one of its steps: a typed error or the right value comes of it, after a bounded
//! number of steps; no PIN loses a try, nothing that costs money goes out twice, and the next operation works.
//!
//! | part | what is faulty |
//! | --- | --- |
//! | `card` | the card, at every command of every operation |
//! | `money` | card, network, and the line to a modem, where one asks for a balance or tops up |
//! | `modem` | the line to a modem, in every operation |

mod card;
#[cfg(feature = "std")]
mod modem;
#[cfg(feature = "account")]
mod money;
mod operations;
