// Registration marks become pseudonyms at the door: a keyed hash that cannot be undone without the
// key, and a number in its place inside.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace beatline {

/// 256 bits from a key file; overwritten when it goes.
class SecretKey {
public:
    explicit SecretKey(const std::array<std::uint8_t, 32>& bytes) : bytes_{bytes} {}
    ~SecretKey();
    SecretKey(const SecretKey&) = default;
    SecretKey& operator=(const SecretKey&) = default;
    [[nodiscard]] const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }

private:
    std::array<std::uint8_t, 32> bytes_;
};

/// The first 128 bits of HMAC-SHA-256 (FIPS 198-1).
using Pseudonym = std::array<std::uint8_t, 16>;

/// Of the plate in upper case, without blanks and hyphens; nothing when that leaves nothing or more
/// than 32 bytes. The normalised plate is overwritten before it returns.
[[nodiscard]] std::optional<Pseudonym> pseudonym_of(std::string_view plate, const SecretKey& key);

/// Numbers vehicles as they come. Two plates have one number exactly when their pseudonyms are the
/// same. The pseudonyms are overwritten when it goes.
class VehicleNumbers {
public:
    explicit VehicleNumbers(const SecretKey& key);
    ~VehicleNumbers();
    VehicleNumbers(const VehicleNumbers&) = delete;
    VehicleNumbers& operator=(const VehicleNumbers&) = delete;

    /// Nothing for what is no plate.
    [[nodiscard]] std::optional<std::uint32_t> number_of(std::string_view plate);

private:
    struct Known;
    SecretKey key_;
    std::unique_ptr<Known> known_;
};

/// Whether a text has the form of a British registration mark (any since 1903, blanks and hyphens
/// aside): such text is not repeated in any message.
[[nodiscard]] bool looks_like_plate(std::string_view text);

/// A letter for each kind of character: two texts of one shape may be names of one kind.
[[nodiscard]] std::string shape_of_name(std::string_view text);

}  // namespace beatline
