// What a test against chance says of one place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace beatline {

struct ChanceVerdict {
    double p_value{1.0};     ///< share of chance's candidates that score as high, (0, 1]
    double p_family{1.0};    ///< share of replicates in which any scores as high, (0, 1]
    double p_adjusted{1.0};  ///< false discovery rate over all candidates, after the test of the
                             ///< whole
    bool significant{false};
};

}  // namespace beatline
