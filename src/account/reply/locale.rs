//! What is settled in a country: its currency, how its numbers and dates are written.

use crate::account::{Country, Currency};

/// The mark before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimals {
    /// A comma; thousands have a point or a space.
    Comma,
    /// A point; thousands have a comma.
    Point,
    /// A point; thousands have an apostrophe.
    Apostrophe,
}

/// The order of a date in digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

/// The years that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    Gregorian,
    /// 543 years ahead.
    Buddhist,
    /// The solar one of Iran.
    Jalali,
    /// 1911 years behind, in Taiwan, beside the Gregorian one.
    Minguo,
}

/// What is settled in a country.
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    pub currency: Currency,
    pub decimals: Decimals,
    pub order: Order,
    pub calendar: Calendar,
}

impl Locale {
    pub fn of(country: Country) -> Option<Self> {
        let (_, currency, decimals, order) = LOCALES.iter().find(|(known, ..)| *known == country).copied()?;
        let calendar = match country {
            Country::TH => Calendar::Buddhist,
            Country::IR | Country::AF => Calendar::Jalali,
            Country::TW => Calendar::Minguo,
            _ => Calendar::Gregorian,
        };
        Some(Self { currency, decimals, order, calendar })
    }
}

/// Currencies whose parts are not used: a group of three digits is thousands.
pub fn is_whole(currency: Currency) -> bool {
    use Currency::*;
    matches!(
        currency,
        TZS | UGX
            | RWF
            | BIF
            | IDR
            | VND
            | KRW
            | JPY
            | CLP
            | PYG
            | IRR
            | UZS
            | KHR
            | LAK
            | MMK
            | XOF
            | XAF
            | GNF
            | KMF
            | DJF
            | MGA
            | ISK
            | XPF
            | COP
            | LBP
            | SYP
            | IQD
            | MNT
            | SLL
            | SOS
            | YER
            | HUF
            | CDF
            | AOA
            | NGN
            | KES
            | KZT
            | AMD
            | PKR
            | LKR
            | NPR
            | ALL
            | RSD
            | CRC
            | MWK
    )
}

/// Currencies with a thousand parts.
pub fn has_mills(currency: Currency) -> bool {
    use Currency::*;
    matches!(currency, KWD | BHD | TND | JOD | OMR | LYD)
}

type Row = (Country, Currency, Decimals, Order);

/// A table of them, a line each.
macro_rules! locales {
    ($($country:ident $currency:ident $decimals:ident $order:ident,)*) => {
        [$((Country::$country, Currency::$currency, Decimals::$decimals, Order::$order)),*]
    };
}

