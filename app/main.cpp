// The command line: commands, help, and the one place where failures become exit codes.
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <functional>
#include <new>
#include <oneapi/tbb/global_control.h>
#include <optional>

#include "app/command_check.hpp"
#include "app/command_density.hpp"
#include "app/command_doctor.hpp"
#include "app/command_evaluate.hpp"
#include "app/command_keygen.hpp"
#include "app/command_matrix.hpp"
#include "app/command_run.hpp"
#include "app/command_solve.hpp"
#include "app/engine_flags.hpp"
#include "app/progress.hpp"
#include "app/run_flags.hpp"
#include "data/error.hpp"
#include "data/nearest_word.hpp"
#include "data/projection.hpp"
#include "data/run_record.hpp"
#include "data/value_text.hpp"

namespace {

using namespace beatline;

/// What the chosen command will do, and with how many threads.
struct Choice {
    std::function<int()> run;
    int threads{0};
};

/// Options live as long as the program: CLI11 writes into them while it parses.
struct AllOptions {
    RunOptions run;
    DensityOptions density;
    MatrixOptions matrix;
    SolveOptions solve;
    DoctorOptions doctor;
    KeygenOptions keygen;
};

void add_operation_commands(CLI::App& app, AllOptions& options, Choice& choice) {
    const auto add = [&](const char* name, const char* help, auto command) {
        CLI::App* sub = app.add_subcommand(name, help);
        add_run_flags(*sub, options.run);
        sub->callback([&options, &choice, command] {
            choice.run = [&options, command] { return command(options.run); };
            choice.threads = options.run.threads;
        });
        return sub;
    };
    const auto takes_operation = [&](CLI::App* sub) {
        sub->add_option("OPERATION", options.run.operation, "Operation file (TOML)")
            ->required()
            ->type_name("FILE");
    };
    add("demo", "Run the bundled Bath operation",
        [](const RunOptions& o) { return demo_command(o); });
    takes_operation(add("check", "Read and judge every input, plan nothing", check_command));
    takes_operation(add("run", "From incidents and roads to hotspots and patrols", run_command));
    takes_operation(add("hotspots", "Up to hotspot layers, without patrols", hotspots_command));
    takes_operation(
        add("evaluate", "Back-test: train on the past, score what came after", evaluate_command));
    CLI::App* plan = add("plan", "Patrols for our hotspots or an edited layer", plan_command);
    takes_operation(plan);
    plan->add_option("--hotspots", options.run.hotspots, "Polygon layer to plan for")
        ->type_name("FILE");
}

void add_engine_commands(CLI::App& app, AllOptions& options, Choice& choice) {
    const auto chosen = [&choice](CLI::App* sub, std::function<int()> run, const int& threads) {
        sub->callback([&choice, run = std::move(run), &threads] { choice = {run, threads}; });
    };
    static int threads = 0;
    CLI::App* density = app.add_subcommand("density", "Kernel density of points as a GeoTIFF");
    add_density_flags(*density, options.density);
    add_threads_flag(*density, threads);
    chosen(
        density, [&options] { return density_command(options.density); }, threads);
    CLI::App* matrix = app.add_subcommand("matrix", "Travel times between points over roads");
    add_matrix_flags(*matrix, options.matrix);
    add_threads_flag(*matrix, threads);
    chosen(
        matrix, [&options] { return matrix_command(options.matrix); }, threads);
    CLI::App* solve = app.add_subcommand("solve", "Solve a patrol problem given as JSON");
    add_solve_flags(*solve, options.solve);
    add_threads_flag(*solve, threads);
    chosen(
        solve, [&options] { return solve_command(options.solve); }, threads);
    CLI::App* doctor = app.add_subcommand("doctor", "What works here, and what to install");
    doctor->add_flag("--json", options.doctor.json, "Print the findings as JSON");
    chosen(
        doctor, [&options] { return doctor_command(options.doctor); }, threads);
    CLI::App* keygen = app.add_subcommand("keygen", "A 256-bit key for pseudonyms of plates");
    keygen->add_option("FILE", options.keygen.file, "Key file to make")
        ->required()
        ->type_name("FILE");
    keygen->add_flag("--overwrite", options.keygen.overwrite, "Replace a key; the old one is lost");
    keygen->add_flag("-q,--quiet", options.keygen.quiet, "Print nothing on success");
    chosen(
        keygen, [&options] { return keygen_command(options.keygen); }, threads);
}

int fail(ExitCode code, const std::string& message) {
    fmt::print(stderr, "beatline: {}\n", terminal_text(message));
    return static_cast<int>(code);
}

/// Only here are exceptions caught.
int guarded(const std::function<int()>& body) {
    try {
        return body();
    } catch (const Failure& failure) {
        return fail(failure.code(), failure.what());
    } catch (const std::bad_alloc&) {
        return fail(ExitCode::limit_reached, "not enough memory for this input");
    } catch (const std::exception& error) {
        return fail(ExitCode::internal_fault,
                    std::string{"internal fault, please report it: "} + error.what());
    }
}

/// What is wrong with the command line, and where to read what is right.
std::string usage_problem(const CLI::App& app, const CLI::ParseError& error, int argc,
                          char** argv) {
    const auto chosen = app.get_subcommands();
    if (!chosen.empty())
        return fmt::format("{}; see beatline {} --help", error.what(), chosen.front()->get_name());
    if (argc < 2 || argv[1][0] == '-') return fmt::format("{}; see beatline --help", error.what());
    std::vector<std::string> commands;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        commands.push_back(command->get_name());
    return fmt::format("there is no command \"{}\".{} See beatline --help", argv[1],
                       did_you_mean(argv[1], commands));
}

int run(int argc, char** argv) {
    CLI::App app{"beatline: hotspots and patrol plans over real roads", "beatline"};
    app.set_version_flag("--version", "beatline " + beatline_version());
    app.require_subcommand(1);
    app.get_formatter()->column_width(28);
    AllOptions options;
    Choice choice;
    add_operation_commands(app, options, choice);
    add_engine_commands(app, options, choice);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
        return fail(ExitCode::usage, usage_problem(app, error, argc, argv));
    }
    std::optional<tbb::global_control> limit;
    if (choice.threads > 0)
        limit.emplace(tbb::global_control::max_allowed_parallelism,
                      static_cast<std::size_t>(choice.threads));
    std::error_code error;
    find_grids(std::filesystem::read_symlink("/proc/self/exe", error).parent_path().string(),
               BEATLINE_SOURCE_DATA "/grid");
    return choice.run();
}

}  // namespace

int main(int argc, char** argv) {
    catch_interrupts();
    return guarded([&] { return run(argc, argv); });
}
