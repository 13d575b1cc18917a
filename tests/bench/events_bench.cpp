// Reading incidents: the product against GDAL's CSV driver on the same real file.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <iterator>

#include <benchmark/benchmark.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "data/read_events.hpp"

namespace {

/// The rows of a real month a hundred times over: 139,900 of them.
const std::string& many_rows() {
    static const std::string file = [] {
        std::ifstream in{BEATLINE_SOURCE_DIR
                         "/data/sample/bath/2025-01-avon-and-somerset-street.csv"};
        std::string header;
        std::getline(in, header);
        const std::string rows{std::istreambuf_iterator<char>{in}, {}};
        const auto path = std::filesystem::temp_directory_path() / "beatline-bench-events.csv";
        std::ofstream out{path};
        out << header << '\n';
        for (int i = 0; i < 100; ++i) out << rows;
        return path.string();
    }();
    return file;
}

void read_events_from_csv(benchmark::State& state) {
    beatline::IncidentSource source;
    source.path = source.shown_path = many_rows();
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
            GDALDataset::Open(many_rows().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
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
