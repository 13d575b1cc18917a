// SPDX-License-Identifier: Apache-2.0
#include "geo/peak_scan.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace beatline {

namespace {

constexpr float nothing = -1.0F;

}  // namespace

PeakScan::PeakScan(std::size_t cols, TakePeak take)
    : cols_{cols},
      take_{std::move(take)},
      none_(cols + 2, nothing),
      north_{none_},
      middle_{none_},
      south_{none_},
      found_((cols + 7) / 8 * 8, 0) {}

void PeakScan::add_row(std::size_t row, std::span<const float> values) {
    std::ranges::copy(values, south_.begin() + 1);
    if (rows_++ > 0) judge(north_, middle_, south_);
    north_.swap(middle_);
    middle_.swap(south_);
    middle_row_ = row;
}

void PeakScan::finish() {
    if (rows_ > 0) judge(north_, middle_, none_);
    north_ = middle_ = south_ = none_;
    rows_ = 0;
}

void PeakScan::judge(std::span<const float> north, std::span<const float> middle,
                     std::span<const float> south) {
    const float* const n = north.data() + 1;
    const float* const m = middle.data() + 1;
    const float* const s = south.data() + 1;
    for (std::size_t c = 0; c < cols_; ++c) {
        const float v = m[c];
        const int before = static_cast<int>(v > s[c]) & static_cast<int>(v > *(m + c - 1));
        const int after = static_cast<int>(v >= n[c]) & static_cast<int>(v >= m[c + 1]);
        found_[c] = static_cast<std::uint8_t>(static_cast<int>(v > 0.0F) & before & after);
    }
    for (std::size_t word = 0; word < found_.size(); word += 8) {
        std::uint64_t any = 0;
        std::memcpy(&any, found_.data() + word, sizeof any);
        if (any == 0) continue;
        for (std::size_t c = word; c < std::min(word + 8, cols_); ++c) {
            if (found_[c] != 0) take_(middle_row_, c, m[c]);
        }
    }
}

}  // namespace beatline
