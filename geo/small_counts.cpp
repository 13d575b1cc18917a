// SPDX-License-Identifier: Apache-2.0
#include "geo/small_counts.hpp"

#include <map>

namespace beatline {

namespace {

using Lines = std::map<std::uint32_t, std::vector<std::size_t>>;  // row or column -> its cells

/// Withholds one more cell of every line that has exactly one not shown; says whether it did.
bool complement(const Lines& lines, std::span<const TableCell> cells,
                std::vector<Disclosure>& result) {
    bool changed = false;
    for (const auto& [line, members] : lines) {
        std::size_t hidden = 0;
        std::size_t smallest = cells.size();
        for (const std::size_t i : members) {
            if (result[i] != Disclosure::shown)
                ++hidden;
            else if (smallest == cells.size() || cells[i].count < cells[smallest].count)
                smallest = i;
        }
        if (hidden != 1 || smallest == cells.size()) continue;
        result[smallest] = Disclosure::withheld;
        changed = true;
    }
    return changed;
}

}  // namespace

std::vector<Disclosure> disclose(std::span<const TableCell> cells, std::uint64_t least) {
    std::vector<Disclosure> result(cells.size(), Disclosure::shown);
    Lines rows;
    Lines cols;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].people < least) result[i] = Disclosure::small;
        rows[cells[i].row].push_back(i);
        cols[cells[i].col].push_back(i);
    }
    for (bool changed = true; changed;) {
        changed = complement(rows, cells, result);
        changed = complement(cols, cells, result) || changed;
    }
    return result;
}

}  // namespace beatline
