// SPDX-License-Identifier: Apache-2.0
#include "app/command_density.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/density_points.hpp"
#include "app/progress.hpp"
#include "data/csv.hpp"
#include "data/error.hpp"
#include "data/nearest_word.hpp"
#include "data/output_folder.hpp"
#include "data/projection.hpp"
#include "data/write_raster.hpp"

namespace beatline {
namespace {

constexpr double most_cells = 2.5e8;  // 2 GB of double

Kernel kernel_of(const DensityOptions& options) {
    if (const auto kernel = kernel_named(options.kernel)) return *kernel;
    std::vector<std::string> names;
    std::string list;
    for (const Kernel kernel : all_kernels) {
        names.emplace_back(name_of(kernel));
        list += (list.empty() ? "" : ", ") + names.back();
    }
    throw UsageError{fmt::format("--kernel {}: not known.{} Wanted one of {}.", options.kernel,
                                 did_you_mean(options.kernel, names), list)};
}

void check_options(const DensityOptions& options) {
    if (!(options.bandwidth > 0.0) || !std::isfinite(options.bandwidth)) {
        throw UsageError{fmt::format("--bandwidth {}: wanted metres above 0, for instance 500.",
                                     options.bandwidth)};
    }
    if (!(options.cell > 0.0) || !std::isfinite(options.cell)) {
        throw UsageError{
            fmt::format("--cell {}: wanted metres above 0, for instance 25.", options.cell)};
    }
    if (options.cell > options.bandwidth) {
        throw UsageError{
            fmt::format("--cell {} is larger than --bandwidth {}: the surface would fall between "
                        "the cells. Choose a "
                        "cell of a quarter of the bandwidth or less.",
                        options.cell, options.bandwidth)};
    }
    if (options.method == "fft") {
        throw UsageError{"--method fft: this version has no FFT density; use --method exact."};
    }
    if (options.method != "exact") {
        throw UsageError{fmt::format("--method {}: not known. Wanted exact.", options.method)};
    }
    if (options.output.empty() || options.output == "-")
        throw UsageError{"-o FILE.tif: say which file the raster goes to."};
    const CrsInfo crs = describe_crs(options.crs);
    if (!crs.metric) {
        throw UsageError{
            fmt::format("--crs {}: bandwidth and cell are metres, so the points must be in a "
                        "projected CRS in metres, "
                        "for instance EPSG:27700 in Great Britain{}.",
                        crs.name, crs.geographic ? "; convert the points, these are degrees" : "")};
    }
}

Box parse_extent(const std::string& text) {
    std::array<double, 4> sides{};
    std::size_t count = 0;
    std::string_view rest = text;
    bool good = true;
    while (good) {
        const std::size_t comma = rest.find(',');
        const auto number = parse_number(trimmed(rest.substr(0, comma)));
        good = number && std::abs(*number) < 1e12 && count < sides.size();
        if (good) sides[count++] = *number;
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    if (!good || count != sides.size() || sides[0] >= sides[2] || sides[1] >= sides[3]) {
        throw UsageError{fmt::format(
            "--extent {}: wanted XMIN,YMIN,XMAX,YMAX in metres, each minimum below its maximum.",
            text)};
    }
    return {{sides[0], sides[1]}, {sides[2], sides[3]}};
}

void refuse_too_many_cells(double cols, double rows) {
    if (cols * rows <= most_cells) return;
    throw LimitError{
        fmt::format("the grid would have {:.10g} x {:.10g} cells; the limit is {:.0f}. Give a "
                    "smaller --extent or a "
                    "larger --cell.",
                    cols, rows, most_cells)};
}

/// The grid that covers exactly the extent.
GridSpec grid_of_extent(const DensityOptions& options) {
    constexpr double of_a_cell = 1e-6;
    const Box box = parse_extent(options.extent);
    const double cols = (box.max.x - box.min.x) / options.cell;
    const double rows = (box.max.y - box.min.y) / options.cell;
    if (cols < 0.5 || rows < 0.5)
        throw UsageError{
            fmt::format("--extent {}: is smaller than a cell of {} m; wanted one cell "
                        "at least",
                        options.extent, options.cell)};
    if (std::abs(cols - std::round(cols)) > of_a_cell ||
        std::abs(rows - std::round(rows)) > of_a_cell) {
        throw UsageError{
            fmt::format("--extent {} is {} x {} cells of {} m; wanted whole numbers. The nearest "
                        "extent that is: "
                        "{},{},{},{}",
                        options.extent, cols, rows, options.cell, box.min.x, box.min.y,
                        box.min.x + std::ceil(cols - of_a_cell) * options.cell,
                        box.min.y + std::ceil(rows - of_a_cell) * options.cell)};
    }
    refuse_too_many_cells(std::round(cols), std::round(rows));
    return {box.min, Metres{options.cell}, static_cast<std::size_t>(std::llround(rows)),
            static_cast<std::size_t>(std::llround(cols))};
}

/// The grid that holds all of the points' density, at multiples of the cell.
GridSpec grid_of_points(const DensityOptions& options, const std::vector<WeightedPoint>& points,
                        Metres reach) {
    Box box;
    for (const WeightedPoint& point : points) box.include(point.at);
    box = box.grown(reach);
    refuse_too_many_cells((box.max.x - box.min.x) / options.cell + 1.0,
                          (box.max.y - box.min.y) / options.cell + 1.0);
    return grid_over(box, Metres{options.cell});
}

void print_summary(const DensityOptions& options, const InputReport& report, const GridSpec& spec,
                   double weight) {
    if (options.json) {
        const Box box = spec.box();
        const nlohmann::ordered_json summary{
            {"read", report.read},
            {"used", report.used},
            {"rejected", report.rejected},
            {"weight", weight},
            {"rows", spec.rows},
            {"cols", spec.cols},
            {"extent", {box.min.x, box.min.y, box.max.x, box.max.y}}};
        print_whole(summary.dump(2) + "\n");
    }
    if (options.quiet) return;
    fmt::print(stderr, "{}: {} rows read, {} used", report.file, report.read, report.used);
    for (const auto& [reason, count] : report.rejected) {
        fmt::print(stderr, ", {} rejected as {}", count, reason);
    }
    fmt::print(stderr, "; {} x {} cells\n", spec.cols, spec.rows);
}

}  // namespace

int density_command(const DensityOptions& options) {
    check_options(options);
    const DensityParams params{kernel_of(options), Metres{options.bandwidth}, interrupted};
    const Metres reach = support_radius(params.kernel, params.bandwidth);
    std::optional<GridSpec> spec;
    if (!options.extent.empty()) spec = grid_of_extent(options);
    OutputFile file{options.output, options.overwrite};  // refused before the work, not after it

    PointReading reading = read_weighted_points(options);
    if (!spec) spec = grid_of_points(options, reading.points, reach);
    double weight = 0.0;
    for (const WeightedPoint& point : reading.points) weight += point.weight;
    const DensityGrid density = estimate_density(std::move(reading.points), *spec, params);
    if (interrupted()) throw Interrupted{};
    const std::map<std::string, std::string> metadata{
        {"kernel", std::string{name_of(params.kernel)}},
        {"bandwidth_m", fmt::format("{}", options.bandwidth)},
        {"support_radius_m", fmt::format("{}", reach.value)},
        {"unit", "weighted events per km2"},
        {"events", fmt::format("{}", reading.report.used)},
        {"weight_sum", fmt::format("{}", weight)},
        {"method", "exact"}};
    write_density_tif(file.work(), density, describe_crs(options.crs).name, metadata);
    file.commit();
    print_summary(options, reading.report, *spec, weight);
    const bool refused = options.strict && !reading.report.rejected.empty();
    return static_cast<int>(refused ? ExitCode::bad_input : ExitCode::ok);
}

}  // namespace beatline
