// Kernel shapes as functions of the squared distance, for loops over many points.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "geo/kernel.hpp"

namespace beatline {

/// A bandwidth as the shapes want it.
struct KernelScale {
    double h2;       ///< bandwidth squared, m^2
    double inverse;  ///< 1 / h2

    explicit KernelScale(Metres bandwidth)
        : h2{bandwidth.value * bandwidth.value}, inverse{1.0 / h2} {}
};

template <Kernel kernel>
using KernelConstant = std::integral_constant<Kernel, kernel>;

/// Calls `work` with the kernel as a type, so that its loop is compiled for that kernel.
template <class Work>
decltype(auto) for_kernel(Kernel kernel, const Work& work) {
    switch (kernel) {
        case Kernel::quartic:
            return work(KernelConstant<Kernel::quartic>{});
        case Kernel::triweight:
            return work(KernelConstant<Kernel::triweight>{});
        case Kernel::epanechnikov:
            return work(KernelConstant<Kernel::epanechnikov>{});
        case Kernel::triangular:
            return work(KernelConstant<Kernel::triangular>{});
        case Kernel::uniform:
            return work(KernelConstant<Kernel::uniform>{});
        case Kernel::gaussian:
            break;
    }
    return work(KernelConstant<Kernel::gaussian>{});
}

/// The kernel over its value at the centre, at the squared distance `d2` in m^2.
template <Kernel kernel>
double kernel_shape(double d2, const KernelScale& s) {
    const double inside = std::max(1.0 - d2 * s.inverse, 0.0);
    if constexpr (kernel == Kernel::quartic) return inside * inside;
    if constexpr (kernel == Kernel::triweight) return inside * inside * inside;
    if constexpr (kernel == Kernel::epanechnikov) return inside;
    if constexpr (kernel == Kernel::triangular)
        return std::max(1.0 - std::sqrt(d2 * s.inverse), 0.0);
    if constexpr (kernel == Kernel::uniform) return d2 < s.h2 ? 1.0 : 0.0;
    if constexpr (kernel == Kernel::gaussian)
        return d2 < 36.0 * s.h2 ? std::exp(-0.5 * d2 * s.inverse) : 0.0;
}

/// How the shape falls: minus its derivative by distance, over the distance, in 1/m^2. Times
/// (point - place) it is the shape's gradient at the place. Zero at the cone's tip.
template <Kernel kernel>
double kernel_pull(double d2, const KernelScale& s) {
    const double inside = std::max(1.0 - d2 * s.inverse, 0.0);
    if constexpr (kernel == Kernel::quartic) return 4.0 * inside * s.inverse;
    if constexpr (kernel == Kernel::triweight) return 6.0 * inside * inside * s.inverse;
    if constexpr (kernel == Kernel::epanechnikov) return d2 < s.h2 ? 2.0 * s.inverse : 0.0;
    if constexpr (kernel == Kernel::triangular)
        return d2 > 0.0 && d2 < s.h2 ? 1.0 / std::sqrt(d2 * s.h2) : 0.0;
    if constexpr (kernel == Kernel::uniform) return 0.0;
    if constexpr (kernel == Kernel::gaussian)
        return d2 < 36.0 * s.h2 ? std::exp(-0.5 * d2 * s.inverse) * s.inverse : 0.0;
}

}  // namespace beatline
