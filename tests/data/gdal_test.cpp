// SPDX-License-Identifier: Apache-2.0
#include "data/gdal.hpp"

#include <gmock/gmock.h>

#include "data/text_file.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using gdal::ErrorLog;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::TempFolder;

void fail(const std::string& text) {
    CPLError(CE_Failure, CPLE_AppDefined, "%s", text.c_str());
}

TEST(ErrorLog, KeepsTheFirstFailureInOneLine) {
    const ErrorLog log;
    EXPECT_FALSE(log.failed());
    CPLError(CE_Warning, CPLE_AppDefined, "a warning");
    EXPECT_FALSE(log.failed());
    fail("first\nand\r\nmore");
    fail("second");
    EXPECT_EQ(log.reason(), "first and  more");
}

TEST(ErrorLog, NamesAFileAsItIsShownAndThoseBesideItWithoutTheirFolder) {
    const TempFolder folder;
    std::filesystem::create_directory(folder / "real");
    std::filesystem::create_directory_symlink(folder / "real", folder / "link");
    const std::string real = std::filesystem::canonical(folder / "real").string();
    const std::string link = (folder / "link").string();
    const auto said = [&](const std::string& text) {
        ErrorLog log;
        log.show_file(folder / "link/a.shp", "data/a.shp");
        fail(text);
        return log.reason();
    };
    for (const std::string& place : {real, link}) {
        EXPECT_EQ(said("no " + place + "/a.shp: stop"), "no data/a.shp: stop");
        EXPECT_EQ(said("/vsigzip/" + place + "/a.shp"), "data/a.shp");
        EXPECT_EQ(said("/vsizip/" + place + "/a.shp/b.dbf"), "data/a.shp/b.dbf");
        EXPECT_EQ(said("/vsizip/{" + place + "/a.shp}/in/b.dbf"), "data/a.shp/in/b.dbf");
        EXPECT_EQ(said("no " + place + "/a.shx or " + place + "/a.SHX"), "no a.shx or a.SHX");
        EXPECT_EQ(said("in " + place), "in its folder");
    }
    EXPECT_EQ(said("/elsewhere/a.shp"), "/elsewhere/a.shp");
}

TEST(ErrorLog, RewordsBeforeItCuts) {
    const std::string secret = "s3cretly long, so that a part of it would tell";
    for (std::size_t before = 40; before < 110; ++before) {
        ErrorLog log;
        log.reword(secret, "***");
        fail(std::string(before, 'x') + secret + std::string(400, 'y') + secret +
             std::string(140 - before, 'z'));
        const std::string reason = log.reason();
        EXPECT_THAT(reason, AllOf(StartsWith("xxxx"), HasSubstr(" ... "), EndsWith("zzzz")));
        EXPECT_LE(reason.size(), 300U);
        EXPECT_THAT(reason, AllOf(Not(HasSubstr("s3c")), Not(HasSubstr("tell")))) << reason;
    }
}

TEST(ErrorLog, CutsBetweenLetters) {
    for (std::size_t before = 96; before < 100; ++before) {
        const ErrorLog log;
        std::string text(before, 'x');
        for (int i = 0; i < 200; ++i) text += "\xE2\x82\xAC";
        fail(text);
        EXPECT_EQ(first_invalid_utf8(log.reason()), log.reason().size()) << before;
        EXPECT_THAT(log.reason(), HasSubstr(" ... "));
    }
}

}  // namespace
}  // namespace beatline
