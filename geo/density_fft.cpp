// SPDX-License-Identifier: Apache-2.0
#include "geo/density_fft.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <stdexcept>
#include <vector>

#include "geo/fft.hpp"

namespace beatline {

namespace {

using Complex = std::complex<double>;

constexpr double most_reach = 256.0;  // nodes
constexpr double rounding = 1e-14;    // of what the block's weights could add up to

/// How many cells a node stands for, along an axis.
std::size_t stride_for(Kernel kernel, Metres cell, Metres bandwidth) {
    const double reach = support_radius(kernel, bandwidth) / cell;
    return static_cast<std::size_t>(std::clamp(std::ceil(reach / most_reach), 1.0, 1e14));
}

/// Nodes, and the blocks that they are convolved in. Node (0, 0) lies on the centre of cell (0, 0).
/// A block's output is `tile` + 1 nodes square with `reach` more all round; its cells are those of
/// `tile` nodes, and the last line is there to interpolate towards.
struct Blocks {
    std::size_t stride;
    double spacing;  // m
    std::size_t reach;
    std::size_t side{0};
    std::size_t tile{0};

    [[nodiscard]] std::size_t cells() const { return tile * stride; }  // of a block, along an axis
    [[nodiscard]] std::size_t count_over(std::size_t n) const {
        return (n + cells() - 1) / cells();
    }
};

Blocks blocks_for(const GridSpec& spec, const DensityParams& params) {
    Blocks blocks{stride_for(params.kernel, spec.cell, params.bandwidth), 0.0, 0};
    blocks.spacing = spec.cell.value * static_cast<double>(blocks.stride);
    const double reach = support_radius(params.kernel, params.bandwidth).value / blocks.spacing;
    blocks.reach = static_cast<std::size_t>(std::ceil(reach));
    // Large blocks waste less on their rims, and more on what lies beyond the grid.
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t tile = 32; tile <= 1280; tile = tile * 5 / 4) {
        Blocks candidate = blocks;
        candidate.side = quick_fft_side(tile + 1 + 2 * blocks.reach);
        candidate.tile = candidate.side - 1 - 2 * blocks.reach;
        if (candidate.side > 1280) break;
        const auto side = static_cast<double>(candidate.side);
        const auto count =
            static_cast<double>(candidate.count_over(spec.rows) * candidate.count_over(spec.cols));
        const double cost = count * side * side * (std::log2(side) + 4.0);
        if (cost < least) {
            least = cost;
            blocks = candidate;
        }
    }
    return blocks;
}

/// The kernel's spectrum, which is real as the kernel is even; scaled so that an unscaled pair of
/// transforms gives events per km^2.
std::vector<double> kernel_spectrum(const Blocks& blocks, const DensityParams& params) {
    const std::size_t side = blocks.side;
    std::vector<double> kernel(side * side);
    const double scale = m2_per_km2 / (static_cast<double>(side) * static_cast<double>(side));
    const auto mirrored = [side](std::size_t i) { return i == 0 ? 0 : side - i; };
    for (std::size_t r = 0; r <= blocks.reach; ++r) {
        for (std::size_t c = 0; c <= blocks.reach; ++c) {
            const double distance =
                blocks.spacing * std::hypot(static_cast<double>(r), static_cast<double>(c));
            const double value =
                scale * kernel_density(params.kernel, Metres{distance}, params.bandwidth);
            for (const std::size_t row : {r, mirrored(r)}) {
                for (const std::size_t col : {c, mirrored(c)}) kernel[row * side + col] = value;
            }
        }
    }
    SquareFft fft{side};
    std::vector<Complex> spectrum(side * fft.spectrum_cols());
    fft.forward(kernel, spectrum);
    std::vector<double> real(spectrum.size());
    std::ranges::transform(spectrum, real.begin(), [](const Complex& z) { return z.real(); });
    return real;
}

/// Nodes of a row of blocks: `first_row` and `first_col` counted from node (0, 0).
struct Strip {
    long first_row;
    long first_col;
    std::size_t rows;
    std::size_t cols;
    std::vector<double> weights;
};

/// Shares the points out among the nodes of the strip, in their order. True if any is near.
bool bin_points(std::span<const WeightedPoint> points, Point origin, double spacing, Strip& strip) {
    const auto y_of = [](const WeightedPoint& p) { return p.at.y; };
    const double south = origin.y + static_cast<double>(strip.first_row - 2) * spacing;
    const double north = south + static_cast<double>(strip.rows + 4) * spacing;
    const auto from = std::ranges::lower_bound(points, south, {}, y_of);
    const auto to = std::ranges::upper_bound(from, points.end(), north, {}, y_of);
    const auto last_row = static_cast<long>(strip.rows) - 1;
    const auto last_col = static_cast<long>(strip.cols) - 1;
    for (auto p = from; p != to; ++p) {
        const double x = (p->at.x - origin.x) / spacing - static_cast<double>(strip.first_col);
        const double y = (p->at.y - origin.y) / spacing - static_cast<double>(strip.first_row);
        // Also keeps the whole numbers below within their range.
        if (!(x > -1.0 && x < static_cast<double>(strip.cols))) continue;
        const double west = std::floor(x);
        const double low = std::floor(y);
        const auto col = static_cast<long>(west);
        const auto row = static_cast<long>(low);
        for (long r = std::max(row, 0L); r <= std::min(row + 1, last_row); ++r) {
            const double share = p->weight * (r == row ? 1.0 - (y - low) : y - low);
            double* const line = strip.weights.data() + static_cast<std::size_t>(r) * strip.cols;
            for (long c = std::max(col, 0L); c <= std::min(col + 1, last_col); ++c)
                line[c] += share * (c == col ? 1.0 - (x - west) : x - west);
        }
    }
    return from != to;
}

/// What a thread needs to convolve a block.
struct Workspace {
    explicit Workspace(std::size_t side)
        : fft{side}, block(side * side), spectrum(side * fft.spectrum_cols()) {}

