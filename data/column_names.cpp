// SPDX-License-Identifier: Apache-2.0
#include "data/column_names.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {
namespace {

std::string quoted_list(const std::vector<std::string>& names) {
    constexpr std::size_t most = 40;
    std::vector<std::string> quoted;
    for (const std::string& name : names) {
        if (quoted.size() == most) {
            quoted.push_back(fmt::format("and {} more", names.size() - most));
            break;
        }
        quoted.push_back('"' + name.substr(0, 60) + '"');
    }
    return fmt::format("{}", fmt::join(quoted, ", "));
}

}  // namespace

bool has_column(const std::vector<std::string>& columns, std::string_view name) {
    return std::ranges::find(columns, name) != columns.end();
}

std::size_t column_named(const std::vector<std::string>& columns, std::string_view name,
                         const std::string& shown) {
    const auto count = std::ranges::count(columns, name);
    if (count == 1)
        return static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
    if (count == 0) {
        throw UsageError{fmt::format("{}: no column \"{}\".{} The header has {}.", shown, name,
                                     did_you_mean(name, columns), quoted_list(columns))};
    }
    throw UsageError{fmt::format(
        "{}: {} columns are called \"{}\"; which one is meant? The header has {}. Rename them.",
        shown, count, name, quoted_list(columns))};
}

}  // namespace beatline
