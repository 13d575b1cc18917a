// SPDX-License-Identifier: Apache-2.0
#include "data/read_hotspots.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "data/error.hpp"
#include "data/polygon_file.hpp"

namespace beatline {

namespace {

/// The number in a column, when the feature has it.
std::optional<double> number_in(const OGRFeature& feature, const char* column) {
    const int index = feature.GetFieldIndex(column);
    if (index < 0 || !feature.IsFieldSetAndNotNull(index)) return std::nullopt;
    const OGRFieldType type = feature.GetFieldDefnRef(index)->GetType();
    if (type != OFTInteger && type != OFTInteger64 && type != OFTReal) return std::nullopt;
    return feature.GetFieldAsDouble(index);
}

std::optional<std::uint32_t> id_in(const OGRFeature& feature) {
    const auto number = number_in(feature, "id");
    if (!number || !(*number >= 1.0) || *number > 1e9) return std::nullopt;
    const auto id = static_cast<std::uint32_t>(*number);
    if (static_cast<double>(id) != *number) return std::nullopt;
    return id;
}

std::optional<double> mass_in(const OGRFeature& feature) {
    const auto number = number_in(feature, "mass");
    if (!number || !(*number >= 0.0) || *number > 1e12) return std::nullopt;
    return number;
}

/// A column counts only when every hotspot has it, and ids only when no two are equal.
void drop_partial_columns(std::vector<GivenHotspot>& hotspots) {
    std::set<std::uint32_t> ids;
    bool all_ids = true;
    bool all_masses = true;
    for (const GivenHotspot& h : hotspots) {
        all_ids = all_ids && h.id && ids.insert(*h.id).second;
        all_masses = all_masses && h.mass;
    }
    for (GivenHotspot& h : hotspots) {
        if (!all_ids) h.id.reset();
        if (!all_masses) h.mass.reset();
    }
}

}  // namespace

std::vector<GivenHotspot> read_hotspots(const std::filesystem::path& file,
                                        const std::string& working_crs) {
    std::vector<GivenHotspot> hotspots;
    visit_polygons(
        file, working_crs, "hotspots",
        [&](const OGRFeature& feature, const OGRMultiPolygon& parts) {
            for (const OGRPolygon* part : parts)
                hotspots.push_back({polygon_of(*part), id_in(feature), mass_in(feature)});
        });
    if (hotspots.empty()) {
        throw InputError{
            fmt::format("{}: holds no polygon. Wanted hotspots as polygons.", file.string())};
    }
    drop_partial_columns(hotspots);
    return hotspots;
}

}  // namespace beatline
