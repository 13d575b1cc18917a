// SPDX-License-Identifier: Apache-2.0
#include "data/place_judge.hpp"

#include <algorithm>
#include <cmath>

#include "data/hash_mix.hpp"

namespace beatline {
namespace {

constexpr std::size_t most_known = 1U << 17U;

/// A missing grid reference, 0 and 0, that somebody has turned into degrees: -7.557, 49.767 in
/// Britain. The datum shifts in use differ by a few metres.
constexpr double grid_origin_m = 10.0;

bool may_be_degrees(Point p) {
    return std::abs(p.x) <= 180.0 && std::abs(p.y) <= 90.0;
}

}  // namespace

std::string_view reason_of(PlaceVerdict verdict) {
    switch (verdict) {
        case PlaceVerdict::good:
            return "";
        case PlaceVerdict::null_island:
            return "coord_null_island";
        case PlaceVerdict::out_of_range:
            return "coord_range";
        case PlaceVerdict::untransformable:
            return "coord_untransformable";
        case PlaceVerdict::outside_area:
            return "outside_area";
    }
    return "";
}

PlaceFrame place_frame(const std::string& crs, const std::string& working_crs,
                       const AreaIndex* area) {
    const CrsInfo from = describe_crs(crs);
    const CrsInfo to = describe_crs(working_crs);
    return {crs, working_crs, area, from.geographic, to.metric, to.geographic};
}

PlaceJudge::PlaceJudge(const PlaceFrame& frame)
    : frame_{frame}, projection_{projection_between(frame.crs, frame.working_crs)}, slots_(1024) {}

const JudgedPlace& PlaceJudge::judge(Point given) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = static_cast<std::size_t>(hash_of(given)) & mask;
    for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
        const JudgedPlace& one = known_[slots_[slot] - 1];
        if (one.given == given) return one;
    }
    known_.push_back(work_out(given));
    slots_[slot] = static_cast<std::uint32_t>(known_.size());
    if (2 * known_.size() < slots_.size()) return known_.back();
    const JudgedPlace last = known_.back();
    make_room();
    return known_.empty() ? judge(last.given) : known_.back();
}

/// Doubles the table, or forgets everything when it is as large as it may be.
void PlaceJudge::make_room() {
    if (known_.size() >= most_known) {
        known_.clear();
        std::ranges::fill(slots_, 0U);
        return;
    }
    slots_.assign(2 * slots_.size(), 0U);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < known_.size(); ++i) {
        std::size_t slot = static_cast<std::size_t>(hash_of(known_[i].given)) & mask;
        while (slots_[slot] != 0) slot = (slot + 1) & mask;
        slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

JudgedPlace PlaceJudge::work_out(Point given) const {
    JudgedPlace place;
    place.given = given;
    place.within_degrees = may_be_degrees(given);
    const bool fits = projection_.reach().contains(given);
    const Point swapped{given.y, given.x};
    place.out_of_reach = !fits;
    place.fits_swapped_only = frame_.to_degrees
                                  ? frame_.from_degrees && place.within_degrees &&
                                        working_crs_at(given.y, given.x) == "EPSG:27700"
                                  : !fits && projection_.reach().contains(swapped);
    const auto at = fits ? projection_(given) : std::nullopt;
    if (frame_.from_degrees && !place.within_degrees) {
        place.verdict = PlaceVerdict::out_of_range;
    } else if (!fits) {
        place.verdict =
            frame_.area != nullptr ? PlaceVerdict::outside_area : PlaceVerdict::out_of_range;
    } else if (!at) {
        place.verdict = PlaceVerdict::untransformable;
    } else if (frame_.to_metres && distance(*at, {0.0, 0.0}).value < grid_origin_m) {
        place.verdict = PlaceVerdict::null_island;
    } else if (frame_.area != nullptr && !frame_.area->contains(*at)) {
        place.verdict = PlaceVerdict::outside_area;
    }
    if (at) place.at = *at;
    if (place.verdict != PlaceVerdict::good && frame_.area != nullptr) {
        const auto other = projection_(swapped);
        place.swapped_into_area = other && frame_.area->contains(*other);
    }
    return place;
}

}  // namespace beatline
