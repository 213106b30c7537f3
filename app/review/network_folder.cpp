#include "app/review/network_folder.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace seamline::review {
namespace {

struct Known {
    unsigned type;
    const char* name;
};

constexpr unsigned kFuse = 0x65735546;

/// Source: statfs(2), linux/magic.h, and the file systems' own headers.
constexpr std::array kNetwork{
    Known{0x6969, "NFS"},        Known{0x517B, "SMB"},         Known{0xFF534D42, "CIFS"},
    Known{0xFE534D42, "SMB"},    Known{0x01021997, "9P"},      Known{0x5346414F, "AFS"},
    Known{0x6B414653, "AFS"},    Known{0x73757245, "Coda"},    Known{0x00C36400, "Ceph"},
    Known{0x0BD00BD0, "Lustre"}, Known{0x47504653, "GPFS"},    Known{0x564C, "NCP"},
    Known{0x19830326, "BeeGFS"}, Known{0xAAD7AAEA, "Panasas"}, Known{0x7461636F, "OCFS2"},
    Known{0x01161970, "GFS2"}};

/// FUSE types that read the machine's own disks.
constexpr std::array<std::string_view, 6> kLocalFuse{
    "fuseblk", "fuse.ntfs", "fuse.ntfs-3g", "fuse.bindfs", "fuse.fuse-overlayfs", "fuse.mergerfs"};

/// Type of the mount with this device number, by /proc/self/mountinfo (proc(5)).
std::string mount_type_of(dev_t device) {
    const std::string wanted = std::to_string(major(device)) + ":" + std::to_string(minor(device));
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string word, number;
        words >> word >> word >> number;
        if (number != wanted) continue;
        while (words >> word && word != "-") {
        }
        words >> word;
        return word;
    }
    return {};
}

} // namespace

std::optional<std::string> network_file_system(long type, std::string_view mount_type) {
    const auto number = static_cast<unsigned>(type);
    if (number == kFuse) {
        if (std::ranges::find(kLocalFuse, mount_type) != kLocalFuse.end()) return std::nullopt;
        return mount_type.empty() ? "FUSE" : std::string(mount_type);
    }
    const auto known = std::ranges::find(kNetwork, number, &Known::type);
    if (known == kNetwork.end()) return std::nullopt;
    return known->name;
}

std::optional<std::string> network_file_system(const std::filesystem::path& path) {
    struct statfs system {};
    struct stat file {};
    std::filesystem::path at = path.empty() ? std::filesystem::path(".") : path;
    // The file may not be there yet: then what matters is the nearest folder above that is.
    while (::stat(at.c_str(), &file) != 0) {
        const std::filesystem::path above = at.has_parent_path() ? at.parent_path() : ".";
        if (above == at || at == ".") return std::nullopt;
        at = above;
    }
    if (::statfs(at.c_str(), &system) != 0) return std::nullopt;
    const bool fuse = static_cast<unsigned>(system.f_type) == kFuse;
    return network_file_system(static_cast<long>(system.f_type),
                               fuse ? mount_type_of(file.st_dev) : std::string());
}

} // namespace seamline::review
