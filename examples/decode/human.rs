//! A value as lines that people read: `key: value`, indented.

use std::io::{self, Write};

use serde_json::Value;

use super::kinds::Decoded;

/// Writes the title and the value.
pub fn write(out: &mut impl Write, decoded: &Decoded) -> io::Result<()> {
    writeln!(out, "{}", decoded.title)?;
    children(out, &decoded.value, 1)
}

fn children(out: &mut impl Write, value: &Value, depth: usize) -> io::Result<()> {
    match value {
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| line(out, key, value, depth)),
        Value::Array(items) => items.iter().try_for_each(|item| line(out, "-", item, depth)),
        scalar => writeln!(out, "{:1$}{2}", "", depth * 2, text(scalar)),
    }
}

fn line(out: &mut impl Write, key: &str, value: &Value, depth: usize) -> io::Result<()> {
    let separator = if key == "-" { "" } else { ":" };
    write!(out, "{:1$}{key}{separator}", "", depth * 2)?;
    match value {
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            let items: Vec<String> = items.iter().map(text).collect();
            writeln!(out, " {}", if items.is_empty() { "none".into() } else { items.join(", ") })
        }
        Value::Object(fields) if fields.is_empty() => writeln!(out, " none"),
        Value::Object(_) | Value::Array(_) => {
            writeln!(out)?;
            children(out, value, depth + 1)
        }
        scalar => writeln!(out, " {}", text(scalar)),
    }
}

/// Text from a card may hold control characters; they don't reach the terminal.
fn text(value: &Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::String(text) if text.is_empty() => "\"\"".into(),
        Value::String(text) => text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect(),
        other => other.to_string(),
    }
}
