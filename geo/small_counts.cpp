// SPDX-License-Identifier: Apache-2.0
#include "geo/small_counts.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace beatline {

namespace {

constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max() / 4;

/// What can be known of a cell that is not shown.
struct Bounds {
    std::int64_t low{0};
    std::int64_t high{unbounded};
};

class Table {
public:
    Table(std::span<const TableCell> cells, std::uint64_t least, std::uint64_t lowest)
        : cells_{cells},
          least_{static_cast<std::int64_t>(least)},
          lowest_{static_cast<std::int64_t>(lowest)},
          told_(cells.size(), Disclosure::shown) {
        std::map<std::uint32_t, std::vector<std::size_t>> rows;
        std::map<std::uint32_t, std::vector<std::size_t>> cols;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].people < least) told_[i] = Disclosure::small;
            rows[cells[i].row].push_back(i);
            cols[cells[i].col].push_back(i);
        }
        for (auto* lines : {&rows, &cols}) {
            for (auto& [line, members] : *lines) lines_.push_back(std::move(members));
        }
    }

    /// Withholds one more cell of every line whose sum of what is hidden tells too much.
    bool cover_sums() {
        bool changed = false;
        for (const auto& line : lines_) {
            std::int64_t sum = 0;
            std::size_t hidden = 0;
            bool large = false;
            for (const std::size_t i : line) {
                if (told_[i] == Disclosure::shown) continue;
                ++hidden;
                sum += count(i);
                large = large || told_[i] == Disclosure::withheld;
            }
            if (hidden == 0 || (hidden > 1 && large && sum >= 2 * least_)) continue;
            changed = withhold_of(line) || changed;
        }
        return changed;
    }

    /// Passes bounds on from line to line until some cell is known too well, and withholds one more
    /// of its lines; false where bounds come to rest without.
    bool cover_bounds() {
        std::vector<Bounds> bounds(cells_.size());
        for (std::size_t i = 0; i < cells_.size(); ++i) bounds[i] = bounds_of_label(i);
        for (bool moved = true; moved;) {
            moved = false;
            std::vector<const std::vector<std::size_t>*> leaks;
            for (const auto& line : lines_) {
                if (!published(line)) continue;
                const auto [any, leak] = tighten(line, bounds);
                moved = moved || any;
                if (leak) leaks.push_back(&line);
            }
            bool changed = false;
            for (const auto* line : leaks) changed = withhold_of(*line) || changed;
            if (changed) return true;
        }
        return false;
    }

    [[nodiscard]] std::vector<Disclosure> told() const { return told_; }

private:
    [[nodiscard]] std::int64_t count(std::size_t i) const {
        return static_cast<std::int64_t>(cells_[i].count);
    }

    [[nodiscard]] bool published(const std::vector<std::size_t>& line) const {
        bool shown = false;
        bool hidden = false;
        for (const std::size_t i : line) (told_[i] == Disclosure::shown ? shown : hidden) = true;
        return shown && hidden;
    }

    /// A small cell may count more than its people: then no bound from above is taken for known.
    [[nodiscard]] Bounds bounds_of_label(std::size_t i) const {
        if (told_[i] == Disclosure::small)
            return {lowest_, count(i) < least_ ? least_ - 1 : unbounded};
        return {std::max(least_, lowest_), unbounded};
    }

    [[nodiscard]] bool known_too_well(std::size_t i, Bounds b) const {
        if (told_[i] == Disclosure::small)
            return b.low > lowest_ || b.high < std::max(least_ - 1, lowest_);
        return b.high - b.low < least_ - 1 - lowest_;
    }

    struct Tightened {
        bool moved{false};
        bool leak{false};
    };

    /// Each hidden cell is the line's hidden sum less the others.
    Tightened tighten(const std::vector<std::size_t>& line, std::vector<Bounds>& bounds) const {
        std::int64_t sum = 0;
        std::int64_t lows = 0;
        std::int64_t highs = 0;
        std::int64_t open = 0;  // cells without a bound from above
        for (const std::size_t i : line) {
            if (told_[i] == Disclosure::shown) continue;
            sum += count(i);
            lows += bounds[i].low;
            if (bounds[i].high == unbounded)
                ++open;
            else
                highs += bounds[i].high;
        }
        Tightened result;
        for (const std::size_t i : line) {
            if (told_[i] == Disclosure::shown) continue;
            const Bounds had = bounds[i];
            Bounds b = had;
            b.high = std::min(had.high, sum - (lows - had.low));
            if (open == 0)
                b.low = std::max(had.low, sum - (highs - had.high));
            else if (open == 1 && had.high == unbounded)
                b.low = std::max(had.low, sum - highs);
            result.leak = result.leak || known_too_well(i, b);
            if (b.low == had.low && b.high == had.high) continue;
            bounds[i] = b;
            result.moved = true;
            lows += b.low - had.low;
            if (had.high == unbounded && b.high != unbounded) {
                --open;
                highs += b.high;
            } else if (had.high != unbounded) {
                highs += b.high - had.high;
            }
        }
        return result;
    }

    bool withhold_of(const std::vector<std::size_t>& line) {
        std::size_t smallest = cells_.size();
        for (const std::size_t i : line) {
            if (told_[i] != Disclosure::shown) continue;
            if (smallest == cells_.size() || cells_[i].count < cells_[smallest].count) smallest = i;
        }
        if (smallest == cells_.size()) return false;
        told_[smallest] = Disclosure::withheld;
        return true;
    }

    std::span<const TableCell> cells_;
    std::int64_t least_;
    std::int64_t lowest_;
    std::vector<Disclosure> told_;
    std::vector<std::vector<std::size_t>> lines_;  ///< all rows, then all columns
};

}  // namespace

std::vector<Disclosure> disclose(std::span<const TableCell> cells, std::uint64_t least,
                                 std::uint64_t lowest) {
    Table table{cells, least, lowest};
    for (bool changed = true; changed;) {
        while (table.cover_sums()) {
        }
        changed = table.cover_bounds();
    }
    return table.told();
}

}  // namespace beatline
