// SPDX-License-Identifier: Apache-2.0
#include "data/lower_case.hpp"

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(LowerCase, TouchesNothingButCapitalsOfTheLatinAlphabet) {
    EXPECT_EQ(lower_case("UTF-8 AZaz @[`{ 09"), "utf-8 azaz @[`{ 09");
    const std::string abroad = "\xC3\x89t\xC3\xA9";
    EXPECT_EQ(lower_case(abroad), abroad) << "bytes of UTF-8 stay what they are";
    EXPECT_EQ(lower_case(""), "");
}

}  // namespace
}  // namespace beatline
