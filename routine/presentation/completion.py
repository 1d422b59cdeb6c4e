"""Knows the scripts by which a shell asks for what may be typed next, and how to put them in place."""

from __future__ import annotations

SHELL_HELP = "bash, zsh or fish"
SHELLS = ("bash", "zsh", "fish")
SHELL = "SHELL"

_BASH = """\
# bash completion of routine. For this shell: source <(routine completion bash)
# For every one: routine completion bash > ~/.local/share/bash-completion/completions/routine
_routine() {
    local IFS=$'\\n'
    local words=("${COMP_WORDS[@]:1:COMP_CWORD}")
    COMPREPLY=($("${COMP_WORDS[0]}" completion bash "${words[@]/#/--word==}" 2>/dev/null))
}
complete -o default -o bashdefault -F _routine routine
"""
_ZSH = """\
#compdef routine
# zsh completion of routine. For this shell: source <(routine completion zsh)
# For every one: routine completion zsh > a file named _routine in a folder of your fpath
_routine() {
    local -a found typed
    typed=("${(@)words[2,$CURRENT]}")
    found=("${(@f)$($words[1] completion zsh "${(@)typed/#/--word==}" 2>/dev/null)}")
    if (( ${#found} )) && [[ -n $found[1] ]]; then
        _describe -V routine found
    else
        _files
    fi
}
if [ "$funcstack[1]" = "_routine" ]; then
    _routine "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u }
    compdef _routine routine
fi
"""
_FISH = """\
# fish completion of routine. For this shell: routine completion fish | source
# For every one: routine completion fish > ~/.config/fish/completions/routine.fish
function __routine_words
    set -l before (commandline -opc)
    set -l now (commandline -ct)
    set -l found ($before[1] completion fish --word==$before[2..-1] --word=="$now" 2>/dev/null)
    if test -n "$found"
        printf '%s\\n' $found
    else
        __fish_complete_path "$now"
    end
end
complete -c routine -f -a '(__routine_words)'
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def candidate(name: str, about: str, shell: str) -> str:
    """One line, as the script of that shell takes it."""
    plain = " ".join(about.split())
    match shell:
        case "zsh":
            escaped = name.replace(":", "\\:")
            return f"{escaped}:{plain}" if plain else escaped
        case "fish":
            return f"{name}\t{plain}" if plain else name
        case _:
            return name
