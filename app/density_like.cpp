// SPDX-License-Identifier: Apache-2.0
#include "app/density_like.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <vector>

#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {
namespace {

struct Program {
    std::string name;
    std::vector<Kernel> kernels;
    DensityMeaning (*meaning)(Kernel kernel, Metres given);
};

/// Values of a surface whose kernels are 1 at their events.
DensityMeaning of_qgis(Kernel kernel, Metres given) {
    const double at_event = kernel_density(kernel, Metres{0}, given) * m2_per_km2;
    return {given, 1.0 / at_event, "1", "weighted sum of kernel values",
            "each event's kernel is its weight at the event"};
}

DensityMeaning per_square_metre(Metres bandwidth) {
    DensityMeaning meaning;
    meaning.bandwidth = bandwidth;
    meaning.scale = 1.0 / m2_per_km2;
    meaning.unit_type = "1/m2";
    meaning.unit = "weighted events per m2";
    return meaning;
}

/// The number given is where the kernel ends; the Gaussian's is four standard deviations.
DensityMeaning of_grass(Kernel kernel, Metres given) {
    return per_square_metre(kernel == Kernel::gaussian ? 0.25 * given : given);
}

/// The number given is every kernel's standard deviation.
DensityMeaning of_spatstat(Kernel kernel, Metres given) {
    return per_square_metre(given / standard_deviation(kernel, Metres{1}).value);
}

const std::vector<Program>& programs() {
    using enum Kernel;
    static const std::vector<Program> all{
        {"qgis", {quartic, triangular, uniform, triweight, epanechnikov}, of_qgis},
        {"grass", {uniform, triangular, epanechnikov, quartic, triweight, gaussian}, of_grass},
        {"spatstat", {gaussian, epanechnikov, quartic, uniform}, of_spatstat}};
    return all;
}

const Program& program_named(const std::string& name) {
    std::vector<std::string> names;
    for (const Program& program : programs()) {
        if (program.name == name) return program;
        names.push_back(program.name);
    }
    throw UsageError{fmt::format("--like {}: not known.{} Wanted one of {}.", name,
                                 did_you_mean(name, names), fmt::join(names, ", "))};
}

}  // namespace

DensityMeaning density_meaning(const std::string& program, Kernel kernel, Metres given) {
    if (program.empty()) return {given};
    const Program& known = program_named(program);
    if (std::ranges::find(known.kernels, kernel) == known.kernels.end()) {
        std::vector<std::string_view> names;
        for (const Kernel one : known.kernels) names.push_back(name_of(one));
        throw UsageError{fmt::format(
            "--like {}: has no {} kernel. Wanted --kernel with one of {}, or no --like.", program,
            name_of(kernel), fmt::join(names, ", "))};
    }
    return known.meaning(kernel, given);
}

}  // namespace beatline
