// SPDX-License-Identifier: Apache-2.0
#include "geo/outline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace beatline {

namespace {

/// The patch in a frame one cell wider on every side, and the crossings on the edges between cell
/// centres.
class Tracer {
public:
    Tracer(const Patch& patch, const DensityGrid& density, double level)
        : patch_{patch},
          density_{density},
          level_{level},
          width_{patch.last_col - patch.first_col + 3},
          height_{patch.last_row - patch.first_row + 3},
          member_(width_ * height_, char{0}) {
        for (const std::uint32_t cell : patch.cells) {
            const std::size_t row = cell / density.spec.cols - patch.first_row + 1;
            const std::size_t col = cell % density.spec.cols - patch.first_col + 1;
            member_[row * width_ + col] = 1;
        }
    }

    std::vector<Ring> rings() {
        for (std::size_t r = 0; r + 1 < height_; ++r) {
            for (std::size_t c = 0; c + 1 < width_; ++c) link_square(r, c);
        }
        std::vector<Ring> rings;
        while (!next_.empty()) {
            const std::size_t start = next_.begin()->first;
            Ring ring;
            for (std::size_t edge = start;;) {
                ring.push_back(crossing(edge));
                const auto step = next_.find(edge);
                edge = step->second;
                next_.erase(step);
                if (edge == start) break;
            }
            ring.push_back(ring.front());
            rings.push_back(std::move(ring));
        }
        return rings;
    }

private:
    [[nodiscard]] bool in(std::size_t row, std::size_t col) const {
        return member_[row * width_ + col] != 0;
    }
    /// Edge ids: even joins (r, c) to (r, c + 1), odd joins (r, c) to (r + 1, c).
    [[nodiscard]] std::size_t eastward(std::size_t r, std::size_t c) const {
        return 2 * (r * width_ + c);
    }
    [[nodiscard]] std::size_t northward(std::size_t r, std::size_t c) const {
        return 2 * (r * width_ + c) + 1;
    }

    /// Walks the square's rim counter-clockwise. Where it leaves the patch a line starts, which
    /// ends where the rim last entered it: inside stays on the left, and corners that meet
    /// diagonally stay apart.
    void link_square(std::size_t r, std::size_t c) {
        const std::array<bool, 4> corner{in(r, c), in(r, c + 1), in(r + 1, c + 1), in(r + 1, c)};
        const std::array<std::size_t, 4> edge{eastward(r, c), northward(r, c + 1),
                                              eastward(r + 1, c), northward(r, c)};
        for (std::size_t i = 0; i < 4; ++i) {
            if (!corner[i] || corner[(i + 1) % 4]) continue;
            std::size_t back = (i + 3) % 4;
            while (corner[back]) back = (back + 3) % 4;
            next_[edge[i]] = edge[back];
        }
    }

    /// The density at a framed cell; the level itself where there is none or the cell was cut off
    /// above it.
    [[nodiscard]] double below_level(std::size_t row, std::size_t col) const {
        const std::size_t r = row + patch_.first_row;
        const std::size_t c = col + patch_.first_col;
        if (r == 0 || c == 0 || r > density_.spec.rows || c > density_.spec.cols) return level_;
        const double v = density_.at(r - 1, c - 1);
        return v < level_ ? v : level_;
    }

    [[nodiscard]] Point crossing(std::size_t edge) const {
        const std::size_t r = edge / 2 / width_;
        const std::size_t c = edge / 2 % width_;
        const std::size_t dr = edge % 2;
        const std::size_t dc = 1 - dr;
        const bool first_in = in(r, c);
        const std::size_t mr = first_in ? r : r + dr;  // the member's side
        const std::size_t mc = first_in ? c : c + dc;
        const double inner = density_.at(mr + patch_.first_row - 1, mc + patch_.first_col - 1);
        const double outer = first_in ? below_level(r + dr, c + dc) : below_level(r, c);
        double t = 0.5;
        if (outer < level_ && inner > outer) t = (inner - level_) / (inner - outer);
        t = std::clamp(t, 0.1, 0.9);
        if (!first_in) t = 1.0 - t;
        const double cell = density_.spec.cell.value;
        // The framed cell (1, 1) is the patch's first cell.
        const double row = static_cast<double>(r) + t * static_cast<double>(dr) - 0.5 +
                           static_cast<double>(patch_.first_row);
        const double col = static_cast<double>(c) + t * static_cast<double>(dc) - 0.5 +
                           static_cast<double>(patch_.first_col);
        return {density_.spec.corner.x + col * cell, density_.spec.corner.y + row * cell};
    }

    const Patch& patch_;
    const DensityGrid& density_;
    double level_;
    std::size_t width_;
    std::size_t height_;
    std::vector<char> member_;
    std::map<std::size_t, std::size_t> next_;  // crossing -> next crossing along its ring
};

}  // namespace

Polygon outline_of(const Patch& patch, const DensityGrid& density, double level) {
    Polygon polygon;
    for (Ring& ring : Tracer{patch, density, level}.rings()) add_ring(polygon, std::move(ring));
    return polygon;
}

}  // namespace beatline
