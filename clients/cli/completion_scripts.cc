// SPDX-License-Identifier: EUPL-1.2
// What `tranche completion SHELL` prints.
#include "cli/completion.h"

namespace tranche::cli {
namespace {

constexpr char kBash[] =
    R"sh(# tranche: completion for bash, printed by `tranche completion bash`. Either
#   tranche completion bash > ~/.local/share/bash-completion/completions/tranche
# where bash-completion is installed, or in ~/.bashrc: source <(tranche completion bash)
_tranche() {
  local line=${COMP_LINE:0:COMP_POINT} words=() offered=() word blanks i
  # Bash cuts words at = and : too; what stands together on the line is put together again.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    blanks=${line%%[^[:space:]]*}
    line=${line#"$blanks"}
    if ((i == COMP_CWORD)); then word=$line; fi
    line=${line#"$word"}
    if [[ $i -gt 0 && -z $blanks ]]; then words[-1]+=$word; else words+=("$word"); fi
  done
  mapfile -t offered < <("${1/#\~/$HOME}" complete bash "${words[@]:1}" 2>/dev/null)
  COMPREPLY=()
  case ${offered[0]} in
    files) compopt -o default ;;
    folders) compopt -o dirnames ;;
    words)
      local current=${words[-1]} breaks=${COMP_WORDBREAKS//[^=:]/} before=
      if [[ -n $breaks ]]; then before=${current%"${current##*[$breaks]}"}; fi
      for word in "${offered[@]:1}"; do COMPREPLY+=("${word#"$before"}"); done
      ;;
  esac
}
complete -F _tranche tranche
)sh";

constexpr char kZsh[] = R"sh(#compdef tranche
# tranche: completion for zsh, printed by `tranche completion zsh`. Either
#   tranche completion zsh > ~/.zfunc/_tranche
# with fpath+=~/.zfunc before compinit in ~/.zshrc, or after compinit: source <(tranche completion zsh)
_tranche() {
  local -a typed offered values shown
  local line
  typed=("${(@Q)words[2,CURRENT]}")
  typed[-1]=${(Q)PREFIX}
  offered=("${(@f)$("${(Q)words[1]/#\~/$HOME}" complete zsh "${(@)typed}" 2>/dev/null)}")
  case ${offered[1]} in
    files | folders)
      if [[ $PREFIX = --*=* ]]; then compset -P '*='; fi
      if [[ ${offered[1]} = files ]]; then _files; else _files -/; fi
      ;;
    words)
      shift offered
      for line in "${(@)offered}"; do
        values+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  }")
      done
      compadd -l -d shown -a values
      ;;
  esac
}
if [[ ${funcstack[1]} = _tranche ]]; then _tranche "$@"; else compdef _tranche tranche; fi
)sh";

constexpr char kFish[] = R"sh(# tranche: completion for fish, printed by `tranche completion fish`:
#   tranche completion fish > ~/.config/fish/completions/tranche.fish
function __tranche_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    set -l offered ($program complete fish $words "$current" 2>/dev/null)
    # "--file=" of a word that holds the value, too.
    set -l before (string match -r -- '^--[^=]*=' $current)
    set -l value (string replace -r -- '^--[^=]*=' '' $current)
    switch "$offered[1]"
        case files
            for path in (__fish_complete_path "$value")
                echo "$before$path"
            end
        case folders
            for path in (__fish_complete_directories "$value" '')
                echo "$before$path"
            end
        case words
            set -e offered[1]
            printf '%s\n' $offered
    end
end
complete -c tranche -f -a '(__tranche_complete)'
)sh";

}  // namespace

absl::string_view CompletionScript(absl::string_view shell) {
  return shell == "bash" ? kBash : shell == "zsh" ? kZsh : kFish;
}

}  // namespace tranche::cli
