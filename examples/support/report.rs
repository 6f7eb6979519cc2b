//! How an example ends.

use std::error::Error;
use std::io;
use std::process::ExitCode;

/// Tells what went wrong, with its causes, and makes it the exit code.
pub fn report(result: Result<(), Box<dyn Error>>) -> ExitCode {
    let Err(error) = result else { return ExitCode::SUCCESS };
    let mut lines: Vec<String> = Vec::new();
    let mut cause = Some(&*error as &(dyn Error + 'static));
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        // whoever reads what we print has seen enough
        if io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        let line = error.to_string();
        // an error that passes another one on says nothing of its own
        if lines.last() != Some(&line) {
            lines.push(line);
        }
        cause = error.source();
    }
    eprintln!("error: {}", lines.join("\n  because: "));
    ExitCode::FAILURE
}
