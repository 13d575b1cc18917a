// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspot_timing.hpp"

#include <algorithm>
#include <numeric>

#include "geo/false_discovery.hpp"
#include "geo/week_test.hpp"

namespace beatline {

namespace {

constexpr std::size_t least_in_area = 30;  // to speak of a profile
constexpr std::size_t most_tested = 5'000;

/// The timed events and where they happened.
struct TimedEvents {
    SpreadEvents spread;
    std::vector<Point> at;
    std::vector<Point> untimed;
};

TimedEvents spread_out(std::span<const PointEvent> events, const LocalOffset& offset,
                       const TimingParams& params, AreaTiming& area) {
    TimedEvents timed;
    for (const PointEvent& e : events) {
        if (!(e.weight > 0.0)) continue;
        ++area.events;
        const bool has_time = e.when != Interval{};
        if (!has_time || !add_spread(timed.spread, e.when, params.longest, offset)) {
            timed.untimed.push_back(e.at);
            continue;
        }
        timed.at.push_back(e.at);
        const Seconds local = e.when.from.time_since_epoch() + offset(e.when.from);
        if (e.when.from == e.when.to && local.count() % (24 * 3600) == 0) ++area.at_midnight;
    }
    area.timed = timed.at.size();
    return timed;
}

/// Evenly picked, when there are more than a test needs.
SpreadEvents for_test(const SpreadEvents& events) {
    if (events.size() <= most_tested) return events;
    std::vector<std::uint32_t> which;
    for (std::size_t i = 0; i < most_tested; ++i)
        which.push_back(static_cast<std::uint32_t>(i * events.size() / most_tested));
    return pick_events(events, which);
}

std::vector<std::uint32_t> inside(const Hotspot& hotspot, std::span<const Point> at) {
    const Box box = bounds(hotspot.outline.outer);
    std::vector<std::uint32_t> which;
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (box.contains(at[i]) && contains(hotspot.outline, at[i]))
            which.push_back(static_cast<std::uint32_t>(i));
    }
    return which;
}

WeekHours even() {
    WeekHours flat{};
    flat.fill(1.0 / week_hours);
    return flat;
}

/// Day by day, the hours of one half.
std::vector<WeekSpan> half_days(const TimingParams& params, bool day) {
    const std::uint32_t from = day ? params.day_from : params.day_to;
    const std::uint32_t to = day ? params.day_to : params.day_from;
    std::vector<WeekSpan> spans;
    for (std::uint32_t d = 0; d < 7; ++d) spans.push_back({24 * d + from, (to + 24 - from) % 24});
    return spans;
}

/// What is tested: of spans how unlike no hours the profile is, of halves how uneven they are.
WeekStatistic against_no_hours(const TimingParams& params, const WeekHours& by_lag) {
    if (params.choice == WindowChoice::spans) return unlike(even(), by_lag);
    const std::vector<WeekSpan> day = half_days(params, true);
    const double expected = day.front().hours / 24.0;
    return [day, expected](const WeekHours& counts) {
        return std::abs(share_in(counts, day) - expected);
    };
}

/// The mean over the days.
WeekHours same_on_all_days(const WeekHours& profile) {
    WeekHours out{};
    for (std::size_t h = 0; h < week_hours; ++h) {
        for (std::size_t d = 0; d < 7; ++d) out[h] += profile[(h + 24 * d) % week_hours] / 7.0;
    }
    return out;
}

/// That the events' hours are the same on all days; 1 for so few that nothing could show it.
double p_of_same_days(const SpreadEvents& events, const WeekHours& by_lag,
                      const WeekTestParams& test) {
    if (events.size() < least_timed_events) return 1.0;
    const WeekHours mean = same_on_all_days(area_profile(sum_spread(events), by_lag));
    return p_of_no_days(events, unlike(mean, by_lag), test);
}

void choose_windows(HotspotTiming& timing, const AreaTiming& area, const TimingParams& params) {
    const double p_days = timing.basis == TimingBasis::own ? timing.q_days : area.p_days;
    timing.daily = p_days > params.significance;
    if (timing.daily) timing.profile = same_on_all_days(timing.profile);
    if (params.choice == WindowChoice::spans) {
        timing.windows = timing.daily ? busiest_daily_spans(timing.profile, params.spans)
                                      : busiest_spans(timing.profile, params.spans);
        if (timing.windows.front().hours == week_hours) timing.windows.clear();
    } else {
        const std::vector<WeekSpan> day = half_days(params, true);
        const bool by_day = share_in(timing.profile, day) > day.front().hours / 24.0;
        timing.windows = by_day ? day : half_days(params, false);
    }
    timing.window_share = timing.windows.empty() ? 1.0 : share_in(timing.profile, timing.windows);
}

TimingLack lack_of(const AreaTiming& area, const TimingParams& params) {
    if (area.timed == 0) return TimingLack::no_times;
    if (static_cast<double>(area.timed) < params.least_timed * static_cast<double>(area.events))
        return TimingLack::few_times;
    return area.timed < least_in_area ? TimingLack::few_events : TimingLack::nothing;
}

/// Each hotspot's own events: how many, when, and how likely they are without hours.
void describe(HotspotTiming& timing, const SpreadEvents& own, const SpreadEvents& all,
              const AreaTiming& area, const WeekHours& by_lag, const TimingParams& params) {
    timing.profile = drawn_profile(timing.counts, by_lag, area.profile, area.prior_strength);
    if (own.size() == 0) return;
    const WeekTestParams test{params.simulations, params.seed, params.cancelled};
    const SpreadEvents tested = for_test(own);
    if (own.size() >= least_timed_events)
        timing.p = p_of_no_hours(tested, against_no_hours(params, by_lag), test);
    timing.p_days = p_of_same_days(tested, by_lag, test);
    timing.p_unlike_area = p_of_a_draw(tested, all, unlike(area.profile, by_lag), test);
}

}  // namespace

