// `beatline density` stopped half way: by the user, by a disk that is full.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tests/support/density_command.hpp"

namespace beatline {
namespace {

using testing::bytes_of;
using testing::DensityCommand;
using ::testing::HasSubstr;
using testing::quoted;
using testing::TempFolder;

constexpr const char* one_point = "e,n\n450000,300000\n";
const std::vector<std::string> many_cells{"--extent", "440000,290000,480000,320000", "--cell", "4"};

class DensityEnds : public DensityCommand {
protected:
    /// The command as one shell line, its words to a file outside the folder.
    [[nodiscard]] std::string line(const std::vector<std::string>& more = many_cells) const {
        std::string text = quoted(BEATLINE_PROGRAM);
        for (const std::string& word : line_for(one_point, more)) text += " " + quoted(word);
        return text + " 2>" + quoted(words / "err");
    }
    [[nodiscard]] static int code_of(const std::string& script) {
        const int status = std::system(("exec bash -c " + quoted(script)).c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    void expect_nothing_left() const {
        EXPECT_EQ(folder.names(), (std::set<std::string>{"p.csv"}));
    }

    TempFolder words;
};

TEST_F(DensityEnds, InterruptedInTheStripsOrInTheRasterItLeavesNothing) {
    // The hidden file stands before the points are read, GDAL's overviews once all strips are in.
    for (const char* sign : {".beatline-*.tif", ".beatline-*.ovr.tmp"}) {
        const std::string wait = "until compgen -G " + quoted(folder.path().string() + "/") + sign +
                                 " >" + quoted(words / "sign") +
                                 "; do kill -0 $! || exit 99; sleep 0.02; done; ";
        EXPECT_EQ(code_of(line() + " & " + wait + "kill -INT $!; wait $!"), 130) << sign;
        expect_nothing_left();
    }
}

TEST_F(DensityEnds, AFileThatCannotGrowEndsWith5AndNamesTheTarget) {
    for (const char* kilobytes : {"1", "40", "20000"}) {
        const std::string limit = "trap '' XFSZ; ulimit -f " + std::string{kilobytes};
        EXPECT_EQ(code_of(limit + "; exec " + line()), 5) << kilobytes;
        expect_nothing_left();
        EXPECT_THAT(bytes_of(words / "err"),
                    HasSubstr(out().string() + ": the density raster cannot be written"));
    }
}

TEST_F(DensityEnds, ABandwidthOfMillionsOfCellsTakesNoMoreMemory) {
    for (const char* kernel : {"quartic", "gaussian"}) {
        const std::string command = line({"--extent", "450000,300000,450100,300100", "--cell", "1",
                                          "--bandwidth", "1e7", "--kernel", kernel, "--overwrite"});
        EXPECT_EQ(code_of("ulimit -v 2500000; exec " + command), 0)
            << kernel << ": " << bytes_of(words / "err");
    }
}

TEST_F(DensityEnds, AFolderThatIsNotThereOrADeviceEndsWith5) {
    for (const std::string& target : {(folder / "none/d.tif").string(), std::string{"/dev/full"}}) {
        std::vector<std::string> line = line_for(one_point);
        *(std::ranges::find(line, "-o") + 1) = target;
        const testing::Outcome outcome = testing::beatline_says(line);
        EXPECT_EQ(outcome.code, 5);
        EXPECT_THAT(outcome.err, HasSubstr(target));
        expect_nothing_left();
    }
}

}  // namespace
}  // namespace beatline
