// SPDX-License-Identifier: Apache-2.0
#include "data/operation_bandwidth.hpp"

#include <fmt/format.h>

#include "data/nearest_word.hpp"
#include "data/operation.hpp"
#include "data/toml_table.hpp"

namespace beatline {

namespace {

constexpr double most_metres = 1'000'000.0;  // a country; far wider ones leave no density at all

void read_bandwidth(TomlTable& table, HotspotRules& rules) {
    if (!table.is_text("bandwidth_m")) {
        const auto metres = table.number("bandwidth_m");
        if (metres && !(*metres > 0.0 && *metres <= most_metres))
            table.fail("bandwidth_m",
                       fmt::format("found {}, wanted more than 0 and at most {} metres", *metres,
                                   most_metres));
        if (metres) rules.bandwidth = Metres{*metres};
        return;
    }
    const std::string word = *table.text("bandwidth_m");
    const auto rule = bandwidth_rule_named(word);
    if (!rule) {
        std::vector<std::string> names;
        for (const BandwidthRule known : all_bandwidth_rules) names.emplace_back(name_of(known));
        table.fail("bandwidth_m",
                   fmt::format("found \"{}\", wanted metres, or \"auto\", \"silverman\", "
                               "\"scott\", \"likelihood\" or \"diggle\".{}",
                               word, did_you_mean(word, names)));
    }
    rules.bandwidth_by.rule = *rule;
}

void read_adaptive(TomlTable& table, HotspotRules& rules) {
    bool nearest = false;
    if (table.is_text("adaptive")) {
        const std::string word = *table.text("adaptive");
        nearest = word == "nearest";
        if (!nearest && word != "abramson")
            table.fail(
                "adaptive",
                fmt::format("found \"{}\", wanted true, false, \"abramson\" or \"nearest\"", word));
        rules.adaptive = true;
    } else {
        rules.adaptive = table.boolean("adaptive").value_or(false);
    }
    const auto k = table.integer("nearest_k", 1, 10'000);
    if (k && !nearest) table.fail("nearest_k", "has a meaning only with adaptive = \"nearest\"");
    if (nearest) rules.bandwidth_by.nearest = static_cast<std::size_t>(k.value_or(10));
}

}  // namespace

void read_bandwidth_rules(TomlTable& table, HotspotRules& rules) {
    read_bandwidth(table, rules);
    read_adaptive(table, rules);
}

}  // namespace beatline
