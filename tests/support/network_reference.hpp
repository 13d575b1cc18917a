// Network density by listing: every pair of event and place, every way between them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>
#include <vector>

#include "geo/network_density.hpp"

namespace beatline::testing {

/// Floyd and Warshall's distances between all junctions.
inline std::vector<std::vector<double>> all_distances(const StreetGraph& graph) {
    const std::size_t n = graph.junctions.size();
    std::vector<std::vector<double>> d(n, std::vector<double>(n, 1e18));
    for (std::size_t v = 0; v < n; ++v) d[v][v] = 0.0;
    for (std::size_t s = 0; s < graph.ends.size(); ++s) {
        const auto [a, b] = graph.ends[s];
        d[a][b] = d[b][a] = std::min(d[a][b], graph.length_m[s]);
    }
    for (std::size_t k = 0; k < n; ++k)
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) d[i][j] = std::min(d[i][j], d[i][k] + d[k][j]);
    return d;
}

/// Per km at every lixel's middle, by shortest ways.
inline std::vector<double> listed_shortest(const StreetGraph& graph,
                                           std::span<const StreetEvent> events,
                                           const NetworkDensityParams& params) {
    const auto d = all_distances(graph);
    const Lixels lixels = cut_streets(graph, params.lixel);
    std::vector<double> per_km(lixels.size());
    for (StreetId s = 0; s < graph.ends.size(); ++s) {
        for (std::uint32_t j = 0; j < lixels.count(s); ++j) {
            const double at = lixel_span(graph, lixels, s, j).middle();
            for (const StreetEvent& e : events) {
                double metres = s == e.street ? std::abs(at - e.along_m) : 1e18;
                for (const int here : {0, 1}) {
                    for (const int there : {0, 1}) {
                        const double out = here == 0 ? at : graph.length_m[s] - at;
                        const double in =
                            there == 0 ? e.along_m : graph.length_m[e.street] - e.along_m;
                        metres = std::min(
                            metres, out + d[graph.ends[s][here]][graph.ends[e.street][there]] + in);
                    }
                }
                per_km[lixels.first[s] + j] +=
                    1000.0 * e.weight *
                    line_kernel_density(params.kernel, Metres{metres}, params.bandwidth);
            }
        }
    }
    return per_km;
}

/// Per km at every lixel's middle, by every way from every event, divided at junctions.
class ListedSplit {
public:
    ListedSplit(const StreetGraph& graph, const NetworkDensityParams& params)
        : graph_{graph},
          params_{params},
          lixels_{cut_streets(graph, params.lixel)},
          per_km_(lixels_.size()) {}

    [[nodiscard]] std::vector<double> of(std::span<const StreetEvent> events) {
        for (const StreetEvent& e : events) {
            for (std::uint32_t j = 0; j < lixels_.count(e.street); ++j)
                add(e.street, j, std::abs(middle(e.street, j) - e.along_m), e.weight);
            leave(2 * e.street, graph_.length_m[e.street] - e.along_m, e.weight);
            leave(2 * e.street + 1, e.along_m, e.weight);
        }
        return per_km_;
    }

private:
    [[nodiscard]] double middle(StreetId s, std::uint32_t j) const {
        return lixel_span(graph_, lixels_, s, j).middle();
    }
    void add(StreetId s, std::uint32_t j, double metres, double weight) {
        per_km_[lixels_.first[s] + j] +=
            1000.0 * weight *
            line_kernel_density(params_.kernel, Metres{metres}, params_.bandwidth);
    }
    /// The end of `way` has been reached.
    void leave(StreetWay way, double metres, double weight) {
        if (metres >= support_radius(params_.kernel, params_.bandwidth).value) return;
        const Junction junction = graph_.head(way);
        const auto n = static_cast<double>(graph_.degree(junction));
        for (const StreetWay next : graph_.ways_from(junction)) {
            const bool back = next == (way ^ 1U);
            double part = 1.0 / (n - 1.0);
            if (params_.spread == NetworkSpread::continuous)
                part = back ? 2.0 / n - 1.0 : 2.0 / n;
            else if (n == 1.0)
                part = 1.0;
            else if (back)
                continue;
            if (part == 0.0) continue;
            const double length = graph_.length_m[next / 2];
            for (std::uint32_t j = 0; j < lixels_.count(next / 2); ++j) {
                const double at = middle(next / 2, j);
                add(next / 2, j, metres + (next % 2 == 0 ? at : length - at), weight * part);
            }
            leave(next, metres + length, weight * part);
        }
    }

    const StreetGraph& graph_;
    const NetworkDensityParams& params_;
    Lixels lixels_;
    std::vector<double> per_km_;
};

/// `n` events anywhere on the streets, weights in (0, 3), in order.
inline std::vector<StreetEvent> random_street_events(const StreetGraph& graph, std::size_t n,
                                                     unsigned seed) {
    std::mt19937 rng{seed};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    std::vector<StreetEvent> events;
    for (std::size_t i = 0; i < n; ++i) {
        const auto street =
            static_cast<StreetId>(unit(rng) * static_cast<double>(graph.ends.size()));
        events.push_back({street, unit(rng) * graph.length_m[street], 3.0 * unit(rng)});
    }
    std::ranges::sort(events, {}, [](const StreetEvent& e) {
        return std::tuple{e.street, e.along_m};
    });
    return events;
}

}  // namespace beatline::testing
