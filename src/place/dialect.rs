//! What people speak where: the languages that make a customer feel at home.

use crate::lang::Lang;

use super::Place;

/// The languages that matter for a customer, the most telling first: what she
/// asked for, her own where she is abroad, then the dialects of the place where hers
/// has some. What everybody there speaks is left out: that somebody in Wuhan speaks Mandarin is
/// no reason to choose him.
pub fn languages_that_matter(
    place: Option<&Place>,
    reader: Lang,
    wished: Option<&'static str>,
) -> Vec<&'static str> {
    let own = reader.primary();
    let local = place.map_or(&[][..], |place| local_languages(place.country, place.admin1));
    let (common, dialects) = local.split_last().map_or((None, local), |(last, rest)| (Some(*last), rest));
    let dialects = if own == "zh" && common == Some(own) { dialects } else { &[] };
    let abroad = (common != Some(own)).then_some(own);
    let mut languages = Vec::new();
    for key in wished.into_iter().chain(abroad).chain(dialects.iter().copied()) {
        if !languages.contains(&key) {
            languages.push(key);
        }
    }
    languages
}

/// Keys of [`crate::tag::LANGUAGES`] spoken in a region (ISO country, GeoNames
/// province code), the most local first, what everybody understands last.
pub fn local_languages(country: &str, admin1: &str) -> &'static [&'static str] {
    match (country, admin1) {
        ("CN", province) => chinese(province),
        ("HK" | "MO", _) => &["yue"],
        ("TW", _) => &["nan", "hak", "zh"],
        ("SG", _) => &["nan", "ms", "zh", "en"],
        ("MY", _) => &["zh", "en", "ms"],
        ("JP", _) => &["ja"],
        ("KR", _) => &["ko"],
        ("IR" | "AF", _) => &["fa"],
        ("CA", "10") => &["en", "fr"],
        ("FR" | "MC", _) => &["fr"],
        ("BE" | "LU", _) => &["de", "fr"],
        ("DE" | "AT" | "LI", _) => &["de"],
        ("CH", _) => &["fr", "de"],
        _ if ENGLISH.contains(&country) => &["en"],
        _ if ARABIC.contains(&country) => &["ar"],
        _ if SPANISH.contains(&country) => &["es"],
        _ => &[],
    }
}

fn chinese(province: &str) -> &'static [&'static str] {
    match province {
        // Zhejiang, Jiangsu, Shanghai
        "02" | "04" | "23" => &["wuu", "zh"],
        // Jiangxi
        "03" => &["gan", "hak", "zh"],
        // Jilin, Heilongjiang, Liaoning
        "05" | "08" | "19" => &["cmn-northeast", "zh"],
        // Fujian
        "07" => &["nan", "hak", "zh"],
        // Henan
        "09" => &["cmn-henan", "zh"],
        // Hunan
        "11" => &["hsn", "zh"],
        // Hubei
        "12" => &["cmn-wuhan", "zh"],
        // Guangxi
        "16" => &["yue", "zh"],
        // Guizhou, Sichuan, Chongqing
        "18" | "32" | "33" => &["cmn-sichuan", "zh"],
        // Shaanxi
        "26" => &["cmn-shaanxi", "zh"],
        // Tianjin
        "28" => &["cmn-tianjin", "zh"],
        // Guangdong
        "30" => &["yue", "hak", "zh"],
        _ => &["zh"],
    }
}

const ENGLISH: &[&str] = &["US", "GB", "AU", "NZ", "IE", "CA"];
const ARABIC: &[&str] =
    &["AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "QA", "SA", "SD", "SY", "TN", "YE"];
const SPANISH: &[&str] = &[
    "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PY", "SV",
    "UY", "VE",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{geo::Position, tag::TagKind};

    fn place(country: &'static str, admin1: &'static str) -> Place {
        Place {
            id: 1,
            name: "Somewhere",
            name_zh: "",
            aliases: "",
            country,
            admin1,
            position: Position { lat: 0.0, lon: 0.0 },
            population: 20_000,
            zone: "UTC",
        }
    }

    #[test]
    fn at_home_the_dialect_matters_and_the_common_language_does_not() {
        let wuhan = place("CN", "12");
        assert_eq!(languages_that_matter(Some(&wuhan), Lang::ZhCn, None), ["cmn-wuhan"]);
        assert!(languages_that_matter(Some(&place("US", "CA")), Lang::En, None).is_empty());
    }

    #[test]
    fn abroad_the_own_language_comes_first() {
        let guangzhou = place("CN", "30");
        assert_eq!(languages_that_matter(Some(&guangzhou), Lang::En, None), ["en"]);
        assert_eq!(languages_that_matter(Some(&place("US", "CA")), Lang::ZhCn, None), ["zh"]);
        assert_eq!(languages_that_matter(Some(&place("HK", "")), Lang::ZhCn, None), ["zh"]);
    }

    #[test]
    fn a_wish_comes_before_everything_and_only_once() {
        let guangzhou = place("CN", "30");
        assert_eq!(languages_that_matter(Some(&guangzhou), Lang::ZhCn, Some("yue")), ["yue", "hak"]);
    }

    #[test]
    fn only_languages_of_the_vocabulary_are_named() {
        for country in
            ["CN", "HK", "TW", "SG", "MY", "JP", "KR", "IR", "CA", "FR", "BE", "DE", "CH", "US", "EG", "ES"]
        {
            for admin1 in (0..40).map(|code| format!("{code:02}")) {
                for key in local_languages(country, &admin1) {
                    assert!(TagKind::Language.find(key).is_some(), "{key}");
                }
            }
        }
    }
}
