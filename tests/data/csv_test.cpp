// SPDX-License-Identifier: Apache-2.0
#include "data/csv.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <random>
#include <sys/stat.h>

#include "data/error.hpp"
#include "data/text_file.hpp"

#include "tests/support/gzip.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::gzipped;
using ::testing::HasSubstr;
using testing::message_of;
using testing::TempFolder;
using Rows = std::vector<std::vector<std::string>>;

class CsvTest : public ::testing::Test {
protected:
    CsvFile open(std::string_view content, CsvOptions options = {}) const {
        options.shown_path = "t.csv";
        return CsvFile{folder.file("t.csv", content), options};
    }
    Rows rows(std::string_view content, const CsvOptions& options = {}) const {
        Rows all;
        open(content, options).for_each_row([&](const CsvRow& row) {
            all.emplace_back(row.fields.begin(), row.fields.end());
        });
        return all;
    }
    template <class Error>
    std::string complaint(std::string_view content, const CsvOptions& options = {}) const {
        return message_of<Error>([&] { (void)rows(content, options); });
    }

    TempFolder folder;
};

/// A field as RFC 4180 writes it.
std::string in_quotes(const std::string& field) {
    std::string out = "\"";
    for (const char c : field) out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

TEST_F(CsvTest, RefusesAFileThatChangesWhileItIsRead) {
    std::string content = "a,b\n";
    while (content.size() < (3U << 20U)) content += "1,2\n";
    const auto complaint_after = [&](const std::function<void()>& change) {
        const CsvFile file = open(content);
        return message_of<FileError>([&] {
            (void)file.for_each_row([&](const CsvRow& row) {
                if (row.number == 1) change();
            });
        });
    };
    const auto path = folder / "t.csv";
    EXPECT_THAT(complaint_after([&] { std::filesystem::resize_file(path, 2U << 20U); }),
                HasSubstr("t.csv: the file was changed"));
    EXPECT_THAT(complaint_after([&] {
                    std::ofstream{path, std::ios::app} << "3,4\n";
                }),
                HasSubstr("changed"));
}

TEST_F(CsvTest, RefusesAFileThatWasReplacedBehindItsHeader) {
    const CsvFile file = open("a,b\n1,2\n");
    std::filesystem::rename(folder.file("new.csv", "b,a\n1,2\n"), folder / "t.csv");
    EXPECT_THAT(message_of<FileError>([&] { (void)file.for_each_row([](const CsvRow&) {}); }),
                HasSubstr("t.csv: the file was changed"));
}

TEST_F(CsvTest, ReadsRowsWithAnyLineEndAndWithoutALastOne) {
    const Rows expected{{"1", "2"}, {"3", "4"}};
    EXPECT_EQ(rows("a,b\n1,2\n3,4\n"), expected);
    EXPECT_EQ(rows("a,b\r\n1,2\r\n3,4"), expected);
    EXPECT_EQ(rows("a,b\r1,2\r3,4\r"), expected);
    EXPECT_EQ(rows("\xEF\xBB\xBF"
                   "a,b\n1,2\n3,4\n\n\r\n\n"),
              expected)
        << "a byte order mark and blank lines at the end are nothing";
}

TEST_F(CsvTest, UnderstandsQuotes) {
    EXPECT_EQ(rows("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\n"),
              (Rows{{"x, y", "say \"hi\""}, {"two\nlines", ""}}));
    EXPECT_EQ(rows("a,b\n5\" pipe,it\"s\n"), (Rows{{"5\" pipe", "it\"s"}}))
        << "inside a field without quotes a quote is text";
}

TEST_F(CsvTest, ReadsBackWhateverRfc4180Writes) {
    std::mt19937 random{7};
    const std::string alphabet = "ab,;\"\n\r \t\xC3\xA9|";
    for (int round = 0; round < 300; ++round) {
        Rows written(1 + random() % 4, std::vector<std::string>(1 + random() % 3));
        for (auto& row : written) row.resize(written[0].size());
        std::string text;
        for (std::size_t i = 0; i < written[0].size(); ++i) text += (i ? ",c" : "c");
        for (auto& row : written) {
            text += "\r\n";
            for (std::size_t i = 0; i < row.size(); ++i) {
                for (std::size_t n = random() % 6; n > 0; --n) {
                    const char c = alphabet[random() % alphabet.size()];
                    if (static_cast<unsigned char>(c) < 0x80U) row[i] += c;
                }
                text += (i ? "," : "") + in_quotes(row[i]);
            }
        }
        CsvOptions options;
        options.delimiter = ',';
        EXPECT_EQ(rows(text, options), written) << text;
    }
}

TEST_F(CsvTest, CountsRowsAndLines) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
    const CsvFile file = open("a,b\n1,2\n\"x\ny\",3\n\n4\n5,6\n\n");
    const std::uint64_t count =
        file.for_each_row([&](const CsvRow& row) { places.emplace_back(row.number, row.line); });
    EXPECT_EQ(count, 5U) << "a blank line between rows is a row (with one field too few)";
    using P = std::pair<std::uint64_t, std::uint64_t>;
    EXPECT_THAT(places, ::testing::ElementsAre(P{1, 2}, P{2, 3}, P{3, 5}, P{4, 6}, P{5, 7}));
}

