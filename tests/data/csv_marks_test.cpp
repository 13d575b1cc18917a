// SPDX-License-Identifier: Apache-2.0
#include "data/csv_marks.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

/// What the words say, a byte at a time.
struct Expected {
    std::vector<std::uint32_t> at;
    bool nul{false};
    bool high{false};

    Expected(const std::string& text, char delimiter) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c == delimiter || c == '"' || c == '\n' || c == '\r')
                at.push_back(static_cast<std::uint32_t>(i));
            nul = nul || c == '\0';
            high = high || static_cast<unsigned char>(c) >= 0x80U;
        }
    }
};

void expect_marks(const CsvMarks& marks, const std::string& text, char delimiter) {
    const Expected expected{text, delimiter};
    EXPECT_EQ(std::vector<std::uint32_t>(marks.at().begin(), marks.at().end()), expected.at);
    EXPECT_EQ(marks.holds_nul(), expected.nul);
    EXPECT_EQ(marks.holds_high_bytes(), expected.high);
}

TEST(CsvMarks, AreTheSameByEveryWidthOfInstruction) {
    std::mt19937 random{3};
    for (const std::string_view way : {"avx2", "sse2", "bytes"}) {
        CsvMarks marks;
        if (!marks.find_by(way, "", ',')) continue;  // a machine without it
        for (int round = 0; round < 2000; ++round) {
            std::string text(random() % 300, 'x');
            for (char& c : text) {
                if (random() % 4 == 0) c = ",;\"\n\r\t|a "[random() % 9];
                if (random() % 900 == 0) c = static_cast<char>(random() % 256);
            }
            const char delimiter = ",;\t|"[random() % 4];
            ASSERT_TRUE(marks.find_by(way, text, delimiter));
            expect_marks(marks, text, delimiter);
        }
    }
}

TEST(CsvMarks, SeeANulOrAHighByteAnywhere) {
    for (const char odd : {'\0', '\x80', '\xFF'}) {
        for (std::size_t at = 0; at < 200; ++at) {
            std::string text(200, 'y');
            text[at] = odd;
            CsvMarks marks;
            marks.find(text, ',');
            EXPECT_EQ(marks.holds_nul(), odd == '\0') << at;
            EXPECT_EQ(marks.holds_high_bytes(), odd != '\0') << at;
        }
    }
}

TEST(CsvMarks, KnowNoWayThatIsNotThere) {
    CsvMarks marks;
    EXPECT_FALSE(marks.find_by("mmx", "a,b", ','));
}

}  // namespace
}  // namespace beatline
