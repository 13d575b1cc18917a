// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>
#include <utility>

#include "app/publish_warnings.hpp"
#include "app/snap_places.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/key_file.hpp"
#include "data/read_area.hpp"
#include "data/read_weights.hpp"
#include "data/run_record.hpp"

namespace beatline {

namespace {

/// The working CRS when the operation names none: by where the first events of the first source
/// lie.
std::string crs_by_events(const Operation& operation) {
    const std::vector<Point> degrees = first_places(operation.incidents.front());
    if (degrees.empty())
        throw InputError{operation.incidents.front().shown_path +
                         ": no usable event to choose a working CRS by; name one as operation.crs"};
    std::vector<double> xs;
    std::vector<double> ys;
    for (const Point at : degrees) {
        xs.push_back(at.x);
        ys.push_back(at.y);
    }
    const auto middle = static_cast<std::ptrdiff_t>(xs.size() / 2);
    std::ranges::nth_element(xs, xs.begin() + middle);
    std::ranges::nth_element(ys, ys.begin() + middle);
    return working_crs_at(xs[static_cast<std::size_t>(middle)],
                          ys[static_cast<std::size_t>(middle)]);
}

std::string working_crs(const Operation& operation) {
    if (operation.crs.empty()) return crs_by_events(operation);
    const CrsInfo info = describe_crs(operation.crs);
    if (!info.metric)
        throw UsageError{
            fmt::format("{}: operation.crs: {} is not a projected CRS in metres; wanted one "
                        "like EPSG:27700 (Great Britain) or the UTM zone",
                        operation.file.string(), operation.crs)};
    return info.name;
}

/// Takes a reading's account over, with paths as they may be published.
void account(Inputs& inputs, std::span<InputReport> reports, RejectedRows& rejected) {
    for (InputReport& report : reports) {
        report.file = published_path(report.file);
        inputs.reports.push_back(std::move(report));
    }
    rejected.rename_files(published_path);
    inputs.rejected.append(std::move(rejected));
}

/// The end of the newest event: what half-lives count back from when nothing else is said.
Instant newest_time(std::span<const PointEvent> events) {
    Instant newest{};
    for (const PointEvent& e : events) newest = std::max(newest, e.when.to);
    return newest;
}

EventRules event_rules(const Operation& operation, const Inputs& inputs, const TimeZone& zone) {
    EventRules rules;
    rules.working_crs = inputs.crs;
    rules.area = inputs.area;
    rules.zone = zone;
    rules.now = present_time(operation, zone);
    rules.reference = reference_time(operation, zone);
    rules.min_age_days = operation.weights.min_age_days;
    rules.max_age_days = operation.weights.max_age_days;
    return rules;
}

/// Every reading numbers its own kinds: those of `events` become ours.
void join_kinds(std::vector<PointEvent>& events, const std::vector<std::string>& theirs,
                std::vector<std::string>& ours) {
    std::unordered_map<std::string, std::uint32_t> known;
    for (const std::string& kind : ours)
        known.emplace(kind, static_cast<std::uint32_t>(known.size()));
    std::vector<std::uint32_t> numbers;
    for (const std::string& kind : theirs) {
        const auto [found, is_new] =
            known.try_emplace(kind, static_cast<std::uint32_t>(ours.size()));
        if (is_new) ours.push_back(kind);
        numbers.push_back(found->second);
    }
    for (PointEvent& event : events) event.kind = numbers[event.kind];
}

/// Which events are whose; those of sources for timing leave the reading.
void add_sources(const std::vector<IncidentSource>& sources, EventReading& reading,
                 Inputs& inputs) {
    std::size_t from = 0;
    std::size_t kept = inputs.incidents.size();
    std::vector<PointEvent> events;
    for (std::size_t s = 0; s < sources.size(); ++s) {
        const std::size_t count = reading.inputs[s].used;
        const auto first = reading.events.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = first + static_cast<std::ptrdiff_t>(count);
        SourceEvents& source = inputs.sources.emplace_back();
        source.name = sources[s].name;
        source.from = kept;
        from += count;
        if (sources[s].use == SourceUse::timing) {
            source.timing.emplace(first, last);
            continue;
        }
        source.count = count;
        kept += count;
        events.insert(events.end(), first, last);
    }
    if (events.size() < reading.events.size()) reading.events = std::move(events);
}

void warn_of_projection(const Inputs& inputs, std::vector<std::string>& warnings) {
    const Projection::Accuracy& a = inputs.projection;
    if (a.missing_grid.empty()) return;
    warnings.push_back(
        fmt::format("Coordinates are {} m uncertain: the grid shift {} was not found; "
                    "docs/input.md says where to put it",
                    a.metres ? fmt::format("{:g}", *a.metres) : "some", a.missing_grid));
}

/// What shows only when the sources are taken together, and is not said of one of them already.
void warn_of_coverage(Inputs& inputs) {
    const EventCoverage& c = inputs.coverage;
    for (const auto& warning : {gap_warning(c.months, c.missing_months), stack_warning(c.stacks)}) {
        if (!warning) continue;
        const std::string_view code = std::string_view{*warning}.substr(0, warning->find(':'));
        const bool said = std::ranges::any_of(inputs.reports, [&](const InputReport& report) {
            return std::ranges::any_of(report.warnings,
                                       [&](const std::string& w) { return w.starts_with(code); });
        });
        if (!said) inputs.warnings.push_back("all incidents: " + *warning);
    }
}

}  // namespace

Inputs open_inputs(const Operation& operation) {
    Inputs inputs;
    inputs.warnings = operation.warnings;
    inputs.crs = working_crs(operation);
    inputs.projection = projection_between("EPSG:4326", inputs.crs).accuracy();
    warn_of_projection(inputs, inputs.warnings);
    return inputs;
}

void add_area(const Operation& operation, Inputs& inputs) {
    if (!operation.area.empty())
        inputs.area = read_area(operation.area, inputs.crs, operation.shown_area);
}

void add_incidents(const Operation& operation, const std::vector<IncidentSource>& sources,
                   Inputs& inputs) {
    const TimeZone zone{operation.timezone};
    EventReading reading = read_events(sources, event_rules(operation, inputs, zone));
    add_sources(sources, reading, inputs);
    account(inputs, reading.inputs, reading.rejected);
    std::ranges::copy(reading.ids, std::back_inserter(inputs.ids));
    reading.ids = {};
    if (inputs.incidents.empty()) {
        inputs.incidents = std::move(reading.events);
        inputs.kinds = std::move(reading.kinds);
        return;
    }
    join_kinds(reading.events, reading.kinds, inputs.kinds);
    std::ranges::copy(reading.events, std::back_inserter(inputs.incidents));
}

void add_cameras(const Operation& operation, Inputs& inputs) {
    if (!operation.anpr) return;
    const TimeZone zone{operation.timezone};
    const Instant now = present_time(operation, zone);
    AnprReading anpr = read_anpr(operation.anpr->source, inputs.crs, zone,
                                 {now, reference_time(operation, zone).value_or(now)});
    account(inputs, anpr.inputs, anpr.rejected);
    inputs.cameras = std::move(anpr.cameras);
    inputs.anpr_simulated = anpr.simulated;
    inputs.exposure_known = anpr.exposure_known;
    inputs.exposure = std::move(anpr.exposure);
    inputs.sightings = std::move(anpr.sightings);
    inputs.why_no_sightings = std::move(anpr.why_no_sightings);
    if (anpr.simulated)
        inputs.warnings.emplace_back(
            "The ANPR reads and hits are simulated, and so is what rests on them.");
    if (!anpr.exposure_known)
        inputs.warnings.emplace_back(
            "anpr.reads is missing or holds no read: hits are not comparable between cameras, so "
            "they carry no weight in the surface");
}

void add_weights(const Operation& operation, Inputs& inputs) {
    std::map<std::string, double> table;
    if (!operation.weights.table.empty()) {
        WeightReading reading = read_weights(operation.weights);
        table = std::move(reading.by_category);
        account(inputs, {&reading.input, 1}, reading.rejected);
    }
    // With "auto" how fast incidents fade is known once the method is: settle_method.
    const std::optional<double> half_life =
        operation.hotspots.way.method == HotspotMethod::automatic
            ? std::nullopt
            : operation.weights.half_life_days;
    const auto lacking = weigh(inputs.incidents, inputs.kinds, table, half_life,
                               reference_time(operation, TimeZone{operation.timezone})
                                   .value_or(newest_time(inputs.incidents)));
    if (!table.empty()) {
        for (const std::string& kind : inputs.kinds) {
            const auto weight = table.find(kind);
            inputs.harm_by_kind.push_back(weight == table.end() ? 1.0 : weight->second);
        }
    }
    if (table.empty() || lacking.empty()) return;
    constexpr std::size_t most = 20;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, lacking.size()); ++i)
        names += (names.empty() ? "" : ", ") + lacking[i];
    if (lacking.size() > most) names += fmt::format(" and {} more", lacking.size() - most);
    inputs.warnings.push_back(fmt::format("{}: no weight for {}: they weigh 1",
                                          published_path(operation.weights.shown_table), names));
}

