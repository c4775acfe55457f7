//! Dates as XAPI writes them (`20250319T04:16:24Z`).

/// The date of some seconds since 1970: year, month, day, hour, minute, second.
pub fn civil(seconds: i64) -> (i64, u32, u32, u32, u32, u32) {
    let days = seconds.div_euclid(86_400);
    let rest = seconds.rem_euclid(86_400) as u32;
    // Counting years from March makes the leap day the last of its year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u32;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day, rest / 3_600, rest / 60 % 60, rest % 60)
}

/// `YYYYMMDDTHH:MM:SSZ`.
pub fn format(seconds: i64) -> String {
    let (y, mo, d, h, mi, s) = civil(seconds);
    format!("{y:04}{mo:02}{d:02}T{h:02}:{mi:02}:{s:02}Z")
}

/// Reads `YYYYMMDDTHH:MM:SSZ`, with or without dashes and the closing `Z`.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, clock) = text.split_once('T')?;
    let date = date.replace('-', "");
    if date.len() != 8 || !date.is_ascii() {
        return None;
    }
    let (year, month, day) =
        (date[..4].parse::<i64>().ok()?, date[4..6].parse::<i64>().ok()?, date[6..].parse::<i64>().ok()?);
    let mut parts = clock.split(':').map(|p| p.parse::<i64>().ok());
    let (h, m, s) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
        || h > 23
        || m > 59
        || s > 60
        || parts.next().is_some()
    {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some((era * 146_097 + day_of_era - 719_468) * 86_400 + h * 3_600 + m * 60 + s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        assert_eq!(format(0), "19700101T00:00:00Z");
        assert_eq!(format(1_742_357_784), "20250319T04:16:24Z");
        for t in [0, 951_782_400, 1_709_164_800, 1_742_357_784, 4_102_444_799] {
            assert_eq!(parse(&format(t)), Some(t));
        }
        assert_eq!(parse("2025-03-19T04:16:24Z"), Some(1_742_357_784));
        assert_eq!(parse("20250319T04:16:24"), Some(1_742_357_784));
        assert_eq!(parse("yesterday"), None);
        assert_eq!(parse("20251319T04:16:24Z"), None);
    }
}
