// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspot_timing.hpp"

#include <cmath>
#include <numeric>
#include <oneapi/tbb/global_control.h>

#include <gtest/gtest.h>

#include "geo/false_discovery.hpp"
#include "geo/week_test.hpp"

#include "tests/support/week_events.hpp"

namespace beatline {
namespace {

/// A square of 100 m around (1000 i, 0).
Hotspot square(std::uint32_t i) {
    Hotspot h;
    h.id = i + 1;
    const double x = 1000.0 * i;
    h.outline.outer = {{x - 50, -50}, {x + 50, -50}, {x + 50, 50}, {x - 50, 50}, {x - 50, -50}};
    return h;
}

std::vector<Hotspot> squares(std::uint32_t n) {
    std::vector<Hotspot> out;
    for (std::uint32_t i = 0; i < n; ++i) out.push_back(square(i));
    return out;
}

template <class Hour>
void add_events(std::vector<PointEvent>& events, std::uint32_t place, std::size_t n,
                std::uint64_t seed, const Hour& hour) {
    Rng rng{seed};
    for (std::size_t i = 0; i < n; ++i) {
        const Instant at = week_time(rng.below(50), hour(rng));
        events.push_back({{1000.0 * place, 0.0}, {at, at}, 1.0, 0});
    }
}

AreaTiming time(const std::vector<Hotspot>& hotspots, const std::vector<PointEvent>& events,
                TimingParams params = {}) {
    if (params.simulations == 999) params.simulations = 199;
    return time_hotspots(hotspots, events, utc_clock, params);
}

TEST(WeekTest, FindsHoursAndFindsNoneWhereThereAreNone) {
    const WeekHours by_lag = kernel_by_lag({2.0, 0.5});
    WeekHours even{};
    even.fill(1.0 / week_hours);
    EXPECT_EQ(p_of_no_hours(drawn_events(40, 1, every_evening), unlike(even, by_lag), {199, 1, {}}),
              1.0 / 200.0);
    EXPECT_EQ(p_of_no_hours({}, unlike(even, by_lag), {199, 1, {}}), 1.0);
    int found = 0;  // 200 sets without hours: P(Binomial(200, 0.05) > 18) = 0.005
    for (std::uint64_t set = 0; set < 200; ++set) {
        const double p = p_of_no_hours(drawn_events(30, 50 + set, any_hour), unlike(even, by_lag),
                                       {99, set, {}});
        found += p <= 0.05 ? 1 : 0;
    }
    EXPECT_LE(found, 18);
    EXPECT_GE(found, 2) << "a test that never rejects tests nothing";
}

TEST(WeekTest, ADrawFromTheAreaIsNotUnlikeIt) {
    const SpreadEvents area = drawn_events(2000, 1, weekend_night);
    const WeekHours by_lag = kernel_by_lag({2.0, 0.0});
    const WeekStatistic off = unlike(area_profile(sum_spread(area), by_lag), by_lag);
    EXPECT_GT(p_of_a_draw(drawn_events(50, 2, weekend_night), area, off, {199, 1, {}}), 0.05);
    EXPECT_LE(p_of_a_draw(drawn_events(50, 2, any_hour), area, off, {199, 1, {}}), 0.01);
}

TEST(HotspotTiming, FindsTheNightsOfAPlaceWithNights) {
    std::vector<PointEvent> events;
    add_events(events, 0, 100, 1, weekend_night);
    add_events(events, 1, 300, 2, any_hour);
    const AreaTiming area = time(squares(2), events);
    const HotspotTiming& nights = area.hotspots[0];
    EXPECT_EQ(nights.basis, TimingBasis::own);
    ASSERT_FALSE(nights.windows.empty());
    for (const WeekSpan& w : nights.windows) {
        EXPECT_GE(w.from, 4U * 24 + 20) << "Friday evening at the earliest";
        EXPECT_LE(w.from + w.hours, 6U * 24 + 4) << "Sunday morning at the latest";
    }
    EXPECT_GE(nights.window_share, 0.5);
    EXPECT_NEAR(std::accumulate(nights.profile.begin(), nights.profile.end(), 0.0), 1.0, 1e-9);
    EXPECT_NE(area.hotspots[1].basis, TimingBasis::own);
}

TEST(HotspotTiming, KeepsToAllDaysWhereNothingShowsThatTheyDiffer) {
    std::vector<PointEvent> events;
    add_events(events, 0, 150, 1, every_evening);
    add_events(events, 1, 150, 2, weekend_night);
    const AreaTiming area = time(squares(2), events);
    EXPECT_TRUE(area.hotspots[0].daily);
    ASSERT_EQ(area.hotspots[0].windows.size(), 7U);
    for (std::uint32_t d = 0; d < 7; ++d) {
        EXPECT_EQ(area.hotspots[0].windows[d].from, area.hotspots[0].windows[0].from + 24 * d);
        EXPECT_EQ(area.hotspots[0].windows[d].hours, area.hotspots[0].windows[0].hours);
    }
    EXPECT_FALSE(area.hotspots[1].daily);
    EXPECT_LE(area.hotspots[1].p_days, 0.01);
}

TEST(HotspotTiming, HoldsThatDaysDifferToARateOverAllHotspots) {
    // Evenings of all days, and of a third of the places one event in five at a weekend: some have
    // a p_days of 0.05 or less alone that does not last among so many tests.
    int by_p = 0;
    int by_q = 0;
    for (std::uint64_t run = 0; run < 4; ++run) {
        std::vector<PointEvent> events;
        for (std::uint32_t place = 0; place < 20; ++place) {
            add_events(events, place, 30, 100 + 20 * run + place, [place](Rng& rng) {
                return place % 3 == 0 && rng.below(5) == 0 ? weekend_night(rng)
                                                           : every_evening(rng);
            });
        }
        TimingParams params;
        params.seed = run;
        const AreaTiming area = time(squares(20), events, params);
        std::vector<double> p_days;
        for (const HotspotTiming& h : area.hotspots) p_days.push_back(h.p_days);
        const std::vector<float> q_days = false_discovery_rates(p_days);
        for (std::size_t i = 0; i < 20; ++i) {
            const HotspotTiming& h = area.hotspots[i];
            ASSERT_EQ(h.basis, TimingBasis::own);
            EXPECT_EQ(h.q_days, q_days[i]);
            EXPECT_EQ(h.daily, h.q_days > params.significance);
            by_p += h.p_days <= params.significance ? 1 : 0;
            by_q += h.daily ? 0 : 1;
        }
    }
    EXPECT_GT(by_p, by_q);
}

TEST(HotspotTiming, ClaimsNothingForPlacesWithoutHours) {
    // 40 runs of five places each without hours: windows in one run of 20 at most, by the false
    // discovery rate; P(Binomial(40, 0.05) > 6) = 0.003, and twice that for the area's own test.
    int runs = 0;
    for (std::uint64_t run = 0; run < 40; ++run) {
        std::vector<PointEvent> events;
        for (std::uint32_t place = 0; place < 5; ++place)
            add_events(events, place, 30, 1000 + 5 * run + place, any_hour);
        TimingParams params;
        params.simulations = 99;
        params.seed = run;
        bool any = false;
        for (const HotspotTiming& h : time(squares(5), events, params).hotspots)
            any = any || !h.windows.empty();
        runs += any ? 1 : 0;
    }
    EXPECT_LE(runs, 9);
}

TEST(HotspotTiming, LendsTheAreasHoursToAPlaceOfFewEvents) {
    std::vector<PointEvent> events;
    add_events(events, 0, 4, 1, every_evening);
    add_events(events, 2, 400, 2, every_evening);
    const AreaTiming area = time(squares(2), events);
    EXPECT_EQ(area.hotspots[0].basis, TimingBasis::area);
    EXPECT_EQ(area.hotspots[0].timed, 4U);
    EXPECT_LT(area.hotspots[0].timed, least_timed_events) << "texts say that these cannot tell";
    EXPECT_FALSE(area.hotspots[0].windows.empty());
    EXPECT_EQ(area.hotspots[1].basis, TimingBasis::area) << "none of its own: the area's";
}

TEST(HotspotTiming, DoesNotLendThemToAPlaceThatIsOtherwise) {
    std::vector<PointEvent> events;
    add_events(events, 0, 150, 11, any_hour);
    add_events(events, 1, 600, 2, every_evening);
    const AreaTiming area = time(squares(1), events);
    EXPECT_GT(area.hotspots[0].p, 0.05);
    EXPECT_EQ(area.hotspots[0].basis, TimingBasis::none);
    EXPECT_TRUE(area.hotspots[0].windows.empty());
    EXPECT_LE(area.hotspots[0].p_unlike_area, 0.05);
}

TEST(HotspotTiming, MonthsMakeNoWindows) {
    using namespace std::chrono;
    std::vector<PointEvent> events;
    for (unsigned m = 1; m <= 12; ++m) {
        const Instant from = sys_days{year{2025} / m / 1};
        const Instant to = sys_days{year{2025} / m / last} + days{1};
        for (int i = 0; i < 20; ++i) events.push_back({{0, 0}, {from, to}, 1.0, 0});
    }
    const AreaTiming none = time(squares(1), events);
    EXPECT_EQ(none.lack, TimingLack::no_times);
    EXPECT_EQ(none.events, 240U);
    EXPECT_TRUE(none.hotspots[0].windows.empty());
    EXPECT_EQ(none.hotspots[0].events, 240U);
    EXPECT_EQ(none.hotspots[0].timed, 0U);
    // A few timed ones among them do not speak for the rest.
    add_events(events, 0, 100, 1, every_evening);
    EXPECT_EQ(time(squares(1), events).lack, TimingLack::few_times);
    EXPECT_TRUE(time(squares(1), events).hotspots[0].windows.empty());
}

TEST(HotspotTiming, EventsThatWeighNothingAreNotAsked) {
    std::vector<PointEvent> events;
    add_events(events, 0, 100, 1, every_evening);
    for (PointEvent& e : events) e.weight = 0.0;
    EXPECT_EQ(time(squares(1), events).events, 0U);
}

TEST(HotspotTiming, CountsClocksThatStandAtMidnight) {
    std::vector<PointEvent> events;
    add_events(events, 0, 60, 1, any_hour);
    for (std::uint32_t w = 0; w < 40; ++w)
        events.push_back({{0, 0}, {week_time(w, 24.0), week_time(w, 24.0)}, 1.0, 0});
    EXPECT_EQ(time(squares(1), events).at_midnight, 40U);
}

TEST(HotspotTiming, TellsDayFromNight) {
    std::vector<PointEvent> events;
    add_events(events, 0, 80, 1, every_evening);
    add_events(events, 1, 80, 2,
               [](Rng& rng) { return 24.0 * rng.below(7) + 9.0 + 6.0 * rng.unit(); });
    add_events(events, 2, 80, 3, any_hour);
    TimingParams params;
    params.choice = WindowChoice::day_night;
    const AreaTiming area = time(squares(3), events, params);
    ASSERT_EQ(area.hotspots[0].windows.size(), 7U);
    EXPECT_EQ(area.hotspots[0].windows[0], (WeekSpan{19, 12})) << "night: 19:00 to 07:00";
    ASSERT_EQ(area.hotspots[1].windows.size(), 7U);
    EXPECT_EQ(area.hotspots[1].windows[0], (WeekSpan{7, 12})) << "day";
    EXPECT_TRUE(area.hotspots[2].windows.empty());
}

TEST(HotspotTiming, DoesNotDependOnTheNumberOfThreads) {
    std::vector<PointEvent> events;
    add_events(events, 0, 60, 1, weekend_night);
    add_events(events, 1, 60, 2, any_hour);
    const auto with_threads = [&](std::size_t threads) {
        const oneapi::tbb::global_control limit{
            oneapi::tbb::global_control::max_allowed_parallelism, threads};
        return time(squares(2), events);
    };
    const AreaTiming one = with_threads(1);
    const AreaTiming four = with_threads(4);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(one.hotspots[i].p, four.hotspots[i].p);
        EXPECT_EQ(one.hotspots[i].profile, four.hotspots[i].profile);
        EXPECT_EQ(one.hotspots[i].windows, four.hotspots[i].windows);
    }
}

}  // namespace
}  // namespace beatline
