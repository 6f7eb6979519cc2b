use super::super::attempt::AttemptOutcome;
use super::super::line::Line;
use super::super::options::Options;
use super::super::reply;
use super::{Asked, Goal, Verdict, message};
use crate::network::Network;

/// How many lines of menus are chosen at most.
const MAX_TURNS: usize = 5;

/// Asks by USSD, and walks through the menu that opens.
pub fn ask<G: Goal>(
    line: &mut Line<'_>,
    goal: &G,
    request: &str,
    replies: &[&str],
    options: &Options,
) -> Asked<G::Found> {
    let mut message = line.ussd(request).map_err(|error| line.outcome_of(&error))?;
    let mut replies = replies.iter();
    let mut seen = alloc::vec::Vec::new();
    let end = |line: &mut Line<'_>, open: bool| {
        if open {
            // what comes of it is no news
            let _ = line.ussd_cancel();
        }
    };
    for _ in 0..=MAX_TURNS {
        let open = message.wants_reply();
        match goal.judge(&message.text) {
            Verdict::Found(found) => {
                end(line, open);
                return Ok(found);
            }
            Verdict::SmsFollows => {
                end(line, open);
                return message::wait(line, goal, &[], options);
            }
            verdict => {
                // the same menu again leads nowhere
                let again = seen.contains(&message.text);
                let choice = match reply::menu(&message.text) {
                    Some(menu) if open && !again => {
                        let asks = matches!(verdict, Verdict::NeedsConfirmation);
                        let by_label = menu.iter().find(|item| goal.leads(&item.label));
                        let by_label = by_label.filter(|_| !asks || goal.input().is_none());
                        let by_label = by_label.map(|item| (item.key.clone(), item.label.clone()));
                        by_label.or_else(|| {
                            // the directory may be older than the menu
                            let is_safe = |key: &str| {
                                let line = menu.iter().find(|item| item.key == key);
                                line.is_none_or(|line| !reply::is_risky_label(&line.label))
                            };
                            let reply = replies.next().filter(|reply| !asks && is_safe(reply))?;
                            Some(((*reply).into(), alloc::string::String::new()))
                        })
                    }
                    _ => None,
                };
                let Some((key, label)) = choice else {
                    end(line, open);
                    return Err(match verdict {
                        Verdict::NeedsConfirmation => {
                            AttemptOutcome::NeedsConfirmation { text: message.text }
                        }
                        _ if open => AttemptOutcome::NotOffered,
                        _ => AttemptOutcome::NotUnderstood,
                    });
                };
                seen.push(core::mem::take(&mut message.text));
                message = line.choose(&key, &label).map_err(|error| line.outcome_of(&error))?;
            }
        }
    }
    end(line, message.wants_reply());
    Err(AttemptOutcome::NotOffered)
}
