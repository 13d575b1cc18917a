// SPDX-License-Identifier: Apache-2.0
#include "data/layer_rows.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

#include "data/error.hpp"
#include "data/layer_fields.hpp"
#include "data/text_file.hpp"

namespace beatline {
namespace {

constexpr std::uint64_t piece_rows = 20'000;
constexpr std::size_t max_field_bytes = 1U << 20U;  // as of a CSV file

bool is_blank(const OGRFeature& feature) {
    std::string room;
    for (int i = 0; i < feature.GetFieldCount(); ++i) {
        if (!field_text(feature, i, room).empty()) return false;
    }
    return true;
}

class RowTaker {
public:
    RowTaker(const LayerRows& rows, const EventFrame& frame, EventGather& gather)
        : rows_{rows}, frame_{frame}, gather_{gather}, judge_{frame} {}

    void take(const OGRFeature& feature) {
        const std::uint64_t row = ++piece_.tally.read;
        LayerPlace place;
        if (rows_.with_geometry) place = place_of(feature.GetGeometryRef());
        if (!place.not_a_point.empty()) {
            judge_.reject(row, "geometry", "not_a_point", place.not_a_point, piece_);
        } else {
            EventFields fields = texts_of(feature);
            fields.place = place.at;
            judge_.take(fields, row, piece_);
        }
        if (row == piece_rows) hand_on();
    }

    std::uint64_t finish() {
        hand_on();
        return before_;
    }

private:
    EventFields texts_of(const OGRFeature& feature) {
        std::array<std::string_view, 8> texts;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (rows_.columns[i] < 0) continue;
            texts[i] = field_text(feature, rows_.columns[i], rooms_[i]);
            refuse_bad_field(i, texts[i]);
        }
        return {texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7], {}};
    }

    void refuse_bad_field(std::size_t which, std::string_view text) const {
        const auto where = [&] {
            const IncidentSource& s = frame_.source;
            const std::array names{s.x,           s.y,       s.grid_ref, s.time,
                                   s.time_of_day, s.time_to, s.category, s.id};
            return fmt::format("{}: row {}, column \"{}\"", s.shown_path,
                               before_ + piece_.tally.read, names[which]);
        };
        if (text.size() > max_field_bytes) {
            throw LimitError{fmt::format("{}: a text of {} bytes; the limit is {}.", where(),
                                         text.size(), max_field_bytes)};
        }
        if (first_invalid_utf8(text) < text.size()) {
            throw InputError{fmt::format(
                "{}: the text is not UTF-8. Export the layer again; of a Shapefile, say encoding.",
                where())};
        }
    }

    void hand_on() {
        const std::uint64_t read = piece_.tally.read;
        if (read == 0) return;
        gather_.take(piece_, before_);
        before_ += read;
        piece_ = {};
    }

    const LayerRows& rows_;
    const EventFrame& frame_;
    EventGather& gather_;
    EventJudge judge_;
    EventPiece piece_;
    std::uint64_t before_{0};
    std::array<std::string, 8> rooms_;
};

}  // namespace

LookedAt looked_at(const EventColumns& columns) {
    LookedAt found{};
    const std::array named{columns.x,           columns.y,       columns.grid_ref, columns.time,
                           columns.time_of_day, columns.time_to, columns.category, columns.id};
    for (std::size_t i = 0; i < named.size(); ++i)
        found[i] = named[i] ? static_cast<int>(*named[i]) : -1;
    return found;
}

std::uint64_t take_rows(OGRLayer& layer, const LayerRows& rows, const EventFrame& frame,
                        EventGather& gather) {
    RowTaker taker{rows, frame, gather};
    std::uint64_t blanks = 0;  // may yet be followed by a row that is none
    OGRFeatureUniquePtr blank;
    for (auto& feature : layer) {
        if (rows.ends_in_blanks && is_blank(*feature)) {
            ++blanks;
            blank = std::move(feature);
            continue;
        }
        for (; blanks > 0; --blanks) taker.take(*blank);
        taker.take(*feature);
    }
    return taker.finish();
}

}  // namespace beatline
