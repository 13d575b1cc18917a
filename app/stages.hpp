// The stages of a run, one function each, and what passes between them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/choose_method.hpp"
#include "app/hotspot_tests.hpp"
#include "app/snap_places.hpp"
#include "data/anpr_layers.hpp"
#include "data/event_coverage.hpp"
#include "data/layers.hpp"
#include "data/near_repeats.hpp"
#include "data/operation.hpp"
#include "data/projection.hpp"
#include "data/read_anpr.hpp"
#include "data/read_events.hpp"
#include "data/read_roads.hpp"
#include "geo/area_budget.hpp"
#include "geo/choose_bandwidth.hpp"
#include "geo/density_at.hpp"
#include "geo/estimate_surface.hpp"
#include "geo/extract.hpp"
#include "geo/hotspot_figures.hpp"
#include "geo/hotspot_timing.hpp"
#include "geo/zone.hpp"
#include "planner/search.hpp"

namespace beatline {

/// What the density is divided by: zones or other incidents.
struct BackgroundInputs {
    std::vector<Zone> zones;
    std::vector<WeightedPoint> incidents;
};

/// Which of the incidents one source gave; those of one that is for timing are kept apart.
struct SourceEvents {
    std::string name;  ///< empty: it has none
    std::size_t from{0}, count{0};
    std::optional<std::vector<PointEvent>> timing;
};

/// All that was read, in the working CRS, with the account of it.
struct Inputs {
    std::string crs;
    Projection::Accuracy projection;
    MultiPolygon area;
    std::vector<PointEvent> incidents;  ///< weighted by category and age
    std::vector<std::string> kinds;
    std::vector<SourceEvents> sources;  ///< in the operation's order
    std::vector<NearRepeats> near_repeats;
    std::size_t near_repeat_boosted{0};  ///< incidents that weigh more for being recent
    std::vector<double> harm_by_kind;    ///< by the harm table; empty without one
    std::vector<CameraRate> cameras;
    bool anpr_simulated{false};
    bool exposure_known{false};                  ///< there are reads: rates mean something
    ExposureModel exposure;                      ///< of the cameras
    std::vector<Sighting> sightings;             ///< of numbered vehicles, for corridors
    std::string why_no_sightings;                ///< empty where plates were read
    std::optional<std::uint64_t> road_features;  ///< in the road file, once it was read
    std::optional<RoadReading> ahead;  ///< roads for cars, where they were needed before patrols
    std::vector<InputReport> reports;
    std::vector<std::uint64_t> ids;  ///< hashes of the incidents' identifiers
    EventCoverage coverage;          ///< of all incident sources together
    RejectedRows rejected;
    std::vector<std::string> warnings;
    BackgroundInputs background;         ///< of [hotspots.relative]
    std::optional<MethodChoice> method;  ///< what hotspots.method = "auto" came to
};

struct Surface {
    DensityGrid density;
    std::optional<DensityField> field;  ///< the same as a function, where there is one
    DensityParams params;
    Metres narrowest{0}, widest{0};  ///< bandwidths in use; the same unless they are adaptive
    std::string bandwidth_rule;      ///< how the bandwidth was chosen, in words
    std::optional<ChosenBandwidth> chosen;  ///< what the choice rests on; nothing: it was given
    std::optional<DensityGrid> ranking;     ///< hotspots are where this is high; nothing: density
    std::size_t points{0};                  ///< distinct places that carry weight
    std::vector<WeightedPoint> weighted;    ///< these places; only kept when the method needs them
    double weight{0.0};                     ///< all of it
    double anpr_share{0.0};
    std::vector<WeightedPoint> cameras;        ///< what carries weight besides the incidents
    std::optional<DensityGrid> anpr;           ///< the cameras' part of `density`
    std::vector<CameraWeight> camera_weights;  ///< one a camera
};

/// What the density along streets came to.
struct NetworkAccount {
    double mass{0.0};  ///< weighted events on the streets
    std::size_t lixels{0};
    std::size_t nowhere{0};  ///< incidents too far from every street
};

struct FoundHotspots {
    std::vector<Hotspot> hotspots;
    HotspotMembers members;  ///< incidents per hotspot
    std::vector<std::string> reasons;
    std::optional<Layer> streets;  ///< of hotspots that are stretches of street
    std::optional<NetworkAccount> network;
    std::filesystem::path given;         ///< the file that they were read from; empty: found by us
    HotspotTests tests;                  ///< those patrolled come first: HotspotTests::patrolled
    std::optional<AreaTiming> hours;     ///< when windows were to be found
    std::optional<BudgetChoice> budget;  ///< when they were chosen under an area budget
};

/// Roads, and every place of the demand on them.
struct PatrolGround {
    std::vector<RoadReading> roads;                                   ///< one a mode
    std::vector<std::vector<std::optional<RoadPosition>>> positions;  ///< per mode, per place
    std::vector<SnappedPlace> snapped;                                ///< mode after mode
};

struct Patrols {
    PlanClock clock;
    OperationDemand wanted;
    PatrolDemand demand;
    PatrolGround ground;
    std::vector<RoadNetwork> networks;  ///< one a mode
    PatrolPlan plan;
    std::vector<RoutePaths> paths;  ///< one a route
};

/// The working CRS and how exact it is: what everything else is read into.
[[nodiscard]] Inputs open_inputs(const Operation& operation);
/// Each adds one kind of input, with the account of it; they throw what the readers throw.
void add_area(const Operation& operation, Inputs& inputs);
void add_incidents(const Operation& operation, const std::vector<IncidentSource>& sources,
                   Inputs& inputs);
void add_cameras(const Operation& operation, Inputs& inputs);
/// Weighs the incidents by category and age; comes after them.
void add_weights(const Operation& operation, Inputs& inputs);
/// Reads the roads of one mode; their warnings join the inputs', their notes stay with them.
[[nodiscard]] RoadReading add_roads(const Operation& operation, TravelMode mode, Inputs& inputs);
/// The roads for cars, read once and kept for the add_roads that comes after.
[[nodiscard]] const RoadReading& car_roads(const Operation& operation, Inputs& inputs);
/// Throws PolicyError when the key file that the operation names may not be used.
void check_key(const Operation& operation);
/// Reads what [hotspots.relative] names, if it is there.
void add_background(const Operation& operation, Inputs& inputs);
/// Takes the reports' warnings over. Throws NothingToDo when no event is left to work on.
void finish_inputs(Inputs& inputs);

/// All of these in turn.
[[nodiscard]] Inputs read_inputs(const Operation& operation);

/// What to say when the bandwidth is smaller than the spacing of the points that the incidents are
/// snapped to; nothing when it is not, or when they are not snapped.
[[nodiscard]] std::optional<std::string> spacing_warning(const Operation& operation,
                                                         const Inputs& inputs, Metres bandwidth);

/// How far apart the points are that the incidents are snapped to; nothing when they are not.
[[nodiscard]] std::optional<Metres> snap_floor(const Operation& operation, const Inputs& inputs);
/// The Knox test of each group, and with weights.near_repeat the weights of recent incidents.
void study_near_repeats(const Operation& operation, Inputs& inputs);

[[nodiscard]] Surface make_surface(const Operation& operation, Inputs& inputs);

/// Throws NothingToDo when the surface has none.
[[nodiscard]] FoundHotspots find_hotspots(const Operation& operation, Inputs& inputs,
                                          const Surface& surface);

/// Holds the hotspots against chance as [hotspots] asks, and draws their events again. Those that
/// do not stand out are taken out of `found` or put last; `reasons` gain a sentence. The background
/// and the warnings join `inputs`.
void test_hotspots(const Operation& operation, Inputs& inputs, const Surface& surface,
                   FoundHotspots& found);
/// Where the operation says that events would lie by chance. Throws what the readers throw,
/// InputError for a background that holds nothing within the area; nothing when there is no area
/// for events to lie in.
[[nodiscard]] std::optional<NullModel> chance_of(const Operation& operation, Inputs& inputs);
/// Sets the `stability` of each hotspot; a share for every cell of the surface.
[[nodiscard]] Stability stability_of(const Operation& operation, const Inputs& inputs,
                                     const Surface& surface, std::span<Hotspot> hotspots);
/// Events, rate, harm and index of every hotspot, whose members are known.
void add_figures(const Inputs& inputs, const Surface& surface, FoundHotspots& found);

/// An analyst's own layer instead: outlines, ids and masses as the file has them, what it lacks
/// from the surface.
[[nodiscard]] FoundHotspots take_hotspots(const Operation& operation,
                                          const std::filesystem::path& file, Inputs& inputs,
                                          const Surface& surface);

/// The hours and windows of every hotspot, where the operation wants them found; joins the reasons.
void find_hours(const Operation& operation, Inputs& inputs, FoundHotspots& found);

/// Throws InputError for bases far from any road, NothingToDo without units or a period.
[[nodiscard]] Patrols make_patrols(const Operation& operation, Inputs& inputs,
                                   const FoundHotspots& found, const SearchParams& search);

}  // namespace beatline
