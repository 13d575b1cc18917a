// SPDX-License-Identifier: Apache-2.0
#include "data/nearest_word.hpp"

#include <algorithm>
#include <vector>

namespace beatline {
namespace {

constexpr std::size_t longest_word =
    100;  // longer ones are no slip of the hand, and the cost is square

std::string lowered(std::string_view text) {
    std::string lower{text};
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// Optimal string alignment distance: insertions, deletions, changes and swaps of neighbours.
std::size_t slips_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = std::min(now[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> known) {
    if (word.empty() || word.size() > longest_word) return std::nullopt;
    const std::string wanted = lowered(word);
    std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
    const std::string* nearest = nullptr;
    for (const std::string& candidate : known) {
        if (candidate.empty() || candidate.size() > longest_word) continue;
        const std::size_t slips = slips_between(wanted, lowered(candidate));
        if (slips < fewest && slips < candidate.size()) {
            fewest = slips;
            nearest = &candidate;
        }
    }
    if (nearest != nullptr) return *nearest;
    for (const std::string& candidate : known) {
        const std::string other = lowered(candidate);
        const std::size_t shared = std::min(other.size(), wanted.size());
        if (shared >= 3 && other.compare(0, shared, wanted, 0, shared) == 0) return candidate;
    }
    return std::nullopt;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
    const auto nearest = nearest_word(word, known);
    return nearest ? " Did you mean \"" + *nearest + "\"?" : std::string{};
}

}  // namespace beatline
