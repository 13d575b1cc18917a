// SPDX-License-Identifier: Apache-2.0
#include "app/engine_flags.hpp"

#include "app/run_flags.hpp"

namespace beatline {

namespace {

void add_file_flags(CLI::App& command, std::filesystem::path& output, bool& overwrite,
                    const char* what = "File to write; - is standard output") {
    command.add_option("-o,--output", output, what)->type_name("FILE");
    command.add_flag("--overwrite", overwrite, "Replace an existing file");
}

}  // namespace

void add_density_flags(CLI::App& command, DensityOptions& options) {
    command.add_option("POINTS", options.points, "CSV file of points")
        ->required()
        ->type_name("FILE");
    command.add_option("--x", options.x, "Column of the easting")->required()->type_name("COL");
    command.add_option("--y", options.y, "Column of the northing")->required()->type_name("COL");
    command.add_option("--weight", options.weight, "Column of the weight")->type_name("COL");
    command.add_option("--by", options.by, "Column: a band for each of its values")
        ->type_name("COL");
    command.add_option("--crs", options.crs, "CRS of the points, in metres")
        ->required()
        ->type_name("EPSG:N");
    command.add_option("--extent", options.extent, "XMIN,YMIN,XMAX,YMAX of the raster")
        ->type_name("BOX");
    command.add_option("--cell", options.cell, "Cell in metres")->type_name("M");
    command
        .add_option("--kernel", options.kernel,
                    "quartic, epanechnikov, triweight,\ntriangular, uniform or gaussian")
        ->type_name("NAME");
    command
        .add_option("--bandwidth", options.bandwidth,
                    "Metres; or auto, silverman, scott,\nlikelihood or diggle")
        ->required()
        ->type_name("M");
    command
        .add_option("--like", options.like,
                    "qgis, grass or spatstat: bandwidth and\nunits as that program means them")
        ->type_name("NAME");
    command
        .add_option("--method", options.method,
                    "auto, direct, moments, sweep (exact) or\nfft (approximate)")
        ->type_name("NAME");
    command.add_flag("--adaptive", options.adaptive, "A bandwidth for each point (Abramson)");
    command
        .add_option("--nearest", options.nearest,
                    "A bandwidth for each point: as far as its\nN-th nearest other place")
        ->check(CLI::Range(1, 10'000))
        ->type_name("N");
    command.add_option("--area", options.area, "Polygons of the study area: the rest is\nleft out")
        ->type_name("FILE");
    command
        .add_option("--edge-correction", options.edge_correction,
                    "none, uniform or diggle, in the area")
        ->type_name("NAME");
    add_file_flags(command, options.output, options.overwrite, "GeoTIFF to write");
    command.add_flag("--strict", options.strict, "Rejected rows end with exit code 3");
    command.add_flag("--json", options.json, "Print a summary as JSON on stdout");
    command.add_flag("-q,--quiet", options.quiet, "Print nothing on success");
}

void add_matrix_flags(CLI::App& command, MatrixOptions& options) {
    command.add_option("ROADS", options.roads, "OSM file or line layer")
        ->required()
        ->type_name("FILE");
    command.add_option("POINTS", options.points, "CSV file of places")
        ->required()
        ->type_name("FILE");
    command.add_option("--x", options.x, "Column of easting or longitude")
        ->required()
        ->type_name("COL");
    command.add_option("--y", options.y, "Column of northing or latitude")
        ->required()
        ->type_name("COL");
    command.add_option("--crs", options.crs, "CRS of the points")->required()->type_name("EPSG:N");
    command.add_option("--profile", options.profile, "car or foot")
        ->check(CLI::IsMember({"car", "foot"}))
        ->type_name("NAME");
    command
        .add_option("--snap-limit", options.snap_limit_m, "Metres a point may be from a road (500)")
        ->type_name("M");
    add_file_flags(command, options.output, options.overwrite);
    command.add_flag("--strict", options.strict, "Warnings end with exit code 3");
    command.add_flag("--json", options.json, "Print a summary as JSON on stdout");
    command.add_flag("-q,--quiet", options.quiet, "Print nothing on success");
}

void add_solve_flags(CLI::App& command, SolveOptions& options) {
    command.add_option("PROBLEM", options.problem, "Problem file (JSON)")
        ->required()
        ->type_name("FILE");
    add_file_flags(command, options.output, options.overwrite);
    add_search_flags(
        command, [&options](std::uint64_t n) { options.seed = n; },
        [&options](std::uint64_t n) { options.iterations = n; });
    add_time_limit_flag(command, options.time_limit);
    command.add_flag("--json", options.json, "Print the plan on stdout too");
    command.add_flag("-q,--quiet", options.quiet, "Print nothing on success");
}

}  // namespace beatline
