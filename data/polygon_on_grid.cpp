// SPDX-License-Identifier: Apache-2.0
#include "data/polygon_on_grid.hpp"

#include <memory>
#include <stdexcept>
#include <vector>

#include <geos_c.h>

namespace beatline {
namespace {

/// A GEOS context and what is made in it.
class Geos {
public:
    struct Destroy {
        GEOSContextHandle_t context;
        void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(context, g); }
    };
    using Shape = std::unique_ptr<GEOSGeometry, Destroy>;

    [[nodiscard]] GEOSContextHandle_t get() const { return context_.get(); }
    [[nodiscard]] Shape own(GEOSGeometry* g) const { return Shape{g, Destroy{get()}}; }

    /// Null for a ring that GEOS does not take: open, or shorter than four points.
    [[nodiscard]] Shape ring(const Ring& points) const {
        if (points.size() < 4 || points.front() != points.back()) return own(nullptr);
        std::vector<double> xy;
        for (const Point p : points) xy.insert(xy.end(), {p.x, p.y});
        GEOSCoordSequence* copy = GEOSCoordSeq_copyFromBuffer_r(
            get(), xy.data(), static_cast<unsigned>(points.size()), 0, 0);
        return own(GEOSGeom_createLinearRing_r(get(), copy));
    }

    [[nodiscard]] Shape polygon(const Polygon& polygon) const {
        Shape outer = ring(polygon.outer);
        if (!outer) return own(nullptr);
        std::vector<Shape> holes;
        holes.reserve(polygon.holes.size());
        for (const Ring& hole : polygon.holes) {
            holes.push_back(ring(hole));
            if (!holes.back()) return own(nullptr);
        }
        std::vector<GEOSGeometry*> given;
        given.reserve(holes.size());
        for (Shape& hole : holes) given.push_back(hole.release());
        return own(GEOSGeom_createPolygon_r(get(), outer.release(), given.data(),
                                            static_cast<unsigned>(given.size())));
    }

    [[nodiscard]] bool valid(const Shape& g) const {
        return g && GEOSisEmpty_r(get(), g.get()) == 0 && GEOSisValid_r(get(), g.get()) == 1;
    }

    [[nodiscard]] Ring points(const GEOSGeometry* ring) const {
        const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(get(), ring);
        unsigned count = 0;
        GEOSCoordSeq_getSize_r(get(), sequence, &count);
        Ring copy(count);
        for (unsigned i = 0; i < count; ++i)
            GEOSCoordSeq_getXY_r(get(), sequence, i, &copy[i].x, &copy[i].y);
        return copy;
    }

    /// Adds every polygon found in `g`, at any depth; points and lines are left behind.
    void collect(const GEOSGeometry* g, MultiPolygon& found) const {
        if (GEOSGeomTypeId_r(get(), g) == GEOS_POLYGON) {
            if (GEOSisEmpty_r(get(), g) == 1) return;
            Polygon part{points(GEOSGetExteriorRing_r(get(), g)), {}};
            for (int i = 0; i < GEOSGetNumInteriorRings_r(get(), g); ++i)
                part.holes.push_back(points(GEOSGetInteriorRingN_r(get(), g, i)));
            found.push_back(std::move(part));
        } else if (const int parts = GEOSGetNumGeometries_r(get(), g); parts > 0) {
            if (GEOSGeomTypeId_r(get(), g) < GEOS_MULTIPOINT) return;
            for (int i = 0; i < parts; ++i) collect(GEOSGetGeometryN_r(get(), g, i), found);
        }
    }

private:
    struct Finish {
        void operator()(GEOSContextHandle_HS* context) const { GEOS_finish_r(context); }
    };
    std::unique_ptr<GEOSContextHandle_HS, Finish> context_{GEOS_init_r()};
};

}  // namespace

bool is_valid(const Polygon& polygon) {
    const Geos geos;
    return geos.valid(geos.polygon(polygon));
}

MultiPolygon polygons_on_grid(const Polygon& polygon, double step) {
    const Geos geos;
    if (!geos.ring(polygon.outer)) return {};
    Polygon rings{polygon.outer, {}};
    for (const Ring& hole : polygon.holes)
        if (geos.ring(hole)) rings.holes.push_back(hole);  // fewer than four points enclose nothing
    Geos::Shape shape = geos.polygon(rings);
    if (!geos.valid(shape)) shape = geos.own(GEOSMakeValid_r(geos.get(), shape.get()));
    if (shape) shape = geos.own(GEOSGeom_setPrecision_r(geos.get(), shape.get(), step, 0));
    if (!shape) throw std::invalid_argument{"a polygon cannot be made valid"};
    GEOSNormalize_r(geos.get(), shape.get());  // one order of parts and first points, always
    MultiPolygon found;
    geos.collect(shape.get(), found);
    return found;
}

}  // namespace beatline
