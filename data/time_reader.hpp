// Reads the time column of a file, or its date and clock columns, row by row.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/clock.hpp"
#include "data/time_format.hpp"

namespace beatline {

/// One for each thread and column: it remembers its last answer, since neighbouring rows often
/// share a text.
class TimeReader {
public:
    /// Without a format the ISO rules of parse_time hold. Throws UsageError for a format that
    /// cannot be read by (TimeFormat).
    explicit TimeReader(TimeZone zone, std::string format = {});

    /// The moment, hour, day or month that the whole text names; nothing if it names none.
    [[nodiscard]] std::optional<ParsedTime> read(std::string_view text);

    /// The same with the clock in a column of its own, as hh:mm or hh:mm:ss (one digit of the hour
    /// will do). An empty clock leaves the date as it is; with one the date must be a day without a
    /// clock.
    [[nodiscard]] std::optional<ParsedTime> read(std::string_view date,
                                                 std::string_view time_of_day);

private:
    [[nodiscard]] std::optional<WrittenTime> written(std::string_view text) const;

    TimeZone zone_;
    std::optional<TimeFormat> format_;
    std::string last_text_;  // empty: none yet, and no empty text is a time
    std::optional<ParsedTime> last_;
    std::string last_date_;
    std::optional<WrittenTime> last_day_;
};

}  // namespace beatline
