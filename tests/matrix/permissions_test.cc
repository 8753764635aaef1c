// SPDX-License-Identifier: EUPL-1.2
// services/access/permissions.md is the table of who may call what, for people who audit. It is made
// from the descriptions: TRANCHE_WRITE_PERMISSIONS=1 build/bin/permissions_test writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cells.h"
#include "gateway/binding.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::matrix {
namespace {

using google::protobuf::MethodDescriptor;

constexpr char kFile[] = SOURCE_ROOT "/services/access/permissions.md";

constexpr char kHead[] = R"(# Who may call what

Made from the descriptions in `proto/` (option `authorization`) by `tests/matrix`, which also tries every cell over gRPC, over REST and with
a browser's session. A role counts in the organisations in which the caller holds it. SERVICE is for the programs of an installation.
A method without an address is reached only by gRPC.

)";

std::string AddressOf(const MethodDescriptor* method) {
  const auto bindings = gateway::BindingsOf(method);
  if (!bindings.ok() || bindings->empty()) return "–";
  return absl::StrCat("`", bindings->front().http_method, " ", bindings->front().path, "`");
}

std::string Table() {
  const std::vector<std::string> roles = Roles();
  std::string text = kHead;
  std::string service;
  for (const MethodDescriptor* method : Methods()) {
    if (method->service()->name() != service) {
      absl::StrAppend(&text, service.empty() ? "" : "\n", "## ", method->service()->full_name(),
                      "\n| method | address | permission | ", absl::StrJoin(roles, " | "),
                      " |\n|---|---|---|");
      service = method->service()->name();
      for (size_t i = 0; i < roles.size(); ++i) absl::StrAppend(&text, "---|");
      absl::StrAppend(&text, "\n");
    }
    absl::StrAppend(&text, "| ", method->name(), " | ", AddressOf(method), " | ",
                    method->options().GetExtension(options::v1::authorization).permission(), " |");
    for (const std::string& role : roles)
      absl::StrAppend(&text, IsPermitted(method, role) ? " yes |" : " |");
    absl::StrAppend(&text, "\n");
  }
  return text;
}

TEST(Permissions, Document_IsWhatTheDescriptionsSay) {
  if (std::getenv("TRANCHE_WRITE_PERMISSIONS") != nullptr) std::ofstream(kFile) << Table();
  std::ifstream file(kFile);
  std::stringstream kept;
  kept << file.rdbuf();
  EXPECT_EQ(kept.str(), Table())
      << "write it anew: TRANCHE_WRITE_PERMISSIONS=1 build/bin/permissions_test";
}

TEST(Permissions, EveryMethod_HasSomebodyWhoMayCallIt) {
  const std::vector<const MethodDescriptor*> methods = Methods();
  EXPECT_GT(methods.size(), 60u);
  for (const MethodDescriptor* method : methods) {
    bool any = false;
    for (const std::string& role : Roles()) any = any || IsPermitted(method, role);
    EXPECT_TRUE(any) << method->full_name();
  }
}

}  // namespace
}  // namespace tranche::matrix
