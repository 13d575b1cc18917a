// SPDX-License-Identifier: Apache-2.0
#include "geo/week_spans.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>

namespace beatline {

namespace {

constexpr double never = -std::numeric_limits<double>::infinity();

void check(std::span<const double> profile, const WeekSpanParams& p) {
    if (!(p.share > 0.0 && p.share <= 1.0) || p.count < 1 || p.count > 14 || p.least_hours < 1 ||
        p.least_hours > 24)
        throw std::invalid_argument{"span parameters out of range"};
    if (std::ranges::any_of(profile, [](double v) { return !(v >= 0.0); }) ||
        !(std::accumulate(profile.begin(), profile.end(), 0.0) > 0.0))
        throw std::invalid_argument{"a profile is not negative, and positive in sum"};
}

/// The most that spans can hold, by the hours and the number of spans, when hour 0 is in none: the
/// week is then a line. States at hour `at`: inside a span that is long enough, or not.
class LineOfHours {
public:
    LineOfHours(std::vector<double> profile, const WeekSpanParams& params, std::size_t most_hours)
        : profile_{std::move(profile)}, params_{params}, most_{most_hours} {
        const std::size_t cells = (profile_.size() + 1) * (params.count + 1) * (most_ + 1);
        outside_.assign(cells, never);
        inside_.assign(cells, never);
        from_.assign(cells, 0);
        outside_[0] = 0.0;
        for (std::size_t at = 0; at < profile_.size(); ++at) advance(at);
    }

    [[nodiscard]] double most_in(std::size_t hours) const {
        double best = never;
        for (std::size_t k = 0; k <= params_.count; ++k)
            best = std::max(best, closed(index(profile_.size(), k, hours)));
        return best;
    }

    [[nodiscard]] std::vector<WeekSpan> spans(std::size_t hours) const {
        std::size_t k = 0;
        for (std::size_t c = 1; c <= params_.count; ++c) {
            if (closed(index(profile_.size(), c, hours)) > closed(index(profile_.size(), k, hours)))
                k = c;
        }
        std::vector<WeekSpan> out;
        std::size_t at = profile_.size();
        while (hours > 0) {
            const std::size_t i = index(at, k, hours);
            if (inside_[i] < outside_[i]) {
                --at;
                continue;
            }
            const std::size_t from = from_[i];
            out.push_back(
                {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at - from)});
            hours -= at - from;
            at = from;
            --k;
        }
        std::ranges::reverse(out);
        return out;
    }

private:
    [[nodiscard]] std::size_t index(std::size_t at, std::size_t k, std::size_t hours) const {
        return (at * (params_.count + 1) + k) * (most_ + 1) + hours;
    }
    [[nodiscard]] double closed(std::size_t i) const { return std::max(inside_[i], outside_[i]); }

    void enter(std::size_t i, double value, std::size_t from) {
        if (value <= inside_[i]) return;
        inside_[i] = value;
        from_[i] = static_cast<std::uint8_t>(from);
    }

    void advance(std::size_t at) {
        const std::size_t jump = params_.least_hours;
        double jumped = 0.0;
        for (std::size_t h = at; h < std::min(at + jump, profile_.size()); ++h)
            jumped += profile_[h];
        for (std::size_t k = 0; k <= params_.count; ++k) {
            for (std::size_t h = 0; h <= std::min(at, most_); ++h) {
                const std::size_t i = index(at, k, h);
                const double value = closed(i);
                if (value == never) continue;
                double& idle = outside_[index(at + 1, k, h)];
                idle = std::max(idle, value);
                if (at > 0 && k < params_.count && at + jump <= profile_.size() &&
                    h + jump <= most_)
                    enter(index(at + jump, k + 1, h + jump), value + jumped, at);
                if (inside_[i] > never && h < most_)
                    enter(index(at + 1, k, h + 1), inside_[i] + profile_[at], from_[i]);
            }
        }
    }

