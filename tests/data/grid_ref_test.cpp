// SPDX-License-Identifier: Apache-2.0
#include "data/grid_ref.hpp"

#include <cctype>
#include <cmath>
#include <random>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

/// The map of 100 km squares as Ordnance Survey prints it, from north to south.
constexpr std::string_view printed_map[13][7] = {
    {"HL", "HM", "HN", "HO", "HP", "JL", "JM"}, {"HQ", "HR", "HS", "HT", "HU", "JQ", "JR"},
    {"HV", "HW", "HX", "HY", "HZ", "JV", "JW"}, {"NA", "NB", "NC", "ND", "NE", "OA", "OB"},
    {"NF", "NG", "NH", "NJ", "NK", "OF", "OG"}, {"NL", "NM", "NN", "NO", "NP", "OL", "OM"},
    {"NQ", "NR", "NS", "NT", "NU", "OQ", "OR"}, {"NV", "NW", "NX", "NY", "NZ", "OV", "OW"},
    {"SA", "SB", "SC", "SD", "SE", "TA", "TB"}, {"SF", "SG", "SH", "SJ", "SK", "TF", "TG"},
    {"SL", "SM", "SN", "SO", "SP", "TL", "TM"}, {"SQ", "SR", "SS", "ST", "SU", "TQ", "TR"},
    {"SV", "SW", "SX", "SY", "SZ", "TV", "TW"}};

TEST(GridRef, NamesThe100KmSquaresAsOnThePrintedMap) {
    std::set<std::string> known;
    for (int row = 0; row < 13; ++row) {
        for (int column = 0; column < 7; ++column) {
            const std::string name{printed_map[row][column]};
            const Point centre{(column + 0.5) * 1e5, (12 - row + 0.5) * 1e5};
            const auto square = parse_grid_ref(name);
            ASSERT_TRUE(square) << name;
            EXPECT_EQ(square->centre, centre) << name;
            EXPECT_EQ(square->side, 100'000_m);
            EXPECT_EQ(to_grid_ref(centre, 0), name);
            known.insert(name);
        }
    }
    for (char first = 'A'; first <= 'Z'; ++first) {
        for (char second = 'A'; second <= 'Z'; ++second) {
            const std::string name{first, second};
            EXPECT_EQ(parse_grid_ref(name).has_value(), known.contains(name)) << name;
        }
    }
}

TEST(GridRef, TakesTheMiddleOfTheSquareAtEveryLength) {
    struct Case {
        std::string_view text;
        Point centre;
        double side;
    };
    for (const Case& c :
         {Case{"SK 58700 04300", {458700.5, 304300.5}, 1.0},
          Case{"SK5870004300", {458700.5, 304300.5}, 1.0},
          Case{"sk587043", {458750.0, 304350.0}, 100.0},
          Case{"sK 587043", {458750.0, 304350.0}, 100.0},
          Case{"SK587 043", {458750.0, 304350.0}, 100.0},
          Case{" SK  587\t043 ", {458750.0, 304350.0}, 100.0},
          Case{"SK 5870 0430", {458705.0, 304305.0}, 10.0},
          Case{"SK5804", {458500.0, 304500.0}, 1000.0},
          Case{"SK50", {455000.0, 305000.0}, 10'000.0}, Case{"SK", {450000.0, 350000.0}, 100'000.0},
          Case{"SV 00000 00000", {0.5, 0.5}, 1.0},
          Case{"JM 99999 99999", {699999.5, 1299999.5}, 1.0}}) {
        const auto square = parse_grid_ref(c.text);
        ASSERT_TRUE(square) << c.text;
        EXPECT_EQ(square->centre, c.centre) << c.text;
        EXPECT_EQ(square->side.value, c.side) << c.text;
    }
}

TEST(GridRef, EveryPlaceLiesInTheSquareThatItsReferenceNames) {
    std::mt19937 random{7};
    std::uniform_real_distribution<double> east{0.0, 700'000.0};
    std::uniform_real_distribution<double> north{0.0, 1'300'000.0};
    for (int i = 0; i < 20'000; ++i) {
        const Point place{east(random), north(random)};
        for (const int digits : {0, 2, 4, 6, 8, 10}) {
            const std::string text = to_grid_ref(place, digits);
            const auto square = parse_grid_ref(text);
            ASSERT_TRUE(square) << text;
            const double half = square->side.value / 2.0;
            EXPECT_LE(std::abs(place.x - square->centre.x), half) << text;
            EXPECT_LE(std::abs(place.y - square->centre.y), half) << text;
            EXPECT_EQ(to_grid_ref(square->centre, digits), text);
            std::string packed;
            for (const char c : text)
                if (c != ' ') packed += static_cast<char>(std::tolower(c));
            EXPECT_EQ(parse_grid_ref(packed)->centre, square->centre) << packed;
        }
    }
}

TEST(GridRef, RefusesWhatNamesNoSquareOfGreatBritain) {
    for (const char* text : {"",
                             " ",
                             "S",
                             "58700 04300",
                             "458700,304300",
                             "458700 304300",
                             "SK5",
                             "SK 587 04",
                             "SK 58 7043",
                             "SK 58 70 43",
                             "S K 587 043",
                             "SK 5 8 7 0 4 3",
                             "SK587043x",
                             "xSK587043",
                             "SK-587-043",
                             "SK 587,043",
                             "SK 58700.5 04300.5",
                             "SI 587043",
                             "IK 587043",
                             "O 158 345",
                             "O158345",
                             "AA 587043",
                             "ZZ 587043",
                             "TP 587043",
                             "HK 587043",
                             "SK 587000 043000",
                             "SK587000043000",
                             "SK50A",
                             "S\xC3\x80 10"}) {
        EXPECT_FALSE(parse_grid_ref(text)) << text;
    }
}

TEST(GridRef, WritesOnlyPlacesOnTheGrid) {
    EXPECT_EQ(to_grid_ref({458700.0, 304300.0}, 6), "SK 587 043");
    EXPECT_EQ(to_grid_ref({400000.9, 300000.9}, 10), "SK 00000 00000");
    EXPECT_THROW((void)to_grid_ref({-0.1, 0.0}, 6), std::invalid_argument);
    EXPECT_THROW((void)to_grid_ref({700'000.0, 0.0}, 6), std::invalid_argument);
    EXPECT_THROW((void)to_grid_ref({0.0, 1'300'000.0}, 6), std::invalid_argument);
    EXPECT_THROW((void)to_grid_ref({std::nan(""), 0.0}, 6), std::invalid_argument);
    EXPECT_THROW((void)to_grid_ref({1.0, 1.0}, 3), std::invalid_argument);
    EXPECT_THROW((void)to_grid_ref({1.0, 1.0}, 12), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
