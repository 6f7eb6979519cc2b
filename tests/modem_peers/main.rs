//! The client against modems that are not ours: simulators as they are about, each written down here line by line, with what
//! they get wrong and leave out. In memory, on a clock of their own, and over TCP.

mod channels;
mod faults;
mod memories;
mod port;
mod rules;

/// "Hello" from +44 7700 900456, through +44 7700 900000, on 22 November 2026 at 17:36:40 UTC (3GPP TS 23.040 9.2.2.1):
/// a TPDU of 24 bytes.
const HELLO: &str = "07914477000900 00 04 0C91447700094065 00 00 62112271630400 05 C8329BFD06";
const HELLO_LEN: usize = 24;

fn hello() -> String {
    HELLO.replace(' ', "")
}
