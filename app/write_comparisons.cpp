// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/compare_stage.hpp"
#include "app/progress.hpp"
#include "data/write_raster.hpp"

namespace beatline {

namespace {

struct Band {
    std::string name;
    std::string unit;
    DensityGrid surface;
};

/// The two-sided p of each cell by itself, from its z.
DensityGrid p_surface(DensityGrid z) {
    for (float& value : z.values) {
        if (!std::isnan(value)) value = static_cast<float>(normal_p(static_cast<double>(value)));
    }
    return z;
}

DensityGrid difference(const DensityGrid& after, const DensityGrid& before) {
    DensityGrid grid = after;
    for (std::size_t i = 0; i < grid.values.size(); ++i) grid.values[i] -= before.values[i];
    return grid;
}

DensityGrid logarithm(DensityGrid ratio) {
    for (float& value : ratio.values) value = std::log(value);
    return ratio;
}

void write_bands(const std::filesystem::path& file, const std::vector<Band>& bands,
                 std::map<std::string, std::string> metadata, const Operation& operation,
                 const Inputs& inputs, const Surface& surface) {
    metadata["KERNEL"] = name_of(surface.params.kernel);
    metadata["BANDWIDTH_M"] = fmt::format("{}", surface.params.bandwidth.value);
    metadata["SEED"] = fmt::format("{}", operation.search.seed);
    metadata["MARKING"] = operation.marking;
    RasterLabel label{inputs.crs, std::move(metadata), ""};
    label.cancelled = interrupted;
    label.bands.clear();
    for (const Band& band : bands) label.bands.push_back({band.name, {{"UNIT", band.unit}}});
    DensityRasterWriter writer{file, bands.front().surface.spec, std::move(label)};
    for (const Band& band : bands) writer.take({0, band.surface.spec.rows, band.surface.values});
    static_cast<void>(writer.finish_bands());
}

void write_relative(const std::filesystem::path& file, const Operation& operation,
                    const Inputs& inputs, const Surface& surface, const RelativeMap& map) {
    const RelativeOptions& options = *operation.hotspots.relative;
    const RelativeDensity& d = map.density;
    write_bands(file,
                {{"ratio", "incidents' share over the background's; 1 as expected", d.ratio},
                 {"log_ratio", "natural logarithm of the ratio", logarithm(d.ratio)},
                 {"expected", "weighted events per km2 if the background were all", d.expected},
                 {"z", "standard deviations above what is expected", d.z},
                 {"p", "two-sided p of the cell by itself", p_surface(d.z)}},
                {{"EVEN_SHARE", fmt::format("{}", options.even_share)},
                 {"SIMULATIONS", fmt::format("{}", options.simulations)},
                 {"Z_OF_THE_WHOLE_MAP_AT_0.05", fmt::format("{:.4g}", d.chance.threshold(0.05))}},
                operation, inputs, surface);
}

void write_change(const std::filesystem::path& file, const Operation& operation,
                  const Inputs& inputs, const Surface& surface, const ChangeMap& map) {
    const ChangeOptions& options = *operation.change;
    const TwoSamples& s = map.samples;
    const std::string unit = options.shares ? "share of all weighted events per km2"
                                            : "weighted events per km2 and year";
    write_bands(file,
                {{"difference", unit + ", after less before", difference(s.second, s.first)},
                 {"z", "the difference in standard deviations", s.z},
                 {"p", "two-sided p of the cell by itself", p_surface(s.z)},
                 {"before", unit, s.first},
                 {"after", unit, s.second}},
                {{"BEFORE", to_string(options.before_from) + " to " + to_string(options.before_to)},
                 {"AFTER", to_string(options.after_from) + " to " + to_string(options.after_to)},
                 {"COMPARE", options.shares ? "share" : "rate"},
                 {"SIMULATIONS", fmt::format("{}", options.simulations)},
                 {"Z_OF_THE_WHOLE_MAP",
                  fmt::format("{:.4g} at {:g}", s.chance.threshold(options.significance),
                              options.significance)}},
                operation, inputs, surface);
}

double largest_z(const DensityGrid& z) {
    double most = 0.0;
    for (const float value : z.values) {
        if (!std::isnan(value)) most = std::max(most, std::abs(static_cast<double>(value)));
    }
    return most;
}

nlohmann::json period_section(const PeriodCount& period, Day from, Day to) {
    return {{"from", to_string(from)},
            {"to", to_string(to)},
            {"events", period.events},
            {"weight", period.weight},
            {"years", period.years}};
}

}  // namespace

void write_comparisons(const std::filesystem::path& folder, const Operation& operation,
                       const Inputs& inputs, const Surface& surface,
                       const Comparisons& comparisons) {
    if (comparisons.relative)
        write_relative(folder / "relative.tif", operation, inputs, surface, *comparisons.relative);
    if (comparisons.change)
        write_change(folder / "change.tif", operation, inputs, surface, *comparisons.change);
}

void add_comparison_sections(const Operation& operation, const Comparisons& comparisons,
                             nlohmann::json& sections) {
    if (comparisons.relative) {
        const RelativeMap& map = *comparisons.relative;
        const double most = largest_z(map.density.z);
        sections["relative"] = {
            {"background", operation.hotspots.relative->incidents.empty() ? "zones" : "incidents"},
            {"background_amount", map.background},
            {"background_left_out", map.background_outside},
            {"even_share", operation.hotspots.relative->even_share},
            {"simulations", map.density.chance.replicates()},
            {"largest_z", most},
            {"p_of_the_whole_map", map.density.chance.p_of(most)}};
    }
    if (comparisons.change) {
        const ChangeMap& map = *comparisons.change;
        const ChangeOptions& options = *operation.change;
        const double most = largest_z(map.samples.z);
        sections["change"] = {
            {"before", period_section(map.before, options.before_from, options.before_to)},
            {"after", period_section(map.after, options.after_from, options.after_to)},
            {"incidents_in_neither", map.outside},
            {"compare", options.shares ? "share" : "rate"},
            {"significance", options.significance},
            {"simulations", map.samples.chance.replicates()},
            {"largest_z", most},
            {"p_of_the_whole_map", map.samples.chance.p_of(most)},
            {"areas", map.areas.size()}};
    }
}

}  // namespace beatline
