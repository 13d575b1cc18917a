// SPDX-License-Identifier: Apache-2.0
#include "geo/network_hotspots.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>

#include "geo/spaced_peaks.hpp"
#include "geo/stretch_outline.hpp"

namespace beatline {

namespace {

using Piece = std::uint32_t;
constexpr Piece none = ~Piece{0};

void check(const NetworkHotspotParams& params) {
    if (params.length_share && !(*params.length_share > 0.0 && *params.length_share <= 1.0))
        throw std::invalid_argument{"length_share is not in (0, 1]"};
    if (params.volume_share && !(*params.volume_share > 0.0 && *params.volume_share <= 1.0))
        throw std::invalid_argument{"volume_share is not in (0, 1]"};
    if (!(params.peak_share > 0.0 && params.peak_share <= 1.0))
        throw std::invalid_argument{"peak_share is not in (0, 1]"};
    if (!(params.min_separation.value >= 0.0))
        throw std::invalid_argument{"min_separation is negative"};
    if (!(params.margin.value > 0.0)) throw std::invalid_argument{"margin is not positive"};
}

class Stretches {
public:
    Stretches(const RoadNetwork& network, const StreetGraph& graph, const NetworkDensity& density,
              const NetworkHotspotParams& params)
        : network_{network}, graph_{graph}, density_{density}, params_{params} {
        const Lixels& lixels = density.lixels;
        street_of_.reserve(lixels.size());
        for (StreetId s = 0; s < graph.ends.size(); ++s)
            street_of_.insert(street_of_.end(), lixels.count(s), s);
        for (Piece p = 0; p < lixels.size(); ++p) {
            if (value(p) > 0.0) sorted_.push_back(p);
        }
        std::ranges::sort(sorted_, [&](Piece a, Piece b) {
            return value(a) != value(b) ? value(a) > value(b) : a < b;
        });
    }

    [[nodiscard]] std::vector<NetworkHotspot> find() {
        find_peaks();
        space_out();
        if (sorted_.empty()) return {};
        const double total = total_mass(graph_, density_);
        double floor = params_.length_share ? level_of_length(*params_.length_share) : 0.0;
        if (params_.volume_share)
            floor = std::max(floor, level_of_volume(*params_.volume_share, total));
        std::vector<NetworkHotspot> found;
        std::vector<char> seen(street_of_.size(), char{0});
        for (std::uint32_t k = 0; k < peaks_.size(); ++k) {
            const double height = value(peaks_[k]);
            if (owner_[k] != k || height < floor) continue;
            NetworkHotspot h = grow(k, std::max(floor, params_.peak_share * height), seen);
            if (h.length < params_.min_length) continue;
            h.peak_per_km = height;
            h.hotspot.peak = middle_of(peaks_[k]);
            h.hotspot.mass_share = h.hotspot.mass / total;
            found.push_back(std::move(h));
        }
        std::ranges::stable_sort(found, std::greater{},
                                 [](const NetworkHotspot& h) { return h.hotspot.mass; });
        if (found.size() > params_.count) found.resize(params_.count);
        draw_outlines(found);
        return found;
    }

private:
    [[nodiscard]] double value(Piece p) const { return density_.per_km[p]; }
    [[nodiscard]] LixelSpan span_of(Piece p) const {
        const StreetId s = street_of_[p];
        return lixel_span(graph_, density_.lixels, s, p - density_.lixels.first[s]);
    }
    [[nodiscard]] Point middle_of(Piece p) const {
        return point_at(network_.line_of(street_of_[p]), Metres{span_of(p).middle()});
    }

    /// Along the street, and over a junction to the first piece of every street there.
    template <class Visit>
    void for_each_neighbour(Piece p, const Visit& visit) const {
        const StreetId s = street_of_[p];
        const Piece first = density_.lixels.first[s];
        const Piece last = density_.lixels.first[s + 1] - 1;
        if (p > first) visit(p - 1);
        if (p < last) visit(p + 1);
        const auto over = [&](Junction junction) {
            for (const StreetWay way : graph_.ways_from(junction)) {
                const StreetId other = way / 2;
                const Piece end = way % 2 == 0 ? density_.lixels.first[other]
                                               : density_.lixels.first[other + 1] - 1;
                if (end != p) visit(end);
            }
        };
        if (p == first) over(graph_.ends[s][0]);
        if (p == last) over(graph_.ends[s][1]);
    }

