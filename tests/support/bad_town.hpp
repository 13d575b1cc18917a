// The small town with one thing wrong: what a run of it must say and leave, or leave undone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/command.hpp"
#include "tests/support/small_town.hpp"

namespace beatline::testing {

/// The town's operation with the first `old_text` in it replaced.
inline std::string operation_with(const std::string& old_text, const std::string& new_text) {
    std::string operation = town_operation();
    const auto at = operation.find(old_text);
    if (at == std::string::npos) throw std::logic_error{"no \"" + old_text + "\" in the operation"};
    return operation.replace(at, old_text.size(), new_text);
}

/// The town's operation with more keys for its incidents.
inline std::string with_incident_keys(const std::string& keys) {
    return operation_with("category = \"what\"\n", "category = \"what\"\n" + keys + "\n");
}

inline std::string repeated(const std::string& part, std::size_t times) {
    std::string all;
    all.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) all += part;
    return all;
}

/// So deep that a reader that calls itself for every bracket runs out of stack.
inline std::string nested_json(std::size_t depth = 100'000) {
    return repeated("[", depth) + repeated("]", depth);
}

inline Outcome run_town(const SmallTown& town, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"run", town.operation(), "-o", town.out()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

/// Runs it: ends with `code`, says all `words`, prints nothing, leaves nothing.
inline void expect_refused(const SmallTown& town, int code,
                           std::initializer_list<const char*> words,
                           const std::vector<std::string>& more = {}) {
    const auto before = town.folder().names();
    const Outcome outcome = run_town(town, more);
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.rfind("beatline: ", 0), 0U) << outcome.err;
    EXPECT_LT(outcome.err.size(), 2000U) << "a message, no dump";
    for (const char* word : words)
        EXPECT_NE(outcome.err.find(word), std::string::npos) << word << "\n" << outcome.err;
    EXPECT_EQ(town.folder().names(), before) << "a refused run leaves nothing";
}

/// What a run of it leaves, when it must end well.
struct Account {
    nlohmann::json inputs;
    std::string rejected;  ///< rejected.csv
    std::string err;

    [[nodiscard]] const nlohmann::json& incidents() const { return inputs[0]; }
    [[nodiscard]] std::uint64_t count(const std::string& reason) const {
        return incidents()["rejected"].value(reason, std::uint64_t{0});
    }
    /// Whether a note or warning of the incidents holds these words.
    [[nodiscard]] bool says(const std::string& words) const {
        for (const char* part : {"notes", "warnings"}) {
            for (const auto& text : incidents()[part]) {
                if (text.get<std::string>().find(words) != std::string::npos) return true;
            }
        }
        return false;
    }
};

/// Runs it: ends with 0, prints nothing, and every row of every input is used or listed.
inline Account expect_accounted(const SmallTown& town, const std::vector<std::string>& more = {}) {
    Account account;
    const Outcome outcome = run_town(town, more);
    account.err = outcome.err;
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    if (outcome.code != 0) throw std::runtime_error{"the run failed: " + outcome.err};
    account.inputs = nlohmann::json::parse(bytes_of(town.out() + "/quality.json"))["inputs"];
    account.rejected = bytes_of(town.out() + "/rejected.csv");
    std::uint64_t all_rejected = 0;
    for (const nlohmann::json& input : account.inputs) {
        std::uint64_t rejected = 0;
        for (const auto& [reason, count] : input["rejected"].items())
            rejected += count.get<std::uint64_t>();
        EXPECT_EQ(input["read"].get<std::uint64_t>(), input["used"].get<std::uint64_t>() + rejected)
            << input;
        all_rejected += rejected;
    }
    const auto lines = static_cast<std::uint64_t>(std::ranges::count(account.rejected, '\n'));
    EXPECT_EQ(lines, 1 + all_rejected) << account.rejected;
    return account;
}

/// Rows behind the town's own incidents: all are read, those with `reason` are listed with
/// `column` and `value`, the town's 27 are used.
inline void expect_rows_rejected(const SmallTown& town, const std::vector<std::string>& rows,
                                 const std::string& reason, const std::string& column) {
    std::string text = town_incidents();
    for (const std::string& row : rows) text += row + "\n";
    put(town / "incidents.csv", text);
    const Account account = expect_accounted(town);
    EXPECT_EQ(account.incidents()["read"], 27 + rows.size());
    EXPECT_EQ(account.incidents()["used"], 27);
    EXPECT_EQ(account.count(reason), rows.size()) << account.incidents()["rejected"];
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string listed =
            "incidents.csv," + std::to_string(28 + i) + "," + column + "," + reason + ",";
        EXPECT_NE(account.rejected.find(listed), std::string::npos) << listed << "\n"
                                                                    << account.rejected;
    }
}

}  // namespace beatline::testing
