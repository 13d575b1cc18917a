// Hours, windows and near repeats, from the operation file to the results.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "geo/rng.hpp"

#include "tests/support/command.hpp"
#include "tests/support/json_file.hpp"
#include "tests/support/small_town.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::put;
using testing::read_json;
using testing::SmallTown;

/// 2025 in the town: at one place evenings from 20:00 to 23:59, at another any time. A date of each
/// of 60 days in a row, so that the days of the week are alike.
std::string timed_incidents() {
    std::string csv = "lon,lat,when,what\n";
    Rng rng{3};
    for (unsigned i = 0; i < 240; ++i) {
        const unsigned month = 7 + i % 60 / 30;
        const unsigned day = 1 + i % 30;
        csv += fmt::format("-2.354,51.384,2025-{:02}-{:02}T{:02}:{:02},Drugs\n", month, day,
                           20 + rng.below(4), 1 + rng.below(59));
        csv += fmt::format("-2.345,51.390,2025-{:02}-{:02}T{:02}:{:02},Robbery\n", month, day,
                           rng.below(24), 1 + rng.below(59));
    }
    return csv;
}

/// The town's own shift of 14:00 to 18:00, or a later one.
std::string operation_with(const std::string& keys, const std::string& shift = "14:00-18:00") {
    std::string text = testing::town_operation();
    text.insert(text.find("cell_m"), keys + "\n");
    return text.replace(text.find("14:00-18:00"), 11, shift);
}

Outcome run(const SmallTown& town, const std::string& command = "run") {
    return beatline_says({command, town.operation(), "-o", town.out(), "--overwrite"});
}

std::vector<json> hotspots_of(const SmallTown& town) {
    std::vector<json> found;
    for (const json& f : testing::features_of(town.out() + "/hotspots.geojson"))
        found.push_back(f["properties"]);
    return found;
}

json hotspot_with(const SmallTown& town, const std::string& words) {
    for (const json& h : hotspots_of(town)) {
        if (h["why"].get<std::string>().find(words) != std::string::npos) return h;
    }
    return {};
}

TEST(Windows, OfTheEveningPlaceAreEveningsAndItsVisitsLieInThem) {
    const SmallTown town =
        SmallTown::with_operation(operation_with("windows = \"auto\"", "16:00-00:00"));
    put(town / "incidents.csv", timed_incidents());
    const Outcome outcome = run(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json evening = hotspot_with(town, "(Drugs 240)");
    EXPECT_EQ(evening["windows_from"], "own");
    EXPECT_THAT(evening["windows"].get<std::string>(), ::testing::StartsWith("daily 2"));
    EXPECT_THAT(evening["why"].get<std::string>(), HasSubstr("Active "));
    EXPECT_EQ(evening["timed_events"], 240);
    const json any = hotspot_with(town, "(Robbery 240)");
    EXPECT_EQ(any["windows_from"], "none");
    EXPECT_TRUE(any["windows"].is_null());
    EXPECT_THAT(any["why"].get<std::string>(), HasSubstr("No hours are claimed"));
    for (const json& stop : testing::features_of(town.out() + "/stops.geojson")) {
        const json& p = stop["properties"];
        if (p["kind"] == "break" || p["place"] != fmt::format("H{}", evening["id"].get<int>()))
            continue;
        EXPECT_THAT(p["start"].get<std::string>(), ::testing::StartsWith("2025-12-01T2"));
    }
    const json hours = read_json(town.out() + "/quality.json")["hours"];
    EXPECT_EQ(hours["timed"], 480);
    EXPECT_EQ(hours["hotspots_with_own_windows"], 1);
    EXPECT_TRUE(hours["lack"].is_null());
}

TEST(Windows, ThatNoShiftMeetsAreTheReasonWhyNobodyGoes) {
    const SmallTown town =
        SmallTown::with_operation(operation_with("windows = \"auto\"", "08:00-12:00"));
    put(town / "incidents.csv", timed_incidents());
    ASSERT_EQ(run(town).code, 0);
    const std::string id = fmt::format("H{}", hotspot_with(town, "(Drugs 240)")["id"].get<int>());
    bool seen = false;
    const json plan = read_json(town.out() + "/plan.json");
    for (const json& u : plan["unserved"]) {
        if (u["site"] != id) continue;
        seen = true;
        EXPECT_THAT(u.dump(), HasSubstr("outside_shifts"));
    }
    EXPECT_TRUE(seen) << plan["unserved"];
}

TEST(Windows, OfDayAndNightAreTheHalfThatHoldsMore) {
    const SmallTown town = SmallTown::with_operation(operation_with("windows = \"day-night\""));
    put(town / "incidents.csv", timed_incidents());
    ASSERT_EQ(run(town, "hotspots").code, 0);
    EXPECT_EQ(hotspot_with(town, "(Drugs 240)")["windows"], "daily 19:00-07:00");
    EXPECT_TRUE(hotspot_with(town, "(Robbery 240)")["windows"].is_null());
}

TEST(Windows, AreNotClaimedFromMonths) {
    const SmallTown town = SmallTown::with_operation(operation_with("windows = \"auto\""));
    const Outcome outcome = run(town, "hotspots");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("no windows are claimed"));
    EXPECT_THAT(outcome.err, HasSubstr("profile_source"));
    for (const json& h : hotspots_of(town)) {
        EXPECT_TRUE(h["windows"].is_null());
        EXPECT_EQ(h["timed_events"], 0);
    }
    EXPECT_EQ(read_json(town.out() + "/quality.json")["hours"]["lack"], "no_times");
}

