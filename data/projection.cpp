// SPDX-License-Identifier: Apache-2.0
#include "data/projection.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <utility>

#include "data/error.hpp"
#include "data/proj_context.hpp"

namespace beatline {
namespace {

constexpr double reach_margin_deg = 3.0;  // half a UTM zone: an area may lie across a zone's edge

ProjList operations(PJ_CONTEXT* context, const PJ* from, const PJ* to,
                    PROJ_GRID_AVAILABILITY_USE grids) {
    const ProjFactory factory{proj_create_operation_factory_context(context, nullptr)};
    proj_operation_factory_context_set_spatial_criterion(
        context, factory.get(), PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(context, factory.get(), grids);
    proj_operation_factory_context_set_allow_ballpark_transformations(context, factory.get(), 0);
    return ProjList{proj_create_operations(context, from, to, factory.get())};
}

/// Stated metres; a conversion changes no datum and is exact.
std::optional<double> stated_accuracy(PJ_CONTEXT* context, const PJ* operation) {
    if (proj_get_type(operation) == PJ_TYPE_CONVERSION) return 0.0;
    const double metres = proj_coordoperation_get_accuracy(context, operation);
    return metres < 0.0 ? std::nullopt : std::optional{metres};
}

struct Grids {
    std::string names;  // with " + " between
    bool all_found{true};
};

Grids grids_of(PJ_CONTEXT* context, const PJ* operation) {
    Grids grids;
    const int count = proj_coordoperation_get_grid_used_count(context, operation);
    for (int i = 0; i < count; ++i) {
        const char* name = nullptr;
        int found = 0;
        proj_coordoperation_get_grid_used(context, operation, i, &name, nullptr, nullptr, nullptr,
                                          nullptr, nullptr, &found);
        if (name == nullptr) continue;
        if (!grids.names.empty()) grids.names += " + ";
        grids.names += name;
        grids.all_found = grids.all_found && found != 0;
    }
    return grids;
}

Box whole_earth(bool geographic) {
    if (geographic) return {{-180.0, -90.0}, {180.0, 90.0}};
    constexpr double earth_m = 1e8;  // no projected coordinate on Earth is larger
    return {{-earth_m, -earth_m}, {earth_m, earth_m}};
}

/// The area of use of `to`, grown, as a box of longitudes and latitudes.
Box area_of_use(PJ_CONTEXT* context, const PJ* to) {
    double west = 0.0;
    double south = 0.0;
    double east = 0.0;
    double north = 0.0;
    if (proj_get_area_of_use(context, to, &west, &south, &east, &north, nullptr) == 0 ||
        west < -180.0 || south < -90.0) {
        return whole_earth(true);
    }
    if (west > east) west = -180.0, east = 180.0;  // across the date line: no bound east or west
    return {{std::max(west - reach_margin_deg, -180.0), std::max(south - reach_margin_deg, -90.0)},
            {std::min(east + reach_margin_deg, 180.0), std::min(north + reach_margin_deg, 90.0)}};
}

/// A box of longitudes and latitudes as a box of the projected `crs`.
std::optional<Box> projected_bounds(PJ_CONTEXT* context, const PJ* crs, const Box& degrees) {
    const ProjObject geographic{proj_crs_get_geodetic_crs(context, crs)};
    if (!geographic) return std::nullopt;
    const ProjList found =
        operations(context, geographic.get(), crs, PROJ_GRID_AVAILABILITY_IGNORED);
    if (!found || proj_list_get_count(found.get()) == 0) return std::nullopt;
    const ProjObject operation{proj_list_get(context, found.get(), 0)};
    const ProjObject normal{proj_normalize_for_visualization(context, operation.get())};
    Box box;
    if (!normal || proj_trans_bounds(context, normal.get(), PJ_FWD, degrees.min.x, degrees.min.y,
                                     degrees.max.x, degrees.max.y, &box.min.x, &box.min.y,
                                     &box.max.x, &box.max.y, 21) == 0) {
        return std::nullopt;
    }
    const bool finite = std::isfinite(box.min.x) && std::isfinite(box.min.y) &&
                        std::isfinite(box.max.x) && std::isfinite(box.max.y);
    return finite ? std::optional{box} : std::nullopt;
}

}  // namespace

struct Projection::Impl {
    ProjContext context;   // first in, last out: the operation lives in it
    ProjObject operation;  // none: source and target are the same
    Accuracy accuracy;
    Box reach;

