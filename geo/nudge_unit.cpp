// SPDX-License-Identifier: Apache-2.0
#include "geo/nudge_unit.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace beatline {

namespace {

/// A gain has to be more than rounding.
constexpr double least_gain = 1.0 + 1e-12;

class Search {
public:
    Search(const Nudge& nudge, std::span<const WeightedPoint> points,
           const std::function<bool(Point)>& allowed)
        : nudge_{nudge}, points_{points}, allowed_{allowed}, best_{nudge.from} {
        consider(nudge.from);
    }

    void squares() {
        const double half = 0.5 * nudge_.unit.value;
        const std::vector<double> wests = edges(&Point::x, nudge_.from.x);
        const std::vector<double> souths = edges(&Point::y, nudge_.from.y);
        std::vector<WeightedPoint> by_y{points_.begin(), points_.end()};
        std::ranges::stable_sort(by_y, {}, [](const WeightedPoint& p) { return p.at.y; });
        for (const double west : wests) {
            slab_.clear();
            for (const WeightedPoint& p : by_y) {
                if (p.at.x >= west && p.at.x < west + nudge_.unit.value) slab_.push_back(p);
            }
            sums_.assign(1, 0.0);
            for (const WeightedPoint& p : slab_) sums_.push_back(sums_.back() + p.weight);
            std::size_t first = 0;
            std::size_t end = 0;
            for (const double south : souths) {
                while (first < slab_.size() && slab_[first].at.y < south) ++first;
                while (end < slab_.size() && slab_[end].at.y < south + nudge_.unit.value) ++end;
                if (sums_[end] - sums_[first] > held_ * least_gain)
                    consider({west + half, south + half});
            }
        }
        centre_on_held();
    }

    /// In ever smaller steps, from the best place so far in eight directions.
    void steps() {
        for (double step = nudge_.reach.value; step > nudge_.unit.value / 256.0; step *= 0.5) {
            for (bool moved = true; moved;) {
                moved = false;
                const Point from = best_;
                for (int dx = -1; dx <= 1; ++dx) {
                    for (int dy = -1; dy <= 1; ++dy)
                        moved |= consider({from.x + dx * step, from.y + dy * step});
                }
            }
        }
    }

    [[nodiscard]] std::optional<Point> best() const {
        if (!(held_ > 0.0)) return std::nullopt;
        return best_;
    }

private:
    [[nodiscard]] std::vector<double> edges(double Point::*axis, double from) const {
        const double half = 0.5 * nudge_.unit.value;
        // An edge moves on until it would leave an event behind, or as far as it may.
        std::vector<double> places{from - half, from - half + nudge_.reach.value};
        for (const WeightedPoint& p : points_) {
            if (std::abs(p.at.*axis + half - from) <= nudge_.reach.value)
                places.push_back(p.at.*axis);
        }
        std::ranges::sort(places);
        places.erase(std::ranges::unique(places).begin(), places.end());
        return places;
    }

    [[nodiscard]] bool in_reach(Point centre) const {
        const double reach = nudge_.reach.value * least_gain;
        return std::abs(centre.x - nudge_.from.x) <= reach &&
               std::abs(centre.y - nudge_.from.y) <= reach;
    }

    bool consider(Point centre) {
        if (!in_reach(centre) || !allowed_(centre)) return false;
        const double held = weight_in_unit(nudge_, centre, points_);
        if (!(held > held_ * least_gain)) return false;
        best_ = centre;
        held_ = held;
        return true;
    }

    /// An edge on an event is a chance of rounding: to the middle of the places that hold the same.
    void centre_on_held() {
        if (best_ == nudge_.from || !(held_ > 0.0)) return;
        Box held;
        for (const WeightedPoint& p : points_) {
            if (unit_holds(nudge_.shape, nudge_.unit, best_, p.at)) held.include(p.at);
        }
        const Point middle{0.5 * (held.min.x + held.max.x), 0.5 * (held.min.y + held.max.y)};
        const double reach = nudge_.reach.value;
        const Point centre{std::clamp(middle.x, nudge_.from.x - reach, nudge_.from.x + reach),
                           std::clamp(middle.y, nudge_.from.y - reach, nudge_.from.y + reach)};
        if (weight_in_unit(nudge_, centre, points_) >= held_ && allowed_(centre)) best_ = centre;
    }

    const Nudge& nudge_;
    std::span<const WeightedPoint> points_;
    const std::function<bool(Point)>& allowed_;
    Point best_;
    double held_{0.0};
    std::vector<WeightedPoint> slab_;
    std::vector<double> sums_;
};

}  // namespace

double weight_in_unit(const Nudge& nudge, Point centre, std::span<const WeightedPoint> points) {
    double sum = 0.0;
    for (const WeightedPoint& p : points) {
        if (unit_holds(nudge.shape, nudge.unit, centre, p.at)) sum += p.weight;
    }
    return sum;
}

std::optional<Point> nudge_unit(const Nudge& nudge, std::span<const WeightedPoint> points,
                                const std::function<bool(Point)>& allowed) {
    Search search{nudge, points, allowed};
    switch (nudge.shape) {
        case UnitShape::square:
            search.squares();
            break;
        case UnitShape::hexagon:
            search.steps();
            break;
    }
    return search.best();
}

}  // namespace beatline
