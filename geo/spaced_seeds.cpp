// SPDX-License-Identifier: Apache-2.0
#include "geo/spaced_seeds.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "geo/cell_disc.hpp"
#include "geo/random_stream.hpp"

namespace beatline {

NearSeeds::NearSeeds(std::span<const std::uint32_t> cells, const GridSpec& spec, Metres apart) {
    const CellDisc disc{apart, spec.cell};
    const auto cols = static_cast<std::int64_t>(spec.cols);
    const auto rows = static_cast<std::int64_t>(spec.rows);
    std::vector<std::uint32_t> row_first(spec.rows + 1, 0);  // each row's first seed
    for (const std::uint32_t cell : cells) ++row_first[cell / spec.cols + 1];
    std::partial_sum(row_first.begin(), row_first.end(), row_first.begin());
    const auto index_of = [&](std::int64_t row, std::int64_t col) {
        const auto begin = cells.begin() + row_first[static_cast<std::size_t>(row)];
        const auto end = cells.begin() + row_first[static_cast<std::size_t>(row) + 1];
        const auto at = std::lower_bound(begin, end, static_cast<std::uint32_t>(row * cols + col));
        return static_cast<std::uint32_t>(at - cells.begin());
    };
    begin_.reserve(cells.size() + 1);
    begin_.push_back(0);
    for (const std::uint32_t cell : cells) {
        const std::int64_t row = cell / cols;
        const std::int64_t col = cell % cols;
        for (std::int64_t dr = -disc.reach; dr <= disc.reach; ++dr) {
            if (row + dr < 0 || row + dr >= rows) continue;
            const std::int64_t half = disc.half_width[static_cast<std::size_t>(dr + disc.reach)];
            const Run run{index_of(row + dr, std::max<std::int64_t>(col - half, 0)),
                          index_of(row + dr, std::min(col + half, cols - 1) + 1)};
            if (run.first < run.last) runs_.push_back(run);
        }
        begin_.push_back(runs_.size());
    }
}

std::size_t NearSeeds::pair_count() const {
    std::size_t pairs = 0;
    for (const Run run : runs_) pairs += run.last - run.first;
    return pairs;
}

namespace {

/// A packing that knows, for every seed, what stands in its way.
class Packing {
public:
    Packing(const Seeds& seeds, const NearSeeds& near)
        : seeds_{seeds}, near_{near}, in_way_(seeds.cells.size()), chosen_(seeds.cells.size()) {}

    [[nodiscard]] double gain(std::uint32_t seed) const {
        return chosen_[seed] != 0 ? 0.0 : seeds_.worth[seed] - in_way_[seed];
    }
    [[nodiscard]] bool has(std::uint32_t seed) const { return chosen_[seed] != 0; }

    /// Puts a seed in, and takes out what is closer than the separation.
    void force(std::uint32_t seed) {
        std::vector<std::uint32_t> out;
        near_.for_each(seed, [&](std::uint32_t other) {
            if (chosen_[other] != 0) out.push_back(other);
        });
        for (const std::uint32_t other : out) set(other, 0);
        set(seed, 1);
    }
    void set(std::uint32_t seed, char chosen) {
        if (chosen_[seed] == chosen) return;
        chosen_[seed] = chosen;
        const double w = chosen != 0 ? seeds_.worth[seed] : -seeds_.worth[seed];
        near_.for_each(seed, [&](std::uint32_t other) { in_way_[other] += w; });
        log_.push_back(seed);
    }
    /// Everything set so far is for good.
    void keep() { log_.clear(); }
    /// Takes back what was set since.
    void undo() {
        const std::vector<std::uint32_t> made = std::move(log_);
        for (std::size_t i = made.size(); i-- > 0;)
            set(made[i], chosen_[made[i]] != 0 ? char{0} : char{1});
        log_.clear();
    }
    [[nodiscard]] std::span<const std::uint32_t> log() const { return log_; }

private:
    const Seeds& seeds_;
    const NearSeeds& near_;
    std::vector<double> in_way_;  // the worth of the chosen seeds too close to this one
    std::vector<char> chosen_;
    std::vector<std::uint32_t> log_;
};

}  // namespace

std::vector<std::uint32_t> pack_seeds(const Seeds& seeds, const NearSeeds& near, std::size_t kicks,
                                      std::uint64_t rng_seed) {
    std::vector<std::uint32_t> order;
    double largest = 0.0;
    for (std::uint32_t i = 0; i < seeds.cells.size(); ++i) {
        if (seeds.worth[i] > 0.0) order.push_back(i);
        largest = std::max(largest, seeds.worth[i]);
    }
    if (order.empty()) return {};
    std::ranges::stable_sort(
        order, [&](std::uint32_t a, std::uint32_t b) { return seeds.worth[a] > seeds.worth[b]; });
    const double least_gain = 1e-9 * largest;  // above what sums of worths lose to rounding
    Packing packing{seeds, near};
    for (bool moved = true; moved;) {
        moved = false;
        for (const std::uint32_t seed : order) {
            if (packing.gain(seed) <= least_gain) continue;
            packing.force(seed);
            moved = true;
        }
    }
    packing.keep();
    for (std::size_t k = 0; k < kicks; ++k) {
        // Those worth more are tried more often: two draws, the better rank.
        const std::uint64_t a =
            RandomStream{rng_seed ^ RandomStream{2 * k}.next()}.next() % order.size();
        const std::uint64_t b =
            RandomStream{rng_seed ^ RandomStream{2 * k + 1}.next()}.next() % order.size();
        const std::uint32_t kick = order[std::min(a, b)];
        if (packing.has(kick)) continue;
        double change = packing.gain(kick);
        packing.force(kick);
        // Mend where the ground has changed: beside all that went or came.
        for (int pass = 0; pass < 8; ++pass) {
            std::uint32_t best = 0;
            double best_gain = least_gain;
            const std::vector<std::uint32_t> touched{packing.log().begin(), packing.log().end()};
            for (const std::uint32_t at : touched) {
                near.for_each(at, [&](std::uint32_t seed) {
                    if (seeds.worth[seed] <= 0.0) return;
                    const double g = packing.gain(seed);
                    if (g > best_gain || (g == best_gain && g > least_gain && seed < best)) {
                        best = seed;
                        best_gain = g;
                    }
                });
            }
            if (best_gain <= least_gain) break;
            change += best_gain;
            packing.force(best);
        }
        if (change <= least_gain) packing.undo();
        packing.keep();
    }
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t i = 0; i < seeds.cells.size(); ++i)
        if (packing.has(i)) chosen.push_back(i);
    return chosen;
}

}  // namespace beatline
