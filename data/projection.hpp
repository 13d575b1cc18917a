// The one place where coordinates change their reference system; x is east or longitude, always.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// A CRS as the user named it ("EPSG:27700"), checked, with what the rest of the program asks of
/// it.
struct CrsInfo {
    std::string name;        ///< as given, upper case authority: "EPSG:27700"
    int epsg{0};             ///< 0 when it has no EPSG code
    bool metric{false};      ///< projected, in metres
    bool geographic{false};  ///< degrees
    std::string wkt;
};

/// `name` is AUTHORITY:CODE ("EPSG:27700", "epsg:4326", "OGC:CRS84", "ESRI:102100"), or WKT as a
/// layer carries it. Throws UsageError when the CRS is unknown or not a plain two-dimensional one
/// on Earth; the message says what was found and gives an example.
[[nodiscard]] CrsInfo describe_crs(const std::string& name);

/// Transforms from one CRS to another. x is east or longitude, y is north or latitude, on both
/// sides. Not for sharing between threads: make one a thread.
///
/// One operation is chosen for all points, the first that PROJ ranks for the smaller of the two
/// areas, so that no seam runs through a data set. Ballpark operations and the network are never
/// used.
class Projection {
public:
    /// Throws UsageError for an unknown CRS, InputError when only a ballpark transformation leads
    /// across.
    Projection(const std::string& from_crs, const std::string& to_crs);
    ~Projection();
    Projection(Projection&&) noexcept;
    Projection& operator=(Projection&&) noexcept;

    /// Nothing when the point cannot be transformed (non-finite, or outside the CRS's reach).
    [[nodiscard]] std::optional<Point> operator()(Point p) const;
    /// In place; failed points become NaN. Returns how many failed.
    std::size_t transform(std::vector<Point>& points) const;

    /// What the transformation is and how exact: for the manifest and for warnings. For instance
    /// {"Inverse of British National Grid + OSGB36 to WGS 84 (9)", 1.0,
    /// "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"}.
    struct Accuracy {
        std::string operation;
        std::optional<double> metres;  ///< stated accuracy; nothing when unknown
        std::string grid;              ///< grid file used, or empty
        std::string missing_grid;      ///< a grid that would do better and was not found, or empty
    };
    [[nodiscard]] Accuracy accuracy() const;

    /// The box in the source CRS outside of which nothing is transformed: the area of use of a
    /// projected target, 3 degrees grown (beyond it the plane is no measure any more); else the
    /// whole Earth.
    [[nodiscard]] const Box& reach() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// This thread's own projection between the two, made once: choosing an operation takes PROJ some
/// 20 ms. Lives as long as the thread. Throws as the constructor.
[[nodiscard]] const Projection& projection_between(const std::string& from_crs,
                                                   const std::string& to_crs);

/// Points PROJ at the folders that may hold grid shift files: those listed in
/// BEATLINE_GRIDS (colons between), share/beatline/grid or data/grid beside the program or up to
/// four folders above it, the system's. Forbids PROJ the network. Called once by main before any
/// Projection.
void find_grids(const std::string& program_folder, const std::string& bundled_folder = {});

/// The default working CRS for a place given in degrees: EPSG:27700 in Great Britain, else the UTM
/// zone.
[[nodiscard]] std::string working_crs_at(double longitude_deg, double latitude_deg);

}  // namespace beatline