std::string_view name_of(TimingBasis basis) {
    switch (basis) {
        case TimingBasis::none:
            return "none";
        case TimingBasis::own:
            return "own";
        case TimingBasis::area:
            return "area";
    }
    return {};
}

AreaTiming time_hotspots(std::span<const Hotspot> hotspots, std::span<const PointEvent> events,
                         const LocalOffset& offset, const TimingParams& params) {
    AreaTiming area;
    const TimedEvents timed = spread_out(events, offset, params, area);
    area.hotspots.resize(hotspots.size());
    std::vector<SpreadEvents> own(hotspots.size());
    std::vector<WeekFolds> folds;
    for (std::size_t i = 0; i < hotspots.size(); ++i) {
        HotspotTiming& timing = area.hotspots[i];
        own[i] = pick_events(timed.spread, inside(hotspots[i], timed.at));
        timing.timed = own[i].size();
        timing.events = timing.timed + inside(hotspots[i], timed.untimed).size();
        timing.counts = sum_spread(own[i]);
        timing.profile = even();
        folds.push_back(fold_counts(own[i]));
    }
    area.profile = even();
    area.lack = lack_of(area, params);
    if (area.lack != TimingLack::nothing) return area;

    const WeekFolds area_folds = fold_counts(timed.spread);
    area.kernel = choose_week_kernel(area_folds);
    const WeekHours by_lag = kernel_by_lag(area.kernel);
    area.counts = sum_spread(timed.spread);
    area.profile = area_profile(area.counts, by_lag);
    area.prior_strength = choose_prior_strength(folds, area_folds, by_lag);
    const WeekTestParams test{params.simulations, params.seed, params.cancelled};
    area.p = p_of_no_hours(for_test(timed.spread), against_no_hours(params, by_lag), test);
    area.p_days = p_of_same_days(for_test(timed.spread), by_lag, test);

    std::vector<double> p;
    std::vector<double> p_days;
    std::vector<HotspotTiming*> tested;
    for (std::size_t i = 0; i < hotspots.size(); ++i) {
        describe(area.hotspots[i], own[i], timed.spread, area, by_lag, params);
        if (own[i].size() < least_timed_events) continue;
        p.push_back(area.hotspots[i].p);
        p_days.push_back(area.hotspots[i].p_days);
        tested.push_back(&area.hotspots[i]);
    }
    const std::vector<float> q = false_discovery_rates(p);
    const std::vector<float> q_days = false_discovery_rates(p_days);
    for (std::size_t t = 0; t < tested.size(); ++t) {
        tested[t]->q = q[t];
        tested[t]->q_days = q_days[t];
    }
    bool any = false;
    for (HotspotTiming& timing : area.hotspots) {
        if (timing.q <= params.significance)
            timing.basis = TimingBasis::own;
        else if (area.p <= params.significance && timing.p_unlike_area > params.significance)
            timing.basis = TimingBasis::area;
        if (timing.basis == TimingBasis::none) continue;
        choose_windows(timing, area, params);
        any = true;
    }
    if (!any) area.lack = TimingLack::no_pattern;
    return area;
}

}  // namespace beatline
