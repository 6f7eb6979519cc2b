use super::super::attempt::AttemptOutcome;
use super::super::line::Line;
use super::super::options::Options;
use super::super::reply::{self, MenuLine};
use super::{Asked, Goal, Verdict, message};
use crate::network::Network;

/// How many lines of menus are chosen at most.
const MAX_TURNS: usize = 5;
/// How many more pages of menus are looked at in all.
const MAX_PAGES: usize = 4;

/// Asks by USSD, and walks through the menu that opens.
pub fn ask<G: Goal>(
    line: &mut Line<'_>,
    goal: &G,
    request: &str,
    replies: &[&str],
    options: &Options,
) -> Asked<G::Found> {
    let mut partial = None;
    let asked = walk(line, goal, request, replies, options, &mut partial);
    // what was said on the way is better than nothing
    asked.or_else(|outcome| partial.ok_or(outcome))
}

/// As [`ask`]; `partial` is what was said before a page that nothing came of.
fn walk<G: Goal>(
    line: &mut Line<'_>,
    goal: &G,
    request: &str,
    replies: &[&str],
    options: &Options,
    partial: &mut Option<G::Found>,
) -> Asked<G::Found> {
    let mut message = line.ussd(request).map_err(|error| line.outcome_of(&error))?;
    let mut replies = replies.iter().peekable();
    let mut seen = alloc::vec::Vec::new();
    let end = |line: &mut Line<'_>, open: bool| {
        if open {
            // what comes of it is no news
            let _ = line.ussd_cancel();
        }
    };
    let mut pages = 0_usize;
    let mut turns = 0_usize;
    while turns <= MAX_TURNS {
        let open = message.wants_reply();
        match goal.judge(&message.text) {
            Verdict::Found(found) => {
                let further = open && !goal.is_whole(&found) && pages < MAX_PAGES;
                let further = further && !seen.contains(&message.text);
                let next = reply::more(&message.text).filter(|_| further);
                let Some(next) = next else {
                    end(line, open);
                    return Ok(found);
                };
                partial.get_or_insert(found);
                pages = pages.saturating_add(1);
                seen.push(core::mem::take(&mut message.text));
                message = line.choose(&next.key, &next.label).map_err(|error| line.outcome_of(&error))?;
            }
            Verdict::SmsFollows => {
                end(line, open);
                return message::wait(line, goal, &[], options);
            }
            verdict => {
                // the same menu again leads nowhere
                let again = seen.contains(&message.text);
                let asks = matches!(verdict, Verdict::NeedsConfirmation);
                let menu = reply::menu(&message.text).filter(|_| open && !again).unwrap_or_default();
                let by_label = menu.iter().find(|item| goal.leads(&item.label));
                let by_label = by_label.filter(|_| !asks || goal.input().is_none());
                // it may be on the next page, unless that is what an offer goes on with
                let offers = reply::amounts(&message.text) > 0;
                let next = reply::more(&message.text).filter(|_| open && !asks && !offers);
                let barred = asks || offers || reply::is_about_a_purchase(&message.text);
                let choice = if let Some(item) = by_label {
                    turns = turns.saturating_add(1);
                    Some((item.key.clone(), item.label.clone()))
                } else if let Some(reply) = by_directory(&mut replies, &menu, next.is_some(), barred) {
                    turns = turns.saturating_add(1);
                    Some((reply.into(), alloc::string::String::new()))
                } else {
                    let next = next.filter(|_| !again && pages < MAX_PAGES);
                    pages = pages.saturating_add(1);
                    next.map(|line| (line.key, line.label))
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

/// The next reply that the directory knows, if this menu is one for it: it may be newer than the directory.
fn by_directory<'r>(
    replies: &mut core::iter::Peekable<core::slice::Iter<'_, &'r str>>,
    menu: &[MenuLine],
    goes_on: bool,
    barred: bool,
) -> Option<&'r str> {
    if menu.is_empty() {
        return None;
    }
    let line = menu.iter().find(|item| replies.peek().is_some_and(|reply| item.key == **reply));
    if line.is_none() && goes_on {
        return None;
    }
    let safe = !barred && line.is_none_or(|line| !reply::is_risky_label(&line.label));
    replies.next().copied().filter(|_| safe)
}
