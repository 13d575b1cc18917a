// A million rows of police.uk layout to typed events, beside what other readers do with the file.
// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iterator>
#include <libfccp/csv.h>
#include <oneapi/tbb/global_control.h>
#include <string>

#include <benchmark/benchmark.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "data/csv.hpp"
#include "data/projection.hpp"
#include "data/read_events.hpp"

namespace {

constexpr std::size_t wanted_rows = 1'000'000;

/// The rows of six real months, over and over: a million of them.
const std::string& million_rows() {
    static const std::string file = [] {
        std::string header;
        std::string rows;
        for (const char* month :
             {"2025-01", "2025-02", "2025-03", "2025-04", "2025-09", "2025-12"}) {
            std::ifstream in{std::string{BEATLINE_SOURCE_DIR "/data/sample/bath/"} + month +
                             "-avon-and-somerset-street.csv"};
            std::getline(in, header);
            rows.append(std::istreambuf_iterator<char>{in}, {});
        }
        const auto path = std::filesystem::temp_directory_path() / "beatline-bench-events.csv";
        std::ofstream out{path};
        out << header << '\n';
        for (std::size_t written = 0, at = 0; written < wanted_rows; ++written) {
            if (at == rows.size()) at = 0;
            const std::size_t end = rows.find('\n', at) + 1;
            out << std::string_view{rows}.substr(at, end - at);
            at = end;
        }
        return path.string();
    }();
    return file;
}

void count(benchmark::State& state, std::size_t rows) {
    state.SetItemsProcessed(static_cast<std::int64_t>(rows) * state.iterations());
    state.SetBytesProcessed(static_cast<std::int64_t>(std::filesystem::file_size(million_rows())) *
                            state.iterations());
}

/// Time, place in metres and category of every row; each rejection kept.
void events_from_csv(benchmark::State& state) {
    const oneapi::tbb::global_control limit{oneapi::tbb::global_control::max_allowed_parallelism,
                                            static_cast<std::size_t>(state.range(0))};
    beatline::find_grids("", BEATLINE_SOURCE_DIR "/data/grid");
    beatline::IncidentSource source;
    source.path = source.shown_path = million_rows();
    source.preset = "police.uk";
    std::size_t rows = 0;
    for (auto _ : state) {
        const auto reading = beatline::read_events({source}, {});
        rows = reading.inputs.front().read;
        benchmark::DoNotOptimize(reading.events.data());
    }
    count(state, rows);
}
BENCHMARK(events_from_csv)->Arg(2)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The rows alone: our strict reader on one thread, all fields cut, nothing parsed.
void rows_from_csv(benchmark::State& state) {
    std::size_t rows = 0;
    for (auto _ : state) {
        std::size_t bytes = 0;
        rows = beatline::CsvFile{million_rows()}.for_each_row([&](const beatline::CsvRow& row) {
            for (const std::string_view field : row.fields) bytes += field.size();
        });
        benchmark::DoNotOptimize(bytes);
    }
    count(state, rows);
}
BENCHMARK(rows_from_csv)->UseRealTime()->Unit(benchmark::kMillisecond);

/// fast-cpp-csv-parser: four columns, coordinates as doubles. It has a thread of its own to read
/// ahead, checks no encoding, keeps nothing and knows neither time nor projection.
void rows_with_fast_cpp_csv_parser(benchmark::State& state) {
    std::size_t rows = 0;
    for (auto _ : state) {
        io::CSVReader<4, io::trim_chars<' ', '\t'>, io::double_quote_escape<',', '"'>> in{
            million_rows()};
        in.read_header(io::ignore_extra_column, "Month", "Longitude", "Latitude", "Crime type");
        char* month = nullptr;
        char* kind = nullptr;
        char* x = nullptr;
        char* y = nullptr;
        double sum = 0.0;
        rows = 0;
        while (in.read_row(month, x, y, kind)) {
            ++rows;
            if (*x == '\0') continue;  // its own conversion stops the file at an empty field
            double longitude = 0.0;
            double latitude = 0.0;
            io::detail::parse<io::throw_on_overflow>(x, longitude);
            io::detail::parse<io::throw_on_overflow>(y, latitude);
            sum += longitude + latitude;
        }
        benchmark::DoNotOptimize(sum);
    }
    count(state, rows);
}
BENCHMARK(rows_with_fast_cpp_csv_parser)->UseRealTime()->Unit(benchmark::kMillisecond);

/// GDAL's CSV driver: the same four columns.
void rows_with_gdal(benchmark::State& state) {
    GDALAllRegister();
    std::size_t rows = 0;
    for (auto _ : state) {
        const std::unique_ptr<GDALDataset> data{
            GDALDataset::Open(million_rows().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
        OGRLayer* layer = data->GetLayer(0);
        const OGRFeatureDefn* columns = layer->GetLayerDefn();
        const int x = columns->GetFieldIndex("Longitude");
        const int y = columns->GetFieldIndex("Latitude");
        const int month = columns->GetFieldIndex("Month");
        const int kind = columns->GetFieldIndex("Crime type");
        rows = 0;
        for (const auto& feature : *layer) {
            benchmark::DoNotOptimize(feature->GetFieldAsDouble(x));
            benchmark::DoNotOptimize(feature->GetFieldAsDouble(y));
            benchmark::DoNotOptimize(feature->GetFieldAsString(month));
            benchmark::DoNotOptimize(feature->GetFieldAsString(kind));
            ++rows;
        }
    }
    count(state, rows);
}
BENCHMARK(rows_with_gdal)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