    SquareFft fft;
    std::vector<double> block;
    std::vector<Complex> spectrum;
};

/// Cells [first, first + rows) x [0, cols) of the grid that `values` holds.
struct Output {
    std::size_t first_row;
    std::size_t rows;
    std::size_t cols;
    std::span<float> values;
};

class Convolution {
public:
    Convolution(const GridSpec& spec, const DensityParams& params)
        : spec_{spec},
          blocks_{blocks_for(spec, params)},
          spectrum_{kernel_spectrum(blocks_, params)},
          centre_{m2_per_km2 * kernel_density(params.kernel, Metres{0.0}, params.bandwidth)} {}

    /// Block row `b` of the grid, as far as `out` holds it.
    void run(std::span<const WeightedPoint> points, std::size_t b, const Output& out) {
        const std::size_t across = blocks_.count_over(out.cols);
        const auto reach = static_cast<long>(blocks_.reach);
        Strip strip{static_cast<long>(b * blocks_.tile) - reach,
                    -reach,
                    blocks_.side,
                    across * blocks_.tile + 1 + 2 * blocks_.reach,
                    {}};
        strip.weights.resize(strip.rows * strip.cols);
        if (!bin_points(points, spec_.centre(0, 0), blocks_.spacing, strip)) {
            for_cells(b, 0, out.cols, out,
                      [](std::size_t, std::span<float> cells) { std::ranges::fill(cells, 0.0F); });
            return;
        }
        tbb::this_task_arena::isolate([&] {
            tbb::parallel_for(std::size_t{0}, across,
                              [&](std::size_t a) { convolve(strip, a, b, out); });
        });
    }

    [[nodiscard]] const Blocks& blocks() const { return blocks_; }

private:
    /// Calls `fill(row, cells)` for the cells of block row `b` in columns [from, to), row by row.
    template <class Fill>
    void for_cells(std::size_t b, std::size_t from, std::size_t to, const Output& out,
                   const Fill& fill) const {
        const std::size_t first = std::max(b * blocks_.cells(), out.first_row);
        const std::size_t last = std::min((b + 1) * blocks_.cells(), out.first_row + out.rows);
        for (std::size_t r = first; r < last; ++r)
            fill(r, out.values.subspan((r - out.first_row) * out.cols + from, to - from));
    }

