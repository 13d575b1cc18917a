// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <openssl/evp.h>
#include <stdexcept>
#include <string>

#include "data/error.hpp"
#include "data/run_record.hpp"

namespace beatline {
namespace {

class Sha256 {
public:
    Sha256() {
        if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
            throw std::runtime_error{"OpenSSL offers no SHA-256 on this machine"};
    }

    void add(const char* bytes, std::size_t count) {
        if (EVP_DigestUpdate(context_.get(), bytes, count) != 1)
            throw std::runtime_error{"OpenSSL failed to hash"};
    }

    [[nodiscard]] std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1)
            throw std::runtime_error{"OpenSSL failed to hash"};
        std::string text;
        for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", digest.at(i));
        return text;
    }

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_{EVP_MD_CTX_new()};
};

}  // namespace

std::string sha256_of_file(const std::filesystem::path& file) {
    errno = 0;
    std::ifstream in{file, std::ios::binary};
    Sha256 hash;
    std::array<char, 1U << 16U> block{};
    while (in) {
        in.read(block.data(), block.size());
        hash.add(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof())
        throw FileError{file.string() + ": cannot be read to be hashed: " + std::strerror(errno)};
    return hash.hex();
}

std::string sha256_of_text(const std::string& text) {
    Sha256 hash;
    hash.add(text.data(), text.size());
    return hash.hex();
}

}  // namespace beatline
