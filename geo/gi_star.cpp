// SPDX-License-Identifier: Apache-2.0
#include "geo/gi_star.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/false_discovery.hpp"

namespace beatline {

namespace {

constexpr std::size_t strip_rows = 64;  // whose sums begin anew: bytes do not depend on threads

/// How far a neighbourhood reaches along each row: index 0 is the cell's own row.
std::vector<std::ptrdiff_t> half_widths(const GiStarRules& rules, std::ptrdiff_t most) {
    const auto reach =
        static_cast<std::ptrdiff_t>(std::floor(std::min(rules.reach, static_cast<double>(most))));
    std::vector<std::ptrdiff_t> widths;
    for (std::ptrdiff_t dy = 0; dy <= reach; ++dy) {
        if (rules.shape == Neighbourhood::square) {
            widths.push_back(reach);
            continue;
        }
        const auto y = static_cast<double>(dy);
        widths.push_back(std::min(
            most, static_cast<std::ptrdiff_t>(std::floor(
                      std::sqrt(std::max(rules.reach * rules.reach - y * y, 0.0)) + 1e-9))));
    }
    return widths;
}

/// Sums of a plane over the neighbourhoods of one row of cells.
class RowSums {
public:
    RowSums(std::span<const double> plane, std::size_t rows, std::size_t cols,
            const std::vector<std::ptrdiff_t>& widths)
        : plane_{plane},
          rows_{static_cast<std::ptrdiff_t>(rows)},
          cols_{static_cast<std::ptrdiff_t>(cols)},
          widths_{widths},
          reach_{static_cast<std::ptrdiff_t>(widths.size()) - 1},
          square_{std::ranges::all_of(widths, [&](auto w) { return w == widths.front(); })},
          columns_(cols, 0.0),
          prefix_(cols + 1, 0.0) {}

    /// Rows of a strip follow one another.
    void sum(std::ptrdiff_t row, bool first, std::span<double> out) {
        if (square_)
            sum_square(row, first, out);
        else
            sum_disc(row, out);
    }

private:
    [[nodiscard]] const double* row_of(std::ptrdiff_t row) const {
        return plane_.data() + row * cols_;
    }

    void add(std::ptrdiff_t row, double sign) {
        if (row < 0 || row >= rows_) return;
        const double* const from = row_of(row);
        for (std::ptrdiff_t c = 0; c < cols_; ++c) columns_[c] += sign * from[c];
    }

    void sum_square(std::ptrdiff_t row, bool first, std::span<double> out) {
        if (first) {
            std::ranges::fill(columns_, 0.0);
            for (std::ptrdiff_t r = row - reach_; r <= row + reach_; ++r) add(r, 1.0);
        } else {
            add(row + reach_, 1.0);
            add(row - reach_ - 1, -1.0);
        }
        std::ranges::fill(out, 0.0);
        add_run(columns_.data(), widths_.front(), out);
    }

    void sum_disc(std::ptrdiff_t row, std::span<double> out) {
        std::ranges::fill(out, 0.0);
        for (std::ptrdiff_t dy = -reach_; dy <= reach_; ++dy) {
            if (row + dy < 0 || row + dy >= rows_) continue;
            add_run(row_of(row + dy), widths_[static_cast<std::size_t>(std::abs(dy))], out);
        }
    }

    /// Adds, at each column, the values of at most `half` columns on either side.
    void add_run(const double* values, std::ptrdiff_t half, std::span<double> out) {
        for (std::ptrdiff_t c = 0; c < cols_; ++c) prefix_[c + 1] = prefix_[c] + values[c];
        const std::ptrdiff_t from = std::min(half, cols_);
        const std::ptrdiff_t to = std::max(cols_ - 1 - half, from);
        const auto edge = [&](std::ptrdiff_t c) {
            out[c] += prefix_[std::min(c + half + 1, cols_)] -
                      prefix_[std::max(c - half, std::ptrdiff_t{0})];
        };
        for (std::ptrdiff_t c = 0; c < from; ++c) edge(c);
        const double* const high = prefix_.data() + half + 1;
        const double* const low = prefix_.data() - half;
        for (std::ptrdiff_t c = from; c < to; ++c) out[c] += high[c] - low[c];
        for (std::ptrdiff_t c = to; c < cols_; ++c) edge(c);
    }

    std::span<const double> plane_;
    std::ptrdiff_t rows_;
    std::ptrdiff_t cols_;
    const std::vector<std::ptrdiff_t>& widths_;
    std::ptrdiff_t reach_;
    bool square_;
    std::vector<double> columns_;
    std::vector<double> prefix_;
};

/// How many cells of a whole grid lie in the neighbourhoods of one row.
void count_neighbours(std::ptrdiff_t row, std::size_t rows,
                      const std::vector<std::ptrdiff_t>& widths, std::span<double> out) {
    const auto cols = static_cast<std::ptrdiff_t>(out.size());
    std::ranges::fill(out, 0.0);
    for (std::ptrdiff_t dy = 1 - static_cast<std::ptrdiff_t>(widths.size());
         dy < static_cast<std::ptrdiff_t>(widths.size()); ++dy) {
        if (row + dy < 0 || row + dy >= static_cast<std::ptrdiff_t>(rows)) continue;
        const std::ptrdiff_t half = widths[static_cast<std::size_t>(std::abs(dy))];
        for (std::ptrdiff_t c = 0; c < cols; ++c)
            out[c] += static_cast<double>(std::min(c + half, cols - 1) -
                                          std::max(c - half, std::ptrdiff_t{0}) + 1);
    }
}

/// Mean and deviation over the cells inside.
struct Moments {
    double cells{0.0};
    double mean{0.0};
    double deviation{0.0};
};

Moments moments_of(std::span<const double> values, std::span<const double> inside) {
    Moments m;
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double in = inside.empty() ? 1.0 : inside[i];
        m.cells += in;
        sum += in * values[i];
    }
    if (m.cells == 0.0) return m;
    m.mean = sum / m.cells;
    double squares = 0.0;  // about the mean: no digits are lost
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double off = values[i] - m.mean;
        squares += (inside.empty() ? 1.0 : inside[i]) * off * off;
    }
    m.deviation = std::sqrt(squares / m.cells);
    return m;
}

