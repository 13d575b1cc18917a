// SPDX-License-Identifier: Apache-2.0
#include "tests/support/postgis.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "data/error.hpp"
#include "data/postgis_connection.hpp"
#include "data/projection.hpp"
#include "data/read_events.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/point_layers.hpp"

namespace beatline {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::message_of;
using ::testing::Not;
using ::testing::Pair;
using testing::PointLayer;

TEST(PostgisConnection, ShowsNoPassword) {
    EXPECT_EQ(without_secrets("PG:dbname=crimes password=s3cret host=db"),
              "PG:dbname=crimes password=*** host=db");
    EXPECT_EQ(without_secrets("PG:password = 'two words' user='an analyst'"),
              "PG:password=*** user='an analyst'");
    EXPECT_EQ(without_secrets("PG:dbname=a passwd=s3cret"), "PG:dbname=a passwd=***");
    for (const char* text : {"PG:postgresql://me:s3cret@db/crimes?sslmode=require",
                             "PG:dbname=a password='s3cret", "PG:s3cret", "postgresql://s3cret@db"})
        EXPECT_THAT(without_secrets(text), Not(HasSubstr("s3cret"))) << text;
    const PostgisConnection connection = parse_connection("PG:dbname=a password='s3\\'cret'");
    EXPECT_THAT(connection.secrets(), ElementsAre("s3'cret", "s3\\'cret"));
    for (const char* text :
         {"PG:dbname='postgresql://me:s3cret@db/a'", "PG:dbname=postgresql://me:s3cret@db/a host=b",
          "PG:dbname='host=db password=s3cret'", "PG:host=http://s3cret", "PG:user=me:s3cret@db"}) {
        EXPECT_THAT(without_secrets(text), Not(HasSubstr("s3cret"))) << text;
        EXPECT_THAT(message_of<UsageError>([&] { (void)parse_connection(text); }),
                    AllOf(HasSubstr("connection of its own"), Not(HasSubstr("s3cret"))));
    }
    EXPECT_EQ(without_secrets("PG:user=me@tenant host=::1"), "PG:user=me@tenant host=::1");
    EXPECT_THAT(message_of<UsageError>([] { (void)parse_connection("PG:host=a\x1B[31m"); }),
                HasSubstr("control characters"));
    EXPECT_EQ(connection.for_gdal(), "PG:dbname='a' password='s3\\'cret'");
}

TEST(PostgisConnection, TakesNothingButWhatReachesADatabase) {
    const auto refusal = [](std::string_view text) {
        return message_of<UsageError>([&] { (void)parse_connection(text); });
    };
    EXPECT_THAT(refusal("PG:dbname=a tables=secret"),
                AllOf(HasSubstr("\"tables\""), HasSubstr("layer")));
    EXPECT_THAT(refusal("PG:dbname=a active_schema=x"), HasSubstr("active_schema"));
    EXPECT_THAT(refusal("PG:dbname=a options='-c statement_timeout=0'"), HasSubstr("options"));
    EXPECT_THAT(refusal("dbname=a"), HasSubstr("\"PG:\""));
    EXPECT_THAT(refusal("PG:"), HasSubstr("no database"));
    EXPECT_THAT(refusal("PG:dbname"), HasSubstr("keyword=value"));
    EXPECT_THAT(refusal("PG:dbname='a"), HasSubstr("keyword=value"));
    EXPECT_THAT(refusal("PG:postgresql://me:s3cret@db/x?a=b"),
                AllOf(HasSubstr("keyword=value"), Not(HasSubstr("s3cret"))));
}

class Postgis : public ::testing::Test {
protected:
    void SetUp() override {
        if (testing::test_server().empty()) GTEST_SKIP() << testing::no_test_server;
        GDALAllRegister();
        for (const char c :
             std::string{::testing::UnitTest::GetInstance()->current_test_info()->name()})
            schema += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        schema.resize(std::min<std::size_t>(schema.size(), 40));
        open("");
        run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        run("CREATE SCHEMA " + schema);
        open(" active_schema=" + schema);
    }
    void TearDown() override {
        if (database) run("DROP SCHEMA " + schema + " CASCADE");
    }