    std::vector<double> profile_;
    WeekSpanParams params_;
    std::size_t most_;
    std::vector<double> outside_;
    std::vector<double> inside_;
    std::vector<std::uint8_t> from_;
};

std::vector<double> rotated(std::span<const double> profile, std::size_t by) {
    std::vector<double> out{profile.begin(), profile.end()};
    std::ranges::rotate(out, out.begin() + static_cast<std::ptrdiff_t>(by));
    return out;
}

/// Spans that touch are one.
std::vector<WeekSpan> joined(const std::vector<WeekSpan>& spans, std::size_t turned,
                             std::size_t cycle) {
    std::vector<WeekSpan> out;
    for (const WeekSpan& s : spans) {
        if (!out.empty() && out.back().from + out.back().hours == s.from)
            out.back().hours += s.hours;
        else
            out.push_back(s);
    }
    for (WeekSpan& s : out) s.from = static_cast<std::uint32_t>((s.from + turned) % cycle);
    std::ranges::sort(out, {}, &WeekSpan::from);
    return out;
}

/// No set of `hours` hours that has all of `forced` in it holds more than this.
double bound(std::span<const double> profile, const std::vector<std::size_t>& order,
             std::size_t forced, std::size_t hours) {
    if (hours < forced) return never;
    double sum = 0.0;
    for (std::size_t i = 0; i < forced; ++i) sum += profile[order[i]];
    for (std::size_t i = 0; i < hours - forced; ++i) sum += profile[order[order.size() - 1 - i]];
    return sum;
}

/// Of a cycle of hours, a week or a day.
std::vector<WeekSpan> busiest_in_cycle(std::span<const double> profile,
                                       const WeekSpanParams& params) {
    check(profile, params);
    const std::size_t cycle = profile.size();
    const double wanted =
        params.share * std::accumulate(profile.begin(), profile.end(), 0.0) * (1.0 - 1e-12);
    std::vector<std::size_t> order(cycle);  // hours, the quietest first
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t h) { return profile[h]; });

    std::vector<WeekSpan> best{{0, static_cast<std::uint32_t>(cycle)}};
    std::size_t fewest = cycle;
    double most = never;
    // Either the quietest hour is in no span, and a line of hours finds the best; or it is in one,
    // and the same is asked of the next quietest, until having all those leaves too little.
    for (std::size_t tried = 0; tried < cycle; ++tried) {
        const bool fewer_possible = bound(profile, order, tried, fewest - 1) >= wanted;
        if (!fewer_possible && bound(profile, order, tried, fewest) <= most) break;
        const LineOfHours line{rotated(profile, order[tried]), params, fewest};
        for (std::size_t h = params.least_hours; h <= fewest; ++h) {
            const double held = line.most_in(h);
            if (held < wanted || (h == fewest && held <= most)) continue;
            fewest = h;
            most = held;
            best = joined(line.spans(h), order[tried], cycle);
            break;
        }
    }
    return best;
}

}  // namespace

std::vector<WeekSpan> busiest_spans(const WeekHours& profile, const WeekSpanParams& params) {
    return busiest_in_cycle(profile, params);
}

std::vector<WeekSpan> busiest_daily_spans(const WeekHours& profile, const WeekSpanParams& params) {
    std::array<double, 24> day{};
    for (std::size_t h = 0; h < week_hours; ++h) day[h % 24] += profile[h];
    WeekSpanParams daily = params;
    daily.count = std::max(params.count / 7, 1U);
    const std::vector<WeekSpan> spans = busiest_in_cycle(day, daily);
    if (spans.front().hours == 24) return {{0, week_hours}};
    std::vector<WeekSpan> week;
    for (std::uint32_t d = 0; d < 7; ++d) {
        for (const WeekSpan& s : spans) week.push_back({24 * d + s.from, s.hours});
    }
    return week;
}

double share_in(const WeekHours& profile, const std::vector<WeekSpan>& spans) {
    double held = 0.0;
    for (const WeekSpan& s : spans) {
        for (std::size_t h = 0; h < s.hours; ++h) held += profile[(s.from + h) % week_hours];
    }
    return held / std::accumulate(profile.begin(), profile.end(), 0.0);
}

}  // namespace beatline
