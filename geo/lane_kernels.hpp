// The inner loops of density: what geo/density_<level>.cpp offers, once for each instruction level.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "geo/placed_point.hpp"
#include "geo/simd.hpp"

namespace beatline {

/// Kernels that the direct loop knows, and the polynomial ones by their degree in 1 - u^2.
enum class LaneShape { epanechnikov = 1, quartic = 2, triweight = 3, triangular };

/// A block of cells whose sums stay in registers.
struct CellBlock {
    static constexpr int cols = 16;
    static constexpr int rows = 8;

    double centre_x;  ///< cells from the grid's corner
    double centre_y;
    double inverse_radius;  ///< 1 / cells
    double reach;           ///< cells: points farther from the centre's column add nothing
    double* sums;           ///< rows x cols; added to
};

/// Neighbours in a list of points: [first, end).
struct PointRun {
    std::uint32_t first;
    std::uint32_t end;
};

/// Where a kernel's support lies around a bin: cells inside it for every point of the bin, and the
/// rim, where each point must be asked. Offsets count from the bin's south-west cell.
struct MomentShape {
    double radius;          ///< cells
    double inverse_radius;  ///< 1 / cells
    int bin;                ///< cells a side
    int inner_row_first;
    int inner_row_end;
    const std::int32_t* inner_first;  ///< by row from inner_row_first
    const std::int32_t* inner_end;
    int inner_west;  ///< smallest inner_first, largest inner_end
    int inner_east;
    int rim_row_first;
    int rim_row_end;
    const std::uint32_t* rim_row_lane;  ///< by row from rim_row_first, and the end
    const float* rim_constant;          ///< 1 - |o|^2, with o from the bin's centre in radii
    const float* rim_x;                 ///< 2 o
    const float* rim_y;
    const std::int32_t* rim_col;
    const std::ptrdiff_t* rim_offset;  ///< in Rims::sums from the bin's south-west cell
    int rim_west;                      ///< smallest rim_col, and one past the largest
    int rim_east;
    std::uint32_t alone;  ///< bins of at most so many points are taken point by point
};

/// Rows of cells while they are added up: the rims of all bins, over the grid's whole width.
struct Rims {
    int first_row;
    int rows;
    int cols;
    double* sums;  ///< rows x stride
    std::ptrdiff_t stride;
};

/// A part of these rows while polynomials are begun and ended in it; u and v count from its centre.
struct Window {
    static constexpr int block = 64;  ///< columns that are marked as touched together

    int first_row;
    int rows;
    int first_col;
    int cols;
    double* edges;           ///< rows x (cols + 1) x edge_lanes(degree)
    unsigned char* touched;  ///< by block
};

/// Coefficients of a row's polynomial, and how many points it sums.
[[nodiscard]] constexpr int edge_lanes(int degree) {
    return degree == 1 ? 4 : 8;
}

/// An event's distance in radii over each end of a street.
struct ReachingEvent {
    double over_first;
    double over_last;
    double weight;
};

/// The middles of a street's lixels in radii from its ends, and their sums. `count` is a multiple
/// of 4; middles that are not there are at infinity.
struct LixelRow {
    const double* ahead;
    const double* behind;
    double* sums;
    int count;
};

/// Sums that the moment engine keeps of a bin: degree 1, 2, 3.
[[nodiscard]] constexpr int bin_sums(int degree) {
    return degree == 1 ? 4 : degree == 2 ? 9 : 16;
}

struct LaneKernels {
    void (*add_to_block)(LaneShape, const PlacedPoint*, const PointRun*, std::size_t runs,
                         const CellBlock&);
    /// Adds the rims of bins; degree 1 to 3.
    void (*add_rims)(int degree, const MomentShape* by_level, const Rims&, const PlacedPoint*,
                     const PointBin*, std::size_t);
    /// Adds what lies inside of the rims, and points that are alone.
    void (*add_inner)(int degree, const MomentShape* by_level, const Window&, const PlacedPoint*,
                      const PointBin*, std::size_t, const double* sums);
    /// One finished row of a window, times `scale`, into zeros; leaves the row and its rims empty.
    /// `rims` is that of the window's first column.
    void (*finish_row)(int degree, double inverse_radius, const Window&, int row, double* rims,
                       double scale, float* out);
    void (*add_to_lixels)(LaneShape, const ReachingEvent*, std::size_t, const LixelRow&);
};

[[nodiscard]] const LaneKernels& lane_kernels(SimdLevel level);

}  // namespace beatline
