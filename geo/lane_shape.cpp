// SPDX-License-Identifier: Apache-2.0
#include "geo/lane_shape.hpp"

namespace beatline {

std::optional<LaneShape> lane_shape(Kernel kernel) {
    switch (kernel) {
        case Kernel::quartic:
            return LaneShape::quartic;
        case Kernel::epanechnikov:
            return LaneShape::epanechnikov;
        case Kernel::triweight:
            return LaneShape::triweight;
        case Kernel::triangular:
            return LaneShape::triangular;
        case Kernel::uniform:
        case Kernel::gaussian:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace beatline
