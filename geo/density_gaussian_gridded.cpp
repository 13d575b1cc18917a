// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/density_gaussian.hpp"
#include "geo/node_spreading.hpp"

namespace beatline {

namespace {

constexpr long before = long{spread_width} / 2 - 1;  // nodes that interpolation needs on the west
constexpr long behind = long{spread_width} / 2;      // and on the east of the node before a cell
constexpr double least_deviation = 2.0;              // nodes, for the error that the header states
constexpr std::size_t lanes = 64;                    // columns that are added up side by side

/// Where the nodes lie: node (0, 0) on the centre of cell (0, 0) of the whole grid, one every
/// `stride` cells, or `per_cell` in each.
struct Nodes {
    std::size_t stride{1};
    std::size_t per_cell{1};  ///< 2 only where stride is 1
    double spacing{1.0};      ///< m
    std::vector<double> taps;

    [[nodiscard]] bool interpolated() const { return stride > 1; }
    [[nodiscard]] long reach() const { return static_cast<long>(taps.size()) - 1; }
    /// Even with two nodes a cell, so that the first node belongs to a cell's centre.
    [[nodiscard]] long reach_across() const { return reach() + reach() % 2 * (per_cell == 2); }
    /// Smoothed nodes that the cells [first, first + cells) need along an axis.
    [[nodiscard]] long first_for(std::size_t first) const {
        return interpolated() ? static_cast<long>(first / stride) - before
                              : static_cast<long>(first * per_cell);
    }
    [[nodiscard]] std::size_t count_for(std::size_t first, std::size_t cells) const {
        return interpolated() ? (first + cells - 1) / stride - first / stride + 1 + before + behind
                              : (cells - 1) * per_cell + 1;
    }
};

Nodes nodes_for(Metres cell, Metres deviation) {
    constexpr double rounding = 1.0 + 1e-12;
    const double most = deviation / cell / least_deviation * rounding;
    Nodes nodes;
    if (most < 1.0) {
        nodes.per_cell = 2;
    } else {
        nodes.stride = static_cast<std::size_t>(most);
    }
    nodes.spacing =
        cell.value * static_cast<double>(nodes.stride) / static_cast<double>(nodes.per_cell);
    nodes.taps = gaussian_taps(deviation.value / nodes.spacing, nodes.interpolated() ? 2 : 1);
    return nodes;
}

using Lanes = std::array<float, lanes>;

/// A filter's weight on two values, given by where they lie from the one in the middle.
struct TapPair {
    float weight;
    std::ptrdiff_t low;
    std::ptrdiff_t high;
};

/// The filter on values that lie `step` apart.
std::vector<TapPair> tap_pairs(std::span<const double> taps, std::ptrdiff_t step) {
    std::vector<TapPair> pairs{{static_cast<float>(taps[0]), 0, 0}};
    for (std::size_t t = 1; t < taps.size(); ++t) {
        const std::ptrdiff_t away = static_cast<std::ptrdiff_t>(t) * step;
        pairs.push_back({static_cast<float>(taps[t]), -away, away});
    }
    return pairs;
}

/// The filter for every second value, where the values between lie `odd` behind those they follow.
std::vector<TapPair> tap_pairs_by_twos(std::span<const double> taps, std::ptrdiff_t odd) {
    std::vector<TapPair> pairs = tap_pairs(taps, 1);
    for (TapPair& pair : pairs) {
        const std::ptrdiff_t t = pair.high;
        pair.high = t % 2 == 0 ? t / 2 : odd + (t - 1) / 2;
        pair.low = t % 2 == 0 ? -t / 2 : odd - (t + 1) / 2;
    }
    return pairs;
}

/// out[c] = the middle tap * line[c] + each other tap * (line[c + low] + line[c + high]).
void smooth(const float* line, std::span<const TapPair> taps, std::span<float> out) {
    Lanes sums;
    for (std::size_t begin = 0; begin < out.size(); begin += lanes) {
        const float* const centre = line + begin;
        const std::size_t n = std::min(lanes, out.size() - begin);
        for (std::size_t c = 0; c < n; ++c) sums[c] = taps[0].weight * centre[c];
        for (const TapPair& tap : taps.subspan(1)) {
            const float* const low = centre + tap.low;
            const float* const high = centre + tap.high;
            if (n == lanes) {  // a length that the compiler knows
                for (std::size_t c = 0; c < lanes; ++c) sums[c] += tap.weight * (low[c] + high[c]);
            } else {
                for (std::size_t c = 0; c < n; ++c) sums[c] += tap.weight * (low[c] + high[c]);
            }
        }
        std::copy_n(sums.begin(), n, out.begin() + static_cast<std::ptrdiff_t>(begin));
    }
}

struct Plane {
    std::size_t rows{0};
    std::size_t cols{0};
    std::vector<float> values;

