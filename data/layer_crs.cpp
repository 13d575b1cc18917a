// SPDX-License-Identifier: Apache-2.0
#include "data/layer_crs.hpp"

#include <array>
#include <fmt/format.h>
#include <memory>
#include <string_view>

#include "data/error.hpp"

namespace beatline {

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

}  // namespace beatline
