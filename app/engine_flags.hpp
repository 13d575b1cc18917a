// The options of the three engines, put on CLI11 commands.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "app/command_density.hpp"
#include "app/command_matrix.hpp"
#include "app/command_solve.hpp"

namespace beatline {

void add_density_flags(CLI::App& command, DensityOptions& options);
void add_matrix_flags(CLI::App& command, MatrixOptions& options);
void add_solve_flags(CLI::App& command, SolveOptions& options);

}  // namespace beatline