void finish_inputs(Inputs& inputs) {
    inputs.coverage = event_coverage(inputs.reports, inputs.incidents, inputs.ids);
    inputs.ids = {};
    if (inputs.coverage.sources > 1) warn_of_coverage(inputs);
    for (const InputReport& report : inputs.reports) {
        for (const std::string& w : report.warnings)
            inputs.warnings.push_back(fmt::format("{}: {}", report.file, w));
    }
    if (!inputs.incidents.empty()) return;
    std::string account;
    for (const InputReport& report : inputs.reports) {
        if (report.what != "incidents") continue;
        std::string reasons;
        for (const auto& [reason, count] : report.rejected)
            reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", count, reason);
        account += fmt::format("{}{} rows read from {} ({})", account.empty() ? ": " : "; ",
                               report.read, report.file, reasons);
    }
    throw NothingToDo{"no incident is left to work on" + account};
}

RoadReading add_roads(const Operation& operation, TravelMode mode, Inputs& inputs) {
    if (mode == TravelMode::car && inputs.ahead) return *std::exchange(inputs.ahead, std::nullopt);
    RoadReading roads = read_roads(road_source(operation, inputs.crs, mode));
    if (!inputs.road_features) inputs.road_features = roads.features_read;
    publish_warnings(operation, roads.notes);
    for (const std::string& w : roads.warnings) {  // hotspots and patrols may read the same roads
        if (std::ranges::find(inputs.warnings, w) == inputs.warnings.end())
            inputs.warnings.push_back(w);
    }
    return roads;
}

const RoadReading& car_roads(const Operation& operation, Inputs& inputs) {
    if (!inputs.ahead) inputs.ahead = add_roads(operation, TravelMode::car, inputs);
    return *inputs.ahead;
}

void check_key(const Operation& operation) {
    if (operation.anpr && !operation.anpr->source.key_file.empty())
        check_key_file(operation.anpr->source.key_file);
}

Inputs read_inputs(const Operation& operation) {
    check_key(operation);
    Inputs inputs = open_inputs(operation);
    add_area(operation, inputs);
    add_incidents(operation, operation.incidents, inputs);
    add_cameras(operation, inputs);
    add_weights(operation, inputs);
    add_background(operation, inputs);
    finish_inputs(inputs);
    return inputs;
}

}  // namespace beatline