TEST_F(CsvTest, HandsOnRowsOfTheWrongLength) {
    EXPECT_EQ(rows("a,b\n1\n1,2,3\n"), (Rows{{"1"}, {"1", "2", "3"}}));
}

TEST_F(CsvTest, FindsTheDelimiterFromTheHeader) {
    for (const char delimiter : {',', ';', '\t', '|'}) {
        const std::string d(1, delimiter);
        const CsvFile file = open("\"x,;|\"" + d + "b" + d + "c\n1" + d + "2" + d + "3\n");
        EXPECT_EQ(file.delimiter(), delimiter);
        EXPECT_EQ(file.columns(), (std::vector<std::string>{"x,;|", "b", "c"}));
    }
    EXPECT_EQ(open("alone\n1\n").delimiter(), ',');
    CsvOptions told;
    told.delimiter = ';';
    EXPECT_EQ(open("a,b;c\n", told).columns(), (std::vector<std::string>{"a,b", "c"}));
}

TEST_F(CsvTest, SaysWhichColumnsThereAre) {
    const CsvFile file = open("Longitude,Latitude,Month,Month\n");
    EXPECT_EQ(file.column("Latitude"), 1U);
    EXPECT_TRUE(file.has_column("Month"));
    EXPECT_FALSE(file.has_column("lat"));
    const std::string missing = message_of<UsageError>([&] { (void)file.column("Lattitude"); });
    EXPECT_THAT(missing, HasSubstr("t.csv: no column \"Lattitude\""));
    EXPECT_THAT(missing, HasSubstr("Did you mean \"Latitude\"?"));
    EXPECT_THAT(missing, HasSubstr("\"Longitude\", \"Latitude\", \"Month\", \"Month\""));
    EXPECT_THAT(message_of<UsageError>([&] { (void)file.column("Month"); }),
                HasSubstr("2 columns are called \"Month\""));
}

