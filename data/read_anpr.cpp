// SPDX-License-Identifier: Apache-2.0
#include "data/read_anpr.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <unordered_map>
#include <unordered_set>

#include "data/csv.hpp"
#include "data/error.hpp"
#include "data/key_file.hpp"
#include "data/pseudonym.hpp"
#include "data/read_cameras.hpp"
#include "data/time_reader.hpp"

namespace beatline {
namespace {

constexpr std::uint64_t most_reads_an_hour = 1'000'000;  // more is no count of one camera's hour

/// A whole number of reads, 0 to a million.
std::optional<std::uint64_t> parse_count(std::string_view text) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return count <= most_reads_an_hour ? std::optional{count} : std::nullopt;
}

/// How hits and reads are dated, and which dates are let in.
struct AnprTimes {
    TimeZone zone;
    std::optional<Instant> now;
    std::optional<Instant> kept_from;
};

/// Hour of the week on the zone's clock, 0 is Monday from 00:00.
std::size_t hour_of_week(Instant when, const TimeZone& zone) {
    const auto local = (when + zone.offset_at(when)).time_since_epoch();
    constexpr std::int64_t week = 7 * 24 * 3600;
    constexpr std::int64_t to_monday = 3 * 24 * 3600;  // 1970-01-01 was a Thursday
    const std::int64_t in_week = ((local.count() + to_monday) % week + week) % week;
    return static_cast<std::size_t>(in_week / 3600);
}

/// A header whose words look like plates is a row: saying what it holds would tell them.
void refuse_plates_as_header(const CsvFile& file) {
    if (std::ranges::none_of(file.columns(), looks_like_plate)) return;
    throw InputError{file.shown_path() +
                     ": the first line holds no column names but what may be a plate; wanted a "
                     "header with time, camera"};
}

/// Adds the rows of one file of hits or reads to the cameras; no other column is looked at, plates
/// only with a key.
class CountReader {
public:
    CountReader(const std::filesystem::path& path, const std::string& shown, const char* what,
                AnprReading& reading, const AnprTimes& times)
        : reading_{reading},
          times_{times},
          time_reader_{times.zone},
          file_{path, named(path, shown)} {
        report_.file = file_.shown_path();
        report_.what = what;
        refuse_plates_as_header(file_);
        camera_ = file_.column("camera");
        if (file_.has_column("simulated")) simulated_ = file_.column("simulated");
        for (std::size_t i = 0; i < reading.cameras.size(); ++i) {
            numbers_.emplace(reading.cameras[i].id, i);
            shapes_.insert(shape_of_name(reading.cameras[i].id));
        }
        if (file_.has_column("plate")) plate_ = file_.column("plate");
    }

    void read_hits(const AnprSource& source) {
        const std::size_t time = file_.column("time");
        if (!source.plate.empty()) plate_ = file_.column(source.plate);
        std::optional<VehicleNumbers> vehicles;
        if (plate_ && source.fresh_key) vehicles.emplace(random_key());
        if (plate_ && !source.key_file.empty()) vehicles.emplace(read_key_file(source.key_file));
        for_each_row([&](const CsvRow& row, CameraRate& camera) {
            const auto when = good_time(row, time, "time");
            if (!when) return false;
            ++camera.seen.hits;
            if (when->length() <= Seconds{3600})
                ++camera.seen.hour_hits[hour_of_week(when->from, times_.zone)];
            if (vehicles && when->length() <= Seconds{60})
                note_sighting(row.fields[*plate_], *vehicles, when->from);
            return true;
        });
        reading_.why_no_sightings = why_no_sightings(source);
    }

    void read_reads() {
        const std::size_t hour = file_.column("hour");
        const std::size_t reads = file_.column("reads");
        for_each_row([&](const CsvRow& row, CameraRate& camera) {
            const auto when = good_time(row, hour, "hour");
            if (!when) return false;
            const auto count = parse_count(trimmed(row.fields[reads]));
            if (!count) {
                reject(row, "reads", "count_bad", row.fields[reads]);
                return false;
            }
            camera.seen.reads += *count;
            camera.seen.hour_reads[hour_of_week(when->from, times_.zone)] += *count;
            return true;
        });
    }

private:
    static CsvOptions named(const std::filesystem::path& path, const std::string& shown) {
        CsvOptions options;
        options.shown_path = shown.empty() ? path.string() : shown;
        return options;
    }

    void note_sighting(std::string_view plate, VehicleNumbers& vehicles, Instant when) {
        const auto vehicle = vehicles.number_of(plate);
        if (!vehicle) return;
        const auto camera = static_cast<std::uint32_t>(last_camera_ - reading_.cameras.data());
        reading_.sightings.push_back({*vehicle, camera, when});
    }

    [[nodiscard]] std::string why_no_sightings(const AnprSource& source) const {
        if (source.key_file.empty() && !source.fresh_key)
            return "no anpr.key_file is named, so plates stay unread";
        if (!plate_) return report_.file + " has no column of plates";
        if (reading_.sightings.empty()) return report_.file + " has no row with time and plate";
        return {};
    }

    /// A plate in the wrong column must not be repeated: what has the form of one, or stands in a
    /// row whose plate is a camera or a time, is not shown.
    [[nodiscard]] bool may_show(const CsvRow& row, std::string_view value) const {
        if (looks_like_plate(value) && !shapes_.contains(shape_of_name(trimmed(value))))
            return false;
        if (!plate_ || *plate_ >= row.fields.size()) return true;
        const std::string_view plate = trimmed(row.fields[*plate_]);
        return plate.empty() || (value != plate && !numbers_.contains(std::string{plate}) &&
                                 !parse_time(plate, times_.zone));
    }

