# fish completion for yz-serve: options, and the files that they name.

complete -c yz-serve -f
complete -c yz-serve -s d -r -a '(__fish_complete_directories)' -d 'an index'
complete -c yz-serve -l listen -x -a '127.0.0.1:8666' -d 'address and port'
complete -c yz-serve -l images -r -a '(__fish_complete_directories)' -d 'page images'
complete -c yz-serve -l base-url -x -d 'how clients reach it'
complete -c yz-serve -l token-file -r -F -d 'ask for this token'
complete -c yz-serve -l public -d 'anybody may search'
complete -c yz-serve -l threads -x -d 'requests answered at once'
complete -c yz-serve -l timeout -x -d 'of one search, in ms'
complete -c yz-serve -l memory -x -d 'of one search'
complete -c yz-serve -l rate -x -d 'requests per second of one address'
complete -c yz-serve -s q -l quiet -d 'do not print the address'
complete -c yz-serve -s h -l help -d 'print the help'
complete -c yz-serve -s V -l version -d 'print versions'
