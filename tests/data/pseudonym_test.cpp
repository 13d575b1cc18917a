// SPDX-License-Identifier: Apache-2.0
#include "data/pseudonym.hpp"

#include <fmt/format.h>
#include <string>

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/key_file.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

SecretKey key_of(std::uint8_t first) {
    std::array<std::uint8_t, 32> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
    return SecretKey{bytes};
}

std::string hex(const Pseudonym& pseudonym) {
    std::string text;
    for (const std::uint8_t byte : pseudonym) text += fmt::format("{:02x}", byte);
    return text;
}

// By Python's hmac: hmac.new(bytes(range(32)), b"QI00QAA", "sha256").hexdigest()[:32]
TEST(Pseudonym, IsTheFirstHalfOfTheKeyedHash) {
    EXPECT_EQ(hex(*pseudonym_of("QI00QAA", key_of(0))), "a2a3622f94d691b5a772c8e222c06c09");
}

TEST(Pseudonym, HowAPlateIsWrittenDoesNotMatter) {
    const SecretKey key = key_of(7);
    const auto plain = pseudonym_of("QI00QAA", key);
    for (const char* text : {"qi00 qaa", " QI00-QAA ", "Q I 0 0 Q A A", "QI00\tQaA"})
        EXPECT_EQ(pseudonym_of(text, key), plain) << text;
    EXPECT_NE(pseudonym_of("QI00QAB", key), plain);
    EXPECT_NE(pseudonym_of("QI00QAA", key_of(8)), plain) << "another key, another pseudonym";
    EXPECT_EQ(pseudonym_of("", key), std::nullopt);
    EXPECT_EQ(pseudonym_of(" - ", key), std::nullopt);
    EXPECT_EQ(pseudonym_of(std::string(33, 'A'), key), std::nullopt);
    EXPECT_TRUE(pseudonym_of(std::string(32, 'A'), key));
}

TEST(VehicleNumbers, AreGivenAsVehiclesCome) {
    VehicleNumbers numbers{key_of(1)};
    EXPECT_EQ(numbers.number_of("QI00 QAA"), 0U);
    EXPECT_EQ(numbers.number_of("QI01 QAA"), 1U);
    EXPECT_EQ(numbers.number_of("qi00qaa"), 0U);
    EXPECT_EQ(numbers.number_of("  "), std::nullopt);
}

TEST(LooksLikePlate, KnowsTheFormsOfBritishMarks) {
    for (const char* text : {"QI00 QAA", "qi00qaa", "Q123 QII", "QII 123Q", "QII 1234", "1234 QI",
                             "QI-1234", "Q1 QII"})
        EXPECT_TRUE(looks_like_plate(text)) << text;
    for (const char* text : {"", "24-W", "A1", "C12", "noon", "2025-11-01T10:00", "2025-11-01",
                             "CAM_001", "West Street", "12345678", "HOTEL"})
        EXPECT_FALSE(looks_like_plate(text)) << text;
}

TEST(KeyFile, IsReadAsDigitsOrBytes) {
    const testing::TempFolder folder;
    const auto with = [&](const std::string& text) {
        const auto file = folder.file("k.key", text);
        std::filesystem::permissions(file, std::filesystem::perms{0600});
        return file;
    };
    const std::string digits = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
    EXPECT_EQ(read_key_file(with(digits + "\r\n")).bytes(), key_of(0).bytes());
    std::string raw;
    for (char c = 0; c < 32; ++c) raw += c;
    EXPECT_EQ(read_key_file(with(raw)).bytes(), key_of(0).bytes());
    for (const std::string& text :
         {digits.substr(1), digits + "0", raw + "x", std::string{"k"}, std::string(64, 'g')})
        EXPECT_THROW(static_cast<void>(read_key_file(with(text))), PolicyError);
    EXPECT_NE(random_key().bytes(), random_key().bytes());
}

}  // namespace
}  // namespace beatline
