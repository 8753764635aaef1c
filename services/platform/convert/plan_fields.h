// SPDX-License-Identifier: EUPL-1.2
// The fields of a plan's description as values that can be corrected: which are, in what form, and how
// each is read and set.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "platform/text/typed_value.h"

namespace tranche::convert {

// Not a value of the document: what the store and the reader keep beside.
bool IsKeptBeside(const google::protobuf::FieldDescriptor& field);
// A value by itself, no group of values.
bool IsLeaf(const google::protobuf::FieldDescriptor& field);
ValueForm FormOf(const google::protobuf::FieldDescriptor& field);
// The words of a field of ValueForm::kWord.
std::vector<std::string> AllowedIn(const google::protobuf::FieldDescriptor& field);

// Of a list of texts the one at `index`, of other fields the value.
Value ReadLeaf(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
               int index);
// kInternal: the value is not in its form.
absl::Status SetLeaf(google::protobuf::Message* message, const google::protobuf::FieldDescriptor& field,
                     int index, const Value& value);

}  // namespace tranche::convert
