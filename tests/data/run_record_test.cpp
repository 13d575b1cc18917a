// SPDX-License-Identifier: Apache-2.0
#include "data/run_record.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "data/output_folder.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::bytes_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::put;
using testing::TempFolder;

// FIPS 180-4 example.
const std::string hash_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(LibraryVersions, NamesWhatShapesResults) {
    const auto versions = library_versions();
    for (const std::string name : {"GDAL", "PROJ", "GEOS", "SQLite", "oneTBB", "libosmium"}) {
        ASSERT_TRUE(versions.contains(name)) << name;
        EXPECT_THAT(versions.at(name), ::testing::MatchesRegex("[0-9]+\\.[0-9.]+.*")) << name;
    }
    EXPECT_FALSE(beatline_version().empty());
}

RunRecord record_of(const TempFolder& temp) {
    put(temp / "crimes.csv", "abc");
    RunRecord record{.command = "run",
                     .effective_operation = "[operation]\nname = \"Bath\"\n",
                     .seed = 7,
                     .marking = "OFFICIAL",
                     .projection = {"OSGB36 to WGS 84 (9)", 1.0, "/usr/share/proj/uk_os.tif"},
                     .inputs = {{"crimes.csv", temp / "crimes.csv", "incidents", 12}},
                     .warnings = {"many stacked points"},
                     .stage_seconds = {{"density", 0.5}}};
    return record;
}

TEST(Manifest, ListsInputsAndOutputsWithTheirHashes) {
    const TempFolder temp;
    const RunRecord record = record_of(temp);
    OutputFolder folder{temp / "out", false};
    write_text(folder / "b.txt", "abc");
    write_text(folder / "a.csv", "x\r\n\"1\r\n1\"\r\n2\r\n");
    write_manifest(folder.work(), record, 2);
    const json manifest = json::parse(bytes_of(folder / "manifest.json"));
    EXPECT_EQ(manifest["inputs"][0]["file"], "crimes.csv");
    EXPECT_EQ(manifest["inputs"][0]["sha256"], hash_of_abc);
    EXPECT_EQ(manifest["inputs"][0]["rows"], 12);
    ASSERT_EQ(manifest["outputs"].size(), 2U);
    EXPECT_EQ(manifest["outputs"][0]["file"], "a.csv");
    EXPECT_EQ(manifest["outputs"][0]["rows"], 2);
    EXPECT_EQ(manifest["outputs"][1]["sha256"], hash_of_abc);
    EXPECT_EQ(manifest["outputs"][1]["bytes"], 3);
    EXPECT_EQ(manifest["seed"], 7);
    EXPECT_EQ(manifest["projection"]["accuracy_m"], 1.0);
    EXPECT_EQ(manifest["effective_operation"], record.effective_operation);
    EXPECT_GT(manifest["measured"]["peak_memory_mib"], 1.0);
}

TEST(Manifest, DiffersBetweenRunsOnlyInItsLastBlock) {
    const TempFolder temp;
    RunRecord record = record_of(temp);
    std::string first;
    for (const int threads : {1, 2}) {
        OutputFolder folder{temp / "out", false};
        write_text(folder / "b.txt", "abc");
        record.stage_seconds["density"] = 0.25 * threads;
        write_manifest(folder.work(), record, threads);
        const std::string text = bytes_of(folder / "manifest.json");
        const std::string same = text.substr(0, text.find("\"measured\""));
        ASSERT_LT(same.size(), text.size());
        EXPECT_EQ(text.find("\n  \"", same.size()), std::string::npos) << "a block after measured";
        if (threads == 1) first = same;
        EXPECT_EQ(same, first);
    }
}

TEST(Manifest, TellsNothingOfTheMachine) {
    const TempFolder temp;
    RunRecord record = record_of(temp);
    record.inputs[0].shown_path = (temp / "crimes.csv").string();
    OutputFolder folder{temp / "out", false};
    write_manifest(folder.work(), record, 2);
    const std::string text = bytes_of(folder / "manifest.json");
    EXPECT_THAT(text, Not(HasSubstr(temp.path().string())));
    EXPECT_THAT(text, Not(HasSubstr("/usr/share")));
}

TEST(Manifest, LetsItsFolderBeReplacedByTheNextRun) {
    const TempFolder temp;
    const RunRecord record = record_of(temp);
    for (const bool overwrite : {false, true}) {
        OutputFolder folder{temp / "out", overwrite};
        write_text(folder / "b.txt", overwrite ? "new" : "old");
        write_manifest(folder.work(), record, 2);
        folder.commit();
    }
    EXPECT_EQ(bytes_of(temp / "out" / "b.txt"), "new");
}

}  // namespace
}  // namespace beatline
