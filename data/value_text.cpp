// SPDX-License-Identifier: Apache-2.0
#include "data/value_text.hpp"

#include <cmath>
#include <cstddef>
#include <fmt/format.h>

namespace beatline {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

/// Length of the well-formed UTF-8 sequence at `i`, 0 when there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t i) {
    const unsigned lead = byte_at(text, i);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (i + length > text.size()) return 0;
    const unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte_at(text, i + 1) < lowest || byte_at(text, i + 1) > highest) return 0;
    for (std::size_t k = 2; k < length; ++k)
        if (byte_at(text, i + k) < 0x80 || byte_at(text, i + k) > 0xBF) return 0;
    return length;
}

}  // namespace

std::string clean_utf8(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = text[i] == '\0' ? 0 : sequence_length(text, i);
        if (length == 0) {
            clean += "\xEF\xBF\xBD";
            ++i;
        } else {
            clean.append(text, i, length);
            i += length;
        }
    }
    return clean;
}

std::string real_text(double number) {
    if (!std::isfinite(number)) return {};
    std::string text = fmt::format("{}", number);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string csv_cell(std::string_view text) {
    std::string clean = clean_utf8(text);
    if (!clean.empty() &&
        std::string_view{"=+-@\t\r"}.find(clean.front()) != std::string_view::npos)
        clean.insert(clean.begin(), '\'');
    if (clean.find_first_of(",\"\r\n") == std::string::npos) return clean;
    std::string quoted{'"'};
    for (const char c : clean) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    quoted += '"';
    return quoted;
}

std::string xml_text(std::string_view text) {
    std::string escaped;
    for (const char c : clean_utf8(text)) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\n':
                escaped += "&#10;";
                break;
            case '\r':
                escaped += "&#13;";
                break;
            case '\t':
                escaped += "&#9;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) escaped += c;
        }
    }
    return escaped;
}

std::string terminal_text(std::string_view text) {
    const std::string clean = clean_utf8(text);
    std::string shown;
    for (std::size_t i = 0; i < clean.size(); ++i) {
        const unsigned byte = byte_at(clean, i);
        const bool second_set = byte == 0xC2 && byte_at(clean, i + 1) < 0xA0;  // U+0080-009F
        if (second_set) {
            shown += fmt::format("\\x{:02X}", byte_at(clean, ++i));
        } else if ((byte < 0x20 && byte != '\n') || byte == 0x7F) {
            shown += fmt::format("\\x{:02X}", byte);
        } else {
            shown += clean[i];
        }
    }
    return shown;
}

}  // namespace beatline
