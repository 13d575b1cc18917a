// Says where a row's coordinates lie in the working CRS, and what is wrong with them if anything.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/projection.hpp"
#include "geo/area_index.hpp"

namespace beatline {

enum class PlaceVerdict : std::uint8_t {
    good,
    null_island,
    out_of_range,
    untransformable,
    outside_area
};
/// "coord_null_island" and so on; empty when good.
[[nodiscard]] std::string_view reason_of(PlaceVerdict verdict);

struct JudgedPlace {
    Point given;
    Point at;  ///< working CRS; only when good
    PlaceVerdict verdict{PlaceVerdict::good};
    bool fits_swapped_only{false};  ///< in reach of the working CRS, but only with x and y swapped
    bool within_degrees{false};     ///< may be longitude and latitude
    bool out_of_reach{false};
    bool swapped_into_area{false};  ///< not good, but in the study area with x and y swapped
};

/// What places of a file are measured by. Shared by all threads.
struct PlaceFrame {
    std::string crs;  ///< of the coordinates
    std::string working_crs;
    const AreaIndex* area{nullptr};  ///< none: anywhere

    // Worked out once, by place_frame.
    bool from_degrees{false};
    bool to_metres{false};
    bool to_degrees{false};  ///< then only Britain is recognised as the right way round
};
[[nodiscard]] PlaceFrame place_frame(const std::string& crs, const std::string& working_crs,
                                     const AreaIndex* area);

/// One a thread. Places repeat in many files, so each is worked out once while it is remembered;
/// memory is bounded (7 MB), and the answers do not depend on what is remembered.
class PlaceJudge {
public:
    explicit PlaceJudge(const PlaceFrame& frame);

    /// Lives until the next call.
    [[nodiscard]] const JudgedPlace& judge(Point given);

private:
    [[nodiscard]] JudgedPlace work_out(Point given) const;
    void make_room();

    const PlaceFrame& frame_;
    const Projection& projection_;
    std::vector<JudgedPlace> known_;
    std::vector<std::uint32_t> slots_;  // open addressing: index into known_, plus 1
};

}  // namespace beatline
