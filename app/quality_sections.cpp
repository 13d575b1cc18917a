// SPDX-License-Identifier: Apache-2.0
#include "app/quality_sections.hpp"

#include <nlohmann/json.hpp>

namespace beatline {

nlohmann::json road_section(const RoadReading& roads, const std::string& file) {
    const RoadReport& report = roads.report;
    nlohmann::json section{{"file", file},
                           {"mode", roads.mode == TravelMode::car ? "car" : "foot"},
                           {"features_read", roads.features_read},
                           {"features_used", roads.features_used},
                           {"features_left_out", roads.features_left_out},
                           {"components", report.components},
                           {"weak_components", report.weak_components},
                           {"streets", report.links_kept},
                           {"streets_cut_off", report.links_cut_off},
                           {"km", report.length_km},
                           {"km_cut_off", report.cut_off_km},
                           {"share_kept", report.share_kept()},
                           {"dead_ends", report.dead_ends},
                           {"one_way", report.one_way},
                           {"one_way_km", report.one_way_km},
                           {"turn_bans", report.turn_bans},
                           {"without_name", report.nameless},
                           {"without_name_km", report.nameless_km},
                           {"notes", roads.notes}};
    if (roads.mode == TravelMode::car) {  // on foot no limit counts
        section["without_speed"] = report.speed_assumed;
        section["without_speed_km"] = report.speed_assumed_km;
    }
    for (const auto& [road_class, km] : report.km_by_class)
        section["km_by_class"][std::string{name_of(road_class)}] = km;
    return section;
}

nlohmann::json crs_section(const Inputs& inputs) {
    const Projection::Accuracy& a = inputs.projection;
    nlohmann::json section{
        {"working", inputs.crs}, {"transformation", a.operation}, {"grid", a.grid}};
    if (a.metres) section["accuracy_m"] = *a.metres;
    return section;
}

}  // namespace beatline
