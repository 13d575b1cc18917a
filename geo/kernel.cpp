// SPDX-License-Identifier: Apache-2.0
#include "geo/kernel.hpp"

#include <cmath>
#include <numbers>

namespace beatline {

namespace {

using std::numbers::pi;

}  // namespace

std::string_view name_of(Kernel shape) {
    switch (shape) {
        case Kernel::quartic:
            return "quartic";
        case Kernel::epanechnikov:
            return "epanechnikov";
        case Kernel::triweight:
            return "triweight";
        case Kernel::triangular:
            return "triangular";
        case Kernel::uniform:
            return "uniform";
        case Kernel::gaussian:
            return "gaussian";
    }
    return "";
}

std::optional<Kernel> kernel_named(std::string_view name) {
    for (const Kernel shape : all_kernels) {
        if (name_of(shape) == name) return shape;
    }
    return std::nullopt;
}

double kernel_density(Kernel shape, Metres distance, Metres bandwidth) {
    const double h = bandwidth.value;
    const double u = distance.value / h;
    const double inside = std::fmax(1.0 - u * u, 0.0);
    switch (shape) {
        // Silverman (1986), eq. 4.4 and 4.5; the normalisers make the integral over the plane one.
        case Kernel::quartic:
            return 3.0 / (pi * h * h) * inside * inside;
        case Kernel::epanechnikov:
            return 2.0 / (pi * h * h) * inside;
        case Kernel::triweight:
            return 4.0 / (pi * h * h) * inside * inside * inside;
        case Kernel::triangular:
            return 3.0 / (pi * h * h) * std::fmax(1.0 - u, 0.0);
        case Kernel::uniform:
            return u < 1.0 ? 1.0 / (pi * h * h) : 0.0;
        case Kernel::gaussian:
            return u < 6.0 ? std::exp(-0.5 * u * u) / (2.0 * pi * h * h) : 0.0;
    }
    return 0.0;
}

Metres support_radius(Kernel shape, Metres bandwidth) {
    return shape == Kernel::gaussian ? 6.0 * bandwidth : bandwidth;
}

Metres standard_deviation(Kernel shape, Metres bandwidth) {
    // The integral of x^2 K over the plane, for a bandwidth of one.
    const auto variance = [shape] {
        switch (shape) {
            case Kernel::quartic:
                return 1.0 / 8.0;
            case Kernel::epanechnikov:
                return 1.0 / 6.0;
            case Kernel::triweight:
                return 1.0 / 10.0;
            case Kernel::triangular:
                return 3.0 / 20.0;
            case Kernel::uniform:
                return 1.0 / 4.0;
            case Kernel::gaussian:
                return 1.0;
        }
        return 1.0;
    };
    return std::sqrt(variance()) * bandwidth;
}

double roughness(Kernel shape, Metres bandwidth) {
    const double h2 = bandwidth.value * bandwidth.value;
    switch (shape) {
        case Kernel::quartic:
            return 9.0 / (5.0 * std::numbers::pi * h2);
        case Kernel::epanechnikov:
            return 4.0 / (3.0 * std::numbers::pi * h2);
        case Kernel::triweight:
            return 16.0 / (7.0 * std::numbers::pi * h2);
        case Kernel::triangular:
            return 3.0 / (2.0 * std::numbers::pi * h2);
        case Kernel::uniform:
            return 1.0 / (std::numbers::pi * h2);
        case Kernel::gaussian:
            return 1.0 / (4.0 * std::numbers::pi * h2);
    }
    return 0.0;
}

}  // namespace beatline
