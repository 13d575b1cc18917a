// An operation: what the user's TOML file asks for, read strictly and checked before anything
// else is opened.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/clock.hpp"
#include "data/clock_window.hpp"
#include "data/operation_bandwidth.hpp"
#include "data/operation_compare.hpp"
#include "data/operation_evaluate.hpp"
#include "data/operation_method.hpp"
#include "data/operation_near_repeat.hpp"
#include "data/operation_significance.hpp"
#include "data/operation_timing.hpp"
#include "data/read_anpr.hpp"
#include "data/read_events.hpp"
#include "data/read_roads.hpp"
#include "geo/area_budget.hpp"
#include "geo/edge_correction.hpp"
#include "geo/extract.hpp"
#include "geo/kernel.hpp"

namespace beatline {

struct WeightRules {
    std::filesystem::path table;  ///< empty: every category weighs 1
    std::string shown_table;
    std::optional<double> half_life_days;
    std::optional<double> min_age_days, max_age_days;  ///< incidents beyond are rejected
    bool near_repeat{false};  ///< recent incidents weigh more, by what the Knox test found
};

struct AnprRules {
    AnprSource source;
    double share{0.2};  ///< of the whole surface's mass that the raised cameras carry, [0, 1)
    Metres reach{800};  ///< along the roads from a camera; 0: a disc, as events have
    Seconds longest_trip{3600};  ///< between two sightings that make a trip
};

struct PrivacyRules {
    std::uint64_t min_count{5};  ///< flows of fewer vehicles are not told
};

struct HotspotRules {
    MethodRules way;  ///< contours of the surface, equal units, or stretches of street
    Kernel kernel{Kernel::quartic};
    std::optional<Metres> bandwidth;  ///< nothing: by rule
    bool adaptive{false};             ///< each place has its own, from that one
    BandwidthRules bandwidth_by;
    EdgeCorrection edge{EdgeCorrection::none};
    Metres cell{25};
    HotspotParams extract;
    std::optional<AreaBudget> area_budget;  ///< hotspots are chosen under it, not by `extract`
    SignificanceRules significance;
    std::optional<GiStarTable> gi_star{GiStarTable{}};  ///< nothing: no layer of cells
    std::optional<RelativeOptions> relative;
    TimingRules timing;
};

struct DoseRules {
    Seconds visit{15 * 60};
    std::uint32_t visits_per_shift{3};
    Seconds min_gap{90 * 60};
};

struct UnitRules {
    std::string callsign;
    Point base;  ///< working CRS
    std::optional<Point> end;
    ClockWindow shift;
    TravelMode mode{TravelMode::car};
    std::vector<std::string> skills;
    Seconds rest{0};
    std::optional<ClockWindow> rest_window;  ///< default: the middle half of the shift
    std::vector<Day> days;                   ///< default: every day of the period

    /// The break's window as far as the shift has it, on the clock of the shift's first day; empty
    /// (`to` not after `from`) when they do not meet. Nothing when no window is given.
    [[nodiscard]] std::optional<ClockWindow> rest_in_shift() const;
};

struct TaskRules {
    std::string id;
    std::string kind;
    Point at;
    ClockWindow window;
    std::optional<Day> day;  ///< default: once, on any day of the period
    Seconds duration{0};
    std::uint32_t units{1};
    std::vector<std::string> skills;
    bool sensitive{false};
};

struct SearchRules {
    std::optional<std::chrono::milliseconds> time_limit;
    std::optional<std::uint64_t> iterations;
    std::uint64_t seed{1};
};

struct Operation {
    std::filesystem::path file;
    std::string name;
    std::string marking;
    std::string attribution;  ///< of the data used: shown on the page and in metadata
    std::string timezone{"Europe/London"};
    std::string crs;  ///< empty: chosen from the data
    std::vector<Day> days;
    std::optional<Day> as_of;  ///< the day that counts as today; nothing: see reference_time
    std::filesystem::path area;
    std::string shown_area;
    std::vector<IncidentSource> incidents;
    std::optional<AnprRules> anpr;
    WeightRules weights;
    std::filesystem::path roads;
    std::string shown_roads;
    RoadLayout road_layout;
    Metres snap_limit{default_snap_limit};  ///< farther from every road, a place is on none
    HotspotRules hotspots;
    std::optional<ChangeOptions> change;
    DoseRules dose;
    std::vector<UnitRules> units;
    std::vector<TaskRules> tasks;
    std::optional<NearRepeatRules> near_repeat;
    SearchRules search;
    EvaluateRules evaluate;
    PrivacyRules privacy;
    std::vector<std::string> warnings;  ///< keys that are known but have no effect in this version
    std::string effective;              ///< the whole operation as TOML, after --set
};

/// The moment after which a time lies in the future: the end of `as_of`, else the clock of the
/// machine.
[[nodiscard]] Instant present_time(const Operation& operation, const TimeZone& zone);

/// What ages and retention count back from: the beginning of `as_of`, else of the period; nothing
/// when neither is given.
[[nodiscard]] std::optional<Instant> reference_time(const Operation& operation,
                                                    const TimeZone& zone);

/// What the command line changes: "--set key.path=value" in the order given.
using Overrides = std::vector<std::string>;

/// Throws FileError when the file cannot be read, UsageError (line:column, what was found, what was
/// wanted, the nearest known key) for anything in it that is not understood, PolicyError for a
/// disclosure profile or key file that is refused.
[[nodiscard]] Operation read_operation(const std::filesystem::path& file,
                                       const Overrides& overrides);

/// "90s", "1.5min", "2h", "500ms"; a bare number is seconds.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_time_limit(std::string_view text);

}  // namespace beatline
