// SPDX-License-Identifier: Apache-2.0
#include "app/command_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "app/progress.hpp"
#include "data/csv.hpp"
#include "data/error.hpp"
#include "data/output_folder.hpp"
#include "data/projection.hpp"
#include "data/read_roads.hpp"
#include "data/value_text.hpp"
#include "planner/travel.hpp"

namespace beatline {
namespace {

constexpr Metres worth_a_warning{100.0};
constexpr std::size_t max_points = 20'000;  // 1.6 GB of times

struct InputPoint {
    std::uint64_t row;  // of the file, 1 is the first after the header
    std::uint64_t line;
    Point given;
};

TravelMode mode_of(const std::string& profile) {
    if (profile == "car") return TravelMode::car;
    if (profile == "foot") return TravelMode::foot;
    throw UsageError{fmt::format("--profile {}: not known; car or foot", profile)};
}

void check_snap_limit(const MatrixOptions& options) {
    if (options.snap_limit_m > 0.0 && options.snap_limit_m <= largest_snap_limit.value) return;
    throw UsageError{fmt::format("--snap-limit {}: wanted metres, more than 0 and {} at most",
                                 options.snap_limit_m, largest_snap_limit.value)};
}

std::string where(const MatrixOptions& options, std::uint64_t row, std::uint64_t line) {
    return fmt::format("{}: row {} (line {})", options.points.string(), row, line);
}

double read_coordinate(const MatrixOptions& options, const CsvRow& row, std::size_t column,
                       const std::string& name) {
    const std::string_view text = trimmed(row.fields[column]);
    const std::optional<double> number = parse_number(text);
    if (number && std::isfinite(*number)) return *number;
    throw InputError{
        fmt::format("{}, column \"{}\": {} is not a finite number; correct or remove the row "
                    "(every point is a row and a "
                    "column of the matrix, so none may be left out)",
                    where(options, row.number, row.line), name,
                    text.empty() ? "an empty field" : fmt::format("\"{:.40}\"", text))};
}

std::vector<InputPoint> read_points(const MatrixOptions& options) {
    const CsvFile file{options.points};
    const std::size_t x = file.column(options.x);
    const std::size_t y = file.column(options.y);
    std::vector<InputPoint> points;
    file.for_each_row([&](const CsvRow& row) {
        if (row.fields.size() != file.columns().size()) {
            throw InputError{fmt::format(
                "{}: {} fields, but the header has {}; correct or remove the row",
                where(options, row.number, row.line), row.fields.size(), file.columns().size())};
        }
        if (points.size() == max_points) {
            throw LimitError{fmt::format("{}: more than {} points; split the file",
                                         options.points.string(), max_points)};
        }
        points.push_back({row.number,
                          row.line,
                          {read_coordinate(options, row, x, options.x),
                           read_coordinate(options, row, y, options.y)}});
    });
    if (points.empty())
        throw InputError{fmt::format("{}: has no rows, so no points", options.points.string())};
    return points;
}

/// Degrees under the name of a metric CRS would land in the sea off Cornwall, all on one spot.
void check_units(const MatrixOptions& options, const std::vector<InputPoint>& points) {
    const bool like_degrees = std::ranges::all_of(points, [](const InputPoint& p) {
        return std::abs(p.given.x) <= 180.0 && std::abs(p.given.y) <= 90.0;
    });
    if (like_degrees && !describe_crs(options.crs).geographic) {
        throw InputError{
            fmt::format("{}: all points lie within 180 and 90, so they look like degrees, but "
                        "--crs {} is in metres; try --crs "
                        "EPSG:4326",
                        options.points.string(), options.crs)};
    }
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// Where most of the points are (one stray row does not move it), and the CRS to measure in there.
struct Middle {
    Point degrees;
    std::string working_crs;
};

Middle find_middle(const MatrixOptions& options, const std::vector<InputPoint>& points) {
    const Projection to_degrees{options.crs, "EPSG:4326"};
    const bool in_degrees = describe_crs(options.crs).geographic;
    std::vector<double> longitudes;
    std::vector<double> latitudes;
    for (const InputPoint& point : points) {
        const auto place = to_degrees(point.given);
        if (!place) {
            const bool swapped = in_degrees && to_degrees({point.given.y, point.given.x});
            throw InputError{fmt::format("{}: ({}, {}) is no place in {}; {}",
                                         where(options, point.row, point.line), point.given.x,
                                         point.given.y, options.crs,
                                         swapped ? "are --x and --y swapped? x is the longitude"
                                                 : "is --crs the right one?")};
        }
        longitudes.push_back(place->x);
        latitudes.push_back(place->y);
    }
    const Point degrees{median(std::move(longitudes)), median(std::move(latitudes))};
    return {degrees, working_crs_at(degrees.x, degrees.y)};
}

RoadReading read_roads_at(const MatrixOptions& options, const Middle& middle, TravelMode mode) {
    try {
        return read_roads({options.roads, options.roads.string(), middle.working_crs, mode, {}});
    } catch (const InputError& e) {
        // Roads that are out of reach are often points that are: say where the points were taken to
        // be.
        throw InputError{fmt::format(
            "{} (the points' middle is taken to be at longitude {:.4f}, latitude {:.4f}; if "
            "that is wrong, check --x, --y and --crs)",
            e.what(), middle.degrees.x, middle.degrees.y)};
    }
}

std::vector<RoadPosition> snap(const MatrixOptions& options, const std::vector<InputPoint>& points,
                               const std::string& working_crs, const RoadIndex& index) {
    const Projection projection{options.crs, working_crs};
    std::vector<RoadPosition> places;
    places.reserve(points.size());
    for (const InputPoint& point : points) {
        const auto at = projection(point.given);
        if (!at) {
            throw InputError{fmt::format(
                "{}: ({}, {}) is too far from the other points for one plane ({})",
                where(options, point.row, point.line), point.given.x, point.given.y, working_crs)};
        }
        if (const auto place = index.nearest(*at, Metres{options.snap_limit_m})) {
            places.push_back(*place);
            continue;
        }
        const auto nearest = index.nearest(*at, Metres{std::numeric_limits<double>::max()});
        throw InputError{
            fmt::format("{}: ({}, {}) is {:.0f} m from the nearest road of {} (limit {:g} m, "
                        "--snap-limit); check the point, --crs, and that the roads cover it",
                        where(options, point.row, point.line), point.given.x, point.given.y,
                        nearest ? nearest->off_road.value : std::numeric_limits<double>::infinity(),
                        options.roads.string(), options.snap_limit_m)};
    }
    return places;
}

/// Points that are far from any road, with the three farthest; nothing when there are none.
std::optional<std::string> warning_of_far_points(const MatrixOptions& options,
                                                 const std::vector<InputPoint>& points,
                                                 const std::vector<RoadPosition>& places) {
    std::vector<std::size_t> far;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].off_road > worth_a_warning) far.push_back(i);
    }
    if (far.empty()) return std::nullopt;
    std::ranges::stable_sort(far, std::greater{},
                             [&](std::size_t i) { return places[i].off_road; });
    std::string list;
    for (std::size_t k = 0; k < std::min<std::size_t>(far.size(), 3); ++k)
        list += fmt::format("{}row {} {:.0f} m", list.empty() ? "" : ", ", points[far[k]].row,
                            places[far[k]].off_road.value);
    return fmt::format(
        "{}: {} of {} points lie more than {:g} m from the nearest road, the "
        "farthest: {}",
        options.points.string(), far.size(), points.size(), worth_a_warning.value, list);
}

