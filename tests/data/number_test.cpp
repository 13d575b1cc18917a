// SPDX-License-Identifier: Apache-2.0
#include "data/number.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

using Fields = std::vector<std::string_view>;

/// What the standard library makes of the whole text.
std::optional<double> from_chars(std::string_view text) {
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional{number} : std::nullopt;
}

std::uint64_t bits(std::optional<double> number) {
    return std::bit_cast<std::uint64_t>(number.value());
}

/// Up to 20 digits and a point anywhere or nowhere among them.
std::string random_decimal(std::mt19937_64& random) {
    std::string text(1 + random() % 20, '0');
    for (char& digit : text) digit = static_cast<char>('0' + random() % 10);
    if (random() % 4 != 0) text.insert(random() % (text.size() + 1), 1, '.');
    if (random() % 2 != 0) text.insert(0, 1, '-');
    return text;
}

TEST(ParseNumber, AgreesToTheLastBitWithTheStandardLibrary) {
    std::mt19937_64 random{5};
    for (int i = 0; i < 1'000'000; ++i) {
        const std::string text = random_decimal(random);
        ASSERT_EQ(bits(parse_number(text)), bits(from_chars(text))) << text;
    }
    for (const char* text : {"0",
                             "-0",
                             "0.0",
                             "-0.000",
                             ".5",
                             "5.",
                             "-.5",
                             "9007199254740991",
                             "9007199254740992",
                             "9007199254740993",
                             "900719925474099.3",
                             "0.9007199254740993",
                             "999999999999999999",
                             "000000000000000001",
                             ".000000000000000001",
                             "0.1",
                             "0.3",
                             "51.380",
                             "-2.360000",
                             "123456789012345.6",
                             "1e22",
                             "1e-7",
                             "4.35"}) {
        ASSERT_EQ(bits(parse_number(text)), bits(from_chars(text))) << text;
    }
}

TEST(ParseNumber, ReadsADecimalCommaAsThePointOfTheSameText) {
    std::mt19937_64 random{6};
    for (int i = 0; i < 100'000; ++i) {
        const std::string with_point = random_decimal(random);
        std::string with_comma = with_point;
        const auto point = with_comma.find('.');
        if (point != std::string::npos) with_comma[point] = ',';
        ASSERT_EQ(bits(parse_number(with_comma, ',')), bits(from_chars(with_point))) << with_comma;
    }
    EXPECT_EQ(parse_number("375100,5", ','), 375100.5);
    EXPECT_EQ(parse_number("+1,5e3", ','), 1500.0);
    for (const char* text : {"1.5", "1,5,3", "1.234,5", "1,234.5", ",", "1,5 ", "1;5"}) {
        EXPECT_EQ(parse_number(text, ','), std::nullopt) << text;
    }
}

TEST(ParseNumber, TakesWholeDecimalNumbersOnly) {
    EXPECT_EQ(parse_number("-1.25"), -1.25);
    EXPECT_EQ(parse_number("+3"), 3.0);
    EXPECT_EQ(parse_number("1e3"), 1000.0);
    for (const char* text :
         {"", " 1", "1 ", "1,5", "0x10", "1.2.3", "--1", "+-1", "1e", "abc", "+"}) {
        EXPECT_EQ(parse_number(text), std::nullopt) << text;
    }
}

TEST(ParseNumber, ReadsWhatIsNotFiniteAsSuch) {
    EXPECT_TRUE(std::isnan(parse_number("NaN").value()));
    EXPECT_TRUE(std::isinf(parse_number("-inf").value()));
    EXPECT_EQ(parse_number("1e999"), INFINITY);
    EXPECT_EQ(parse_number("-1e999"), -INFINITY);
    EXPECT_EQ(parse_number("0.1e999"), INFINITY);
    EXPECT_EQ(parse_number("1e-999"), 0.0);
    EXPECT_EQ(parse_number("0." + std::string(400, '0') + "1"), 0.0);
    EXPECT_EQ(parse_number("00" + std::string(400, '9')), INFINITY);
}

TEST(FiniteNumber, SaysWhatTheTroubleIs) {
    EXPECT_EQ(finite_number(" 1.5\t").number, 1.5);
    EXPECT_EQ(finite_number(" 1.5").trouble, "");
    EXPECT_EQ(finite_number("1,5", ',').number, 1.5);
    EXPECT_EQ(finite_number(" ").trouble, "missing");
    EXPECT_EQ(finite_number("1,5").trouble, "bad");
    EXPECT_EQ(finite_number("1.5", ',').trouble, "bad");
    EXPECT_EQ(finite_number("nan").trouble, "nonfinite");
    EXPECT_EQ(finite_number("1e300").trouble, "nonfinite");
    EXPECT_FALSE(finite_number("1e300").number);
}

TEST(SniffDecimal, FindsACommaOnlyWhereItExplainsEveryField) {
    EXPECT_EQ(sniff_decimal(Fields{"51,3801", "-2,3602"}), ',');
    EXPECT_EQ(sniff_decimal(Fields{"375100,5", " 164800 ", ""}), ',')
        << "whole numbers may be among";
    for (const Fields& fields : {Fields{},
                                 {""},
                                 {"51.3801"},
                                 {"375100", "164800"},
                                 {"51,3801", "-2.3602"},
                                 {"1,234,567"},
                                 {"1,234.5"},
                                 {"51,3801", "unknown"},
                                 {"51,"},
                                 {",5"},
                                 {"5,1e3"}}) {
        EXPECT_EQ(sniff_decimal(fields), '.') << (fields.empty() ? "" : fields.front());
    }
}

TEST(SniffDecimal, OwnsThatThreeDigitsBehindACommaMayBeThousands) {
    EXPECT_TRUE(thousands_or_decimals(Fields{"375,100", "164,800"}));
    EXPECT_TRUE(thousands_or_decimals(Fields{"375,100", "999", ""}));
    EXPECT_TRUE(thousands_or_decimals(Fields{"51,380", "-2,360"}));
    EXPECT_FALSE(thousands_or_decimals(Fields{"375,100", "164,8"}));
    EXPECT_FALSE(thousands_or_decimals(Fields{"375100,125"})) << "no thousands before the comma";
    EXPECT_FALSE(thousands_or_decimals(Fields{"0,125", "2,360"})) << "no number begins with 0";
    EXPECT_FALSE(thousands_or_decimals(Fields{"375100"}));
    EXPECT_FALSE(thousands_or_decimals(Fields{}));
}

}  // namespace
}  // namespace beatline
