// SPDX-License-Identifier: Apache-2.0
#include "data/operation_near_repeat.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "data/label.hpp"
#include "data/operation_tables.hpp"

namespace beatline {

namespace {

constexpr std::size_t most_bands = 50;

/// Edges of bands: two or more numbers that rise from 0 or more.
std::vector<double> edges(TomlTable& table, std::string_view key, std::vector<double> fallback,
                          double most) {
    if (!table.has(key)) return fallback;
    std::vector<double> given = table.numbers(key);
    if (given.size() < 2 || given.size() > most_bands + 1)
        table.fail(
            key, fmt::format("found {} numbers, wanted the 2 to {} edges of bands, as in "
                             "[{}, {}, {}]",
                             given.size(), most_bands + 1, fallback[0], fallback[1], fallback[2]));
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (given[i] < 0.0 || given[i] > most)
            table.fail(key, fmt::format("found {}, wanted 0 to {}", given[i], most));
        if (i > 0 && !(given[i] > given[i - 1]))
            table.fail(key,
                       fmt::format("{} does not follow {}: edges rise", given[i], given[i - 1]));
    }
    return given;
}

std::vector<NearRepeatGroup> groups(TomlTable table) {
    std::vector<NearRepeatGroup> out;
    for (const std::string& name : table.keys()) {
        if (name.empty() || name.size() > 60 || holds_control(name))
            table.fail(name, "a group's name has 1 to 60 characters and no control characters");
        out.push_back({name, table.texts(name)});
        if (out.back().categories.empty())
            table.fail(name, "wanted an array of categories, as the sources spell them");
    }
    return out;
}

}  // namespace

NearRepeatRules read_near_repeat_rules(TomlTable table) {
    NearRepeatRules rules;
    rules.knox.distance_m = edges(table, "distance_m", rules.knox.distance_m, 100'000.0);
    rules.knox.days = edges(table, "days", rules.knox.days, 36'500.0);
    const std::string metric = table.text("metric").value_or("euclid");
    if (metric != "euclid" && metric != "manhattan")
        table.fail("metric",
                   fmt::format("found \"{}\", wanted \"euclid\" or \"manhattan\"", metric));
    if (metric == "manhattan") rules.knox.distance = PairDistance::manhattan;
    rules.knox.simulations =
        static_cast<std::uint32_t>(table.integer("simulations", 19, 99'999).value_or(999));
    if (const auto places = table.integer("addresses", 1, 1'000'000'000))
        rules.addresses = static_cast<std::uint64_t>(*places);
    if (auto t = table.table("groups")) {
        auto named = groups(std::move(*t));
        if (!named.empty()) rules.groups = std::move(named);
    }
    table.refuse_unknown();
    return rules;
}

}  // namespace beatline
