// Density along streets: how many events a kilometre of street has, by distance along streets.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "geo/kernel.hpp"
#include "geo/street_events.hpp"
#include "geo/street_graph.hpp"

namespace beatline {

/// How a kernel goes on where streets meet.
enum class NetworkSpread {
    split,       ///< in equal parts into the other streets; at a dead end it turns back
    continuous,  ///< the same without a step at the junction: a part of it turns back there too
    simple       ///< whole into every street: more mass than the events have
};
inline constexpr NetworkSpread all_network_spreads[] = {
    NetworkSpread::split, NetworkSpread::continuous, NetworkSpread::simple};
[[nodiscard]] std::string_view name_of(NetworkSpread spread);
[[nodiscard]] std::optional<NetworkSpread> network_spread_named(std::string_view name);

struct NetworkDensityParams {
    Kernel kernel{Kernel::quartic};
    Metres bandwidth{300};  ///< along streets; the Gaussian's is its standard deviation
    NetworkSpread spread{NetworkSpread::split};
    Metres lixel{10};  ///< length of a piece of street; a street's last may be shorter
    std::function<bool()> cancelled{};  ///< asked now and then; true ends the work early
};

/// Streets cut into pieces (lixels). Piece j of a street reaches from j * lixel to (j + 1) * lixel
/// along its line, or to its end.
struct Lixels {
    Metres length{10};
    std::vector<std::uint32_t> first;  ///< per street, and the end

    [[nodiscard]] std::size_t size() const { return first.back(); }
    [[nodiscard]] std::uint32_t count(StreetId street) const {
        return first[street + 1] - first[street];
    }
};
/// Every street has one piece at least. Throws std::invalid_argument for a length that is not
/// positive or more than 2^32 pieces.
[[nodiscard]] Lixels cut_streets(const StreetGraph& graph, Metres length);

/// Where piece `j` of a street begins and ends, metres along its line.
struct LixelSpan {
    double from_m{0.0};
    double to_m{0.0};
    [[nodiscard]] double middle() const { return 0.5 * (from_m + to_m); }
    [[nodiscard]] double length() const { return to_m - from_m; }
};
[[nodiscard]] LixelSpan lixel_span(const StreetGraph& graph, const Lixels& lixels, StreetId street,
                                   std::uint32_t j);

/// Weighted events per km of street at the middle of every lixel.
struct NetworkDensity {
    Lixels lixels;
    std::vector<double> per_km;
};

/// The kernel as a function of the distance along a line, per m: its integral over the line is one.
/// Zero from the support radius on.
[[nodiscard]] double line_kernel_density(Kernel shape, Metres distance, Metres bandwidth);
/// The same at distance zero: what kernel_shape is multiplied by.
[[nodiscard]] double line_kernel_peak(Kernel shape, Metres bandwidth);

/// f(q) = 1000 * sum of w_i k(d(q, p_i)) over events within the kernel's support, d the shortest
/// way along streets (`simple`; exact), or the same over all ways that do not turn back, each
/// divided among the streets that leave a junction (Okabe, Satoh & Sugihara 2009, equal-split
/// discontinuous), or over all ways, with 2/n for going on and 2/n - 1 for turning back at a
/// junction of n streets (equal-split continuous, in the form of McSwiggan, Baddeley & Nair 2017).
/// Both equal splits keep the events' weight; see geo/equal_split for how near they come.
/// `events` as put_on_streets leaves them. Throws std::invalid_argument for parameters out of range
/// or events that are not in order.
[[nodiscard]] NetworkDensity network_density(const StreetGraph& graph,
                                             std::span<const StreetEvent> events,
                                             const NetworkDensityParams& params);

/// The density summed over all pieces, weighted events.
[[nodiscard]] double total_mass(const StreetGraph& graph, const NetworkDensity& density);

}  // namespace beatline