    void open(const std::string& where) {
        database.reset(
            GDALDataset::Open((connection + where).c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE));
        ASSERT_NE(database, nullptr);
    }
    void run(const std::string& sql) {
        OGRLayer* result = database->ExecuteSQL(sql.c_str(), nullptr, nullptr);
        if (result != nullptr) database->ReleaseResultSet(result);
    }
    void make(const PointLayer& layer) {
        testing::add_points(*database, layer);
        database.reset();  // only now is all written
        open(" active_schema=" + schema);
    }
    /// 300 crimes along a line of 30 km from Leicester to the east, over 300 days of 2024.
    static PointLayer crimes() {
        PointLayer layer;
        layer.columns = {{"occurred", OFTDateTime}, {"kind"}, {"ref", OFTInteger}};
        for (int i = 0; i < 300; ++i) {
            const int month = 1 + i / 28;
            layer.rows.push_back(
                {i % 50 == 49 ? "" : fmt::format("POINT ({} 304300)", 458700 + 100 * i),
                 {i % 60 == 59 ? std::nullopt
                               : std::optional{fmt::format("2024/{:02}/{:02} 10:30:00+00", month,
                                                           1 + i % 28)},
                  i % 3 == 0   ? "Drugs"
                  : i % 3 == 1 ? " O'Neill's \"special\" "
                               : "Other",
                  fmt::format("{}", i)}});
        }
        return layer;
    }
    IncidentSource source(const std::string& table = "crimes") const {
        IncidentSource s;
        s.kind = SourceKind::postgis;
        s.path = connection;
        s.layer = schema + "." + table;
        s.time = "occurred";
        s.category = "kind";
        return s;
    }
    static EventReading read(const IncidentSource& s, const EventRules& rules = {}) {
        EventReading reading = read_events({s}, rules);
        const InputReport& report = reading.inputs.at(0);
        std::uint64_t rejected = 0;
        for (const auto& [reason, count] : report.rejected) rejected += count;
        EXPECT_EQ(report.read, report.used + rejected);
        return reading;
    }
    template <class Error>
    static std::string complaint(const IncidentSource& s) {
        return message_of<Error>([&] { (void)read_events({s}, {}); });
    }
    static MultiPolygon area_around(Point from, Point to) {
        return {{{from, {to.x, from.y}, to, {from.x, to.y}, from}, {}}};
    }
    /// The events of the whole table that also pass the rules.
    static std::vector<PointEvent> expected(const EventReading& all, const MultiPolygon& area,
                                            const std::string& kind, Instant oldest) {
        std::vector<PointEvent> kept;
        for (const PointEvent& event : all.events) {
            if (!area.empty() && !contains(area, event.at)) continue;
            if (!kind.empty() && all.kinds[event.kind] != kind) continue;
            if (event.when.to >= oldest) kept.push_back(event);
        }
        return kept;
    }
    static void expect_same(const std::vector<PointEvent>& a, const std::vector<PointEvent>& b) {
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].at, b[i].at);
            EXPECT_EQ(a[i].when.from, b[i].when.from);
        }
    }

    const std::string connection = "PG:" + testing::test_server();
    std::string schema{"t_"};  // of the test's own: others may run at the same time
    std::unique_ptr<GDALDataset> database;
};

TEST_F(Postgis, ReadsAWholeTable) {
    make(crimes());
    const EventReading reading = read(source());
    EXPECT_EQ(reading.inputs[0].read, 300U);
    EXPECT_THAT(reading.inputs[0].rejected,
                ElementsAre(Pair("coord_missing", 6), Pair("time_missing", 4)));
    EXPECT_EQ(reading.events.front().at, (Point{458700.0, 304300.0}));
    EXPECT_THAT(reading.kinds, ElementsAre("Drugs", "O'Neill's \"special\"", "Other"));
    EXPECT_THAT(reading.inputs[0].notes, Contains(HasSubstr("read table " + schema + ".crimes")));
}

