// Numbers in text fields: plain or with an exponent, behind a decimal point or a decimal comma.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace beatline {

/// A field without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view field);

/// A number in decimal or exponent notation, the whole text, no locale and no thousands; nothing
/// otherwise. `decimal` is '.' or ','. The nearest double, as std::from_chars has it. NaN and
/// infinities are read as such, so that callers can name the reason.
[[nodiscard]] std::optional<double> parse_number(std::string_view text, char decimal = '.');

/// A field that must hold a finite number.
struct FiniteField {
    std::optional<double> number;
    std::string_view
        trouble;  ///< "missing", "bad" or "nonfinite" (1e300 and beyond too); else empty
};
[[nodiscard]] FiniteField finite_number(std::string_view field, char decimal = '.');

/// ',' when some field has a comma and every field that is not empty is a whole number or one with
/// a single comma and no point; '.' otherwise.
[[nodiscard]] char sniff_decimal(std::span<const std::string_view> fields);

/// Whether each comma may as well part thousands: "375,100" but not "375100,125", "0,125" or
/// "2,36". False without commas. For fields that sniff_decimal has found to have decimal commas.
[[nodiscard]] bool thousands_or_decimals(std::span<const std::string_view> fields);

}  // namespace beatline
