// SPDX-License-Identifier: Apache-2.0
#include "geo/network_shortest.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <optional>

#include "geo/events_by_street.hpp"
#include "geo/kernel_shape.hpp"
#include "geo/lane_shape.hpp"
#include "geo/near_junctions.hpp"

namespace beatline {

namespace {

/// Streets are worked on in runs of so many neighbours, so that searches are shared and remembered
/// ones stay few.
constexpr std::size_t run_length = 512;

/// Sums are made in rows of a multiple of this many lixels.
constexpr std::size_t row_step = 4;

/// The streets that an event can reach, neighbours beside each other (Z-order of their middles).
std::vector<StreetId> streets_in_reach(const StreetGraph& graph, const EventsByStreet& events,
                                       Metres reach) {
    const std::vector<double> metres = distances_to(graph, events.ends(graph), reach);
    std::vector<std::pair<std::uint64_t, StreetId>> order;
    Point corner{0.0, 0.0};
    if (!graph.junctions.empty()) corner = bounds(graph.junctions).min;
    const auto spread = [](double from_m) {
        std::uint64_t bits = static_cast<std::uint32_t>(std::min(from_m / 64.0, 2e9));
        std::uint64_t out = 0;
        for (unsigned i = 0; i < 32; ++i) out |= ((bits >> i) & 1U) << (2 * i);
        return out;
    };
    for (StreetId s = 0; s < graph.ends.size(); ++s) {
        const auto [a, b] = graph.ends[s];
        if (!events.on(s).empty() || metres[a] < reach.value || metres[b] < reach.value) {
            const Point at = graph.junctions[a];
            order.emplace_back(spread(at.x - corner.x) | (spread(at.y - corner.y) << 1U), s);
        }
    }
    std::ranges::sort(order);
    std::vector<StreetId> streets;
    for (const auto& [place, street] : order) streets.push_back(street);
    return streets;
}

/// What one thread works with.
struct Bench {
    explicit Bench(const StreetGraph& graph, Metres reach)
        : search{graph, reach},
          by_a(graph.junctions.size(), NearJunctions::far),
          by_b(graph.junctions.size(), NearJunctions::far),
          seen(graph.ends.size(), no_street) {}

    static constexpr StreetId no_street = ~StreetId{0};
    NearJunctions search;
    std::vector<double> by_a, by_b;  // metres from the street's ends to every junction
    std::vector<StreetId> seen;      // the street for which a street's events were taken last
    std::vector<double> ahead;       // lixel middles: radii from the first end
    std::vector<double> behind;      // and from the last
    std::vector<double> sums;
    std::vector<ReachingEvent> reaching;
};

/// The junctions near each end of a run's streets.
class NearbyEnds {
public:
    void search(const StreetGraph& graph, std::span<const StreetId> run, NearJunctions& search) {
        ends_.clear();
        for (const StreetId s : run)
            ends_.insert(ends_.end(), {graph.ends[s][0], graph.ends[s][1]});
        std::ranges::sort(ends_);
        ends_.erase(std::ranges::unique(ends_).begin(), ends_.end());
        first_.assign(1, 0);
        near_.clear();
        for (const Junction end : ends_) {
            const auto found = search.from(end);
            near_.insert(near_.end(), found.begin(), found.end());
            first_.push_back(near_.size());
        }
    }
    [[nodiscard]] std::span<const JunctionDistance> of(Junction end) const {
        const auto i =
            static_cast<std::size_t>(std::ranges::lower_bound(ends_, end) - ends_.begin());
        return {near_.data() + first_[i], first_[i + 1] - first_[i]};
    }

private:
    std::vector<Junction> ends_;
    std::vector<std::size_t> first_;
    std::vector<JunctionDistance> near_;
};

template <Kernel kernel>
class ShortestDensity {
public:
    ShortestDensity(const StreetGraph& graph, const EventsByStreet& events,
                    const NetworkDensityParams& params, NetworkDensity& density)
        : graph_{graph},
          events_{events},
          density_{density},
          reach_{support_radius(kernel, params.bandwidth).value},
          radius_{params.bandwidth / reach_},
          lanes_{lane_kernels(simd_level())},
          factor_{1000.0 * line_kernel_peak(kernel, params.bandwidth)},
          busy_{events.ways_to_events(graph)} {}

