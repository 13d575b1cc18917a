// Whether a polygon is valid, asked of GEOS.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <geos_c.h>

#include "geo/plane.hpp"

namespace beatline::testing {

inline GEOSCoordSequence* geos_coordinates(GEOSContextHandle_t geos, const Ring& ring) {
    auto* seq = GEOSCoordSeq_create_r(geos, static_cast<unsigned>(ring.size()), 2);
    for (unsigned i = 0; i < ring.size(); ++i)
        GEOSCoordSeq_setXY_r(geos, seq, i, ring[i].x, ring[i].y);
    return seq;
}

/// By GEOS: simple rings, holes inside, nothing touching along an edge.
inline bool valid(const Polygon& polygon) {
    GEOSContextHandle_t geos = GEOS_init_r();
    auto* shell = GEOSGeom_createLinearRing_r(geos, geos_coordinates(geos, polygon.outer));
    std::vector<GEOSGeometry*> holes;
    for (const Ring& hole : polygon.holes)
        holes.push_back(GEOSGeom_createLinearRing_r(geos, geos_coordinates(geos, hole)));
    auto* geometry =
        GEOSGeom_createPolygon_r(geos, shell, holes.data(), static_cast<unsigned>(holes.size()));
    const bool ok = GEOSisValid_r(geos, geometry) == 1;
    GEOSGeom_destroy_r(geos, geometry);
    GEOS_finish_r(geos);
    return ok;
}

}  // namespace beatline::testing
