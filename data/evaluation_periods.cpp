// SPDX-License-Identifier: Apache-2.0
#include "data/evaluation_periods.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>
#include <utility>

#include "data/error.hpp"

namespace beatline {

namespace {

constexpr std::size_t most_periods = 4000;
constexpr std::size_t fewest_periods = 4;

/// The first day of the period that holds `day`.
Day start_of(PeriodUnit unit, Day day) {
    using namespace std::chrono;
    if (unit == PeriodUnit::month) return {day.year, day.month, 1};
    if (unit == PeriodUnit::day) return day;
    const sys_days at = year{day.year} / month{day.month} / std::chrono::day{day.day};
    const auto since_monday = (weekday{at} - Monday).count();
    return next_day(day, -static_cast<int>(since_monday));
}

Day next_start(PeriodUnit unit, Day start) {
    if (unit == PeriodUnit::day) return next_day(start);
    if (unit == PeriodUnit::week) return next_day(start, 7);
    return start.month == 12 ? Day{start.year + 1, 1, 1} : Day{start.year, start.month + 1, 1};
}

std::string name_of_start(PeriodUnit unit, Day start) {
    const std::string day = to_string(start);
    return unit == PeriodUnit::month ? day.substr(0, 7) : day;
}

double per_month(PeriodUnit unit) {
    constexpr double days = 365.2425 / 12.0;
    switch (unit) {
        case PeriodUnit::month:
            return 1.0;
        case PeriodUnit::week:
            return days / 7.0;
        case PeriodUnit::day:
            return days;
    }
    return 1.0;
}

/// An event that spans much more than a period would be counted where it may not belong.
void refuse_vague(std::span<const PointEvent> events, PeriodUnit unit) {
    const Seconds longest{unit == PeriodUnit::month  ? 32 * 24 * 3600
                          : unit == PeriodUnit::week ? 7 * 24 * 3600
                                                     : 25 * 3600};
    const auto vague = std::ranges::count_if(
        events, [&](const PointEvent& e) { return e.when.length() > longest; });
    if (static_cast<double>(vague) <= 0.05 * static_cast<double>(events.size())) return;
    throw InputError{fmt::format(
        "evaluate.period = \"{}\": the times of {} of {} incidents span more than a {}{}",
        name_of(unit), vague, events.size(), name_of(unit),
        unit == PeriodUnit::month
            ? ": a back-test needs to know when things happened"
            : " (data that give the month only, perhaps): use evaluate.period = \"month\"")};
}

struct Starts {
    std::vector<Day> days;  // of each period, and where the last one ends
};

Starts starts_between(PeriodUnit unit, Day first, Day last) {
    Starts starts{{start_of(unit, first)}};
    while (starts.days.back() <= last) {
        if (starts.days.size() > most_periods)
            throw LimitError{
                fmt::format("evaluate.period = \"{}\": the incidents span more than {} of them, {} "
                            "to {}; take a "
                            "longer period, or leave out what is too old (weights.max_age_days)",
                            name_of(unit), most_periods, to_string(first), to_string(last))};
        starts.days.push_back(next_start(unit, starts.days.back()));
    }
    return starts;
}

/// The first of the periods wholly inside, and the one after the last.
std::pair<std::size_t, std::size_t> inside(const Starts& starts, const DaySpan& span,
                                           std::string_view key) {
    const std::size_t periods = starts.days.size() - 1;
    std::size_t first = 0;
    while (first < periods && starts.days[first] < span.first) ++first;
    std::size_t end = first;
    while (end < periods && starts.days[end + 1] <= next_day(span.last)) ++end;
    if (first == end)
        throw NothingToDo{fmt::format(
            "evaluate.{}: no period lies wholly within {} to {}; the incidents span {} to {}", key,
            to_string(span.first), to_string(span.last), to_string(starts.days.front()),
            to_string(next_day(starts.days.back(), -1)))};
    return {first, end};
}

BacktestSchedule schedule_of(const Starts& starts, const EvaluateRules& rules) {
    const std::size_t periods = starts.days.size() - 1;
    BacktestSchedule schedule;
    if (rules.test) {
        std::tie(schedule.test_first, schedule.test_end) = inside(starts, *rules.test, "test");
    } else {
        schedule.test_end = periods;
        schedule.test_first = periods - std::clamp<std::size_t>(periods / 4, 1, 6);
    }
    if (rules.tune) {
        std::tie(schedule.tune_first, schedule.tune_end) = inside(starts, *rules.tune, "tune");
    } else {
        schedule.tune_end = schedule.test_first;
        const std::size_t wanted = std::clamp<std::size_t>(periods / 3, 1, 12);
        schedule.tune_first = schedule.tune_end - std::min(wanted, schedule.tune_end);
        if (schedule.tune_first == 0 && schedule.tune_end >= 2) schedule.tune_first = 1;
    }
    if (schedule.tune_first > 0 && schedule.tune_first < schedule.tune_end) return schedule;
    throw NothingToDo{fmt::format(
        "evaluate needs incidents of one {} at least to learn from, before one to tune on, before "
        "one to score: here they begin on {}, and {} begins on {}",
        name_of(rules.period), to_string(starts.days.front()),
        rules.tune ? "evaluate.tune" : "what is scored",
        to_string(starts.days[rules.tune ? schedule.tune_first : schedule.test_first]))};
}

}  // namespace

EvaluationPeriods evaluation_periods(std::span<const PointEvent> events, const EvaluateRules& rules,
                                     const TimeZone& zone) {
    if (events.empty()) throw NothingToDo{"evaluate: there are no incidents"};
    refuse_vague(events, rules.period);
    const auto middle = [](const PointEvent& e) {
        return e.when.from + (e.when.to - e.when.from) / 2;
    };
    Instant first = middle(events.front());
    Instant last = first;
    for (const PointEvent& e : events) {
        first = std::min(first, middle(e));
        last = std::max(last, middle(e));
    }
    const Starts starts = starts_between(rules.period, zone.day_of(first), zone.day_of(last));
    const std::size_t count = starts.days.size() - 1;
    if (count < fewest_periods)
        throw NothingToDo{fmt::format(
            "evaluate needs incidents of {} {}s at least, found {} ({} to {}): it learns from the "
            "first, tunes on the next and scores the last{}",
            fewest_periods, name_of(rules.period), count, to_string(zone.day_of(first)),
            to_string(zone.day_of(last)),
            rules.period == PeriodUnit::month
                ? "; add earlier files, or use evaluate.period = \"week\" if the times allow"
                : "")};
    EvaluationPeriods periods;
    for (const Day day : starts.days) periods.bounds.push_back(zone.at(day, Seconds{0}).instant);
    for (std::size_t i = 0; i < count; ++i)
        periods.names.push_back(name_of_start(rules.period, starts.days[i]));
    periods.schedule = schedule_of(starts, rules);
    periods.per_month = per_month(rules.period);
    return periods;
}

}  // namespace beatline
