// SPDX-License-Identifier: Apache-2.0
#include "viewer/page.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <openssl/sha.h>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "viewer/escape.hpp"

#include "tests/web/town.hpp"

namespace beatline {
namespace {

using testing::a_layer;
using testing::a_town;
using testing::an_empty_page;

// What stands between an opening tag, given whole, and the next closing tag.
std::string inside(const std::string& page, const std::string& open, const std::string& close) {
    const auto from = page.find(open);
    if (from == std::string::npos) return {};
    const auto start = from + open.size();
    return page.substr(start, page.find(close, start) - start);
}

nlohmann::json data_of(const std::string& page) {
    return nlohmann::json::parse(
        inside(page, "<script type=\"application/json\" id=\"data\">", "</script>"));
}

std::string policy_hash(const std::string& text) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL reads and writes bytes.
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(digest.data()));  // NOLINT
    return "'sha256-" + base64(digest) + "'";
}

Layer points(const std::vector<Point>& at) {
    Layer layer = a_layer("stops", "", GeometryType::point);
    layer.fields = {{"place", FieldType::text, ""}};
    for (const Point p : at) layer.features.push_back({p, {std::string{"H1"}}});
    return layer;
}

TEST(Page, AdmitsItsOwnScriptAndStyleByHashAndNothingElse) {
    const std::string page = viewer_page(a_town());
    const std::string policy =
        inside(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    const std::string script = inside(page, "<script>", "</script>");
    const std::string style = inside(page, "<style>", "</style>");
    ASSERT_GT(script.size(), 100'000U);
    ASSERT_GT(style.size(), 5'000U);
    EXPECT_NE(policy.find("script-src " + policy_hash(script)), std::string::npos) << policy;
    EXPECT_NE(policy.find("style-src " + policy_hash(style)), std::string::npos) << policy;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(policy.find("http"), std::string::npos);
}

TEST(Page, PointsToNoAddressOutsideItself) {
    const std::string page = viewer_page(a_town());
    const std::string script = inside(page, "<script>", "</script>");
    std::string markup = page;
    markup.replace(markup.find(script), script.size(), "");
    const std::regex target{R"((src|href|action|srcset|data)\s*=|url\(|@import|https?://)",
                            std::regex::icase};
    std::smatch found;
    EXPECT_FALSE(std::regex_search(markup, found, target)) << found.str();
    EXPECT_EQ(script.find("eval("), std::string::npos);
    EXPECT_EQ(script.find("new Function("), std::string::npos);
}

TEST(Page, TakesNothingOfTheUsersForMarkup) {
    ViewerInput input = a_town();
    const std::string nasty = "</script></title><script>alert(2)</script><!-- \u2028 & \" '";
    input.title = input.marking = input.period = input.attribution = input.crs = nasty;
    input.notices = {nasty};
    input.layers.front().title = input.layers.front().name = nasty;
    input.layers.front().fields.front().meaning = nasty;
    input.layers.front().features.front().values.front() = nasty;
    const std::string page = viewer_page(input);
    EXPECT_EQ(page.find("alert(2)</script>"), std::string::npos);
    EXPECT_EQ(page.find("<script>alert"), std::string::npos);
    const std::string block = inside(page, "id=\"data\">", "</script>");
    EXPECT_EQ(block.find_first_of("<>&"), std::string::npos);
    const auto data = data_of(page);
    EXPECT_EQ(data.at("title"), nasty);
    EXPECT_EQ(data.at("layers").at(0).at("columns").at(0).at("words").at(0), nasty);
    EXPECT_NE(page.find("<title>" + html_escaped(nasty) + "</title>"), std::string::npos);
}

TEST(Page, IsTheSameBytesForTheSameInput) {
    EXPECT_EQ(viewer_page(a_town()), viewer_page(a_town()));
}

TEST(Page, CarriesEveryFeatureWithItsValues) {
    const ViewerInput town = a_town();
    const auto data = data_of(viewer_page(town));
    ASSERT_EQ(data.at("layers").size(), town.layers.size());
    for (std::size_t i = 0; i < town.layers.size(); ++i) {
        const auto& layer = data.at("layers").at(i);
        EXPECT_EQ(layer.at("name"), town.layers[i].name);
        EXPECT_EQ(layer.at("features"), town.layers[i].features.size());
        EXPECT_EQ(layer.at("shapes").size(), town.layers[i].features.size());
        EXPECT_EQ(layer.at("columns").size(), town.layers[i].fields.size());
    }
}

TEST(Page, KeepsCoordinatesToTheDecimetreAlongALongLine) {
    Layer layer = a_layer("routes", "Routes", GeometryType::line);
    Polyline line;
    for (int i = 0; i < 2000; ++i)
        line.push_back({400000.0 + 3.33 * i, 100000.0 + 77.0 * std::sin(i)});
    layer.features.push_back({line, {}});
    ViewerInput input;
    input.layers = {layer};
    const auto data = data_of(viewer_page(input));
    const auto deltas =
        data.at("layers").at(0).at("shapes").at(0).at(0).get<std::vector<long long>>();
    ASSERT_EQ(deltas.size(), 2 * line.size());
    long long x = 0;
    long long y = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        x += deltas[2 * i];
        y += deltas[2 * i + 1];
        const double east = data.at("origin").at(0).get<double>() + static_cast<double>(x) / 10.0;
        const double north = data.at("origin").at(1).get<double>() + static_cast<double>(y) / 10.0;
        ASSERT_NEAR(east, line[i].x, 0.0501);
        ASSERT_NEAR(north, line[i].y, 0.0501);
    }
}

TEST(Page, LeavesOutShapesThatAreNowhereAndNumbersThatAreNone) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    Layer layer = points({{10.0, 20.0}, {nan, 0.0}, {0.0, -infinity}, {1e300, 0.0}});
    layer.fields.push_back({"drive_min", FieldType::real, "minutes"});
    layer.features[0].values.emplace_back(infinity);
    layer.features[1].values.emplace_back(2.5);
    ViewerInput input;
    input.layers = {layer};
    const auto data = data_of(viewer_page(input));
    EXPECT_EQ(data.at("origin"), nlohmann::json({10.0, 20.0}));
    const auto& shapes = data.at("layers").at(0).at("shapes");
    EXPECT_EQ(shapes.dump(), "[[[0,0]],null,null,null]");
    EXPECT_EQ(data.at("layers").at(0).at("columns").at(1).dump(), "[null,2.5,null,null]");
}

TEST(Page, StaysUtf8WhateverItIsGiven) {
    ViewerInput input = an_empty_page();
    input.title = "Caf\xe9";
    input.layers = {points({{0.0, 0.0}})};
    input.layers[0].features[0].values[0] = std::string{"\xff"};
    const std::string page = viewer_page(input);
    EXPECT_NE(page.find("<title>Caf\uFFFD</title>"), std::string::npos);
    EXPECT_EQ(page.find('\xff'), std::string::npos);
    EXPECT_EQ(data_of(page).at("layers").at(0).at("columns").at(0).at("words").at(0), "\uFFFD");
}

TEST(Page, OpensWithNothingOnIt) {
    const std::string page = viewer_page(an_empty_page());
    const auto data = data_of(page);
    EXPECT_TRUE(data.at("layers").empty());
    EXPECT_TRUE(data.at("density").is_null());
    EXPECT_EQ(page.find("class=\"marking\" id="), std::string::npos);
}

TEST(Page, ShowsItsMarkingAtTopAndBottomWithoutAnyScript) {
    const std::string page = viewer_page(a_town());
    EXPECT_NE(page.find("id=\"marking-top\">OFFICIAL-SENSITIVE</p>"), std::string::npos);
    EXPECT_NE(page.find("id=\"marking-bottom\">OFFICIAL-SENSITIVE</p>"), std::string::npos);
}

}  // namespace
}  // namespace beatline
