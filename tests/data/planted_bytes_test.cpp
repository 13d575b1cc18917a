// One bad byte at a random place of a large file: it is named, or every row is accounted for.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <oneapi/tbb/global_control.h>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/read_events.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::TempFolder;

constexpr std::string_view bad_bytes{"\0\xFF\"\n\r,\xC3\x80", 8};

std::size_t wanted_rows() {
    const char* rows = std::getenv("BEATLINE_PLANTED_ROWS");
    return rows == nullptr ? 100'000 : std::stoul(rows);
}

/// Header and rows of the street files of Bath, a row a line, without any quote.
std::pair<std::string, std::vector<std::string>> street_rows() {
    std::string header;
    std::vector<std::string> rows;
    for (const char* month : {"01", "02", "03", "04", "09", "12"}) {
        std::ifstream file{std::string{BEATLINE_SOURCE_DIR} + "/data/sample/bath/2025-" + month +
                           "-avon-and-somerset-street.csv"};
        std::getline(file, header);
        for (std::string row; std::getline(file, row);) rows.push_back(row);
    }
    return {header, rows};
}

IncidentSource street_source(const std::filesystem::path& path) {
    IncidentSource source;
    source.path = path;
    source.shown_path = "street.csv";
    source.preset = "police.uk";
    return source;
}

EventReading read(const std::filesystem::path& path) {
    EventRules rules;
    rules.working_crs = "EPSG:4326";  // degrees as they are: projecting is another test's affair
    return read_events({street_source(path)}, rules);
}

/// A file on disk in which single bytes are changed and changed back.
class PlantedFile {
public:
    explicit PlantedFile(std::size_t rows) : rows_{rows} {
        const auto [header, street] = street_rows();
        header_bytes_ = header.size() + 1;
        std::ofstream out{path(), std::ios::binary};
        out << header << '\n';
        for (std::size_t i = 0; i < rows; ++i) out << street[i % street.size()] << '\n';
        out.close();
        const EventReading reading = read(path());
        EXPECT_EQ(reading.inputs[0].read, rows);
        used_ = reading.inputs[0].used;
    }

    [[nodiscard]] std::filesystem::path path() const { return folder_ / "street.csv"; }
    [[nodiscard]] std::size_t bytes() const { return std::filesystem::file_size(path()); }
    [[nodiscard]] std::size_t header_bytes() const { return header_bytes_; }
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t used() const { return used_; }

    /// What stands there, and before it.
    [[nodiscard]] std::pair<char, char> at(std::size_t offset) const {
        std::ifstream file{path(), std::ios::binary};
        if (offset > 0) file.seekg(static_cast<std::streamoff>(offset) - 1);
        const char before = offset > 0 ? static_cast<char>(file.get()) : '\n';
        return {static_cast<char>(file.get()), before};
    }
    /// 1 is the header.
    [[nodiscard]] std::size_t line_of(std::size_t offset) const {
        std::ifstream file{path(), std::ios::binary};
        std::string text(offset, '\0');
        file.read(text.data(), static_cast<std::streamsize>(offset));
        return 1 + static_cast<std::size_t>(std::ranges::count(text, '\n'));
    }
    void plant(std::size_t offset, char byte) const {
        std::fstream file{path(), std::ios::binary | std::ios::in | std::ios::out};
        file.seekp(static_cast<std::streamoff>(offset));
        file.put(byte);
    }

private:
    TempFolder folder_;
    std::size_t rows_;
    std::size_t header_bytes_{0};
    std::size_t used_{0};
};

std::string name_of(char byte) {
    std::ostringstream name;
    name << "0x" << std::hex << std::uppercase
         << static_cast<unsigned>(static_cast<unsigned char>(byte));
    return name.str();
}

/// A word of the message that leads to the byte.
bool names_the_place(const std::string& message, std::size_t offset, std::size_t line) {
    const auto has = [&](const std::string& words) {
        const std::size_t at = message.find(words);
        return at != std::string::npos && (at + words.size() == message.size() ||
                                           std::isdigit(message[at + words.size()]) == 0);
    };
    return has("offset " + std::to_string(offset)) || has("line " + std::to_string(line));
}

