// Values as text in the files that we write: clean UTF-8, shortest numbers, safe CSV cells.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace beatline {

/// The text with NUL bytes and invalid UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string clean_utf8(std::string_view text);

/// Shortest decimal text that reads back as the same number, always with a point or an exponent
/// ("5.0"), so that a reader takes a whole column for real. Empty for NaN and infinities.
[[nodiscard]] std::string real_text(double number);

/// A CSV cell by RFC 4180 that no spreadsheet takes for a formula: text that begins with = + - @
/// tab or CR gets a leading apostrophe. Cleaned by `clean_utf8`.
[[nodiscard]] std::string csv_cell(std::string_view text);

/// Text for the inside of an XML element or attribute; control characters that XML 1.0 bars are
/// dropped.
[[nodiscard]] std::string xml_text(std::string_view text);

/// Text for a terminal: control characters other than line feeds, which a file's own names may
/// hold, are written out ("\\x1B") and so move no cursor. Cleaned by `clean_utf8`.
[[nodiscard]] std::string terminal_text(std::string_view text);

}  // namespace beatline
