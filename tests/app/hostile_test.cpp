// What a hostile or unlucky user gives the program: no signal, no internal fault, and words that
// help.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/command.hpp"
#include "tests/support/small_town.hpp"

namespace beatline {
namespace {

using testing::beatline_says;
using testing::Outcome;
using testing::put;
using testing::SmallTown;
using testing::TempFolder;
using testing::town_operation;

std::string town_with(const std::string& old_text, const std::string& new_text) {
    std::string operation = town_operation();
    const auto at = operation.find(old_text);
    EXPECT_NE(at, std::string::npos) << old_text;
    return operation.replace(at, old_text.size(), new_text);
}

Outcome run(const SmallTown& town, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"run", town.operation(), "-o", town.out()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

void expect_refusal(const Outcome& outcome, int code, const std::string& says) {
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_NE(outcome.err.find(says), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.rfind("beatline: ", 0), 0U) << outcome.err;
    EXPECT_EQ(outcome.out, "");
}

std::string repeated(const std::string& part, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += part;
    return all;
}

TEST(HostileOperation, DeepDottedKeysDoNotOverflowTheStack) {
    const std::string deep = repeated(".a", 50'000);
    for (const std::string& text :
         {"a" + deep + " = 1\n", "[a" + deep + "]\n", "x = {a" + deep + " = 1}\n",
          "\"a\"" + repeated(" . 'a'", 50'000) + " = 1\n",
          "x = " + repeated("{a.a.a.a.a.a.a.a.a=", 200) + "1" + repeated("}", 200) + "\n"}) {
        const SmallTown town = SmallTown::with_operation(town_operation() + text);
        EXPECT_EQ(run(town).code, 2) << text.substr(0, 40);
    }
    const SmallTown town;
    expect_refusal(run(town, {"--set", "hotspots.count={a" + deep + "=1}"}), 2, "--set");
}

TEST(HostileOperation, DotsInTextAndCommentsAreNoDeepKeys) {
    const std::string dots = repeated(".a", 50);
    const SmallTown town = SmallTown::with_operation(
        town_with("\"Small town\"", "\"\"\"x" + dots + "\n \\\"" + dots + "\"\"\" # a" + dots));
    EXPECT_EQ(run(town).code, 0);
}

TEST(HostileOperation, TaskNamedLikeAHotspot) {
    const SmallTown town{
        "\n[[task]]\nid = \"H1\"\nat = [375042, 164612]\nwindow = \"14:00-16:00\"\n"};
    expect_refusal(run(town), 2, "the name of a hotspot");
}

TEST(HostileOperation, BreakThatItsWindowHasNoRoomFor) {
    for (const char* window : {"20:00-22:00", "15:00-15:10", "10:00-14:10", "17:50-19:00"}) {
        const SmallTown town = SmallTown::with_operation(town_with(
            "break_min = 20", "break_min = 20\nbreak_window = \"" + std::string{window} + "\""));
        expect_refusal(run(town), 2, "unit[1].break_window: leaves no room");
    }
}

TEST(HostileOperation, BreakWindowThatTheClockChangeSwallows) {
    std::string operation =
        town_with("[\"2025-12-01\", \"2025-12-01\"]", "[\"2026-03-28\", \"2026-03-29\"]");
    const std::string old_shift = "shift = \"14:00-18:00\"\nbreak_min = 20";
    operation.replace(operation.find(old_shift), old_shift.size(),
                      "shift = \"22:00-06:00\"\nbreak_min = 40\nbreak_window = \"01:00-02:00\"");
    const SmallTown town = SmallTown::with_operation(operation);
    const Outcome outcome = run(town);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST(HostileOperation, ShiftThatTheClockChangeLeavesTooShortForItsBreak) {
    std::string operation =
        town_with("[\"2025-12-01\", \"2025-12-01\"]", "[\"2026-03-28\", \"2026-03-29\"]");
    operation.replace(operation.find("14:00-18:00"), 11, "01:00-02:10");
    const SmallTown town = SmallTown::with_operation(operation);
    expect_refusal(run(town), 2, "2026-03-29 the clock change leaves 10 min");
}

TEST(HostileOperation, VisitWindowsThatOverlap) {
    for (const char* windows :
         {"\"14:00-16:00\", \"15:00-17:00\"", "\"22:00-03:00\", \"02:00-04:00\"",
          "\"01:00-02:00\", \"01:00-02:00\""}) {
        const SmallTown town;
        expect_refusal(run(town, {"--set", "hotspots.windows=[" + std::string{windows} + "]"}), 2,
                       "overlap");
    }
}

TEST(HostileOperation, NamesThatNobodyCanSee) {
    for (const char* name : {"L\\u0085", "L\\u202E1", "L\\u2028", " ", "L1 ", "L\\u007F"}) {
        const SmallTown town =
            SmallTown::with_operation(town_with("\"L1\"", "\"" + std::string{name} + "\""));
        expect_refusal(run(town), 2, "unit[1].callsign");
    }
    const SmallTown town =
        SmallTown::with_operation(town_with("\"L1\"", "\"\xC3\x85 1 \xE2\x80\x93 x\""));
    EXPECT_EQ(run(town).code, 0);
}

TEST(HostileOperation, EmptyPathAndUnknownCrsNameTheirKey) {
    const SmallTown town;
    expect_refusal(run(town, {"--set", "operation.area="}), 2, "operation.area: is empty");
    expect_refusal(run(town, {"--set", "operation.crs=EPSG:0"}), 2, "operation.crs: CRS");
    const SmallTown source = SmallTown::with_operation(town_with("\"EPSG:4326\"", "\"lonlat\""));
    expect_refusal(run(source), 2, "operation.toml:11:7: incidents[1].crs: CRS");
}

TEST(HostileOperation, SetIsBlamedForWhatSetSaid) {
    const SmallTown town;
    for (const auto& [set, says] :
         {std::pair{"dose.visit_min=0", "--set dose.visit_min=0: dose.visit_min: found 0"},
          std::pair{"hotspots.kernel=round", "--set hotspots.kernel=round: hotspots.kernel: found"},
          std::pair{"hotspots.cuont=3", "--set hotspots.cuont=3: unknown key hotspots.cuont; did"},
          std::pair{"hotspot.count=3", "--set hotspot.count=3: unknown key hotspot; did"},
          std::pair{"anpr.hits=x", "--set anpr.hits=x: anpr.cameras is missing"},
          std::pair{"operation.marking=\xFF", "--set"}})
        expect_refusal(run(town, {"--set", set}), 2, says);
    expect_refusal(run(town, {"--seed", "-1"}), 2, "--seed: found \"-1\"");
    expect_refusal(run(town, {"--iterations", "1e9"}), 2, "--iterations: found \"1e9\"");
}

TEST(HostileInput, ControlCharactersReachNoTerminal) {
    const SmallTown town;
    put(town / "incidents.csv",
        "lon\x1B]0;x\x07,lat\xC2\x9B"
        "2J,when,what\n1,2,2025-11,Drugs\n");
    const Outcome outcome = run(town);
    expect_refusal(outcome, 2, "lon\\x1B]0;x\\x07");
    EXPECT_EQ(outcome.err.find_first_of("\x1B\x07"), std::string::npos);
    EXPECT_EQ(outcome.err.find("\xC2\x9B"), std::string::npos);
}

TEST(HostileInput, ControlCharactersReachNoTerminalFromACheck) {
    const SmallTown town;
    put(town / "incidents.csv",
        "lon,lat,when,what\n-2.35,51.38,2025-11,\x1B]0;x\x07\n1,2,2025-11,Drugs\n");
    const Outcome accepted = beatline_says({"check", town.operation()});
    EXPECT_NE(accepted.err.find("\\x1B]0;x\\x07"), std::string::npos) << accepted.err;
    EXPECT_EQ(accepted.err.find_first_of("\x1B\x07"), std::string::npos);
    put(town / "incidents.csv", "lon,lat,when,what\n\x1B[31m,51.38,2025-11,a\n");
    for (const char* flag : {"-q", "--strict"}) {
        const Outcome refused = beatline_says({"check", town.operation(), flag});
        EXPECT_EQ(refused.code, 3) << refused.err;
        EXPECT_EQ(refused.err.find('\x1B'), std::string::npos);
    }
}

TEST(HostileOperation, ANulIsNoDelimiter) {
    const SmallTown town = SmallTown::with_operation(
        town_with("category = \"what\"", "category = \"what\"\ndelimiter = \"\\u0000\""));
    expect_refusal(run(town), 2, "delimiter: wanted a single character");
}

TEST(HostileOperation, ShowsNoTokenOfAnAddress) {
    const SmallTown town;
    for (const std::string key : {"operation.area", "roads.path", "weights.table"}) {
        for (const char* address : {"https://h/x?token=s3cret", "MSSQL:server=x;PWD=s3cret",
                                    "/vsicurl?pass=s3cret", "PG:host=h password=s3cret",
                                    "postgresql://me:s3cret@h/x", "dbname=x password=s3cret"}) {
            const Outcome outcome = run(town, {"--set", key + "=" + address});
            expect_refusal(outcome, 3, key + ": found \"");
            EXPECT_EQ(outcome.err.find("s3cret"), std::string::npos) << outcome.err;
        }
    }
    const Outcome outcome = run(town, {"--set", "incidents.0.path=PG:password=s3cret"});
    expect_refusal(outcome, 2, "--set incidents.0.path=***: incidents is no table");
    EXPECT_EQ(outcome.err.find("s3cret"), std::string::npos) << outcome.err;
}

TEST(HostileOperation, IsReadFromRegularFilesOnly) {
    const TempFolder folder;
    for (const char* device : {"/dev/zero", "/dev/null"})
        expect_refusal(beatline_says({"run", device, "-o", folder / "out"}), 5, "no regular file");
}

TEST(HostileOperation, AnEndFarFromRoadsIsNotCalledTheBase) {
    const SmallTown town =
        SmallTown::with_operation(town_with("break_min = 20", "end = [475042, 164612]"));
    expect_refusal(run(town), 3, "unit L1: the end [475042, 164612] is 98747 m from");
}

TEST(HostileOperation, CategoriesWithoutAColumnWouldKeepEverything) {
    const SmallTown town =
        SmallTown::with_operation(town_with("category = \"what\"", "categories = [\"Drugs\"]"));
    expect_refusal(run(town), 2, "category must name the column");
}

TEST(HostileInput, WeightsBeyondReason) {
    for (const char* weight : {"1e308", "1e30", "inf", "-1", "2000000"}) {
        const SmallTown town{"[weights]\ntable = \"w.csv\"\n"};
        put(town / "w.csv", "category,weight\nDrugs," + std::string{weight} + "\nRobbery,2\n");
        const Outcome outcome = run(town);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_NE(outcome.err.find("weight_bad 1"), std::string::npos) << outcome.err;
    }
}

TEST(HostileInput, BlanksAroundAWeightsCategoryAreIgnored) {
    const SmallTown town{"[weights]\ntable = \"w.csv\"\n"};
    put(town / "w.csv", "category;weight\n Drugs ; 2 \nRobbery;1\nBurglary;1\n");
    const Outcome outcome = run(town, {"--strict"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST(HostileInput, OnePlaceIsCalledDegenerateWithAnyBandwidth) {
    for (const char* bandwidth : {"200", "\"auto\""}) {
        const SmallTown town = SmallTown::with_operation(
            town_with("bandwidth_m = 200", "bandwidth_m = " + std::string{bandwidth}));
        put(town / "incidents.csv",
            "lon,lat,when,what\n" + repeated("-2.354,51.384,2025-11,Drugs\n", 9));
        const Outcome outcome = run(town);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_NE(outcome.err.find("degenerate"), std::string::npos) << outcome.err;
    }
}

TEST(HostileInput, KeyFileThatIsEmptyOrOpenToOthers) {
    const SmallTown town{
        "[anpr]\nhits = \"hits.csv\"\ncameras = \"cameras.csv\"\nkey_file = \"operation.key\"\n"};
    put(town / "hits.csv", "time,camera\n2025-11-01T10:00,C1\n");
    put(town / "cameras.csv", "camera,x,y\nC1,-2.354,51.384\n");
    const auto with_key = [&](const std::string& key, unsigned mode) {
        put(town / "operation.key", key);
        std::filesystem::permissions(town / "operation.key", std::filesystem::perms{mode});
        return run(town);
    };
    expect_refusal(with_key("", 0600), 7, "is empty");
    expect_refusal(with_key("k", 0640), 7, "open to others");
    expect_refusal(with_key("k", 0604), 7, "open to others");
    EXPECT_EQ(with_key("k", 0600).code, 0);
}

TEST(HostileInput, HotspotsFromAnAddress) {
    const SmallTown town;
    for (const char* address :
         {"/vsicurl/http://127.0.0.1/h.geojson", "PG:dbname=x", "https://127.0.0.1/h.geojson"})
        expect_refusal(
            beatline_says({"plan", town.operation(), "-o", town.out(), "--hotspots", address}), 3,
            "only plain files");
}

TEST(HostileInput, APlanWithoutAVisitWarns) {
    const SmallTown town;
    const Outcome outcome = run(town, {"--set", "hotspots.windows=[\"03:00-04:00\"]"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("no visit is planned"), std::string::npos) << outcome.err;
}

TEST(CommandLine, NamesTheCommandThatItDoesNotKnow) {
    expect_refusal(beatline_says({"hotspot"}), 2,
                   "no command \"hotspot\". Did you mean \"hotspots\"?");
    expect_refusal(beatline_says({}), 2, "beatline --help");
    expect_refusal(beatline_says({"run", "--overwite"}), 2, "beatline run --help");
}

TEST(CommandLine, OutputThatCannotBePrintedWholeEndsWith5) {
    const SmallTown town;
    const std::string program = testing::quoted(BEATLINE_PROGRAM);
    for (const std::string& command :
         {program + " hotspots " + town.operation() + " --json -q -o " + town.out(),
          program + " doctor --json", program + " doctor"}) {
        const int status = std::system((command + " >/dev/full 2>/dev/null").c_str());
        EXPECT_EQ(WEXITSTATUS(status), 5) << command;
    }
}

TEST(CommandLine, AnInterruptEndsALongDensityAndLeavesNothing) {
    const TempFolder folder;
    put(folder / "p.csv", "x,y\n450000,300000\n");
    const std::string line = testing::quoted(BEATLINE_PROGRAM) + " density " +
                             (folder / "p.csv").string() +
                             " --x x --y y --crs EPSG:27700 --cell 25 --bandwidth 100000"
                             " --extent 200000,200000,500000,500000 -q -o " +
                             (folder / "d.tif").string();
    for (const char* signal : {"TERM", "HUP"}) {
        const int status = std::system(
            (line + " 2>/dev/null & sleep 0.3; kill -" + signal + " $!; wait $!").c_str());
        EXPECT_EQ(WEXITSTATUS(status), 130) << signal;
        EXPECT_EQ(folder.names().size(), 1U) << signal;
    }
}

TEST(CommandLine, AnInterruptEndsALongSolveAndLeavesNothing) {
    const TempFolder folder;
    put(folder / "p.json",
        R"({"format": "beatline-problem/1", "travel": [[0, 1], [1, 0]],
            "units": [{"id": "U", "start": 0, "shift": [0, 100]}],
            "sites": [{"id": "A", "place": 1, "value": 1, "service": 60},
                      {"id": "B", "place": 1, "value": 1, "service": 60}]})");
    const std::string line = testing::quoted(BEATLINE_PROGRAM) + " solve " +
                             (folder / "p.json").string() + " --time-limit 60s -q -o " +
                             (folder / "plan.json").string();
    const int status =
        std::system((line + " 2>/dev/null & sleep 0.3; kill -TERM $!; wait $!").c_str());
    EXPECT_EQ(WEXITSTATUS(status), 130);
    EXPECT_EQ(folder.names().size(), 1U);
}

TEST(DensityCommandLine, RefusesAnExtentSmallerThanACellAndARasterOnStdout) {
    const TempFolder folder;
    put(folder / "p.csv", "x,y\n450000,300000\n");
    const auto density = [&](const std::string& extent, const std::string& out) {
        return beatline_says({"density", folder / "p.csv", "--x", "x", "--y", "y", "--crs",
                              "EPSG:27700", "--bandwidth", "500", "--extent", extent, "-o", out});
    };
    expect_refusal(density("0,0,1e-9,1e-9", folder / "d.tif"), 2, "smaller than a cell");
    expect_refusal(density("0,0,1000,1000", "-"), 2, "which file");
    EXPECT_FALSE(std::filesystem::exists("-"));
}

}  // namespace
}  // namespace beatline
