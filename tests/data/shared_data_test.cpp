// Every incident file of the data collection beside the project, where there is one.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <gmock/gmock.h>
#include <map>
#include <set>
#include <tuple>

#include "data/read_events.hpp"

namespace beatline {
namespace {

namespace fs = std::filesystem;

fs::path collection() {
    return fs::path{BEATLINE_SHARED_DIR} / "data";
}

/// How to read the files that are not in the police.uk layout, by a part of their name.
std::map<std::string, IncidentSource> layouts() {
    const auto layout = [](const char* x, const char* y, const char* time, const char* category) {
        IncidentSource s;
        s.x = x;
        s.y = y;
        s.crs = "EPSG:4326";
        s.time = time;
        s.category = category;
        return s;
    };
    std::map<std::string, IncidentSource> known{
        {"65months-compact", layout("longitude", "latitude", "month", "crime_type")},
        {"stop-and-search", layout("Longitude", "Latitude", "Date", "Object of search")},
        {"stats19", layout("longitude", "latitude", "datetime_local", "severity")},
        {"fire-incidents", layout("longitude", "latitude", "datetime", "incident_category")},
        {"chicago", layout("longitude", "latitude", "date", "loc_cat")},
        {"nyc", layout("longitude", "latitude", "date_start", "location_category")},
        {"seattle-alpr", layout("longitude", "latitude", "timestamp_local", "device")},
        {"railway-stations", layout("long", "lat", "", "")},
        {"anpr-2017-sites", layout("longitude", "latitude", "", "direction")},
    };
    known["nyc"].time_to = "date_end";
    return known;
}

std::string working_crs_of(const std::string& name) {
    if (name.find("chicago") != std::string::npos) return "EPSG:32616";
    if (name.find("nyc") != std::string::npos) return "EPSG:32618";
    if (name.find("seattle") != std::string::npos) return "EPSG:32610";
    return "EPSG:27700";
}

IncidentSource source_for(const fs::path& path) {
    IncidentSource source;
    source.preset = "police.uk";
    const std::string name = path.filename().string();
    for (const auto& [part, layout] : layouts()) {
        if (name.find(part) != std::string::npos) source = layout;
    }
    source.path = path;
    source.shown_path = fs::relative(path, collection()).string();
    return source;
}

std::vector<fs::path> csv_files() {
    std::vector<fs::path> files;
    if (!fs::is_directory(collection())) return files;
    for (const auto& entry : fs::recursive_directory_iterator{collection()}) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".csv") || name.ends_with(".csv.gz")) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

TEST(SharedData, EveryRowOfEveryFileIsUsedOrRejected) {
    const auto files = csv_files();
    if (files.empty()) GTEST_SKIP() << "no data collection beside the project";
    for (const fs::path& path : files) {
        EventRules rules;
        rules.working_crs = working_crs_of(path.filename().string());
        rules.zone = TimeZone{"Europe/London"};
        const EventReading reading = read_events({source_for(path)}, rules);
        ASSERT_EQ(reading.inputs.size(), 1U);
        const InputReport& input = reading.inputs[0];
        std::uint64_t rejected = 0;
        for (const auto& [reason, count] : input.rejected) {
            rejected += count;
            RecordProperty(input.file + " " + reason, std::to_string(count));
        }
        EXPECT_EQ(input.read, input.used + rejected) << input.file;
        EXPECT_EQ(reading.events.size(), input.used) << input.file;
        EXPECT_EQ(reading.rejected.size(), rejected) << input.file;
        EXPECT_GT(input.used, 0U) << input.file;
    }
}

TEST(SharedData, TheCompactFileHoldsAsManyRowsAsItsReadmeSays) {
    const fs::path path =
        collection() / "leicestershire/leicestershire-street-65months-compact.csv.gz";
    if (!fs::exists(path)) GTEST_SKIP() << "no data collection beside the project";
    const EventReading reading = read_events({source_for(path)}, {});
    EXPECT_EQ(reading.inputs[0].read, 573'810U);
    EXPECT_NEAR(static_cast<double>(reading.inputs[0].rejected.at("coord_missing")),
                0.028 * 573'810, 2000);
    EXPECT_EQ(reading.kinds.size(), 14U);
}

/// When, what and where, for every event of these months, in one order.
std::vector<std::tuple<Instant, std::string, double, double>> told_by(
    const EventReading& reading, const std::set<Instant>& months) {
    std::vector<std::tuple<Instant, std::string, double, double>> told;
    for (const PointEvent& e : reading.events) {
        if (months.contains(e.when.from))
            told.emplace_back(e.when.from, reading.kinds[e.kind], e.at.x, e.at.y);
    }
    std::ranges::sort(told);
    return told;
}

TEST(SharedData, LeicestershiresMonthlyOriginalsAndTheCompactFileTellTheSame) {
    const fs::path folder = collection() / "leicestershire";
    if (!fs::exists(folder)) GTEST_SKIP() << "no data collection beside the project";
    std::vector<IncidentSource> originals;
    for (const fs::path& path : csv_files()) {
        if (path.parent_path() == folder / "street") originals.push_back(source_for(path));
    }
    ASSERT_EQ(originals.size(), 33U);
    EventRules rules;
    rules.working_crs = "EPSG:27700";
    rules.zone = TimeZone{"Europe/London"};
    const EventReading monthly = read_events(originals, rules);
    for (const InputReport& input : monthly.inputs) {
        std::uint64_t rejected = 0;
        for (const auto& [reason, count] : input.rejected) rejected += count;
        EXPECT_EQ(input.read, input.used + rejected) << input.file;
    }
    const EventReading compact =
        read_events({source_for(folder / "leicestershire-street-65months-compact.csv.gz")}, rules);

    std::set<Instant> months;
    for (const PointEvent& e : monthly.events) months.insert(e.when.from);
    EXPECT_EQ(months.size(), 33U);
    const auto expected = told_by(monthly, months);
    const auto found = told_by(compact, months);
    ASSERT_EQ(found.size(), expected.size());
    EXPECT_TRUE(found == expected);
}

TEST(SharedData, TheDirtyFixtureIsTakenApart) {
    const fs::path path = collection() / "sample-fixtures/2024-06-dirty-street.csv";
    if (!fs::exists(path)) GTEST_SKIP() << "no data collection beside the project";
    const EventReading reading = read_events({source_for(path)}, {});
    EXPECT_EQ(reading.inputs[0].read, 80U);
    EXPECT_EQ(reading.inputs[0].rejected.at("coord_missing"), 20U);
    EXPECT_EQ(reading.inputs[0].used, 60U) << "duplicates without an identifier are kept";
}

}  // namespace
}  // namespace beatline