    void reject(const CsvRow& row, const char* column, const char* reason, std::string_view value,
                bool ours = false) {
        ++report_.rejected[reason];
        const bool shown = ours || may_show(row, value);
        reading_.rejected.add(
            {report_.file, row.number, column, reason,
             shown ? std::string{shortened_value(value)} : "(withheld: may be a plate)"});
    }

    std::optional<Interval> good_time(const CsvRow& row, std::size_t column, const char* name) {
        const std::string_view text = trimmed(row.fields[column]);
        const auto time = time_reader_.read(text);
        const char* trouble = !time                                         ? "time_bad"
                              : times_.now && time->when.from > *times_.now ? "time_future"
                              : times_.kept_from && time->when.to < *times_.kept_from ? "retention"
                                                                                      : nullptr;
        if (trouble != nullptr) {
            reject(row, name, trouble, text);
            return std::nullopt;
        }
        ambiguous_ += time->ambiguous ? 1 : 0;
        skipped_ += time->skipped ? 1 : 0;
        return time->when;
    }

    CameraRate* camera_of(const CsvRow& row) {
        const std::string_view id = trimmed(row.fields[camera_]);
        if (id != last_id_ || last_camera_ == nullptr) {
            last_id_ = id;
            const auto found = numbers_.find(last_id_);
            last_camera_ = found == numbers_.end() ? nullptr : &reading_.cameras[found->second];
        }
        if (last_camera_ == nullptr) reject(row, "camera", "unknown_camera", id);
        return last_camera_;
    }

    template <class Take>
    void for_each_row(Take&& take) {
        report_.read = file_.for_each_row([&](const CsvRow& row) {
            if (row.fields.size() != file_.columns().size()) {
                return reject(
                    row, "", "field_count",
                    fmt::format("{} fields, wanted {}", row.fields.size(), file_.columns().size()),
                    true);
            }
            CameraRate* camera = camera_of(row);
            if (camera == nullptr || !take(row, *camera)) return;
            ++report_.used;
            says_so_ = says_so_ || says_simulated(row, simulated_);
        });
        finish();
    }

    void finish() {
        if (report_.used == 0) {
            const auto top = std::ranges::max_element(report_.rejected, {},
                                                      [](const auto& one) { return one.second; });
            throw InputError{fmt::format(
                "{}: no usable row of {}{}. Wanted {} by the cameras of the camera file.",
                report_.file, report_.read,
                top == report_.rejected.end()
                    ? ""
                    : fmt::format(" ({} are {})", top->second, top->first),
                report_.what)};
        }
        if (ambiguous_ + skipped_ > 0) {
            report_.notes.push_back(
                fmt::format("{} times fall into an hour that the clocks repeat (the first was "
                            "taken), {} into one "
                            "that they skip (the moment after it was taken)",
                            ambiguous_, skipped_));
        }
        if (says_so_) report_.notes.emplace_back("simulated");
        reading_.simulated = reading_.simulated || says_so_;
        reading_.inputs.push_back(std::move(report_));
    }

    AnprReading& reading_;
    const AnprTimes& times_;
    TimeReader time_reader_;
    CsvFile file_;
    InputReport report_;
    std::size_t camera_{0};
    std::optional<std::size_t> simulated_;
    bool says_so_{false};
    std::optional<std::size_t> plate_;
    std::unordered_map<std::string, std::size_t> numbers_;
    std::unordered_set<std::string> shapes_;  // of the cameras' names
    std::string last_id_;
    CameraRate* last_camera_{nullptr};
    std::uint64_t ambiguous_{0};
    std::uint64_t skipped_{0};
};

void warn_of_hits_without_reads(AnprReading& reading) {
    std::string names;
    std::size_t count = 0;
    for (const CameraRate& camera : reading.cameras) {
        if (camera.seen.hits == 0 || camera.seen.reads > 0) continue;
        if (++count <= 10) names += (names.empty() ? "" : ", ") + camera.id;
    }
    if (count == 0) return;
    reading.inputs.back().warnings.push_back(fmt::format(
        "hits_without_reads: {} cameras have hits but no reads ({}{}); they have no rate and "
        "carry no weight",
        count, names, count > 10 ? ", ..." : ""));
}

void add_rates(AnprReading& reading, const ExposureParams& params) {
    std::vector<ExposureCounts> counts;
    for (const CameraRate& camera : reading.cameras) counts.push_back(camera.seen);
    reading.exposure = exposure_rates(counts, params);
    for (std::size_t c = 0; c < reading.cameras.size(); ++c)
        reading.cameras[c].rate = reading.exposure.cameras[c];
    reading.exposure.cameras.clear();
}

}  // namespace

AnprReading read_anpr(const AnprSource& source, const std::string& working_crs,
                      const TimeZone& zone, const AnprAges& ages) {
    AnprTimes times{zone, ages.now, {}};
    if (ages.reference) times.kept_from = months_before(*ages.reference, source.retention_months);
    CameraList list = read_camera_list(source, working_crs);
    AnprReading reading;
    reading.cameras = std::move(list.cameras);
    reading.simulated = list.simulated;
    if (list.simulated) list.report.notes.emplace_back("simulated");
    reading.inputs.push_back(std::move(list.report));
    for (const Rejection& one : list.rejected) reading.rejected.add(one);
    CountReader{source.hits, source.shown_hits, "anpr hits", reading, times}.read_hits(source);
    if (!source.reads.empty()) {
        CountReader{source.reads, source.shown_reads, "anpr reads", reading, times}.read_reads();
        reading.exposure_known = std::ranges::any_of(
            reading.cameras, [](const CameraRate& camera) { return camera.seen.reads > 0; });
        warn_of_hits_without_reads(reading);
    }
    if (reading.exposure_known) add_rates(reading, source.exposure);
    return reading;
}

}  // namespace beatline
