#compdef yz-serve
# zsh completion: options, and the files that they name.

_arguments -s -S \
    '*-d[an index]:index:_directories' \
    '--listen=[address and port]:address:(127.0.0.1\:8666)' \
    '--images=[page images]:folder:_directories' \
    '--base-url=[how clients reach it]:address:' \
    '(--public)--token-file=[ask for this token]:file:_files' \
    '(--token-file)--public[anybody may search]' \
    '--threads=[requests answered at once]:number:' \
    '--timeout=[of one search]:milliseconds:' \
    '--memory=[of one search]:size:' \
    '--rate=[requests per second of one address]:number:' \
    '(-q --quiet)'{-q,--quiet}'[do not print the address]' \
    '(-)'{-h,--help}'[print the help]' \
    '(-)'{-V,--version}'[print versions]'
