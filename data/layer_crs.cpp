// SPDX-License-Identifier: Apache-2.0
#include "data/layer_crs.hpp"

#include <array>
#include <fmt/format.h>
#include <memory>
#include <string_view>

#include "data/error.hpp"
#include "data/projection.hpp"

namespace beatline {
namespace {

/// Nothing, or what a GeoPackage has instead: "Undefined Cartesian SRS" and the like.
bool says_crs(const OGRSpatialReference* srs) {
    if (srs == nullptr || srs->IsEmpty() || srs->IsLocal() != 0) return false;
    const char* name = srs->GetName();
    return name == nullptr || !STARTS_WITH_CI(name, "undefined");
}

}  // namespace

std::string crs_of(OGRLayer& layer, const std::string& shown_path) {
    const OGRSpatialReference* given = layer.GetSpatialRef();
    if (given == nullptr || given->IsEmpty()) {
        throw InputError{fmt::format(
            "{}: layer \"{}\" does not say its CRS (a Shapefile needs its .prj); add it, "
            "for instance with ogr2ogr -a_srs EPSG:27700",
            shown_path, layer.GetName())};
    }
    const std::unique_ptr<OGRSpatialReference> srs{given->Clone()};
    srs->StripVertical();
    srs->DemoteTo2D(nullptr);
    srs->AutoIdentifyEPSG();
    const char* authority = srs->GetAuthorityName(nullptr);
    const char* code = srs->GetAuthorityCode(nullptr);
    if (authority != nullptr && code != nullptr && std::string_view{authority} == "EPSG")
        return fmt::format("EPSG:{}", code);
    char* wkt = nullptr;
    const std::array<const char*, 2> options{"FORMAT=WKT2_2018", nullptr};
    srs->exportToWkt(&wkt, options.data());
    std::string text{wkt == nullptr ? "" : wkt};
    CPLFree(wkt);
    return text;
}

std::string crs_of(OGRLayer& layer, const std::string& shown_path, const std::string& given) {
    const bool said = says_crs(layer.GetSpatialRef());
    if (!said && given.empty()) {
        throw InputError{
            fmt::format("{}: layer \"{}\" does not say the CRS of its points. Say it, for instance "
                        "crs = \"EPSG:27700\".",
                        shown_path, layer.GetName())};
    }
    if (!said) return given;
    const std::string own = crs_of(layer, shown_path);
    if (given.empty()) return own;
    OGRSpatialReference wanted;
    wanted.SetFromUserInput(describe_crs(given).wkt.c_str());
    const std::array<const char*, 3> alike{"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                           "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
    OGRSpatialReference found;
    found.SetFromUserInput(describe_crs(own).wkt.c_str());
    if (found.IsSame(&wanted, alike.data()) == 0) {
        throw UsageError{fmt::format(
            "{}: layer \"{}\" says that its CRS is {}, the key crs says {}. Leave the key out, or "
            "mend the layer (ogr2ogr -a_srs).",
            shown_path, layer.GetName(), own.starts_with("EPSG") ? own : found.GetName(), given)};
    }
    return own;
}

}  // namespace beatline
