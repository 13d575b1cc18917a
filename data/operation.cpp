// SPDX-License-Identifier: Apache-2.0
#include "data/operation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>

#include "data/error.hpp"
#include "data/nearest_word.hpp"
#include "data/operation_tables.hpp"
#include "data/postgis_connection.hpp"
#include "data/text_file.hpp"
#include "data/toml_table.hpp"

namespace beatline {

namespace {

std::string slurp(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (std::filesystem::is_directory(status))
        throw FileError{file.string() + ": is a folder, wanted an operation file (TOML)"};
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw FileError{file.string() + ": is no regular file, wanted an operation file (TOML)"};
    std::ifstream in{file, std::ios::binary};
    if (!in) throw FileError{file.string() + ": cannot be opened: is the path right?"};
    std::ostringstream text;
    text << in.rdbuf();
    if (text.str().size() > (4U << 20U))
        throw LimitError{file.string() + ": an operation file may hold 4 MiB at most"};
    return text.str();
}

/// Just past the string that opens at `at`, or the end of the text when it never closes.
std::size_t past_string(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const std::string triple(3, quote);
    const std::string mark = text.substr(at).starts_with(triple) ? triple : std::string{quote};
    for (std::size_t i = at + mark.size(); i < text.size(); ++i) {
        if (text.substr(i).starts_with(mark)) return i + mark.size();
        if (text[i] == '\n' && mark.size() == 1) return i;
        if (text[i] == '\\' && quote == '"') ++i;
    }
    return text.size();
}

/// toml++ 3.3 builds, and takes down, the tables of a dotted key by recursion: a key of 50,000
/// parts is the end of the stack. No key of ours has more than two.
void refuse_deep_keys(std::string_view text, const std::string& shown) {
    constexpr int most_dots = 8;
    int dots = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            i = past_string(text, i);
            continue;
        }
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        const bool in_key = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
                            c == '-' || c == ' ' || c == '\t';
        if (c == '.')
            ++dots;
        else if (!in_key)
            dots = 0;
        if (dots > most_dots)
            throw UsageError{
                fmt::format("{}:{}: a dotted key has more than {} parts; wanted "
                            "key = value in tables like [hotspots]",
                            shown, 1 + std::ranges::count(text.substr(0, i), '\n'), most_dots)};
        ++i;
    }
}

toml::table parse(const std::string& text, const std::string& shown) {
    refuse_deep_keys(text, shown);
    try {
        return toml::parse(text, shown);
    } catch (const toml::parse_error& error) {
        throw UsageError{fmt::format("{}:{}:{}: not TOML: {}", shown, error.source().begin.line,
                                     error.source().begin.column, error.description())};
    }
}

/// A table { v = value }; its source is what the command line said, so that complaints name it.
toml::table set_value(const std::string& value, const std::string& shown) {
    refuse_deep_keys(value, shown);
    try {
        return toml::parse("v = " + value, shown);
    } catch (const toml::parse_error&) {
        std::ostringstream quoted;
        quoted << toml::table{{"v", value}};
        return parse(quoted.str(), shown);
    }
}

/// A value of the command line that messages may repeat: no connection and no address.
std::string shown_override(const std::string& path, const std::string& value) {
    for (const std::string_view mark : {"PG:", "://", "pass", "PWD", "/vsi"}) {
        if (value.find(mark) != std::string::npos) return path + "=***";
    }
    return path + "=" + value;
}

/// "hotspots.count=10": the value is TOML; text without quotes is taken as text.
void apply(toml::table& table, const std::string& override_text) {
    const auto equals = override_text.find('=');
    if (equals == std::string::npos || equals == 0)
        throw UsageError{fmt::format("--set {}: wanted key.path=value", override_text)};
    const std::string path = override_text.substr(0, equals);
    const std::string value = override_text.substr(equals + 1);
    if (first_invalid_utf8(override_text) < override_text.size())
        throw UsageError{fmt::format("--set {}...: is not UTF-8", path)};
    const std::string said = shown_override(path, value);
    const std::string shown = "--set " + said;
    toml::table parsed = set_value(value, shown);
    if (parsed.size() != 1) throw UsageError{fmt::format("--set {}: wanted one value", said)};
    toml::table* at = &table;
    std::istringstream parts{path};
    std::string part;
    std::vector<std::string> keys;
    while (std::getline(parts, part, '.')) keys.push_back(part);
    if (keys.size() < 2 || keys.size() > 8 || std::ranges::count(keys, std::string{}) > 0)
        throw UsageError{
            fmt::format("--set {}: wanted key.path=value, as in hotspots.count=10", said)};
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
        if (!at->contains(keys[i])) {
            toml::table made = set_value("{}", shown);
            made.get("v")->as_table()->is_inline(false);
            at->insert(keys[i], std::move(*made.get("v")->as_table()));
        }
        at = at->get(keys[i])->as_table();
        if (at == nullptr)
            throw UsageError{
                fmt::format("--set {}: {} is no table: units, tasks and incidents are "
                            "changed in the file",
                            said, keys[i])};
    }
    parsed.get("v")->visit([&](auto& node) { at->insert_or_assign(keys.back(), std::move(node)); });
}

/// A visit lies whole inside a window.
void refuse_short_windows(const Operation& op) {
    const TimingRules& timing = op.hotspots.timing;
    bool is_short = timing.find && timing.params.choice == WindowChoice::spans &&
                    std::chrono::hours{timing.params.spans.least_hours} < op.dose.visit;
    for (const WeekWindow& w : timing.given)
        is_short = is_short || w.clock.to - w.clock.from < op.dose.visit;
    if (is_short)
        throw UsageError{
            fmt::format("{}: hotspots.{}: a window is shorter than dose.visit_min = {}; no visit "
                        "fits it",
                        op.file.string(), timing.find ? "window_min_hours" : "windows",
                        op.dose.visit.count() / 60)};
}