void expect_refusal_of_byte(const Failure& failure, const PlantedFile& file, std::size_t offset,
                            char byte) {
    const std::string message = failure.what();
    EXPECT_NE(message.find("street.csv"), std::string::npos) << message;
    if (offset < file.header_bytes()) {
        EXPECT_TRUE(failure.code() == ExitCode::usage || failure.code() == ExitCode::bad_input)
            << message;
        return;
    }
    EXPECT_EQ(failure.code(), ExitCode::bad_input) << message;
    EXPECT_TRUE(names_the_place(message, offset, file.line_of(offset))) << message;
    EXPECT_TRUE(byte == '"' || byte == '\0' || (static_cast<unsigned char>(byte) & 0x80U) != 0)
        << "a comma or a line end spoils a row or two, not the file: " << message;
}

void expect_account(const EventReading& reading, const PlantedFile& file, std::size_t offset,
                    char byte) {
    const InputReport& report = reading.inputs[0];
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : report.rejected) rejected += count;
    EXPECT_EQ(report.read, report.used + rejected);
    EXPECT_EQ(reading.events.size(), report.used);
    EXPECT_EQ(reading.rejected.size(), rejected);
    EXPECT_LE(report.read, file.rows() + 1);
    EXPECT_GE(report.read + 1, file.rows());
    EXPECT_GE(report.used + (offset < file.header_bytes() ? file.used() : 2), file.used());
    if (byte != '"') return;
    EXPECT_EQ(report.read, file.rows()) << "no row is swallowed";
    const char before = file.at(offset).second;
    EXPECT_TRUE(before != ',' && before != '\n') << "a quote that opens a field was let pass";
}

/// What came of it: "row" or the exit code.
std::string plant_and_read(const PlantedFile& file, std::size_t offset, char byte) {
    const char there = file.at(offset).first;
    if (there == byte) return "same";
    SCOPED_TRACE(name_of(byte) + " in place of " + name_of(there) + " at offset " +
                 std::to_string(offset));
    file.plant(offset, byte);
    std::string outcome = "rows accounted for";
    try {
        expect_account(read(file.path()), file, offset, byte);
    } catch (const Failure& failure) {
        expect_refusal_of_byte(failure, file, offset, byte);
        outcome = "exit " + std::to_string(static_cast<int>(failure.code())) + ": " +
                  std::string{failure.what()}.substr(0, 100);
    }
    file.plant(offset, there);
    return outcome;
}

TEST(PlantedBytes, TwentyRandomPlacesOfALargeFileAreNamedOrAccountedFor) {
    const PlantedFile file{wanted_rows()};
    std::mt19937_64 random{20'251'201};
    for (int place = 0; place < 20; ++place) {
        const std::size_t offset = random() % file.bytes();
        const char byte = bad_bytes[random() % bad_bytes.size()];
        const std::string outcome = plant_and_read(file, offset, byte);
        RecordProperty("place_" + std::to_string(place),
                       name_of(byte) + " at " + std::to_string(offset) + ": " + outcome);
    }
    EXPECT_EQ(read(file.path()).inputs[0].used, file.used()) << "the file is whole again";
}

TEST(PlantedBytes, EveryPlaceOfASmallFileIsNamedOrAccountedFor) {
    const PlantedFile file{20};
    const auto at = [&](std::size_t offset) {
        plant_and_read(file, offset, offset % 2 == 0 ? '"' : bad_bytes[offset / 2 % 8]);
    };
    for (std::size_t offset = 0; offset < file.header_bytes() + 300; ++offset) at(offset);
    for (std::size_t offset = file.bytes() - 10; offset < file.bytes(); ++offset) at(offset);
}

struct QuotedRows {
    std::string text;
    std::uint64_t too_long{0};  ///< rows with a field too many
};

