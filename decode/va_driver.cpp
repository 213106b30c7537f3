#include "decode/va_driver.h"

extern "C" {
#include <libavutil/hwcontext.h>
}

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

namespace seamline::decode {
namespace {

constexpr int kSuccess = 0;       // VA_STATUS_SUCCESS
constexpr int kDecodesSlices = 1; // VAEntrypointVLD

Error refused(std::string reason) { return {ErrorCode::Unsupported, std::move(reason)}; }

/// FFmpeg has loaded it: another copy would not know the display.
void* loaded_libva() { return ::dlopen("libva.so.2", RTLD_NOW | RTLD_NOLOAD); }

template <typename Function> Function look_up(const char* name) {
    void* library = loaded_libva();
    if (library == nullptr) return nullptr;
    auto function = reinterpret_cast<Function>(::dlsym(library, name));
    ::dlclose(library); // Its own reference only: FFmpeg keeps the library.
    return function;
}

/// What keeps the file from being opened; empty: nothing.
std::string why_not_openable(const std::filesystem::path& node) {
    const int fd = ::open(node.c_str(), O_RDWR | O_CLOEXEC);
    if (fd >= 0) {
        ::close(fd);
        return {};
    }
    const int code = errno;
    return "cannot open " + node.string() + ": " + std::strerror(code) +
           (code == EACCES ? "; add the user to the group that owns it, mostly 'render'" : "");
}

} // namespace

Result<std::filesystem::path> find_render_node(const std::filesystem::path& folder,
                                               const std::optional<RenderNode>& gpu) {
    std::error_code ignored;
    bool has_some = false;
    std::filesystem::directory_iterator entry(folder, ignored);
    for (; entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
        const std::filesystem::path node = entry->path();
        if (!node.filename().string().starts_with("renderD")) continue;
        has_some = true;
        struct stat facts {};
        if (!gpu || ::stat(node.c_str(), &facts) != 0 || !S_ISCHR(facts.st_mode)) continue;
        if (major(facts.st_rdev) == gpu->major && minor(facts.st_rdev) == gpu->minor) return node;
    }
    const std::string files = (folder / "renderD*").string();
    if (!has_some) return refused("there is no " + files + ": no kernel driver offers a decoder");
    if (!gpu) return refused("its Vulkan driver does not say which of " + files + " it is");
    return refused("none of " + files + " is the GPU");
}

Result<std::shared_ptr<const VaDriver>> VaDriver::open(const std::filesystem::path& node) {
    if (std::string reason = why_not_openable(node); !reason.empty())
        return refused(std::move(reason));
    std::shared_ptr<VaDriver> driver(new VaDriver);
    AVBufferRef* context = nullptr;
    clear_log_line();
    const int code =
        av_hwdevice_ctx_create(&context, AV_HWDEVICE_TYPE_VAAPI, node.c_str(), nullptr, 0);
    if (code == AVERROR(ENOMEM) && context == nullptr)
        return refused("FFmpeg was built without VA-API");
    if (code < 0)
        return refused("FFmpeg cannot open VA-API on " + node.string() + " (" + failure_text(code) +
                       "); for GPUs of AMD and Intel the packages mesa-va-drivers, "
                       "intel-media-va-driver and i965-va-driver have drivers");
    driver->context_.reset(context);
    if (Result<Done> loaded = driver->load(); !loaded) return loaded.error();
    driver->find_profiles();
    return std::shared_ptr<const VaDriver>(std::move(driver));
}

Result<Done> VaDriver::load() {
    // Of FFmpeg's hwcontext_vaapi.h, which cannot be included without libva's headers: the display
    // is the first member of AVVAAPIDeviceContext.
    const auto* device = reinterpret_cast<const AVHWDeviceContext*>(context_->data);
    display_ = *static_cast<void* const*>(device->hwctx);
    sync_surface_ = look_up<int (*)(void*, unsigned)>("vaSyncSurface");
    error_text_ = look_up<const char* (*)(int)>("vaErrorStr");
    if (sync_surface_ == nullptr || display_ == nullptr)
        return refused("libva.so.2 is not what FFmpeg uses");
    return Done{};
}

void VaDriver::find_profiles() {
    const auto count_of = look_up<int (*)(void*)>("vaMaxNumProfiles");
    const auto query = look_up<int (*)(void*, int*, int*)>("vaQueryConfigProfiles");
    const auto entry_count = look_up<int (*)(void*)>("vaMaxNumEntrypoints");
    const auto entries = look_up<int (*)(void*, int, int*, int*)>("vaQueryConfigEntrypoints");
    if (count_of == nullptr || query == nullptr || entry_count == nullptr || entries == nullptr)
        return;
    int count = std::max(0, count_of(display_));
    std::vector<int> all(static_cast<std::size_t>(count));
    if (query(display_, all.data(), &count) != kSuccess) return;
    all.resize(std::min(all.size(), static_cast<std::size_t>(std::max(0, count))));
    std::vector<int> points(static_cast<std::size_t>(std::max(0, entry_count(display_))));
    for (const int profile : all) {
        int found = 0;
        if (entries(display_, profile, points.data(), &found) != kSuccess) continue;
        const auto end = points.begin() + std::clamp(found, 0, static_cast<int>(points.size()));
        if (std::find(points.begin(), end, kDecodesSlices) != end) profiles_.push_back(profile);
    }
}

Result<Done> VaDriver::wait_for(const AVFrame& surface) const {
    const auto id = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(surface.data[3]));
    const int status = sync_surface_(display_, id);
    if (status == kSuccess) return Done{};
    return refused("waiting for a surface failed: " +
                   (error_text_ == nullptr ? std::to_string(status) : error_text_(status)));
}

} // namespace seamline::decode
