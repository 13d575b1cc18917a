// SPDX-License-Identifier: Apache-2.0
#include "data/problem_json.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "data/error.hpp"
#include "data/json_document.hpp"
#include "data/text_file.hpp"

namespace beatline {
namespace {

constexpr std::size_t most_places = 20'000;
constexpr std::size_t most_units = 2'000;
constexpr std::size_t most_sites = 20'000;
constexpr std::size_t most_windows = 1'000;
constexpr std::size_t most_skills = 64;
constexpr std::size_t longest_id = 200;
constexpr std::uint64_t most_bytes = 1ULL << 30U;

void check_count(const JsonAt& list, std::size_t most, const std::string& what) {
    if (list.raw().is_array() && list.size() > most) {
        throw LimitError{list.where(
            fmt::format("{} {}; this version plans for at most {}", list.size(), what, most))};
    }
}

PlanTime read_time(const JsonAt& at) {
    return at.whole(0, latest_plan_time);
}

PlanWindow read_window(const JsonAt& at) {
    at.expect_array(2, 2);
    const PlanWindow window{read_time(at.at(0)), read_time(at.at(1))};
    if (window.open > window.close) {
        throw InputError{
            at.where(fmt::format("the window [{}, {}] closes before it opens; wanted "
                                 "[open, close]",
                                 window.open, window.close))};
    }
    return window;
}

std::string read_id(const JsonAt& at, std::set<std::string>& seen) {
    std::string id = at.text();
    const bool odd = std::any_of(id.begin(), id.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    if (id.empty() || id.size() > longest_id || odd) {
        at.refuse(fmt::format("an id of 1 to {} bytes without control characters", longest_id));
    }
    if (!seen.insert(id).second) {
        throw InputError{at.where(fmt::format("the id \"{}\" occurs twice; ids are unique", id))};
    }
    return id;
}

TravelMatrix read_travel(const JsonAt& at) {
    at.expect_array(0, at.size());
    check_count(at, most_places, "places");
    const std::size_t size = at.size();
    std::vector<std::uint32_t> times;
    times.reserve(size * size);
    for (std::size_t from = 0; from < size; ++from) {
        const auto& row = at.raw()[from];
        if (!row.is_array() || row.size() != size) {
            at.at(from).refuse(
                fmt::format("a row of {} times: travel is square, row = from", size));
        }
        for (std::size_t to = 0; to < size; ++to) {
            if (row[to].is_null()) {
                times.push_back(TravelMatrix::unreachable);
            } else if (row[to].is_number_unsigned() &&
                       row[to].get<std::uint64_t>() <= std::uint64_t{latest_plan_time}) {
                times.push_back(row[to].get<std::uint32_t>());
            } else {
                times.push_back(static_cast<std::uint32_t>(read_time(at.at(from).at(to))));
            }
        }
    }
    return TravelMatrix{size, std::move(times)};
}

class ProblemReader {
public:
    explicit ProblemReader(const JsonAt& root) : root_{&root} {}

    PatrolProblem read() {
        root_->expect_object({"format", "name", "travel", "units", "sites"});
        const JsonAt format = root_->member("format");
        if (!format.raw().is_string() || format.raw() != "beatline-problem/1") {
            format.refuse("\"beatline-problem/1\"");
        }
        if (const auto name = root_->find("name")) problem_.name = name->text();
        problem_.travel.push_back(read_travel(root_->member("travel")));
        read_units(root_->member("units"));
        read_sites(root_->member("sites"));
        return std::move(problem_);
    }

private:
    PlaceIndex read_place(const JsonAt& at) const {
        const auto places = static_cast<std::int64_t>(problem_.place_count());
        if (places == 0) {
            throw InputError{at.where("travel has no places, so that nothing can stand at one")};
        }
        return static_cast<PlaceIndex>(at.whole(0, places - 1));
    }

    SkillSet read_skills(const JsonAt& object) {
        SkillSet set = 0;
        const auto list = object.find("skills");
        if (!list) return set;
        list->expect_array(0, list->size());
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string name = list->at(i).text();
            auto& names = problem_.skill_names;
            const auto found = std::find(names.begin(), names.end(), name);
            const auto bit = static_cast<std::size_t>(found - names.begin());
            if (found == names.end()) {
                if (names.size() == most_skills) {
                    throw LimitError{list->at(i).where(
                        fmt::format("more than {} different skills", most_skills))};
                }
                names.push_back(name);
            }
            set |= SkillSet{1} << bit;
        }
        return set;
    }

    void read_units(const JsonAt& list) {
        list.expect_array(0, list.size());
        check_count(list, most_units, "units");
        std::set<std::string> ids;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const JsonAt at = list.at(i);
            at.expect_object({"id", "start", "end", "shift", "break", "skills"});
            PatrolUnit unit;
            unit.id = read_id(at.member("id"), ids);
            unit.start = read_place(at.member("start"));
            const auto end = at.find("end");
            unit.end = end ? read_place(*end) : unit.start;
            unit.shift = read_window(at.member("shift"));
            if (const auto rest = at.find("break")) unit.rest = read_break(*rest, unit.shift);
            unit.skills = read_skills(at);
            problem_.units.push_back(std::move(unit));
        }
    }

