// SPDX-License-Identifier: Apache-2.0
#include "data/text_stream.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "data/error.hpp"
#include "data/lower_case.hpp"
#include "data/text_file.hpp"

namespace beatline {
namespace {

constexpr std::size_t raw_bytes = 1U << 18U;

struct EncodingName {
    std::string_view name;
    Encoding encoding;
};
constexpr std::array encoding_names{
    EncodingName{"utf-8", Encoding::utf8},
    EncodingName{"windows-1252", Encoding::windows_1252},
    EncodingName{"iso-8859-1", Encoding::iso_8859_1},
    EncodingName{"utf-16", Encoding::utf16},
    EncodingName{"utf8", Encoding::utf8},
    EncodingName{"cp1252", Encoding::windows_1252},
    EncodingName{"latin1", Encoding::iso_8859_1},
    EncodingName{"utf16", Encoding::utf16},
};

/// A file descriptor that reads, with words when it cannot.
class RawFile {
public:
    RawFile(const std::filesystem::path& path, const std::string& shown) : shown_{shown} {
        file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // waits for no pipe
        if (file_ < 0) refuse(path, errno);
        struct stat about {};
        if (fstat(file_, &about) != 0 || !S_ISREG(about.st_mode)) {
            close(file_);
            throw FileError{fmt::format("{}: is {}. Wanted a file.", shown,
                                        S_ISDIR(about.st_mode) ? "a folder" : "no regular file")};
        }
        version_ = version_of(about);
        static_cast<void>(posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL));
    }
    ~RawFile() { close(file_); }
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;

    /// Fewer than asked for only at the end.
    std::size_t read(char* to, std::size_t bytes) const {
        std::size_t done = 0;
        while (done < bytes) {
            const ssize_t got = ::read(file_, to + done, bytes - done);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0)
                throw FileError{fmt::format("{}: reading failed: {}.", shown_, strerror(errno))};
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }
    [[nodiscard]] const FileVersion& version() const { return version_; }

    /// At the end of the reading.
    void refuse_if_changed() const {
        struct stat about {};
        if (fstat(file_, &about) != 0 || version_of(about) != version_) refuse_changed(shown_);
    }

private:
    static FileVersion version_of(const struct stat& about) {
        return {about.st_dev, about.st_ino, static_cast<std::uint64_t>(about.st_size),
                about.st_mtim.tv_sec, about.st_mtim.tv_nsec};
    }

    [[noreturn]] void refuse(const std::filesystem::path& path, int error) const {
        if (error == ENOENT && is_address(path.string())) {
            throw InputError{fmt::format(
                "{}: only plain files are read, no addresses. Fetch the file first.", shown_)};
        }
        if (error == ENOENT || error == ENOTDIR)
            throw FileError{fmt::format("{}: there is no such file. Check the path.", shown_)};
        throw FileError{fmt::format("{}: cannot be opened: {}.", shown_, strerror(error))};
    }

    std::string shown_;
    int file_{-1};
    FileVersion version_;
};

struct InflateEnd {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

/// Unpacks gzip members, one after the other.
class Gunzip {
public:
    explicit Gunzip(const TextSource& source) : source_{source} {
        constexpr int gzip_only = 16 + MAX_WBITS;
        if (inflateInit2(&state_, gzip_only) != Z_OK) throw std::bad_alloc{};
        stream_.reset(&state_);
    }

