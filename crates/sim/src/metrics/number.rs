//! Numbers as C's `%.15g` writes them.

use std::fmt::Write as _;

/// Significant digits.
const DIGITS: usize = 15;

/// Appends a number: at most 15 digits, no trailing zeros, `0.0` for zero.
pub fn write(value: f64, out: &mut String) {
    if value.is_nan() {
        return out.push_str("NaN");
    }
    if value.is_infinite() {
        return out.push_str(if value > 0.0 { "Infinity" } else { "-Infinity" });
    }
    if value == 0.0 {
        return out.push_str("0.0");
    }
    if value.fract() == 0.0 && value.abs() < 1e15 {
        // Writing to a string cannot fail.
        let _ = write!(out, "{}", value as i64);
        return;
    }
    let text = format!("{value:.*e}", DIGITS - 1);
    let Some((mantissa, exponent)) = text.split_once('e') else { return out.push_str(&text) };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let negative = mantissa.starts_with('-');
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if negative {
        out.push('-');
    }
    if !(-4..DIGITS as i32).contains(&exponent) {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "{first}{point}{rest}e{sign}{:02}", exponent.abs());
    } else if exponent < 0 {
        out.push_str("0.");
        (1..-exponent).for_each(|_| out.push('0'));
        out.push_str(digits);
    } else {
        let whole = exponent as usize + 1;
        if digits.len() <= whole {
            out.push_str(digits);
            (digits.len()..whole).for_each(|_| out.push('0'));
        } else {
            out.push_str(&digits[..whole]);
            out.push('.');
            out.push_str(&digits[whole..]);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_look_as_in_c() {
        for (value, wanted) in [
            (0.0, "0.0"),
            (0.5, "0.5"),
            (1.0 / 3.0, "0.333333333333333"),
            (0.000_123_4, "0.0001234"),
            (0.000_012_34, "1.234e-05"),
            (1_234.5, "1234.5"),
            (-2.25, "-2.25"),
            (4_294_967_296.0, "4294967296"),
            (1.5e15, "1.5e+15"),
            (1e300, "1e+300"),
            (999_999_999_999_999.9, "1e+15"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            let mut text = String::new();
            super::write(value, &mut text);
            assert_eq!(text, wanted);
        }
    }
}
