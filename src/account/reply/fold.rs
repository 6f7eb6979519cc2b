//! Letters brought to one form: lower case, without accents, Cyrillic and Greek in Latin letters, digits of any script in
//! ASCII. A word and its transliteration so become the same, and one list of words serves both.

use alloc::string::String;

/// The digit that this is, in whatever script.
pub fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let code = u32::from(c);
    let zero = ZEROS.iter().copied().find(|zero| (*zero..zero.saturating_add(10)).contains(&code))?;
    char::from_digit(code.wrapping_sub(zero), 10)
}

/// The zeros of the scripts that have digits of their own: Arabic, Persian, those of India, Thai, Lao, Tibetan, Myanmar,
/// Khmer, full width.
const ZEROS: [u32; 18] = [
    0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x1090, 0x17E0, 0xFF10,
];

/// Punctuation in its ASCII form; other characters as they are. Marks of decimals and thousands that are Arabic stay.
pub fn punctuation(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c).wrapping_sub(0xFEE0)).unwrap_or(c),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2796}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{02BB}' | '\u{02BC}' | '`' | '\u{B4}' => '\'',
        '،' | '、' => ',',
        '؛' => ';',
        '؟' | '¿' => '?',
        '¡' => '!',
        '。' | '।' | '։' | '۔' | '።' | '။' | '។' => '.',
        '፡' => ':',
        other => other,
    }
}

/// Whether it is nothing to see: marks of direction, joiners, a byte order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether it belongs to a word: letters, and the signs that Indian and South-East Asian scripts put around them.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    if matches!(c, '฿' | '៛' | 'ª' | 'º') {
        return false;
    }
    digit(c).is_none()
        && c != '৳'
        && c != '₨'
        && (c.is_alphabetic()
            || matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}'
            | '\u{900}'..='\u{963}' | '\u{971}'..='\u{DFF}' | '\u{E00}'..='\u{E4E}' | '\u{E80}'..='\u{ECF}'
            | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}' | '\u{1780}'..='\u{17D3}'))
}

/// Whether its script puts no space between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// The scripts that have letters of the same shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Latin,
    Cyrillic,
    Greek,
    Other,
}

pub fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{370}'..='\u{3FF}' => Script::Greek,
        _ => Script::Other,
    }
}

/// Whether a Latin letter has the shape of a Cyrillic one.
pub fn looks_cyrillic(c: char) -> bool {
    matches!(
        c,
        'A' | 'B'
            | 'C'
            | 'E'
            | 'H'
            | 'K'
            | 'M'
            | 'O'
            | 'P'
            | 'T'
            | 'X'
            | 'Y'
            | 'a'
            | 'c'
            | 'e'
            | 'o'
            | 'p'
            | 'x'
            | 'y'
            | 'i'
            | 'I'
            | 'u'
    )
}

/// Whether a Cyrillic letter has the shape of a Latin one.
pub fn looks_latin(c: char) -> bool {
    matches!(
        c,
        'А' | 'В'
            | 'С'
            | 'Е'
            | 'Н'
            | 'К'
            | 'М'
            | 'О'
            | 'Р'
            | 'Т'
            | 'Х'
            | 'У'
            | 'а'
            | 'с'
            | 'е'
            | 'о'
            | 'р'
            | 'х'
            | 'у'
            | 'і'
            | 'І'
    )
}

/// Adds a letter of a word that is in `script`: one of another script is taken for the letter of the same shape.
pub fn push(out: &mut String, c: char, script_of_word: Script) {
    if c.is_ascii_alphabetic() {
        let upper = c.is_ascii_uppercase();
        match (script_of_word, c.to_ascii_lowercase()) {
            (Script::Cyrillic, 'b') | (Script::Greek, 'b') if upper => out.push('v'),
            (Script::Cyrillic, 'c') => out.push('s'),
            (Script::Cyrillic, 'h') if upper => out.push('n'),
            (Script::Cyrillic, 'p') | (Script::Greek, 'p') => out.push('r'),
            (Script::Cyrillic, 'x') => out.push('h'),
            (Script::Cyrillic, 'y') => out.push('u'),
            (Script::Cyrillic, 'u') => out.push('i'),
            (Script::Greek, 'h') if upper => out.push('i'),
            (Script::Greek, 'x') => out.push_str("ch"),
            (_, lower) => out.push(lower),
        }
        return;
    }
    if script_of_word == Script::Latin && looks_latin(c) {
        let latin = match c {
            'В' => 'b',
            'С' | 'с' => 'c',
            'Н' => 'h',
            'Р' | 'р' => 'p',
            'Х' | 'х' => 'x',
            'У' | 'у' => 'y',
            'А' | 'а' => 'a',
            'Е' | 'е' => 'e',
            'К' => 'k',
            'М' => 'm',
            'О' | 'о' => 'o',
            'Т' => 't',
            _ => 'i',
        };
        out.push(latin);
        return;
    }
    for c in c.to_lowercase() {
        match latin(c) {
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
    }
}

/// Whether it is an accent that stands on the letter before it.
pub fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// A small Latin letter without its accent; `None` where it has none.
pub fn without_accent(c: char) -> Option<&'static str> {
    if script(c) == Script::Latin { latin(c) } else { None }
}

/// A letter in Latin letters without accents; `None` where it stays as it is.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | '\u{1EA0}'..='\u{1EB7}' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ə' | '\u{1EB8}'..='\u{1EC7}' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | '\u{1EC8}'..='\u{1ECB}' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | '\u{1ECC}'..='\u{1EE3}' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ß' => "ss",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | '\u{1EE4}'..='\u{1EF1}' => {
            "u"
        }
        'ý' | 'ÿ' | '\u{1EF2}'..='\u{1EF9}' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}' => "",
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'ї' => "i",
        'й' | 'ы' => "y",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' | 'һ' | 'ҳ' => "h",
        'ц' => "ts",
        'ч' | 'ҷ' => "ch",
        'ш' => "sh",
        'щ' => "sch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ј' => "j",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'ђ' => "dj",
        'џ' => "dz",
        'ѓ' => "gj",
        'ќ' => "kj",
        'ѕ' => "dz",
        'α' | 'ά' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' | 'έ' => "e",
        'ζ' => "z",
        'η' | 'ή' | 'ι' | 'ί' | 'ϊ' | 'ΐ' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' | 'ύ' | 'ϋ' | 'ΰ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        'ى' | 'ی' | 'ې' | 'ئ' => "ي",
        'ک' => "ك",
        'ة' | 'ۀ' | 'ہ' | 'ھ' => "ه",
        'ؤ' => "و",
        'ך' => "כ",
        'ם' => "מ",
        'ן' => "נ",
        'ף' => "פ",
        'ץ' => "צ",
        _ => return None,
    })
}
