// `beatline density --by COL`: a raster with a band for each value of a column.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/density_command.hpp"

namespace beatline {
namespace {

using testing::bytes_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::raster_of;

struct Band {
    std::string description;
    std::string events;
    std::string weight_sum;
    std::vector<float> values;  // from the north-west
};

std::vector<Band> bands_of(const std::filesystem::path& file) {
    GDALAllRegister();
    std::vector<Band> bands;
    auto* dataset = GDALDataset::FromHandle(GDALOpen(file.c_str(), GA_ReadOnly));
    if (dataset == nullptr) return bands;
    const auto text = [](const char* item) { return std::string{item == nullptr ? "" : item}; };
    for (GDALRasterBand* band : dataset->GetBands()) {
        const int cols = band->GetXSize();
        const int rows = band->GetYSize();
        std::vector<float> values(static_cast<std::size_t>(cols) * static_cast<std::size_t>(rows));
        EXPECT_EQ(band->RasterIO(GF_Read, 0, 0, cols, rows, values.data(), cols, rows, GDT_Float32,
                                 0, 0, nullptr),
                  CE_None);
        bands.push_back({band->GetDescription(), text(band->GetMetadataItem("events")),
                         text(band->GetMetadataItem("weight_sum")), values});
    }
    GDALClose(dataset);
    return bands;
}

class DensityBands : public testing::DensityCommand {
protected:
    static constexpr const char* header = "e,n,w,kind\n";

