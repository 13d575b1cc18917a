// SPDX-License-Identifier: Apache-2.0
#include "data/clock.hpp"

#include <cstdlib>
#include <date/tz.h>
#include <fmt/format.h>
#include <stdexcept>
#include <vector>

#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {
namespace {

const date::time_zone& zone_of(const void* zone) {
    return *static_cast<const date::time_zone*>(zone);
}

date::local_days local_midnight(Day day) {
    return date::local_days{date::year{day.year} / date::month{day.month} / date::day{day.day}};
}

Day as_day(date::local_days days) {
    const date::year_month_day ymd{days};
    return {int{ymd.year()}, unsigned{ymd.month()}, unsigned{ymd.day()}};
}

struct LocalClock {
    date::local_seconds time;
    Seconds offset;
};

LocalClock local_clock(const void* zone, Instant when) {
    const Seconds offset = zone_of(zone).get_info(when).offset;
    return {date::local_seconds{when.time_since_epoch() + offset}, offset};
}

std::vector<std::string> zone_names() {
    std::vector<std::string> names;
    for (const date::time_zone& zone : date::get_tzdb().zones) names.emplace_back(zone.name());
    return names;
}

}  // namespace

TimeZone::TimeZone(const std::string& name) : name_{name} {
    try {
        zone_ = date::locate_zone(name);
    } catch (const std::runtime_error&) {
        throw UsageError{fmt::format(
            "time zone \"{}\" is not known to this system.{} Wanted an IANA name, for instance "
            "\"Europe/London\".{}",
            name.substr(0, 60), did_you_mean(name, zone_names()),
            date::get_tzdb().zones.empty() ? " No zone is known at all: install tzdata." : "")};
    }
}

LocalTime TimeZone::at(Day day, Seconds since_midnight) const {
    const date::local_seconds local = local_midnight(day) + since_midnight;
    const date::local_info info = zone_of(zone_).get_info(local);
    if (info.result == date::local_info::nonexistent) {
        return {info.first.end, false, true};  // the first moment after the gap
    }
    const Instant first{local.time_since_epoch() - info.first.offset};
    return {first, info.result == date::local_info::ambiguous, false};
}

Day TimeZone::day_of(Instant when) const {
    return as_day(date::floor<date::days>(local_clock(zone_, when).time));
}

std::string TimeZone::iso(Instant when) const {
    const auto [local, offset] = local_clock(zone_, when);
    const auto midnight = date::floor<date::days>(local);
    const auto in_day = (local - midnight).count();
    const auto ahead = std::abs(offset.count()) / 60;
    return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", to_string(as_day(midnight)),
                       in_day / 3600, in_day / 60 % 60, in_day % 60, offset.count() < 0 ? '-' : '+',
                       ahead / 60, ahead % 60);
}

std::string TimeZone::hour_minute(Instant when) const {
    const auto local = local_clock(zone_, when).time;
    const auto in_day = (local - date::floor<date::days>(local)).count();
    return fmt::format("{:02}:{:02}", in_day / 3600, in_day / 60 % 60);
}

std::string TimeZone::day_label(Instant when) const {
    constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto midnight = date::floor<date::days>(local_clock(zone_, when).time);
    const Day day = as_day(midnight);
    return fmt::format("{} {} {}", weekdays[date::weekday{midnight}.c_encoding()], day.day,
                       months[day.month - 1]);
}

std::string to_string(Day day) {
    return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

Day next_day(Day day, int by) {
    return as_day(local_midnight(day) + date::days{by});
}

}  // namespace beatline
