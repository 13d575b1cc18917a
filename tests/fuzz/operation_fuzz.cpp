// Any bytes as an operation file. Lines "#--set key=value" are also what the command line says.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "data/operation.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace beatline::fuzz {
namespace {

Overrides overrides_in(std::string_view text) {
    constexpr std::string_view mark = "#--set ";
    Overrides overrides;
    for (std::size_t at = text.find(mark); at != std::string_view::npos && overrides.size() < 4;
         at = text.find(mark, at + 1)) {
        const std::size_t begin = at + mark.size();
        const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
        overrides.emplace_back(line.substr(0, line.find('\0')));  // as argv hands it over
    }
    return overrides;
}

void check_window(const ClockWindow& window) {
    must(window.from >= Seconds{0} && window.from < Seconds{24 * 3600}, "a window begins in a day");
    must(window.to > window.from, "a window ends after it begins");
    must(window.to - window.from <= Seconds{24 * 3600}, "a window is a day long at most");
}

void check_operation(const Operation& operation) {
    must(!operation.name.empty(), "an operation has a name");
    must(!operation.incidents.empty(), "an operation has incidents");
    must(std::ranges::is_sorted(operation.days) && operation.days.size() <= 62, "days in order");
    must(operation.hotspots.cell.value > 0.0, "cells have a size");
    must(!operation.hotspots.bandwidth || *operation.hotspots.bandwidth >= operation.hotspots.cell,
         "no cell is wider than the bandwidth");
    for (const WeekWindow& window : operation.hotspots.timing.given) check_window(window.clock);
    for (const UnitRules& unit : operation.units) {
        check_window(unit.shift);
        must(!unit.callsign.empty(), "a unit has a callsign");
        must(std::isfinite(unit.base.x) && std::isfinite(unit.base.y), "a unit has a base");
        must(unit.rest < unit.shift.to - unit.shift.from, "a break is shorter than its shift");
    }
    for (const TaskRules& task : operation.tasks) {
        check_window(task.window);
        must(task.units >= 1 && task.duration > Seconds{0}, "a task takes units and time");
    }
}

/// What the manifest records leads to the same operation, but for places that it withholds.
void check_record(const Operation& operation, const std::string& name) {
    if (std::ranges::any_of(operation.tasks, &TaskRules::sensitive)) return;
    const std::string& text = operation.effective;
    const auto path =
        file_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, name);
    Operation again;
    must(accepts([&] { again = read_operation(path, {}); }), "a recorded operation can be read",
         text);
    check_operation(again);
    must(again.effective == text, "a recorded operation records itself", text);
}

}  // namespace
}  // namespace beatline::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatline;
    const fuzz::Bytes bytes{data, size};
    const auto path = fuzz::file_of(bytes, "operation.toml");
    Operation operation;
    if (!fuzz::accepts(
            [&] { operation = read_operation(path, fuzz::overrides_in(fuzz::text_of(bytes))); }))
        return 0;
    fuzz::check_operation(operation);
    fuzz::check_record(operation, "recorded.toml");
    return 0;
}
