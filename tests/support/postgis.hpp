// The PostgreSQL server that scripts/with_postgis starts for tests, opened with GDAL.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <string>

namespace beatline::testing {

/// The connection string for libpq, or for GDAL after "PG:"; empty when there is no server, and
/// then a test skips: `if (test_server().empty()) GTEST_SKIP() << no_test_server;`. The database is
/// shared by all tests that run: give tables a name of the test's own, and drop them. What GDAL
/// writes is seen by other connections once its dataset is closed.
inline std::string test_server() {
    const char* connection = std::getenv("BEATLINE_TEST_PG");
    return connection == nullptr ? "" : connection;
}

inline constexpr const char* no_test_server =
    "no server: run the tests inside scripts/with_postgis, as scripts/test does";

}  // namespace beatline::testing