TEST_F(Postgis, LeavesFiltersToTheDatabaseAndGivesTheSameEvents) {
    make(crimes());
    const EventReading all = read(source());
    EventRules rules;
    rules.area = area_around({460000.0, 300000.0}, {470000.0, 310000.0});
    rules.reference = all.events.back().when.from;
    rules.max_age_days = 250.0;
    const Instant oldest = *rules.reference - std::chrono::days{250};
    IncidentSource s = source();
    s.categories = {"O'Neill's \"special\""};
    const EventReading filtered = read(s, rules);
    const auto wanted = expected(all, rules.area, s.categories[0], oldest);
    ASSERT_GT(wanted.size(), 10U);
    expect_same(filtered.events, wanted);
    const InputReport& report = filtered.inputs[0];
    EXPECT_EQ(report.read, 300U) << "what was not fetched is counted";
    const std::uint64_t fetched = 300U - report.rejected.at("not_fetched");
    EXPECT_LT(fetched, 60U) << "the box is hardly larger than the area";
    EXPECT_THAT(report.notes, Contains(HasSubstr(fmt::format("{} rows were fetched", fetched))));
    EXPECT_THAT(report.notes, Contains(HasSubstr("by categories: 100 of 300 rows")));
    EXPECT_THAT(report.notes, Contains(HasSubstr("by study area: ")));
    EXPECT_THAT(report.notes, Contains(HasSubstr("by age: ")));
    EXPECT_FALSE(report.rejected.contains("category_other"));
}

TEST_F(Postgis, SaysWhatAMisspeltCategoryMayMean) {
    make(crimes());
    IncidentSource s = source();
    s.categories = {"Drugs", "Othr"};
    const EventReading reading = read(s);
    EXPECT_EQ(reading.inputs[0].used, 98U);
    EXPECT_THAT(reading.inputs[0].warnings, Contains(HasSubstr("Did you mean \"Other\"?")));
    EXPECT_THAT(reading.inputs[0].notes, Contains(HasSubstr("not asked by categories")));
    EXPECT_GT(reading.inputs[0].rejected.at("category_other"), 0U);
    EventRules rules;
    rules.area = area_around({458000.0, 304000.0}, {458750.0, 305000.0});
    s.categories = {"Drugs", "Other"};  // the latter further to the east only
    EXPECT_THAT(read(s, rules).inputs[0].warnings, Not(Contains(HasSubstr("category_absent"))))
        << "the box is grown";
    run("DELETE FROM crimes WHERE wkb_geometry IS NULL");  // those are always fetched
    rules.area = area_around({458000.0, 300000.0}, {458750.0, 300001.0});
    EXPECT_THAT(read(s, rules).inputs[0].warnings,
                Contains(HasSubstr("no row that was fetched has the category \"Other\"")));
}

TEST_F(Postgis, FiltersTypesThatTheDatabaseComparesInItsOwnWay) {
    make(crimes());
    run("CREATE TABLE typed AS SELECT ref AS a, kind::char(40) AS fixed, ref % 3 AS code, "
        "occurred::date AS day, occurred AT TIME ZONE 'UTC' AS plain, "
        "occurred + interval '2 hours' AS later, "
        "ST_Transform(wkb_geometry, 4326)::geography(Point, 4326) AS place FROM crimes");
    EventRules rules;
    rules.area = area_around({460000.0, 300000.0}, {470000.0, 310000.0});
    for (const char* time : {"day", "plain", "later"}) {
        IncidentSource s = source("typed");
        s.category = "code";
        s.time = time;
        const EventReading all = read(s, {.area = rules.area});
        rules.reference = all.events.back().when.from + std::chrono::days{20};
        rules.max_age_days = 60.0;
        s.categories = {"1"};
        const EventReading filtered = read(s, rules);
        std::vector<PointEvent> wanted;
        for (const PointEvent& event : all.events) {
            const Instant middle = event.when.from + event.when.length() / 2;
            if (all.kinds[event.kind] == "1" && middle >= *rules.reference - std::chrono::days{60})
                wanted.push_back(event);
        }
        ASSERT_GT(wanted.size(), 3U) << time;
        expect_same(filtered.events, wanted);
        EXPECT_EQ(filtered.inputs[0].rejected.count("too_old") == 0 ||
                      filtered.inputs[0].rejected.at("too_old") < 3,
                  true)
            << "fetched, but too old";
    }
    IncidentSource s = source("typed");
    s.category = "fixed";
    s.categories = {"Drugs"};
    s.time = "";
    EXPECT_EQ(read(s).events.size(), 98U) << "char(n) is filled up with blanks";
}

