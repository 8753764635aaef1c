// SPDX-License-Identifier: EUPL-1.2
// The matrix of who may call what: every method that is described, every role, and organisations of
// four kinds. Requests and expectations are made from the descriptions alone, so that a new method is
// tested without a line here.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

namespace tranche::matrix {

inline constexpr char kOwn[] = "lyubimets";         // Granted to the caller.
inline constexpr char kOther[] = "mineralni-bani";  // Has most of the examples; not granted.
inline constexpr char kNowhere[] = "nowhere";       // Nobody's.
inline constexpr char kWhichever[] = "-";           // Whichever of the caller's.

// The methods of all services that are linked in, by full name.
std::vector<const google::protobuf::MethodDescriptor*> Methods();
// "FINANCE", as the descriptions list them; without the unspecified one.
std::vector<std::string> Roles();
// The role may call the method, as its option says.
bool IsPermitted(const google::protobuf::MethodDescriptor* method, const std::string& role);

// A request that keeps the rules of its description, for an organisation: resource names have it and,
// for all else, `record`; fields that may be left out are left out.
std::unique_ptr<google::protobuf::Message> FillRequest(const google::protobuf::MethodDescriptor* method,
                                                       const std::string& organisation,
                                                       const std::string& record = "matrix");
// The field of a request by which it names its organisation; null when it names none.
const google::protobuf::FieldDescriptor* NamingField(const google::protobuf::Descriptor* request);

// The reason with which the cell is refused; "" when it is not refused for who asks or for what.
std::string ExpectedRefusal(const google::protobuf::MethodDescriptor* method, const std::string& role,
                            const std::string& organisation);
// The reason itself when it says that the caller may not, else "".
std::string RefusedAccess(const std::string& reason);

}  // namespace tranche::matrix
