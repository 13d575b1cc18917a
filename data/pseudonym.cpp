// SPDX-License-Identifier: Apache-2.0
#include "data/pseudonym.hpp"

#include <array>
#include <cctype>
#include <cstring>
#include <limits>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "data/error.hpp"

namespace beatline {

namespace {

constexpr std::size_t longest_plate = 32;  // bytes; no country's plates come near

/// A plate as it is compared, in memory that is overwritten.
class NormalPlate {
public:
    explicit NormalPlate(std::string_view text) {
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (std::isspace(byte) != 0 || c == '-') continue;
            if (size_ == longest_plate) {
                size_ = 0;
                return;
            }
            bytes_[size_++] = static_cast<unsigned char>(std::toupper(byte));
        }
    }
    ~NormalPlate() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
    NormalPlate(const NormalPlate&) = delete;
    NormalPlate& operator=(const NormalPlate&) = delete;

    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] const unsigned char* data() const { return bytes_.data(); }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::array<unsigned char, longest_plate> bytes_{};
    std::size_t size_{0};
};

/// The bits are as good as random already.
struct FirstBytes {
    std::size_t operator()(const Pseudonym& p) const {
        std::size_t hash = 0;
        std::memcpy(&hash, p.data(), sizeof hash);
        return hash;
    }
};

/// "L2D2L3" for "AB12 CDE"; empty for what holds anything but letters and digits.
std::string runs_of(std::string_view text) {
    std::string runs;
    char last = 0;
    int count = 0;
    const auto close = [&] {
        if (last != 0) runs += last + std::to_string(count);
    };
    for (const char c : text) {
        if (c == ' ' || c == '-') continue;
        const auto byte = static_cast<unsigned char>(c);
        const char kind = std::isdigit(byte) != 0 ? 'D' : std::isalpha(byte) != 0 ? 'L' : 0;
        if (kind == 0) return {};
        if (kind != last) {
            close();
            last = kind;
            count = 0;
        }
        ++count;
    }
    close();
    return runs;
}

}  // namespace

SecretKey::~SecretKey() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::optional<Pseudonym> pseudonym_of(std::string_view plate, const SecretKey& key) {
    const NormalPlate normal{plate};
    if (normal.empty()) return std::nullopt;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (HMAC(EVP_sha256(), key.bytes().data(), static_cast<int>(key.bytes().size()), normal.data(),
             normal.size(), digest.data(), &size) == nullptr ||
        size != 32)
        throw std::runtime_error{"OpenSSL failed to compute HMAC-SHA-256"};
    Pseudonym pseudonym{};
    std::memcpy(pseudonym.data(), digest.data(), pseudonym.size());
    OPENSSL_cleanse(digest.data(), digest.size());
    return pseudonym;
}

struct VehicleNumbers::Known {
    std::unordered_map<Pseudonym, std::uint32_t, FirstBytes> numbers;
};

VehicleNumbers::VehicleNumbers(const SecretKey& key)
    : key_{key}, known_{std::make_unique<Known>()} {}

VehicleNumbers::~VehicleNumbers() {
    for (const auto& [pseudonym, number] : known_->numbers)  // keys of a map: const to us alone
        OPENSSL_cleanse(const_cast<std::uint8_t*>(pseudonym.data()), pseudonym.size());
}

std::optional<std::uint32_t> VehicleNumbers::number_of(std::string_view plate) {
    const auto pseudonym = pseudonym_of(plate, key_);
    if (!pseudonym) return std::nullopt;
    if (known_->numbers.size() == std::numeric_limits<std::uint32_t>::max())
        throw LimitError{"more than 4,294,967,295 different vehicles in the ANPR hits"};
    const auto next = static_cast<std::uint32_t>(known_->numbers.size());
    return known_->numbers.try_emplace(*pseudonym, next).first->second;
}

bool looks_like_plate(std::string_view text) {
    const std::string runs = runs_of(text);
    if (runs == "L2D2L3") return true;  // since 2001
    const auto digits = [&](std::size_t at, char most) {
        return runs[at] == 'D' && runs[at + 1] >= '1' && runs[at + 1] <= most;
    };
    const auto letters = [&](std::size_t at) {
        return runs[at] == 'L' && runs[at + 1] >= '1' && runs[at + 1] <= '3';
    };
    if (runs.size() == 6)  // 1983 to 2001: A123 BCD; 1963 to 1983: ABC 123D
        return letters(0) && digits(2, '3') && letters(4) &&
               (runs.starts_with("L1") ? runs[5] == '3' : runs[1] == '3' && runs[5] == '1');
    if (runs.size() == 4)  // before 1963, and Northern Ireland: ABC 1234, 1234 AB; not A1
        return ((letters(0) && digits(2, '4')) || (digits(0, '4') && letters(2))) &&
               runs[1] - '0' + (runs[3] - '0') >= 5;
    return false;
}

std::string shape_of_name(std::string_view text) {
    std::string shape;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        shape += std::isdigit(byte) != 0 ? '0' : std::isalpha(byte) != 0 ? 'A' : c;
    }
    return shape;
}

}  // namespace beatline
