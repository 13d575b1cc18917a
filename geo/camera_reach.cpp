// SPDX-License-Identifier: Apache-2.0
#include "geo/camera_reach.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace beatline {

namespace {

constexpr double wrong_way_m = 30.0;  // what a wrong direction counts in nearness
constexpr double wrong_way_deg = 45.0;
constexpr double least_branch = 1e-4;  // of the camera's weight
constexpr int most_streets = 10'000;   // a branch: streets of no length lead nowhere

/// Degrees between two bearings, 0 to 180.
double turn_between(double a, double b) {
    const double turn = std::abs(std::remainder(a - b, 360.0));
    return turn;
}

double bearing_of(Point from, Point to) {
    return std::atan2(to.x - from.x, to.y - from.y) * 180.0 / std::numbers::pi;
}

/// The nearest place on one street, and which way the street runs there.
struct NearPlace {
    double distance{0.0};
    double along{0.0};
    Point at;
    double bearing_deg{0.0};
};

NearPlace nearest_on(std::span<const Point> line, Point place) {
    NearPlace best{1e300, 0.0, line.front(), 0.0};
    double before = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point a = line[i - 1];
        const Point b = line[i];
        const double dx = b.x - a.x;
        const double dy = b.y - a.y;
        const double squared = dx * dx + dy * dy;
        if (!(squared > 0.0)) continue;
        const double t =
            std::clamp(((place.x - a.x) * dx + (place.y - a.y) * dy) / squared, 0.0, 1.0);
        const Point at{a.x + t * dx, a.y + t * dy};
        const double away = distance(place, at).value;
        const double long_m = std::sqrt(squared);
        if (away < best.distance) best = {away, before + t * long_m, at, bearing_of(a, b)};
        before += long_m;
    }
    return best;
}

/// Which ways a street may be driven.
struct Ways {
    bool forward{false};
    bool backward{false};
};

Ways ways_of(const RoadNetwork& network, StreetId street) {
    Ways ways;
    for (const ArcId arc : network.arcs_of(street))
        (network.arcs[arc].forward ? ways.forward : ways.backward) = true;
    return ways;
}

/// Weight left on one slot of a street.
struct Deposit {
    StreetId street;
    std::uint32_t slot;
    double weight;
};

/// One way that weight has gone: the last arc is behind it.
struct Branch {
    ArcId arc;
    double walked;  // metres from the camera
    double weight;  // that the branch began with
    int streets;
};

/// A walk over the streets that leaves weight behind.
class Walk {
public:
    Walk(const RoadNetwork& network, const ReachParams& params, double weight)
        : network_{network}, params_{params}, least_{least_branch * weight} {}

    /// Goes along a street from `from` to `to` (metres from its first point), `walked` metres from
    /// the camera; returns the distance at its end.
    double pass(StreetId street, double from, double to, double walked, double weight) {
        const double length = network_.streets[street].length_m;
        const double slot_m = length / slots_of(street);
        const double sign = to >= from ? 1.0 : -1.0;
        double at = from;
        double left = beyond(walked);
        double gone = walked;
        std::uint32_t slot = slot_at(street, from, sign);
        while (sign * (to - at) > 1e-9 && left > 0.0) {
            const double slot_end = sign > 0.0 ? (slot + 1) * slot_m : slot * slot_m;
            const double next = sign > 0.0 ? std::min(slot_end, to) : std::max(slot_end, to);
            gone += std::abs(next - at);
            const double then = beyond(gone);
            deposits_.push_back({street, slot, weight * (left - then)});
            left = then;
            at = next;
            if (sign > 0.0 ? slot + 1 >= slots_of(street) : slot == 0) break;
            sign > 0.0 ? ++slot : --slot;
        }
        return gone;
    }

