// SPDX-License-Identifier: Apache-2.0
#include "geo/network_density.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <tuple>

#include "geo/equal_split.hpp"
#include "geo/network_shortest.hpp"

namespace beatline {

namespace {

void check(const StreetGraph& graph, std::span<const StreetEvent> events,
           const NetworkDensityParams& params) {
    if (!(params.bandwidth.value > 0.0) || !std::isfinite(params.bandwidth.value))
        throw std::invalid_argument{"bandwidth of a network density is not positive"};
    for (std::size_t i = 0; i < events.size(); ++i) {
        const StreetEvent& e = events[i];
        if (e.street >= graph.ends.size() || !(e.along_m >= 0.0) ||
            !(e.along_m <= graph.length_m[e.street]))
            throw std::invalid_argument{"event beyond its street"};
        if (!(e.weight >= 0.0) || !std::isfinite(e.weight))
            throw std::invalid_argument{"event weight is negative or not finite"};
        if (i > 0 && std::tuple{e.street, e.along_m} <
                         std::tuple{events[i - 1].street, events[i - 1].along_m})
            throw std::invalid_argument{"events are not sorted by street and place"};
    }
}

}  // namespace

std::string_view name_of(NetworkSpread spread) {
    switch (spread) {
        case NetworkSpread::split:
            return "split";
        case NetworkSpread::continuous:
            return "continuous";
        case NetworkSpread::simple:
            return "simple";
    }
    return "";
}

std::optional<NetworkSpread> network_spread_named(std::string_view name) {
    for (const NetworkSpread spread : all_network_spreads) {
        if (name_of(spread) == name) return spread;
    }
    return std::nullopt;
}

Lixels cut_streets(const StreetGraph& graph, Metres length) {
    if (!(length.value > 0.0) || !std::isfinite(length.value))
        throw std::invalid_argument{"length of a lixel is not positive"};
    Lixels lixels{length, {0}};
    lixels.first.reserve(graph.length_m.size() + 1);
    double all = 0.0;
    for (const double street_m : graph.length_m) {
        // A hair less, lest a street of whole pieces get one more without length.
        const double pieces = std::max(1.0, std::ceil(street_m / length.value - 1e-6));
        all += pieces;
        if (all > std::numeric_limits<std::uint32_t>::max())
            throw std::invalid_argument{"too many lixels"};
        lixels.first.push_back(lixels.first.back() + static_cast<std::uint32_t>(pieces));
    }
    return lixels;
}

LixelSpan lixel_span(const StreetGraph& graph, const Lixels& lixels, StreetId street,
                     std::uint32_t j) {
    const double from = j * lixels.length.value;
    if (j + 1 == lixels.count(street)) return {from, graph.length_m[street]};
    return {from, from + lixels.length.value};
}

double line_kernel_peak(Kernel shape, Metres bandwidth) {
    const double h = bandwidth.value;
    switch (shape) {
        // One over the integral of the shape over [-h, h].
        case Kernel::quartic:
            return 15.0 / (16.0 * h);
        case Kernel::epanechnikov:
            return 3.0 / (4.0 * h);
        case Kernel::triweight:
            return 35.0 / (32.0 * h);
        case Kernel::triangular:
            return 1.0 / h;
        case Kernel::uniform:
            return 1.0 / (2.0 * h);
        case Kernel::gaussian:
            return 1.0 / (std::sqrt(2.0 * std::numbers::pi) * h);
    }
    return 0.0;
}

double line_kernel_density(Kernel shape, Metres distance, Metres bandwidth) {
    const Metres centre{0};
    return line_kernel_peak(shape, bandwidth) * kernel_density(shape, distance, bandwidth) /
           kernel_density(shape, centre, bandwidth);
}

NetworkDensity network_density(const StreetGraph& graph, std::span<const StreetEvent> events,
                               const NetworkDensityParams& params) {
    check(graph, events, params);
    NetworkDensity density{cut_streets(graph, params.lixel), {}};
    density.per_km.assign(density.lixels.size(), 0.0);
    if (params.spread == NetworkSpread::simple)
        add_shortest_density(graph, events, params, density);
    else
        add_split_density(graph, events, params, density);
    return density;
}

double total_mass(const StreetGraph& graph, const NetworkDensity& density) {
    double mass = 0.0;
    for (StreetId s = 0; s < graph.length_m.size(); ++s) {
        for (std::uint32_t j = 0; j < density.lixels.count(s); ++j)
            mass += density.per_km[density.lixels.first[s] + j] *
                    lixel_span(graph, density.lixels, s, j).length();
    }
    return mass / 1000.0;
}

}  // namespace beatline
