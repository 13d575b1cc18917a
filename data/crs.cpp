// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

#include "data/error.hpp"
#include "data/proj_context.hpp"
#include "data/projection.hpp"

namespace beatline {
namespace {

constexpr std::string_view examples =
    "Name it by authority and code, for instance \"EPSG:27700\" (British National Grid), "
    "\"EPSG:32630\" (UTM zone 30 north) or \"EPSG:4326\" (longitude and latitude).";

bool is_wkt(std::string_view name) {
    return name.find('[') != std::string_view::npos;
}

/// "epsg:27700" becomes "EPSG:27700"; nothing unless it looks like AUTHORITY:CODE.
std::optional<std::string> authority_and_code(std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == name.size()) return {};
    if (name.size() > 40) return {};
    std::string upper;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) == 0 && c != ':') return {};
        upper += static_cast<char>(std::toupper(byte));
    }
    const std::string authority = upper.substr(0, colon);
    if (authority != "EPSG" && authority != "OGC" && authority != "ESRI" && authority != "IGNF") {
        return {};
    }
    return upper;
}

std::string shortened(const std::string& name) {
    return name.size() <= 60 ? name : name.substr(0, 57) + "...";
}

/// Metres an axis unit: 1 for metres, nothing when there is no such axis.
std::optional<double> axis_unit(PJ_CONTEXT* context, const PJ* crs) {
    const ProjObject system{proj_crs_get_coordinate_system(context, crs)};
    double factor = 0.0;
    if (!system || proj_cs_get_axis_count(context, system.get()) != 2 ||
        proj_cs_get_axis_info(context, system.get(), 0, nullptr, nullptr, nullptr, &factor, nullptr,
                              nullptr, nullptr) == 0) {
        return std::nullopt;
    }
    return factor;
}

/// The CRS under a "bound" one (a CRS that carries its own shift to WGS 84).
ProjObject unbound(PJ_CONTEXT* context, ProjObject crs) {
    if (proj_get_type(crs.get()) != PJ_TYPE_BOUND_CRS) return crs;
    return ProjObject{proj_get_source_crs(context, crs.get())};
}

}  // namespace

ProjObject crs_object(PJ_CONTEXT* context, const std::string& name) {
    std::string definition = name;
    if (!is_wkt(name)) {
        const auto code = authority_and_code(name);
        if (!code) {
            throw UsageError{
                fmt::format("CRS \"{}\" is not understood. {}", shortened(name), examples)};
        }
        definition = *code;
    }
    ProjObject crs{proj_create(context, definition.c_str())};
    if (!crs || proj_is_crs(crs.get()) == 0) {
        throw UsageError{fmt::format("CRS \"{}\" is not known. {}", shortened(name), examples)};
    }
    return crs;
}

CrsInfo describe_crs(const std::string& name) {
    const ProjContext context = proj_context();
    const ProjObject crs = unbound(context.get(), crs_object(context.get(), name));
    const PJ_TYPE type = proj_get_type(crs.get());
    const auto unit = axis_unit(context.get(), crs.get());
    if ((type != PJ_TYPE_GEOGRAPHIC_2D_CRS && type != PJ_TYPE_PROJECTED_CRS) || !unit) {
        throw UsageError{
            fmt::format("CRS \"{}\" ({}) is not a two-dimensional geographic or projected one. {}",
                        shortened(name), proj_get_name(crs.get()), examples)};
    }
    CrsInfo info;
    const char* authority = proj_get_id_auth_name(crs.get(), 0);
    const char* code = proj_get_id_code(crs.get(), 0);
    const bool has_id = authority != nullptr && code != nullptr;
    info.name = has_id ? fmt::format("{}:{}", authority, code) : proj_get_name(crs.get());
    if (has_id && std::string_view{authority} == "EPSG") {
        const std::string_view digits{code};
        std::from_chars(digits.data(), digits.data() + digits.size(), info.epsg);
    }
    info.geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS;
    info.metric = !info.geographic && std::abs(*unit - 1.0) < 1e-12;
    const char* wkt = proj_as_wkt(context.get(), crs.get(), PJ_WKT2_2019, nullptr);
    info.wkt = wkt == nullptr ? "" : wkt;
    return info;
}

namespace {

/// Great Britain and the Isle of Man, roughly: a box without Ireland and without France.
bool in_great_britain(double longitude, double latitude) {
    const bool in_box = longitude > -8.7 && longitude < 1.8 && latitude > 49.85 && latitude < 60.9;
    const double irish_sea = latitude < 55.0 ? -5.35 : -5.9;
    const bool ireland = latitude > 51.3 && latitude < 55.42 && longitude < irish_sea;
    const bool france = latitude < 50.88 && longitude > 0.75;
    return in_box && !ireland && !france;
}

/// UTM zone with the exceptions of south-west Norway and Svalbard (EPSG guidance note
/// 7-2, 3.5.3.1).
int utm_zone(double longitude, double latitude) {
    if (latitude >= 56.0 && latitude < 64.0 && longitude >= 3.0 && longitude < 12.0) return 32;
    if (latitude >= 72.0 && longitude >= 0.0 && longitude < 42.0) {
        return longitude < 9.0 ? 31 : longitude < 21.0 ? 33 : longitude < 33.0 ? 35 : 37;
    }
    return std::clamp(static_cast<int>(std::floor((longitude + 180.0) / 6.0)) + 1, 1, 60);
}

}  // namespace

std::string working_crs_at(double longitude_deg, double latitude_deg) {
    if (in_great_britain(longitude_deg, latitude_deg)) return "EPSG:27700";
    const int first = latitude_deg < 0.0 ? 32700 : 32600;
    return fmt::format("EPSG:{}", first + utm_zone(longitude_deg, latitude_deg));
}

}  // namespace beatline
