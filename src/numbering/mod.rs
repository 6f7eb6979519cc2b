//! The numbers that identify a card and its subscriber.