std::string csv_of(const TravelMatrix& matrix) {
    std::string text;
    for (std::size_t from = 0; from < matrix.size(); ++from) {
        for (std::size_t to = 0; to < matrix.size(); ++to) {
            if (to > 0) text += ',';
            const std::uint32_t seconds = matrix(from, to);
            if (seconds != TravelMatrix::unreachable)
                fmt::format_to(std::back_inserter(text), "{}", seconds);
        }
        text += '\n';
    }
    return text;
}

void print_summary(const MatrixOptions& options, const RoadReading& roads,
                   const std::string& working_crs, std::size_t points) {
    if (options.json) {
        const nlohmann::ordered_json summary{
            {"points", points},
            {"profile", options.profile},
            {"working_crs", working_crs},
            {"roads_km", std::round(roads.report.length_km * 1000.0) / 1000.0},
            {"links_cut_off", roads.report.links_cut_off},
            {"warnings", roads.warnings}};
        print_whole(summary.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    }
    if (options.quiet) return;
    for (const std::string& warning : roads.warnings)
        fmt::print(stderr, "warning: {}\n", terminal_text(warning));
    fmt::print(stderr, "{} x {} travel times in seconds, by {}, over {:.0f} km of roads\n", points,
               points, options.profile, roads.report.length_km);
}

}  // namespace

int matrix_command(const MatrixOptions& options) {
    const TravelMode mode = mode_of(options.profile);
    const bool to_file = !options.output.empty() && options.output != "-";
    if (!to_file && options.json)
        throw UsageError{"--json prints a summary where the matrix would go; name a file with -o"};
    check_snap_limit(options);
    (void)describe_crs(options.crs);
    std::optional<OutputFile> file;  // an output that is in the way is refused before the work
    if (to_file) file.emplace(options.output, options.overwrite);

    const std::vector<InputPoint> points = read_points(options);
    check_units(options, points);
    const Middle middle = find_middle(options, points);
    RoadReading roads = read_roads_at(options, middle, mode);
    const RoadIndex index{roads.network};
    const auto places = snap(options, points, middle.working_crs, index);
    if (auto warning = warning_of_far_points(options, points, places))
        roads.warnings.push_back(std::move(*warning));
    const TravelMatrix matrix = travel_times(roads.network, places);
    if (interrupted()) throw Interrupted{};
    const std::string text = csv_of(matrix);
    if (file) {
        write_text(file->work(), text);
        file->commit();
    } else {
        print_whole(text);
    }
    print_summary(options, roads, middle.working_crs, points.size());
    const bool refused = options.strict && !roads.warnings.empty();
    return static_cast<int>(refused ? ExitCode::bad_input : ExitCode::ok);
}

}  // namespace beatline
