// SPDX-License-Identifier: Apache-2.0
#include "geo/equal_split.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <oneapi/tbb/parallel_for.h>

#include "geo/events_by_street.hpp"
#include "geo/kernel_shape.hpp"
#include "geo/near_junctions.hpp"
#include "geo/step_stencil.hpp"

namespace beatline {

namespace {

constexpr std::uint32_t none = ~std::uint32_t{0};

/// Steps from the rim to the centre: more for kernels that are less smooth at the rim.
std::uint32_t steps_of(Kernel kernel) {
    switch (kernel) {
        case Kernel::quartic:
        case Kernel::triweight:
        case Kernel::gaussian:
            return 320;
        case Kernel::epanechnikov:
        case Kernel::triangular:
            return 512;
        case Kernel::uniform:
            return 1024;
    }
    return 320;
}

bool is_cubic(Kernel kernel) {
    return kernel != Kernel::triangular && kernel != Kernel::uniform;
}

/// What a way passes on at its end: `on` times what all ways from there feel, less `back` times
/// what the way back does.
struct Passing {
    double on{0.0};
    double back{0.0};
};

Passing passing_at(std::size_t degree, NetworkSpread spread) {
    const auto n = static_cast<double>(degree);
    if (spread == NetworkSpread::continuous) return {2.0 / n, 1.0};
    if (degree == 1) return {1.0, 0.0};  // turns back, lest weight be lost
    return {1.0 / (n - 1.0), 1.0 / (n - 1.0)};
}

/// A way that leaves a junction within reach of an event, and the row of what is felt there by who
/// comes back along it: step k stands at k modulo the row's length, a power of two.
struct LiveWay {
    StreetWay way{0};
    std::uint32_t back{none};  ///< the live way back; none when its end is out of reach
    std::uint32_t mask{0};
    std::size_t first{0};
    StepStencil stencil;  ///< the way's length
};

struct LiveJunction {
    std::uint32_t first_way{0}, end_way{0};
    Passing passing;
};

template <Kernel kernel>
class SplitDensity {
public:
    SplitDensity(const StreetGraph& graph, const EventsByStreet& events,
                 const NetworkDensityParams& params)
        : graph_{graph},
          events_{events},
          params_{params},
          scale_{params.bandwidth},
          reach_{support_radius(kernel, params.bandwidth).value},
          steps_{steps_of(kernel)},
          step_m_{reach_ / steps_} {
        find_live();
        sort_by_tightness();
    }

    /// False when cancelled.
    [[nodiscard]] bool march() {
        for (std::uint32_t end = steps_; end > 0; end -= block) {
            if (params_.cancelled && params_.cancelled()) return false;
            const std::uint32_t k = end - block;
            for_each(loose_.size(), [&](std::size_t i) { settle<block>(loose_[i], k); });
            for (std::uint32_t one = end; one-- > k && !tight_.empty();) {
                for_each(tight_.size(), [&](std::size_t i) { settle<1>(tight_[i], one); });
                settle_short_ways(one);
            }
        }
        return true;
    }

    void add_to(NetworkDensity& density) const {
        const double factor = 1000.0 * line_kernel_peak(kernel, params_.bandwidth);
        for_each(graph_.ends.size(), [&](std::size_t s) {
            const auto street = static_cast<StreetId>(s);
            double* out = density.per_km.data() + density.lixels.first[s];
            for (std::uint32_t j = 0; j < density.lixels.count(street); ++j) {
                const double at = lixel_span(graph_, density.lixels, street, j).middle();
                double sum = 0.0;
                for (const StreetEvent& e : events_.on(street)) {
                    const double d = at - e.along_m;
                    sum += e.weight * kernel_shape<kernel>(d * d, scale_);
                }
                sum += felt_over(2 * street, at) +
                       felt_over(2 * street + 1, graph_.length_m[street] - at);
                if (params_.spread == NetworkSpread::split) sum = std::max(sum, 0.0);
                out[j] += factor * sum;
            }
        });
    }

private:
    /// Steps that are made at once where every street is longer.
    static constexpr std::uint32_t block = 8;

