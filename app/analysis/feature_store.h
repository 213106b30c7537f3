// app/analysis/feature_store.h: features of media on disk, so that no file is measured twice.
#pragma once

#include "app/analysis/frame_features.h"
#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::analysis {

/// Changes with everything in the program that changes a feature: raise it then.
inline constexpr int kFeatureVersion = 3;
inline constexpr std::size_t kMostStoreBytes = 512UL << 20;
inline constexpr std::size_t kMostStoredFrames = 4'000'000;
/// What all files of a store may take, unless $SEAMLINE_FEATURES_MB says otherwise.
inline constexpr std::uintmax_t kStoreBytes = 2UL << 30;

/// The limit from `megabytes` (null: kStoreBytes). Errors: InvalidArgument when it is no whole
/// number in [1, 1000000]; the message names the variable.
Result<std::uintmax_t> store_limit(const char* megabytes);
/// Removes files of features from `folder`, those that were read or written longest ago first,
/// until all of them take `limit` bytes at most; `kept` stays whatever it takes. Parts that a run
/// left behind more than a day ago go, too. Other files are left alone. Blocks: on the disk.
void evict_features(const std::filesystem::path& folder, std::uintmax_t limit,
                    const std::filesystem::path& kept = {});

/// What features depend on beside kFeatureVersion.
struct FeatureKey {
    std::string media_id;
    std::string light_id;
    double border = 0;
    bool cuts_only = false;

    friend bool operator==(const FeatureKey&, const FeatureKey&) = default;
};

/// Of the key and kFeatureVersion, without the folder: "<media's hex>-<hash>.features".
std::string store_file_name(const FeatureKey& key);

/// Frames measured so far, from 0 on; none when there is no file, or one that is damaged, of
/// another version or for another key: such a file is replaced by the next `store_features`. One
/// that is read counts as used now. Blocks: on the disk.
std::optional<std::vector<FrameFeatures>> stored_features(const std::filesystem::path& folder,
                                                          const FeatureKey& key);

/// Writes beside the old file and renames, so that a reader sees one of them whole. The folder is
/// made, and `evict_features` keeps it within `limit`. Errors: Io; TooLarge.
Result<Done> store_features(const std::filesystem::path& folder, const FeatureKey& key,
                            std::span<const FrameFeatures> frames,
                            std::uintmax_t limit = kStoreBytes);

/// The content of a file: a checksum, then CBOR. Errors: Corrupt; TooLarge.
std::vector<std::uint8_t> features_to_bytes(const FeatureKey& key,
                                            std::span<const FrameFeatures> frames);
Result<std::vector<FrameFeatures>> features_from_bytes(std::span<const std::uint8_t> bytes,
                                                       const FeatureKey& key);
/// The same after the checksum, of any key when `key` is null: what is fuzzed.
Result<std::vector<FrameFeatures>> features_from_cbor(std::span<const std::uint8_t> cbor,
                                                      const FeatureKey* key);

} // namespace seamline::analysis
