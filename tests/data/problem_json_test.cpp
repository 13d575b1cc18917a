// SPDX-License-Identifier: Apache-2.0
#include "data/problem_json.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "planner/check.hpp"
#include "planner/search.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using beatline::testing::message_of;
using beatline::testing::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* full = R"({
  "format": "beatline-problem/1", "name": "two units",
  "travel": [[0, 152, null], [152, 0, 50], [180, 50, 0]],
  "units": [{"id": "L1", "start": 0, "end": 1, "shift": [0, 2300],
             "break": {"duration": 100, "window": [200, 900]}, "skills": ["dog"]},
            {"id": "L2", "start": 0, "shift": [0, 2000]}],
  "sites": [{"id": "H1", "place": 1, "service": 100, "windows": [[1500, 2000], [0, 900]],
             "value": 10.5, "max_visits": 3, "max_per_window": 1, "min_gap": 60, "required": true,
             "skills": ["dog", "search"], "crew": 2},
            {"id": "H2", "place": 2, "value": 1}]})";

/// The full example with one value put in at a JSON pointer; null text keeps the document.
std::string with(const std::string& pointer, const std::string& value) {
    nlohmann::json document = nlohmann::json::parse(full);
    document[nlohmann::json::json_pointer{pointer}] = nlohmann::json::parse(value);
    return document.dump();
}

std::string refusal(const std::string& text) {
    return message_of<InputError>([&] { static_cast<void>(parse_problem(text, "p.json")); });
}

TEST(ProblemJson, ReadsEveryKey) {
    const PatrolProblem problem = parse_problem(full, "p.json");
    EXPECT_EQ(problem.name, "two units");
    EXPECT_EQ(problem.travel.at(0)(0, 1), 152U);
    EXPECT_EQ(problem.travel.at(0)(0, 2), TravelMatrix::unreachable);
    EXPECT_EQ(problem.travel.at(0)(2, 0), 180U);
    ASSERT_EQ(problem.units.size(), 2U);
    const PatrolUnit& unit = problem.units[0];
    EXPECT_EQ(unit.id, "L1");
    EXPECT_EQ(unit.end, 1U);
    EXPECT_EQ(unit.shift, (PlanWindow{0, 2300}));
    EXPECT_EQ(unit.rest.duration, 100);
    EXPECT_EQ(unit.rest.window, (PlanWindow{200, 900}));
    EXPECT_EQ(unit.skills, 1U);
    ASSERT_EQ(problem.sites.size(), 2U);
    const Site& site = problem.sites[0];
    EXPECT_EQ(site.place, 1U);
    EXPECT_EQ(site.service, 100);
    EXPECT_EQ(site.windows, (std::vector<PlanWindow>{{0, 900}, {1500, 2000}}));
    EXPECT_EQ(site.value, 10.5);
    EXPECT_EQ(site.max_visits, 3U);
    EXPECT_EQ(site.max_per_window, 1U);
    EXPECT_EQ(site.min_gap, 60);
    EXPECT_TRUE(site.required);
    EXPECT_EQ(site.skills, 3U);
    EXPECT_EQ(site.crew, 2U);
    EXPECT_EQ(problem.skill_names, (std::vector<std::string>{"dog", "search"}));
}

TEST(ProblemJson, OmittedKeysHaveTheDocumentedDefaults) {
    const PatrolProblem problem = parse_problem(full, "p.json");
    EXPECT_EQ(problem.units[1].end, problem.units[1].start);
    EXPECT_EQ(problem.units[1].rest.duration, 0);
    EXPECT_EQ(problem.units[1].skills, 0U);
    const Site& site = problem.sites[1];
    EXPECT_EQ(site.service, 0);
    EXPECT_EQ(site.windows, (std::vector<PlanWindow>{{0, latest_plan_time}}));
    EXPECT_EQ(site.max_visits, 1U);
    EXPECT_EQ(site.max_per_window, 0U);
    EXPECT_EQ(site.min_gap, 0);
    EXPECT_FALSE(site.required);
    EXPECT_EQ(site.crew, 1U);
}

TEST(ProblemJson, AByteOrderMarkIsSkippedAndWholeFloatsAreWhole) {
    EXPECT_NO_THROW(static_cast<void>(parse_problem("\xef\xbb\xbf" + std::string{full}, "p.json")));
    EXPECT_EQ(parse_problem(with("/sites/0/service", "1e2"), "p.json").sites[0].service, 100);
}

