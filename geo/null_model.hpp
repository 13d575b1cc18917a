// Where events would lie by chance: anywhere in the study area, or as a background is spread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/area_pieces.hpp"
#include "geo/uniform_area.hpp"
#include "geo/weighted_point.hpp"
#include "geo/zone.hpp"

namespace beatline {

/// A line that attracts events in proportion to its length.
struct WeightedLine {
    Polyline line;
    double per_metre{1.0};  ///< >= 0
};

/// Events drawn independently of one another. A background is cut to the study area when the model
/// is made: what it has outside is left out, of a zone or a line by its share. Immutable: any
/// number of threads may draw.
class NullModel {
public:
    /// Complete spatial randomness within the area. Throws std::invalid_argument for an area of
    /// nothing.
    [[nodiscard]] static NullModel anywhere(const MultiPolygon& area);
    /// In proportion to a background of zones, points or lines within the study area (none
    /// given: everywhere). Throw std::invalid_argument where no weight of theirs lies inside it.
    /// `cancelled` is asked now and then; once it says yes the model is void, or they throw.
    [[nodiscard]] static NullModel by_zones(std::span<const Zone> zones, const MultiPolygon& area,
                                            bool (*cancelled)() = nullptr);
    [[nodiscard]] static NullModel by_points(std::vector<WeightedPoint> points,
                                             const MultiPolygon& area);
    [[nodiscard]] static NullModel by_lines(std::span<const WeightedLine> lines,
                                            const MultiPolygon& area,
                                            bool (*cancelled)() = nullptr);

    /// The places of one replicate, the i-th always the same for a stream. Parallel.
    void draw(const RandomStream& replicate, std::span<Point> places) const;

    /// The same distribution as fixed points, about `step` metres apart where it is continuous, or
    /// at even places of zones that are smaller or thinner than that: weights add up to 1.
    /// `cancelled` is asked now and then; once it says yes the points are void.
    [[nodiscard]] std::vector<WeightedPoint> spread(Metres step,
                                                    bool (*cancelled)() = nullptr) const;

private:
    enum class Kind : std::uint8_t { anywhere, zones, points, lines };
    struct Segment {
        Point a, b;
    };
    /// One of two outcomes of a draw (Walker 1977; Vose 1991).
    struct Alias {
        double stay{1.0};
        std::uint32_t other{0};
    };

    explicit NullModel(Kind kind) : kind_{kind} {}
    void set_weights(std::vector<double> weights);
    [[nodiscard]] std::size_t draw_piece(RandomStream& random) const;
    [[nodiscard]] Point draw_one(RandomStream& random) const;
    [[nodiscard]] std::vector<Point> places_of(std::size_t piece, double step) const;

    Kind kind_;
    std::vector<UniformArea> whole_;  // one, of anywhere
    std::vector<AreaPieces> zones_;
    std::vector<Point> points_;
    std::vector<Segment> segments_;
    std::vector<double> weights_;  // of the pieces, adding up to 1
    std::vector<Alias> alias_;     // empty with one piece
};

}  // namespace beatline
