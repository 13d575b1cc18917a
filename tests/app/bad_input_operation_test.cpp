// Bad input, part 3: an operation that contradicts itself, its roads, or what the machine can do.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/bad_town.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using testing::expect_accounted;
using testing::expect_refused;
using testing::operation_with;
using testing::Outcome;
using testing::put;
using testing::repeated;
using testing::SmallTown;
using testing::town_operation;
using testing::town_roads;

void expect_refused_with(const char* old_text, const char* new_text, int code,
                         std::initializer_list<const char*> words) {
    SCOPED_TRACE(new_text);
    expect_refused(SmallTown::with_operation(operation_with(old_text, new_text)), code, words);
}

/// A street of two nodes as the town's roads have it.
std::string street(double x0, double y0, double x1, double y1, const char* highway) {
    const auto place = [](double x, double y) {
        return "[" + std::to_string(x) + "," + std::to_string(y) + "]";
    };
    return R"({"type":"Feature","properties":{"name":"Far","highway":")" + std::string{highway} +
           R"("},"geometry":{"type":"LineString","coordinates":[)" + place(x0, y0) + "," +
           place(x1, y1) + "]}}";
}

std::string collection(const std::string& features) {
    return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

TEST(BadOperation, ABandwidthMustBePositiveAndNoNarrowerThanACell) {
    for (const char* bandwidth : {"0", "-200", "-0.0", "-inf", "nan"})
        expect_refused_with("bandwidth_m = 200",
                            ("bandwidth_m = " + std::string{bandwidth}).c_str(), 2,
                            {"operation.toml:", "bandwidth_m"});
    for (const char* cell : {"0", "-25", "nan"})
        expect_refused_with("cell_m = 25", ("cell_m = " + std::string{cell}).c_str(), 2,
                            {"operation.toml:", "cell_m"});
    expect_refused_with("cell_m = 25", "cell_m = 200.1", 2,
                        {"operation.toml:", "cell_m", "wider than the bandwidth"});
}

TEST(BadOperation, ACallsignIsGivenOnceAndIsNoPathAndNoControlCharacter) {
    for (const char* name :
         {"../x", "/etc/x", "a/b", "..", "L\\u0000", "L\\u001B[31m", "L\\n1", ""})
        expect_refused_with("callsign = \"L1\"",
                            ("callsign = \"" + std::string{name} + "\"").c_str(), 2,
                            {"operation.toml:", "callsign"});
    const SmallTown twice{
        "\n[[unit]]\ncallsign = \"L1\"\nbase = [375042, 164612]\nshift = \"14:00-18:00\"\n"};
    expect_refused(twice, 2, {"operation.toml:36:12: unit[2].callsign: \"L1\" is given twice"});
}

TEST(BadOperation, ABaseFarFromEveryRoadEndsWith3AndTheDistance) {
    // The south-west corner of the town, moved 600 m to the south.
    expect_refused_with("[375042, 164612]", "[375042, 164012]", 3,
                        {"unit L1", "the base [375042, 164012]", "600 m from the nearest road",
                         "500 m at most", "roads.snap_limit_m"});
}

TEST(BadOperation, ATaskOutsideAllShiftsEndsWith4AndThePlanSaysWhy) {
    const SmallTown town{
        "\n[[task]]\nid = \"early\"\nat = [375461, 165054]\nwindow = \"06:00-07:00\"\n"};
    const Outcome outcome = testing::run_town(town);
    EXPECT_EQ(outcome.code, 4);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find("task early cannot be done"), std::string::npos) << outcome.err;
    const json unserved = json::parse(bytes_of(town.out() + "/plan.json"))["unserved"];
    EXPECT_EQ(unserved[0]["site"], "early");
    EXPECT_EQ(unserved[0]["reason"], "outside_shifts") << unserved;
}

TEST(BadOperation, AnUnknownKeyAndAWrongTypeAreNamedWithLineAndColumn) {
    expect_refused_with("cell_m = 25", "cel_m = 25", 2,
                        {"operation.toml:20:1", "cel_m", "did you mean cell_m?"});
    expect_refused_with("cell_m = 25", "cell_m = \"25\"", 2,
                        {"operation.toml:20:10", "cell_m", "found text, wanted a number"});
    expect_refused_with("[[unit]]", "[[units]]", 2, {"operation.toml:29:", "did you mean unit?"});
    expect_refused_with("time = \"when\"", "tyme = \"when\"", 2,
                        {"operation.toml:12:1", "did you mean time?"});
}

