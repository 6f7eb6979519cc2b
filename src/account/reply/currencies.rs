//! How currencies are written.

use super::lexicon::Entry;
use super::locale::Locale;
use crate::account::Currency::{self, *};

/// A way of writing a currency, or several.
#[derive(Debug)]
pub struct Written {
    /// The words and signs, separated by spaces; an asterisk stands for any ending.
    pub words: &'static str,
    /// The currencies that are written so; the first is meant where nothing is known of the country, if `default`.
    pub codes: &'static [Currency],
    /// What the words are worth.
    pub rank: Rank,
}

/// How sure one can be that a word is a currency at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// It says so itself, and which.
    Sure,
    /// It says so itself; which one depends on the country.
    Shared,
    /// A word or letter that means other things elsewhere: only in the countries whose currency it is.
    Local,
    /// A code of ISO 4217 that is a word too: in capitals, and in the countries whose currency it is.
    Code,
    /// A hundredth of the country's currency.
    Part,
    /// `p`: a hundredth of a pound, or a currency of its own.
    Pence,
}

/// What a token says of the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The currency, where that is settled.
    pub currency: Option<Currency>,
    /// Whether the country settled it.
    pub by_country: bool,
    /// Whether it counts hundredths.
    pub part: bool,
}

/// What an entry means as a currency, if it is one here.
pub fn meaning(entry: Entry, locale: Option<Locale>) -> Option<Meaning> {
    let written = CURRENCIES.get(usize::from(entry.currency).checked_sub(1)?)?;
    let own = locale.map(|locale| locale.currency);
    let local = own.filter(|own| written.codes.contains(own)).or_else(|| {
        // countries that changed their currency: the old one's words stay what they were
        let old = former(own?)?;
        old.iter().copied().find(|old| written.codes.contains(old))
    });
    let (currency, by_country, part) = match (written.rank, written.codes) {
        (Rank::Sure, codes) => (codes.first().copied(), false, false),
        (Rank::Code, codes) if local.is_some() => (codes.first().copied(), false, false),
        (Rank::Code, _) => return None,
        (Rank::Shared, codes) => match (local, own, codes) {
            (Some(local), ..) => (Some(local), codes.len() > 1, false),
            // dollars are accepted far from home; the sign of another country is not
            (None, Some(_), [first, ..]) if codes.len() == 1 || *first == USD => (Some(*first), false, false),
            _ => (None, false, false),
        },
        (Rank::Pence, _) if matches!(own, Some(GBP | GIP)) => (own, true, true),
        (Rank::Local | Rank::Pence, _) => match (local, own) {
            (Some(local), _) => (Some(local), true, false),
            (None, None) => (None, false, false),
            (None, Some(_)) => return None,
        },
        (Rank::Part, codes) => match own {
            Some(own) if codes.is_empty() || codes.contains(&own) => (Some(own), true, true),
            Some(_) => return None,
            None => (None, false, true),
        },
    };
    Some(Meaning { currency, by_country, part })
}

/// The currencies that a country had before this one, where replies may still name them.
fn former(currency: Currency) -> Option<&'static [Currency]> {
    Some(match currency {
        EUR => &[BGN, HRK],
        SLE => &[SLL],
        USD => &[ZWL],
        _ => return None,
    })
}

/// Whether an entry can be a currency at all, wherever it is.
pub fn rank(entry: Entry) -> Option<Rank> {
    Some(CURRENCIES.get(usize::from(entry.currency).checked_sub(1)?)?.rank)
}

macro_rules! written {
    ($($rank:ident $words:literal $($code:ident)*;)*) => {
        &[$(Written { words: $words, codes: &[$($code),*], rank: Rank::$rank }),*]
    };
}