/// By country.
static LOCALES: [Row; 229] = locales! {
    AD EUR Comma DayMonthYear,
    AE AED Point DayMonthYear,
    AF AFN Point YearMonthDay,
    AG XCD Point DayMonthYear,
    AI XCD Point DayMonthYear,
    AL ALL Comma DayMonthYear,
    AM AMD Point DayMonthYear,
    AO AOA Comma DayMonthYear,
    AR ARS Comma DayMonthYear,
    AT EUR Comma DayMonthYear,
    AU AUD Point DayMonthYear,
    AW AWG Point DayMonthYear,
    AZ AZN Point DayMonthYear,
    BA BAM Comma DayMonthYear,
    BB BBD Point DayMonthYear,
    BD BDT Point DayMonthYear,
    BE EUR Comma DayMonthYear,
    BF XOF Comma DayMonthYear,
    BG EUR Comma DayMonthYear,
    BH BHD Point DayMonthYear,
    BI BIF Point DayMonthYear,
    BJ XOF Comma DayMonthYear,
    BM BMD Point DayMonthYear,
    BN BND Point DayMonthYear,
    BO BOB Comma DayMonthYear,
    BR BRL Comma DayMonthYear,
    BS BSD Point DayMonthYear,
    BT BTN Point DayMonthYear,
    BW BWP Point DayMonthYear,
    BY BYN Comma DayMonthYear,
    BZ BZD Point DayMonthYear,
    CA CAD Point YearMonthDay,
    CD CDF Comma DayMonthYear,
    CF XAF Comma DayMonthYear,
    CG XAF Comma DayMonthYear,
    CH CHF Apostrophe DayMonthYear,
    CI XOF Comma DayMonthYear,
    CK NZD Point DayMonthYear,
    CL CLP Comma DayMonthYear,
    CM XAF Comma DayMonthYear,
    CN CNY Point YearMonthDay,
    CO COP Comma DayMonthYear,
    CR CRC Comma DayMonthYear,
    CU CUP Point DayMonthYear,
    CV CVE Comma DayMonthYear,
    CW XCG Comma DayMonthYear,
    CY EUR Comma DayMonthYear,
    CZ CZK Comma DayMonthYear,
    DE EUR Comma DayMonthYear,
    DJ DJF Comma DayMonthYear,
    DK DKK Comma DayMonthYear,
    DM XCD Point DayMonthYear,
    DO DOP Point DayMonthYear,
    DZ DZD Comma DayMonthYear,
    EC USD Comma DayMonthYear,
    EE EUR Comma DayMonthYear,
    EG EGP Point DayMonthYear,
    ER ERN Point DayMonthYear,
    ES EUR Comma DayMonthYear,
    ET ETB Point DayMonthYear,
    FI EUR Comma DayMonthYear,
    FJ FJD Point DayMonthYear,
    FK FKP Point DayMonthYear,
    FM USD Point MonthDayYear,
    FO DKK Comma DayMonthYear,
    FR EUR Comma DayMonthYear,
    GA XAF Comma DayMonthYear,
    GB GBP Point DayMonthYear,
    GD XCD Point DayMonthYear,
    GE GEL Comma DayMonthYear,
    GF EUR Comma DayMonthYear,
    GG GBP Point DayMonthYear,
    GH GHS Point DayMonthYear,
    GI GIP Point DayMonthYear,
    GL DKK Comma DayMonthYear,
    GM GMD Point DayMonthYear,
    GN GNF Comma DayMonthYear,
    GP EUR Comma DayMonthYear,
    GQ XAF Comma DayMonthYear,
    GR EUR Comma DayMonthYear,
    GT GTQ Point DayMonthYear,
    GU USD Point MonthDayYear,
    GW XOF Comma DayMonthYear,
    GY GYD Point DayMonthYear,
    HK HKD Point DayMonthYear,
    HN HNL Point DayMonthYear,
    HR EUR Comma DayMonthYear,
    HT HTG Point DayMonthYear,
    HU HUF Comma YearMonthDay,
    ID IDR Comma DayMonthYear,
    IE EUR Point DayMonthYear,
    IL ILS Point DayMonthYear,
    IM GBP Point DayMonthYear,
    IN INR Point DayMonthYear,
    IQ IQD Point DayMonthYear,
    IR IRR Point YearMonthDay,
    IS ISK Comma DayMonthYear,
    IT EUR Comma DayMonthYear,
    JE GBP Point DayMonthYear,
    JM JMD Point DayMonthYear,
    JO JOD Point DayMonthYear,
    JP JPY Point YearMonthDay,
    KE KES Point DayMonthYear,
    KG KGS Comma DayMonthYear,
    KH KHR Point DayMonthYear,
    KI AUD Point DayMonthYear,
    KM KMF Comma DayMonthYear,
    KN XCD Point DayMonthYear,
    KR KRW Point YearMonthDay,
    KW KWD Point DayMonthYear,
    KY KYD Point DayMonthYear,
    KZ KZT Comma DayMonthYear,
    LA LAK Comma DayMonthYear,
    LB LBP Point DayMonthYear,
    LC XCD Point DayMonthYear,
    LI CHF Apostrophe DayMonthYear,
    LK LKR Point DayMonthYear,
    LR LRD Point DayMonthYear,
    LS LSL Point DayMonthYear,
    LT EUR Comma YearMonthDay,
    LU EUR Comma DayMonthYear,
    LV EUR Comma DayMonthYear,
    LY LYD Point DayMonthYear,
    MA MAD Comma DayMonthYear,
    MC EUR Comma DayMonthYear,
    MD MDL Comma DayMonthYear,
    ME EUR Comma DayMonthYear,
    MG MGA Comma DayMonthYear,
    MH USD Point MonthDayYear,
    MK MKD Comma DayMonthYear,
    ML XOF Comma DayMonthYear,
    MM MMK Point DayMonthYear,
    MN MNT Point YearMonthDay,
    MO MOP Point DayMonthYear,
    MP USD Point MonthDayYear,
    MQ EUR Comma DayMonthYear,
    MR MRU Comma DayMonthYear,
    MS XCD Point DayMonthYear,
    MT EUR Point DayMonthYear,
    MU MUR Point DayMonthYear,
    MV MVR Point DayMonthYear,
    MW MWK Point DayMonthYear,
    MX MXN Point DayMonthYear,
    MY MYR Point DayMonthYear,
    MZ MZN Comma DayMonthYear,
    NA NAD Point DayMonthYear,
    NC XPF Comma DayMonthYear,
    NE XOF Comma DayMonthYear,
    NF AUD Point DayMonthYear,
    NG NGN Point DayMonthYear,
    NI NIO Point DayMonthYear,
    NL EUR Comma DayMonthYear,
    NO NOK Comma DayMonthYear,
    NP NPR Point YearMonthDay,
    NR AUD Point DayMonthYear,
    NU NZD Point DayMonthYear,
    NZ NZD Point DayMonthYear,
    OM OMR Point DayMonthYear,
    PA PAB Point DayMonthYear,
    PE PEN Point DayMonthYear,
    PF XPF Comma DayMonthYear,
    PG PGK Point DayMonthYear,
    PH PHP Point MonthDayYear,
    PK PKR Point DayMonthYear,
    PL PLN Comma DayMonthYear,
    PM EUR Comma DayMonthYear,
    PR USD Point MonthDayYear,
    PS ILS Point DayMonthYear,
    PT EUR Comma DayMonthYear,
    PW USD Point MonthDayYear,
    PY PYG Comma DayMonthYear,
    QA QAR Point DayMonthYear,
    RE EUR Comma DayMonthYear,
    RO RON Comma DayMonthYear,
    RS RSD Comma DayMonthYear,
    RU RUB Comma DayMonthYear,
    RW RWF Point DayMonthYear,
    SA SAR Point DayMonthYear,
    SB SBD Point DayMonthYear,
    SC SCR Point DayMonthYear,
    SD SDG Point DayMonthYear,
    SE SEK Comma YearMonthDay,
    SG SGD Point DayMonthYear,
    SH SHP Point DayMonthYear,
    SI EUR Comma DayMonthYear,
    SK EUR Comma DayMonthYear,
    SL SLE Point DayMonthYear,
    SM EUR Comma DayMonthYear,
    SN XOF Comma DayMonthYear,
    SO SOS Point DayMonthYear,
    SR SRD Comma DayMonthYear,
    SS SSP Point DayMonthYear,
    ST STN Comma DayMonthYear,
    SV USD Point DayMonthYear,
    SX XCG Comma DayMonthYear,
    SY SYP Point DayMonthYear,
    SZ SZL Point DayMonthYear,
    TC USD Point DayMonthYear,
    TD XAF Comma DayMonthYear,
    TG XOF Comma DayMonthYear,
    TH THB Point DayMonthYear,
    TJ TJS Comma DayMonthYear,
    TL USD Comma DayMonthYear,
    TM TMT Comma DayMonthYear,
    TN TND Comma DayMonthYear,
    TO TOP Point DayMonthYear,
    TR TRY Comma DayMonthYear,
    TT TTD Point DayMonthYear,
    TV AUD Point DayMonthYear,
    TW TWD Point YearMonthDay,
    TZ TZS Point DayMonthYear,
    UA UAH Comma DayMonthYear,
    UG UGX Point DayMonthYear,
    US USD Point MonthDayYear,
    UY UYU Comma DayMonthYear,
    UZ UZS Comma DayMonthYear,
    VC XCD Point DayMonthYear,
    VE VES Comma DayMonthYear,
    VG USD Point DayMonthYear,
    VI USD Point MonthDayYear,
    VN VND Comma DayMonthYear,
    VU VUV Point DayMonthYear,
    WF XPF Comma DayMonthYear,
    WS WST Point DayMonthYear,
    YE YER Point DayMonthYear,
    YT EUR Comma DayMonthYear,
    ZA ZAR Point DayMonthYear,
    ZM ZMW Point DayMonthYear,
    ZW USD Point DayMonthYear,
};