    /// Follows all ways on from one; `onward` names the arcs that come next.
    template <class Onward>
    void follow(const Branch& first, bool downstream, Onward&& onward) {
        std::vector<Branch> branches{first};
        while (!branches.empty()) {
            const Branch b = branches.back();
            branches.pop_back();
            if (!(beyond(b.walked) > 0.0)) continue;
            const RoadArc& arc = network_.arcs[b.arc];
            const std::vector<ArcId> ways = onward(arc);
            if (ways.empty() || b.weight * beyond(b.walked) < least_ || b.streets > most_streets) {
                stay(arc.street, arc.forward == downstream, b);
                continue;
            }
            double shares = 0.0;
            for (const ArcId next : ways) shares += share_of(next);
            for (const ArcId next : ways) {
                const double part = b.weight * share_of(next) / shares;
                const StreetId street = network_.arcs[next].street;
                const double length = network_.streets[street].length_m;
                const bool rising = network_.arcs[next].forward == downstream;
                const double walked =
                    pass(street, rising ? 0.0 : length, rising ? length : 0.0, b.walked, part);
                branches.push_back({next, walked, part, b.streets + 1});
            }
        }
    }

    [[nodiscard]] std::vector<WeightedPoint> points() {
        std::ranges::stable_sort(deposits_, [](const Deposit& a, const Deposit& b) {
            return a.street != b.street ? a.street < b.street : a.slot < b.slot;
        });
        std::vector<WeightedPoint> points;
        for (std::size_t i = 0; i < deposits_.size();) {
            const Deposit& first = deposits_[i];
            double sum = 0.0;
            for (; i < deposits_.size() && deposits_[i].street == first.street &&
                   deposits_[i].slot == first.slot;
                 ++i)
                sum += deposits_[i].weight;
            const double slot_m = network_.streets[first.street].length_m / slots_of(first.street);
            if (sum > 0.0)
                points.push_back(
                    {point_at(network_.line_of(first.street), Metres{(first.slot + 0.5) * slot_m}),
                     sum});
        }
        return points;
    }

private:
    /// The share that gets farther than this.
    [[nodiscard]] double beyond(double metres) const {
        const double left = 1.0 - metres / params_.reach.value;
        return left > 0.0 ? left * left : 0.0;
    }
    [[nodiscard]] double share_of(ArcId arc) const {
        return traffic_share(network_.streets[network_.arcs[arc].street].road_class);
    }
    /// Leaves all that would have gone on at an end of a street.
    void stay(StreetId street, bool at_last_point, const Branch& b) {
        deposits_.push_back(
            {street, at_last_point ? slots_of(street) - 1 : 0, b.weight * beyond(b.walked)});
    }
    [[nodiscard]] std::uint32_t slots_of(StreetId street) const {
        const double slots = network_.streets[street].length_m / params_.spacing.value;
        return static_cast<std::uint32_t>(std::max(1.0, std::ceil(slots)));
    }
    [[nodiscard]] std::uint32_t slot_at(StreetId street, double along, double sign) const {
        const std::uint32_t slots = slots_of(street);
        const double at = along / network_.streets[street].length_m * slots;
        const double slot = sign > 0.0 ? std::floor(at) : std::ceil(at) - 1.0;
        return static_cast<std::uint32_t>(std::clamp(slot, 0.0, static_cast<double>(slots) - 1.0));
    }

    const RoadNetwork& network_;
    const ReachParams& params_;
    double least_;
    std::vector<Deposit> deposits_;
};

}  // namespace

double traffic_share(RoadClass road_class) {
    switch (road_class) {
        case RoadClass::motorway:
            return 40.0;
        case RoadClass::trunk:
            return 20.0;
        case RoadClass::primary:
            return 12.0;
        case RoadClass::secondary:
            return 6.0;
        case RoadClass::tertiary:
            return 3.0;
        case RoadClass::unclassified:
        case RoadClass::residential:
            return 1.0;
        case RoadClass::service:
        case RoadClass::track:
        case RoadClass::path:
        case RoadClass::ferry:
            return 0.2;
    }
    return 1.0;
}

