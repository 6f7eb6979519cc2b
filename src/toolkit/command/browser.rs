//! LAUNCH BROWSER: ETSI TS 102 223 6.6.26.

use alloc::vec::Vec;

use super::qualifier::BrowserMode;
use crate::toolkit::message::message;
use crate::toolkit::object::{
    AlphaIdentifier, Bearer, BrowserIdentity, FrameIdentifier, IconIdentifier, NetworkAccessName,
    ProvisioningFile, TextAttribute, TextString, Url,
};

message! {
    /// LAUNCH BROWSER: ETSI TS 102 223 6.6.26.
    ///
    /// A text that stands before the access point is the gateway or proxy; those behind it are the user's login and
    /// password.
    LaunchBrowser [BrowserMode] {
        /// Which browser; without it, the default one.
        browser: optional BrowserIdentity,
        /// Where to go. Empty: to the default page.
        url: required Url,
        /// How to connect, best first.
        bearer: optional Bearer,
        /// Files with settings.
        provisioning_files: repeated ProvisioningFile,
        /// The gateway or proxy.
        gateway: optional TextString,
        /// What to ask the user with. Empty: the terminal does not ask with a text of its own.
        alpha: optional AlphaIdentifier,
        /// An icon beside or instead of the text.
        icon: optional IconIdentifier,
        /// How the text looks.
        text_attribute: optional TextAttribute,
        /// Where it is shown.
        frame: optional FrameIdentifier,
        /// The access point.
        access_point: optional NetworkAccessName,
        /// The user's login.
        login: optional TextString,
        /// The user's password.
        password: optional TextString,
    }
}

impl LaunchBrowser {
    /// Goes there with the default browser, if it does not run.
    pub const fn new(url: Url) -> Self {
        Self {
            qualifier: BrowserMode::IF_NOT_LAUNCHED,
            browser: None,
            url,
            bearer: None,
            provisioning_files: Vec::new(),
            gateway: None,
            alpha: None,
            icon: None,
            text_attribute: None,
            frame: None,
            access_point: None,
            login: None,
            password: None,
        }
    }
}
