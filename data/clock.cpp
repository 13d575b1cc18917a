// SPDX-License-Identifier: Apache-2.0
#include "data/clock.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <vector>

#include "data/error.hpp"
#include "data/nearest_word.hpp"
#include "data/zone_periods.hpp"

namespace beatline {
namespace {

/// Of a calendar without zones: what counts is the number of days since 1970.
std::chrono::sys_days days_to(Day day) {
    return std::chrono::year{day.year} / std::chrono::month{day.month} / std::chrono::day{day.day};
}

Day as_day(std::chrono::sys_days days) {
    const std::chrono::year_month_day date{days};
    return {int{date.year()}, unsigned{date.month()}, unsigned{date.day()}};
}

/// What a zone's clock shows, split at midnight.
struct LocalClock {
    std::chrono::sys_days day;
    Seconds in_day;
};

LocalClock local_clock(Instant when, Seconds offset) {
    const Instant shown = when + offset;
    const auto day = std::chrono::floor<std::chrono::days>(shown);
    return {day, shown - day};
}

std::vector<std::string> zone_names() {
    std::vector<std::string> names;
    for (const date::time_zone& zone : date::get_tzdb().zones) names.emplace_back(zone.name());
    return names;
}

}  // namespace

TimeZone::TimeZone(const std::string& name) : name_{name} {
    try {
        periods_ = std::make_shared<const ZonePeriods>(*date::locate_zone(name));
    } catch (const std::runtime_error&) {
        throw UsageError{fmt::format(
            "time zone \"{}\" is not known to this system.{} Wanted an IANA name, for instance "
            "\"Europe/London\".{}",
            name.substr(0, 60), did_you_mean(name, zone_names()),
            date::get_tzdb().zones.empty() ? " No zone is known at all: install tzdata." : "")};
    }
}

LocalTime TimeZone::at(Day day, Seconds since_midnight) const {
    const Seconds local = days_to(day).time_since_epoch() + since_midnight;
    if (const auto offset = periods_->sure_offset(local)) {
        return {Instant{local - *offset}, false, false};
    }
    const date::local_info info = periods_->zone().get_info(date::local_seconds{local});
    if (info.result == date::local_info::nonexistent) {
        return {info.first.end, false, true};  // the first moment after the gap
    }
    const Instant first{local - info.first.offset};
    return {first, info.result == date::local_info::ambiguous, false};
}

Seconds TimeZone::offset_at(Instant when) const {
    return periods_->offset_at(when);
}

Day TimeZone::day_of(Instant when) const {
    return as_day(local_clock(when, offset_at(when)).day);
}

std::string TimeZone::iso(Instant when) const {
    const Seconds offset = offset_at(when);
    const auto [day, clock] = local_clock(when, offset);
    const auto in_day = clock.count();
    const auto ahead = std::abs(offset.count()) / 60;
    return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", to_string(as_day(day)), in_day / 3600,
                       in_day / 60 % 60, in_day % 60, offset.count() < 0 ? '-' : '+', ahead / 60,
                       ahead % 60);
}

std::string TimeZone::hour_minute(Instant when) const {
    const auto in_day = local_clock(when, offset_at(when)).in_day.count();
    return fmt::format("{:02}:{:02}", in_day / 3600, in_day / 60 % 60);
}

std::string TimeZone::day_label(Instant when) const {
    constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto midnight = local_clock(when, offset_at(when)).day;
    const Day day = as_day(midnight);
    return fmt::format("{} {} {}", weekdays[std::chrono::weekday{midnight}.c_encoding()], day.day,
                       months[day.month - 1]);
}

std::string to_string(Day day) {
    return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

Instant months_before(Instant when, int months) {
    const auto midnight = date::floor<date::days>(when);
    const date::year_month_day day{midnight};
    const auto earlier = day - date::months{months};
    const date::sys_days begin =
        earlier.ok() ? date::sys_days{earlier}
                     : date::sys_days{earlier.year() / earlier.month() / date::last};
    return begin + (when - midnight);
}

Day next_day(Day day, int by) {
    return as_day(days_to(day) + std::chrono::days{by});
}

}  // namespace beatline
