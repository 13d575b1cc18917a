// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <fstream>
#include <protozero/pbf_reader.hpp>
#include <string>

#include "data/error.hpp"
#include "data/road_links.hpp"

namespace beatline {

namespace {

// The format's own limits: https://wiki.openstreetmap.org/wiki/PBF_Format
constexpr std::uint32_t max_header_bytes = 64U << 10U;
constexpr std::int32_t max_blob_bytes = 32 << 20;

struct BlobHeader {
    std::string type;
    std::int32_t bytes{-1};
};

BlobHeader parse_header(const std::string& bytes) {
    BlobHeader header;
    protozero::pbf_reader message{bytes};
    while (message.next()) {
        if (message.tag_and_type() ==
            protozero::tag_and_type(1, protozero::pbf_wire_type::length_delimited)) {
            header.type = message.get_string();
        } else if (message.tag_and_type() ==
                   protozero::tag_and_type(3, protozero::pbf_wire_type::varint)) {
            header.bytes = message.get_int32();
        } else {
            message.skip();
        }
    }
    return header;
}

[[noreturn]] void refuse(const RoadSource& source, std::uint64_t offset, const std::string& what) {
    throw InputError{
        fmt::format("{}: not a whole OSM PBF file: {} at byte {}; download it again and compare "
                    "its size and checksum",
                    source.shown_path, what, offset)};
}

}  // namespace

void check_pbf_blobs(const RoadSource& source) {
    std::ifstream file{source.path, std::ios::binary | std::ios::ate};
    if (!file) throw FileError{fmt::format("{}: cannot be read", source.shown_path)};
    const auto size = static_cast<std::uint64_t>(file.tellg());
    std::uint64_t at = 0;
    bool has_data = false;
    std::string bytes;
    while (at < size) {
        std::array<unsigned char, 4> prefix{};
        file.seekg(static_cast<std::streamoff>(at));
        if (!file.read(reinterpret_cast<char*>(prefix.data()), prefix.size()))
            refuse(source, at, "the file ends within a blob's length");
        const std::uint32_t header_bytes = (std::uint32_t{prefix[0]} << 24U) |
                                           (std::uint32_t{prefix[1]} << 16U) |
                                           (std::uint32_t{prefix[2]} << 8U) | prefix[3];
        if (header_bytes == 0 || header_bytes > max_header_bytes)
            refuse(source, at, fmt::format("a blob header of {} bytes", header_bytes));
        bytes.resize(header_bytes);
        if (!file.read(bytes.data(), header_bytes))
            refuse(source, at, "the file ends within a blob header");
        BlobHeader header;
        try {
            header = parse_header(bytes);
        } catch (const protozero::exception&) {
            refuse(source, at, "a blob header that cannot be decoded");
        }
        if (header.type != (at == 0 ? "OSMHeader" : "OSMData"))
            refuse(source, at, at == 0 ? "no OSMHeader" : "a blob that is not OSMData");
        if (header.bytes <= 0 || header.bytes > max_blob_bytes)
            refuse(
                source, at,
                fmt::format("a blob of {} bytes (1 to {} expected)", header.bytes, max_blob_bytes));
        has_data = has_data || at > 0;
        const std::uint64_t next = at + 4 + header_bytes + static_cast<std::uint64_t>(header.bytes);
        if (next > size)
            refuse(source, at,
                   fmt::format("the file ends {} bytes before its last blob does", next - size));
        at = next;
    }
    if (!has_data) refuse(source, size, "a header and no data");
}

}  // namespace beatline
