// Bytes that grow at their end and are not cleared first: what text is read into.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace beatline {

/// Keeps its memory when it is emptied, so that one block serves many reads.
class TextBlock {
public:
    [[nodiscard]] std::string_view text() const { return {bytes_.get(), size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

    void clear() { size_ = 0; }
    void shorten(std::size_t size) { size_ = std::min(size, size_); }

    /// Where `more` bytes may be written behind the text; `grow` then takes those that were.
    [[nodiscard]] char* room(std::size_t more) {
        if (size_ + more > capacity_) {
            const std::size_t wanted = std::max(size_ + more, capacity_ + capacity_ / 2);
            auto larger = std::make_unique_for_overwrite<char[]>(wanted);
            if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
            bytes_ = std::move(larger);
            capacity_ = wanted;
        }
        return bytes_.get() + size_;
    }
    void grow(std::size_t by) { size_ += by; }

    void append(std::string_view text) {
        if (text.empty()) return;
        std::memcpy(room(text.size()), text.data(), text.size());
        grow(text.size());
    }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_{0};
    std::size_t capacity_{0};
};

}  // namespace beatline