TEST(ProblemJson, AnUnknownKeyIsRefusedWithTheNearestKnownOne) {
    EXPECT_THAT(
        refusal(with("/sites/0/servce", "1")),
        AllOf(HasSubstr("p.json: $.sites[0]: unknown key \"servce\""), HasSubstr("\"service\"")));
    EXPECT_THAT(refusal(with("/units/1/skils", "[]")), HasSubstr("Did you mean \"skills\""));
    EXPECT_THAT(refusal(with("/capacity", "1")), HasSubstr("$: unknown key \"capacity\""));
    EXPECT_THAT(refusal(with("/units/0/break/from", "1")),
                HasSubstr("$.units[0].break: unknown key"));
}

TEST(ProblemJson, EachUnsoundValueIsRefusedWithPathFoundAndWanted) {
    const std::vector<std::array<std::string, 3>> cases{
        {"/format", "\"beatline-plan/1\"", "$.format: found \"beatline-plan/1\", wanted"},
        {"/format", "1", "$.format: found 1"},
        {"/travel/1/0", "-1",
         "$.travel[1][0]: found -1, wanted a whole number from 0 to 2147483648"},
        {"/travel/1/0", "1.5", "$.travel[1][0]: found 1.5"},
        {"/travel/1/0", "\"7\"", "$.travel[1][0]: found \"7\""},
        {"/travel/1/0", "2147483649", "$.travel[1][0]: found 2147483649"},
        {"/travel/1", "[0, 1]", "$.travel[1]: found an array of 2, wanted a row of 3 times"},
        {"/travel", "7", "$.travel: found 7, wanted an array"},
        {"/units/0/id", "\"\"", "$.units[0].id: found \"\""},
        {"/units/0/id", "\"a\\u0001\"", "without control characters"},
        {"/units/1/id", "\"L1\"", "$.units[1].id: the id \"L1\" occurs twice"},
        {"/units/0/start", "3", "$.units[0].start: found 3, wanted a whole number from 0 to 2"},
        {"/units/0/shift", "[5]", "$.units[0].shift: found an array of 1, wanted an array of 2"},
        {"/units/0/shift", "[9, 5]", "$.units[0].shift: the window [9, 5] closes before it opens"},
        {"/units/0/break/duration", "800", "$.units[0].break: a break of 800 does not fit"},
        {"/units/0/skills", "\"dog\"", "$.units[0].skills: found \"dog\", wanted an array"},
        {"/sites/0/place", "-1", "$.sites[0].place: found -1"},
        {"/sites/0/place", "18446744073709551615", "$.sites[0].place: found 18446744073709551615"},
        {"/sites/0/windows", "[]", "$.sites[0].windows: found an array of 0"},
        {"/sites/0/windows", "[[0, 10], [9, 20]]", "$.sites[0].windows: the windows"},
        {"/sites/0/windows/1", "[10, 0]", "$.sites[0].windows[1]: the window [10, 0]"},
        {"/sites/0/value", "-0.5", "$.sites[0].value: found -0.5"},
        {"/sites/0/value", "null", "$.sites[0].value: found null"},
        {"/sites/0/value", "1e300", "$.sites[0].value: found 1e+300"},
        {"/sites/0/value", "{\"rate\": [[0, 1]]}", "is not supported by this version"},
        {"/sites/0/max_visits", "0",
         "$.sites[0].max_visits: found 0, wanted a whole number from 1"},
        {"/sites/0/max_visits", "4000000000", "$.sites[0].max_visits: found 4000000000"},
        {"/sites/0/required", "1", "$.sites[0].required: found 1, wanted true or false"},
        {"/sites/0/crew", "0", "$.sites[0].crew: found 0"},
        {"/sites/0/service", "-3", "$.sites[0].service: found -3"},
        {"/sites/1", "[]", "$.sites[1]: found an array of 0, wanted an object"},
    };
    for (const auto& [pointer, value, sentence] : cases) {
        EXPECT_THAT(refusal(with(pointer, value)), HasSubstr(sentence))
            << pointer << " = " << value;
    }
}

TEST(ProblemJson, MissingKeysAreNamed) {
    nlohmann::json document = nlohmann::json::parse(full);
    document["sites"][0].erase("place");
    EXPECT_THAT(refusal(document.dump()), HasSubstr("$.sites[0]: the key \"place\" is missing"));
    EXPECT_THAT(refusal("{}"), HasSubstr("the key \"format\" is missing"));
    EXPECT_THAT(refusal("[]"), HasSubstr("$: found an array of 0, wanted an object"));
}