CameraReach::CameraReach(const RoadNetwork& network) : network_{&network} {
    boxes_.reserve(network.streets.size());
    for (StreetId s = 0; s < network.streets.size(); ++s)
        boxes_.push_back(bounds(network.line_of(s)));
    first_into_.assign(network.nodes.size() + 1, 0);
    for (const RoadArc& arc : network.arcs) ++first_into_[arc.to + 1];
    for (std::size_t v = 0; v < network.nodes.size(); ++v) first_into_[v + 1] += first_into_[v];
    into_.resize(network.arcs.size());
    std::vector<std::uint32_t> at{first_into_.begin(), first_into_.end() - 1};
    for (ArcId a = 0; a < network.arcs.size(); ++a) into_[at[network.arcs[a].to]++] = a;
}

std::optional<CameraPlace> CameraReach::place(Point camera, double bearing_deg,
                                              Metres limit) const {
    std::optional<CameraPlace> best;
    double least = 1e300;
    for (StreetId s = 0; s < network_->streets.size(); ++s) {
        if (!boxes_[s].grown(limit).contains(camera)) continue;
        const NearPlace near = nearest_on(network_->line_of(s), camera);
        if (near.distance > limit.value) continue;
        Ways ways = ways_of(*network_, s);
        double score = near.distance;
        if (bearing_deg >= 0.0) {
            const double off = turn_between(bearing_deg, near.bearing_deg);
            const double forward = ways.forward ? off : 360.0;
            const double backward = ways.backward ? 180.0 - off : 360.0;
            if (std::min(forward, backward) > wrong_way_deg) score += wrong_way_m;
            if (std::min(forward, backward) <= 90.0)
                ways = {forward < backward, backward <= forward};
        }
        if (score >= least) continue;
        least = score;
        best = CameraPlace{
            {s, Metres{near.along}, near.at, Metres{near.distance}}, ways.forward, ways.backward};
    }
    return best;
}

std::vector<ArcId> CameraReach::onward(const RoadArc& arc, bool downstream) const {
    std::vector<ArcId> found;
    const auto consider = [&](ArcId next) {
        const RoadArc& n = network_->arcs[next];
        if (n.street == arc.street && n.forward != arc.forward) return;  // turning back
        for (const ArcId known : found) {
            const RoadArc& k = network_->arcs[known];
            if (k.street == n.street && k.forward == n.forward) return;  // a copy by turn bans
        }
        found.push_back(next);
    };
    if (downstream) {
        for (ArcId a = network_->first_arc[arc.to]; a < network_->first_arc[arc.to + 1]; ++a)
            consider(a);
    } else {
        for (std::uint32_t i = first_into_[arc.from]; i < first_into_[arc.from + 1]; ++i)
            consider(into_[i]);
    }
    return found;
}

std::vector<WeightedPoint> CameraReach::spread(const CameraPlace& camera, double weight,
                                               const ReachParams& params) const {
    if (!(params.reach > Metres{0}) || !(params.spacing > Metres{0}) || !(weight >= 0.0) ||
        !(camera.forward || camera.backward))
        throw std::invalid_argument{"CameraReach::spread: reach, spacing, weight or direction"};
    if (weight == 0.0) return {};
    Walk walk{*network_, params, weight};
    const RoadNetwork& net = *network_;
    const StreetId start = camera.position.street;
    const double parts = camera.forward && camera.backward ? 4.0 : 2.0;
    for (const bool forward : {true, false}) {
        if (!(forward ? camera.forward : camera.backward)) continue;
        const auto arcs = net.arcs_of(start);
        const auto arc =
            std::ranges::find_if(arcs, [&](ArcId a) { return net.arcs[a].forward == forward; });
        if (arc == arcs.end())
            throw std::invalid_argument{"CameraReach::spread: nobody drives that way"};
        for (const bool downstream : {true, false}) {
            const double end = forward == downstream ? net.streets[start].length_m : 0.0;
            const double part = weight / parts;
            const double walked = walk.pass(start, camera.position.along.value, end, 0.0, part);
            walk.follow({*arc, walked, part, 0}, downstream,
                        [&](const RoadArc& passed) { return onward(passed, downstream); });
        }
    }
    return walk.points();
}

}  // namespace beatline