TEST(Windows, OfMonthsAreBorrowedFromATimedSourceThatIsNamedAndSaySo) {
    std::string text = operation_with("windows = \"auto\"\nprofile_source = \"calls\"");
    text.insert(text.find("[roads]"),
                "[[incidents]]\nname = \"calls\"\nuse = \"timing\"\npath = \"calls.csv\"\n"
                "x = \"lon\"\ny = \"lat\"\ncrs = \"EPSG:4326\"\ntime = \"when\"\n\n");
    const SmallTown town = SmallTown::with_operation(text);
    put(town / "calls.csv", timed_incidents());
    const Outcome outcome = run(town, "hotspots");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("borrowed from calls"));
    const json evening = hotspot_with(town, "(Drugs 12)");
    EXPECT_EQ(evening["windows_from"], "own");
    EXPECT_EQ(evening["events"], 12) << "the calls are in no count";
    EXPECT_THAT(evening["why"].get<std::string>(), HasSubstr("timed incidents of calls"));
}

TEST(Windows, NameTheSourceThatIsNotThere) {
    const SmallTown town =
        SmallTown::with_operation(operation_with("windows = \"auto\"\nprofile_source = \"calls\""));
    const Outcome outcome = run(town);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("no source of incidents is named \"calls\""));
}

TEST(Windows, KeysThatMakeNoSenseAreRefused) {
    for (const auto& [keys, says] :
         {std::pair{"windows = \"autos\"", "day-night"},
          {"windows = [\"Fry 20:00-02:00\"]", "Fri,Sat 20:00-02:00"},
          {"windows = [\"Sun 22:00-03:00\", \"Mon 02:00-04:00\"]", "overlap"},
          {"window_share = 0.4", "windows = \"auto\""},
          {"windows = \"auto\"\nwindow_share = 1.5", "at most 1"},
          {"windows = \"auto\"\nwindow_count = 0", "window_count"},
          {"windows = \"day-night\"\nday_hours = \"07:30-19:00\"", "whole hours"}}) {
        const SmallTown town = SmallTown::with_operation(operation_with(keys));
        const Outcome outcome = run(town);
        EXPECT_EQ(outcome.code, 2) << keys;
        EXPECT_THAT(outcome.err, HasSubstr(says)) << keys;
    }
}

/// A year of dates; every other incident is followed at its own place within 3 days.
std::string dated_incidents() {
    Rng rng{5};
    std::string csv = "lon,lat,when,what\n";
    const auto add = [&](double lon, double lat, unsigned day) {
        csv += fmt::format("{:.5f},{:.5f},2025-{:02}-{:02},Burglary\n", lon, lat, 1 + day / 28,
                           1 + day % 28);
    };
    for (int i = 0; i < 150; ++i) {
        const double lon = -2.36 + 0.018 * rng.unit();
        const double lat = 51.38 + 0.012 * rng.unit();
        const unsigned day = rng.below(280);
        add(lon, lat, day);
        if (i % 2 == 0) add(lon, lat, day + 1 + rng.below(3));
    }
    return csv;
}

TEST(NearRepeat, IsTestedTabulatedAndMadeAWeight) {
    std::string text = testing::town_operation(
        "\n[near_repeat]\ndistance_m = [0, 1, 200, 400]\ndays = [0, 7, 14]\nsimulations = 199\n"
        "addresses = 5000\n[near_repeat.groups]\nburglary = [\"Burglary\"]\n"
        "[weights]\nnear_repeat = true\n");
    text.insert(text.find("period"), "as_of = \"2025-10-01\"\n");
    const SmallTown town = SmallTown::with_operation(text);
    put(town / "incidents.csv", dated_incidents());
    const Outcome outcome = run(town, "hotspots");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const std::string csv = bytes_of(town.out() + "/near_repeat.csv");
    EXPECT_THAT(csv, HasSubstr("group,from_m,below_m,from_days,below_days,observed,expected"));
    EXPECT_EQ(std::ranges::count(csv, '\n'), 7);
    const json section = read_json(town.out() + "/quality.json")["near_repeat"];
    const json& group = section["groups"][0];
    EXPECT_EQ(group["group"], "burglary");
    EXPECT_GE(group["bands_significant"].get<int>(), 1);
    EXPECT_GT(group["weight_by_days"][0].get<double>(), 2.0);
    EXPECT_GE(group["repeats"]["repeat_places"].get<int>(), 65) << "75 but for later dates";
    EXPECT_LT(group["repeats"]["share_expected"].get<double>(), 0.1);
    EXPECT_GT(section["boosted"].get<int>(), 0);
}

TEST(NearRepeat, OfMonthsIsNotTestedAndSaysSo) {
    const SmallTown town{"\n[near_repeat]\n"};
    const Outcome outcome = run(town, "hotspots");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("near_repeat: group all: 0 of 27 incidents"));
}

TEST(NearRepeat, RefusesBandsThatDoNotRise) {
    for (const auto& [keys, says] : {std::pair{"distance_m = [0, 100, 100]", "edges rise"},
                                     {"days = [7]", "2 to 51"},
                                     {"days = [0, -7]", "wanted 0 to"},
                                     {"days = [\"a\"]", "wanted a number"},
                                     {"metric = \"taxi\"", "manhattan"},
                                     {"simulations = 3", "simulations"},
                                     {"day = [0, 7]", "days"},
                                     {"[near_repeat.groups]\na = []", "array of categories"}}) {
        const SmallTown town{std::string{"\n[near_repeat]\n"} + keys + "\n"};
        const Outcome outcome = run(town, "hotspots");
        EXPECT_EQ(outcome.code, 2) << keys;
        EXPECT_THAT(outcome.err, HasSubstr(says)) << keys;
    }
}

}  // namespace
}  // namespace beatline
