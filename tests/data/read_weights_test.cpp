// SPDX-License-Identifier: Apache-2.0
#include "data/read_weights.hpp"

#include <gmock/gmock.h>

#include "data/csv.hpp"
#include "data/error.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TempFolder;

WeightReading read_table(const std::filesystem::path& file) {
    WeightRules rules;
    rules.table = file;
    rules.shown_table = file.filename().string();
    return read_weights(rules);
}

TEST(Weights, ColumnsOtherThanCategoryAndWeightAreNotLookedAt) {
    const TempFolder folder;
    const WeightReading reading = read_table(folder.file(
        "harm.csv", "basis,weight,source,category\n\"a, b\", 365 ,x,Robbery\n,0,, Drugs \n"));
    EXPECT_THAT(reading.by_category,
                ElementsAre(std::pair{"Drugs", 0.0}, std::pair{"Robbery", 365.0}));
    EXPECT_EQ(reading.input.read, 2U);
    EXPECT_EQ(reading.input.used, 2U);
}

TEST(Weights, RowsThatCannotBeUsedAreCountedByReason) {
    const TempFolder folder;
    const WeightReading reading = read_table(
        folder.file("harm.csv", "category,weight\nA,1\nA,2\nB,-1\nC,many\nD,1e7\nE\nF,nan\n"));
    EXPECT_EQ(reading.input.read, 7U);
    EXPECT_EQ(reading.input.used, 1U);
    EXPECT_THAT(reading.input.rejected,
                ElementsAre(std::pair{"duplicate_category", 1U}, std::pair{"field_count", 1U},
                            std::pair{"weight_bad", 4U}));
    EXPECT_EQ(reading.rejected.size(), 6U);
    EXPECT_EQ(reading.by_category.at("A"), 1.0) << "the first is kept";
}

TEST(Weights, ATableWithoutAUsableRowIsRefused) {
    const TempFolder folder;
    const auto file = folder.file("harm.csv", "category,weight\nA,-1\n");
    EXPECT_THAT(testing::message_of<InputError>([&] { read_table(file); }),
                HasSubstr("harm.csv: no usable row"));
}

