// SPDX-License-Identifier: Apache-2.0
#include "data/near_repeats.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "data/error.hpp"

namespace beatline {

namespace {

constexpr std::size_t least_events = 20;
constexpr double boost_significance = 0.05;
constexpr std::int64_t day_s = 24 * 3600;

std::int32_t day_number(Instant when, const LocalOffset& offset) {
    return static_cast<std::int32_t>(
        std::chrono::floor<std::chrono::days>(when + offset(when)).time_since_epoch().count());
}

Instant middle(const Interval& when) {
    return when.from + when.length() / 2;
}

Seconds narrowest_band(const KnoxParams& params) {
    double least = params.days.back();
    for (std::size_t i = 1; i < params.days.size(); ++i)
        least = std::min(least, params.days[i] - params.days[i - 1]);
    // A local day may have 25 hours.
    return Seconds{std::max(static_cast<std::int64_t>(least * day_s), day_s) + 3600};
}

std::vector<std::uint32_t> kinds_in(const NearRepeatGroup& group,
                                    std::span<const std::string> kinds,
                                    std::vector<std::string>& unknown) {
    std::vector<std::uint32_t> in;
    for (std::size_t k = 0; k < kinds.size() && group.categories.empty(); ++k)
        in.push_back(static_cast<std::uint32_t>(k));
    for (const std::string& category : group.categories) {
        const auto found = std::ranges::find(kinds, category);
        if (found == kinds.end())
            unknown.push_back(category);
        else
            in.push_back(static_cast<std::uint32_t>(found - kinds.begin()));
    }
    return in;
}

/// How many bands of distance, from the nearest on, hold more pairs of the first band of days than
/// chance allows.
std::size_t repeating_bands(const KnoxTable& table) {
    std::size_t d = 0;
    while (d < table.distance_bands() && table.at(d, 0).p_max <= boost_significance &&
           table.at(d, 0).ratio > 1.0)
        ++d;
    return d;
}

/// A run of day bands that share one ratio.
struct Stretch {
    double observed{0.0};
    double expected{0.0};
    std::size_t bands{0};