    Plane(std::size_t height, std::size_t width)
        : rows{height}, cols{width}, values(height * width) {}
    [[nodiscard]] std::span<float> row(std::size_t r) {
        return std::span{values}.subspan(r * cols, cols);
    }
};

/// Cells [first, first + count) of the grid's rows.
struct Rows {
    std::size_t first;
    std::size_t count;
};

/// One row of spread weights smoothed: at every node, or with two nodes a cell at every second.
class RowSmoother {
public:
    explicit RowSmoother(const Nodes& nodes, std::size_t cols)
        : per_cell_{nodes.per_cell}, cols_{cols}, line_(cols) {
        odd_ = static_cast<std::ptrdiff_t>((cols + 1) / 2);
        taps_ = per_cell_ == 1 ? tap_pairs(nodes.taps, 1) : tap_pairs_by_twos(nodes.taps, odd_);
        centre_ = static_cast<std::size_t>(nodes.reach_across());
    }

    void operator()(const double* sums, std::span<float> out) {
        if (per_cell_ == 1) {
            for (std::size_t c = 0; c < cols_; ++c) line_[c] = static_cast<float>(sums[c]);
            return smooth(line_.data() + centre_, taps_, out);
        }
        float* const odd = line_.data() + odd_;
        for (std::size_t c = 0; c < cols_; c += 2) line_[c / 2] = static_cast<float>(sums[c]);
        for (std::size_t c = 1; c < cols_; c += 2) odd[c / 2] = static_cast<float>(sums[c]);
        smooth(line_.data() + centre_ / 2, taps_, out);
    }

private:
    std::size_t per_cell_;
    std::size_t cols_;
    std::ptrdiff_t odd_;
    std::size_t centre_{0};
    std::vector<TapPair> taps_;
    std::vector<float> line_;
};

/// The points spread over the nodes and smoothed along the rows; `reach` rows more at either end.
Plane spread_and_smooth_rows(std::span<const WeightedPoint> points, const GridSpec& spec,
                             const Nodes& nodes, Rows rows, bool (*cancelled)()) {
    const long reach = nodes.reach();
    NodeWindow all;
    all.origin = spec.centre(0, 0);
    all.spacing = nodes.spacing;
    all.first_row = nodes.first_for(rows.first) - reach;
    all.first_col = nodes.first_for(0) - nodes.reach_across();
    all.cols =
        nodes.count_for(0, spec.cols) + static_cast<std::size_t>(nodes.reach_across() + reach);
    Plane plane{nodes.count_for(rows.first, rows.count) + static_cast<std::size_t>(2 * reach),
                nodes.interpolated() ? nodes.count_for(0, spec.cols) : spec.cols};
    const SpreadTable table;
    const double scale = m2_per_km2 / (nodes.spacing * nodes.spacing);
    // Bands of rows high enough to hide that a point may touch two of them, and small enough for
    // the cache.
    constexpr std::size_t band = 32;
    const std::size_t width = all.cols + 2 * spread_margin;
    tbb::parallel_for(std::size_t{0}, (plane.rows + band - 1) / band, [&](std::size_t b) {
        if (cancelled != nullptr && cancelled()) return;
        NodeWindow window = all;
        window.first_row += static_cast<long>(b * band);
        window.rows = std::min(band, plane.rows - b * band);
        const double south =
            all.origin.y + static_cast<double>(window.first_row - behind - 1) * all.spacing;
        const double north =
            south + static_cast<double>(window.rows + spread_width + 2) * all.spacing;
        const auto y_of = [](const WeightedPoint& p) { return p.at.y; };
        const auto from = std::ranges::lower_bound(points, south, {}, y_of);
        const auto to = std::ranges::upper_bound(from, points.end(), north, {}, y_of);
        if (from == to) return;  // the plane is zero already
        std::vector<double> sums(window.rows * width);
        spread_points({from, to}, window, table, scale, sums);
        RowSmoother smoother{nodes, all.cols};
        for (std::size_t r = 0; r < window.rows; ++r)
            smoother(sums.data() + r * width + spread_margin, plane.row(b * band + r));
    });
    return plane;
}

/// What a node's neighbours count for in the cells between it and the next: for the first
/// `stride` places, one after the other, 8 weights; and the same turned round.
struct Interpolation {
    std::size_t stride;
    std::size_t places;  ///< of the stride, as many as the grid is long
    std::vector<float> by_place;
    std::vector<float> by_node;

