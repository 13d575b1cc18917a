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
void drop_partial_columns(GivenHotspots& given, const std::string& file) {
    std::set<std::uint32_t> ids;
    std::size_t with_id = 0;
    std::size_t with_mass = 0;
    for (const GivenHotspot& h : given.hotspots) {
        if (h.id) ids.insert(*h.id);
        with_id += h.id ? 1 : 0;
        with_mass += h.mass ? 1 : 0;
    }
    const std::size_t all = given.hotspots.size();
    if (ids.size() < all) {
        if (with_id > 0)
            given.warnings.push_back(fmt::format(
                "{}: the column id is not used: {} of {} hotspots have a whole, positive id, {} of "
                "them different; they are numbered in the file's order",
                file, with_id, all, ids.size()));
        for (GivenHotspot& h : given.hotspots) h.id.reset();
    }
    if (with_mass < all) {
        if (with_mass > 0)
            given.warnings.push_back(
                fmt::format("{}: the column mass is not used: {} of {} hotspots "
                            "have a mass of 0 or more; it is taken from the surface",
                            file, with_mass, all));
        for (GivenHotspot& h : given.hotspots) h.mass.reset();
    }
}

}  // namespace

GivenHotspots read_hotspots(const std::filesystem::path& file, const std::string& working_crs) {
    GivenHotspots given;
    visit_polygons(
        {file, file.string(), working_crs, "hotspots"},
        [&](const OGRFeature& feature, const OGRMultiPolygon& parts) {
            for (const OGRPolygon* part : parts)
                given.hotspots.push_back({polygon_of(*part), id_in(feature), mass_in(feature)});
        });
    if (given.hotspots.empty()) {
        throw InputError{
            fmt::format("{}: holds no polygon. Wanted hotspots as polygons.", file.string())};
    }
    drop_partial_columns(given, file.filename().string());
    return given;
}

}  // namespace beatline
