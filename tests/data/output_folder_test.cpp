// SPDX-License-Identifier: Apache-2.0
#include "data/output_folder.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "data/error.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

namespace fs = std::filesystem;
using testing::bytes_of;
using ::testing::HasSubstr;
using testing::put;
using testing::TempFolder;

const std::string our_manifest =
    R"({"format": "beatline-manifest/1", "outputs": [{"file": "plan.json"}]})";

void make_run(const fs::path& folder, const std::string& plan) {
    fs::create_directories(folder);
    put(folder / "manifest.json", our_manifest);
    put(folder / "plan.json", plan);
}

std::string refusal(const fs::path& target, bool overwrite) {
    try {
        OutputFolder folder{target, overwrite};
        folder.commit();
    } catch (const FileError& error) {
        return error.what();
    }
    return "";
}

TEST(OutputFolder, StandsWholeAfterCommitAndNotBefore) {
    const TempFolder temp;
    OutputFolder folder{temp / "out", false};
    write_text(folder / "plan.json", "{}");
    EXPECT_FALSE(fs::exists(temp / "out"));
    folder.commit();
    EXPECT_EQ(bytes_of(temp / "out" / "plan.json"), "{}");
    EXPECT_EQ(temp.names(), std::set<std::string>{"out"});
}

TEST(OutputFolder, LeavesNothingWithoutCommitNotEvenTheFoldersAboveIt) {
    const TempFolder temp;
    {
        OutputFolder folder{temp / "a/b/out", false};
        write_text(folder / "plan.json", "{}");
    }
    EXPECT_TRUE(temp.names().empty());
}

TEST(OutputFolder, CreatesTheFoldersAboveIt) {
    const TempFolder temp;
    OutputFolder folder{temp / "a/b/out/", false};
    folder.commit();
    EXPECT_TRUE(fs::is_directory(temp / "a/b/out"));
    EXPECT_EQ(folder.target(), temp / "a/b/out");
}

TEST(OutputFolder, HasThePermissionsOfAnyOtherNewFolder) {
    const TempFolder temp;
    fs::create_directory(temp / "usual");
    OutputFolder folder{temp / "out", false};
    EXPECT_EQ(fs::status(folder.work()).permissions(), fs::perms::owner_all);
    folder.commit();
    EXPECT_EQ(fs::status(temp / "out").permissions(), fs::status(temp / "usual").permissions());
}

TEST(OutputFolder, RefusesWhatExistsUnlessAskedToOverwrite) {
    const TempFolder temp;
    make_run(temp / "out", "old");
    fs::create_directory(temp / "empty");
    EXPECT_THAT(refusal(temp / "out", false), HasSubstr("--overwrite"));
    EXPECT_THAT(refusal(temp / "empty", false), HasSubstr("--overwrite"));
    EXPECT_EQ(bytes_of(temp / "out" / "plan.json"), "old");
}

TEST(OutputFolder, SwapsAnEarlierRunOutOnlyAtCommit) {
    const TempFolder temp;
    make_run(temp / "out", "old");
    put(temp / "out" / "audit.jsonl", "kept by erase");
    put(temp / "out" / "plan.json.aux.xml", "left by GDAL");
    OutputFolder folder{temp / "out", true};
    write_text(folder / "plan.json", "new");
    EXPECT_EQ(bytes_of(temp / "out" / "plan.json"), "old");
    folder.commit();
    EXPECT_EQ(bytes_of(temp / "out" / "plan.json"), "new");
    EXPECT_FALSE(fs::exists(temp / "out" / "manifest.json"));
    EXPECT_EQ(temp.names(), std::set<std::string>{"out"});
}

TEST(OutputFolder, KeepsTheEarlierRunWhenTheNewOneFails) {
    const TempFolder temp;
    make_run(temp / "out", "old");
    {
        OutputFolder folder{temp / "out", true};
        write_text(folder / "plan.json", "half");
    }
    EXPECT_EQ(bytes_of(temp / "out" / "plan.json"), "old");
    EXPECT_EQ(temp.names(), std::set<std::string>{"out"});
}

TEST(OutputFolder, ReplacesAnEmptyFolderWhenAsked) {
    const TempFolder temp;
    fs::create_directory(temp / "out");
    OutputFolder folder{temp / "out", true};
    write_text(folder / "plan.json", "new");
    folder.commit();
    EXPECT_EQ(bytes_of(temp / "out" / "plan.json"), "new");
}

TEST(OutputFolder, NeverReplacesAFolderWithoutOurManifest) {
    const TempFolder temp;
    fs::create_directory(temp / "photos");
    put(temp / "photos" / "a.jpg", "x");
    EXPECT_THAT(refusal(temp / "photos", true), HasSubstr("no manifest.json"));
    for (const std::string fake :
         {"", "{", "[]", "null", R"({"format": 7})", R"({"outputs": []})"}) {
        put(temp / "photos" / "manifest.json", fake);
        EXPECT_THAT(refusal(temp / "photos", true), HasSubstr("no manifest.json")) << fake;
    }
    EXPECT_EQ(bytes_of(temp / "photos" / "a.jpg"), "x");
}

TEST(OutputFolder, NeverReplacesARunThatHoldsSomebodysNotes) {
    const TempFolder temp;
    make_run(temp / "out", "old");
    fs::create_directory(temp / "out" / "deep");
    put(temp / "out" / "deep" / "notes.txt", "mine");
    EXPECT_THAT(refusal(temp / "out", true), HasSubstr("deep/notes.txt"));
    EXPECT_EQ(bytes_of(temp / "out" / "deep" / "notes.txt"), "mine");
}

