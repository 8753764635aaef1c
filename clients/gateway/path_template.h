// SPDX-License-Identifier: EUPL-1.2
// Paths of google.api.http, "/v1/{name=organisations/*/plans/*}:check": parsed at the start, matched
// for every request. The tree of routes is made once and never changed, so it needs no lock.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tranche::gateway {

struct PathTemplate {
  enum class Kind {
    kLiteral,  // "organisations"
    kOne,      // "*": one segment.
    kTheRest,  // "**": all segments that are left, also none; only as the last one.
  };
  struct Segment {
    Kind kind = Kind::kLiteral;
    std::string literal;
  };
  // A variable takes the segments [begin, end), or all from `begin` when it ends in "**".
  struct Variable {
    std::string field_path;
    size_t begin = 0;
    size_t end = 0;
    bool to_the_end = false;
  };

  std::vector<Segment> segments;
  std::vector<Variable> variables;
  std::string verb;  // "check"; empty: none.

  // Template = "/" Segments [ ":" LITERAL ]. An error names the template and what is wrong with it.
  static absl::StatusOr<PathTemplate> Parse(absl::string_view text);
};

// Percent-decoding of UTF-8; ADDRESS_MALFORMED when a sign is wrong, the result is not UTF-8 or holds
// control characters. `plus_is_blank`: as in a query. `keep_slash`: "%2F" stays as it is.
absl::StatusOr<std::string> DecodePercent(absl::string_view text, bool plus_is_blank, bool keep_slash);

class Router {
 public:
  struct Match {
    int route = -1;
    // Field path and decoded value. In a variable of several segments an encoded slash stays encoded,
    // so that a value never changes the shape of a name.
    std::vector<std::pair<std::string, std::string>> variables;
  };

  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  // For the start only. Two templates that take exactly the same paths with one method are an error.
  absl::Status Add(absl::string_view method, absl::string_view path_template, int route);

  // ROUTE_NOT_FOUND; METHOD_NOT_ALLOWED with the values `method` and `allowed` ("GET, POST");
  // ADDRESS_MALFORMED. Literals win over "*", "*" over "**"; a verb wins over a value that ends like
  // it.
  absl::StatusOr<Match> Find(absl::string_view method, absl::string_view raw_path) const;

 private:
  struct Node;
  struct Leaf;
  struct Search;
  std::unique_ptr<Node> root_;
};

}  // namespace tranche::gateway
