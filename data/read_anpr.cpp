// SPDX-License-Identifier: Apache-2.0
#include "data/read_anpr.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <unordered_map>

#include "data/camera_rates.hpp"
#include "data/csv.hpp"
#include "data/error.hpp"
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

/// Adds the rows of one file of hits or reads to the cameras; no other column is looked at.
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
        camera_ = file_.column("camera");
        if (file_.has_column("simulated")) simulated_ = file_.column("simulated");
        for (std::size_t i = 0; i < reading.cameras.size(); ++i) {
            numbers_.emplace(reading.cameras[i].id, i);
        }
    }

    void read_hits() {
        const std::size_t time = file_.column("time");
        for_each_row([&](const CsvRow& row, CameraRate& camera) {
            if (!good_time(row, time, "time")) return false;
            ++camera.hits;
            return true;
        });
    }

    void read_reads() {
        const std::size_t hour = file_.column("hour");
        const std::size_t reads = file_.column("reads");
        for_each_row([&](const CsvRow& row, CameraRate& camera) {
            if (!good_time(row, hour, "hour")) return false;
            const auto count = parse_count(trimmed(row.fields[reads]));
            if (!count) {
                reject(row, "reads", "count_bad", row.fields[reads]);
                return false;
            }
            camera.reads += *count;
            return true;
        });
    }

private:
    static CsvOptions named(const std::filesystem::path& path, const std::string& shown) {
        CsvOptions options;
        options.shown_path = shown.empty() ? path.string() : shown;
        return options;
    }

    void reject(const CsvRow& row, const char* column, const char* reason, std::string_view value) {
        ++report_.rejected[reason];
        reading_.rejected.add(
            {report_.file, row.number, column, reason, std::string{shortened_value(value)}});
    }

    bool good_time(const CsvRow& row, std::size_t column, const char* name) {
        const std::string_view text = trimmed(row.fields[column]);
        const auto time = time_reader_.read(text);
        const char* trouble = !time                                         ? "time_bad"
                              : times_.now && time->when.from > *times_.now ? "time_future"
                              : times_.kept_from && time->when.to < *times_.kept_from ? "retention"
                                                                                      : nullptr;
        if (trouble != nullptr) {
            reject(row, name, trouble, text);
            return false;
        }
        ambiguous_ += time->ambiguous ? 1 : 0;
        skipped_ += time->skipped ? 1 : 0;
        return true;
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
                    fmt::format("{} fields, wanted {}", row.fields.size(), file_.columns().size()));
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
    std::unordered_map<std::string, std::size_t> numbers_;
    std::string last_id_;
    CameraRate* last_camera_{nullptr};
    std::uint64_t ambiguous_{0};
    std::uint64_t skipped_{0};
};

void warn_of_hits_without_reads(AnprReading& reading) {
    std::string names;
    std::size_t count = 0;
    for (const CameraRate& camera : reading.cameras) {
        if (camera.hits == 0 || camera.reads > 0) continue;
        if (++count <= 10) names += (names.empty() ? "" : ", ") + camera.id;
    }
    if (count == 0) return;
    reading.inputs.back().warnings.push_back(fmt::format(
        "hits_without_reads: {} cameras have hits but no reads ({}{}); they take the rate of all "
        "cameras",
        count, names, count > 10 ? ", ..." : ""));
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
    CountReader{source.hits, source.shown_hits, "anpr hits", reading, times}.read_hits();
    if (!source.reads.empty()) {
        CountReader{source.reads, source.shown_reads, "anpr reads", reading, times}.read_reads();
        reading.exposure_known = std::ranges::any_of(
            reading.cameras, [](const CameraRate& camera) { return camera.reads > 0; });
        warn_of_hits_without_reads(reading);
    }
    if (reading.exposure_known) steady_rates(reading.cameras);
    return reading;
}

}  // namespace beatline
