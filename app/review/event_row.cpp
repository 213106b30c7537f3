#include "app/review/event_row.h"

#include "app/review/uuid7.h"

#include <algorithm>

namespace seamline::review {

EventRow row_of(const Event& event) {
    EventRow row;
    row.sequence = event.sequence;
    row.event_id = event.id;
    row.action_id = event.action;
    row.run_id = event.run;
    row.time_ms = event.time_ms;
    row.author = event.author;
    row.host = event.host;
    row.app = event.app;
    row.schema = event.schema;
    row.kind = kind_name(event.change);
    row.media_id = event.media_id;
    if (event.target) {
        row.target = name(event.target->kind);
        row.frame_in = event.target->from;
        row.frame_out = event.target->to;
        row.shot = event.target->shot;
    }
    row.body = body_text(event.change);
    return row;
}

Result<Event> event_of(const EventRow& row) {
    const auto corrupt = [&](const std::string& what) {
        return Error{ErrorCode::Corrupt, "event " + std::to_string(row.sequence) + ": " + what};
    };
    Event event;
    event.sequence = row.sequence;
    event.id = row.event_id;
    event.action = row.action_id;
    event.run = row.run_id;
    event.time_ms = row.time_ms;
    event.author = row.author;
    event.host = row.host;
    event.app = row.app;
    if (row.schema > kEventSchema)
        return Error{ErrorCode::Unsupported,
                     "event " + std::to_string(row.sequence) + " has schema " +
                         std::to_string(row.schema) + ", which a newer program wrote; this one " +
                         "reads up to " + std::to_string(kEventSchema) + ": use the newer one"};
    if (row.schema < 1) return corrupt("schema " + std::to_string(row.schema) + " is none");
    event.schema = static_cast<int>(row.schema);
    event.media_id = row.media_id;
    if (!row.target.empty()) {
        const auto kind = target_kind_from(row.target);
        if (!kind || row.shot < -1 || row.shot > INT32_MAX) return corrupt("its target is none");
        event.target = Target{*kind, row.frame_in, row.frame_out, static_cast<int>(row.shot)};
    }
    if (!is_uuid7(event.id) || !is_uuid7(event.action) || !is_uuid7(event.run))
        return corrupt("its ids are no UUIDs of version 7");
    auto change = change_from(row.kind, row.body);
    if (!change) return corrupt(change.error().message);
    event.change = std::move(change).value();
    if (auto* seen = std::get_if<MediumSeen>(&event.change)) seen->medium.media_id = event.media_id;
    if (const auto good = check(event); !good) return corrupt(good.error().message);
    return event;
}

std::string chain_hash(const EventRow& row) {
    std::string bytes;
    const auto add = [&](std::string_view field) {
        bytes += std::to_string(field.size());
        bytes += ':';
        bytes += field;
    };
    add(row.prev_hash);
    for (const std::string* field :
         {&row.event_id, &row.action_id, &row.run_id, &row.author, &row.host, &row.app, &row.kind,
          &row.media_id, &row.target, &row.body})
        add(*field);
    for (const std::int64_t number :
         {row.time_ms, row.schema, row.frame_in, row.frame_out, row.shot})
        add(std::to_string(number));
    const Sha256 hash = sha256(bytes);
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

void ChainCheck::add(const EventRow& row) {
    const std::string at = "event " + std::to_string(row.sequence);
    ++events_;
    if (row.sequence != last_sequence_ + 1)
        problems_.push_back("events between " + std::to_string(last_sequence_) + " and " +
                            std::to_string(row.sequence) + " are missing");
    if (row.prev_hash != last_hash_)
        problems_.push_back(at + " does not follow the one before it: one was removed or changed");
    last_sequence_ = row.sequence;
    last_hash_ = row.hash;
    ids_.insert(row.event_id);
    if (row.pruned) {
        ++pruned_;
        return;
    }
    if (chain_hash(row) != row.hash) {
        problems_.push_back(at + " was changed after it was stored");
        return;
    }
    const auto event = event_of(row);
    if (!event)
        problems_.push_back(event.error().message);
    else
        refer(event.value());
}

void ChainCheck::refer(const Event& event) {
    actions_.insert(event.action);
    const auto needs = [&](const std::string& id, const char* what) {
        references_.push_back({event.sequence, id, what});
    };
    if (const auto* c = std::get_if<Replied>(&event.change)) needs(c->parent, "comment");
    if (const auto* c = std::get_if<Resolved>(&event.change)) needs(c->comment, "comment");
    if (const auto* c = std::get_if<Reopened>(&event.change)) needs(c->comment, "comment");
    if (const auto* c = std::get_if<DrawingRemoved>(&event.change)) needs(c->drawing, "drawing");
    if (const auto* c = std::get_if<Drawn>(&event.change); c != nullptr && !c->drawing.empty())
        needs(c->drawing, "drawing");
    if (const auto* c = std::get_if<TodoAnswered>(&event.change)) needs(c->decision, "decision");
    if (const auto* c = std::get_if<Undone>(&event.change)) needs(c->action, "action");
    if (const auto* c = std::get_if<Redone>(&event.change)) needs(c->action, "action");
    if (const auto* c = std::get_if<Pruned>(&event.change)) pruned_by_notes_ += c->count;
}

std::vector<std::string> ChainCheck::problems(std::size_t most) {
    for (const Reference& reference : references_)
        if (!ids_.contains(reference.id) && !actions_.contains(reference.id))
            problems_.push_back("event " + std::to_string(reference.sequence) + " names a " +
                                reference.what + " that is not in the store: " + reference.id);
    references_.clear();
    // A store may hold notes of other stores' pruning, imported with their histories.
    if (pruned_ > pruned_by_notes_)
        problems_.push_back(std::to_string(pruned_) + " events have no content, but only " +
                            std::to_string(pruned_by_notes_) + " were pruned");
    if (problems_.size() > most) problems_.resize(most);
    return problems_;
}

} // namespace seamline::review
