// ANPR from the files to the results: rates by exposure, cameras in the surface, corridors, and
// what must never be written.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <gmock/gmock.h>
#include <random>

#include "data/key_file.hpp"

#include "tests/support/anpr_town.hpp"
#include "tests/support/command.hpp"
#include "tests/support/json_file.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::anpr_table;
using testing::AnprFiles;
using testing::beatline_says;
using testing::bytes_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::LayerRow;
using testing::Outcome;
using testing::put;
using testing::quality_of;
using testing::read_json;
using testing::rows_of;
using testing::SmallTown;

Outcome hotspots(const SmallTown& town, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"hotspots", town.operation(), "-o", town.out()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

/// Eight ordinary cameras, one with ten times the traffic, one with three times the rate.
AnprFiles ordinary_busy_and_hot() {
    AnprFiles files;
    for (int i = 0; i < 8; ++i) {
        const std::string id = "C" + std::to_string(i);
        files.camera(id, i % 4, i / 4);
        files.counts(id, 60, 100);
    }
    files.camera("BUSY", 6, 2);
    files.counts("BUSY", 600, 1000);
    files.camera("HOT", 0, 3);
    files.counts("HOT", 60, 300);
    return files;
}

double number(const LayerRow& row, const std::string& field) {
    return std::stod(row.at(field));
}

LayerRow row_of(const std::vector<LayerRow>& rows, const std::string& camera) {
    return *std::ranges::find_if(rows, [&](const LayerRow& r) { return r.at("camera") == camera; });
}

TEST(Anpr, TenTimesTheTrafficMakesNoHotspotAndThreeTimesTheRateDoes) {
    const SmallTown town{anpr_table()};
    ordinary_busy_and_hot().write(town);
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json anpr = quality_of(town)["anpr"];
    EXPECT_EQ(anpr["raised"], json::array({"HOT"}));
    EXPECT_EQ(anpr["by_hour_of_week"], true);
    EXPECT_EQ(anpr["along_roads"], 1);
    EXPECT_EQ(anpr["corridors"]["made"], false);
    EXPECT_THAT(anpr["corridors"]["why"].get<std::string>(), HasSubstr("key_file"));

    const auto cameras = rows_of(town.out() + "/beatline.gpkg", "cameras");
    ASSERT_EQ(cameras.size(), 10U);
    const LayerRow busy = row_of(cameras, "BUSY");
    const LayerRow hot = row_of(cameras, "HOT");
    EXPECT_NEAR(number(busy, "crude"), number(row_of(cameras, "C1"), "crude"), 0.05);
    EXPECT_EQ(busy.at("raised"), "0");
    EXPECT_EQ(number(busy, "anpr_mass"), 0.0);
    EXPECT_THAT(busy.at("why"), HasSubstr("Not raised"));
    EXPECT_EQ(hot.at("raised"), "1");
    EXPECT_THAT(hot.at("why"), HasSubstr("Raised"));
    EXPECT_NEAR(number(hot, "ratio"), 3.0, 0.4);
    EXPECT_LT(number(hot, "low"), number(hot, "per_1000_reads"));
    EXPECT_GT(number(hot, "high"), number(hot, "per_1000_reads"));

    double mass = 0.0;
    int with_anpr = 0;
    for (const json& f : testing::features_of(town.out() + "/hotspots.geojson")) {
        const json p = f["properties"];
        EXPECT_NEAR(p["incident_mass"].get<double>() + p["anpr_mass"].get<double>(),
                    p["mass"].get<double>(), 1e-9);
        mass += p["anpr_mass"].get<double>();
        const std::string why = p["why"];
        EXPECT_EQ(why.find("BUSY"), std::string::npos) << why;
        if (why.find("HOT") == std::string::npos) continue;
        ++with_anpr;
        EXPECT_EQ(p["events"], 0);
        EXPECT_GT(p["anpr_mass"].get<double>(), 0.9 * p["mass"].get<double>());
    }
    EXPECT_EQ(with_anpr, 1) << "the hot camera is a hotspot without an incident";
    EXPECT_GT(mass, 0.0);
    EXPECT_NEAR(anpr["incident_mass"].get<double>(), 27.0, 1e-9);
    EXPECT_NEAR(anpr["anpr_mass"].get<double>(), 27.0 / 0.8 * 0.2 / 5.0, 1e-9)
        << "one camera alone carries a fifth of the share";
}

TEST(Anpr, CamerasAlikeBringNothingHoweverManyHits) {
    const SmallTown town{anpr_table()};
    AnprFiles files;
    for (int i = 0; i < 6; ++i) {
        const std::string id = "C" + std::to_string(i);
        files.camera(id, i, i % 5);
        files.counts(id, 20 << i, 10 << i);
    }
    files.write(town);
    const std::string without = town / "without";
    ASSERT_EQ(hotspots(town).code, 0);
    EXPECT_EQ(quality_of(town)["anpr"]["rates_vary"], false);
    EXPECT_EQ(quality_of(town)["anpr"]["share"], 0.0);
    const SmallTown bare;
    ASSERT_EQ(hotspots(bare).code, 0);
    const json with = testing::features_of(town.out() + "/hotspots.geojson");
    const json plain = testing::features_of(bare.out() + "/hotspots.geojson");
    ASSERT_EQ(with.size(), plain.size());
    for (std::size_t i = 0; i < with.size(); ++i)
        EXPECT_EQ(with[i]["properties"]["mass"], plain[i]["properties"]["mass"]);
}

TEST(Anpr, TheHoursOfTheWeekAreATable) {
    const SmallTown town{anpr_table()};
    ordinary_busy_and_hot().write(town);
    ASSERT_EQ(hotspots(town).code, 0);
    const auto rows = rows_of(town.out() + "/beatline.gpkg", "camera_hours");
    ASSERT_EQ(rows.size(), 10U * 168U);
    EXPECT_EQ(rows[0].at("day"), "Mon");
    EXPECT_EQ(rows[0].at("hour"), "0");
    EXPECT_EQ(rows[167].at("day"), "Sun");
    double hits = 0.0;
    for (const LayerRow& r : rows) {
        EXPECT_LE(number(r, "low"), number(r, "per_1000_reads"));
        EXPECT_GE(number(r, "high"), number(r, "per_1000_reads"));
        hits += number(r, "hits");
    }
    EXPECT_EQ(hits, 8 * 100 + 1000 + 300);
}

TEST(Anpr, WithoutRoadsOrReachACameraIsADiscAndTheFirstIsSaid) {
    std::string text = testing::town_operation(anpr_table());
    text.erase(text.find("[roads]"), text.find("[hotspots]") - text.find("[roads]"));
    const SmallTown town = SmallTown::with_operation(text);
    ordinary_busy_and_hot().write(town);
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("without [roads]"));
    EXPECT_EQ(quality_of(town)["anpr"]["as_disc"], 1);
    const SmallTown asked{anpr_table("reach_m = 0")};
    ordinary_busy_and_hot().write(asked);
    const Outcome quiet = hotspots(asked);
    EXPECT_EQ(quiet.code, 0) << quiet.err;
    EXPECT_EQ(quiet.err.find("disc"), std::string::npos);
    EXPECT_EQ(quality_of(asked)["anpr"]["as_disc"], 1);
}

