//! The toolkit: sessions, driven by hand and over cards, with all sorts of hosts, and cards that mean no good.

mod applet;
mod driver;
mod faults;
mod hostile;
mod hosts;
mod navigator;
mod refresh;
mod replies;
mod session;
mod support;