    Interpolation(std::size_t step, std::size_t longest)
        : stride{step},
          places{std::min(step, longest)},
          by_place(places * spread_width),
          by_node(places * spread_width) {
        for (std::size_t place = 0; place < places; ++place) {
            const double fraction = static_cast<double>(place) / static_cast<double>(stride);
            for (std::size_t t = 0; t < spread_width; ++t) {
                const auto node = static_cast<double>(static_cast<long>(t) - before);
                const auto weight = static_cast<float>(spread_kernel(node - fraction));
                by_place[place * spread_width + t] = weight;
                by_node[t * places + place] = weight;
            }
        }
    }
};

/// Cells of one row of nodes.
void interpolate_row(std::span<const float> nodes, const Interpolation& between,
                     std::span<float> cells) {
    const std::size_t stride = between.stride;
    for (std::size_t i = 0; i * stride < cells.size(); ++i) {
        const std::span<float> out =
            cells.subspan(i * stride, std::min(stride, cells.size() - i * stride));
        std::ranges::fill(out, 0.0F);
        for (std::size_t t = 0; t < spread_width; ++t) {
            const float node = nodes[i + t];
            const float* const weights = between.by_node.data() + t * between.places;
            for (std::size_t c = 0; c < out.size(); ++c) out[c] += node * weights[c];
        }
    }
}

/// The cells of one row from the 8 rows of nodes around it; what falls below `least`
/// is zero.
void interpolate_between_rows(const float* nodes, std::size_t cols, const float* weights,
                              float least, std::span<float> cells) {
    Lanes sums;
    for (std::size_t begin = 0; begin < cells.size(); begin += lanes) {
        const std::size_t n = std::min(lanes, cells.size() - begin);
        const float* const column = nodes + begin;
        for (std::size_t c = 0; c < n; ++c) sums[c] = weights[0] * column[c];
        for (std::size_t t = 1; t < spread_width; ++t) {
            const float* const line = column + t * cols;
            for (std::size_t c = 0; c < n; ++c) sums[c] += weights[t] * line[c];
        }
        for (std::size_t c = 0; c < n; ++c) cells[begin + c] = sums[c] >= least ? sums[c] : 0.0F;
    }
}

void interpolate(Plane& plane, const Nodes& nodes, std::span<const TapPair> taps, Rows rows,
                 std::size_t cols, float least, std::span<float> out) {
    const Interpolation between{nodes.stride, std::max(rows.first + rows.count, cols)};
    Plane lines{nodes.count_for(rows.first, rows.count), cols};
    const auto reach = static_cast<std::size_t>(nodes.reach());
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, lines.rows}, [&](const auto& range) {
        std::vector<float> line(plane.cols);
        for (std::size_t r = range.begin(); r < range.end(); ++r) {
            smooth(plane.row(r + reach).data(), taps, line);
            interpolate_row(line, between, lines.row(r));
        }
    });
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, rows.count}, [&](const auto& range) {
        for (std::size_t i = range.begin(); i < range.end(); ++i) {
            const std::size_t r = rows.first + i;
            const std::size_t node = r / nodes.stride - rows.first / nodes.stride;
            const float* const weights = between.by_place.data() + r % nodes.stride * spread_width;
            interpolate_between_rows(lines.row(node).data(), cols, weights, least,
                                     out.subspan(i * cols, cols));
        }
    });
}

