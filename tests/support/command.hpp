// Runs the program as a user would, and gives back what it said and how it ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <vector>

#include "tests/support/temp_folder.hpp"

#ifndef BEATLINE_PROGRAM
#define BEATLINE_PROGRAM "beatline"  // the build says where it is
#endif

namespace beatline::testing {

struct Outcome {
    int code{-1};
    std::string out;
    std::string err;
};

inline std::string quoted(const std::string& text) {
    std::string q = "'";
    for (const char c : text) q += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return q + "'";
}

inline Outcome beatline_says(const std::vector<std::string>& arguments) {
    const TempFolder folder;
    std::string line = quoted(BEATLINE_PROGRAM);
    for (const std::string& a : arguments) line += " " + quoted(a);
    line += " >" + quoted(folder / "out") + " 2>" + quoted(folder / "err") + " </dev/null";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, bytes_of(folder / "out"),
            bytes_of(folder / "err")};
}

}  // namespace beatline::testing