    /// Up to `bytes` of unpacked text; 0 at the end. `raw` gives more packed bytes.
    template <class Raw>
    std::size_t read(char* to, std::size_t bytes, Raw&& raw) {
        state_.next_out = reinterpret_cast<Bytef*>(to);
        state_.avail_out = static_cast<uInt>(bytes);
        while (state_.avail_out > 0) {
            if (state_.avail_in == 0) {
                const std::string_view more = raw();
                // zlib's interface predates const; it does not write to its input.
                state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(more.data()));
                state_.avail_in = static_cast<uInt>(more.size());
                if (more.empty()) break;
            }
            if (member_done_ && inflateReset(&state_) != Z_OK) throw std::bad_alloc{};
            step();
        }
        const std::size_t got = bytes - state_.avail_out;
        if (got == 0 && !member_done_) {
            throw InputError{fmt::format(
                "{}: the gzip stream ends early, after {} unpacked bytes. Fetch the file again.",
                source_.shown, total_)};
        }
        return got;
    }

private:
    void step() {
        const uInt room = state_.avail_out;
        const int outcome = inflate(&state_, Z_NO_FLUSH);
        total_ += room - state_.avail_out;
        if (total_ > source_.max_unpacked_bytes) {
            throw LimitError{fmt::format("{}: unpacks to more than {} bytes, the limit. {}",
                                         source_.shown, source_.max_unpacked_bytes,
                                         source_.advice)};
        }
        member_done_ = outcome == Z_STREAM_END;
        if (outcome == Z_OK || outcome == Z_STREAM_END || outcome == Z_BUF_ERROR) return;
        throw InputError{fmt::format(
            "{}: the gzip stream is damaged after {} unpacked bytes ({}). Fetch the file again.",
            source_.shown, total_, state_.msg == nullptr ? "bad data" : state_.msg)};
    }

    const TextSource& source_;
    z_stream state_{};
    std::unique_ptr<z_stream, InflateEnd> stream_;
    std::uint64_t total_{0};
    bool member_done_{false};
};

/// Turns another encoding into UTF-8 (iconv, from the C library).
class Recoder {
public:
    explicit Recoder(const TextSource& source) : source_{source} {
        const std::string from{name_of(source.encoding)};
        handle_ = iconv_open("UTF-8", from.c_str());
        if (handle_ == reinterpret_cast<iconv_t>(-1)) {
            throw FileError{
                fmt::format("{}: this system cannot convert {} to UTF-8.", source_.shown, from)};
        }
    }
    ~Recoder() { iconv_close(handle_); }
    Recoder(const Recoder&) = delete;
    Recoder& operator=(const Recoder&) = delete;

    /// Moves `given` into `text` as UTF-8; what is half a character at its end stays in `given`.
    void convert(TextBlock& given, TextBlock& text, bool last) {
        char* from = const_cast<char*>(given.text().data());  // iconv's interface; not written to
        std::size_t left = given.size();
        const std::size_t room = 3 * left + 16;
        char* to = text.room(room);
        std::size_t free = room;
        const auto done = iconv(handle_, &from, &left, &to, &free);
        text.grow(room - free);
        const std::size_t used = given.size() - left;
        const bool half = done == static_cast<std::size_t>(-1) && errno == EINVAL;
        if ((done == static_cast<std::size_t>(-1) && !half) || (half && last)) {
            throw InputError{fmt::format(
                "{}: byte 0x{:02X} at offset {} is not {}. Check the key encoding, or export the "
                "file as UTF-8.",
                source_.shown, static_cast<unsigned char>(given.text()[used]), total_ + used,
                name_of(source_.encoding))};
        }
        total_ += used;
        const std::string rest{given.text().substr(used)};
        given.clear();
        given.append(rest);
    }

private:
    const TextSource& source_;
    iconv_t handle_;
    std::uint64_t total_{0};
};

void refuse_utf16(std::string_view start, const std::string& shown) {
    if (start.size() < 2) return;
    const bool mark = start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF");
    const bool every_other = start.size() >= 4 && ((start[1] == '\0' && start[3] == '\0') ||
                                                   (start[0] == '\0' && start[2] == '\0'));
    if (!mark && !every_other) return;
    throw InputError{fmt::format(
        "{}: line 1: this is UTF-16 text. Wanted UTF-8; convert it: iconv -f UTF-16 -t UTF-8 "
        "FILE > NEW, or say encoding = \"utf-16\" for it",
        shown)};
}

}  // namespace

