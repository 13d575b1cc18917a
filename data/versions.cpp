// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <oneapi/tbb/version.h>
#include <openssl/crypto.h>
#include <osmium/version.hpp>
#include <string>

#include <gdal_priv.h>
#include <geos_c.h>
#include <ogr_srs_api.h>
#include <ogrsf_frmts.h>

#include "data/gdal.hpp"
#include "data/run_record.hpp"
#include "data/version.hpp"

namespace beatline {
namespace {

std::string proj_version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    OSRGetPROJVersion(&major, &minor, &patch);
    return fmt::format("{}.{}.{}", major, minor, patch);
}

/// As GDAL has it loaded; empty when GDAL was built without.
std::string sqlite_version() {
    const gdal::ErrorLog quiet;
    gdal::register_drivers();
    GDALDriver* memory = GetGDALDriverManager()->GetDriverByName("Memory");
    if (memory == nullptr) return {};
    const gdal::Dataset empty{memory->Create("", 0, 0, 0, GDT_Unknown, nullptr)};
    if (!empty) return {};
    OGRLayer* answer = empty->ExecuteSQL("SELECT sqlite_version()", nullptr, "SQLITE");
    if (answer == nullptr) return {};
    const OGRFeatureUniquePtr row{answer->GetNextFeature()};
    std::string version = row ? row->GetFieldAsString(0) : "";
    empty->ReleaseResultSet(answer);
    return version;
}

std::string up_to_dash(const std::string& text) {
    return text.substr(0, text.find('-'));
}

}  // namespace

std::string beatline_version() {
    return BEATLINE_VERSION;
}

std::map<std::string, std::string> library_versions() {
    return {
        {"GDAL", GDALVersionInfo("RELEASE_NAME")},
        {"GEOS", up_to_dash(GEOSversion())},
        {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
        {"PROJ", proj_version()},
        {"SQLite", sqlite_version()},
        {"libosmium", LIBOSMIUM_VERSION_STRING},
        {"oneTBB", TBB_runtime_version()},
    };
}

}  // namespace beatline