    template <class Visit>
    static void for_each(std::size_t count, const Visit& visit) {
        tbb::parallel_for(tbb::blocked_range<std::size_t>{0, count, 1024}, [&](const auto& range) {
            for (std::size_t i = range.begin(); i < range.end(); ++i) visit(i);
        });
    }

    void find_live() {
        const std::vector<double> metres =
            distances_to(graph_, events_.ends(graph_), Metres{reach_});
        live_.assign(2 * graph_.ends.size(), none);
        std::size_t values = 0;
        for (Junction v = 0; v < graph_.junctions.size(); ++v) {
            if (metres[v] >= reach_) continue;
            LiveJunction& junction = junctions_.emplace_back();
            junction.first_way = static_cast<std::uint32_t>(ways_.size());
            junction.passing = passing_at(graph_.degree(v), params_.spread);
            for (const StreetWay way : graph_.ways_from(v)) {
                live_[way] = static_cast<std::uint32_t>(ways_.size());
                const double steps = std::min(graph_.length_m[way / 2] / step_m_, steps_ + 8.0);
                const auto size = std::bit_ceil(static_cast<std::uint32_t>(steps) +
                                                StepStencil::taps + block + 1);
                ways_.push_back({way, none, size - 1, values, stencil_at(steps, is_cubic(kernel))});
                values += size;
            }
            junction.end_way = static_cast<std::uint32_t>(ways_.size());
        }
        for (LiveWay& w : ways_) w.back = live_[w.way ^ 1U];
        rows_.assign(values, 0.0);
        felt_.assign(ways_.size(), 0.0);
    }

    /// A street shorter than a block makes both its junctions tight, so loose ones look back on
    /// what earlier blocks have left.
    void sort_by_tightness() {
        for (std::uint32_t v = 0; v < junctions_.size(); ++v) {
            const auto [first, end, passing] = junctions_[v];
            std::uint32_t least = block;
            bool has_short = false;
            for (std::uint32_t i = first; i < end; ++i) {
                if (ways_[i].back == none) continue;
                least = std::min(least, ways_[i].stencil.base);
                if (ways_[i].stencil.base > 0) continue;
                short_ways_.push_back({i, v, 0});
                has_short = true;
            }
            (least < block ? tight_ : loose_).push_back(v);
            if (has_short) short_junctions_.push_back(v);
        }
        sums_.assign(junctions_.size(), 0.0);
        for (ShortWay& s : short_ways_) {
            const auto head = std::ranges::upper_bound(junctions_, ways_[s.way].back, {},
                                                       &LiveJunction::first_way);
            s.head = static_cast<std::uint32_t>(head - junctions_.begin()) - 1;
        }
    }

    /// What all ways from a junction feel at the steps from k on, and so each who comes to it.
    template <std::uint32_t count>
    void settle(std::uint32_t v, std::uint32_t k) {
        const LiveJunction& junction = junctions_[v];
        std::array<double, count> all{};
        for (std::uint32_t i = junction.first_way; i < junction.end_way; ++i) {
            const LiveWay& w = ways_[i];
            std::array<double, count> felt{};
            add_own(w.way, k, felt);
            if (w.back != none && k + w.stencil.base < steps_) add_beyond(w, k, felt);
            double* row = rows_.data() + w.first + (k & w.mask);  // blocks do not wrap
            for (std::uint32_t n = 0; n < count; ++n) {
                row[n] = felt[n];
                all[n] += felt[n];
            }
        }
        for (std::uint32_t i = junction.first_way; i < junction.end_way; ++i) {
            double* row = rows_.data() + ways_[i].first + (k & ways_[i].mask);
            felt_[i] = row[0];
            for (std::uint32_t n = 0; n < count; ++n)
                row[n] = junction.passing.on * all[n] - junction.passing.back * row[n];
        }
        sums_[v] = all[0];
    }

    /// The events on the way itself.
    template <std::size_t count>
    void add_own(StreetWay way, std::uint32_t k, std::array<double, count>& felt) const {
        const double length = graph_.length_m[way / 2];
        for (const StreetEvent& e : events_.on(way / 2)) {
            const double from = way % 2 == 0 ? e.along_m : length - e.along_m;
            for (std::uint32_t n = 0; n < count; ++n) {
                const double d = from + (k + n) * step_m_;
                felt[n] += e.weight * kernel_shape<kernel>(d * d, scale_);
            }
        }
    }

