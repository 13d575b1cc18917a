// SPDX-License-Identifier: Apache-2.0
#include "data/operation_tables.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "data/error.hpp"
#include "data/label.hpp"
#include "data/postgis_connection.hpp"
#include "data/projection.hpp"

namespace beatline {

namespace {

/// An address without what may be a password or a token: the user in it, and all that follows the
/// path.
std::string shown_address(const std::string& text) {
    if (text.starts_with("PG:") || text.find('@') != std::string::npos)
        return without_secrets(text);
    const auto end = text.find_first_of("?;=#");
    return end == std::string::npos ? text : text.substr(0, end) + "***";
}

/// "PG" in "PG:dbname=x": what GDAL takes for the name of a kind of source.
bool is_word(std::string_view text) {
    return std::ranges::all_of(text,
                               [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

}  // namespace

std::filesystem::path resolve(const TomlTable& table, std::string_view key, const std::string& text,
                              const FileContext& context) {
    if (text.empty()) table.fail(key, "is empty: name a file, or leave the key out");
    const auto colon = text.find(':');
    if (text.find("://") != std::string::npos || text.starts_with("/vsi") ||
        text.find("password=") != std::string::npos ||
        (colon != std::string::npos && colon > 1 && is_word(text.substr(0, colon))))
        throw InputError{
            fmt::format("{}: {}: found \"{}\": only plain files are read, no addresses, "
                        "databases or virtual file systems{}",
                        table.where(key), table.name_of(key), shown_address(text),
                        text.starts_with("PG:") && key == "path"
                            ? " (of incidents, a database is read with kind = \"postgis\")"
                            : "")};
    if (std::ranges::any_of(text, [](unsigned char c) { return std::iscntrl(c) != 0; }))
        table.fail(key, "the path holds control characters");
    const std::filesystem::path path{text};
    return path.is_absolute() ? path : context.folder / path;
}

ClockWindow clock_window(TomlTable& table, std::string_view key, const std::string& text) {
    const auto dash = text.find('-');
    const auto from = dash == std::string::npos ? std::nullopt : parse_clock(text.substr(0, dash));
    const auto to = dash == std::string::npos ? std::nullopt : parse_clock(text.substr(dash + 1));
    if (!from || !to)
        table.fail(key,
                   fmt::format("found \"{}\", wanted two clock times like \"14:00-22:00\"", text));
    if (*from == *to) table.fail(key, fmt::format("\"{}\" begins and ends at the same time", text));
    const Seconds day{24 * 3600};
    if (*from >= day) table.fail(key, fmt::format("\"{}\" begins at 24:00; write 00:00", text));
    return {*from, *to > *from ? *to : *to + day};
}

namespace {

/// A label that becomes part of file names and layers: letters, digits, blanks and a few marks.
std::string label(TomlTable& table, std::string_view key) {
    const std::string text = table.require_text(key);
    if (text.size() > 60) table.fail(key, "is longer than 60 characters");
    if (holds_control(text) || text.find_first_of("/\\") != std::string::npos)
        table.fail(key, "holds control characters, / or \\, which a name must not");
    if (text.front() == ' ' || text.back() == ' ')
        table.fail(key, fmt::format("\"{}\" begins or ends with a blank", text));
    if (text.starts_with('.')) table.fail(key, fmt::format("\"{}\" begins with a dot", text));
    return text;
}

std::optional<ClockWindow> optional_window(TomlTable& table, std::string_view key) {
    const auto text = table.text(key);
    if (!text) return std::nullopt;
    return clock_window(table, key, *text);
}

ClockWindow required_window(TomlTable& table, std::string_view key) {
    const std::string text = table.require_text(key);
    return clock_window(table, key, text);
}

Seconds minutes(TomlTable& table, std::string_view key, std::int64_t fallback, std::int64_t least) {
    return std::chrono::minutes{table.integer(key, least, 24 * 60).value_or(fallback)};
}

Point place(TomlTable& table, std::string_view key) {
    const auto at = table.point(key);
    if (!at) {
        static_cast<void>(table.require_text(key));  // says that it is missing, and where
    }
    if (std::abs(at->x) <= 180.0 && std::abs(at->y) <= 90.0)
        table.fail(key,
                   fmt::format("[{}, {}] looks like degrees; wanted [easting, northing] in metres "
                               "of the working CRS",
                               at->x, at->y));
    return *at;
}

std::vector<Day> days_of_period(TomlTable& table, std::string_view key) {
    const std::vector<Day> ends = table.days(key);
    if (ends.empty()) return {};
    if (ends.size() != 2)
        table.fail(key, fmt::format("found {} dates, wanted two: the first and the last day",
                                    ends.size()));
    if (ends[1] < ends[0])
        table.fail(key, fmt::format("{} comes after {}", to_string(ends[0]), to_string(ends[1])));
    std::vector<Day> days;
    for (Day day = ends[0]; day <= ends[1]; day = next_day(day)) {
        days.push_back(day);
        if (days.size() > 62)
            throw LimitError{
                fmt::format("{}: operation.{}: {} to {} is longer than 62 days, the limit",
                            table.where(key), key, to_string(ends[0]), to_string(ends[1]))};
    }
    return days;
}

/// Refuses the name of an earlier unit or task.
template <class Items, class Name>
void refuse_second(const TomlTable& table, std::string_view key, const std::string& name,
                   const Items& earlier, Name member) {
    if (std::ranges::find(earlier, name, member) != earlier.end())
        table.fail(key, fmt::format("\"{}\" is given twice; each must be unique", name));
}

void check_day(const TomlTable& table, std::string_view key, Day day, const Operation& operation) {
    if (std::ranges::find(operation.days, day) == operation.days.end())
        table.fail(key, fmt::format("{} is not a day of the period", to_string(day)));
}

}  // namespace

std::string crs_text(TomlTable& table) {
    const std::string text = table.text("crs").value_or("");
    if (text.empty()) return text;
    try {
        static_cast<void>(describe_crs(text));
    } catch (const UsageError& error) {
        table.fail("crs", error.what());
    }
    return text;
}

void read_head(TomlTable table, const FileContext& context, Operation& operation) {
    operation.name = table.require_text("name");
    operation.marking = table.text("marking").value_or("");
    operation.attribution = table.text("attribution").value_or("");
    operation.timezone = table.text("timezone").value_or("Europe/London");
    try {
        const TimeZone zone{operation.timezone};
    } catch (const UsageError& error) {
        table.fail("timezone", error.what());
    }
    operation.crs = crs_text(table);
    operation.days = days_of_period(table, "period");
    operation.as_of = table.day("as_of");
    if (const auto area = table.text("area")) {
        operation.shown_area = *area;
        operation.area = resolve(table, "area", *area, context);
    }
    table.refuse_unknown();
}

WeightRules read_weight_rules(TomlTable table, const FileContext& context) {
    WeightRules rules;
    if (const auto path = table.text("table")) {
        rules.shown_table = *path;
        rules.table = resolve(table, "table", *path, context);
    }
    rules.half_life_days = table.number("half_life_days");
    if (rules.half_life_days && *rules.half_life_days <= 0.0)
        table.fail("half_life_days",
                   fmt::format("found {}, wanted more than 0", *rules.half_life_days));
    rules.near_repeat = table.boolean("near_repeat").value_or(false);
    rules.min_age_days = table.number("min_age_days");
    rules.max_age_days = table.number("max_age_days");
    for (const auto& [key, days] : {std::pair{"min_age_days", rules.min_age_days},
                                    std::pair{"max_age_days", rules.max_age_days}}) {
        if (days && !(*days >= 0.0 && *days <= 100'000.0))
            table.fail(key, fmt::format("found {}, wanted 0 to 100,000", *days));
    }
    if (rules.min_age_days && rules.max_age_days && *rules.min_age_days >= *rules.max_age_days)
        table.fail("max_age_days", fmt::format("{} is not more than min_age_days = {}",
                                               *rules.max_age_days, *rules.min_age_days));
    table.refuse_unknown();
    return rules;
}

DoseRules read_dose_rules(TomlTable table) {
    DoseRules rules;
    rules.visit = minutes(table, "visit_min", 15, 1);
    rules.visits_per_shift =
        static_cast<std::uint32_t>(table.integer("visits_per_shift", 1, 100).value_or(3));
    rules.min_gap = minutes(table, "min_gap_min", 90, 0);
    table.refuse_unknown();
    return rules;
}

UnitRules read_unit_rules(TomlTable table, const Operation& operation) {
    UnitRules unit;
    unit.callsign = label(table, "callsign");
    refuse_second(table, "callsign", unit.callsign, operation.units, &UnitRules::callsign);
    unit.base = place(table, "base");
    if (table.has("end")) unit.end = place(table, "end");
    unit.shift = required_window(table, "shift");
    const std::string mode = table.text("mode").value_or("car");
    if (mode != "car" && mode != "foot")
        table.fail("mode", fmt::format("found \"{}\", wanted \"car\" or \"foot\"", mode));
    unit.mode = mode == "car" ? TravelMode::car : TravelMode::foot;
    unit.skills = table.texts("skills");
    unit.rest = minutes(table, "break_min", 0, 0);
    unit.rest_window = optional_window(table, "break_window");
    if (unit.rest >= unit.shift.to - unit.shift.from)
        table.fail("break_min", "the break is as long as the shift");
    if (const auto window = unit.rest_in_shift(); window && window->to - window->from < unit.rest)
        table.fail("break_window",
                   fmt::format("leaves no room for a break of {} min inside the shift",
                               unit.rest.count() / 60));
    unit.days = table.days("days");
    for (const Day day : unit.days) check_day(table, "days", day, operation);
    if (unit.days.empty()) unit.days = operation.days;
    table.refuse_unknown();
    return unit;
}

TaskRules read_task_rules(TomlTable table, const Operation& operation) {
    TaskRules task;
    task.id = label(table, "id");
    refuse_second(table, "id", task.id, operation.tasks, &TaskRules::id);
    if (is_hotspot_name(task.id))
        table.fail("id", fmt::format("\"{}\" is the name of a hotspot; wanted another, such as "
                                     "\"T{}\"",
                                     task.id, task.id.substr(1)));
    task.kind = table.text("kind").value_or("task");
    task.at = place(table, "at");
    task.window = required_window(table, "window");
    task.day = table.day("day");
    if (task.day) check_day(table, "day", *task.day, operation);
    task.duration = minutes(table, "duration_min", 30, 1);
    task.units = static_cast<std::uint32_t>(table.integer("units", 1, 20).value_or(1));
    task.skills = table.texts("skills");
    task.sensitive = table.boolean("sensitive").value_or(false);
    table.refuse_unknown();
    return task;
}

SearchRules read_search_rules(TomlTable table) {
    SearchRules rules;
    if (const auto text = table.text("time_limit")) {
        rules.time_limit = parse_time_limit(*text);
        if (!rules.time_limit)
            table.fail("time_limit",
                       fmt::format("found \"{}\", wanted a time like \"20s\"", *text));
    }
    if (const auto n = table.integer("iterations", 0, 1'000'000'000'000))
        rules.iterations = static_cast<std::uint64_t>(*n);
    rules.seed = static_cast<std::uint64_t>(
        table.integer("seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(1));
    table.refuse_unknown();
    return rules;
}

PrivacyRules read_privacy_rules(TomlTable table, std::vector<std::string>& warnings) {
    PrivacyRules rules;
    const std::string profile = table.text("profile").value_or("internal");
    if (profile == "partner" || profile == "public")
        throw PolicyError{
            fmt::format("{}: the disclosure profile \"{}\" is not available in this version: "
                        "only \"internal\" results are written",
                        table.where("profile"), profile)};
    if (profile != "internal")
        table.fail("profile",
                   fmt::format("found \"{}\", wanted internal, partner or public", profile));
    rules.min_count = static_cast<std::uint64_t>(table.integer("min_count", 0, 1000).value_or(5));
    if (table.integer("camera_precision_m", 0, 100'000))
        warnings.push_back(table.where("camera_precision_m") +
                           ": camera_precision_m has no effect on internal results");
    table.refuse_unknown();
    return rules;
}

}  // namespace beatline
