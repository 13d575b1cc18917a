// SPDX-License-Identifier: Apache-2.0
#include "app/check_inputs.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "app/progress.hpp"
#include "app/publish_warnings.hpp"
#include "data/error.hpp"
#include "data/run_record.hpp"

namespace beatline {

namespace {

/// Besides main the one place that catches: all inputs are to be judged in one go.
template <class Step>
bool judged(CheckFindings& findings, const std::string& input, Step&& step) {
    if (interrupted()) throw Interrupted{};
    try {
        step();
        return true;
    } catch (const Failure& failure) {
        if (failure.code() == ExitCode::interrupted) throw;
        findings.failures.push_back({input, failure.what(), failure.code()});
        return false;
    }
}

void check_roads(const Operation& operation, CheckFindings& findings) {
    std::set<TravelMode> modes;
    for (const UnitRules& unit : operation.units) modes.insert(unit.mode);
    if (modes.empty()) modes.insert(TravelMode::car);
    for (const TravelMode mode : modes) {
        RoadReading roads = add_roads(operation, mode, findings.inputs);
        const RoadIndex index{roads.network};
        const auto snapped = snap_places(operation, {}, {mode, roads.network, index});
        std::ranges::copy(snapped, std::back_inserter(findings.snapped));
        roads.network = {};
        findings.roads.push_back(std::move(roads));
        refuse_far_bases(operation, snapped);
    }
}

void publish(const Operation& operation, CheckFindings& findings) {
    std::vector<std::string> messages;
    for (const CheckFailure& failure : findings.failures) messages.push_back(failure.message);
    publish_warnings(operation, messages);
    for (std::size_t i = 0; i < messages.size(); ++i) findings.failures[i].message = messages[i];
    publish_warnings(operation, findings.inputs.warnings);
}

void check_all(const Operation& operation, CheckFindings& findings) {
    Inputs& inputs = findings.inputs;
    judged(findings, "area " + published_path(operation.shown_area),
           [&] { add_area(operation, inputs); });
    for (const IncidentSource& source : operation.incidents) {
        judged(findings, "incidents " + published_path(source.shown_path),
               [&] { add_incidents(operation, {source}, inputs); });
    }
    judged(findings, "ANPR", [&] {
        check_key(operation);
        add_cameras(operation, inputs);
    });
    judged(findings, "weights " + published_path(operation.weights.shown_table),
           [&] { add_weights(operation, inputs); });
    judged(findings, "hotspots.relative", [&] { add_background(operation, inputs); });
    if (!operation.roads.empty()) {
        judged(findings, "roads " + published_path(operation.shown_roads),
               [&] { check_roads(operation, findings); });
    }
    if (auto warning = warning_of_far_places(findings.snapped))
        inputs.warnings.push_back(std::move(*warning));
    const bool refused = !findings.failures.empty();
    const bool left = judged(findings, "incidents", [&] { finish_inputs(inputs); });
    if (!left && refused) findings.failures.pop_back();  // said already, and by its cause
    const SignificanceRules& significance = operation.hotspots.significance;
    if (significance.level && (significance.background == BackgroundKind::zones ||
                               significance.background == BackgroundKind::incidents))
        judged(findings, "background", [&] { static_cast<void>(chance_of(operation, inputs)); });
    if (operation.hotspots.bandwidth) {
        if (auto w = spacing_warning(operation, inputs, *operation.hotspots.bandwidth))
            inputs.warnings.push_back(std::move(*w));
    }
}

/// The file by which the working CRS was to be chosen is complained of twice: once will do.
void drop_echo(std::vector<CheckFailure>& failures) {
    const bool echoed =
        std::ranges::count(failures, failures.front().message, &CheckFailure::message) > 1;
    if (echoed) failures.erase(failures.begin());
}

}  // namespace

CheckFindings check_inputs(const Operation& operation) {
    CheckFindings findings;
    Inputs& inputs = findings.inputs;
    inputs.warnings = operation.warnings;
    const bool settled = judged(findings, "working CRS", [&] { inputs = open_inputs(operation); });
    if (!settled) {  // the rest is judged all the same
        inputs.crs = "EPSG:27700";
        inputs.projection = projection_between("EPSG:4326", inputs.crs).accuracy();
        inputs.warnings.emplace_back(
            "the working CRS could not be settled: what follows is judged in EPSG:27700");
    }
    check_all(operation, findings);
    if (!settled) drop_echo(findings.failures);
    publish(operation, findings);
    return findings;
}

}  // namespace beatline