    /// What lies beyond its end: for a way shorter than a step, as far as it is known yet.
    template <std::size_t count>
    void add_beyond(const LiveWay& w, std::uint32_t k, std::array<double, count>& felt) const {
        constexpr std::size_t width = count + StepStencil::taps - 1;
        const LiveWay& back = ways_[w.back];
        const double* row = rows_.data() + back.first;
        std::array<double, width> seen;
        for (std::uint32_t n = 0; n < width; ++n)
            seen[n] = row[(k + w.stencil.base + n) & back.mask];
        if (w.stencil.base == 0) seen[0] = 0.0;
        for (std::uint32_t n = 0; n < count; ++n) {
            for (std::uint32_t i = 0; i < StepStencil::taps; ++i)
                felt[n] += w.stencil.weight[i] * seen[n + i];
        }
    }

    /// Ways shorter than a step depend on one another at the same step: by Gauss and Seidel, until
    /// nothing moves. They pass less on with each round, as longer ways leave their junctions.
    void settle_short_ways(std::uint32_t k) {
        constexpr int most_rounds = 1000;
        constexpr double enough = 1e-12;
        known_.clear();
        for (const ShortWay& s : short_ways_) known_.push_back(felt_[s.way]);
        for (int round = 0; round < most_rounds; ++round) {
            double moved = 0.0;
            double largest = 0.0;
            for (std::size_t n = 0; n < short_ways_.size(); ++n) {
                const auto [way, tail, head] = short_ways_[n];
                const Passing& passing = junctions_[head].passing;
                const double beyond =
                    passing.on * sums_[head] - passing.back * felt_[ways_[way].back];
                const double change =
                    known_[n] + ways_[way].stencil.weight[0] * beyond - felt_[way];
                felt_[way] += change;
                sums_[tail] += change;
                moved = std::max(moved, std::abs(change));
                largest = std::max(largest, std::abs(felt_[way]));
            }
            if (moved <= enough * largest) break;
        }
        for (const std::uint32_t v : short_junctions_) {
            const LiveJunction& junction = junctions_[v];
            for (std::uint32_t i = junction.first_way; i < junction.end_way; ++i)
                rows_[ways_[i].first + (k & ways_[i].mask)] =
                    junction.passing.on * sums_[v] - junction.passing.back * felt_[i];
        }
    }

    /// What is felt `x` metres from the tail of `way`, on its street, from beyond that tail.
    [[nodiscard]] double felt_over(StreetWay way, double x) const {
        if (live_[way] == none || x >= reach_) return 0.0;
        const StepStencil s = stencil_at(x / step_m_, is_cubic(kernel));
        const LiveWay& w = ways_[live_[way]];
        double sum = 0.0;
        for (std::uint32_t i = 0; i < StepStencil::taps; ++i)
            sum += s.weight[i] * rows_[w.first + ((s.base + i) & w.mask)];
        return sum;
    }

    struct ShortWay {
        std::uint32_t way;         // live way
        std::uint32_t tail, head;  // live junctions
    };

    const StreetGraph& graph_;
    const EventsByStreet& events_;
    const NetworkDensityParams& params_;
    KernelScale scale_;
    double reach_;
    std::uint32_t steps_;
    double step_m_;
    std::vector<std::uint32_t> live_;  // per way of the graph
    std::vector<LiveWay> ways_;        // junction after junction
    std::vector<LiveJunction> junctions_;
    std::vector<std::uint32_t> loose_, tight_;  // live junctions
    std::vector<ShortWay> short_ways_;          // shorter than a step
    std::vector<std::uint32_t> short_junctions_;
    std::vector<double> rows_;
    std::vector<double>
        felt_;  // per live way and live junction, at the lowest step that is settled
    std::vector<double> sums_;
    std::vector<double> known_;
};

}  // namespace

void add_split_density(const StreetGraph& graph, std::span<const StreetEvent> events,
                       const NetworkDensityParams& params, NetworkDensity& density) {
    const EventsByStreet by_street{graph, events};
    for_kernel(params.kernel, [&](auto kernel) {
        SplitDensity<kernel.value> split{graph, by_street, params};
        if (split.march()) split.add_to(density);
    });
}

}  // namespace beatline
