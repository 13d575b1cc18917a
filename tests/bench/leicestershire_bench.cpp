// Real incidents of a whole county: reading them, and their surface from memory.
// SPDX-License-Identifier: Apache-2.0
#include <oneapi/tbb/global_control.h>

#include <benchmark/benchmark.h>

#include "data/projection.hpp"
#include "data/read_area.hpp"
#include "data/read_events.hpp"
#include "geo/density.hpp"

namespace {

using namespace beatline;

const std::filesystem::path folder{BEATLINE_SHARED_DIR "/data/leicestershire"};

/// 573,810 rows of data.police.uk.
IncidentSource five_years() {
    IncidentSource source;
    source.path = folder / "leicestershire-street-65months-compact.csv.gz";
    source.shown_path = source.path.filename().string();
    source.crs = "EPSG:4326";
    source.x = "longitude";
    source.y = "latitude";
    source.time = "month";
    source.category = "crime_type";
    return source;
}

bool present(benchmark::State& state) {
    if (std::filesystem::exists(five_years().path)) return true;
    state.SkipWithError("the data collection does not lie beside the project");
    return false;
}

EventReading read_five_years() {
    find_grids("", BEATLINE_SOURCE_DIR "/data/grid");
    return read_events({five_years()}, {});
}

void leicestershire_read(benchmark::State& state) {
    if (!present(state)) return;
    const tbb::global_control limit{tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(state.range(0))};
    for (auto _ : state) benchmark::DoNotOptimize(read_five_years());
}
BENCHMARK(leicestershire_read)
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Quartic, 500 m, cells of 25 m over the force's area; from the events as they were read, so that
/// merging those on one spot counts.
void leicestershire_density(benchmark::State& state) {
    if (!present(state)) return;
    const tbb::global_control limit{tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(state.range(0))};
    const std::vector<PointEvent> events = read_five_years().events;
    Box box;
    for (const Polygon& polygon :
         read_area(folder / "boundaries/force-boundary-2016.geojson", "EPSG:27700"))
        for (const Point p : polygon.outer) box.include(p);
    const GridSpec spec = grid_over(box, Metres{25});
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            estimate_density(merge_coincident(events), spec, {Kernel::quartic, Metres{500}}));
    }
    state.counters["cells"] = static_cast<double>(spec.size());
}
BENCHMARK(leicestershire_density)
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