TEST(BadOperation, MarkupInEveryNameIsShownAsText) {
    std::string operation = town_operation(
        "\n[[task]]\nid = \"T<img src=x onerror=alert(2)>\"\nkind = \"</script><script>alert(3)\"\n"
        "at = [375461, 165054]\nwindow = \"15:00-16:30\"\n");
    operation.replace(operation.find("Small town"), 10, "<script>alert(1)</script>");
    operation.replace(operation.find("\"OFFICIAL\""), 10, "\"<b>OFFICIAL</b>\"");
    const SmallTown town = SmallTown::with_operation(operation);
    std::string roads = town_roads();
    for (std::size_t at = 0; (at = roads.find("East ", at)) != std::string::npos; at += 20)
        roads.replace(at, 5, "<script>alert(4)");
    put(town / "roads.geojson", roads);
    put(town / "incidents.csv",
        testing::town_incidents() +
            repeated("-2.350,51.386,2025-11,<script>alert(5)</script>\n", 20));
    const auto account = expect_accounted(town);
    const std::string page = bytes_of(town.out() + "/viewer.html");
    for (const char* markup : {"<script>alert", "<img src=x", "</script><script>", "<b>OFFICIAL"})
        EXPECT_EQ(page.find(markup), std::string::npos) << markup;
    EXPECT_NE(page.find("&lt;script&gt;alert(1)"), std::string::npos) << "shown, as text";
}

TEST(BadRoads, AHotspotOnAnIslandIsUnservedAsUnreachable) {
    const SmallTown town;
    // Two streets of a loop, 2 km east of the town, without a bridge to it.
    std::string roads = town_roads();
    roads.resize(roads.size() - 2);
    put(town / "roads.geojson", roads + "," + street(-2.31, 51.385, -2.305, 51.385, "residential") +
                                    "," + street(-2.305, 51.385, -2.305, 51.388, "residential") +
                                    "]}");
    put(town / "incidents.csv",
        testing::town_incidents() + repeated("-2.305,51.385,2025-11,Drugs\n", 40));
    expect_accounted(town);
    const json hotspots = json::parse(bytes_of(town.out() + "/hotspots.geojson"))["features"];
    EXPECT_EQ(hotspots[0]["properties"]["events"], 40);
    const json unserved = json::parse(bytes_of(town.out() + "/plan.json"))["unserved"];
    ASSERT_EQ(unserved.size(), 1U) << unserved;
    EXPECT_EQ(unserved[0]["site"], "H1");
    EXPECT_EQ(unserved[0]["reason"], "unreachable") << unserved;
}

TEST(BadRoads, NoRoadsWhereTheTownIsEndsWith3) {
    const SmallTown town;
    put(town / "roads.geojson", collection(""));
    expect_refused(town, 3, {"roads.geojson", "road"});
    put(town / "roads.geojson", collection(street(-2.36, 51.38, -2.35, 51.38, "footway")));
    expect_refused(town, 3, {"roads.geojson", "no road to drive on"});
    put(town / "roads.geojson", collection(street(-1.36, 52.38, -1.35, 52.38, "residential")));
    expect_refused(town, 3, {"from the nearest road of roads.geojson", "do the roads cover it"});
}

TEST(BadJson, NestedAHundredThousandDeepEndsWith3) {
    const std::string deep = testing::nested_json();
    for (const std::string& text : {deep, R"({"type":"FeatureCollection","features":)" + deep + "}",
                                    R"({"type":"Polygon","coordinates":)" + deep + "}",
                                    repeated(R"({"a":)", 100'000) + "1" + repeated("}", 100'000)}) {
        const SmallTown town =
            SmallTown::with_operation(operation_with("crs =", "area = \"deep.geojson\"\ncrs ="));
        put(town / "deep.geojson", text);
        expect_refused(town, 3, {"deep.geojson"});
        const SmallTown other;
        put(other / "roads.geojson", text);
        expect_refused(other, 3, {"roads.geojson"});
        put(other / "deep.json", text);
        const Outcome plan = beatline_says(
            {"plan", other.operation(), "-o", other.out(), "--hotspots", other / "deep.json"});
        EXPECT_EQ(plan.code, 3) << plan.err;
        const Outcome solve =
            beatline_says({"solve", other / "deep.json", "-o", other / "plan.json"});
        EXPECT_EQ(solve.code, 3) << solve.err;
        EXPECT_NE(solve.err.find("nest deeper"), std::string::npos) << solve.err;
        EXPECT_FALSE(std::filesystem::exists(other / "plan.json"));
    }
}

TEST(BadKeyFile, MissingOrReadableByOthersEndsWith7) {
    const SmallTown town{
        "\n[anpr]\nhits = \"hits.csv\"\ncameras = \"cameras.csv\"\nkey_file = \"k.key\"\n"};
    put(town / "hits.csv", "time,camera\n2025-11-01T10:00,C1\n");
    put(town / "cameras.csv", "camera,x,y\nC1,-2.354,51.384\n");
    expect_refused(town, 7, {"k.key"});
    put(town / "k.key", "0123456789abcdef");
    using std::filesystem::perms;
    for (const auto mode : {perms{0640}, perms{0604}, perms{0666}, perms{0620}}) {
        std::filesystem::permissions(town / "k.key", mode);
        expect_refused(town, 7, {"k.key", "open to others"});
    }
    std::filesystem::permissions(town / "k.key", perms{0600});
    EXPECT_EQ(expect_accounted(town).inputs.size(), 3U);
}

TEST(BadThreads, AreRefusedWithTheirNumberAndWhatIsWanted) {
    const SmallTown town;
    for (const char* threads : {"0", "-1", "1000000"})
        expect_refused(town, 2, {"threads", threads}, {"-j", threads});
}

}  // namespace
}  // namespace beatline