void check(std::span<const double> values, std::size_t cols, std::span<const std::uint8_t> inside,
           const GiStarRules& rules) {
    if (cols == 0 || values.size() % cols != 0)
        throw std::invalid_argument{"values are no whole rows"};
    if (!inside.empty() && inside.size() != values.size())
        throw std::invalid_argument{"as many values as cells are wanted"};
    if (!(rules.reach >= 0.0)) throw std::invalid_argument{"reach is no number of cells"};
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!(values[i] >= 0.0 && std::isfinite(values[i])) && (inside.empty() || inside[i] != 0))
            throw std::invalid_argument{"values must be finite and not negative"};
    }
}

}  // namespace

GiStar gi_star(std::span<const double> values, std::size_t cols,
               std::span<const std::uint8_t> inside, const GiStarRules& rules) {
    check(values, cols, inside, rules);
    const std::size_t rows = values.size() / cols;
    std::vector<double> counted;  // 1 inside, 0 outside
    std::vector<double> masked;
    if (!inside.empty()) {
        counted.assign(inside.size(), 0.0);
        masked.assign(inside.size(), 0.0);
        for (std::size_t i = 0; i < inside.size(); ++i) {
            if (inside[i] == 0) continue;
            counted[i] = 1.0;
            masked[i] = values[i];
        }
        values = masked;
    }
    const Moments m = moments_of(values, counted);
    const auto widths = half_widths(rules, static_cast<std::ptrdiff_t>(std::max(rows, cols)));

    GiStar result;
    const float none = std::numeric_limits<float>::quiet_NaN();
    result.z.assign(values.size(), none);
    result.p.assign(values.size(), none);
    result.cells = static_cast<std::size_t>(m.cells);
    std::vector<double> p(values.size(), std::numeric_limits<double>::quiet_NaN());
    const double spread = m.deviation / std::sqrt(std::max(m.cells - 1.0, 1.0));
    if (m.deviation > 0.0) {
        tbb::parallel_for(std::size_t{0}, (rows + strip_rows - 1) / strip_rows, [&](std::size_t s) {
            RowSums sums{values, rows, cols, widths};
            const auto reach = static_cast<std::ptrdiff_t>(widths.size()) - 1;
            RowSums neighbours{counted, rows, cols, widths};
            std::vector<double> held(cols);
            std::vector<double> many(cols);
            bool deep = false;  // the row before had all of its neighbours' rows
            double last_w = 0.0;
            double deviation = 0.0;
            double last_z = 0.0;
            double last_p = 1.0;
            const std::size_t first = s * strip_rows;
            for (std::size_t r = first; r < std::min(first + strip_rows, rows); ++r) {
                sums.sum(static_cast<std::ptrdiff_t>(r), r == first, held);
                const auto row = static_cast<std::ptrdiff_t>(r);
                if (!inside.empty()) {
                    neighbours.sum(row, r == first, many);
                } else {
                    const bool is_deep =
                        row >= reach && row + reach < static_cast<std::ptrdiff_t>(rows);
                    if (!deep || !is_deep) count_neighbours(row, rows, widths, many);
                    deep = is_deep;
                }
                for (std::size_t c = 0; c < cols; ++c) {
                    const std::size_t i = r * cols + c;
                    if (!inside.empty() && inside[i] == 0) continue;
                    const double w = many[c];
                    if (w != last_w) {  // the same but at borders
                        last_w = w;
                        deviation = spread * std::sqrt((m.cells - w) * w);
                    }
                    const double z = deviation > 0.0 ? (held[c] - w * m.mean) / deviation : 0.0;
                    result.z[i] = static_cast<float>(z);
                    if (z != last_z) {  // empty neighbourhoods lie side by side
                        last_z = z;
                        last_p = std::erfc(std::abs(z) / std::numbers::sqrt2);
                    }
                    p[i] = last_p;
                    result.p[i] = static_cast<float>(p[i]);
                }
            }
        });
    }
    result.q = false_discovery_rates(p);
    result.significant.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        result.significant[i] = static_cast<double>(result.q[i]) <= rules.level ? 1 : 0;
    return result;
}

std::vector<double> cell_sums(std::span<const Point> places, std::span<const double> weights,
                              const GridSpec& spec) {
    if (weights.size() != places.size())
        throw std::invalid_argument{"as many weights as places are wanted"};
    std::vector<double> sums(spec.size(), 0.0);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double col = std::floor((places[i].x - spec.corner.x) / spec.cell.value);
        const double row = std::floor((places[i].y - spec.corner.y) / spec.cell.value);
        if (!(col >= 0.0 && row >= 0.0 && col < static_cast<double>(spec.cols) &&
              row < static_cast<double>(spec.rows)))
            continue;
        sums[static_cast<std::size_t>(row) * spec.cols + static_cast<std::size_t>(col)] +=
            weights[i];
    }
    return sums;
}

}  // namespace beatline