/// hotspots.profile_source must name sources; several may share a name, as the months of a year do.
void check_profile_source(const Operation& op) {
    const std::string& wanted = op.hotspots.timing.source;
    std::vector<std::string> names;
    for (const IncidentSource& s : op.incidents) {
        if (!s.name.empty()) names.push_back(s.name);
    }
    if (wanted.empty() || std::ranges::find(names, wanted) != names.end()) return;
    throw UsageError{fmt::format(
        "{}: hotspots.profile_source: no source of incidents is named \"{}\"; give one of the "
        "[[incidents]] name = \"{}\".{}",
        op.file.string(), wanted, wanted, did_you_mean(wanted, names))};
}

void read_tables(TomlTable& root, const FileContext& context, Operation& op) {
    auto head = root.table("operation");
    if (!head) throw UsageError{op.file.string() + ": the table [operation] is missing"};
    read_head(*head, context, op);
    for (const TomlTable& t : root.tables("incidents"))
        op.incidents.push_back(read_incident_source(t, context));
    if (auto t = root.table("anpr")) op.anpr = read_anpr_rules(*t, context);
    if (auto t = root.table("weights")) op.weights = read_weight_rules(*t, context);
    if (auto t = root.table("roads")) read_road_rules(*t, context, op);
    if (auto t = root.table("hotspots"))
        op.hotspots = read_hotspot_rules(*t, {!op.area.empty(), !op.roads.empty()}, context);
    if (auto t = root.table("change")) op.change = read_change_options(*t);
    if (auto t = root.table("dose")) op.dose = read_dose_rules(*t);
    refuse_short_windows(op);
    for (const TomlTable& t : root.tables("unit")) op.units.push_back(read_unit_rules(t, op));
    for (const TomlTable& t : root.tables("task")) op.tasks.push_back(read_task_rules(t, op));
    if (auto t = root.table("near_repeat")) op.near_repeat = read_near_repeat_rules(*t);
    if (auto t = root.table("search")) op.search = read_search_rules(*t);
    if (auto t = root.table("evaluate")) op.evaluate = read_evaluate_rules(*t);
    if (auto t = root.table("privacy")) op.privacy = read_privacy_rules(*t, op.warnings);
    root.refuse_unknown();
    check_profile_source(op);
}

/// The operation as it is recorded: where sensitive tasks take place is nobody else's business, nor
/// are passwords.
std::string effective_text(toml::table table) {
    if (auto* sources = table.get_as<toml::array>("incidents")) {
        for (toml::node& node : *sources) {
            toml::table& source = *node.as_table();
            if (source["kind"].value_or(std::string_view{}) != "postgis") continue;
            source.insert_or_assign("path", without_secrets(source["path"].value_or("")));
        }
    }
    if (auto* tasks = table.get_as<toml::array>("task")) {
        for (toml::node& node : *tasks) {
            toml::table& task = *node.as_table();
            if (task["sensitive"].value_or(false)) task.insert_or_assign("at", "withheld");
        }
    }
    std::ostringstream text;
    text << table << '\n';
    return text.str();
}

}  // namespace

std::optional<ClockWindow> UnitRules::rest_in_shift() const {
    if (!rest_window) return std::nullopt;
    ClockWindow w = *rest_window;
    if (w.to <= shift.from) {  // 00:30-02:00 in a shift from 22:00 lies on the next morning
        w.from += Seconds{24 * 3600};
        w.to += Seconds{24 * 3600};
    }
    return ClockWindow{std::max(w.from, shift.from), std::min(w.to, shift.to)};
}

Instant present_time(const Operation& operation, const TimeZone& zone) {
    if (operation.as_of) return zone.at(next_day(*operation.as_of), Seconds{0}).instant;
    return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

std::optional<Instant> reference_time(const Operation& operation, const TimeZone& zone) {
    if (operation.as_of) return zone.at(*operation.as_of, Seconds{0}).instant;
    if (!operation.days.empty()) return zone.at(operation.days.front(), Seconds{0}).instant;
    return std::nullopt;
}

Operation read_operation(const std::filesystem::path& file, const Overrides& overrides) {
    const std::string shown = file.string();
    toml::table table = parse(slurp(file), shown);
    for (const std::string& text : overrides) apply(table, text);
    Operation op;
    op.file = file;
    TomlTable root{table, shown, ""};
    read_tables(root, {file.parent_path()}, op);
    if ((op.weights.min_age_days || op.weights.max_age_days) && !op.as_of && op.days.empty())
        throw UsageError{
            shown +
            ": weights.min_age_days and max_age_days need operation.as_of or a period: "
            "ages are counted back from there"};
    if (op.hotspots.significance.background == BackgroundKind::roads && op.roads.empty())
        throw UsageError{shown +
                         ": hotspots.background = \"roads\" needs roads: name them as roads.path"};
    if (op.incidents.empty())
        throw UsageError{shown + ": no [[incidents]]: at least one source of events is needed"};
    op.effective = effective_text(std::move(table));
    return op;
}

std::optional<std::chrono::milliseconds> parse_time_limit(std::string_view text) {
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || !(number >= 0.0) || !std::isfinite(number)) return std::nullopt;
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    double seconds = number;
    if (unit == "ms")
        seconds = number / 1000.0;
    else if (unit == "min" || unit == "m")
        seconds = number * 60.0;
    else if (unit == "h")
        seconds = number * 3600.0;
    else if (!unit.empty() && unit != "s")
        return std::nullopt;
    if (seconds > 30.0 * 24 * 3600) return std::nullopt;
    return std::chrono::milliseconds{std::llround(seconds * 1000.0)};
}

}  // namespace beatline