std::optional<Encoding> encoding_named(std::string_view name) {
    const std::string lower = lower_case(name);
    for (const EncodingName& known : encoding_names) {
        if (known.name == lower) return known.encoding;
    }
    return std::nullopt;
}

std::string_view name_of(Encoding encoding) {
    for (const EncodingName& known : encoding_names) {
        if (known.encoding == encoding) return known.name;
    }
    return "";
}

void refuse_changed(const std::string& shown) {
    throw FileError{fmt::format(
        "{}: the file was changed while it was read. Wait until it is complete, or read a copy.",
        shown)};
}

struct TextStream::Impl {
    explicit Impl(const TextSource& given) : source{given}, file{given.path, given.shown} {
        pull();
        if (raw.text().starts_with("\x1F\x8B")) gunzip.emplace(source);
        if (source.encoding == Encoding::utf8) return;
        if (raw.text().starts_with("\xEF\xBB\xBF")) {
            throw InputError{fmt::format(
                "{}: begins with the byte order mark of UTF-8, but encoding says {}. Leave the key "
                "encoding out.",
                source.shown, name_of(source.encoding))};
        }
        recoder.emplace(source);
    }

    /// The next bytes as they are on disk.
    std::string_view pull() {
        raw.clear();
        raw.grow(file.read(raw.room(raw_bytes), raw_bytes));
        return raw.text();
    }

    /// Appends bytes of the unpacked text in its own encoding; 0 at the end.
    std::size_t unpack(TextBlock& to, std::size_t bytes) {
        std::size_t got = 0;
        if (gunzip) {
            got = gunzip->read(to.room(bytes), bytes, [this] {
                const bool fresh = first;
                first = false;
                return fresh ? raw.text() : pull();
            });
        } else if (first) {
            first = false;
            got = raw.size();
            to.append(raw.text());
            return got;
        } else {
            got = file.read(to.room(bytes), bytes);
        }
        if (got == 0) file.refuse_if_changed();
        to.grow(got);
        return got;
    }

    void look_at_start(TextBlock& text, std::size_t from) {
        started = true;
        const std::string_view start = text.text().substr(from);
        if (source.encoding == Encoding::utf8) refuse_utf16(start, source.shown);
        if (!start.starts_with("\xEF\xBB\xBF")) return;
        mark = 3;
        const std::string rest{start.substr(3)};
        text.shorten(from);
        text.append(rest);
    }

    TextSource source;
    RawFile file;
    TextBlock raw;
    bool first{true};  ///< raw holds bytes that nobody has had
    bool started{false};
    std::size_t mark{0};
    std::optional<Gunzip> gunzip;
    std::optional<Recoder> recoder;
    TextBlock own;  ///< text in its own encoding, on its way to UTF-8
};

TextStream::TextStream(const TextSource& source) : impl_{std::make_unique<Impl>(source)} {}
TextStream::~TextStream() = default;
TextStream::TextStream(TextStream&&) noexcept = default;
TextStream& TextStream::operator=(TextStream&&) noexcept = default;

bool TextStream::read(TextBlock& text, std::size_t bytes) {
    const std::size_t before = text.size();
    if (impl_->recoder) {
        const bool more = impl_->unpack(impl_->own, bytes) > 0;
        if (!more && impl_->own.empty()) return false;
        impl_->recoder->convert(impl_->own, text, !more);
        if (!impl_->started) impl_->look_at_start(text, before);
        return true;
    }
    if (impl_->unpack(text, bytes) == 0) return false;
    if (!impl_->started) impl_->look_at_start(text, before);
    return true;
}

std::size_t TextStream::mark_bytes() const {
    return impl_->mark;
}

std::uint64_t TextStream::file_bytes() const {
    return impl_->file.version().bytes;
}

const FileVersion& TextStream::version() const {
    return impl_->file.version();
}

bool TextStream::packed() const {
    return impl_->gunzip.has_value();
}

}  // namespace beatline
