// SPDX-License-Identifier: Apache-2.0
#include "data/lower_case.hpp"

#include <algorithm>

namespace beatline {

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

}  // namespace beatline
