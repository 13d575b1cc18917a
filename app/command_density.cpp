// SPDX-License-Identifier: Apache-2.0
#include "app/command_density.hpp"

#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/bandwidth_text.hpp"
#include "app/density_bands.hpp"
#include "app/density_facts.hpp"
#include "app/density_grid.hpp"
#include "app/density_like.hpp"
#include "app/density_points.hpp"
#include "app/density_surface.hpp"
#include "app/progress.hpp"
#include "data/error.hpp"
#include "data/nearest_word.hpp"
#include "data/number.hpp"
#include "data/output_folder.hpp"
#include "data/projection.hpp"
#include "data/write_raster.hpp"
#include "geo/choose_bandwidth.hpp"

namespace beatline {
namespace {

[[noreturn]] void refuse_word(const char* flag, const std::string& word,
                              const std::vector<std::string>& known) {
    throw UsageError{fmt::format("{} {}: not known.{} Wanted one of {}.", flag, word,
                                 did_you_mean(word, known), fmt::join(known, ", "))};
}

Kernel kernel_of(const DensityOptions& options) {
    if (const auto kernel = kernel_named(options.kernel)) return *kernel;
    std::vector<std::string> names;
    for (const Kernel kernel : all_kernels) names.emplace_back(name_of(kernel));
    refuse_word("--kernel", options.kernel, names);
}

DensityMethod method_of(const DensityOptions& options) {
    const std::string exact = "exact";  // any of the exact ones, as auto chooses
    if (options.method == exact) return DensityMethod::automatic;
    if (const auto method = density_method_named(options.method)) return *method;
    std::vector<std::string> names;
    for (const DensityMethod method : all_density_methods) names.emplace_back(name_of(method));
    names.push_back(exact);
    refuse_word("--method", options.method, names);
}

void check_metres(const char* flag, double value, int example) {
    constexpr double most = 1e12;  // as coordinates of --extent
    if (value > 0.0 && value < most) return;
    throw UsageError{fmt::format("{} {}: wanted metres above 0{}, for instance {}.", flag, value,
                                 value >= most ? " and below 1e12" : "", example)};
}

/// What --bandwidth asks for: metres, or a rule that finds them once the points are read.
struct WantedBandwidth {
    Metres metres{0};
    std::optional<BandwidthRule> rule;
};

WantedBandwidth bandwidth_of(const DensityOptions& options) {
    if (const auto metres = parse_number(options.bandwidth)) {
        check_metres("--bandwidth", *metres, 500);
        return {Metres{*metres}, {}};
    }
    const auto rule = bandwidth_rule_named(options.bandwidth);
    if (!rule) {
        std::vector<std::string> names;
        for (const BandwidthRule known : all_bandwidth_rules) names.emplace_back(name_of(known));
        throw UsageError{fmt::format("--bandwidth {}: not known.{} Wanted metres, or one of {}.",
                                     options.bandwidth, did_you_mean(options.bandwidth, names),
                                     fmt::join(names, ", "))};
    }
    if (!options.like.empty())
        throw UsageError{
            fmt::format("--bandwidth {}: a rule chooses in beatline's own meaning and does not go "
                        "with --like. Leave --like out, or give metres.",
                        options.bandwidth)};
    return {Metres{options.cell}, rule};
}

/// The rule's choice; points have no times here.
ChosenBandwidth chosen_bandwidth(const PointReading& reading, BandwidthRule rule,
                                 const DensityOptions& options, const DensityWish& wish) {
    std::vector<PointEvent> events;
    events.reserve(reading.points.size());
    for (const WeightedPoint& p : reading.points) events.push_back({p.at, {}, p.weight, 0});
    return choose_bandwidth(
        events, {rule, wish.rules.density.kernel, Metres{options.cell}, Metres{0}, wish.area,
                 wish.rules.edge != EdgeCorrection::none});
}

void check_options(const DensityOptions& options, const DensityMeaning& meaning) {
    if (options.cell > meaning.bandwidth.value) {
        const std::string given =
            options.like.empty() ? "" : fmt::format(" ({} m)", meaning.bandwidth.value);
        throw UsageError{
            fmt::format("--cell {} is larger than --bandwidth {}{}: the surface would fall between "
                        "the cells. Choose a cell of a quarter of the bandwidth or less.",
                        options.cell, options.bandwidth, given)};
    }
    constexpr double most_cells = 1e12;
    if (meaning.bandwidth.value > most_cells * options.cell)
        throw UsageError{
            fmt::format("--bandwidth {} is more than 1e12 cells of {} m. Choose a larger --cell.",
                        options.bandwidth, options.cell)};
    if (options.output.empty() || options.output == "-")
        throw UsageError{"-o FILE.tif: say which file the raster goes to."};
    const CrsInfo crs = describe_crs(options.crs);
    if (!crs.metric) {
        throw UsageError{
            fmt::format("--crs {}: bandwidth and cell are metres, so the points must be in a "
                        "projected CRS in metres, for instance EPSG:27700 in Great Britain{}.",
                        crs.name, crs.geographic ? "; convert the points, these are degrees" : "")};
    }
}

nlohmann::ordered_json peak_json(const RasterSummary& raster, const GridSpec& spec) {
    const Point at = spec.centre(raster.peak_row, raster.peak_col);
    return {{"value", raster.max},
            {"row", spec.rows - 1 - raster.peak_row},  // as in the raster: 0 is north
            {"col", raster.peak_col},
            {"x", at.x},
            {"y", at.y}};
}

void print_summary(const DensityOptions& options, const InputReport& report, const GridSpec& spec,
                   const nlohmann::ordered_json& facts, const std::vector<DensityBand>& bands,
                   const std::vector<RasterSummary>& rasters) {
    if (options.json) {
        const Box box = spec.box();
        nlohmann::ordered_json summary{{"read", report.read},
                                       {"used", report.used},
                                       {"rejected", report.rejected},
                                       {"weight", facts.at("weight_sum")},
                                       {"rows", spec.rows},
                                       {"cols", spec.cols},
                                       {"extent", {box.min.x, box.min.y, box.max.x, box.max.y}}};
        summary.update(facts);
        std::vector<nlohmann::ordered_json> peaks;
        for (const RasterSummary& raster : rasters) peaks.push_back(peak_json(raster, spec));
        if (bands.empty())
            summary["peak"] = peaks.front();
        else
            summary["bands"] = bands_json(bands, peaks);
        print_whole(summary.dump(2) + "\n");
    }
    if (options.quiet) return;
    fmt::print(stderr, "{}: {} rows read, {} used", report.file, report.read, report.used);
    for (const auto& [reason, count] : report.rejected) {
        fmt::print(stderr, ", {} rejected as {}", count, reason);
    }
    fmt::print(stderr, "; {} x {} cells", spec.cols, spec.rows);
    if (!bands.empty()) fmt::print(stderr, ", bands: {}", bands.size());
    fmt::print(stderr, "\n");
}

/// The sum of the weights, which are then what the surface's unit asks for.
double scale_weights(std::vector<WeightedPoint>& points, double scale) {
    double sum = 0.0;
    for (WeightedPoint& point : points) {
        sum += point.weight;
        point.weight *= scale;
    }
    return sum;
}

/// The raster's numbers end at 3.4e38. Edge correction multiplies by 100 at most, adapting by 16.
void check_range(double sum, const DensityOptions& options, const DensityParams& params,
                 const DensityMeaning& meaning) {
    constexpr double most = 1e35;
    const double at_event =
        m2_per_km2 * kernel_density(params.kernel, Metres{0.0}, params.bandwidth);
    if (sum * meaning.scale * at_event <= most) return;
    throw InputError{fmt::format(
        "{}: the weights add up to {:g}, which at a bandwidth of {:g} m may exceed what "
        "the raster's 32-bit numbers hold. Wanted smaller weights or a larger "
        "--bandwidth.",
        options.points.string(), sum, params.bandwidth.value)};
}

}  // namespace

int density_command(const DensityOptions& options) {
    check_metres("--cell", options.cell, 25);
    const WantedBandwidth wanted = bandwidth_of(options);
    const Kernel kernel = kernel_of(options);
    DensityMeaning meaning = density_meaning(options.like, kernel, wanted.metres);
    DensityParams params{kernel, meaning.bandwidth, interrupted, method_of(options)};
    check_options(options, meaning);
    DensityWish wish = density_wish(options, params);
    std::optional<GridSpec> spec;
    if (!options.extent.empty()) spec = grid_of_extent(options);
    OutputFile file{options.output, options.overwrite};  // refused before the work, not after it

    PointReading reading = read_weighted_points(options);
    keep_inside(reading, wish);
    std::string why;
    if (wanted.rule) {
        const ChosenBandwidth chosen = chosen_bandwidth(reading, *wanted.rule, options, wish);
        why = bandwidth_text(chosen, *wanted.rule, TimeZone{"UTC"});
        meaning.bandwidth = params.bandwidth = wish.rules.density.bandwidth = chosen.bandwidth;
    }
    nlohmann::ordered_json facts = density_facts(options, params, meaning);
    if (wanted.rule) facts["bandwidth_rule"] = why;
    facts["events"] = reading.report.used;
    const std::vector<DensityBand> bands = density_bands(reading);
    const double sum = scale_weights(reading.points, meaning.scale);
    check_range(sum, options, params, meaning);
    facts["weight_sum"] = sum;
    WishedSurface surface = plan_surface(bands.empty() ? std::move(reading.points) : reading.points,
                                         spec, options, wish, facts);
    const GridSpec grid = surface.spec;
    refuse_too_many_bands(bands, grid);
    DensityRasterWriter raster{
        file.work(),
        grid,
        {describe_crs(options.crs).name, metadata_of(facts), meaning.unit_type,
         options.output.string(), interrupted, band_labels(bands)}};
    const auto take = [&](const DensityStrip& strip) { raster.take(strip); };
    if (bands.empty())
        hand_out(std::move(surface), wish, take);
    else
        stream_bands(reading, grid, params, take);
    const std::vector<RasterSummary> summaries = raster.finish_bands();
    file.commit();
    print_summary(options, reading.report, grid, facts, bands, summaries);
    if (wanted.rule && !options.quiet)
        fmt::print(stderr, "bandwidth {:g} m: {}\n", params.bandwidth.value, why);
    const bool refused = options.strict && !reading.report.rejected.empty();
    return static_cast<int>(refused ? ExitCode::bad_input : ExitCode::ok);
}

}  // namespace beatline
