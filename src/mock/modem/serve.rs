use super::VirtualModem;
use std::io::{ErrorKind, Read, Result, Write};
use std::time::{Duration, Instant};

/// Is the modem at the other end of `stream`, until that is closed.
///
/// Reads should give up after a short while (`TcpStream::set_read_timeout`), so that the modem can send unasked. Over a
/// stream that waits for ever it does so only when something was sent to it.
///
/// ```no_run
/// use simcard::mock::{VirtualCard, VirtualModem, serve_modem};
/// use std::net::TcpListener;
/// use std::time::Duration;
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// let (mut stream, _) = listener.accept()?;
/// stream.set_read_timeout(Some(Duration::from_millis(10)))?;
/// serve_modem(&mut stream, &mut VirtualModem::new(VirtualCard::uicc()))?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// Reading or writing failed.
pub fn serve_modem<S: Read + Write>(stream: &mut S, modem: &mut VirtualModem) -> Result<()> {
    // a modem that was served before goes on from there: its time stands still while nobody is connected
    let origin = Instant::now();
    let begun = modem.latest();
    let now = || begun.saturating_add(origin.elapsed());
    let mut buffer = [0; 1024];
    loop {
        // what is due soon is waited for: what comes in meanwhile is not lost
        if let Some(wait) = modem.next_output().and_then(|due| due.checked_sub(now())) {
            if wait <= SOON {
                std::thread::sleep(wait);
            }
        }
        if let Some(bytes) = modem.poll_output(now()) {
            stream.write_all(&bytes)?;
            stream.flush()?;
        }
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(len) => modem.receive(buffer.get(..len).unwrap_or_default(), now()),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                _ => return Err(error),
            },
        }
    }
}

/// What is due within this time is waited for.
const SOON: Duration = Duration::from_millis(20);