    static PatrolBreak read_break(const JsonAt& at, const PlanWindow& shift) {
        at.expect_object({"duration", "window"});
        PatrolBreak rest;
        rest.duration = read_time(at.member("duration"));
        const auto window = at.find("window");
        rest.window = window ? read_window(*window) : shift;
        if (rest.duration == 0) return PatrolBreak{};
        const PlanTime room =
            std::min(rest.window.close, shift.close) - std::max(rest.window.open, shift.open);
        if (room < rest.duration) {
            throw InputError{at.where(fmt::format(
                "a break of {} does not fit its window [{}, {}] within the shift [{}, {}]",
                rest.duration, rest.window.open, rest.window.close, shift.open, shift.close))};
        }
        return rest;
    }

    void read_sites(const JsonAt& list) {
        list.expect_array(0, list.size());
        check_count(list, most_sites, "sites");
        std::set<std::string> ids;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const JsonAt at = list.at(i);
            at.expect_object({"id", "place", "service", "windows", "value", "max_visits",
                              "max_per_window", "min_gap", "required", "skills", "crew"});
            Site site;
            site.id = read_id(at.member("id"), ids);
            site.place = read_place(at.member("place"));
            if (const auto service = at.find("service")) site.service = read_time(*service);
            site.windows = read_windows(at);
            if (const auto must = at.find("required")) site.required = must->boolean();
            site.value = read_value(at, site.required);
            site.max_visits = read_count(at, "max_visits", 1, most_visits);
            site.max_per_window = read_count(at, "max_per_window", 0, most_visits);
            if (const auto gap = at.find("min_gap")) site.min_gap = read_time(*gap);
            site.skills = read_skills(at);
            site.crew = read_count(at, "crew", 1, most_units);
            problem_.sites.push_back(std::move(site));
        }
    }

    /// A count of at least 1 when given; `otherwise` when not.
    static std::uint32_t read_count(const JsonAt& site, const std::string& key,
                                    std::uint32_t otherwise, std::int64_t most) {
        const auto at = site.find(key);
        return at ? static_cast<std::uint32_t>(at->whole(1, most)) : otherwise;
    }

    static double read_value(const JsonAt& site, bool required) {
        const auto at = site.find("value");
        if (!at && required) return 0.0;
        const JsonAt value = site.member("value");
        if (value.raw().is_object()) {
            throw InputError{value.where(
                "a value that changes with time ({\"rate\": …}) is not supported by this version; "
                "give the number that each visit is worth")};
        }
        return value.number(0.0, largest_site_value);
    }

    static std::vector<PlanWindow> read_windows(const JsonAt& site) {
        const auto list = site.find("windows");
        if (!list) return {{0, latest_plan_time}};
        if (list->raw().is_array() && list->size() == 0) {
            list->refuse("at least one window; leave the key out for any time");
        }
        list->expect_array(1, most_windows);
        std::vector<PlanWindow> windows;
        for (std::size_t i = 0; i < list->size(); ++i) windows.push_back(read_window(list->at(i)));
        std::sort(windows.begin(), windows.end(), [](const PlanWindow& a, const PlanWindow& b) {
            return a.open != b.open ? a.open < b.open : a.close < b.close;
        });
        for (std::size_t i = 1; i < windows.size(); ++i) {
            if (windows[i].open >= windows[i - 1].close) continue;
            throw InputError{list->where(fmt::format(
                "the windows [{}, {}] and [{}, {}] overlap; join them", windows[i - 1].open,
                windows[i - 1].close, windows[i].open, windows[i].close))};
        }
        return windows;
    }

    const JsonAt* root_;
    PatrolProblem problem_;
};

}  // namespace

PatrolProblem parse_problem(const std::string& text, const std::string& shown_name) {
    const nlohmann::json document = parse_json(text, shown_name);
    const JsonAt root{document, "$", shown_name};
    PatrolProblem problem = ProblemReader{root}.read();
    try {
        validate(problem);
    } catch (const std::invalid_argument& error) {
        throw InputError{shown_name + ": " + error.what()};
    }
    return problem;
}

PatrolProblem read_problem(const std::filesystem::path& file) {
    TextLimits limits;
    limits.max_line_bytes = most_bytes;  // travel may well stand on one line
    limits.max_unpacked_bytes = most_bytes;
    return parse_problem(read_text(file, file.string(), limits), file.string());
}

}  // namespace beatline
