// SPDX-License-Identifier: Apache-2.0
#include "data/read_anpr.hpp"

#include <cmath>
#include <gmock/gmock.h>

#include "data/error.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::message_of;
using ::testing::Pair;
using testing::TempFolder;
using ::testing::UnorderedElementsAre;

class ReadAnpr : public ::testing::Test {
protected:
    AnprSource source(std::string_view cameras, std::string_view hits, std::string_view reads) {
        AnprSource s;
        s.cameras = folder.file("cameras.csv", cameras);
        s.hits = folder.file("hits.csv", hits);
        if (!reads.empty()) s.reads = folder.file("reads.csv", reads);
        s.shown_cameras = "cameras.csv";
        s.shown_hits = "hits.csv";
        s.shown_reads = "reads.csv";
        return s;
    }
    static AnprReading read(const AnprSource& s) {
        AnprReading reading = read_anpr(s, "EPSG:27700", TimeZone{"Europe/London"});
        std::size_t rejected = 0;
        for (const InputReport& input : reading.inputs) {
            std::uint64_t here = 0;
            for (const auto& [reason, count] : input.rejected) here += count;
            EXPECT_EQ(input.read, input.used + here) << input.file;
            rejected += here;
        }
        EXPECT_EQ(reading.rejected.size(), rejected);
        return reading;
    }

    TempFolder folder;
    const std::string two_cameras =
        "camera,x,y,bearing,name\nA,-2.36,51.38,90,East\nB,-2.37,51.39,,\n";
    const std::string some_hits =
        "time,camera,plate\n2025-12-01T10:00,A,QI00 QAA\n"
        "2025-12-01T10:05,A,QI00 QAB\n2025-12-01T11:00,B,QI00 QAA\n";
    const std::string some_reads =
        "camera,hour,reads\nA,2025-12-01T10:00,500\nA,2025-12-01T11:00,300\n"
        "B,2025-12-01T10:00,1000\n";
};

TEST_F(ReadAnpr, CountsHitsAndReadsByCamera) {
    const auto reading = read(source(two_cameras, some_hits, some_reads));
    ASSERT_EQ(reading.cameras.size(), 2U);
    EXPECT_EQ(reading.cameras[0].id, "A");
    EXPECT_EQ(reading.cameras[0].seen.hits, 2U);
    EXPECT_EQ(reading.cameras[0].seen.reads, 800U);
    EXPECT_DOUBLE_EQ(reading.cameras[0].bearing_deg, 90.0);
    EXPECT_DOUBLE_EQ(reading.cameras[1].bearing_deg, -1.0);
    EXPECT_NEAR(reading.cameras[0].at.x, 375000.0, 300.0);
    EXPECT_NEAR(reading.cameras[0].at.y, 164600.0, 500.0);
    EXPECT_TRUE(reading.exposure_known);
    EXPECT_FALSE(reading.simulated);
    ASSERT_EQ(reading.inputs.size(), 3U);
    EXPECT_EQ(reading.inputs[1].what, "anpr hits");
}

TEST_F(ReadAnpr, SaysWhenHitsCannotBeCompared) {
    const auto reading = read(source(two_cameras, some_hits, ""));
    EXPECT_FALSE(reading.exposure_known);
    EXPECT_EQ(reading.cameras[0].seen.hits, 2U);
    EXPECT_DOUBLE_EQ(reading.cameras[0].rate.rate.per_1000, 0.0) << "a count is no rate";
}

TEST_F(ReadAnpr, WarnsOfHitsWithoutReads) {
    const auto reading =
        read(source(two_cameras, some_hits, "camera,hour,reads\nA,2025-12-01T10:00,500\n"));
    EXPECT_THAT(reading.inputs.back().warnings,
                ElementsAre(HasSubstr("1 cameras have hits but no reads (B)")));
    EXPECT_DOUBLE_EQ(reading.cameras[1].rate.rate.per_1000, 4.0)
        << "the rate of all cameras with reads";
}

