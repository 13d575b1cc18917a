// SPDX-License-Identifier: Apache-2.0
#include "data/key_file.hpp"

#include <cctype>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <openssl/crypto.h>
#include <stdexcept>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/error.hpp"

namespace beatline {

namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t most_bytes = 4096;  // more is no key

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The bytes of a file, overwritten when they go.
class SecretText {
public:
    explicit SecretText(const std::filesystem::path& file) {
        std::ifstream in{file, std::ios::binary};
        in.read(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
        size_ = static_cast<std::size_t>(in.gcount());
    }
    ~SecretText() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
    SecretText(const SecretText&) = delete;
    SecretText& operator=(const SecretText&) = delete;
    [[nodiscard]] std::string_view text() const { return {bytes_.data(), size_}; }

private:
    std::array<char, most_bytes> bytes_{};
    std::size_t size_{0};
};

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
        text.remove_suffix(1);
    return text;
}

bool from_hex(std::string_view text, std::array<std::uint8_t, key_bytes>& key) {
    if (text.size() != 2 * key_bytes) return false;
    for (std::size_t i = 0; i < key_bytes; ++i) {
        const int high = digit_of(text[2 * i]);
        const int low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        key[i] = static_cast<std::uint8_t>(16 * high + low);
    }
    return true;
}

[[noreturn]] void fail(const std::filesystem::path& file, const char* what) {
    throw FileError{fmt::format("{}: {}: {}", file.string(), what, std::strerror(errno))};
}

/// Creates a file that only its owner may open, and fills it.
void write_secret(const std::filesystem::path& file, std::string_view text) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                              S_IRUSR | S_IWUSR);
    if (handle < 0) {
        if (errno == EEXIST)
            throw FileError{file.string() +
                            ": exists already; a key that is lost cannot be made again. Name "
                            "another file, or say --overwrite"};
        fail(file, "the key cannot be written");
    }
    bool good = ::fchmod(handle, S_IRUSR | S_IWUSR) == 0;
    for (std::size_t at = 0; good && at < text.size();) {
        const ssize_t done = ::write(handle, text.data() + at, text.size() - at);
        if (done < 0 && errno == EINTR) continue;
        good = done > 0;
        if (good) at += static_cast<std::size_t>(done);
    }
    good = good && ::fsync(handle) == 0;
    const int error = errno;
    ::close(handle);
    if (good) return;
    ::unlink(file.c_str());
    errno = error;
    fail(file, "the key cannot be written");
}

}  // namespace

void check_key_file(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::is_regular_file(status))
        throw PolicyError{file.string() +
                          ": the key file is missing or no plain file; beatline "
                          "keygen makes one"};
    if (std::filesystem::file_size(file, error) == 0)
        throw PolicyError{file.string() + ": the key file is empty"};
    using std::filesystem::perms;
    constexpr perms others = perms::group_all | perms::others_all;
    if ((status.permissions() & others) != perms::none)
        throw PolicyError{file.string() +
                          ": the key file is open to others; run chmod 600 on it first"};
}

SecretKey read_key_file(const std::filesystem::path& file) {
    check_key_file(file);
    const SecretText text{file};
    std::array<std::uint8_t, key_bytes> key{};
    if (!from_hex(without_blanks(text.text()), key)) {
        if (text.text().size() != key_bytes)
            throw PolicyError{file.string() +
                              ": holds no key of 256 bits; wanted 64 hexadecimal digits (or 32 "
                              "bytes), as beatline keygen writes them"};
        std::memcpy(key.data(), text.text().data(), key_bytes);
    }
    const SecretKey secret{key};
    OPENSSL_cleanse(key.data(), key.size());
    return secret;
}

SecretKey random_key() {
    std::array<std::uint8_t, key_bytes> bytes{};
    if (::getentropy(bytes.data(), bytes.size()) != 0)
        throw std::runtime_error{"the system gives no random bytes"};
    const SecretKey key{bytes};
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return key;
}

void make_key_file(const std::filesystem::path& file, bool overwrite) {
    std::error_code error;
    const auto status = std::filesystem::symlink_status(file, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw FileError{file.string() + ": is no plain file; a key is not written there"};
    const SecretKey key = random_key();
    std::array<char, 2 * key_bytes + 1> text{};
    for (std::size_t i = 0; i < key_bytes; ++i) {
        text[2 * i] = "0123456789abcdef"[key.bytes()[i] / 16];
        text[2 * i + 1] = "0123456789abcdef"[key.bytes()[i] % 16];
    }
    text.back() = '\n';
    if (overwrite && std::filesystem::exists(status)) {
        std::filesystem::path beside = file;
        beside += fmt::format(".new-{}", ::getpid());
        write_secret(beside, {text.data(), text.size()});
        if (::rename(beside.c_str(), file.c_str()) != 0) {
            ::unlink(beside.c_str());
            fail(file, "the key cannot be written");
        }
    } else {
        write_secret(file, {text.data(), text.size()});
    }
    OPENSSL_cleanse(text.data(), text.size());
}

}  // namespace beatline