/// All ways of writing currencies.
pub static CURRENCIES: &[Written] = written! {
    Sure "€ eur euro* ευρώ* evro يورو اليورو یورو यूरो ইউরো 欧元 歐元 ユーロ 유로* евро יורו ยูโร eiro eurot eur*" EUR;
    Shared "£ pound*" GBP EGP LBP SYP SDG SSP GIP FKP SHP;
    Sure "gbp ukp" GBP;
    Part "pence" GBP GIP;
    Part "cent cents ct cts centimes centesimi céntimos centimos centavos ctv ctvs cêntimos snt c ¢ коп копе* kop kopeek* kopeyk* kopiy* kopee* paise paisa \
        gr groszy grosze kobo pesewas pesewa centi öre øre ore bani стотинк* stotin* qəpik qepik тиын* тыйын* sentti* senttiä santīm* senti sen lipa kuruş kurus fils фил* \
        аг אגורות agorot пиастр* قرش قروش filler fillér luma";
    Shared "$ dollar* dólar* dolar* долл* ดอลลาร์" USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP UYU DOP JMD TTD BBD BSD BZD GYD XCD NAD LRD FJD BND SBD BMD SRD KYD CUP NIO BOB ZWL CVE;
    Shared "доллар* دولار* دلار* דולר* דולרים डॉलर* ডলার* 달러* ドル" USD CAD AUD NZD SGD HKD TWD;
    Sure "us$ usd u$s u$d 美元 美金 米ドル" USD;
    Sure "a$ au$ aud" AUD;
        Sure "ca$ cad can$" CAD;
    Sure "nz$ nzd" NZD;
    Sure "s$ sg$ sgd" SGD;
    Sure "hk$ hkd 港元 港幣 港币" HKD;
    Sure "nt$ ntd twd 新台幣 新臺幣" TWD;
    Sure "mx$ mxn" MXN;
    Sure "rd$ dop" DOP;
    Sure "j$ jmd ja$" JMD;
    Sure "tt$ ttd" TTD;
    Sure "bds$ bbd" BBD;
    Sure "ec$ xcd" XCD;
    Sure "g$ gyd" GYD;
    Sure "bz$ bzd" BZD;
    Sure "n$ nad" NAD;
    Sure "l$ lrd" LRD;
    Sure "fj$ fjd" FJD;
    Sure "b$ bnd" BND;
    Sure "ar$ ars" ARS;
    Sure "cl$ clp" CLP;
    Sure "co$ col$" COP;
    Code "cop" COP;
    Sure "uyu $u" UYU;
    Shared "u$" USD UYU;
    Sure "r$ brl reais reai" BRL;
    Local "real" BRL;
    Shared "peso* песо" MXN ARS CLP COP UYU DOP CUP PHP;
    Shared "₱" PHP;
    Sure "php" PHP;
    Pence "p" GBP GIP PHP BWP RUB BYN;
    Local "piso" PHP;
    Sure "pula bwp" BWP;
    Sure "₽ rur" RUB;
    Shared "rub рубл* ruble* rouble*" RUB BYN;
    Local "р r" RUB BYN ZAR BRL;
    Sure "byn byr бел.руб" BYN;
    Shared "br" BYN ETB;
    Sure "birr etb ብር birri" ETB;
    Sure "zar rand rands" ZAR;
    Sure "₴ uah грн гривн* гривен* hrn grn hryvn* griv* grivn* hriv*" UAH;
    Sure "₸ kzt тг тенге* теңге* tenge* tng" KZT;
    Local "t tg т" KZT;
    Sure "uzs soum* сўм" UZS;
    Shared "so'm сом сома сомов" UZS KGS;
    Local "sum sum* сум сум*" UZS KGS;
    Sure "kgs" KGS;
    Sure "tjs сомони* somoni* смн smn diram" TJS;
    Sure "tmt" TMT;
    Shared "manat* манат* ман" AZN TMT;
    Sure "azn ₼ аzn" AZN;
    Local "m ₼" AZN TMT LSL;
    Sure "amd ֏ դրամ* dram* драм*" AMD;
    Local "dr դր" AMD;
    Sure "₾ lari* ლარ* лари*" GEL;
    Code "gel" GEL;
    Local "l" GEL HNL MDL RON SZL ALL LSL;
    Sure "mdl лей" MDL;
    Shared "lei leu лей леев lej" RON MDL;
    Code "ron" RON;
    Sure "bgn лв лева лев lv leva lev" BGN;
    Sure "hrk kuna kune" HRK;
    Local "kn" HRK;
    Sure "rsd" RSD;
    Shared "din dinar* dinara дин dinars دينار دنانير د" RSD DZD TND JOD KWD BHD IQD LYD MKD;
    Sure "mkd денари denari* denar" MKD;
    Local "den ден" MKD;
    Sure "bam" BAM;
    Local "km км" BAM;
    Sure "lek lekë leke" ALL;
    Code "all" ALL;
    Local "lekë lek l" ALL;
    Sure "₺ türklirası" TRY;
    Code "try" TRY;
    Shared "tl lira lirası liralık" TRY;
    Sure "zł pln złot* zlot* zlote" PLN;
    Local "zl" PLN;
    Sure "czk kč" CZK;
    Local "kc korun* kčs" CZK;
    Sure "huf ft forint*" HUF;
    Shared "kr kron* krón* kroon*" SEK NOK DKK ISK;
    Sure "sek skr" SEK;
    Sure "nok" NOK;
    Sure "dkk dkr" DKK;
    Sure "isk ikr" ISK;
    Sure "chf sfr" CHF;
    Shared "fr franc* frs sfr franken franchi" CHF XOF XAF RWF BIF GNF CDF DJF KMF XPF;
    Local "f" XOF XAF GNF RWF BIF CDF DJF XPF;
    Shared "fcfa cfa f.cfa f-cfa francs-cfa" XOF XAF;
    Sure "xof" XOF;
    Sure "xaf" XAF;
    Sure "gnf fg" GNF;
    Sure "rwf frw" RWF;
    Sure "bif fbu" BIF;
    Sure "cdf fc" CDF;
    Sure "mga ariary" MGA;
    Local "ar" MGA;
    Sure "djf fdj" DJF;
    Sure "xpf fcfp" XPF;
    Sure "₦ ngn naira*" NGN;
    Local "n" NGN NAD;
    Sure "₵ ghs gh₵ gh¢ ghc cedi* gh" GHS;
    Sure "kes ksh kshs kes." KES;
    Sure "tzs tsh tshs" TZS;
    Sure "ugx ush ushs" UGX;
    Shared "sh shs shilling* shilingi shs. sh." KES TZS UGX SOS;
    Code "sos" SOS;
    Sure "zwg zig" ZWG;
    Sure "zmw zmk" ZMW;
    Shared "kwacha*" ZMW MWK;
    Sure "mwk" MWK;
    Local "mk" MWK;
    Local "k" ZMW MWK PGK MMK LAK;
    Sure "mzn metica* meticai*" MZN;
    Local "mt mts" MZN;
    Sure "aoa kwanza* akz" AOA;
    Local "kz" AOA;
    Sure "mur" MUR;
    Sure "scr" SCR;
    Sure "szl emalangeni" SZL;
    Local "e" SZL EUR;
    Sure "lsl maloti" LSL;
    Sure "gmd dalasi*" GMD;
    Local "d" GMD VND;
    Sure "sle leone*" SLE;
    Sure "sll" SLL;
    Local "le" SLE EGP;
    Sure "lrd." LRD;
    Sure "cve escudo*" CVE;
    Sure "egp جم" EGP;
    Shared "جنيه* جنيهات" EGP SDG;
    Local "le l.e" EGP;
    Sure "درهم-مغربي" MAD;
    Code "mad" MAD;
    Shared "dh dhs درهم* dirham* د.إ dhm" MAD AED;
    Sure "aed" AED;
    Sure "dzd" DZD;
    Local "da دج د.ج" DZD;
    Sure "tnd" TND;
    Local "dt د.ت دت" TND;
    Sure "lyd" LYD;
    Local "ld" LYD;
    Sure "sar ر.س" SAR;
    Shared "sr riyal* rial* ريال* ﷼ ریال*" SAR QAR OMR YER IRR;
    Sure "qar" QAR;
    Local "qr" QAR;
    Sure "omr" OMR;
    Local "ro بيسة ر.ع" OMR;
    Sure "kwd" KWD;
    Local "kd دك د.ك" KWD;
    Sure "bhd" BHD;
    Local "bd دب د.ب" BHD;
    Sure "jod" JOD;
    Local "jd jds" JOD;
    Sure "iqd" IQD;
    Local "id دع د.ع" IQD;
    Sure "lbp ل.ل" LBP;
    Local "ll لل" LBP;
    Sure "syp" SYP;
    Local "sp lira ليرة ليره" SYP LBP;
    Sure "yer" YER;
    Sure "sdg" SDG;
    Sure "irr" IRR;
    Sure "afn افغانی" AFN;
    Local "af afs" AFN;
    Sure "₪ ils nis שקל* ש\"ח שח ש״ח שקלים shekel*" ILS;
    Shared "₨ rs ru rupee* rupiya* re रु रू रुपये रुपए रूपये रुपैयाँ రూపాయ* రూ ರೂಪಾಯ* ರೂ രൂപ* રૂપિયા રૂ ਰੁਪਏ ਰੁਪਈਏ रुपया روپے روپیہ* රු රුපියල් ரூ ரூபாய் rs. rupaye rps" INR PKR LKR NPR MUR SCR;
    Sure "₹ inr" INR;
    Sure "pkr" PKR;
    Sure "lkr slr slrs" LKR;
    Sure "npr nrs" NPR;
    Sure "৳ bdt tk taka টাকা টাকা*" BDT;
    Sure "mvr rf mrf" MVR;
    Sure "btn nu" BTN;
    Sure "idr rp rupiah* rph" IDR;
    Sure "myr rm ringgit*" MYR;
    Sure "฿ thb baht* บาท" THB;
    Local "b บ" THB;
    Sure "₫ vnd vnđ đồng dong đ" VND;
    Local "d đ dong" VND;
    Sure "៛ khr riel* រៀល" KHR;
    Sure "₭ lak kip ກີບ" LAK;
    Sure "mmk kyat* ks ကျပ်" MMK;
    Shared "¥ ￥" CNY JPY;
    Sure "cny rmb yuan" CNY;
    Shared "元 圆 圓 块 塊" CNY TWD HKD;
    Local "蚊" HKD MOP;
    Sure "jpy yen" JPY;
    Shared "円" JPY;
    Sure "₩ krw won" KRW;
    Shared "원*" KRW;
    Sure "mop$ 澳門元" MOP;
    Code "mop" MOP;
    Sure "₮ mnt төг* tugrik* togrog* төгрөг*" MNT;
    Local "tug tg" MNT;
    Sure "pgk kina" PGK;
    Sure "vuv vatu" VUV;
    Sure "wst tala" WST;
    Code "top" TOP;
    Local "s/" PEN;
    Local "b/" PAB;
    Sure "تومان toman* utt kontör* kontor*";
    Code "pen" PEN;
    Local "sol soles s" PEN;
    Sure "bob" BOB;
    Local "bs bsd bolivian*" BOB VES;
    Sure "ves vef bolívar*" VES;
    Sure "₲ pyg guaran*" PYG;
    Local "gs g" PYG HTG;
    Sure "₡ crc colon* colón*" CRC;
    Sure "gtq quetzal*" GTQ;
    Local "q" GTQ;
    Sure "hnl lempira*" HNL;
    Local "lps l" HNL;
    Sure "nio córdoba*" NIO;
    Shared "c$" NIO CAD;
    Sure "pab balboa*" PAB;
    Sure "htg gourde* goud" HTG;
    Code "cup" CUP;
    Sure "awg" AWG;
    Sure "xcg" XCG;
    Local "guilder* gulden* florin* afl ƒ cg naf" AWG XCG;
    Sure "sbd si$" SBD;
    Sure "bmd" BMD;
    Sure "gip" GIP;
    Sure "fkp" FKP;
    Sure "shp" SHP;
    Sure "srd" SRD;
    Sure "kyd ci$" KYD;
    Sure "b$ bsd" BSD;
    Sure "ssp" SSP;
    Sure "kmf" KMF;
};
