// SPDX-License-Identifier: EUPL-1.2
#include "gateway/path_template.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/text/fold.h"

namespace tranche::gateway {
namespace {

// Longer paths belong to no route; the bound keeps the search short.
constexpr size_t kSegmentsMax = 64;

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text), rest_(text) {}

  absl::StatusOr<PathTemplate> Parse() {
    if (!Take('/')) return Wrong("it must begin with /");
    TRANCHE_RETURN_IF_ERROR(Segments(/*in_variable=*/false));
    if (Take(':')) {
      result_.verb = Literal();
      if (result_.verb.empty()) return Wrong("the verb is empty");
    }
    if (!rest_.empty()) return Wrong(absl::StrCat("unexpected \"", rest_, "\""));
    for (size_t i = 0; i + 1 < result_.segments.size(); ++i) {
      if (result_.segments[i].kind == PathTemplate::Kind::kTheRest) return Wrong("** must be last");
    }
    return std::move(result_);
  }

 private:
  absl::Status Segments(bool in_variable) {
    do {
      TRANCHE_RETURN_IF_ERROR(Segment(in_variable));
    } while (Take('/'));
    return absl::OkStatus();
  }

  absl::Status Segment(bool in_variable) {
    if (absl::ConsumePrefix(&rest_, "**")) {
      result_.segments.push_back({PathTemplate::Kind::kTheRest, ""});
      return absl::OkStatus();
    }
    if (Take('*')) {
      result_.segments.push_back({PathTemplate::Kind::kOne, ""});
      return absl::OkStatus();
    }
    if (Take('{')) {
      if (in_variable) return Wrong("a variable within a variable");
      return Variable();
    }
    std::string literal = Literal();
    if (literal.empty()) return Wrong("an empty segment");
    result_.segments.push_back({PathTemplate::Kind::kLiteral, std::move(literal)});
    return absl::OkStatus();
  }

  absl::Status Variable() {
    PathTemplate::Variable variable;
    variable.begin = result_.segments.size();
    while (!rest_.empty() && (absl::ascii_isalnum(static_cast<unsigned char>(rest_[0])) ||
                              rest_[0] == '_' || rest_[0] == '.')) {
      variable.field_path.push_back(rest_[0]);
      rest_.remove_prefix(1);
    }
    for (const absl::string_view name : absl::StrSplit(variable.field_path, '.')) {
      if (name.empty()) return Wrong("a variable without a name");
    }
    for (const PathTemplate::Variable& other : result_.variables) {
      if (other.field_path == variable.field_path) return Wrong("a variable occurs twice");
    }
    if (Take('=')) {
      TRANCHE_RETURN_IF_ERROR(Segments(/*in_variable=*/true));
    } else {
      result_.segments.push_back({PathTemplate::Kind::kOne, ""});
    }
    if (!Take('}')) return Wrong("a variable is not closed");
    variable.end = result_.segments.size();
    variable.to_the_end = result_.segments.back().kind == PathTemplate::Kind::kTheRest;
    result_.variables.push_back(std::move(variable));
    return absl::OkStatus();
  }

  std::string Literal() {
    size_t end = 0;
    while (end < rest_.size() && !absl::StrContains("/{}=*:", rest_.substr(end, 1))) ++end;
    std::string literal(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return literal;
  }

  bool Take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("path template \"", text_, "\": ", what));
  }

  const absl::string_view text_;
  absl::string_view rest_;
  PathTemplate result_;
};

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

absl::Status AddressMalformed(absl::string_view text) {
  // Only printable ASCII is repeated to the caller; the rest may not be text at all.
  std::string shown;
  for (const char c : text.substr(0, 100)) shown.push_back(absl::ascii_isgraph(c) ? c : '?');
  return Refuse("ADDRESS_MALFORMED", {{"value", shown}});
}

}  // namespace

absl::StatusOr<PathTemplate> PathTemplate::Parse(absl::string_view text) {
  return Parser(text).Parse();
}

absl::StatusOr<std::string> DecodePercent(absl::string_view text, bool plus_is_blank, bool keep_slash) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded.push_back(' ');
    } else if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else {
      if (i + 2 >= text.size()) return AddressMalformed(text);
      const int high = HexDigit(text[i + 1]);
      const int low = HexDigit(text[i + 2]);
      if (high < 0 || low < 0) return AddressMalformed(text);
      const char c = static_cast<char>(high * 16 + low);
      if (c == '/' && keep_slash) {
        decoded.append("%2F");
      } else {
        decoded.push_back(c);
      }
      i += 2;
    }
  }
  for (const char c : decoded) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) return AddressMalformed(text);
  }
  if (!IsValidUtf8(decoded)) return AddressMalformed(text);
  return decoded;
}

