// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/run_record.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::put;
using testing::TempFolder;

// FIPS 180-4 examples, as published by NIST.
const std::string hash_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string hash_of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, AgreesWithThePublishedExamples) {
    const TempFolder temp;
    put(temp / "abc", "abc");
    put(temp / "nothing", "");
    EXPECT_EQ(sha256_of_text("abc"), hash_of_abc);
    EXPECT_EQ(sha256_of_file(temp / "abc"), hash_of_abc);
    EXPECT_EQ(sha256_of_file(temp / "nothing"), hash_of_nothing);
}

TEST(Sha256, OfAFileIsThatOfItsBytesAcrossBlocks) {
    const TempFolder temp;
    const std::string bytes(200'003, 'q');
    put(temp / "long", bytes);
    EXPECT_EQ(sha256_of_file(temp / "long"), sha256_of_text(bytes));
}

TEST(Sha256, SaysWhichFileItCannotRead) {
    const TempFolder temp;
    EXPECT_THROW(static_cast<void>(sha256_of_file(temp / "missing")), FileError);
    EXPECT_THROW(static_cast<void>(sha256_of_file(temp.path())), FileError);
}

}  // namespace
}  // namespace beatline