TEST(ProblemJson, SyntaxErrorsNameLineAndColumn) {
    EXPECT_THAT(refusal("{\n  \"format\": NaN\n}"), HasSubstr("p.json:2:"));
    EXPECT_THAT(refusal("{\"a\": 1,}"), HasSubstr("p.json:1:9: not JSON"));
    EXPECT_THAT(refusal(""), HasSubstr("p.json:1:1: not JSON"));
    EXPECT_THAT(refusal("{\n\"format\": 1e999}"),
                HasSubstr("p.json:2:11: the number 1e999 is too"));
    const std::string endless = refusal("{\"format\": [1, " + std::string(100'000, '9') + "]}");
    EXPECT_THAT(endless, HasSubstr("p.json:1:16: the number 999"));
    EXPECT_LT(endless.size(), 300U);
    EXPECT_THAT(refusal("{} {}"), HasSubstr("p.json:1:4: not JSON"));
    EXPECT_THAT(refusal("{\"a\": \"\xff\"}"), HasSubstr("not JSON"));
}

TEST(ProblemJson, AKeyThatOccursTwiceIsRefused) {
    EXPECT_THAT(refusal(R"({"format": "x", "form\u0061t": "y"})"),
                HasSubstr("p.json:1:17: the key \"format\" occurs twice"));
    EXPECT_THAT(refusal("{\"a\\\"\\\\\": 1,\n  \"a\\\"\\\\\": 2}"),
                HasSubstr("p.json:2:3: the key"));
}

TEST(ProblemJson, DeepNestingIsRefusedAndNotRecursedInto) {
    for (const char bracket : {'[', '{'}) {
        std::string deep;
        for (int i = 0; i < 100'000; ++i) {
            deep += bracket;
            if (bracket == '{') deep += "\"a\":";
        }
        EXPECT_THAT(refusal(deep), HasSubstr("nest deeper than 64"));
    }
    EXPECT_THAT(refusal("{\"name\": \"" + std::string(1000, '[') + "\"}"),
                HasSubstr("\"format\" is missing"));
}

TEST(ProblemJson, TooManyPlacesAreALimitNotACrash) {
    std::string travel = "[";
    for (int i = 0; i < 20'001; ++i) travel += i == 0 ? "[]" : ",[]";
    const std::string text =
        R"({"format": "beatline-problem/1", "units": [], "sites": [], "travel": )" + travel + "]}";
    EXPECT_THAT(message_of<LimitError>([&] { static_cast<void>(parse_problem(text, "p.json")); }),
                HasSubstr("20001 places"));
}

TEST(ProblemJson, AnUnreadableFileIsAFileError) {
    const TempFolder folder;
    EXPECT_THROW(static_cast<void>(read_problem(folder.path() / "none.json")), FileError);
    EXPECT_EQ(read_problem(folder.file("p.json", full)).units.size(), 2U);
}

TEST(PlanJson, WritesWhatTheContractNamesInAFixedOrder) {
    const PatrolProblem problem = parse_problem(full, "p.json");
    SearchParams params;
    params.iterations = 50;
    const PatrolPlan plan = plan_patrols(problem, params);
    ASSERT_TRUE(check_plan(problem, plan).empty());
    const std::string text = plan_json(problem, plan, {7, 1.23456});
    EXPECT_EQ(text.back(), '\n');
    const auto json = nlohmann::ordered_json::parse(text);
    std::vector<std::string> keys;
    for (const auto& [key, value] : json.items()) keys.push_back(key);
    EXPECT_EQ(keys, (std::vector<std::string>{"format", "name", "value", "upper_bound",
                                              "required_met", "routes", "unserved", "iterations",
                                              "ended_on", "seconds", "seed"}));
    EXPECT_EQ(json["format"], "beatline-plan/1");
    EXPECT_EQ(json["seed"], 7);
    EXPECT_EQ(json["seconds"], 1.235);
    EXPECT_EQ(json["required_met"], false);
    EXPECT_EQ(json["ended_on"], "iterations");
    ASSERT_EQ(json["routes"].size(), 2U);
    EXPECT_EQ(json["routes"][0]["unit"], "L1");
    ASSERT_EQ(json["unserved"].size(), 1U + (plan.value == 0.0 ? 1U : 0U));
    EXPECT_EQ(json["unserved"][0]["site"], "H1");
    EXPECT_EQ(json["unserved"][0]["reason"], "lacks_skill");
    EXPECT_FALSE(json["unserved"][0]["why"].get<std::string>().empty());
    std::size_t visits = 0;
    for (std::size_t r = 0; r < 2; ++r) {
        const auto& route = json["routes"][r];
        EXPECT_EQ(route["leave"], plan.routes[r].leave);
        EXPECT_EQ(route["back"], plan.routes[r].back);
        EXPECT_EQ(route["driving"], plan.routes[r].driving);
        EXPECT_EQ(route["waiting"], plan.routes[r].waiting);
        EXPECT_EQ(route.contains("break"), plan.routes[r].rest.has_value());
        for (const auto& visit : route["visits"]) {
            EXPECT_EQ(visit["depart"], visit["start"]);  // H2 has no service time
            ++visits;
        }
    }
    EXPECT_EQ(static_cast<double>(visits), plan.value);
}

}  // namespace
}  // namespace beatline
