// SPDX-License-Identifier: Apache-2.0
#include "data/value_text.hpp"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(CleanUtf8, KeepsEveryWellFormedTextAndRepairsTheRest) {
    for (const std::string good : {"", "a", "Abertawe ŵ", "€", "\U0001F693", "\xF4\x8F\xBF\xBF"})
        EXPECT_EQ(clean_utf8(good), good);
    EXPECT_EQ(clean_utf8("caf\xE9"), "caf\xEF\xBF\xBD");
    EXPECT_EQ(clean_utf8(std::string("a\0b", 3)),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(clean_utf8("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong slash
}

TEST(CleanUtf8, AlwaysGivesWhatAStrictReaderTakes) {
    std::mt19937 random{7};
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes(random() % 6, '\0');
        for (char& c : bytes)
            c = static_cast<char>(random() % 4 == 0 ? random() : 0xC0 + random() % 64);
        const std::string clean = clean_utf8(bytes);
        EXPECT_NO_THROW(static_cast<void>(nlohmann::json(clean).dump())) << round;
        EXPECT_EQ(clean_utf8(clean), clean);
    }
}

TEST(RealText, ReadsBackAsTheSameNumberAndLooksReal) {
    std::mt19937_64 random{3};
    for (int round = 0; round < 20'000; ++round) {
        const std::uint64_t bits = random();
        double number = 0.0;
        static_assert(sizeof number == sizeof bits);
        std::memcpy(&number, &bits, sizeof bits);
        if (!std::isfinite(number)) continue;
        const std::string text = real_text(number);
        EXPECT_EQ(std::strtod(text.c_str(), nullptr), number);
        EXPECT_NE(text.find_first_of(".e"), std::string::npos) << text;
        EXPECT_EQ(nlohmann::json::parse(text).get<double>(), number);
    }
    EXPECT_EQ(real_text(5), "5.0");
    EXPECT_EQ(real_text(0.1), "0.1");
}

TEST(RealText, HasNoWordForWhatIsNoNumber) {
    EXPECT_EQ(real_text(std::nan("")), "");
    EXPECT_EQ(real_text(std::numeric_limits<double>::infinity()), "");
}

TEST(CsvCell, DisarmsFormulasAndQuotesWhatWouldBreakTheRow) {
    for (const std::string start : {"=", "+", "-", "@", "\t"})
        EXPECT_EQ(csv_cell(start + "cmd"), "'" + start + "cmd");
    EXPECT_EQ(csv_cell("\rcmd"), "\"'\rcmd\"");
    EXPECT_EQ(csv_cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_cell("a\nb"), "\"a\nb\"");
    EXPECT_EQ(csv_cell("3-4"), "3-4");
    EXPECT_EQ(csv_cell(""), "");
}

TEST(XmlText, LeavesNoMarkupAndNoForbiddenCharacter) {
    EXPECT_EQ(xml_text("<script a=\"b\">&\x01\n"), "&lt;script a=&quot;b&quot;&gt;&amp;&#10;");
}

TEST(TerminalText, MovesNoCursorAndKeepsWhatCanBeRead) {
    EXPECT_EQ(terminal_text("caf\xC3\xA9 \xE2\x80\x93 two\nlines"),
              "caf\xC3\xA9 \xE2\x80\x93 two\nlines");
    EXPECT_EQ(terminal_text("a\x1B[2Jb\rc\td\x7F"), "a\\x1B[2Jb\\x0Dc\\x09d\\x7F");
    EXPECT_EQ(terminal_text("\xC2\x9B"
                            "31m\xC2\xA0"),
              "\\x9B31m\xC2\xA0")
        << "the control characters of Latin 1 too";
    EXPECT_EQ(terminal_text("\xFF"), "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace beatline
