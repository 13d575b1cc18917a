// SPDX-License-Identifier: Apache-2.0
#include "data/rejection.hpp"

namespace beatline {

std::string shortened_value(std::string_view field) {
    constexpr std::size_t longest = 80;
    if (field.size() <= longest) return std::string{field};
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(field[end]) & 0xC0U) == 0x80U) --end;
    return std::string{field.substr(0, end)};
}

}  // namespace beatline
