# SPDX-License-Identifier: EUPL-1.2
# cmake -DASSETS=<files> -DOUT=<source file> -P embed.cmake: a C++ table of the files' names and texts.
set(text "// Made from clients/gateway/templates; do not edit.\n#include \"gateway/assets.h\"\n\n")
string(APPEND text "namespace tranche::gateway {\n\nconst std::vector<Asset>& Assets() {\n")
string(APPEND text "  static const auto* const kAssets = new std::vector<Asset>{\n")
foreach(asset ${ASSETS})
  get_filename_component(name ${asset} NAME)
  file(READ ${asset} hex HEX)
  # Bytes as escapes, since a literal of the text itself could end early or be read in another encoding.
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(APPEND text "      {\"${name}\", std::string(\"${escaped}\", ${bytes})},\n")
endforeach()
string(APPEND text "  };\n  return *kAssets;\n}\n\n}  // namespace tranche::gateway\n")
file(WRITE ${OUT} "${text}")