TEST_F(Postgis, ReadsViewsSchemasAndTablesWithoutGeometry) {
    make(crimes());
    run("CREATE TABLE \"Plain_2\" AS SELECT ST_X(wkb_geometry) AS x, ST_Y(wkb_geometry) AS y, "
        "occurred, kind FROM crimes");
    run("CREATE VIEW recent AS SELECT * FROM crimes WHERE ref >= 100");
    IncidentSource s = source("Plain_2");
    s.x = "x", s.y = "y";
    EXPECT_EQ(read(s).events.size(), 290U);
    EXPECT_EQ(read(source("recent")).inputs[0].read, 200U);
    EXPECT_THAT(complaint<UsageError>(source("plain_2")), HasSubstr("Plain_2"));
    EXPECT_THAT(complaint<UsageError>(source("crmes")),
                HasSubstr("Did you mean \"" + schema + ".crimes\"?"));
}

TEST_F(Postgis, GivesRowsInTheOrderOfTheKeyWhateverTheTablesOrder) {
    make(crimes());
    const EventReading before = read(source());
    run("UPDATE crimes SET ref = ref WHERE ref % 2 = 0");  // moves rows to the end
    expect_same(read(source()).events, before.events);
    run("CREATE TABLE keyless AS SELECT occurred, kind, wkb_geometry FROM crimes ORDER BY ref");
    const EventReading keyless = read(source("keyless"));
    run("DROP TABLE keyless");
    run("CREATE TABLE keyless AS SELECT occurred, kind, wkb_geometry FROM crimes ORDER BY ref "
        "DESC");
    expect_same(read(source("keyless")).events, keyless.events);
}

TEST_F(Postgis, RefusesNamesThatAreNoTable) {
    IncidentSource s = source();
    for (const char* name : {"", "crimes; DROP TABLE crimes", "a.b.c", ".a", "a.", "cri\"mes",
                             "crimes(wkb_geometry)", "(SELECT 1)"}) {
        s.layer = name;
        EXPECT_THAT(complaint<UsageError>(s), HasSubstr("names no table")) << name;
    }
}

TEST_F(Postgis, ChangesNothing) {
    make(crimes());
    run("CREATE FUNCTION touch() RETURNS text AS 'INSERT INTO " + schema +
        ".crimes (ref) VALUES (7) RETURNING kind' LANGUAGE sql");
    run("CREATE VIEW trap AS SELECT wkb_geometry, occurred, " + schema +
        ".touch() AS kind FROM crimes");
    EXPECT_THAT(complaint<FileError>(source("trap")), HasSubstr("read-only"));
}

TEST_F(Postgis, SaysWhyADatabaseCannotBeReachedWithoutThePassword) {
    make(crimes());
    IncidentSource s = source();
    s.path = connection + " password=s3cret";
    EXPECT_THAT(read(s).inputs[0].file, AllOf(HasSubstr("password=***"), Not(HasSubstr("s3cret"))));
    s.path = "PG:host=/nowhere/s3cret dbname=x password=s3cret";
    EXPECT_THAT(complaint<FileError>(s),
                AllOf(HasSubstr("cannot be reached"), HasSubstr("No such file"),
                      HasSubstr("password=***")));
    s.path = "PG:host=127.0.0.1 port=1 dbname=x password=s3cret";
    EXPECT_THAT(complaint<FileError>(s), AllOf(HasSubstr("refused"), Not(HasSubstr("s3cret"))));
}

