//! Decodes line by line: whatever a line holds, it gets one answer on one line.

use std::io::{self, BufRead, Write};

use serde::Serialize;
use serde_json::Value;

use super::kinds;

/// The answer to a line.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Decoded {
        ok: bool,
        value: Value,
        reencoded: Option<String>,
    },
    Refused {
        ok: bool,
        error: String,
        #[serde(flatten)]
        refused: Option<Box<kinds::Refused>>,
    },
}

/// Answers every line of `input` that is not blank, at once.
pub fn run(mut input: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        // What is not UTF-8 is not hexadecimal either.
        let text = String::from_utf8_lossy(&line);
        if !text.trim().is_empty() {
            serde_json::to_writer(&mut *out, &answer(&text))?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        line.clear();
    }
    Ok(())
}

fn answer(line: &str) -> Answer {
    match kinds::decode(line) {
        Ok(decoded) => {
            Answer::Decoded { ok: true, value: decoded.value, reencoded: decoded.reencoded.map(hex::encode) }
        }
        Err(error) => Answer::Refused { ok: false, error: error.to_string(), refused: error.downcast().ok() },
    }
}