TEST_F(CsvTest, RefusesAnUnclosedQuoteAtItsOpeningLine) {
    EXPECT_THAT(complaint<InputError>("a,b\n1,2\n3,\"open\n5,6\n7,8\n"),
                HasSubstr("line 3, field 2"));
    EXPECT_THAT(complaint<InputError>("a,b\n1,2\n3,\"open\n5,6\n7,\"shut\"\n"), HasSubstr("line 3"))
        << "a later quote does not close it";
    EXPECT_THAT(complaint<InputError>("a,b\n1,2\n\"open,4\n5,6\",7,8\n"), HasSubstr("line 3"))
        << "what it swallows shows in the number of fields";
    EXPECT_THAT(complaint<InputError>("a,b\n1,\"x\"y\n"), HasSubstr("line 2, field 2"));
    EXPECT_THAT(complaint<InputError>("a,\"b\n1,2\n"), HasSubstr("line 1"));
    std::string big = "a,b\n1,\"open\n";
    for (int i = 0; i < 400'000; ++i) big += "12345,67\n";
    EXPECT_THAT(complaint<InputError>(big), HasSubstr("line 2")) << "not a limit, an open quote";
}

TEST_F(CsvTest, HandsOnNoRowBehindAnOpenQuote) {
    const CsvFile file = open("a,b\n1,2\n3,\"open\n5,6\n");
    int seen = 0;
    EXPECT_THROW(file.for_each_row([&](const CsvRow&) { ++seen; }), InputError);
    EXPECT_EQ(seen, 1);
}

TEST_F(CsvTest, RefusesWhatIsNoUtf8TextFile) {
    EXPECT_THAT(complaint<InputError>(""), HasSubstr("empty"));
    EXPECT_THAT(complaint<InputError>("\xEF\xBB\xBF"), HasSubstr("empty"));
    EXPECT_THAT(complaint<InputError>(" \n\r\n"), HasSubstr("empty"));
    EXPECT_THAT(complaint<InputError>("\na,b\n"), HasSubstr("blank"));
    EXPECT_THAT(complaint<InputError>({"a,b\n1,\0002\n", 9}),
                HasSubstr("NUL byte at offset 6 (line 2)"));
    EXPECT_THAT(complaint<InputError>({"\xFF\xFE"
                                       "a\0,\0b\0\n\0",
                                       10}),
                HasSubstr("UTF-16"));
    EXPECT_THAT(complaint<InputError>({"\0a\0,\0b\0\n", 8}), HasSubstr("UTF-16"));
    const std::string cp1252 = complaint<InputError>("a,b\n1,caf\xE9\n");
    EXPECT_THAT(cp1252, HasSubstr("line 2: byte 0xE9 at offset 9"));
    EXPECT_THAT(cp1252, HasSubstr("WINDOWS-1252"));
    EXPECT_THAT(complaint<InputError>("<OGRVRTDataSource>\n</OGRVRTDataSource>\n"),
                HasSubstr("XML"));
    EXPECT_THAT(complaint<InputError>("{\"type\":\"FeatureCollection\"}"), HasSubstr("JSON"));
    EXPECT_THAT(complaint<InputError>("PK\x03\x04 and so on"), HasSubstr("zip"));
}

TEST_F(CsvTest, KeepsToItsLimits) {
    EXPECT_THAT(complaint<LimitError>("a,b\n1," + std::string(1'100'000, 'x') + "\n"),
                HasSubstr("line 2, field 2"));
    EXPECT_THAT(complaint<LimitError>("a,b\n" + std::string(17U << 20U, 'x')), HasSubstr("line"));
    EXPECT_THAT(complaint<LimitError>("a,b\n" + std::string(5000, ',') + "\n"), HasSubstr("4096"));
    EXPECT_THAT(complaint<LimitError>(std::string(1'000'000, ',') + "\n"), HasSubstr("4096"));
    std::string row = "x";
    for (int i = 0; i < 20; ++i) row += "," + std::string(1'000'000, 'y');
    EXPECT_THAT(complaint<LimitError>("a\n" + row + "\n"), HasSubstr("limit"));
}

TEST_F(CsvTest, ReadsGzipByContent) {
    const std::string text = "a,b\n1,2\n";
    EXPECT_EQ(rows(gzipped(text)), (Rows{{"1", "2"}}));
    EXPECT_EQ(rows(gzipped(text) + gzipped("3,4\n")), (Rows{{"1", "2"}, {"3", "4"}}))
        << "members follow each other";
    std::string long_text = "a,b\n";
    for (int i = 0; i < 300'000; ++i) long_text += std::to_string(i * 7919LL) + ",2\n";
    const std::string packed = gzipped(long_text);
    EXPECT_EQ(rows(packed).size(), 300'000U);
    EXPECT_THAT(complaint<InputError>(packed.substr(0, packed.size() - 5)),
                HasSubstr("ends early"));
    EXPECT_THAT(complaint<InputError>(packed.substr(0, packed.size() / 2)),
                HasSubstr("ends early"));
    std::string spoiled = packed;
    for (std::size_t i = 5000; i < 5010; ++i) spoiled[i] = static_cast<char>(spoiled[i] ^ 0x55);
    EXPECT_THAT(complaint<InputError>(spoiled), HasSubstr("damaged"));
}

TEST_F(CsvTest, StopsAGzipBomb) {
    std::string text = "a\n";
    for (int i = 0; i < 100'000; ++i) text += "0000000000\n";
    const auto path = folder.file("bomb.gz", gzipped(text));
    const std::string message = message_of<LimitError>([&] {
        (void)read_text(path, "bomb.gz",
                        {.max_line_bytes = TextLimits::any_line,
                         .max_unpacked_bytes = 500'000,
                         .advice = "Unpack it."});
    });
    EXPECT_EQ(message, "bomb.gz: unpacks to more than 500000 bytes, the limit. Unpack it.");
}

TEST_F(CsvTest, TellsAFileThatCannotBeReadFromOneThatIsWrong) {
    EXPECT_THROW(CsvFile{folder.path() / "none.csv"}, FileError);
    EXPECT_THROW(CsvFile{folder.path()}, FileError);
    EXPECT_THROW(CsvFile{"/vsicurl/http://127.0.0.1:9/a.csv"}, InputError) << "never fetched";
    EXPECT_THROW(CsvFile{"PG:dbname=x"}, InputError);
    const auto fifo = folder.path() / "fifo";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    EXPECT_THROW(CsvFile{fifo}, FileError) << "and does not wait for it";
}

TEST_F(CsvTest, SurvivesAPlantedByteAndLosesNoRowUncounted) {
    std::mt19937 random{11};
    std::string clean = "id,name,note,x,y\n";
    for (int i = 0; i < 200; ++i) {
        clean += std::to_string(i) + ",\"a, b\",\"say \"\"no\"\"\",-1.5,52.6\n";
    }
    for (int round = 0; round < 2000; ++round) {
        std::string spoiled = clean;
        spoiled[random() % spoiled.size()] = static_cast<char>(random() % 256);
        try {
            const CsvFile file = open(spoiled);
            std::uint64_t seen = 0;
            const std::uint64_t count = file.for_each_row([&](const CsvRow& row) {
                ++seen;
                EXPECT_EQ(row.number, seen);
            });
            EXPECT_EQ(count, seen);
            EXPECT_GE(count, 199U) << "a row lost at most by its line end";
            EXPECT_LE(count, 201U);
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr("line"));
        }
    }
}

TEST(FirstInvalidUtf8, KnowsTheEdgesOfTheTable) {
    const std::string plain = "0123456789abcdef";
    for (const std::string good : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                   "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_EQ(first_invalid_utf8(plain + good), plain.size() + good.size());
        EXPECT_EQ(first_invalid_utf8(plain + good.substr(0, good.size() - 1)), plain.size());
    }
    for (const std::string bad :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
        EXPECT_EQ(first_invalid_utf8(plain + bad + plain), plain.size());
    }
}

}  // namespace
}  // namespace beatline
