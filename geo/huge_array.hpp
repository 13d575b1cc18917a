// Large arrays on large pages: on a fresh array the kernel's page faults cost more than the sums.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace beatline {

/// Asks for pages of 2 MB behind this memory, before it is first touched. A hint: where the system
/// has none, nothing happens.
void advise_huge_pages(const void* start, std::size_t bytes);

/// `count` elements, not initialised.
template <class T>
class HugeArray {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    HugeArray() = default;
    explicit HugeArray(std::size_t count) : data_{new T[count]}, size_{count} {
        advise_huge_pages(data_.get(), count * sizeof(T));
    }

    [[nodiscard]] T* data() { return data_.get(); }
    [[nodiscard]] const T* data() const { return data_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }

private:
    std::unique_ptr<T[]> data_;
    std::size_t size_{0};
};

/// A vector of `count` zeros.
template <class T>
[[nodiscard]] std::vector<T> huge_zeros(std::size_t count) {
    std::vector<T> values;
    values.reserve(count);
    advise_huge_pages(values.data(), count * sizeof(T));
    values.resize(count);
    return values;
}

}  // namespace beatline
