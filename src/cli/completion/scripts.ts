/**
 * Completion scripts. Each hands the words up to the cursor to the hidden `observe __complete` and offers what it answers: a
 * candidate a line, a tab and a description behind it, and a last line `:N` whose bits are those of Hubble's completions (4: no
 * file names). So a script knows no flag by itself and never grows old.
 */

import type { Shell } from './complete.ts';

// Backslashes stay as they are, and §{ stands for a dollar and a brace, which a template would take for its own.
function script(text: TemplateStringsArray): string {
  return String.raw(text).replaceAll('§{', '${');
}

const bash = script`# bash completion for observe. For this shell: source <(observe completion bash)
__observe_complete() {
  local line=§{COMP_LINE:0:COMP_POINT} part current flag='' answer directive kept candidate i
  local -a asked=()
  # bash parts words at = and : as well; observe gets what stands between blanks.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    part=§{COMP_WORDS[i]}
    if ((i == 0)) || [[ $line == [[:space:]]* ]]; then
      line=§{line#"§{line%%[![:space:]]*}"}
      asked+=('')
    fi
    ((i == COMP_CWORD)) && part=$line
    asked[§{#asked[@]} - 1]+=$part
    line=§{line#"$part"}
  done
  current=§{asked[§{#asked[@]} - 1]}
  local program=§{asked[0]/#\~/$HOME}
  type -P -- "$program" >/dev/null || program=observe
  answer=$("$program" __completeNoDesc "§{asked[@]:1}" 2>/dev/null) || return 0
  directive=§{answer##*:}
  [[ $current == --*=* ]] && flag=§{current%%=*}=
  # Only what stands behind the last character that parts words is replaced.
  kept=§{current%"§{current##*["$COMP_WORDBREAKS"]}"}
  while IFS= read -r candidate; do
    [[ -n $candidate ]] || continue
    candidate=$flag$candidate
    COMPREPLY+=("§{candidate#"$kept"}")
  done <<<"§{answer%:*}"
  if ((! (directive & 4))); then
    compopt -o default 2>/dev/null
  fi
}
complete -F __observe_complete observe
`;

const zsh = script`#compdef observe
# zsh completion for observe. For this shell: source <(observe completion zsh)
# For good: put it into a folder of $fpath as _observe.
_observe() {
  local answer directive line value
  local -a candidates
  answer=$("§{(Q)words[1]}" __complete "§{(@Q)words[2,CURRENT-1]}" "§{(Q)PREFIX}" 2>/dev/null) || return 1
  directive=§{answer##*:}
  for line in "§{(@f)§{answer%:*}}"; do
    [[ -n $line ]] || continue
    value=§{line%%$'\t'*}
    # A colon parts the value from its description.
    value=§{value//:/\\:}
    [[ $line == *$'\t'* ]] && value+=:§{line#*$'\t'}
    candidates+=("$value")
  done
  [[ $PREFIX == --*=* ]] && compset -P '*='
  if (( $#candidates )); then
    _describe observe candidates -M 'm:{a-zA-Z}={A-Za-z}'
  elif (( ! (directive & 4) )); then
    _files
  fi
}
if [[ §{funcstack[1]} == _observe ]]; then
  _observe "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _observe observe
fi
`;

const fish = script`# fish completion for observe. For this shell: observe completion fish | source
# For good: put it into ~/.config/fish/completions/observe.fish.
function __observe_complete
    set -l asked (commandline -opc)
    set -l current (commandline -ct)
    set -l program $asked[1]
    set -e asked[1]
    set -l answer ($program __complete $asked "$current" 2>/dev/null)
    or return 1
    set -l directive (string replace : '' -- $answer[-1])
    set -e answer[-1]
    set -l flag (string match -r -- '^--[^=]+=' "$current")
    for candidate in $answer
        printf '%s\n' "$flag$candidate"
    end
    if test (count $answer) -eq 0; and test (math "bitand($directive, 4)") -eq 0
        __fish_complete_path (string replace -r -- '^--[^=]+=' '' "$current")
    end
end
complete -c observe -e
complete -c observe -f -a '(__observe_complete)'
`;

const powershell = script`# PowerShell completion for observe. For this session: observe completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'observe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    $program = $words[0]
    $before = @($words | Select-Object -Skip 1)
    # An empty argument is lost on its way to a program in older versions; two quotes stand for it.
    $current = '""'
    if ($wordToComplete -ne '') {
        $current = $words[-1]
        $before = @($before | Select-Object -SkipLast 1)
    }
    $answer = @(& $program __complete @before $current 2>$null)
    $flag = if ($current -match '^(--[^=]+=)') { $Matches[1] } else { '' }
    $answer | Where-Object { $_ -notmatch '^:\d+$' } | ForEach-Object {
        $value, $about = $_ -split [char]9, 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new("$flag$value", $value, 'ParameterValue', $about)
    }
}
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };

/** Returns the completion script of `shell`. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}
