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
        return grow_patch(scores_->spec, static_cast<std::uint32_t>(start),
                          [this](std::uint32_t cell) { return take(cell); });
    }

    const DensityGrid* scores_;
    double level_;
    std::vector<bool> seen_;
};

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