    void street(Bench& bench, const NearbyEnds& nearby, StreetId s) const {
        const auto [a, b] = graph_.ends[s];
        const auto near_a = nearby.of(a);
        const auto near_b = nearby.of(b);
        for (const auto& [junction, metres] : near_a) bench.by_a[junction] = metres;
        for (const auto& [junction, metres] : near_b) bench.by_b[junction] = metres;
        const std::uint32_t count = density_.lixels.count(s);
        const std::size_t row = (count + row_step - 1) / row_step * row_step;
        bench.ahead.assign(row, NearJunctions::far);
        bench.behind.assign(row, NearJunctions::far);
        bench.sums.assign(row, 0.0);
        for (std::uint32_t j = 0; j < count; ++j) {
            const double middle = lixel_span(graph_, density_.lixels, s, j).middle();
            bench.ahead[j] = middle / reach_;
            bench.behind[j] = (graph_.length_m[s] - middle) / reach_;
        }
        own_events(bench, s);
        bench.reaching.clear();
        for (const auto near : {near_a, near_b}) {
            for (const auto& [junction, metres] : near) {
                for (const StreetWay way : busy_.from(junction)) {
                    if (bench.seen[way / 2] == s) continue;
                    bench.seen[way / 2] = s;
                    collect(bench, way / 2);
                }
            }
        }
        add_reaching(bench);
        for (const auto& [junction, metres] : near_a) bench.by_a[junction] = NearJunctions::far;
        for (const auto& [junction, metres] : near_b) bench.by_b[junction] = NearJunctions::far;
        double* out = density_.per_km.data() + density_.lixels.first[s];
        for (std::uint32_t j = 0; j < count; ++j) out[j] += factor_ * bench.sums[j];
    }

private:
    [[nodiscard]] double term(double radii) const {
        return kernel_shape<kernel>(radii * radii, radius_);
    }
    void own_events(Bench& bench, StreetId s) const {
        bench.seen[s] = s;
        const double length = graph_.length_m[s];
        const double around = bench.by_a[graph_.ends[s][1]];  // from end to end, elsewhere or here
        for (const StreetEvent& e : events_.on(s)) {
            const double on = length - e.along_m;
            const double over_first = std::min(e.along_m, around + on) / reach_;
            const double over_last = std::min(on, around + e.along_m) / reach_;
            for (std::size_t j = 0; j < bench.sums.size(); ++j) {
                const double over =
                    std::min(over_first + bench.ahead[j], over_last + bench.behind[j]);
                bench.sums[j] +=
                    e.weight * term(std::min(std::abs(e.along_m / reach_ - bench.ahead[j]), over));
            }
        }
    }
    void collect(Bench& bench, StreetId s) const {
        const auto [u, v] = graph_.ends[s];
        const double length = graph_.length_m[s];
        for (const StreetEvent& e : events_.on(s)) {
            const double on = length - e.along_m;
            const double over_first = std::min(bench.by_a[u] + e.along_m, bench.by_a[v] + on);
            const double over_last = std::min(bench.by_b[u] + e.along_m, bench.by_b[v] + on);
            if (std::min(over_first, over_last) < reach_)
                bench.reaching.push_back({over_first / reach_, over_last / reach_, e.weight});
        }
    }
    void add_reaching(Bench& bench) const {
        if (const auto shape = lane_shape(kernel)) {
            lanes_.add_to_lixels(*shape, bench.reaching.data(), bench.reaching.size(),
                                 {bench.ahead.data(), bench.behind.data(), bench.sums.data(),
                                  static_cast<int>(bench.sums.size())});
            return;
        }
        for (const ReachingEvent& e : bench.reaching) {
            for (std::size_t j = 0; j < bench.sums.size(); ++j)
                bench.sums[j] += e.weight * term(std::min(e.over_first + bench.ahead[j],
                                                          e.over_last + bench.behind[j]));
        }
    }

    const StreetGraph& graph_;
    const EventsByStreet& events_;
    NetworkDensity& density_;
    double reach_;
    KernelScale radius_;  // distances are in radii of the support
    const LaneKernels& lanes_;
    double factor_;
    WaysToEvents busy_;
};

}  // namespace

void add_shortest_density(const StreetGraph& graph, std::span<const StreetEvent> events,
                          const NetworkDensityParams& params, NetworkDensity& density) {
    const Metres reach = support_radius(params.kernel, params.bandwidth);
    const EventsByStreet by_street{graph, events};
    const std::vector<StreetId> streets = streets_in_reach(graph, by_street, reach);
    tbb::enumerable_thread_specific<Bench> benches{[&] { return Bench{graph, reach}; }};
    tbb::enumerable_thread_specific<NearbyEnds> ends;
    for_kernel(params.kernel, [&](auto kernel) {
        const ShortestDensity<kernel.value> sums{graph, by_street, params, density};
        const std::size_t runs = (streets.size() + run_length - 1) / run_length;
        tbb::parallel_for(std::size_t{0}, runs, [&](std::size_t r) {
            if (params.cancelled && params.cancelled()) return;
            Bench& bench = benches.local();
            NearbyEnds& nearby = ends.local();
            const auto run = std::span{streets}.subspan(
                r * run_length, std::min(run_length, streets.size() - r * run_length));
            nearby.search(graph, run, bench.search);
            for (const StreetId s : run) sums.street(bench, nearby, s);
        });
    });
}

}  // namespace beatline