    void convolve(const Strip& strip, std::size_t a, std::size_t b, const Output& out) {
        const std::size_t side = blocks_.side;
        Workspace& work = workspaces_.local();
        double weight = 0.0;
        for (std::size_t r = 0; r < side; ++r) {
            const double* const row = strip.weights.data() + r * strip.cols + a * blocks_.tile;
            std::copy_n(row, side, work.block.begin() + static_cast<std::ptrdiff_t>(r * side));
            weight = std::accumulate(row, row + side, weight);
        }
        const std::size_t from = a * blocks_.cells();
        const std::size_t to = std::min(from + blocks_.cells(), out.cols);
        if (weight == 0.0) {
            for_cells(b, from, to, out,
                      [](std::size_t, std::span<float> cells) { std::ranges::fill(cells, 0.0F); });
            return;
        }
        work.fft.forward(work.block, work.spectrum);
        for (std::size_t i = 0; i < spectrum_.size(); ++i) work.spectrum[i] *= spectrum_[i];
        work.fft.inverse(work.spectrum, blocks_.reach, blocks_.tile + 1, work.block);
        const double least = rounding * weight * centre_;
        std::vector<double> line(blocks_.tile + 1);
        for_cells(b, from, to, out, [&](std::size_t r, std::span<float> cells) {
            interpolate_row(work.block, r, line);
            for (std::size_t c = 0; c < cells.size(); ++c) {
                const std::size_t node = c / blocks_.stride;
                const double east =
                    static_cast<double>(c % blocks_.stride) / static_cast<double>(blocks_.stride);
                const double value = line[node] + east * (line[node + 1] - line[node]);
                cells[c] = value > least ? static_cast<float>(value) : 0.0F;
            }
        });
    }

    /// The nodes' values on cell row `r` of the grid, between the two rows of nodes around it.
    void interpolate_row(std::span<const double> block, std::size_t r,
                         std::span<double> line) const {
        const std::size_t inside = r % blocks_.cells();
        const std::size_t node = blocks_.reach + inside / blocks_.stride;
        const double north =
            static_cast<double>(inside % blocks_.stride) / static_cast<double>(blocks_.stride);
        const double* const low = block.data() + node * blocks_.side + blocks_.reach;
        const double* const high = low + blocks_.side;
        for (std::size_t c = 0; c < line.size(); ++c) line[c] = low[c] + north * (high[c] - low[c]);
    }

    GridSpec spec_;
    Blocks blocks_;
    std::vector<double> spectrum_;
    double centre_;  // events per km^2 at the place of one event
    tbb::enumerable_thread_specific<Workspace> workspaces_{blocks_.side};
};

}  // namespace

double fft_error_bound(Kernel kernel, Metres cell, Metres bandwidth) {
    // Linear interpolation over a step t errs by t^2 / 8 of the greatest second derivative, by t /
    // 4 of a jump in slope, by t / 2 of the greatest slope; over both axes twice that, and twice
    // again where cells are interpolated between nodes. In units of the bandwidth:
    const std::size_t stride = stride_for(kernel, cell, bandwidth);
    const double t = cell / bandwidth * static_cast<double>(stride);
    const auto of_an_axis = [&] {
        switch (kernel) {
            case Kernel::quartic:  // |-4 (1 - u^2) + 8 x^2| <= 8
                return t * t;
            case Kernel::triweight:  // |-6 (1 - u^2)^2 + 24 x^2 (1 - u^2)| <= 6
                return 0.75 * t * t;
            case Kernel::gaussian:  // |x^2 - 1| exp(-u^2 / 2) <= 1; and what is cut at 6
                return 0.125 * t * t + 1.6e-8;
            case Kernel::epanechnikov:  // 2 inside, and a slope of at most 2 that ends at the rim
                return 0.5 * t + 0.25 * t * t;
            case Kernel::triangular:  // a slope of at most 1
                return 0.5 * t;
            case Kernel::uniform:
                return 1.0;
        }
        return 1.0;
    };
    return std::min(1.0, of_an_axis() * (stride == 1 ? 2.0 : 4.0));
}

void fft_density(std::span<const WeightedPoint> points, const GridSpec& spec,
                 const DensityParams& params, std::span<float> out, std::size_t first_row) {
    if (!(params.bandwidth.value > 0.0) || !std::isfinite(params.bandwidth.value))
        throw std::invalid_argument{"bandwidth must be a positive number of metres"};
    if (params.bandwidth > 1e15 * spec.cell)
        throw std::invalid_argument{"bandwidth exceeds 10^15 cells"};
    if (out.empty()) return;
    if (out.size() % spec.cols != 0 || first_row + out.size() / spec.cols > spec.rows)
        throw std::invalid_argument{"out is not whole rows of the grid"};
    const Output output{first_row, out.size() / spec.cols, spec.cols, out};
    Convolution convolution{spec, params};
    const std::size_t cells = convolution.blocks().cells();
    const std::size_t last = (first_row + output.rows - 1) / cells;
    tbb::parallel_for(first_row / cells, last + 1, [&](std::size_t b) {
        if (params.cancelled == nullptr || !params.cancelled()) convolution.run(points, b, output);
    });
}

}  // namespace beatline
