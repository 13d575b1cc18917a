// Changes what is inside the blobs of a PBF file and writes all lengths anew: most mutants of the
// bytes alone would end at the first length that no longer fits.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace beatline::fuzz {
namespace {

using Random = std::minstd_rand;
constexpr std::size_t room = 64;  // that one field may grow by

struct Field {
    protozero::pbf_tag_type tag{0};
    protozero::pbf_wire_type kind{protozero::pbf_wire_type::varint};
    std::uint64_t number{0};  // of a varint or a fixed one
    std::string text;         // of what has a length
};
using Message = std::vector<Field>;

/// Nothing when the text is no message.
std::optional<Message> parsed(const std::string& text) {
    Message message;
    try {
        for (protozero::pbf_reader reader{text}; reader.next();) {
            Field field{reader.tag(), reader.wire_type(), 0, {}};
            switch (reader.wire_type()) {
                case protozero::pbf_wire_type::varint:
                    field.number = reader.get_uint64();
                    break;
                case protozero::pbf_wire_type::length_delimited:
                    field.text = reader.get_string();
                    break;
                default:
                    return std::nullopt;  // the format has no others
            }
            message.push_back(std::move(field));
        }
    } catch (const protozero::exception&) {
        return std::nullopt;
    }
    if (message.empty()) return std::nullopt;
    return message;
}

std::string written(const Message& message) {
    std::string text;
    protozero::pbf_writer writer{text};
    for (const Field& field : message) {
        if (field.kind == protozero::pbf_wire_type::varint) {
            writer.add_uint64(field.tag, field.number);
        } else {
            writer.add_bytes(field.tag, field.text);
        }
    }
    return text;
}

std::string mutated_bytes(std::string text) {
    const std::size_t size = text.size();
    text.resize(size + room);
    auto* data = reinterpret_cast<std::uint8_t*>(text.data());
    text.resize(LLVMFuzzerMutate(data, size, text.size()));
    return text;
}

std::uint64_t mutated_number(std::uint64_t number, Random& random) {
    switch (random() % 4) {
        case 0:
            return number + 1;
        case 1:
            return number - 1;
        case 2:
            return number ^ (std::uint64_t{1} << (random() % 64));
        default:
            return random() % 300;
    }
}

/// One field of the message, or of a message inside it, is changed, given twice, moved or dropped.
std::string mutated(const std::string& text, int depth, Random& random) {
    std::optional<Message> message = parsed(text);
    if (!message || depth == 0) return mutated_bytes(text);
    const auto at = message->begin() + static_cast<std::ptrdiff_t>(random() % message->size());
    const unsigned what = random() % 16;
    if (what == 0) {
        message->erase(at);
    } else if (what == 1) {
        const Field again = *at;
        message->insert(at, again);
    } else if (what == 2) {
        std::iter_swap(at, message->begin());
    } else if (what == 3) {
        at->tag = 1 + random() % 20;
    } else if (at->kind == protozero::pbf_wire_type::varint) {
        at->number = mutated_number(at->number, random);
    } else {
        at->text = what < 8 ? mutated_bytes(at->text) : mutated(at->text, depth - 1, random);
    }
    return written(*message);
}

struct Blob {
    std::string type;
    std::string content;  // the Blob message
};

std::optional<std::vector<Blob>> blobs_of(std::string_view file) {
    std::vector<Blob> blobs;
    while (!file.empty()) {
        if (file.size() < 4) return std::nullopt;
        std::size_t header_bytes = 0;
        for (int i = 0; i < 4; ++i)
            header_bytes = (header_bytes << 8U) | static_cast<unsigned char>(file[i]);
        file.remove_prefix(4);
        const auto header = parsed(std::string{file.substr(0, header_bytes)});
        if (header_bytes > file.size() || !header || header->size() < 2) return std::nullopt;
        file.remove_prefix(header_bytes);
        const auto bytes = static_cast<std::size_t>(header->back().number);
        blobs.push_back({header->front().text, std::string{file.substr(0, bytes)}});
        file.remove_prefix(std::min(bytes, file.size()));
    }
    if (blobs.empty()) return std::nullopt;
    return blobs;
}

std::string file_of(const std::vector<Blob>& blobs) {
    std::string file;
    for (const Blob& blob : blobs) {
        std::string header;
        protozero::pbf_writer writer{header};
        writer.add_string(1, blob.type);
        writer.add_int32(3, static_cast<std::int32_t>(blob.content.size()));
        for (unsigned shift = 32; shift > 0; shift -= 8)
            file += static_cast<char>((header.size() >> (shift - 8)) & 0xFFU);
        file += header + blob.content;
    }
    return file;
}

}  // namespace
}  // namespace beatline::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(  // NOLINT
    std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    using namespace beatline::fuzz;
    Random random{seed};
    auto blobs = random() % 4 == 0 ? std::nullopt : blobs_of(text_of({data, size}));
    if (!blobs) return LLVMFuzzerMutate(data, size, most);
    Blob& blob = (*blobs)[random() % blobs->size()];
    constexpr int depth = 6;  // Blob, block, group, dense nodes, ids
    blob.content = mutated(blob.content, depth, random);
    const std::string file = file_of(*blobs);
    if (file.size() > most) return LLVMFuzzerMutate(data, size, most);
    std::copy(file.begin(), file.end(), data);
    return file.size();
}
