#include "app/review/memory_store.h"

#include "app/review/uuid7.h"

#include <algorithm>
#include <utility>

namespace seamline::review {
namespace {

class MemoryStore final : public EventStore {
public:
    explicit MemoryStore(std::string where) : where_(std::move(where)) {}

    Result<std::size_t> append(std::span<Event> events) override {
        for (const Event& event : events)
            if (const auto fine = check(event); !fine) return fine.error();
        std::string action;
        std::size_t added = 0;
        for (Event& event : events) {
            if (event.id.empty()) event.id = uuid7(now_ms(), last_id_);
            last_id_ = std::max(last_id_, event.id);
            if (action.empty()) action = event.id;
            if (event.action.empty()) event.action = action;
            const auto known = std::ranges::find(events_, event.id, &Event::id);
            if (known != events_.end()) {
                event.sequence = known->sequence;
                continue;
            }
            event.sequence = static_cast<std::int64_t>(events_.size()) + 1;
            events_.push_back(event);
            ++added;
        }
        return added;
    }

    Result<std::vector<Event>> read_after(std::int64_t sequence, std::size_t most) override {
        std::vector<Event> read;
        for (const Event& event : events_)
            if (event.sequence > sequence && read.size() < most) read.push_back(event);
        return read;
    }

    Result<bool> changed() override { return false; }

    Result<StoreInfo> info() override {
        StoreInfo info;
        info.where = where_;
        info.events = info.last_sequence = static_cast<std::int64_t>(events_.size());
        info.last_id = last_id_;
        return info;
    }

    Result<VerifyReport> verify() override {
        VerifyReport report;
        report.events = static_cast<std::int64_t>(events_.size());
        return report;
    }

    Result<Done> backup(const std::filesystem::path& file) override {
        return Error{ErrorCode::Unsupported, "cannot write '" + file.string() + "': " + where_ +
                                                 " is no file; open a store first"};
    }

    Result<Done> prune(std::span<const std::string>, Event&) override {
        return Error{ErrorCode::Unsupported, where_ + " keeps everything until it ends"};
    }

private:
    const std::string where_;
    std::string last_id_; ///< Greatest; empty: none.
    std::vector<Event> events_;
};

} // namespace

std::unique_ptr<EventStore> make_memory_store(std::string where) {
    return std::make_unique<MemoryStore>(std::move(where));
}

} // namespace seamline::review
