// Names of the reasons, as plan files carry them.
// SPDX-License-Identifier: Apache-2.0
#include "planner/plan.hpp"

namespace beatline {

std::string_view name_of(WhyUnserved why) {
    switch (why) {
        case WhyUnserved::unreachable:
            return "unreachable";
        case WhyUnserved::lacks_skill:
            return "lacks_skill";
        case WhyUnserved::lacks_crew:
            return "lacks_crew";
        case WhyUnserved::outside_shifts:
            return "outside_shifts";
        case WhyUnserved::too_far:
            return "too_far";
        case WhyUnserved::no_time_left:
            return "no_time_left";
        case WhyUnserved::not_found:
            return "not_found";
    }
    return "not_found";
}

}  // namespace beatline