    [[nodiscard]] double ratio() const { return expected > 0.0 ? observed / expected : 1.0; }
};

/// Observed over expected pairs of each band of days, over the bands of distance that repeat. It
/// never rises with the delay: neighbours that would are pooled (Ayer et al. 1955).
std::vector<double> boosts(const KnoxTable& table) {
    const std::size_t near = repeating_bands(table);
    std::vector<Stretch> stretches;
    for (std::size_t t = 0; t < table.day_bands(); ++t) {
        Stretch next{0.0, 0.0, 1};
        for (std::size_t d = 0; d < near; ++d) {
            next.observed += static_cast<double>(table.at(d, t).observed);
            next.expected += table.at(d, t).expected;
        }
        while (!stretches.empty() && stretches.back().ratio() < next.ratio()) {
            next.observed += stretches.back().observed;
            next.expected += stretches.back().expected;
            next.bands += stretches.back().bands;
            stretches.pop_back();
        }
        stretches.push_back(next);
    }
    std::vector<double> out;
    for (const Stretch& s : stretches) out.insert(out.end(), s.bands, std::max(s.ratio(), 1.0));
    return out;
}

Value ratio_of(const KnoxCell& cell) {
    if (cell.expected > 0.0) return cell.ratio;
    return std::monostate{};
}

KnoxTable test(std::span<const Point> at, std::span<const std::int32_t> day,
               const KnoxParams& params, const std::string& group) {
    try {
        return knox_test(at, day, params);
    } catch (const std::length_error&) {
        throw LimitError{fmt::format(
            "near_repeat: group {}: more than {} pairs of incidents lie within {:g} m; use a "
            "shorter near_repeat.distance_m, groups of fewer categories or weights.max_age_days",
            group, params.most_pairs, params.distance_m.back())};
    }
}

}  // namespace

std::vector<NearRepeats> find_near_repeats(std::span<const PointEvent> events,
                                           std::span<const std::string> kinds,
                                           const NearRepeatRules& rules, const LocalOffset& offset,
                                           std::vector<std::string>& unknown) {
    const Seconds longest = narrowest_band(rules.knox);
    std::vector<NearRepeats> out;
    for (const NearRepeatGroup& group : rules.groups) {
        NearRepeats& found = out.emplace_back();
        found.group = group.name;
        found.kinds = kinds_in(group, kinds, unknown);
        const bool everything = group.categories.empty();
        std::vector<Point> all;
        std::vector<Point> at;
        std::vector<std::int32_t> day;
        for (const PointEvent& e : events) {
            if (!everything && std::ranges::find(found.kinds, e.kind) == found.kinds.end())
                continue;
            all.push_back(e.at);
            if (e.when == Interval{} || e.when.length() > longest) continue;
            found.spread += e.when.length() > Seconds{day_s + 3600} ? 1 : 0;
            at.push_back(e.at);
            day.push_back(day_number(middle(e.when), offset));
        }
        found.events = all.size();
        found.dated = at.size();
        found.places = repeat_places(all, rules.addresses);
        if (at.size() < least_events) continue;
        found.table = test(at, day, rules.knox, group.name);
        found.boost = boosts(*found.table);
    }
    return out;
}

std::size_t boost_recent(std::span<PointEvent> events, std::span<const NearRepeats> found,
                         Instant now, const LocalOffset& offset) {
    std::size_t boosted = 0;
    const std::int32_t today = day_number(now, offset);
    for (PointEvent& e : events) {
        const auto group = std::ranges::find_if(found, [&](const NearRepeats& f) {
            return f.table && std::ranges::find(f.kinds, e.kind) != f.kinds.end();
        });
        if (group == found.end() || e.when == Interval{}) continue;
        const KnoxTable& table = *group->table;
        if (e.when.length() > narrowest_band(table.params)) continue;
        const double age = std::max(today - day_number(middle(e.when), offset), 0);
        for (std::size_t t = 0; t < table.day_bands(); ++t) {
            if (age < table.params.days[t] || age >= table.params.days[t + 1]) continue;
            e.weight *= group->boost[t];
            boosted += group->boost[t] > 1.0 ? 1 : 0;
        }
    }
    return boosted;
}

Layer near_repeat_table(std::span<const NearRepeats> found) {
    Layer layer{"near_repeat", "Near repeats", GeometryType::none, {}, {}, ""};
    layer.fields = {{"group", FieldType::text, "group of categories"},
                    {"from_m", FieldType::real, "distance of a pair, from"},
                    {"below_m", FieldType::real, "and below, m"},
                    {"from_days", FieldType::real, "days between its dates, from"},
                    {"below_days", FieldType::real, "and below"},
                    {"observed", FieldType::integer, "pairs"},
                    {"expected", FieldType::real, "pairs, mean over all permutations of dates"},
                    {"ratio", FieldType::real, "observed / expected"},
                    {"p", FieldType::real, "of this cell alone"},
                    {"p_max", FieldType::real, "adjusted for all cells of the group"},
                    {"q", FieldType::real, "false discovery rate over the group's cells"}};
    for (const NearRepeats& f : found) {
        if (!f.table) continue;
        const KnoxParams& params = f.table->params;
        for (std::size_t d = 0; d < f.table->distance_bands(); ++d) {
            for (std::size_t t = 0; t < f.table->day_bands(); ++t) {
                const KnoxCell& cell = f.table->at(d, t);
                layer.features.push_back(
                    {std::monostate{},
                     {f.group, params.distance_m[d], params.distance_m[d + 1], params.days[t],
                      params.days[t + 1], static_cast<std::int64_t>(cell.observed), cell.expected,
                      ratio_of(cell), cell.p, cell.p_max, cell.q}});
            }
        }
    }
    return layer;
}

}  // namespace beatline
