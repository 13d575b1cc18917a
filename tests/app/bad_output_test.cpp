// Bad input, part 4: an output that exists, is a link, has no room, is cut off in the middle.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <gtest/gtest.h>

#include "tests/support/bad_town.hpp"

namespace beatline {
namespace {

using testing::bytes_of;
using testing::expect_refused;
using testing::Outcome;
using testing::put;
using testing::quoted;
using testing::run_town;
using testing::SmallTown;
using testing::TempFolder;

int exit_code_of(const std::string& script) {
    const int status = std::system(("bash -c " + quoted(script)).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string run_line(const SmallTown& town, const std::string& out) {
    return quoted(BEATLINE_PROGRAM) + " run " + quoted(town.operation()) + " -q -o " + quoted(out);
}

/// A run is whole when each file that its manifest names has the hash that stands there.
void expect_whole(const std::string& folder) {
    const auto manifest = nlohmann::json::parse(bytes_of(folder + "/manifest.json"));
    EXPECT_GT(manifest["outputs"].size(), 5U);
    const TempFolder scratch;
    std::string sums;
    for (const auto& output : manifest["outputs"])
        sums +=
            output["sha256"].get<std::string>() + "  " + output["file"].get<std::string>() + "\n";
    put(scratch / "sums", sums);
    EXPECT_EQ(exit_code_of("cd " + quoted(folder) + " && sha256sum --quiet -c " +
                           quoted(scratch / "sums")),
              0);
}

TEST(BadOutput, AnEarlierRunIsKeptUnlessOverwriteIsSaid) {
    const SmallTown town;
    ASSERT_EQ(run_town(town).code, 0);
    const std::string before = bytes_of(town.out() + "/manifest.json");
    expect_refused(town, 5, {town.out().c_str(), "exists already", "--overwrite"});
    EXPECT_EQ(bytes_of(town.out() + "/manifest.json"), before);
    EXPECT_EQ(run_town(town, {"--overwrite"}).code, 0);
    expect_whole(town.out());
    // A folder that no run has written is not replaced at all.
    std::filesystem::remove_all(town.out());
    std::filesystem::create_directory(town.out());
    put(town / "out/notes.txt", "mine");
    expect_refused(town, 5, {"is not replaced", "holds no manifest.json"}, {"--overwrite"});
    EXPECT_EQ(bytes_of(town / "out/notes.txt"), "mine");
}

TEST(BadOutput, ASymbolicLinkIsNeverFollowedNorReplaced) {
    const SmallTown town;
    std::filesystem::create_directory(town / "real");
    for (const char* target : {"real", "nowhere"}) {
        std::filesystem::remove(town / "out");
        std::filesystem::create_directory_symlink(town / target, town / "out");
        expect_refused(town, 5, {"symbolic link"});
        expect_refused(town, 5, {"symbolic link"}, {"--overwrite"});
        EXPECT_TRUE(std::filesystem::is_symlink(town / "out"));
        EXPECT_TRUE(std::filesystem::is_empty(town / "real"));
        EXPECT_FALSE(std::filesystem::exists(town / "nowhere"));
    }
}

TEST(BadOutput, AFileThatCannotGrowEndsWith5AndNoHalfResult) {
    const SmallTown town;
    const auto before = town.folder().names();
    for (const char* kilobytes : {"1", "40", "200"}) {
        const std::string script = "trap '' XFSZ; ulimit -f " + std::string{kilobytes} + "; exec " +
                                   run_line(town, town.out()) + " 2>/dev/null";
        EXPECT_EQ(exit_code_of(script), 5) << kilobytes;
        EXPECT_EQ(town.folder().names(), before) << kilobytes;
    }
    EXPECT_EQ(run_town(town).code, 0);
}

/// Runs `script` where a file system of its own is mounted at $M with `options`.
int with_mount(const std::string& options, const std::string& script) {
    const TempFolder folder;
    return exit_code_of("exec unshare -m bash -c " +
                        quoted("M=" + quoted(folder.path()) + "; mount -t tmpfs -o " + options +
                               " tmpfs \"$M\" && { " + script + "; }") +
                        " 2>/dev/null");
}

bool can_mount() {
    return with_mount("size=8k", "exit 0") == 0;
}

TEST(BadOutput, AFullDiskEndsWith5AndNoHalfResult) {
    if (!can_mount())
        GTEST_SKIP() << "no file system can be mounted here; AFileThatCannotGrow is much the same";
    const SmallTown town;
    for (const char* size : {"8k", "100k", "400k"}) {
        const int code = with_mount(
            "size=" + std::string{size},
            run_line(town, "") +
                "\"$M/out\"; code=$?; [ -z \"$(ls -A \"$M\")\" ] || exit 90; exit $code");
        EXPECT_EQ(code, 5) << size;
    }
    EXPECT_EQ(with_mount("size=64M", run_line(town, "") + "\"$M/out\""), 0) << "with room";
}

TEST(BadOutput, AReadOnlyFolderEndsWith5) {
    const SmallTown town;
    if (::geteuid() == 0) {  // whom permissions do not stop
        if (!can_mount()) GTEST_SKIP() << "run by root, and no file system can be mounted here";
        EXPECT_EQ(with_mount("ro", run_line(town, "") + "\"$M/out\""), 5);
        return;
    }
    std::filesystem::create_directory(town / "locked");
    std::filesystem::permissions(town / "locked", std::filesystem::perms{0555});
    EXPECT_EQ(exit_code_of(run_line(town, town / "locked/out") + " 2>/dev/null"), 5);
    EXPECT_TRUE(std::filesystem::is_empty(town / "locked"));
}

TEST(BadOutput, KilledAtAnyMomentItLeavesAWholeRunOrNone) {
    const SmallTown town;
    const std::string line = run_line(town, town.out()) + " --overwrite 2>/dev/null";
    int killed = 0;
    for (int step = 0; step < 12; ++step) {
        const std::string wait = std::to_string(0.02 * step);
        const int code = exit_code_of(line + " & sleep " + wait + "; kill -9 $!; wait $!");
        killed += code == 128 + 9 ? 1 : 0;
        if (std::filesystem::exists(town.out())) expect_whole(town.out());
    }
    EXPECT_GT(killed, 0) << "the first is killed before it has begun";
    EXPECT_EQ(run_town(town, {"--overwrite"}).code, 0) << "the next run works";
    expect_whole(town.out());
}

}  // namespace
}  // namespace beatline
