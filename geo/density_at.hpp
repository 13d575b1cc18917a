// Density and its gradient at any place, not only at cell centres.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geo/density.hpp"
#include "geo/kernel_point.hpp"

namespace beatline {

struct DensityAt {
    double per_km2{0.0};  ///< weighted events per km^2
    double dx{0.0};       ///< gradient, per km^2 per m east
    double dy{0.0};       ///< and north
};

/// The surface that estimate_density and estimate_adaptive_density sample, as a function. Built
/// once; a question costs the points within the widest reach of the place. Sums are in double and
/// do not depend on the points' order.
class DensityField {
public:
    /// Throws std::invalid_argument for a bandwidth that is not a positive number.
    DensityField(std::vector<KernelPoint> points, Kernel kernel);
    DensityField(std::vector<WeightedPoint> points, const DensityParams& params);

    /// Where the kernel has a kink (its rim, the cone's tip) the gradient is that of one side, at
    /// the tip zero. The uniform kernel's is zero everywhere.
    [[nodiscard]] DensityAt at(Point place) const;

    /// The points within reach, each weighted by how steeply its kernel falls at `place`, have
    /// their centre here: never lower than `place` (Comaniciu & Meer 2002, theorem 1), and `place`
    /// itself where the surface is flat.
    [[nodiscard]] Point mean_shift(Point place) const;

private:
    struct Band {
        double row{0.0};       // number of the band, south to north
        std::size_t first{0};  // in points_, sorted by x within
    };

    template <class Visit>
    void for_points_near(Point place, const Visit& visit) const;
    [[nodiscard]] double row_of(double y) const;

    Kernel kernel_;
    double reach_{0.0};  // m, of the widest kernel
    std::vector<KernelPoint> points_;
    std::vector<Band> bands_;  // only those that hold points, and an end
};

}  // namespace beatline
