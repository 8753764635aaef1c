// SPDX-License-Identifier: EUPL-1.2
// openapi_document DESCRIPTORS OUT VERSION STEPS…: writes the OpenAPI document of a descriptor set.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "openapi/openapi.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv, argv + argc);
  if (argc < 4) {
    std::cerr << "usage: openapi_document DESCRIPTORS OUT VERSION STEPS…\n";
    return 2;
  }
  const auto document = tranche::openapi::DescribeFile(arguments[1], arguments[3],
                                                       {arguments.begin() + 4, arguments.end()});
  if (!document.ok()) {
    std::cerr << document.status().message() << "\n";
    return 1;
  }
  std::ofstream out(arguments[2], std::ios::binary);
  out << document->dump() << "\n";
  return out.good() ? 0 : 1;
}
