// What order the parts of a file's dates may stand in, put into words for someone who must say it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace beatline {

enum class DateOrder {
    iso,          ///< by the ISO rules of parse_time, no time_format is needed
    day_first,    ///< 26/02/2024, 26.2.24, 26 Feb 2024
    month_first,  ///< 2/26/24, Feb 26, 2024
    unclear,      ///< more than one order reads every text: 01/02/2024
    other         ///< nothing known reads them all, or an order that leaves no doubt (2024/02/26)
};

/// Of the texts that are not empty, of which a tenth may be no time at all ("unknown"). For advice
/// only: nothing is ever read by a guessed order.
[[nodiscard]] DateOrder guess_date_order(std::span<const std::string_view> texts);

/// A sentence for the end of an error message: the time_format that reads these texts, or the two
/// between which only the user can choose, or that none is known. Empty without texts.
[[nodiscard]] std::string time_format_hint(std::span<const std::string_view> texts);

}  // namespace beatline
