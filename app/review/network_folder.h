// app/review/network_folder.h: whether a folder lies on another machine.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace seamline::review {

/// The name of the network file system that `path` (a file, or its folder where the file is not
/// there yet) lies on, as "NFS"; nothing for local ones and where the system does not tell.
/// Locks and shared memory of SQLite's write-ahead log do not work across machines.
std::optional<std::string> network_file_system(const std::filesystem::path& path);

/// The same of statfs' type number and the mount's type ("fuse.sshfs"; empty: not known).
/// A FUSE mount is taken for a network's, except those of local disks ("fuseblk") and of sandboxes.
std::optional<std::string> network_file_system(long type, std::string_view mount_type);

} // namespace seamline::review
