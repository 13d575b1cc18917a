// SPDX-License-Identifier: Apache-2.0
#include "data/operation_evaluate.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "data/label.hpp"
#include "data/nearest_word.hpp"
#include "data/toml_table.hpp"

namespace beatline {

namespace {

std::optional<DaySpan> day_span(TomlTable& table, std::string_view key) {
    if (!table.has(key)) return std::nullopt;
    const std::vector<Day> days = table.days(key);
    if (days.size() != 2)
        table.fail(key, fmt::format("found {} dates, wanted the first and the last day, as in "
                                    "[\"2024-01-01\", \"2024-12-31\"]",
                                    days.size()));
    if (days[1] < days[0])
        table.fail(key, fmt::format("{} comes before {}", to_string(days[1]), to_string(days[0])));
    return DaySpan{days[0], days[1]};
}

void read_periods(TomlTable& table, EvaluateRules& rules) {
    const std::string unit = table.text("period").value_or("month");
    constexpr PeriodUnit units[] = {PeriodUnit::month, PeriodUnit::week, PeriodUnit::day};
    const auto* known = std::ranges::find(units, unit, [](PeriodUnit u) { return name_of(u); });
    if (known == std::end(units))
        table.fail("period", fmt::format("found \"{}\", wanted month, week or day", unit));
    rules.period = *known;
    rules.tune = day_span(table, "tune");
    rules.test = day_span(table, "test");
    if (rules.tune && !rules.test)
        table.fail("tune", "needs evaluate.test beside it: the days that are to be scored");
    if (rules.tune && rules.test && !(rules.tune->last < rules.test->first))
        table.fail("tune",
                   fmt::format("ends on {}, but scoring begins on {}: tuning must lie wholly "
                               "before what is scored",
                               to_string(rules.tune->last), to_string(rules.test->first)));
}

void read_grid(TomlTable& table, EvaluateRules& rules) {
    const double cell = table.number("cell_m").value_or(rules.grid.cell.value);
    if (!(cell >= 10.0 && cell <= 10'000.0))
        table.fail("cell_m", fmt::format("found {}, wanted 10 to 10,000 metres", cell));
    rules.grid.cell = Metres{cell};
    if (const auto anchor = table.point("anchor")) rules.grid.anchor = *anchor;
    const auto shares = table.numbers("area_shares");
    if (table.has("area_shares")) {
        if (shares.empty() || shares.size() > 20)
            table.fail("area_shares",
                       fmt::format("found {} numbers, wanted 1 to 20", shares.size()));
        for (const double share : shares) {
            if (!(share > 0.0 && share <= 1.0))
                table.fail("area_shares",
                           fmt::format("found {}, wanted shares of the area above 0 up to 1, as in "
                                       "[0.01, 0.05]",
                                       share));
        }
        rules.area_shares = shares;
        std::ranges::sort(rules.area_shares);
        rules.area_shares.erase(std::ranges::unique(rules.area_shares).begin(),
                                rules.area_shares.end());
    }
}

void read_groups(TomlTable& table, EvaluateRules& rules) {
    rules.groups_given = table.has("categories") || table.has("groups");
    for (const std::string& category : table.texts("categories"))
        rules.groups.push_back({category, {category}});
    if (auto groups = table.table("groups")) {
        for (const std::string& name : groups->keys()) {
            EvaluateGroup group{name, groups->texts(name)};
            if (group.categories.empty())
                groups->fail(name, "names no category: wanted an array of categories");
            if (name.empty() || name.size() > 80 || holds_control(name))
                groups->fail(name, "a group's name has 1 to 80 characters, none of control");
            rules.groups.push_back(std::move(group));
        }
    }
    std::vector<std::string> names{"all"};
    for (const EvaluateGroup& group : rules.groups) {
        if (std::ranges::find(names, group.name) != names.end())
            table.fail(table.has("groups") ? "groups" : "categories",
                       fmt::format("\"{}\" stands for two groups (\"all\" is every incident)",
                                   group.name));
        names.push_back(group.name);
    }
}

void read_methods(TomlTable& table, EvaluateRules& rules) {
    std::vector<std::string> names;
    for (const ScoreMethod method : all_score_methods) names.emplace_back(name_of(method));
    for (const std::string& text : table.texts("methods")) {
        const auto at = std::ranges::find(names, text);
        if (at == names.end()) {
            std::string all;
            for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
            table.fail("methods", fmt::format("found \"{}\", wanted some of {}.{}", text, all,
                                              did_you_mean(text, names)));
        }
        const ScoreMethod method = all_score_methods[at - names.begin()];
        if (std::ranges::find(rules.methods, method) == rules.methods.end())
            rules.methods.push_back(method);
    }
    if (table.has("methods") && rules.methods.empty())
        table.fail("methods", "is empty: leave the key out for all methods");
}

}  // namespace

std::string_view name_of(PeriodUnit unit) {
    switch (unit) {
        case PeriodUnit::month:
            return "month";
        case PeriodUnit::week:
            return "week";
        case PeriodUnit::day:
            return "day";
    }
    return {};
}

EvaluateRules read_evaluate_rules(TomlTable table) {
    EvaluateRules rules;
    read_periods(table, rules);
    read_grid(table, rules);
    read_groups(table, rules);
    read_methods(table, rules);
    rules.bootstrap =
        static_cast<std::uint32_t>(table.integer("bootstrap", 0, 100'000).value_or(999));
    rules.shifts = static_cast<std::uint32_t>(table.integer("shifts", 1, 8).value_or(2));
    table.refuse_unknown();
    return rules;
}

}  // namespace beatline