// What stands at the end of a template: which route each method takes.
struct Router::Leaf {
  struct Target {
    int route = -1;
    std::vector<PathTemplate::Variable> variables;
  };
  std::map<std::string, Target> methods;
};

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>> literals;
  std::unique_ptr<Node> one;
  std::unique_ptr<Node> the_rest;
  std::map<std::string, Leaf> verbs;  // By verb; "" for none.
};

// One search through the tree, most exact branch first.
struct Router::Search {
  std::string method;
  std::string verb;
  std::vector<std::string> segments;  // Decoded, for literals.
  std::set<std::string> allowed;      // Methods of the leaves that the path reaches.
  const Leaf::Target* found = nullptr;

  void Visit(const Node& node, size_t at) {
    if (at == segments.size()) Arrive(node);
    if (found == nullptr && at < segments.size()) {
      const auto literal = node.literals.find(segments[at]);
      if (literal != node.literals.end()) Visit(*literal->second, at + 1);
      if (found == nullptr && node.one != nullptr) Visit(*node.one, at + 1);
    }
    if (found == nullptr && node.the_rest != nullptr) Arrive(*node.the_rest);
  }

  void Arrive(const Node& node) {
    const auto leaf = node.verbs.find(verb);
    if (leaf == node.verbs.end()) return;
    for (const auto& [name, target] : leaf->second.methods) {
      allowed.insert(name);
      if (name == method) found = &target;
    }
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

absl::Status Router::Add(absl::string_view method, absl::string_view path_template, int route) {
  TRANCHE_ASSIGN_OR_RETURN(const PathTemplate parsed, PathTemplate::Parse(path_template));
  if (parsed.segments.size() > kSegmentsMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("path template \"", path_template, "\" is too long"));
  }
  Node* node = root_.get();
  for (const PathTemplate::Segment& segment : parsed.segments) {
    std::unique_ptr<Node>& next =
        segment.kind == PathTemplate::Kind::kLiteral
            ? node->literals[segment.literal]
            : (segment.kind == PathTemplate::Kind::kOne ? node->one : node->the_rest);
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  const auto [target, is_new] = node->verbs[parsed.verb].methods.try_emplace(std::string(method));
  if (!is_new) {
    return absl::AlreadyExistsError(
        absl::StrCat(method, " ", path_template, " takes the same paths as another route"));
  }
  target->second.route = route;
  target->second.variables = parsed.variables;
  return absl::OkStatus();
}

absl::StatusOr<Router::Match> Router::Find(absl::string_view method, absl::string_view raw_path) const {
  const auto not_found = [&]() -> absl::Status {
    const absl::StatusOr<std::string> path = DecodePercent(raw_path.substr(0, 200), false, true);
    return Refuse("ROUTE_NOT_FOUND", {{"path", path.ok() ? *path : "/…"}});
  };
  if (!absl::StartsWith(raw_path, "/")) return not_found();
  std::vector<std::string> raw = absl::StrSplit(raw_path.substr(1), '/');
  if (raw.size() > kSegmentsMax) return not_found();

  Search search;
  search.method = std::string(method);
  for (const std::string& segment : raw) {
    if (segment.empty()) return not_found();
    TRANCHE_ASSIGN_OR_RETURN(std::string decoded, DecodePercent(segment, false, false));
    search.segments.push_back(std::move(decoded));
  }
  // First with the text behind the last colon as a verb, then with it as a part of the value.
  const std::string last_raw = raw.back();
  const std::string last_decoded = search.segments.back();
  if (const size_t colon = last_raw.rfind(':'); colon != std::string::npos && colon > 0) {
    raw.back() = last_raw.substr(0, colon);
    search.verb = last_raw.substr(colon + 1);
    TRANCHE_ASSIGN_OR_RETURN(search.segments.back(), DecodePercent(raw.back(), false, false));
    if (!search.verb.empty()) search.Visit(*root_, 0);
  }
  if (search.found == nullptr && search.allowed.empty()) {
    raw.back() = last_raw;
    search.verb.clear();
    search.segments.back() = last_decoded;
    search.Visit(*root_, 0);
  }
  if (search.found == nullptr) {
    if (search.allowed.empty()) return not_found();
    return Refuse("METHOD_NOT_ALLOWED",
                  {{"method", std::string(method)}, {"allowed", absl::StrJoin(search.allowed, ", ")}});
  }
  Match match;
  match.route = search.found->route;
  for (const PathTemplate::Variable& variable : search.found->variables) {
    const size_t end = variable.to_the_end ? raw.size() : variable.end;
    const bool is_one_segment = !variable.to_the_end && end - variable.begin == 1;
    std::vector<std::string> values;
    for (size_t i = variable.begin; i < end; ++i) {
      TRANCHE_ASSIGN_OR_RETURN(std::string value,
                               DecodePercent(raw[i], false, /*keep_slash=*/!is_one_segment));
      values.push_back(std::move(value));
    }
    match.variables.emplace_back(variable.field_path, absl::StrJoin(values, "/"));
  }
  return match;
}

}  // namespace tranche::gateway