    void choose(const PJ* source, const PJ* target, const std::string& from, const std::string& to);
    void look_for_better(const PJ* source, const PJ* target);
};

void Projection::Impl::choose(const PJ* source, const PJ* target, const std::string& from,
                              const std::string& to) {
    const ProjList found = operations(context.get(), source, target,
                                      PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    const int count = found ? proj_list_get_count(found.get()) : 0;
    for (int i = 0; i < count && !operation; ++i) {
        const ProjObject candidate{proj_list_get(context.get(), found.get(), i)};
        if (proj_coordoperation_has_ballpark_transformation(context.get(), candidate.get()) != 0 ||
            proj_coordoperation_is_instantiable(context.get(), candidate.get()) == 0) {
            continue;
        }
        operation.reset(proj_normalize_for_visualization(context.get(), candidate.get()));
        accuracy.operation = proj_get_name(candidate.get());
        accuracy.metres = stated_accuracy(context.get(), candidate.get());
        accuracy.grid = grids_of(context.get(), candidate.get()).names;
    }
    look_for_better(source, target);
    if (operation) return;
    throw InputError{fmt::format(
        "{} to {}: only a ballpark transformation is known here, which may be wrong by 100 m or "
        "more, "
        "so it is refused. {} or give coordinates in a CRS of the same datum.",
        from, to,
        accuracy.missing_grid.empty()
            ? "Choose another working CRS"
            : fmt::format("Put the grid file {} into a folder that BEATLINE_GRIDS names",
                          accuracy.missing_grid))};
}

void Projection::Impl::look_for_better(const PJ* source, const PJ* target) {
    const ProjList ideal =
        operations(context.get(), source, target, PROJ_GRID_AVAILABILITY_IGNORED);
    if (!ideal || proj_list_get_count(ideal.get()) == 0) return;
    const ProjObject best{proj_list_get(context.get(), ideal.get(), 0)};
    const Grids grids = grids_of(context.get(), best.get());
    const auto metres = stated_accuracy(context.get(), best.get());
    const bool better = !operation || !accuracy.metres || (metres && *metres < *accuracy.metres);
    if (!grids.names.empty() && !grids.all_found && better) accuracy.missing_grid = grids.names;
}

Projection::Projection(const std::string& from_crs, const std::string& to_crs)
    : impl_{std::make_unique<Impl>()} {
    const CrsInfo from = describe_crs(from_crs);
    const CrsInfo to = describe_crs(to_crs);
    impl_->context = proj_context();
    PJ_CONTEXT* context = impl_->context.get();
    const ProjObject source = crs_object(context, from_crs);
    const ProjObject target = crs_object(context, to_crs);
    if (proj_is_equivalent_to_with_ctx(context, source.get(), target.get(),
                                       PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0) {
        impl_->accuracy = {"none: both are " + to.name, 0.0, "", ""};
    } else {
        impl_->choose(source.get(), target.get(), from.name, to.name);
    }
    impl_->reach = whole_earth(from.geographic);
    if (to.geographic) return;
    const Box use = area_of_use(context, target.get());
    if (from.geographic) {
        impl_->reach = use;
    } else if (const auto box = projected_bounds(context, source.get(), use)) {
        impl_->reach = *box;
    }
}

Projection::~Projection() = default;
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;

std::optional<Point> Projection::operator()(Point p) const {
    std::vector<Point> one{p};
    if (transform(one) != 0) return std::nullopt;
    return one.front();
}

std::size_t Projection::transform(std::vector<Point>& points) const {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (Point& p : points) {
        if (!impl_->reach.contains(p)) p = {nan, nan};  // NaN is contained in nothing
    }
    if (impl_->operation && !points.empty()) {
        proj_errno_reset(impl_->operation.get());
        proj_trans_generic(impl_->operation.get(), PJ_FWD, &points[0].x, sizeof(Point),
                           points.size(), &points[0].y, sizeof(Point), points.size(), nullptr, 0, 0,
                           nullptr, 0, 0);
    }
    std::size_t failed = 0;
    for (Point& p : points) {
        if (std::isfinite(p.x) && std::isfinite(p.y)) continue;
        p = {nan, nan};
        ++failed;
    }
    return failed;
}

Projection::Accuracy Projection::accuracy() const {
    return impl_->accuracy;
}

const Box& Projection::reach() const {
    return impl_->reach;
}

const Projection& projection_between(const std::string& from_crs, const std::string& to_crs) {
    thread_local std::map<std::pair<std::string, std::string>, Projection> made;
    const std::pair key{from_crs, to_crs};
    auto found = made.find(key);
    if (found == made.end()) found = made.emplace(key, Projection{from_crs, to_crs}).first;
    return found->second;
}

}  // namespace beatline