    void find_peaks() {
        peak_of_.assign(street_of_.size(), none);
        for (const Piece p : sorted_) {
            Piece best = none;
            for_each_neighbour(p, [&](Piece n) {
                if (peak_of_[n] == none) return;
                if (best == none || value(n) > value(best) || (value(n) == value(best) && n < best))
                    best = n;
            });
            if (best == none) {
                peak_of_[p] = static_cast<Piece>(peaks_.size());
                peaks_.push_back(p);
            } else {
                peak_of_[p] = peak_of_[best];
            }
        }
    }

    void space_out() {
        SpacedPeaks kept{params_.min_separation};
        for (std::uint32_t k = 0; k < peaks_.size(); ++k) {
            const Point at = middle_of(peaks_[k]);
            const auto near = kept.near(at);
            owner_.push_back(near.value_or(k));
            if (!near) kept.keep(at, k);
        }
    }

    /// The density that a piece needs to be among the densest share of the streets' length.
    [[nodiscard]] double level_of_length(double share) const {
        const double all = std::accumulate(graph_.length_m.begin(), graph_.length_m.end(), 0.0);
        double length = 0.0;
        double level = value(sorted_.front());
        for (const Piece p : sorted_) {
            length += span_of(p).length();
            if (length > share * all) break;
            level = value(p);
        }
        return level;
    }

    /// The density that a piece needs to be among the fewest that hold `share` of the mass.
    [[nodiscard]] double level_of_volume(double share, double all) const {
        double mass = 0.0;
        for (const Piece p : sorted_) {
            mass += value(p) * span_of(p).length() / 1000.0;
            if (mass >= share * all) return value(p);
        }
        return value(sorted_.back());
    }

    NetworkHotspot grow(std::uint32_t peak, double level, std::vector<char>& seen) const {
        NetworkHotspot h;
        std::vector<Piece> open{peaks_[peak]};
        std::vector<Piece> pieces;
        seen[open.front()] = 1;
        while (!open.empty()) {
            const Piece p = open.back();
            open.pop_back();
            pieces.push_back(p);
            for_each_neighbour(p, [&](Piece n) {
                if (seen[n] != 0 || peak_of_[n] == none || owner_[peak_of_[n]] != peak) return;
                if (value(n) < level) return;
                seen[n] = 1;
                open.push_back(n);
            });
        }
        std::ranges::sort(pieces);
        for (const Piece p : pieces) {
            const StreetId s = street_of_[p];
            const std::uint32_t j = p - density_.lixels.first[s];
            if (!h.parts.empty() && h.parts.back().street == s && h.parts.back().end == j)
                ++h.parts.back().end;
            else
                h.parts.push_back({s, j, j + 1});
            const double metres = span_of(p).length();
            h.length = h.length + Metres{metres};
            h.hotspot.mass += value(p) * metres / 1000.0;
        }
        return h;
    }

    void draw_outlines(std::vector<NetworkHotspot>& found) const {
        std::vector<LineGroup> groups;
        for (const NetworkHotspot& h : found) {
            LineGroup& lines = groups.emplace_back();
            for (const StretchPart& part : h.parts)
                lines.push_back(line_of(network_, graph_, density_.lixels, part));
        }
        std::vector<Polygon> outlines = outlines_around(groups, params_.margin);
        for (std::size_t i = 0; i < found.size(); ++i) {
            Hotspot& h = found[i].hotspot;
            h.id = static_cast<std::uint32_t>(i + 1);
            h.outline = std::move(outlines[i]);
            h.area = area(h.outline);
        }
    }

    const RoadNetwork& network_;
    const StreetGraph& graph_;
    const NetworkDensity& density_;
    const NetworkHotspotParams& params_;
    std::vector<StreetId> street_of_;   // per piece
    std::vector<Piece> sorted_;         // that hold anything, densest first
    std::vector<Piece> peak_of_;        // per piece: index into peaks_
    std::vector<Piece> peaks_;          // highest first
    std::vector<std::uint32_t> owner_;  // per peak the kept peak that it belongs to
};

}  // namespace

std::vector<NetworkHotspot> find_stretches(const RoadNetwork& network, const StreetGraph& graph,
                                           const NetworkDensity& density,
                                           const NetworkHotspotParams& params) {
    check(params);
    return Stretches{network, graph, density, params}.find();
}

Polyline line_of(const RoadNetwork& network, const StreetGraph& graph, const Lixels& lixels,
                 const StretchPart& part) {
    const double from = lixel_span(graph, lixels, part.street, part.first).from_m;
    const double to = lixel_span(graph, lixels, part.street, part.end - 1).to_m;
    return part_of(network.line_of(part.street), Metres{from}, Metres{to});
}

}  // namespace beatline