/// Street rows whose places run over two or three lines, and a few rows with a fault.
QuotedRows rows_with_quoted_line_breaks(std::size_t count) {
    const auto [header, street] = street_rows();
    QuotedRows rows{header + "\n"};
    for (std::size_t i = 0; i < count; ++i) {
        std::string row = street[i % street.size()];
        const std::size_t at = row.find("On or near ");
        if (at != std::string::npos) {
            const std::size_t end = row.find(',', at);
            row.insert(end, i % 3 == 0 ? "\n\r\nby the \"\"station\"\", 2\"" : "\"");
            row.insert(at, i % 5 == 0 ? "\"\n" : "\"");
        }
        if (i % 101 == 0) row.replace(row.find("2025-"), 5, "0202-");
        if (i % 15 == 7) {  // no line break in it: with one, the whole file would be refused
            row += ",one too many";
            ++rows.too_long;
        }
        rows.text += row + "\n";
    }
    return rows;
}

bool same(const PointEvent& a, const PointEvent& b) {
    return a.at.x == b.at.x && a.at.y == b.at.y && a.when == b.when && a.weight == b.weight &&
           a.kind == b.kind;
}

void expect_same(const InputReport& a, const InputReport& b) {
    EXPECT_EQ(a.read, b.read);
    EXPECT_EQ(a.used, b.used);
    EXPECT_EQ(a.rejected, b.rejected);
    EXPECT_EQ(a.notes, b.notes);
    EXPECT_EQ(a.warnings, b.warnings);
    ASSERT_TRUE(a.incidents && b.incidents);
    EXPECT_EQ(a.incidents->repeated_ids, b.incidents->repeated_ids);
    EXPECT_EQ(a.incidents->missing_months, b.incidents->missing_months);
    EXPECT_EQ(a.incidents->stacks.places, b.incidents->stacks.places);
    EXPECT_EQ(a.incidents->stacks.on_stacks, b.incidents->stacks.on_stacks);
    EXPECT_EQ(a.incidents->stacks.largest, b.incidents->stacks.largest);
    EXPECT_EQ(a.incidents->stacks.largest_at.x, b.incidents->stacks.largest_at.x);
    EXPECT_EQ(a.incidents->stacks.median_spacing_m, b.incidents->stacks.median_spacing_m);
    ASSERT_EQ(a.incidents->categories.size(), b.incidents->categories.size());
    for (std::size_t i = 0; i < a.incidents->categories.size(); ++i) {
        EXPECT_EQ(a.incidents->categories[i].name, b.incidents->categories[i].name);
        EXPECT_EQ(a.incidents->categories[i].read, b.incidents->categories[i].read);
        EXPECT_EQ(a.incidents->categories[i].used, b.incidents->categories[i].used);
    }
}

TEST(QuotedLineBreaks, ReadTheSameWithOneTwoAndSevenThreads) {
    constexpr std::size_t rows = 60'000;
    const TempFolder folder;
    const QuotedRows quoted = rows_with_quoted_line_breaks(rows);
    const auto path = folder.file("street.csv", quoted.text);
    std::unique_ptr<EventReading> first;
    for (const std::size_t threads : {1U, 2U, 7U}) {
        SCOPED_TRACE(threads);
        const tbb::global_control limit{tbb::global_control::max_allowed_parallelism, threads};
        auto reading = std::make_unique<EventReading>(read(path));
        EXPECT_EQ(reading->inputs[0].read, rows);
        EXPECT_EQ(reading->inputs[0].rejected.at("field_count"), quoted.too_long);
        EXPECT_GT(reading->inputs[0].rejected.at("time_bad"), 500U);
        if (!first) {
            first = std::move(reading);
            continue;
        }
        EXPECT_TRUE(std::ranges::equal(first->events, reading->events, same));
        EXPECT_EQ(first->kinds, reading->kinds);
        expect_same(first->inputs[0], reading->inputs[0]);
        ASSERT_EQ(first->rejected.size(), reading->rejected.size());
        for (std::size_t i = 0; i < first->rejected.size(); ++i) {
            const Rejection a = first->rejected[i];
            const Rejection b = reading->rejected[i];
            EXPECT_TRUE(a.file == b.file && a.row == b.row && a.column == b.column &&
                        a.reason == b.reason && a.value == b.value)
                << i;
        }
    }
}

}  // namespace
}  // namespace beatline
