// beatline doctor: what works on this machine, and what to install.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace beatline {

struct DoctorOptions {
    bool json{false};
};

/// Prints versions and findings on stdout. Returns 0, or 5 when something is missing that every run
/// needs.
int doctor_command(const DoctorOptions& options);

}  // namespace beatline
