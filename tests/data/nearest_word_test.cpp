// SPDX-License-Identifier: Apache-2.0
#include "data/nearest_word.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

const std::vector<std::string> keys{"bandwidth_m", "cell_m",    "count",
                                    "kernel",      "Longitude", "Latitude"};

TEST(NearestWord, FindsTheWordBehindOneSlip) {
    EXPECT_EQ(nearest_word("bandwith_m", keys), "bandwidth_m");
    EXPECT_EQ(nearest_word("kernal", keys), "kernel");
    EXPECT_EQ(nearest_word("cuont", keys), "count") << "a swap is one slip";
    EXPECT_EQ(nearest_word("LONGITUDE", keys), "Longitude") << "case is free";
}

TEST(NearestWord, FindsAWordThatIsCutShort) {
    EXPECT_EQ(nearest_word("lat", keys), "Latitude");
    EXPECT_EQ(nearest_word("bandwidth", keys), "bandwidth_m");
}

TEST(NearestWord, SaysNothingWhenNothingIsNear) {
    EXPECT_EQ(nearest_word("purple", keys), std::nullopt);
    EXPECT_EQ(nearest_word("", keys), std::nullopt);
    EXPECT_EQ(nearest_word("x", std::vector<std::string>{"y"}), std::nullopt)
        << "a whole change is no slip";
    EXPECT_EQ(nearest_word(std::string(100'000, 'a'), keys), std::nullopt);
}

TEST(NearestWord, TakesTheFirstOfEquallyNearOnes) {
    EXPECT_EQ(nearest_word("cat", std::vector<std::string>{"bat", "car", "cart"}), "bat");
}

TEST(NearestWord, EndsAMessage) {
    EXPECT_EQ(did_you_mean("kernal", keys), " Did you mean \"kernel\"?");
    EXPECT_EQ(did_you_mean("purple", keys), "");
}

}  // namespace
}  // namespace beatline
