// A small operation for command-line tests: a grid of streets in Bath, incidents at its corners,
// one unit.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <string>

#include "tests/support/temp_folder.hpp"

namespace beatline::testing {

/// Seven by seven streets about 210 m apart; the south-west corner is [375042, 164612] in
/// EPSG:27700.
inline std::string town_roads() {
    std::string json = R"({"type":"FeatureCollection","features":[)";
    const auto street = [&](const std::string& name, double x0, double y0, double x1, double y1) {
        if (json.back() == '}') json += ",";
        json +=
            R"({"type":"Feature","properties":{"name":")" + name +
            R"(","highway":"residential","maxspeed":"30 mph"},"geometry":{"type":"LineString","coordinates":[[)" +
            std::to_string(x0) + "," + std::to_string(y0) + "],[" + std::to_string(x1) + "," +
            std::to_string(y1) + "]]}}";
    };
    for (int i = 0; i < 7; ++i) {
        for (int j = 0; j < 6; ++j) {
            const double a = 0.003 * j;
            const double b = 0.002 * j;
            street("East " + std::to_string(i), -2.36 + a, 51.38 + 0.002 * i, -2.36 + a + 0.003,
                   51.38 + 0.002 * i);
            street("North " + std::to_string(i), -2.36 + 0.003 * i, 51.38 + b, -2.36 + 0.003 * i,
                   51.38 + b + 0.002);
        }
    }
    return json + "]}";
}

/// Incidents at four places: 12, 8, 5 and 2 of them.
inline std::string town_incidents() {
    std::string csv = "lon,lat,when,what\n";
    const auto add = [&](int count, double lon, double lat, const char* what) {
        for (int i = 0; i < count; ++i)
            csv += std::to_string(lon) + "," + std::to_string(lat) + ",2025-11," + what + "\n";
    };
    add(12, -2.354, 51.384, "Drugs");
    add(8, -2.345, 51.390, "Robbery");
    add(5, -2.3585, 51.390, "Drugs");
    add(2, -2.342, 51.381, "Burglary");
    return csv;
}

/// The operation; `more` is put at its end.
inline std::string town_operation(const std::string& more = "") {
    return R"([operation]
name = "Small town"
marking = "OFFICIAL"
crs = "EPSG:27700"
period = ["2025-12-01", "2025-12-01"]

[[incidents]]
path = "incidents.csv"
x = "lon"
y = "lat"
crs = "EPSG:4326"
time = "when"
category = "what"

[roads]
path = "roads.geojson"

[hotspots]
bandwidth_m = 200
cell_m = 25

[dose]
visits_per_shift = 2
min_gap_min = 60

[search]
iterations = 300

[[unit]]
callsign = "L1"
base = [375042, 164612]
shift = "14:00-18:00"
break_min = 20
)" + more;
}

/// A folder that holds it all, ready to run.
class SmallTown {
public:
    explicit SmallTown(const std::string& more = "") : SmallTown{town_operation(more), 0} {}
    static SmallTown with_operation(const std::string& text) { return SmallTown{text, 0}; }

    [[nodiscard]] std::string operation() const { return folder_ / "operation.toml"; }
    [[nodiscard]] std::string out() const { return folder_ / "out"; }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
        return folder_ / name;
    }
    [[nodiscard]] const TempFolder& folder() const { return folder_; }

private:
    SmallTown(const std::string& operation, int /*whole text*/) {
        put(folder_ / "operation.toml", operation);
        put(folder_ / "roads.geojson", town_roads());
        put(folder_ / "incidents.csv", town_incidents());
    }
    TempFolder folder_;
};

}  // namespace beatline::testing
