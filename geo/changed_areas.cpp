// SPDX-License-Identifier: Apache-2.0
#include "geo/changed_areas.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

#include "geo/outline.hpp"

namespace beatline {

namespace {

/// Cells of at least a level, found patch by patch.
class PatchFinder {
public:
    PatchFinder(const DensityGrid& scores, double level)
        : scores_{&scores}, level_{level}, seen_(scores.values.size(), false) {}

    /// In the order of their first cells.
    std::vector<Patch> patches() {
        std::vector<Patch> found;
        for (std::size_t start = 0; start < scores_->values.size(); ++start) {
            if (take(start)) found.push_back(grown_from(start));
        }
        return found;
    }

private:
    /// Whether the cell is high enough (NaN is not) and was not taken before.
    bool take(std::size_t cell) {
        if (seen_[cell] || !(static_cast<double>(scores_->values[cell]) >= level_)) return false;
        seen_[cell] = true;
        return true;
    }

    Patch grown_from(std::size_t start) {
        const std::size_t rows = scores_->spec.rows;
        const std::size_t cols = scores_->spec.cols;
        Patch patch{rows, 0, cols, 0, {}};
        std::vector<std::size_t> open{start};
        while (!open.empty()) {
            const std::size_t cell = open.back();
            open.pop_back();
            patch.cells.push_back(static_cast<std::uint32_t>(cell));
            const std::size_t row = cell / cols;
            const std::size_t col = cell % cols;
            patch.first_row = std::min(patch.first_row, row);
            patch.last_row = std::max(patch.last_row, row);
            patch.first_col = std::min(patch.first_col, col);
            patch.last_col = std::max(patch.last_col, col);
            if (row > 0 && take(cell - cols)) open.push_back(cell - cols);
            if (col > 0 && take(cell - 1)) open.push_back(cell - 1);
            if (col + 1 < cols && take(cell + 1)) open.push_back(cell + 1);
            if (row + 1 < rows && take(cell + cols)) open.push_back(cell + cols);
        }
        std::ranges::sort(patch.cells);
        return patch;
    }

    const DensityGrid* scores_;
    double level_;
    std::vector<bool> seen_;
};

double mass_of(const DensityGrid& density, std::span<const std::uint32_t> cells) {
    const double cell_km2 = density.spec.cell.value * density.spec.cell.value / m2_per_km2;
    double sum = 0.0;
    for (const std::uint32_t cell : cells) sum += static_cast<double>(density.values[cell]);
    return sum * cell_km2;
}

}  // namespace

std::vector<ChangedArea> changed_areas(const TwoSamples& samples, double level,
                                       SquareMetres least_area) {
    if (!(level > 0.0 && level < 1.0)) throw std::invalid_argument{"a level lies in (0, 1)"};
    const double threshold = samples.chance.threshold(level);
    std::vector<ChangedArea> areas;
    if (!std::isfinite(threshold)) return areas;
    const double cell_m2 = samples.z.spec.cell.value * samples.z.spec.cell.value;
    for (const double sign : {1.0, -1.0}) {
        DensityGrid scores = samples.z;
        for (float& z : scores.values) z = static_cast<float>(sign * static_cast<double>(z));
        for (const Patch& patch : PatchFinder{scores, std::max(threshold, 1e-6)}.patches()) {
            if (static_cast<double>(patch.cells.size()) * cell_m2 < least_area.value) continue;
            const std::uint32_t peak = *std::ranges::max_element(
                patch.cells, {}, [&](std::uint32_t cell) { return scores.values[cell]; });
            ChangedArea& a = areas.emplace_back();
            a.outline = outline_of(patch, scores, threshold);
            a.peak = scores.spec.centre(peak / scores.spec.cols, peak % scores.spec.cols);
            a.area = area(a.outline);
            a.before = mass_of(samples.first, patch.cells);
            a.after = mass_of(samples.second, patch.cells);
            a.peak_z = static_cast<double>(samples.z.values[peak]);
            a.p_value = samples.chance.p_of(a.peak_z);
        }
    }
    std::ranges::stable_sort(areas, std::greater{},
                             [](const ChangedArea& a) { return std::abs(a.after - a.before); });
    for (std::size_t i = 0; i < areas.size(); ++i) areas[i].id = static_cast<std::uint32_t>(i + 1);
    return areas;
}

}  // namespace beatline
