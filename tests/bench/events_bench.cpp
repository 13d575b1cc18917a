// Reading incidents: the product against GDAL's CSV driver on the same real file.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <benchmark/benchmark.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "data/read_events.hpp"

namespace {

const std::string file =
    BEATLINE_SOURCE_DIR "/data/sample/bath/2025-01-avon-and-somerset-street.csv";

void read_events_from_csv(benchmark::State& state) {
    beatline::IncidentSource source;
    source.path = source.shown_path = file;
    source.preset = "police.uk";
    std::size_t rows = 0;
    for (auto _ : state) {
        const auto reading = beatline::read_events({source}, {"EPSG:27700", {}, {}});
        rows = reading.inputs.front().read;
        benchmark::DoNotOptimize(reading.events.data());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(rows) * state.iterations());
}
BENCHMARK(read_events_from_csv)->Unit(benchmark::kMillisecond);

void read_rows_with_gdal(benchmark::State& state) {
    GDALAllRegister();
    std::int64_t rows = 0;
    for (auto _ : state) {
        const std::unique_ptr<GDALDataset> data{
            GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
        rows = 0;
        for (const auto& feature : *data->GetLayer(0)) {
            benchmark::DoNotOptimize(feature->GetFieldAsDouble("Longitude"));
            benchmark::DoNotOptimize(feature->GetFieldAsDouble("Latitude"));
            ++rows;
        }
    }
    state.SetItemsProcessed(rows * state.iterations());
}
BENCHMARK(read_rows_with_gdal)->Unit(benchmark::kMillisecond);

}  // namespace