/// Seven vehicles from A to B ten times, two from B to C, and one that is too quick to be one.
AnprFiles with_trips() {
    AnprFiles files = ordinary_busy_and_hot();
    files.camera("A", 2, 0);
    files.camera("B", 2, 4);
    files.camera("C", 5, 4);
    for (const char* id : {"A", "B", "C"}) files.counts(id, 60, 60);
    for (int i = 0; i < 10; ++i) {
        const std::string plate = "QI0" + std::to_string(i % 7) + (i % 2 == 0 ? " QAA" : "qaa");
        const int start = 40'000 + 3600 * i;
        files.hit("A", start, plate);
        files.hit("B", start + 240, plate);
        if (i % 7 < 2) files.hit("C", start + 500, plate);
    }
    files.hit("A", 300'000, "QI99 QZZ");
    files.hit("C", 300'002, "QI99 QZZ");
    return files;
}

TEST(Corridors, CountTripsAndTellNoSmallOnes) {
    const SmallTown town{anpr_table("fresh_key = true")};
    with_trips().write(town);
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto rows = rows_of(town.out() + "/beatline.gpkg", "corridors");
    ASSERT_EQ(rows.size(), 2U) << "two seconds from A to C are no trip";
    EXPECT_EQ(rows[0].at("from"), "A");
    EXPECT_EQ(rows[0].at("to"), "B");
    EXPECT_EQ(rows[0].at("trips"), "10");
    EXPECT_NEAR(number(rows[0], "km"), 0.84, 0.05) << "four stretches of street";
    EXPECT_EQ(rows[1].at("from"), "B");
    EXPECT_FALSE(rows[1].contains("trips"));
    EXPECT_EQ(rows[1].at("shown"), "<5");
    const auto streets = rows_of(town.out() + "/beatline.gpkg", "corridor_streets");
    EXPECT_EQ(streets.size(), 5U);
    for (const LayerRow& s : streets) {
        EXPECT_EQ(s.at("trips"), "10") << "what is not told is in no sum";
        EXPECT_EQ(s.at("name"), "East 2");
    }
    const json told = quality_of(town)["anpr"]["corridors"];
    EXPECT_EQ(told["corridors_told"], 1);
    EXPECT_EQ(told["trips_told"], 10);

    const Outcome all = hotspots(town, {"--overwrite", "--set", "privacy.min_count=0"});
    ASSERT_EQ(all.code, 0) << all.err;
    EXPECT_EQ(rows_of(town.out() + "/beatline.gpkg", "corridors")[1].at("trips"), "4");
}

TEST(Corridors, AreTheSameForAnyKeyOrderAndThreads) {
    const SmallTown town{anpr_table("fresh_key = true")};
    AnprFiles files = with_trips();
    files.write(town);
    ASSERT_EQ(hotspots(town, {"-j", "1"}).code, 0);
    const std::string once = bytes_of(town.out() + "/beatline.gpkg");
    const std::string page = bytes_of(town.out() + "/viewer.html");
    std::mt19937 random{7};
    std::ranges::shuffle(files.hits, random);
    files.write(town);
    ASSERT_EQ(hotspots(town, {"-j", "2", "--overwrite"}).code, 0);
    EXPECT_TRUE(once == bytes_of(town.out() + "/beatline.gpkg"));
    EXPECT_TRUE(page == bytes_of(town.out() + "/viewer.html"));
}

TEST(Corridors, NoPlateAndNoPseudonymIsWrittenAnywhere) {
    const SmallTown town{anpr_table("key_file = \"operation.key\"")};
    with_trips().write(town);
    ASSERT_EQ(beatline_says({"keygen", town / "operation.key"}).code, 0);
    const Outcome outcome =
        beatline_says({"run", town.operation(), "-o", town.out(), "-v", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    ASSERT_EQ(rows_of(town.out() + "/beatline.gpkg", "corridors").size(), 2U);
    const SecretKey key = read_key_file(town / "operation.key");
    std::vector<std::string> secrets{bytes_of(town / "operation.key").substr(0, 64)};
    for (const char* plate :
         {"QI00QAA", "QI01QAA", "QI02QAA", "QI03QAA", "QI04QAA", "QI05QAA", "QI06QAA", "QI99QZZ"}) {
        const Pseudonym pseudonym = *pseudonym_of(plate, key);
        secrets.emplace_back(pseudonym.begin(), pseudonym.begin() + 8);
        std::string hex;
        for (std::size_t i = 0; i < 8; ++i) hex += fmt::format("{:02x}", pseudonym[i]);
        secrets.push_back(hex);
        secrets.emplace_back(std::string{plate});
    }
    secrets.insert(secrets.end(), {"qaa", "QAA", "QZZ", "QI0"});
    std::string all = outcome.out + outcome.err;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{town.out()}) {
        if (entry.is_regular_file()) all += bytes_of(entry.path());
    }
    EXPECT_GT(all.size(), 100'000U);
    for (const std::string& secret : secrets)
        EXPECT_EQ(all.find(secret), std::string::npos) << secret;
}

TEST(Corridors, APlateInAWrongColumnIsNotRepeated) {
    const SmallTown town{anpr_table("fresh_key = true")};
    AnprFiles files = with_trips();
    files.hits.emplace_back("2025-11-04T10:00:00Z,QI00 QAA,C1\n");       // camera and plate swapped
    files.hits.emplace_back("XYZ-FOREIGN-1,C1,2025-11-04T10:00:00Z\n");  // time and plate swapped
    files.hits.emplace_back("noon,C1,QI00 QAA\n");
    files.hits.emplace_back("2025-11-04T10:00:00Z,Z9,QI00 QAA\n");
    files.write(town);
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const std::string rejected = bytes_of(town.out() + "/rejected.csv");
    for (const char* secret : {"QI00", "FOREIGN"})
        EXPECT_EQ(rejected.find(secret), std::string::npos) << rejected;
    for (const char* shown : {"noon", "Z9", "(withheld: may be a plate)"})
        EXPECT_THAT(rejected, HasSubstr(shown));
    put(town / "hits.csv", "2025-11-04T10:00:00Z,C1,QI00 QAA\n2025-11-04T10:00:00Z,C1,QI00 QAA\n");
    const Outcome headless = hotspots(town, {"--overwrite"});
    EXPECT_EQ(headless.code, 3);
    EXPECT_THAT(headless.err, HasSubstr("wanted a header with time, camera"));
    EXPECT_EQ(headless.err.find("QI00"), std::string::npos);
}

TEST(Corridors, AreLeftOutWithoutAKeyPlatesOrRoadsAndThatIsSaid) {
    const SmallTown town{anpr_table()};
    with_trips().write(town);
    ASSERT_EQ(hotspots(town).code, 0);
    EXPECT_FALSE(testing::has_layer(town.out() + "/beatline.gpkg", "corridors"));
    const std::string no_plates = "time,camera\n2025-11-04T10:00Z,C1\n2025-11-04T11:00Z,C2\n";
    put(town / "hits.csv", no_plates);
    ASSERT_EQ(hotspots(town, {"--overwrite", "--set", "anpr.fresh_key=true"}).code, 0);
    EXPECT_THAT(quality_of(town)["anpr"]["corridors"]["why"].get<std::string>(),
                HasSubstr("no column of plates"));
}

TEST(Anpr, RefusesKeysOutOfRangeAndAKeyThatIsNone) {
    const SmallTown town{anpr_table("key_file = \"k.key\"")};
    with_trips().write(town);
    put(town / "k.key", "0123456789abcdef");
    std::filesystem::permissions(town / "k.key", std::filesystem::perms{0600});
    const Outcome weak = hotspots(town);
    EXPECT_EQ(weak.code, 7);
    EXPECT_THAT(weak.err, HasSubstr("wanted 64 hexadecimal digits"));
    EXPECT_EQ(weak.err.find("0123456789"), std::string::npos);
    for (const auto& [set, says] : {std::pair{"anpr.raised_ratio=0.5", "anpr.raised_ratio"},
                                    {"anpr.raised_fdr=1", "raised_fdr"},
                                    {"anpr.reach_m=-1", "reach_m"},
                                    {"anpr.longest_trip_min=0", "longest_trip_min"},
                                    {"anpr.fresh_key=true", "contradicts anpr.key_file"},
                                    {"anpr.plate=vrm", "no column \"vrm\""},
                                    {"privacy.min_count=-1", "min_count"}}) {
        put(town / "k.key", std::string(64, 'a') + "\n");
        const Outcome outcome = hotspots(town, {"--set", set});
        EXPECT_EQ(outcome.code, 2) << set << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(says)) << set;
    }
    const SmallTown keyless{anpr_table("plate = \"plate\"")};
    with_trips().write(keyless);
    const Outcome outcome = hotspots(keyless);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("beatline keygen"));
}

TEST(Keygen, MakesAKeyForItsOwnerAndReplacesNoneUnasked) {
    const testing::TempFolder folder;
    const std::string file = folder / "operation.key";
    const Outcome made = beatline_says({"keygen", file});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_TRUE(made.out.empty()) << "the key goes into the file alone";
    const std::string key = bytes_of(file);
    ASSERT_EQ(key.size(), 65U);
    EXPECT_EQ(key.find_first_not_of("0123456789abcdef"), 64U);
    EXPECT_EQ(made.err.find(key.substr(0, 64)), std::string::npos);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms{0600});
    const Outcome again = beatline_says({"keygen", file});
    EXPECT_EQ(again.code, 5);
    EXPECT_THAT(again.err, HasSubstr("exists already"));
    EXPECT_EQ(bytes_of(file), key);
    ASSERT_EQ(beatline_says({"keygen", file, "--overwrite", "-q"}).code, 0);
    EXPECT_NE(bytes_of(file), key);
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms{0600});
    EXPECT_EQ(folder.names().size(), 1U) << "nothing is left beside it";
}

TEST(Keygen, RefusesWhereNoKeyMayBe) {
    const testing::TempFolder folder;
    EXPECT_EQ(beatline_says({"keygen", folder / "no" / "operation.key"}).code, 5);
    std::filesystem::create_symlink(folder / "elsewhere", folder / "link.key");
    for (const char* overwrite : {"-q", "--overwrite"})
        EXPECT_EQ(beatline_says({"keygen", folder / "link.key", overwrite}).code, 5);
    EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
    EXPECT_EQ(beatline_says({"keygen", folder.path(), "--overwrite"}).code, 5);
    EXPECT_EQ(beatline_says({"keygen"}).code, 2);
}

}  // namespace
}  // namespace beatline