TEST_F(ReadAnpr, GivesEveryBadRowItsReason) {
    const auto reading = read(source(
        "camera,x,y,bearing\nA,-2.36,51.38,90\nA,-2.36,51.38,270\n,-2.36,51.38,0\nC,,51.38,0\n"
        "D,-2.36,north,0\nE,nan,51.38,0\nF,0,0,0\nG,-2.36,51.38\nH,-2.36,51.38,400\n",
        "time,camera\n2025-12-01T10:00,A\n2025-12-01T10:00,Z\nnoon,A\n,A\n2025-12-01T10:00,A,x\n",
        "camera,hour,reads\nA,2025-12-01T10:00,5\nA,2025-12-01T11:00,-5\nA,2025-12-01T12:00,5.5\n"
        "A,2025-12-01T13:00,99999999999999999999\nA,2025-12-01T13:00,\nZ,2025-12-01T13:00,1\n"
        "A,13 o'clock,1\n"));
    EXPECT_THAT(reading.inputs[0].rejected,
                UnorderedElementsAre(Pair("duplicate_camera", 1), Pair("camera_missing", 1),
                                     Pair("coord_missing", 1), Pair("coord_bad", 1),
                                     Pair("coord_nonfinite", 1), Pair("coord_null_island", 1),
                                     Pair("field_count", 1)));
    EXPECT_THAT(reading.inputs[0].notes, ElementsAre(HasSubstr("1 bearings")));
    EXPECT_THAT(reading.inputs[1].rejected,
                UnorderedElementsAre(Pair("unknown_camera", 1), Pair("time_bad", 2),
                                     Pair("field_count", 1)));
    EXPECT_THAT(
        reading.inputs[2].rejected,
        UnorderedElementsAre(Pair("count_bad", 4), Pair("unknown_camera", 1), Pair("time_bad", 1)));
}

TEST_F(ReadAnpr, KeepsPlatesOutOfWhatItReports) {
    const auto reading =
        read(source(two_cameras,
                    "plate,time,camera\nQI00 QAA,noon,A\nQI00 QAB,2025-12-01T10:00,Z\nQI00 QAC,x\n"
                    "QI00 QAD,2025-12-01T10:00,A\n",
                    some_reads));
    ASSERT_EQ(reading.rejected.size(), 3U);
    for (std::size_t i = 0; i < reading.rejected.size(); ++i) {
        const Rejection one = reading.rejected[i];
        EXPECT_EQ(one.value.find("QI00"), std::string::npos);
    }
}

TEST_F(ReadAnpr, TakesMetresWhenTheCamerasAreInMetres) {
    const std::string in_metres = "camera,x,y\nA,375000,164600\nB,374000,165000\n";
    AnprSource s = source(in_metres, some_hits, some_reads);
    EXPECT_THROW((void)read(s), InputError) << "said to be degrees";
    s.cameras_crs = "";
    EXPECT_EQ(read(s).cameras[0].at, (Point{375000.0, 164600.0}));
    AnprSource degrees = source(two_cameras, some_hits, some_reads);
    degrees.cameras_crs = "";
    EXPECT_NEAR(read(degrees).cameras[0].at.x, 375000.0, 300.0);
}

TEST_F(ReadAnpr, SaysThatTheDataAreSimulated) {
    const auto reading = read(source(
        two_cameras, "time,camera,plate,simulated\n2025-12-01T10:00,A,QI00 QAA,1\n", some_reads));
    EXPECT_TRUE(reading.simulated);
    EXPECT_THAT(reading.inputs[1].notes, ::testing::Contains("simulated"));
    EXPECT_TRUE(reading.inputs[0].notes.empty()) << "the cameras are not said to be";
}

TEST_F(ReadAnpr, RefusesFilesWithoutAUsableRow) {
    const auto complaint = [&](const AnprSource& s) {
        return message_of<InputError>([&] { (void)read(s); });
    };
    EXPECT_THAT(complaint(source("camera,x,y\n", some_hits, some_reads)), HasSubstr("cameras.csv"));
    EXPECT_THAT(complaint(source(two_cameras, "time,camera\n", some_reads)), HasSubstr("hits.csv"));
    EXPECT_THAT(complaint(source(two_cameras, "time,camera\n2025-12-01T10:00,Z\n", some_reads)),
                HasSubstr("1 are unknown_camera"));
    EXPECT_THROW((void)read(source(two_cameras, "when,camera\n", some_reads)), UsageError);
}

}  // namespace
}  // namespace beatline
