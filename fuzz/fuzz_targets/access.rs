#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| simcard_fuzz::access(data));
