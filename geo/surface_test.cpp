// SPDX-License-Identifier: Apache-2.0
#include "geo/surface_test.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "geo/adaptive_density.hpp"
#include "geo/cells_inside.hpp"
#include "geo/peak_scan.hpp"

namespace beatline {

double peak_score(double observed, double expected) {
    constexpr double least_expected = 0.05;
    const double m = std::max(expected, least_expected);
    if (observed <= 0.0) return -std::sqrt(2.0 * m);
    const double twice = 2.0 * (observed * std::log(observed / m) - observed + m);
    return std::copysign(std::sqrt(std::max(twice, 0.0)), observed - m);
}

namespace {

/// Surfaces of events on one grid, and what is expected of them.
class TestGround {
public:
    TestGround(const GridSpec& spec, const MultiPolygon& area, const SurfaceTestRules& rules)
        : spec_{spec}, area_{area}, rules_{rules} {
        const bool divides = rules.surface.edge == EdgeCorrection::uniform;
        if (divides || !area.empty()) {
            factors_ = {spec, std::vector<float>(spec.size(), 1.0F)};
            mask_outside(factors_, area);
            if (divides) correct_uniform(factors_, area, rules.surface.density);
        }
    }

    /// The peaks of the surface of `points`, from the north down, and the surface if it is wanted.
    void scan(std::vector<WeightedPoint> points, const PeakScan::TakePeak& take,
              DensityGrid* surface = nullptr) const {
        PeakScan peaks{spec_.cols, take};
        std::vector<float> row(spec_.cols);
        const auto take_row = [&](std::size_t r, std::span<const float> values) {
            values = inside(r, values, row);
            peaks.add_row(r, values);
            if (surface != nullptr)
                std::ranges::copy(
                    values, surface->values.begin() + static_cast<std::ptrdiff_t>(r * spec_.cols));
        };
        if (rules_.surface.adaptive) {
            const DensityGrid grid = adaptive(std::move(points));
            for (std::size_t r = spec_.rows; r > 0; --r)
                take_row(r - 1, std::span{grid.values}.subspan((r - 1) * spec_.cols, spec_.cols));
        } else {
            stream_density(corrected(std::move(points)), spec_, rules_.surface.density,
                           [&](const DensityStrip& strip) {
                               for (std::size_t r = strip.rows; r > 0; --r)
                                   take_row(strip.first_row + r - 1,
                                            strip.values.subspan((r - 1) * spec_.cols, spec_.cols));
                           });
        }
        peaks.finish();
    }

    /// With the bandwidth asked for also where it adapts: what counts is that it is always the
    /// same.
    [[nodiscard]] DensityGrid expected(const NullModel& chance, double weight) const {
        const DensityParams& params = rules_.surface.density;
        std::vector<WeightedPoint> spread = chance.spread(
            Metres{std::max(standard_deviation(params.kernel, params.bandwidth).value / 4.0,
                            spec_.cell.value / 2.0)},
            params.cancelled);
        for (WeightedPoint& p : spread) p.weight *= weight;
        DensityGrid grid = estimate_density(corrected(std::move(spread)), spec_, params);
        if (factors_.values.empty()) return grid;
        for (std::size_t i = 0; i < grid.values.size(); ++i) grid.values[i] *= factors_.values[i];
        return grid;
    }

private:
    [[nodiscard]] std::vector<WeightedPoint> corrected(std::vector<WeightedPoint> points) const {
        if (rules_.surface.edge != EdgeCorrection::diggle) return points;
        const DensityParams& params = rules_.surface.density;
        return without_bandwidth(diggle_weights(with_bandwidth(std::move(points), params.bandwidth),
                                                area_, params.kernel));
    }

    [[nodiscard]] DensityGrid adaptive(std::vector<WeightedPoint> points) const {
        const DensityParams& params = rules_.surface.density;
        std::vector<KernelPoint> kernels = with_bandwidths(
            std::move(points), params, rules_.least_bandwidth, true, rules_.surface.nearest);
        if (rules_.surface.edge == EdgeCorrection::diggle)
            kernels = diggle_weights(std::move(kernels), area_, params.kernel);
        return estimate_adaptive_density(std::move(kernels), spec_, params);
    }

    /// The row as it counts: divided by the kernel's mass where that is asked for, outside the area
    /// below zero.
    [[nodiscard]] std::span<const float> inside(std::size_t r, std::span<const float> values,
                                                std::vector<float>& row) const {
        if (factors_.values.empty()) return values;
        const float* const factor = factors_.values.data() + r * spec_.cols;
        for (std::size_t c = 0; c < spec_.cols; ++c) {
            const float f = factor[c];
            row[c] = f == f ? values[c] * f : -1.0F;
        }
        return row;
    }

