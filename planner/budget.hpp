// How much a part of planning may still look at: so much work, and no longer than a clock allows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>

namespace beatline {

/// Work is counted in looks (a position in a route weighed, some 10 ns), so that without a clock
/// the same work is done on every machine. The clock and `cancelled` are asked now and then.
class Budget {
public:
    using Clock = std::chrono::steady_clock;

    static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

    Budget(std::uint64_t looks, std::optional<Clock::time_point> deadline,
           std::function<bool()> cancelled)
        : left_{looks}, deadline_{deadline}, cancelled_{std::move(cancelled)} {}

    void spend(std::uint64_t looks) {
        if (left_ != unlimited) left_ -= looks < left_ ? looks : left_;
        since_clock_ += looks;
        if (since_clock_ >= clock_every) ask();
    }
    [[nodiscard]] bool spent() const { return left_ == 0 || out_of_time_ || is_cancelled_; }
    [[nodiscard]] bool out_of_time() const { return out_of_time_; }

private:
    static constexpr std::uint64_t clock_every = 20'000;

    void ask() {
        since_clock_ = 0;
        if (deadline_ && Clock::now() >= *deadline_) out_of_time_ = true;
        if (cancelled_ && cancelled_()) is_cancelled_ = true;
    }

    std::uint64_t left_;
    std::optional<Clock::time_point> deadline_;
    std::function<bool()> cancelled_;
    std::uint64_t since_clock_{clock_every};  // so that the first look asks
    bool out_of_time_{false};
    bool is_cancelled_{false};
};

}  // namespace beatline
