// SPDX-License-Identifier: Apache-2.0
#include "app/density_facts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "data/number.hpp"

namespace beatline {

nlohmann::ordered_json density_facts(const DensityOptions& options, const DensityParams& params,
                                     const DensityMeaning& meaning) {
    nlohmann::ordered_json facts{
        {"kernel", name_of(params.kernel)},
        {"bandwidth_m", params.bandwidth.value},
        {"support_radius_m", support_radius(params.kernel, params.bandwidth).value},
        {"standard_deviation_m", standard_deviation(params.kernel, params.bandwidth).value},
        {"unit", meaning.unit},
        {"normalisation", meaning.normalisation},
        {"edge_correction", "none"},
        {"method", name_of(params.method)}};
    if (!options.like.empty()) {
        facts["like"] = options.like;
        facts["like_bandwidth_m"] = parse_number(options.bandwidth).value_or(0.0);
    }
    if (!options.by.empty()) facts["by"] = options.by;
    return facts;
}

std::map<std::string, std::string> metadata_of(const nlohmann::ordered_json& facts) {
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : facts.items()) {
        if (value.is_string()) {
            metadata[key] = value.get<std::string>();
        } else if (value.is_number_float()) {
            metadata[key] = fmt::format("{}", value.get<double>());
        } else {
            metadata[key] = value.dump();
        }
    }
    return metadata;
}

}  // namespace beatline
