// SPDX-License-Identifier: Apache-2.0
#include "data/label.hpp"

namespace beatline {

bool holds_control(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
        };
        if (byte(0) < 0x20U || byte(0) == 0x7FU) return true;
        if (byte(0) == 0xC2U && byte(1) >= 0x80U && byte(1) < 0xA0U) return true;  // U+0080-9F
        if (byte(0) != 0xE2U) continue;
        const bool turns = (byte(1) == 0x80U && byte(2) >= 0xA8U && byte(2) <= 0xAEU) ||
                           (byte(1) == 0x81U && byte(2) >= 0xA6U && byte(2) <= 0xA9U);
        if (turns) return true;  // U+2028-202E, U+2066-2069
    }
    return false;
}

bool is_hotspot_name(std::string_view text) {
    return text.size() > 1 && text.front() == 'H' &&
           text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

}  // namespace beatline