/// What the lightest point adds 6 deviations away: a cell that some point reaches has no less.
float least_value(std::span<const WeightedPoint> points, Metres deviation) {
    double lightest = std::numeric_limits<double>::infinity();
    for (const WeightedPoint& p : points) {
        if (p.weight > 0.0) lightest = std::min(lightest, p.weight);
    }
    if (!std::isfinite(lightest)) return 0.0F;
    const double height = kernel_density(Kernel::gaussian, Metres{0.0}, deviation) * m2_per_km2;
    return static_cast<float>(lightest * height * std::exp(-18.0));
}

}  // namespace

bool gaussian_gridded_serves(Metres cell, Metres standard_deviation) {
    return standard_deviation >= least_deviation / 2.0 * cell;
}

void gaussian_gridded(std::span<const WeightedPoint> points, const GridSpec& spec,
                      const DensityParams& params, std::span<float> out, std::size_t first_row) {
    if (!gaussian_gridded_serves(spec.cell, params.bandwidth) ||
        !std::isfinite(params.bandwidth.value))
        throw std::invalid_argument{"a Gaussian through nodes needs a deviation of a cell"};
    if (params.bandwidth > 1e15 * spec.cell)
        throw std::invalid_argument{"deviation exceeds 10^15 cells"};
    if (out.empty()) return;
    if (out.size() % spec.cols != 0 || first_row + out.size() / spec.cols > spec.rows)
        throw std::invalid_argument{"out is not whole rows of the grid"};
    const Rows rows{first_row, out.size() / spec.cols};
    const Nodes nodes = nodes_for(spec.cell, params.bandwidth);
    const float least = least_value(points, params.bandwidth);
    Plane plane = spread_and_smooth_rows(points, spec, nodes, rows, params.cancelled);
    if (params.cancelled != nullptr && params.cancelled()) return;
    const auto taps = tap_pairs(nodes.taps, static_cast<std::ptrdiff_t>(plane.cols));
    if (nodes.interpolated()) return interpolate(plane, nodes, taps, rows, spec.cols, least, out);
    const auto reach = static_cast<std::size_t>(nodes.reach());
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, rows.count}, [&](const auto& range) {
        for (std::size_t r = range.begin(); r < range.end(); ++r) {
            const std::span<float> cells = out.subspan(r * spec.cols, spec.cols);
            smooth(plane.row(r * nodes.per_cell + reach).data(), taps, cells);
            for (float& cell : cells) cell = cell >= least ? cell : 0.0F;
        }
    });
}

double gaussian_gridded_seconds(std::size_t points, const GridSpec& spec,
                                Metres standard_deviation) {
    if (!gaussian_gridded_serves(spec.cell, standard_deviation))
        return std::numeric_limits<double>::infinity();
    const Nodes nodes = nodes_for(spec.cell, standard_deviation);
    const auto cells = static_cast<double>(spec.size());
    const auto count = static_cast<double>(nodes.count_for(0, spec.rows)) *
                       static_cast<double>(nodes.count_for(0, spec.cols));
    const double sums =
        nodes.interpolated() ? 2.0 * count : cells * static_cast<double>(1 + nodes.per_cell);
    const auto stride = static_cast<double>(nodes.stride);
    const double between = cells * (2e-9 + (6e-9 + 10e-9 / stride) / stride);
    return static_cast<double>(points) * 36e-9 + count * 4e-9 +
           sums * static_cast<double>(nodes.reach()) * 0.15e-9 +
           (nodes.interpolated() ? between : 0.0);
}

}  // namespace beatline