    /// Rows of three categories, one of them empty; a few places come again.
    [[nodiscard]] static std::vector<std::string> town() {
        std::mt19937 random{3};
        std::vector<std::string> rows;
        for (int i = 0; i < 300; ++i) {
            const int place = static_cast<int>(random() % 120);
            const char* kind = std::array{"Robbery", "Drugs", ""}[random() % 3];
            rows.push_back(std::to_string(450000 + place * 37 % 900) + "." +
                           std::to_string(place % 10) + "," +
                           std::to_string(300000 + place * 61 % 400) + "," +
                           std::to_string(random() % 5) + "," + kind + "\n");
        }
        return rows;
    }
    [[nodiscard]] static std::string csv_of(const std::vector<std::string>& rows,
                                            std::string_view ending = "") {
        std::string csv = header;
        for (const std::string& row : rows)
            if (row.ends_with(ending)) csv += row;
        return csv;
    }
    [[nodiscard]] static std::vector<std::string> options(std::vector<std::string> more = {}) {
        more.insert(more.end(), {"--weight", "w", "--extent", "450000,300000,451000,300500",
                                 "--cell", "20", "--overwrite", "--json", "-q"});
        return more;
    }
};

TEST_F(DensityBands, EachIsTheRasterOfItsOwnPoints) {
    const auto rows = town();
    for (const char* kernel : {"quartic", "uniform", "gaussian"}) {
        const Outcome outcome = run(csv_of(rows), options({"--by", "kind", "--kernel", kernel}));
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const auto bands = bands_of(out());
        ASSERT_EQ(bands.size(), 3U);
        const auto summary = nlohmann::json::parse(outcome.out);
        EXPECT_EQ(summary.at("events"), 300);
        EXPECT_EQ(summary.at("by"), "kind");
        EXPECT_EQ(summary.count("peak"), 0U) << "each band has its own";
        ASSERT_EQ(summary.at("bands").size(), 3U);
        const std::array values{"(none)", "Drugs", "Robbery"};
        for (std::size_t b = 0; b < 3; ++b) {
            const std::string ending = b == 0 ? ",\n" : std::string{values[b]} + "\n";
            const Outcome alone = run(csv_of(rows, ending), options({"--kernel", kernel}));
            ASSERT_EQ(alone.code, 0) << alone.err;
            const auto own = nlohmann::json::parse(alone.out);
            const auto& said = summary.at("bands").at(b);
            EXPECT_EQ(bands[b].description, values[b]);
            EXPECT_EQ(bands[b].events, raster_of(out()).says.at("events"));
            EXPECT_EQ(bands[b].weight_sum, raster_of(out()).says.at("weight_sum"));
            EXPECT_EQ(said.at("band"), b + 1);
            EXPECT_EQ(said.at("value"), values[b]);
            EXPECT_EQ(said.at("events"), own.at("events"));
            EXPECT_EQ(said.at("weight_sum"), own.at("weight_sum"));
            EXPECT_EQ(said.at("peak").at("col"), own.at("peak").at("col"));
            const auto wanted = raster_of(out()).values;
            const float peak = *std::ranges::max_element(wanted);
            for (std::size_t i = 0; i < wanted.size(); ++i)
                ASSERT_NEAR(bands[b].values[i], wanted[i], 1e-6F * peak) << kernel << b << ' ' << i;
        }
    }
}

TEST_F(DensityBands, AddUpToTheRasterOfAllPointsInAnyUnit) {
    const std::string csv = csv_of(town());
    for (const char* program : {"qgis", "grass"}) {
        ASSERT_EQ(run(csv, options({"--by", "kind", "--like", program})).code, 0);
        const auto bands = bands_of(out());
        ASSERT_EQ(bands.size(), 3U);
        ASSERT_EQ(run(csv, options({"--like", program})).code, 0);
        const auto whole = raster_of(out()).values;
        const float peak = *std::ranges::max_element(whole);
        for (std::size_t i = 0; i < whole.size(); ++i)
            ASSERT_NEAR(bands[0].values[i] + bands[1].values[i] + bands[2].values[i], whole[i],
                        2e-6F * peak);
    }
}

TEST_F(DensityBands, AreTheSameBytesForAnyOrderOfRowsAndNumberOfThreads) {
    auto rows = town();
    ASSERT_EQ(run(csv_of(rows), options({"--by", "kind"})).code, 0);
    const std::string first = bytes_of(out());
    std::mt19937 random{9};
    std::ranges::shuffle(rows, random);
    ASSERT_EQ(run(csv_of(rows), options({"--by", "kind", "-j", "1"})).code, 0);
    EXPECT_EQ(bytes_of(out()), first);
}

TEST_F(DensityBands, AreThoseOfTheRowsUsedWithBlanksLeftOut) {
    const Outcome outcome =
        run("e,n,kind\n450000,300000, b \n450010,300000,b\n450000,,gone\n450000,300000,\"a,\n2\"\n"
            "450000,300000,  \n",
            {"--by", "kind"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("1 rejected as coord_missing"));
    EXPECT_THAT(outcome.err, HasSubstr("bands: 3"));
    std::vector<std::string> values;
    for (const Band& band : bands_of(out())) values.push_back(band.description);
    EXPECT_THAT(values, ElementsAre("(none)", "a,\n2", "b"));
}

TEST_F(DensityBands, AreSixtyFourAtMost) {
    std::string csv = "e,n,kind\n";
    for (int i = 0; i < 64; ++i) csv += "450000,300000,k" + std::to_string(i) + "\n";
    ASSERT_EQ(run(csv, {"--by", "kind"}).code, 0);
    EXPECT_EQ(bands_of(out()).size(), 64U);
    const std::string before = bytes_of(out());
    const Outcome outcome = run(csv + "450000,300000,last\n", {"--by", "kind", "--overwrite"});
    EXPECT_EQ(outcome.code, 6);
    EXPECT_THAT(outcome.err, HasSubstr("p.csv line 66: \"last\" is value number 65 in the column "
                                       "\"kind\""));
    EXPECT_EQ(bytes_of(out()), before);
}

TEST_F(DensityBands, AreRefusedWhereARasterCannotHoldThem) {
    const std::string csv = "e,n,kind\n450000,300000,a\n450010,300000,b\n450000,300000,c\n";
    const Outcome large = run(csv, {"--by", "kind", "--extent", "0,0,20000,20000", "--cell", "1"});
    EXPECT_EQ(large.code, 6);
    EXPECT_THAT(large.err, HasSubstr("3 bands of 20000 x 20000 cells would be 1.2e+09 cells"));
    const Outcome unknown = run(csv, {"--by", "knid"});
    EXPECT_EQ(unknown.code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("no column \"knid\""));
    for (const std::vector<std::string>& more :
         {std::vector<std::string>{"--adaptive"}, {"--area", "nowhere.geojson"}}) {
        std::vector<std::string> options{"--by", "kind"};
        options.insert(options.end(), more.begin(), more.end());
        const Outcome together = run(csv, options);
        EXPECT_EQ(together.code, 2);
        EXPECT_THAT(together.err, HasSubstr("--by: its bands are plain surfaces"));
    }
    EXPECT_EQ(folder.names().size(), 1U) << "nothing half written";
}

}  // namespace
}  // namespace beatline
