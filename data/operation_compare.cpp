// SPDX-License-Identifier: Apache-2.0
#include "data/operation_compare.hpp"

#include <cmath>
#include <fmt/format.h>
#include <tuple>

#include "data/operation_tables.hpp"

namespace beatline {

namespace {

constexpr std::int64_t most_simulations = 99'999;
constexpr double finest_level = 0.00001;  // what that many can tell

std::size_t simulations_in(TomlTable& table) {
    return static_cast<std::size_t>(
        table.integer("simulations", 0, most_simulations).value_or(199));
}

void read_zones(TomlTable& table, const FileContext& context, BackgroundSource& zones) {
    zones.shown_path = table.require_text("zones");
    zones.path = resolve(table, "zones", zones.shown_path, context);
    zones.column = table.require_text("column");
    zones.layer = table.text("layer").value_or("");
}

/// The first and the last day, both included.
std::pair<Day, Day> days_of(TomlTable& table, std::string_view key) {
    const std::vector<Day> days = table.days(key);
    if (days.size() != 2)
        table.fail(key, fmt::format("found {} dates, wanted two: the first and the last day of "
                                    "the period, both included",
                                    days.size()));
    if (days[1] < days[0])
        table.fail(key, fmt::format("{} comes after {}", to_string(days[0]), to_string(days[1])));
    return {days[0], days[1]};
}

}  // namespace

std::optional<RelativeOptions> read_relative_options(TomlTable& hotspots,
                                                     const FileContext& context) {
    auto table = hotspots.table("relative");
    if (!table) return std::nullopt;
    RelativeOptions options;
    const std::vector<TomlTable> sources = table->tables("incidents");
    if (table->has("zones") == !sources.empty())
        hotspots.fail("relative",
                      "wanted a background: either zones = \"file\" and column = \"what is "
                      "counted\", or [[hotspots.relative.incidents]]");
    if (sources.empty()) read_zones(*table, context, options.zones);
    for (const TomlTable& source : sources) {
        options.incidents.push_back(read_incident_source(source, context));
        if (options.incidents.back().kind == SourceKind::postgis)
            source.fail("kind", "a background is read from files, not from a database");
    }
    const double share = table->number("even_share").value_or(options.even_share);
    if (!(share >= 0.0 && share < 1.0))
        table->fail("even_share", fmt::format("found {}, wanted 0 or more and less than 1", share));
    options.even_share = share;
    options.simulations = simulations_in(*table);
    const std::string rank = table->text("rank_by").value_or("density");
    if (rank != "density" && rank != "ratio")
        table->fail("rank_by", fmt::format("found \"{}\", wanted \"density\" or \"ratio\"", rank));
    options.ranks = rank == "ratio";
    table->refuse_unknown();
    return options;
}

ChangeOptions read_change_options(TomlTable table) {
    ChangeOptions options;
    std::tie(options.before_from, options.before_to) = days_of(table, "before");
    std::tie(options.after_from, options.after_to) = days_of(table, "after");
    if (!(options.before_to < options.after_from))
        table.fail("after",
                   fmt::format("{} does not come after {}, the last day of before",
                               to_string(options.after_from), to_string(options.before_to)));
    const std::string compare = table.text("compare").value_or("rate");
    if (compare != "rate" && compare != "share")
        table.fail("compare", fmt::format("found \"{}\", wanted \"rate\" (how many a year) or "
                                          "\"share\" (where they were)",
                                          compare));
    options.shares = compare == "share";
    options.significance = table.number("significance").value_or(options.significance);
    if (!(options.significance > 0.0 && options.significance < 1.0))
        table.fail("significance", fmt::format("found {}, wanted more than 0 and less than 1",
                                               options.significance));
    if (options.significance < finest_level)
        table.fail(
            "significance",
            fmt::format("found {}: more simulations than {} would be needed; wanted {} or more",
                        options.significance, most_simulations, finest_level));
    options.simulations = simulations_in(table);
    const double fewest = 1.0 / options.significance - 1.0;
    if (static_cast<double>(options.simulations) < fewest - 1e-9)
        table.fail("simulations",
                   fmt::format("found {}: with so few nothing can be significant at {:g}; wanted "
                               "{:.0f} or more, better 199",
                               options.simulations, options.significance, std::ceil(fewest)));
    table.refuse_unknown();
    return options;
}

}  // namespace beatline
