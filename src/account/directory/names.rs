//! Whether the provider name on a card is that of an operator.

/// Words that are in many names, and tell nothing on their own.
const COMMON: [&str; 9] =
    ["mobile", "mobil", "móvil", "movil", "telecom", "telekom", "gsm", "network", "prepaid"];

/// How well a name on a card fits an operator's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is part of the operator's name: `Reliance` of `Reliance Jio`.
    Part,
    /// It has the operator's name in it: `Vodafone.de`.
    Longer,
    /// It is the same, but for case, spaces and punctuation.
    Same,
}

/// Letters and digits, without case.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether two names are the same, but for case, spaces and punctuation.
pub(super) fn same(a: &str, b: &str) -> bool {
    let mut letters = folded(a).peekable();
    letters.peek().is_some() && letters.eq(folded(b))
}

/// Whether the words of `part` stand in `whole` one after the other, and one of them tells something.
fn has_words(whole: &str, part: &str) -> bool {
    let mut rest = words(whole);
    let tells = |word: &str| !COMMON.iter().any(|common| same(common, word));
    if !words(part).any(tells) {
        return false;
    }
    loop {
        let mut from_here = rest.clone();
        if words(part).all(|word| from_here.next().is_some_and(|other| same(other, word))) {
            return true;
        }
        if rest.next().is_none() {
            return false;
        }
    }
}

/// How well `spn` fits a name, which may be several at once: `AldiTalk/MedionMobile`, `T-Mobile(Telekom)`.
pub(super) fn likeness(spn: &str, name: &str) -> Option<Likeness> {
    let parts = name.split(['/', '(', ')', ',']).chain([name]);
    parts
        .filter_map(|part| match () {
            () if same(spn, part) => Some(Likeness::Same),
            () if has_words(spn, part) => Some(Likeness::Longer),
            () if has_words(part, spn) => Some(Likeness::Part),
            () => None,
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_fit() {
        for (spn, name, expected) in [
            ("congstar", "Congstar", Some(Likeness::Same)),
            ("Telekom", "T-Mobile(Telekom)", Some(Likeness::Same)),
            ("T-MOBILE", "T-Mobile(Telekom)", Some(Likeness::Same)),
            ("Tchibo mobil", "Tchibo-Mobil", Some(Likeness::Same)),
            ("giff gaff", "giffgaff", Some(Likeness::Same)),
            ("Vodafone.de", "Vodafone", Some(Likeness::Longer)),
            ("o2 - de", "O2", Some(Likeness::Longer)),
            ("БИЛАЙН", "Билайн", Some(Likeness::Same)),
            ("Reliance", "Reliance Jio", Some(Likeness::Part)),
            ("1&1", "1&1", Some(Likeness::Same)),
            ("O2", "giffgaff", None),
            ("O2", "O2x", None),
            ("O", "O2", None),
            ("mobile", "Virgin Mobile", None),
            ("Virgin", "Virgin Mobile", Some(Likeness::Part)),
            ("", "O2", None),
            ("...", "O2", None),
            ("O2", "", None),
            ("a b", "b a", None),
            ("x a a b", "a b", Some(Likeness::Longer)),
        ] {
            assert_eq!(likeness(spn, name), expected, "{spn} {name}");
        }
    }
}
