// SPDX-License-Identifier: Apache-2.0
#include "viewer/escape.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(Escape, LeavesNoMarkupInHtml) {
    EXPECT_EQ(html_escaped("<a href=\"x\">R&B's</a>"),
              "&lt;a href=&quot;x&quot;&gt;R&amp;B&#39;s&lt;/a&gt;");
    EXPECT_EQ(html_escaped("Caffè – 25 m²"), "Caffè – 25 m²");
}

TEST(Escape, KeepsTheValueOfJsonAndNoneOfItsAngleBrackets) {
    const std::string nasty = "</script><!--<script>&\u2028 line \u2029 end \"quoted\" \\u003c";
    const std::string escaped = script_escaped(nlohmann::json(nasty).dump());
    EXPECT_EQ(escaped.find_first_of("<>&"), std::string::npos);
    EXPECT_EQ(escaped.find("\u2028"), std::string::npos);
    EXPECT_EQ(escaped.find("\u2029"), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(escaped).get<std::string>(), nasty);
}

TEST(Escape, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(valid_utf8("Caf\xe9 R\xc3\xb4"), "Caf\uFFFD R\u00f4");
    EXPECT_EQ(valid_utf8("plain"), "plain");
}

// RFC 4648, section 10.
TEST(Escape, WritesTheBase64OfTheStandardsTestVectors) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foob"), "Zm9vYg==");
    EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

}  // namespace
}  // namespace beatline