TEST(Weights, AnIncidentWeighsItsCategoryHalvedForEveryHalfLifeOfItsAge) {
    const Instant now{std::chrono::seconds{1'000'000'000}};
    const auto days_ago = [&](int days) { return now - std::chrono::hours{24 * days}; };
    const auto at = [](Instant t) { return Interval{t, t}; };
    std::vector<PointEvent> events{{{}, at(days_ago(0)), 1.0, 0},
                                   {{}, at(days_ago(30)), 1.0, 0},
                                   {{}, {days_ago(90), days_ago(30)}, 2.0, 1},
                                   {{}, at(now + std::chrono::hours{24}), 1.0, 0},
                                   {{}, {}, 1.0, 0}};
    const std::vector<std::string> kinds{"Robbery", "Anti-social behaviour"};
    const auto lacking = weigh(events, kinds, {{"Robbery", 365.0}}, 30.0, now);
    EXPECT_THAT(lacking, ElementsAre("Anti-social behaviour"));
    EXPECT_DOUBLE_EQ(events[0].weight, 365.0);
    EXPECT_DOUBLE_EQ(events[1].weight, 365.0 / 2);
    EXPECT_DOUBLE_EQ(events[2].weight, 2.0 / 4) << "from the middle of its time; no harm known: 1";
    EXPECT_DOUBLE_EQ(events[3].weight, 365.0) << "what lies ahead is not heavier";
    EXPECT_DOUBLE_EQ(events[4].weight, 365.0) << "without a time nothing decays";
}

// The tables of data/sample/harm.

std::filesystem::path shipped(const std::string& name) {
    return std::filesystem::path{BEATLINE_SOURCE_DIR} / "data/sample/harm" / name;
}

/// Every row of a shipped table, by column name.
std::vector<std::map<std::string, std::string>> rows_of(const std::string& name) {
    const CsvFile csv{shipped(name)};
    std::vector<std::map<std::string, std::string>> rows;
    csv.for_each_row([&](const CsvRow& row) {
        ASSERT_EQ(row.fields.size(), csv.columns().size()) << name << " row " << row.number;
        auto& fields = rows.emplace_back();
        for (std::size_t i = 0; i < row.fields.size(); ++i)
            fields[csv.columns()[i]] = row.fields[i];
    });
    return rows;
}

/// A mean in the making: its weights may all be zero, and then there is none.
struct Mean {
    double sum{0.0};
    double count{0.0};
    void add(double value, double times) {
        sum += value * times;
        count += times;
    }
    [[nodiscard]] double value() const { return sum / count; }
};

const std::vector<std::string> recorded_categories{"Bicycle theft",
                                                   "Burglary",
                                                   "Criminal damage and arson",
                                                   "Drugs",
                                                   "Other crime",
                                                   "Other theft",
                                                   "Possession of weapons",
                                                   "Public order",
                                                   "Robbery",
                                                   "Shoplifting",
                                                   "Theft from the person",
                                                   "Vehicle crime",
                                                   "Violence and sexual offences"};

std::vector<std::string> names_in(const WeightReading& reading) {
    std::vector<std::string> names;
    for (const auto& [name, weight] : reading.by_category) names.push_back(name);
    return names;
}

TEST(HarmTables, WeighEveryPoliceUkCategoryButAntisocialBehaviour) {
    for (const char* table : {"cambridge-chi-police-uk.csv", "ons-css-police-uk.csv"}) {
        const WeightReading reading = read_table(shipped(table));
        EXPECT_THAT(reading.input.rejected, IsEmpty()) << table;
        EXPECT_EQ(names_in(reading), recorded_categories) << table;
        for (const auto& [name, weight] : reading.by_category)
            EXPECT_GE(weight, 1.0) << table << ": " << name << " is lighter than what is unknown";
        for (auto& row : rows_of(table)) {
            EXPECT_FALSE(row["basis"].empty()) << table << ": " << row["category"];
            EXPECT_FALSE(row["source"].empty()) << table << ": " << row["category"];
        }
    }
}

TEST(HarmTables, EveryOffenceIsReadAndBelongsToAPoliceUkCategory) {
    for (const char* table : {"cambridge-chi.csv", "ons-css.csv"}) {
        const WeightReading reading = read_table(shipped(table));
        EXPECT_THAT(reading.input.rejected, IsEmpty()) << table;
        EXPECT_EQ(reading.input.used, rows_of(table).size());
        for (auto& row : rows_of(table))
            EXPECT_THAT(recorded_categories, ::testing::Contains(row["police_uk"]))
                << row["category"];
    }
}

/// The weights of police.uk categories, from those of subgroups and their national numbers.
std::map<std::string, double> by_police_uk(const std::map<std::string, double>& subgroup_weights) {
    std::map<std::string, Mean> means;
    for (auto& row : rows_of("cambridge-chi.csv"))
        means[row["police_uk"]].add(subgroup_weights.at(row["category"]),
                                    std::stod(row["recorded"]));
    std::map<std::string, double> weights;
    for (const auto& [category, mean] : means) weights[category] = mean.value();
    return weights;
}

TEST(HarmTables, CambridgeWeightsAreTheMeansOfTheirSubgroups) {
    const auto expected = by_police_uk(read_table(shipped("cambridge-chi.csv")).by_category);
    const auto found = read_table(shipped("cambridge-chi-police-uk.csv")).by_category;
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [category, weight] : found)
        EXPECT_NEAR(weight, expected.at(category), 0.0051) << category;
    for (auto& row : rows_of("cambridge-chi.csv")) {
        EXPECT_LE(std::stod(row["lowest"]), std::stod(row["weight"])) << row["category"];
        EXPECT_GE(std::stod(row["highest"]), std::stod(row["weight"])) << row["category"];
    }
}

TEST(HarmTables, OnsWeightsAreTheMeansOfTheirOffences) {
    std::map<std::string, Mean> means;
    for (auto& row : rows_of("ons-css.csv"))
        means[row["subgroup"]].add(std::stod(row["weight"]), std::stod(row["recorded"]));
    std::map<std::string, double> subgroup_weights;
    for (const auto& [subgroup, mean] : means) subgroup_weights[subgroup] = mean.value();
    const auto expected = by_police_uk(subgroup_weights);
    const auto found = read_table(shipped("ons-css-police-uk.csv")).by_category;
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [category, weight] : found)
        EXPECT_NEAR(weight, expected.at(category), 0.0051) << category;
}

}  // namespace
}  // namespace beatline
