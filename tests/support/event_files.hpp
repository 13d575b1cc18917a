// Incident files for tests: one source, read by the rules of a test, its account always balanced.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/read_events.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline::testing {

inline constexpr const char* header = "lon,lat,when,kind,id\n";

class EventFiles : public ::testing::Test {
protected:
    IncidentSource source(std::string_view content) const {
        IncidentSource s;
        s.path = folder.file("in.csv", content);
        s.shown_path = "in.csv";
        s.x = "lon";
        s.y = "lat";
        s.crs = "EPSG:4326";
        s.time = "when";
        s.category = "kind";
        s.id = "id";
        return s;
    }
    IncidentSource in_grid(std::string_view content) const {
        IncidentSource s = source(content);
        s.crs = "EPSG:27700";
        s.time = s.category = s.id = "";
        return s;
    }
    static EventReading read(const IncidentSource& s, const EventRules& rules = {}) {
        EventReading reading = read_events({s}, rules);
        expect_balance(reading);
        return reading;
    }
    static void expect_balance(const EventReading& reading) {
        std::uint64_t used = 0;
        std::uint64_t rejected = 0;
        for (const InputReport& input : reading.inputs) {
            std::uint64_t here = 0;
            for (const auto& [reason, count] : input.rejected) here += count;
            EXPECT_EQ(input.read, input.used + here) << input.file;
            used += input.used;
            rejected += here;
        }
        EXPECT_EQ(reading.events.size(), used);
        EXPECT_EQ(reading.rejected.size(), rejected);
    }
    static std::string complaint(const IncidentSource& s, const EventRules& rules = {}) {
        return message_of<InputError>([&] { (void)read_events({s}, rules); });
    }

    TempFolder folder;
};

/// A square of `half` metres to each side around Leicester's centre, in EPSG:27700.
inline MultiPolygon square_around_leicester(double half) {
    constexpr Point c{458700.0, 304300.0};
    return {{{{c.x - half, c.y - half},
              {c.x + half, c.y - half},
              {c.x + half, c.y + half},
              {c.x - half, c.y + half},
              {c.x - half, c.y - half}},
             {}}};
}

/// Many good rows, so that a bad one among them is one bad row and not a bad file.
inline std::string good_rows() {
    std::string rows;
    for (int i = 0; i < 300; ++i) rows += "-1.13,52.63,2024-06,Burglary,\n";
    return rows;
}

}  // namespace beatline::testing
