// A test of all cells of a map at once: against the largest score that chance reaches anywhere.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace beatline {

/// The maximum test (Westfall & Young 1993, Resampling-Based Multiple Testing): with no difference
/// anywhere, the chance that any cell is said to have one is at most the level asked for, and so is
/// the false discovery rate.
struct MapTest {
    std::vector<double> highest, lowest;  ///< score of each replicate, anywhere on the map

    [[nodiscard]] std::size_t replicates() const { return highest.size(); }
    /// Of one replicate, either way.
    [[nodiscard]] double largest(std::size_t i) const { return std::max(highest[i], -lowest[i]); }

    /// The share of replicates, this map counted in, that have a score at least so far from 0: in
    /// (0, 1]; 1 without replicates.
    [[nodiscard]] double p_of(double score) const {
        std::size_t as_large = 1;
        for (std::size_t i = 0; i < replicates(); ++i)
            as_large += largest(i) >= std::abs(score) ? 1 : 0;
        return static_cast<double>(as_large) / static_cast<double>(replicates() + 1);
    }

    /// The least |score| whose p_of is at most `level`; infinite when no score can have one.
    [[nodiscard]] double threshold(double level) const {
        std::vector<double> falling;
        for (std::size_t i = 0; i < replicates(); ++i) falling.push_back(largest(i));
        std::sort(falling.rbegin(), falling.rend());
        // So many replicates may reach it: (1 + n) / (1 + R) <= level.
        const double most = level * static_cast<double>(replicates() + 1) - 1.0 + 1e-9;
        if (!(most >= 0.0)) return std::numeric_limits<double>::infinity();
        const auto n = static_cast<std::size_t>(most);
        if (n >= falling.size()) return 0.0;
        return std::nextafter(falling[n], std::numeric_limits<double>::infinity());
    }
};

}  // namespace beatline