TEST(OutputFolder, NoticesNotesThatCameWhileItWorked) {
    const TempFolder temp;
    make_run(temp / "out", "old");
    OutputFolder folder{temp / "out", true};
    put(temp / "out" / "notes.txt", "mine");
    EXPECT_THROW(folder.commit(), FileError);
    EXPECT_EQ(bytes_of(temp / "out" / "notes.txt"), "mine");
}

TEST(OutputFolder, NeverReplacesAnEntryThatIsALink) {
    const TempFolder temp;
    make_run(temp / "out", "old");
    put(temp / "elsewhere", "x");
    fs::remove(temp / "out" / "plan.json");
    fs::create_symlink(temp / "elsewhere", temp / "out" / "plan.json");
    EXPECT_THAT(refusal(temp / "out", true), HasSubstr("plan.json"));
    EXPECT_EQ(bytes_of(temp / "elsewhere"), "x");
}

TEST(OutputFolder, NeverFollowsOrReplacesASymlink) {
    const TempFolder temp;
    make_run(temp / "real", "old");
    fs::create_directory_symlink(temp / "real", temp / "link");
    fs::create_directory_symlink(temp / "nowhere", temp / "dangling");
    for (const std::string name : {"link", "link/", "link//", "link/.", "dangling"})
        for (const bool overwrite : {false, true})
            EXPECT_THAT(refusal(temp / name, overwrite), HasSubstr("symbolic link")) << name;
    EXPECT_EQ(bytes_of(temp / "real" / "plan.json"), "old");
}

TEST(OutputFolder, RefusesAFileAndAFolderUnderAFile) {
    const TempFolder temp;
    put(temp / "file", "x");
    EXPECT_THAT(refusal(temp / "file", true), HasSubstr("not a folder"));
    EXPECT_THAT(refusal(temp / "file" / "out", false), HasSubstr("Not a directory"));
    EXPECT_THAT(refusal(temp / "file" / "deep/out", false), HasSubstr("Not a directory"));
    EXPECT_EQ(bytes_of(temp / "file"), "x");
    EXPECT_EQ(temp.names(), std::set<std::string>{"file"});
}

TEST(OutputFolder, RefusesNamesThatAreNoFolderOfTheirOwn) {
    for (const std::string name : {"", ".", "./", "..", "/", "//", "../..", "./."})
        for (const bool overwrite : {false, true})
            EXPECT_NE(refusal(name, overwrite), "") << '"' << name << '"';
}

TEST(OutputFolder, RefusesAMountPoint) {
    struct stat root {};
    struct stat proc {};
    if (::stat("/", &root) != 0 || ::stat("/proc", &proc) != 0 || root.st_dev == proc.st_dev)
        GTEST_SKIP() << "/proc is not mounted here";
    EXPECT_THAT(refusal("/proc", true), HasSubstr("mount point"));
}

TEST(OutputFolder, SaysWhyAFolderCannotBeCreated) {
    EXPECT_NE(refusal("/proc/beatline-out", false), "");
    const TempFolder temp;
    EXPECT_THAT(refusal(temp / std::string(300, 'x'), false), HasSubstr("File name too long"));
    EXPECT_TRUE(temp.names().empty());
}

TEST(OutputFolder, DoesNotReplaceWhatAppearedWhileItWorked) {
    const TempFolder temp;
    OutputFolder folder{temp / "out", false};
    fs::create_directory(temp / "out");
    EXPECT_THROW(folder.commit(), FileError);
    EXPECT_TRUE(fs::is_empty(temp / "out"));
}

TEST(OutputFolder, IsCommittedOnce) {
    const TempFolder temp;
    OutputFolder folder{temp / "out", false};
    folder.commit();
    EXPECT_THROW(folder.commit(), std::logic_error);
}

TEST(OutputFile, ReplacesOnlyAtCommitAndOnlyWhenAsked) {
    const TempFolder temp;
    put(temp / "density.tif", "old");
    EXPECT_THROW((OutputFile{temp / "density.tif", false}), FileError);
    {
        OutputFile abandoned{temp / "density.tif", true};
        put(abandoned.work(), "half");
    }
    EXPECT_EQ(bytes_of(temp / "density.tif"), "old");
    OutputFile file{temp / "density.tif", true};
    EXPECT_EQ(file.work().extension(), ".tif");
    put(file.work(), "new");
    file.commit();
    EXPECT_EQ(bytes_of(temp / "density.tif"), "new");
    EXPECT_EQ(temp.names(), std::set<std::string>{"density.tif"});
}

TEST(OutputFile, RefusesLinksFoldersAndMissingFolders) {
    const TempFolder temp;
    put(temp / "real", "x");
    fs::create_symlink(temp / "real", temp / "link");
    fs::create_directory(temp / "folder");
    for (const std::string name : {"link", "folder", "folder/", "missing/file", "real/file", "."})
        EXPECT_THROW((OutputFile{temp / name, true}), FileError) << name;
    EXPECT_THROW((OutputFile{"", true}), FileError);
    EXPECT_EQ(bytes_of(temp / "real"), "x");
    EXPECT_EQ(temp.names(), (std::set<std::string>{"real", "link", "folder"}));
}

TEST(WriteText, SaysWhyTheDiskRefused) {
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
    try {
        write_text("/dev/full", "text");
        FAIL() << "a full disk went unnoticed";
    } catch (const FileError& error) {
        EXPECT_THAT(error.what(), HasSubstr("No space left"));
    }
}

}  // namespace
}  // namespace beatline
