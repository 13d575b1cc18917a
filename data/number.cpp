// SPDX-License-Identifier: Apache-2.0
#include "data/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace beatline {
namespace {

constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// [-]digits[.digits] of at most 18 digits with a value below 2^53 but for the point. Both it and
/// the power of ten are exact doubles, so their one division rounds to the nearest double (Clinger
/// 1990, "How to read floating point numbers accurately", section 3). NaN for all else, which may
/// well be a number.
double short_decimal(std::string_view text, char decimal) {
    constexpr std::ptrdiff_t most_digits = 18;
    const char* at = text.data();
    const char* const end = at + text.size();
    const bool negative = at != end && *at == '-';
    if (negative) ++at;
    if (end - at > most_digits + 1) return no_number;
    const char* const from = at;
    std::uint64_t number = 0;  // of 19 digits at most
    for (; at != end && is_digit(*at); ++at)
        number = number * 10 + static_cast<unsigned>(*at - '0');
    std::ptrdiff_t digits = at - from;
    std::ptrdiff_t decimals = 0;
    if (at != end && *at == decimal) {
        const char* const point = at++;
        for (; at != end && is_digit(*at); ++at)
            number = number * 10 + static_cast<unsigned>(*at - '0');
        decimals = at - point - 1;
        digits += decimals;
    }
    if (at != end || digits == 0 || digits > most_digits) return no_number;
    if (number >= std::uint64_t{1} << 53) return no_number;
    const double size = static_cast<double>(number) / powers_of_ten[decimals];
    return negative ? -size : size;
}

/// Any number with a decimal point.
std::optional<double> any_number(std::string_view text) {
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc{}) return number;
    if (error != std::errc::result_out_of_range) return std::nullopt;
    // Out of a double's range: too small is zero, too large infinite.
    const std::size_t exponent = text.find_first_of("eE");
    const bool negative = text.front() == '-';
    const bool tiny = exponent != std::string_view::npos
                          ? text[exponent + 1] == '-'
                          : text.find_first_not_of("-0") == text.find('.');
    const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return negative ? -size : size;
}

std::size_t leading_digits(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

/// A field as digits, or digits, one comma and digits; the sign is left out.
struct CommaField {
    std::string_view before, after;
    bool comma{false};
};

std::optional<CommaField> comma_field(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    CommaField field{text.substr(0, leading_digits(text)), {}, false};
    if (field.before.empty()) return {};
    text.remove_prefix(field.before.size());
    if (text.empty()) return field;
    if (text.front() != ',') return {};
    field.after = text.substr(1);
    field.comma = true;
    const bool number = !field.after.empty() && leading_digits(field.after) == field.after.size();
    return number ? std::optional{field} : std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<double> parse_number(std::string_view text, char decimal) {
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
    if (const double number = short_decimal(text, decimal); !std::isnan(number)) return number;
    if (decimal == '.') return any_number(text);
    if (text.find('.') != std::string_view::npos) return {};
    std::string with_point{text};
    std::ranges::replace(with_point, decimal, '.');
    return any_number(with_point);
}

FiniteField finite_number(std::string_view field, char decimal) {
    const std::string_view text = trimmed(field);
    if (text.empty()) return {{}, "missing"};
    const auto number = parse_number(text, decimal);
    if (!number) return {{}, "bad"};
    if (!(std::abs(*number) < 1e300)) return {{}, "nonfinite"};  // NaN compares false
    return {*number, {}};
}

char sniff_decimal(std::span<const std::string_view> fields) {
    bool commas = false;
    for (const std::string_view text : fields) {
        if (trimmed(text).empty()) continue;
        const auto field = comma_field(trimmed(text));
        if (!field) return '.';
        commas = commas || field->comma;
    }
    return commas ? ',' : '.';
}

bool thousands_or_decimals(std::span<const std::string_view> fields) {
    bool commas = false;
    for (const std::string_view text : fields) {
        const auto field = comma_field(trimmed(text));
        if (!field || !field->comma) continue;
        commas = true;
        const bool thousands =
            field->before.size() <= 3 && field->before.front() != '0' && field->after.size() == 3;
        if (!thousands) return false;
    }
    return commas;
}

}  // namespace beatline
