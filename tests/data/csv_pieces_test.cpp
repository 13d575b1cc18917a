// SPDX-License-Identifier: Apache-2.0
#include "data/csv_pieces.hpp"

#include <gmock/gmock.h>
#include <oneapi/tbb/global_control.h>
#include <random>

#include "data/error.hpp"

#include "tests/support/gzip.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using ::testing::HasSubstr;
using testing::message_of;
using testing::TempFolder;
using Rows = std::vector<std::vector<std::string>>;

struct Numbered {
    Rows rows;
    std::vector<std::uint64_t> numbers;
};

Numbered in_pieces(const CsvFile& file) {
    Numbered all;
    const std::uint64_t rows = read_pieces<Numbered>(
        file,
        [](CsvScanner& scanner) {
            Numbered piece;
            while (scanner.next()) {
                const auto& fields = scanner.row().fields;
                piece.rows.emplace_back(fields.begin(), fields.end());
                piece.numbers.push_back(scanner.row().number);
            }
            return piece;
        },
        [&](Numbered& piece, std::uint64_t before) {
            for (std::size_t i = 0; i < piece.rows.size(); ++i) {
                all.rows.push_back(std::move(piece.rows[i]));
                all.numbers.push_back(before + piece.numbers[i]);
            }
        });
    EXPECT_EQ(rows, all.rows.size());
    return all;
}

Rows row_by_row(const CsvFile& file) {
    Rows rows;
    file.for_each_row(
        [&](const CsvRow& row) { rows.emplace_back(row.fields.begin(), row.fields.end()); });
    return rows;
}

std::string random_field(std::mt19937& random) {
    static const std::string letters = "ab ,;\"\n\r\xC3\xA9x";
    std::string field;
    for (std::size_t n = random() % 12; n > 0; --n) {
        const char c = letters[random() % letters.size()];
        if (static_cast<unsigned char>(c) < 0x80U) field += c;
    }
    return field;
}

std::string in_quotes(const std::string& field) {
    std::string out = "\"";
    for (const char c : field) out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

class CsvPieces : public ::testing::Test {
protected:
    CsvFile open(std::string_view text, std::size_t piece_bytes) const {
        CsvOptions options;
        options.delimiter = ',';
        options.shown_path = "t.csv";
        options.piece_bytes = piece_bytes;
        return CsvFile{folder.file("t.csv", text), options};
    }
    TempFolder folder;
};

TEST_F(CsvPieces, GiveTheRowsThatWereWrittenWhereverTheSeamsFall) {
    std::mt19937 random{17};
    for (int round = 0; round < 60; ++round) {
        Rows written(40, std::vector<std::string>(3));
        std::string text = "a,b,c\r\n";
        for (auto& row : written) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                row[i] = random() % 3 == 0 ? random_field(random) : "plain";
                text += (i ? "," : "") + (row[i] == "plain" ? row[i] : in_quotes(row[i]));
            }
            text += random() % 2 == 0 ? "\r\n" : "\n";
        }
        for (const std::size_t bytes : {16, 37, 64, 256}) {
            const Numbered read = in_pieces(open(text, bytes));
            ASSERT_EQ(read.rows, written) << "pieces of " << bytes << "\n" << text;
            for (std::size_t i = 0; i < read.numbers.size(); ++i) EXPECT_EQ(read.numbers[i], i + 1);
        }
    }
}

TEST_F(CsvPieces, SayTheSameAsRowByRowOfAnyBytes) {
    std::mt19937 random{23};
    const std::string letters = "ab,,\"\n\n\r1";
    int refused = 0;
    for (int round = 0; round < 400; ++round) {
        std::string text = "a,b\n";
        for (std::size_t n = random() % 120; n > 0; --n) text += letters[random() % letters.size()];
        const CsvFile file = open(text, 16 + random() % 40);
        Rows one_by_one;
        const std::string serial = message_of<Failure>([&] { one_by_one = row_by_row(file); });
        Numbered read;
        const std::string parallel = message_of<Failure>([&] { read = in_pieces(file); });
        ASSERT_EQ(serial, parallel) << text;
        refused += serial.empty() ? 0 : 1;
        if (serial.empty()) {
            EXPECT_EQ(read.rows, one_by_one) << text;
        }
    }
    EXPECT_GT(refused, 50);
    EXPECT_LT(refused, 350);
}