TEST_F(Postgis, SeesSwappedPlacesThoughTheyAreFarFromTheArea) {
    make(crimes());
    const auto swapped = [&](const std::string& table, int epsg, int swapped_rows) {
        run(
            fmt::format("CREATE TABLE {0} AS SELECT ref, occurred, kind, CASE WHEN ref < {2} THEN "
                        "ST_FlipCoordinates(p) ELSE p END AS place FROM (SELECT ref, occurred, "
                        "kind, ST_Transform(wkb_geometry, {1}) AS p FROM crimes) t",
                        table, epsg, swapped_rows));
        return source(table);
    };
    const EventRules rules{.area = area_around({450000.0, 300000.0}, {490000.0, 310000.0})};
    const auto refusal = [&](const IncidentSource& s) {
        return message_of<InputError>([&] { (void)read_events({s}, rules); });
    };
    EXPECT_THAT(refusal(swapped("degrees", 4326, 300)),
                AllOf(HasSubstr("x and y are swapped"), HasSubstr("row 1: 52.6")));
    EXPECT_THAT(refusal(swapped("metres", 27700, 300)), HasSubstr("x and y are swapped"));
    EXPECT_THAT(refusal(swapped("nearly_all", 4326, 299)), HasSubstr("x and y are swapped"));
    EXPECT_EQ(read(swapped("partly", 4326, 270), rules).events.size(), 29U)
        << "of the last 30 one has no place";
}

TEST_F(Postgis, TakesRowsFarFromTheAreaForWhatTheyAre) {
    make(crimes());
    run("CREATE TABLE far AS SELECT ref, occurred, kind, wkb_geometry FROM crimes");
    EventRules rules{.area = area_around({250000.0, 600000.0}, {260000.0, 610000.0})};
    const EventReading elsewhere = read(source("far"), rules);
    EXPECT_EQ(elsewhere.inputs[0].rejected.at("not_fetched"), 294U);
    EXPECT_EQ(elsewhere.inputs[0].rejected.at("coord_missing"), 6U);
    run("UPDATE far SET wkb_geometry = ST_SetSRID(ST_MakePoint(ref, -9000000), 27700) WHERE ref > "
        "1");
    EXPECT_THAT(message_of<InputError>([&] { (void)read_events({source("far")}, rules); }),
                Not(HasSubstr("swapped")))
        << "none of them in the area, nearly all beyond the working CRS";
    rules.area = area_around({458000.0, 304000.0}, {459000.0, 305000.0});
    EXPECT_EQ(read(source("far"), rules).events.size(), 2U) << "a table of the whole world";
}

TEST_F(Postgis, CountsAnEmptyPointAsMissing) {
    make(crimes());
    run("CREATE TABLE empties AS SELECT ref, occurred, kind, CASE WHEN ref % 3 = 0 THEN "
        "ST_GeomFromText('POINT EMPTY', 27700) ELSE wkb_geometry END AS place FROM crimes");
    run("CREATE TABLE geographies AS SELECT ref, occurred, kind, "
        "ST_Transform(place, 4326)::geography(Point, 4326) AS place FROM empties");
    const EventRules rules{.area = area_around({450000.0, 300000.0}, {460000.0, 310000.0})};
    for (const char* table : {"empties", "geographies"}) {
        const auto all = read(source(table)).inputs[0].rejected;
        const auto around = read(source(table), rules).inputs[0].rejected;
        EXPECT_EQ(all.at("coord_missing"), 104U) << table << ": 100 empty, 4 more without any";
        EXPECT_EQ(around.at("coord_missing"), 104U) << table;
        EXPECT_GT(around.at("not_fetched"), 150U) << table;
    }
}

TEST_F(Postgis, NeedsACrsWhereTheTableSaysNone) {
    make(crimes());
    run("CREATE TABLE bare AS SELECT occurred, kind, ST_SetSRID(wkb_geometry, 0) AS p FROM crimes");
    IncidentSource s = source("bare");
    EXPECT_THAT(complaint<InputError>(s), HasSubstr("crs = "));
    s.crs = "EPSG:27700";
    EXPECT_EQ(read(s).events.size(), 290U);
}

}  // namespace
}  // namespace beatline