    const GridSpec& spec_;
    const MultiPolygon& area_;
    const SurfaceTestRules& rules_;
    DensityGrid factors_;  // NaN outside the area; empty: 1 everywhere
};

/// How many events make chance's level where `expected` of them are to be expected.
double count_for(double score, double expected) {
    double low = expected;
    double high = expected + 1.0;
    while (peak_score(high, expected) < score) high *= 2.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2.0;
        (peak_score(middle, expected) < score ? low : high) = middle;
    }
    return high;
}

/// The mean over the cells of the study area.
double mean_of(const DensityGrid& grid) {
    double sum = 0.0;
    std::size_t cells = 0;
    for (const float v : grid.values) {
        if (std::isnan(v)) continue;
        sum += v;
        ++cells;
    }
    return cells == 0 ? 0.0 : sum / static_cast<double>(cells);
}

}  // namespace

std::optional<TestedPeak> SurfaceTest::highest_in(const Polygon& outline) const {
    std::optional<TestedPeak> best;
    for_each_cell_in(outline, observed.spec, [&](std::size_t cell) {
        const double height = observed.values[cell];
        if (height < 0.0) return;
        const double chance = expected.values[cell];
        const double score = peak_score(height / one_event, chance / one_event);
        if (best && score <= best->score) return;
        const GridSpec& spec = observed.spec;
        best =
            TestedPeak{spec.centre(cell / spec.cols, cell % spec.cols), height, chance, score, {}};
    });
    if (best) best->verdict = places.judge(best->score);
    return best;
}

SurfaceTest test_surface(std::span<const WeightedPoint> events, const GridSpec& spec,
                         const MultiPolygon& area, const NullModel& chance,
                         const SurfaceTestRules& rules) {
    if (rules.surface.edge != EdgeCorrection::none && area.empty())
        throw std::invalid_argument{"an edge correction needs an area"};
    if (rules.surface.edge == EdgeCorrection::uniform && rules.surface.adaptive)
        throw std::invalid_argument{"uniform edge correction of adaptive bandwidths"};
    double weight = 0.0;
    double squares = 0.0;
    for (const WeightedPoint& e : events) {
        weight += e.weight;
        squares += e.weight * e.weight;
    }
    if (!(weight > 0.0)) throw std::invalid_argument{"events without weight"};
    const DensityParams& density = rules.surface.density;
    const TestGround ground{spec, area, rules};
    DensityGrid expected = ground.expected(chance, weight);

    const double one_event =
        squares / weight * roughness(density.kernel, density.bandwidth) * m2_per_km2;
    const auto score_at = [&](std::size_t row, std::size_t col, float height) {
        return peak_score(height / one_event, expected.at(row, col) / one_event);
    };

    const auto stopped = [&] { return density.cancelled != nullptr && density.cancelled(); };
    const RandomStream random{rules.seed};
    NullScores scores = simulate_null(
        rules.replicates,
        [&](std::size_t number, ScoreCounts& counts) {
            if (stopped()) return;
            std::vector<Point> places(events.size());
            chance.draw(random.branch(number), places);
            std::vector<WeightedPoint> points;
            points.reserve(events.size());
            for (std::size_t i = 0; i < places.size(); ++i)
                points.push_back({places[i], events[i].weight});
            places = {};
            ground.scan(std::move(points), [&](std::size_t row, std::size_t col, float height) {
                counts.add(score_at(row, col, height));
            });
        },
        density.cancelled);

    DensityGrid observed{spec, std::vector<float>(spec.size(), 0.0F)};
    std::vector<TestedPeak> peaks;
    std::vector<double> heights;
    if (!stopped()) {
        ground.scan(
            {events.begin(), events.end()},
            [&](std::size_t row, std::size_t col, float height) {
                const double score = score_at(row, col, height);
                peaks.push_back({spec.centre(row, col), height, expected.at(row, col), score, {}});
                heights.push_back(score);
            },
            &observed);
    }
    if (stopped()) {  // nothing is judged by half the simulations
        peaks.clear();
        heights.clear();
    }
    const double mean = mean_of(expected) / one_event;
    SurfaceTest test{PlaceTest{std::move(scores), heights, rules.level},
                     std::move(observed),
                     std::move(expected),
                     std::move(peaks),
                     one_event,
                     0.0,
                     mean};
    for (TestedPeak& peak : test.peaks) peak.verdict = test.places.judge(peak.score);
    test.events_needed = count_for(test.places.chance_reaches(), mean);
    return test;
}

}  // namespace beatline