TEST_F(CsvPieces, NameTheRightLineOfAFaultFarDown) {
    std::string text = "a,b\n";
    for (int i = 0; i < 5000; ++i) text += i % 7 == 0 ? "\"two\nlines\",2\n" : "1,2\n";
    const std::uint64_t lines =
        static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    const std::string line = "line " + std::to_string(lines + 1);
    for (const std::string& fault : {std::string{"3,\"open\n"}, std::string{"3,\xFF\n"},
                                     std::string{"3,\0\n", 4}, std::string{"\"x\"y,3\n"}}) {
        EXPECT_THAT(message_of<InputError>([&] { in_pieces(open(text + fault + "5,6\n", 1000)); }),
                    HasSubstr(line))
            << fault;
    }
}

TEST_F(CsvPieces, AreTheSameForAnyNumberOfThreads) {
    std::string text = "a,b\n";
    for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + ",\"x\ny\"\n";
    const CsvFile file = open(text, 2000);
    const Rows once = in_pieces(file).rows;
    EXPECT_EQ(once.size(), 20'000U);
    for (const std::size_t threads : {1U, 2U, 7U}) {
        const oneapi::tbb::global_control limit{
            oneapi::tbb::global_control::max_allowed_parallelism, threads};
        EXPECT_EQ(in_pieces(file).rows, once);
    }
}

TEST_F(CsvPieces, StopAtTheFirstFaultOfTheFile) {
    std::string text = "a,b\n";
    for (int i = 0; i < 1000; ++i) text += "1,2\n";
    text += "3,\"open\n";
    for (int i = 0; i < 100'000; ++i) text += "1,2\n";
    const std::string message = message_of<InputError>([&] { in_pieces(open(text, 500)); });
    EXPECT_THAT(message, HasSubstr("line 1002"));
}

TEST_F(CsvPieces, NameTheFirstFaultAlsoWhenTheFileCannotBeReadToItsEnd) {
    std::string text = "a,b\n";
    for (int i = 0; i < 3000; ++i) text += "1,2\n";
    text += "\"x\"y,2\n";
    for (int i = 0; i < 200'000; ++i) text += std::to_string(i * 7919LL) + ",2\n";
    const std::string packed = testing::gzipped(text);
    const CsvFile file = open(packed.substr(0, packed.size() / 2), 1000);
    for (const std::size_t threads : {1U, 2U, 4U}) {
        const oneapi::tbb::global_control limit{
            oneapi::tbb::global_control::max_allowed_parallelism, threads};
        for (int again = 0; again < 3; ++again)
            EXPECT_THAT(message_of<InputError>([&] { in_pieces(file); }), HasSubstr("line 3002"));
    }
    EXPECT_THAT(message_of<InputError>([&] { row_by_row(file); }), HasSubstr("line 3002"));
}

TEST_F(CsvPieces, ReadEncodingsThatAreNamed) {
    const auto read = [&](const std::string& bytes, Encoding encoding) {
        CsvOptions options;
        options.encoding = encoding;
        const CsvFile file{folder.file("e.csv", bytes), options};
        return row_by_row(file);
    };
    EXPECT_EQ(read("a,b\ncaf\xE9,\x80\n", Encoding::windows_1252), (Rows{{"café", "€"}}));
    EXPECT_EQ(read("a,b\ncaf\xE9,2\n", Encoding::iso_8859_1), (Rows{{"café", "2"}}));
    using namespace std::string_literals;
    EXPECT_EQ(read("\xFF\xFE"
                   "a\0,\0b\0\n\0\xE9\0,\0\x3D\xD8\x00\xDE\n\0"s,
                   Encoding::utf16),
              (Rows{{"é", "\xF0\x9F\x98\x80"}}));
    EXPECT_THAT(message_of<InputError>([&] { read("a,b\n\x81,2\n", Encoding::windows_1252); }),
                HasSubstr("byte 0x81 at offset 4 is not windows-1252"));
    EXPECT_THAT(message_of<InputError>([&] {
                    read(
                        "\xFF\xFE"
                        "a\0\n"s,
                        Encoding::utf16);
                }),
                HasSubstr("is not utf-16"));
    EXPECT_THAT(message_of<InputError>([&] {
                    read(
                        "\xEF\xBB\xBF"
                        "a,b\n1,2\n",
                        Encoding::iso_8859_1);
                }),
                HasSubstr("byte order mark"));
}

}  // namespace
}  // namespace beatline
