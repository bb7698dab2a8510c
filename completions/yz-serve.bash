# bash completion for yz-serve: options, and the files that they name.

_yz_serve() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
    [[ $word == = ]] && word=
    case $before in
    -d | --images) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --token-file) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --listen) COMPREPLY=($(compgen -W '127.0.0.1:8666' -- "$word")); return ;;
    --base-url | --threads | --timeout | --memory | --rate) return ;;
    esac
    COMPREPLY=($(compgen -W '-d --listen= --images= --base-url= --token-file=
        --public --threads= --timeout= --memory= --rate= --quiet --help
        --version' -- "$word"))
    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -F _yz_serve yz-serve
