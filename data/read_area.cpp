// SPDX-License-Identifier: Apache-2.0
#include "data/read_area.hpp"

#include <fmt/format.h>
#include <memory>

#include "data/error.hpp"
#include "data/polygon_file.hpp"
#include "data/run_record.hpp"

namespace beatline {

MultiPolygon read_area(const std::filesystem::path& path, const std::string& working_crs,
                       const std::string& shown_path) {
    const std::string shown = shown_path.empty() ? published_path(path.string()) : shown_path;
    OGRMultiPolygon all;
    visit_polygons(
        {path, shown, working_crs},
        [&](const OGRFeature&, const OGRMultiPolygon& parts) { add_polygons(parts, all); });
    const std::unique_ptr<OGRGeometry> united{all.IsEmpty() ? nullptr : all.UnionCascaded()};
    OGRMultiPolygon parts;
    if (united) add_polygons(*united, parts);
    MultiPolygon area;
    for (const OGRPolygon* polygon : parts) area.push_back(polygon_of(*polygon));
    if (!(beatline::area(area).value > 0.0)) {
        throw InputError{fmt::format(
            "{}: holds no polygon. Wanted the study area as one or more polygons.", shown)};
    }
    return area;
}

}  // namespace beatline
