// SPDX-License-Identifier: Apache-2.0
#include "data/time_reader.hpp"

#include <utility>

namespace beatline {
namespace {

/// h:mm, hh:mm, hh:mm:ss up to 24:00; seconds since midnight.
std::optional<std::int32_t> read_time_of_day(std::string_view given) {
    TimeCursor text{given};
    const auto hours = text.one_or_two_digits();
    if (!hours || !text.skip(':')) return {};
    const auto minutes = text.digits(2);
    const auto seconds = text.skip(':') ? text.digits(2) : std::optional{0};
    if (!minutes || !seconds || !text.done() || *minutes > 59 || *seconds > 59) return {};
    const int clock_s = *hours * 3600 + *minutes * 60 + *seconds;
    return clock_s <= 86'400 ? std::optional{clock_s} : std::nullopt;
}

}  // namespace

TimeReader::TimeReader(TimeZone zone, std::string format) : zone_{std::move(zone)} {
    if (!format.empty()) format_.emplace(format);
}

std::optional<WrittenTime> TimeReader::written(std::string_view text) const {
    return format_ ? format_->read(text) : read_iso_time(text);
}

std::optional<ParsedTime> TimeReader::read(std::string_view text) {
    if (text == last_text_) return last_;
    last_text_ = text;
    const auto found = written(text);
    last_ = found ? std::optional{on_clock(*found, zone_)} : std::nullopt;
    return last_;
}

std::optional<ParsedTime> TimeReader::read(std::string_view date, std::string_view time_of_day) {
    if (time_of_day.empty()) return read(date);
    if (date != last_date_) {
        last_date_ = date;
        last_day_ = written(date);
        if (last_day_ && (last_day_->clock_s >= 0 || last_day_->date.day == 0)) last_day_.reset();
    }
    const auto clock_s = last_day_ ? read_time_of_day(time_of_day) : std::nullopt;
    if (!clock_s) return {};
    WrittenTime moment = *last_day_;
    moment.clock_s = *clock_s;
    return on_clock(moment, zone_);
}

}  // namespace beatline
