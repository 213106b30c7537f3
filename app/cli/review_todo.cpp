// app/cli/review_todo.cpp: what a new round of a take has to answer for, and answers to it.
#include "app/cli/review_commands.h"
#include "app/review/rounds.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

nlohmann::ordered_json todo_json(const review::Review& review, const review::Todo& todo,
                                 std::size_t number) {
    const review::Decision& decision = todo.decision;
    auto voices = nlohmann::ordered_json::array();
    for (const review::TodoVoice& voice : todo.voices)
        voices.push_back({{"author", voice.author},
                          {"state", name(voice.state)},
                          {"by", voice.answers ? "answer" : "decision"},
                          {"id", voice.id},
                          {"note", voice.note}});
    return {{"item", number},
            {"state", name(todo.state)},
            {"target", todo.target ? target_json(*todo.target) : nlohmann::ordered_json(nullptr)},
            {"reasons", decision.reasons},
            {"note", decision.note},
            {"author", decision.author},
            {"rounds_back", todo.rounds_back},
            {"answered_by", todo.answered_by},
            {"voices", std::move(voices)},
            {"decision", decision.id},
            {"media_id", decision.media_id},
            {"name", label_of(review, decision.media_id)},
            {"decided_target", target_json(decision.target)}};
}

void print(const review::Review& review, const review::Todo& todo, std::size_t number) {
    const review::Decision& decision = todo.decision;
    std::string line = "  " + std::to_string(number) + "  " + name(todo.state) + "  " +
                       (todo.target ? target_text(*todo.target) : "not shown any more");
    for (std::size_t i = 0; i < decision.reasons.size(); ++i)
        line += (i == 0 ? ": " : ", ") + decision.reasons[i];
    if (!decision.note.empty()) line += " \"" + decision.note + "\"";
    line += " (" + decision.author + ", " + target_text(decision.target) + " of " +
            label_of(review, decision.media_id) + ")";
    for (const review::TodoVoice& voice : todo.voices)
        line += "; " + voice.author + ": " + name(voice.state) +
                (voice.note.empty() ? std::string() : " \"" + voice.note + "\"");
    std::ranges::replace(line, '\n', ' ');
    std::printf("%s\n", line.c_str());
}

/// The item that is meant: its number in the list, from 1, or the id of its decision.
Result<const review::Todo*> item_of(const std::vector<review::Todo>& todos,
                                    const std::string& word) {
    for (const review::Todo& todo : todos)
        if (todo.decision.id == word) return &todo;
    std::size_t number = 0;
    const char* end = word.data() + word.size();
    const auto [rest, error] = std::from_chars(word.data(), end, number);
    if (error == std::errc{} && rest == end && number >= 1 && number <= todos.size())
        return &todos[number - 1];
    return usage("--answer '" + word + "': there is no such item; the list has " +
                 std::to_string(todos.size()) + ", numbered from 1");
}

Result<review::TodoState> state_of(const Arguments& arguments) {
    const std::string word = arguments.text("--state").value_or("");
    if (word == "resolved") return review::TodoState::Fixed;
    const auto state = review::todo_state_from(word);
    if (!state)
        return usage("--answer needs --state fixed (or resolved), still, held, or open, which "
                     "takes the answer back");
    return *state;
}

/// Stores the answer. Returns its id and what stands then.
struct Answered {
    std::string id;
    review::Review review;
};
Result<Answered> answer(const Arguments& arguments, const std::string& media_id) {
    const auto state = state_of(arguments);
    if (!state) return state.error();
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return log.error();
    const auto todos = review::todo_of(*log.value()->snapshot().review, media_id);
    const auto item = item_of(todos, *arguments.text("--answer"));
    if (!item) return item.error();
    const auto id = log.value()->commit(
        review::answer_todo(author_of(arguments), media_id, item.value()->decision.id,
                            state.value(), arguments.text("--note").value_or("")));
    if (!id) return id.error();
    return Answered{id.value(), *log.value()->snapshot().review};
}

Result<Done> todo(const Arguments& arguments) {
    if (arguments.files().size() != 1) return usage("review todo needs one file");
    for (const char* option : {"--state", "--note"})
        if (arguments.has(option) && !arguments.has("--answer"))
            return usage(std::string(option) + " needs --answer ITEM");
    const auto media_id = medium_id_of(arguments.files().front());
    if (!media_id) return media_id.error();
    nlohmann::ordered_json json{{"schema", "seamline.review_todo/1"},
                                {"media_id", media_id.value()}};
    review::Review review;
    if (arguments.has("--answer")) {
        auto answered = answer(arguments, media_id.value());
        if (!answered) return answered.error();
        json["id"] = answered.value().id;
        review = std::move(answered).value().review;
    } else {
        auto read = read_review(arguments);
        if (!read) return read.error();
        review = std::move(read).value();
    }
    const auto todos = review::todo_of(review, media_id.value());
    json["items"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < todos.size(); ++i) {
        json["items"].push_back(todo_json(review, todos[i], i + 1));
        if (!arguments.has("--json")) print(review, todos[i], i + 1);
    }
    if (arguments.has("--json"))
        print_json(json);
    else if (todos.empty())
        std::printf("nothing was sent back in the rounds before\n");
    return Done{};
}

} // namespace

int review_todo(std::span<const std::string> words) {
    const std::array options{
        Option{"--answer", "ITEM", "answers an item: its number in the list, or its decision's id"},
        Option{"--state", "S", "fixed (or resolved), still, held; open takes the answer back"},
        Option{"--note", "TEXT", "a note to the answer"},
        Option{"--json", nullptr, "print one JSON object (schema seamline.review_todo/1)"}};
    const auto given = parse_part(
        words, options,
        "review todo FILE [--json]\n       seamline review todo FILE --answer ITEM --state "
        "fixed|still|held|open [--note TEXT]",
        "What the rounds before sent back of this take (review take --successor-of), at its own "
        "frames, and what was said of\nit since. An item is answered by --answer, by keeping all "
        "of its frames or holding some, and by sending back exactly\nthem, or some of them for "
        "one of its reasons; keeping or holding the whole take settles what nobody spoke of.\nOf "
        "several people the last one counts; all are listed.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const auto done = todo(*given.value());
    return done ? int{kOk} : report(done.error());
}

} // namespace seamline::cli
