// SPDX-License-Identifier: Apache-2.0
#include "data/operation_significance.hpp"

#include <cmath>
#include <fmt/format.h>

#include "data/operation_tables.hpp"
#include "geo/null_test.hpp"

namespace beatline {

namespace {

constexpr std::size_t usual_simulations = 199;
constexpr std::int64_t most_simulations = 99'999;
constexpr double finest_level = 0.0001;  // for which 99,999 simulations are usual
constexpr std::int64_t most_resamples = 10'000;

std::size_t read_simulations(TomlTable& table, std::optional<double> level) {
    const auto given = table.integer("simulations", 1, most_simulations);
    if (!level) return usual_simulations;
    const std::size_t fewest = fewest_replicates(*level);
    if (!given) {
        // A finer level wants more: 999 for 0.01, as 199 for 0.05.
        const auto wanted = static_cast<std::size_t>(std::lround(10.0 / *level)) - 1;
        return std::max({usual_simulations, wanted, fewest});
    }
    const auto simulations = static_cast<std::size_t>(*given);
    if (simulations < fewest)
        table.fail(
            "simulations",
            fmt::format("found {}: with so few nothing can be significant at {:g}; wanted {} "
                        "or more, better 199",
                        *given, *level, fewest));
    return simulations;
}

void read_zones(TomlTable& background, const FileContext& context, SignificanceRules& rules) {
    rules.background = BackgroundKind::zones;
    rules.zones.shown_path = background.require_text("zones");
    rules.zones.path = resolve(background, "zones", rules.zones.shown_path, context);
    rules.zones.column = background.require_text("column");
    rules.zones.layer = background.text("layer").value_or("");
}

void read_background_rules(TomlTable& table, const FileContext& context, SignificanceRules& rules) {
    if (table.is_text("background")) {
        const std::string word = *table.text("background");
        if (word != "roads" && word != "none")
            table.fail("background",
                       fmt::format("found \"{}\", wanted \"none\", \"roads\", or a table "
                                   "[hotspots.background] with zones and column, or with incidents",
                                   word));
        if (word == "roads") rules.background = BackgroundKind::roads;
        return;
    }
    auto background = table.table("background");
    if (!background) return;
    const auto sources = background->tables("incidents");
    if (background->has("zones") == !sources.empty())
        table.fail("background",
                   "wanted either zones = \"file\" and column = \"what is counted\", or "
                   "[[hotspots.background.incidents]]");
    if (sources.empty()) {
        read_zones(*background, context, rules);
    } else {
        rules.background = BackgroundKind::incidents;
        for (const TomlTable& source : sources) {
            rules.incidents.push_back(read_incident_source(source, context));
            if (rules.incidents.back().kind == SourceKind::postgis)
                source.fail("kind", "a background is read from files, not from a database");
        }
    }
    background->refuse_unknown();
}

}  // namespace

SignificanceRules read_significance_rules(TomlTable& table, const FileContext& context) {
    SignificanceRules rules;
    rules.level = table.number("significance");
    if (rules.level && !(*rules.level > 0.0 && *rules.level < 1.0))
        table.fail(
            "significance",
            fmt::format("found {}, wanted more than 0 and less than 1, as 0.05", *rules.level));
    if (rules.level && *rules.level < finest_level)
        table.fail("significance",
                   fmt::format("found {}: more simulations than {} would be needed; "
                               "wanted {} or more",
                               *rules.level, most_simulations, finest_level));
    rules.simulations = read_simulations(table, rules.level);
    if (const auto word = table.text("not_significant")) {
        if (*word != "leave-out" && *word != "keep")
            table.fail("not_significant",
                       fmt::format("found \"{}\", wanted \"leave-out\" or \"keep\"", *word));
        rules.keep_all = *word == "keep";
    }
    read_background_rules(table, context, rules);
    rules.resamples =
        static_cast<std::size_t>(table.integer("stability", 0, most_resamples).value_or(0));
    return rules;
}

std::optional<GiStarTable> read_gi_star_rules(TomlTable& table) {
    GiStarTable rules;
    rules.level = table.number("significance").value_or(rules.level);
    auto own = table.table("gi_star");
    if (!own) return rules;
    const bool wanted = own->boolean("enabled").value_or(true);
    const double cell = own->number("cell_m").value_or(rules.cell.value);
    if (!(cell > 0.0)) own->fail("cell_m", fmt::format("found {}, wanted more than 0", cell));
    rules.cell = Metres{cell};
    const double reach = own->number("reach_m").value_or(cell);
    if (!(reach >= 0.0 && reach <= 1e6))
        own->fail("reach_m", fmt::format("found {}, wanted 0 to 1,000,000", reach));
    rules.reach = Metres{reach};
    if (const auto shape = own->text("shape")) {
        if (*shape != "square" && *shape != "disc")
            own->fail("shape", fmt::format("found \"{}\", wanted \"square\" or \"disc\"", *shape));
        rules.shape = *shape == "disc" ? Neighbourhood::disc : Neighbourhood::square;
    }
    own->refuse_unknown();
    return wanted ? std::optional{rules} : std::nullopt;
}

}  // namespace beatline
