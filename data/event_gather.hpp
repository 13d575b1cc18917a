// Puts the pieces of one source together and judges the source as a whole.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/event_judge.hpp"
#include "data/read_events.hpp"

namespace beatline {

/// Takes pieces in the source's order; numbers categories over all sources of the reading.
class EventGather {
public:
    EventGather(const EventFrame& frame, EventReading& reading);

    /// How many pieces like the first there may be, so that memory is asked for once; 0: unknown.
    void expect_pieces(double pieces) { expected_pieces_ = pieces; }
    void take(EventPiece& piece, std::uint64_t rows_before);
    /// Rows that the source has and nobody looked at; no list of rejections has them.
    void leave_out(const std::string& reason, std::uint64_t rows) { left_out_[reason] += rows; }
    /// Complains of a source that is misread as a whole or of which nothing can be used; else adds
    /// its report, with `notes` first.
    void finish(std::vector<std::string> notes);

private:
    void make_room(std::size_t more);
    [[nodiscard]] std::uint32_t kind_named(const std::string& name);
    [[nodiscard]] IncidentQuality quality();
    void refuse_all_bad(const InputReport& report) const;

    const EventFrame& frame_;
    EventReading& reading_;
    std::size_t first_event_;
    std::size_t first_rejection_;
    double expected_pieces_{0.0};
    double pieces_{0.0};
    EventTally tally_;
    CategoryList categories_;
    std::unordered_map<std::string, std::uint32_t> kinds_;  // of the whole reading
    std::vector<std::uint64_t> ids_;
    std::map<std::string, std::uint64_t> left_out_;
};

}  // namespace beatline
