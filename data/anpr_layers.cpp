// SPDX-License-Identifier: Apache-2.0
#include "data/anpr_layers.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace beatline {

namespace {

constexpr std::array day_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

Value whole(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

Value bearing_of(const CameraRate& camera) {
    if (camera.bearing_deg < 0.0) return std::monostate{};
    return camera.bearing_deg;
}

/// Empty for a camera without reads, and for a ratio to others that have no hits.
Value if_read(const CameraRate& camera, double value) {
    if (camera.seen.reads == 0 || !std::isfinite(value)) return std::monostate{};
    return value;
}

std::string p_text(double p) {
    return p < 0.001 ? "p below 0.001" : fmt::format("p = {:.3f}", p);
}

std::string count_text(Disclosure told, std::uint64_t count, std::uint64_t least) {
    switch (told) {
        case Disclosure::shown:
            return fmt::format("{}", count);
        case Disclosure::small:
            return fmt::format("<{}", least);
        case Disclosure::withheld:
            return "withheld";
    }
    return {};
}

/// "00-04 <5, 04-08 12, ..."; bands without a trip are left out.
std::string bands_text(const Corridor& corridor, std::uint64_t least) {
    std::string text;
    for (std::size_t b = 0; b < day_bands; ++b) {
        if (corridor.flow.by_band[b] == 0) continue;
        text += fmt::format("{}{:02}-{:02} {}", text.empty() ? "" : ", ", 4 * b, 4 * b + 4,
                            count_text(corridor.bands[b], corridor.flow.by_band[b], least));
    }
    return text;
}

}  // namespace

std::string_view name_of(CameraSpread spread) {
    switch (spread) {
        case CameraSpread::none:
            return "none";
        case CameraSpread::roads:
            return "roads";
        case CameraSpread::disc:
            return "disc";
    }
    return {};
}

std::string why_of_camera(const CameraRate& camera, const ExposureModel& exposure,
                          const ExposureParams& params) {
    if (camera.seen.reads == 0)
        return fmt::format("No reads: {} hits are comparable with nothing.", camera.seen.hits);
    const CameraExposure& r = camera.rate;
    const std::string rate = fmt::format("{:.2f} hits per 1,000 reads (95 %: {:.2f} to {:.2f})",
                                         r.rate.per_1000, r.rate.low, r.rate.high);
    if (std::isinf(exposure.camera_shape))
        return "Not raised: the cameras' rates differ no more than chance makes them; " + rate +
               ".";
    return fmt::format(
        "{}: {}, {:.2f} times the other cameras' rate ({}; wanted {:g} times, and at a false "
        "discovery rate of {:g}).",
        r.raised ? "Raised" : "Not raised", rate, r.ratio, p_text(r.p_value), params.raised_ratio,
        params.raised_fdr);
}

Layer camera_layer(std::span<const CameraRate> cameras, std::span<const CameraWeight> weights,
                   std::span<const std::string> whys, bool simulated) {
    Layer layer{"cameras", "ANPR cameras", GeometryType::point, {}, {}, "cameras"};
    layer.fields = {
        {"camera", FieldType::text, "camera"},
        {"bearing", FieldType::real, "direction of the traffic it reads, degrees from north"},
        {"hits", FieldType::integer, "hits in the files given"},
        {"reads", FieldType::integer, "reads in the files given"},
        {"per_1000_reads", FieldType::real,
         "hits per 1,000 reads at the week's common mix of hours, shrunk to all cameras' rate"},
        {"low", FieldType::real, "lower end of its 95 % credible interval"},
        {"high", FieldType::real, "upper end of its 95 % credible interval"},
        {"crude", FieldType::real, "hits per 1,000 reads as counted"},
        {"expected", FieldType::real, "hits, had it the rate of all cameras"},
        {"ratio", FieldType::real, "its rate over that of all other cameras, hours allowed for"},
        {"p_value", FieldType::real, "of as many hits or more, had it the others' rate"},
        {"raised", FieldType::boolean, "true: it stands out, and carries weight in the surface"},
        {"anpr_mass", FieldType::real, "weighted events that it brings into the surface"},
        {"spread", FieldType::text, "how: along the roads, as a disc, or none"},
        {"why", FieldType::text, "why it is raised or not"},
        {"simulated", FieldType::boolean, "true: these figures are simulated"}};
    for (std::size_t c = 0; c < cameras.size(); ++c) {
        const CameraRate& one = cameras[c];
        const CameraExposure& r = one.rate;
        layer.features.push_back(
            {one.at,
             {one.id, bearing_of(one), whole(one.seen.hits), whole(one.seen.reads),
              if_read(one, r.rate.per_1000), if_read(one, r.rate.low), if_read(one, r.rate.high),
              if_read(one, r.crude_per_1000), if_read(one, r.expected), if_read(one, r.ratio),
              if_read(one, r.p_value), r.raised, weights[c].mass,
              std::string{name_of(weights[c].spread)}, whys[c], simulated}});
    }
    return layer;
}

Layer camera_hour_table(std::span<const CameraRate> cameras, const ExposureModel& exposure,
                        bool simulated) {
    Layer layer{"camera_hours", "ANPR cameras by hour of the week", GeometryType::none, {}, {}, ""};
    layer.fields = {
        {"camera", FieldType::text, "camera"},
        {"day", FieldType::text, "day of the week, local time"},
        {"hour", FieldType::integer, "hour of the day that begins, local time, 0 to 23"},
        {"hits", FieldType::integer, "hits in the files given"},
        {"reads", FieldType::integer, "reads in the files given"},
        {"per_1000_reads", FieldType::real,
         "hits per 1,000 reads, shrunk to the camera's rate times the hour's"},
        {"low", FieldType::real, "lower end of its 95 % credible interval"},
        {"high", FieldType::real, "upper end of its 95 % credible interval"},
        {"simulated", FieldType::boolean, "true: these figures are simulated"}};
    if (exposure.cells.empty()) return layer;
    for (std::size_t c = 0; c < cameras.size(); ++c) {
        for (std::size_t w = 0; w < hours_a_week; ++w) {
            if (cameras[c].seen.hour_reads[w] == 0) continue;
            const RateEstimate& rate = exposure.cells[c * hours_a_week + w];
            layer.features.push_back(
                {std::monostate{},
                 {cameras[c].id, std::string{day_names.at(w / 24)},
                  static_cast<std::int64_t>(w % 24), whole(cameras[c].seen.hour_hits[w]),
                  whole(cameras[c].seen.hour_reads[w]), rate.per_1000, rate.low, rate.high,
                  simulated}});
        }
    }
    return layer;
}

Layer corridor_layer(std::span<const Corridor> corridors, std::span<const CameraRate> cameras,
                     std::uint64_t least, bool simulated) {
    Layer layer{"corridors", "Corridors between cameras", GeometryType::line, {}, {}, "corridors"};
    layer.fields = {
        {"from", FieldType::text, "camera left"},
        {"to", FieldType::text, "camera reached"},
        {"trips", FieldType::integer, "trips; empty where they are not told"},
        {"shown", FieldType::text, "trips, or why not: fewer vehicles than that, or withheld"},
        {"share", FieldType::real, "of all trips told, 0 to 1"},
        {"km", FieldType::real, "quickest path, km"},
        {"drive_min", FieldType::real, "quickest path, minutes"},
        {"hours", FieldType::text, "trips by when they left, local time; with enough vehicles"},
        {"simulated", FieldType::boolean, "true: these figures are simulated"}};
    std::uint64_t told = 0;
    for (const Corridor& c : corridors) told += c.told == Disclosure::shown ? c.flow.trips : 0;
    for (const Corridor& c : corridors) {
        const bool shown = c.told == Disclosure::shown;
        const auto if_shown = [&](Value value) { return shown ? value : Value{}; };
        layer.features.push_back(
            {c.line,
             {cameras[c.flow.from].id, cameras[c.flow.to].id, if_shown(whole(c.flow.trips)),
              count_text(c.told, c.flow.trips, least),
              if_shown(static_cast<double>(c.flow.trips) /
                       static_cast<double>(std::max<std::uint64_t>(told, 1))),
              c.length_m / 1000.0, c.drive_s / 60.0,
              shown && c.bands_told ? Value{bands_text(c, least)} : Value{}, simulated}});
    }
    return layer;
}

void keep_told(Layer& corridors) {
    std::erase_if(corridors.features, [](const Feature& f) {
        return std::holds_alternative<std::monostate>(f.values.at(2));
    });
}

Layer corridor_street_layer(std::span<const CorridorStreet> streets, bool simulated) {
    Layer layer{"corridor_streets", "Streets of the corridors", GeometryType::line, {}, {},
                "corridor_streets"};
    layer.fields = {{"name", FieldType::text, "street name"},
                    {"class", FieldType::text, "road class"},
                    {"trips", FieldType::integer, "trips of the corridors told that run over it"},
                    {"corridors", FieldType::integer, "how many these are"},
                    {"km", FieldType::real, "length of the street, km"},
                    {"simulated", FieldType::boolean, "true: these figures are simulated"}};
    for (const CorridorStreet& s : streets) {
        layer.features.push_back({s.line,
                                  {s.name, std::string{name_of(s.road_class)}, whole(s.trips),
                                   whole(s.corridors), s.length_m / 1000.0, simulated}});
    }
    return layer;
}

}  // namespace beatline
