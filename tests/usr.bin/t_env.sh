# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# env runs commands in a changed environment.

: ${ENV:=/usr/bin/env}

atf_test_case print
print_head()
{
	atf_set "descr" "without a command the environment is printed"
}
print_body()
{
	atf_check -o inline:'A=1\n' "$ENV" -i A=1
	atf_check -o inline:'A=1\nB=x y\n' "$ENV" - A=1 'B=x y'
	atf_check -o inline:'A=1\0' "$ENV" -i -0 A=1
}

atf_test_case change
change_head()
{
	atf_set "descr" "variables are set and removed"
}
change_body()
{
	atf_check -o inline:'2\n' "$ENV" A=2 sh -c 'echo $A'
	atf_check -o inline:'unset\n' sh -c \
	    'A=1; export A; "$0" -u A sh -c "echo \${A-unset}"' "$ENV"
	mkdir d
	atf_check -o match:'/d$' "$ENV" -C d pwd
}

atf_test_case status
status_head()
{
	atf_set "descr" "the command's status, 126 and 127"
}
status_body()
{
	atf_check -s exit:3 "$ENV" sh -c 'exit 3'
	atf_check -s exit:127 -e \
	    inline:'env: none-such: No such file or directory\n' "$ENV" \
	    none-such
	echo x > f
	atf_check -s exit:126 -e inline:'env: ./f: Permission denied\n' "$ENV" \
	    ./f
	atf_check -s exit:125 -e \
	    inline:'env: none: No such file or directory\n' "$ENV" -C none true
	atf_check -s exit:125 -e match:'^usage: env ' "$ENV" -K
	atf_check -s exit:125 -e match:'-0 is for printing' "$ENV" -0 true
	atf_check -s exit:125 -e \
	    inline:'env: stdout: No space left on device\n' sh -c \
	    '"$0" -i A=1 > /dev/full' "$ENV"
}

atf_test_case split
split_head()
{
	atf_set "descr" "-S takes a string apart"
}
split_body()
{
	atf_check -o inline:'<a><b c><d>\n' "$ENV" -S \
	    'printf "<%s><%s><%s>\n" a "b c"' d
	atf_check -o inline:'<x y><$A>\n' "$ENV" 'A=x y' "$ENV" -S \
	    'printf <%s><%s>\n ${A} '\''$A'\'
	atf_check -o inline:'1\n' "$ENV" -S '-i A=1 /bin/sh -c "echo \$A"'
	atf_check -o inline:'a b\n' "$ENV" -S 'echo a\_b \c ignored'
	atf_check -o inline:'a\n' "$ENV" -S 'echo a # comment'
	atf_check -s exit:125 -e inline:'env: -S: unterminated quote\n' "$ENV" \
	    -S 'echo "a'
	atf_check -s exit:125 -e match:'unknown sequence' "$ENV" -S 'echo \q'
	atf_check -s exit:125 -e match:'must be' "$ENV" -S 'echo $A'
}

atf_test_case script
script_head()
{
	atf_set "descr" "a script whose interpreter has arguments"
}
script_body()
{
	printf '#!/usr/bin/env -S sh -e\nfalse\necho no\n' > s
	chmod 755 s
	atf_check -s exit:1 ./s
}

atf_test_case path
path_head()
{
	atf_set "descr" "-P looks for the command elsewhere, -v tells what runs"
}
path_body()
{
	mkdir bin
	printf '#!/bin/sh\necho mine\n' > bin/ls
	chmod 755 bin/ls
	atf_check -o inline:'mine\n' "$ENV" -P /nowhere:bin ls
	atf_check -s exit:127 -e inline:'env: ls: No such file or directory\n' \
	    "$ENV" -P /nowhere ls
	atf_check -e inline:"#env    arg[0]= 'true'\n" "$ENV" -v true
}

atf_init_test_cases()
{
	atf_add_test_case print
	atf_add_test_case change
	atf_add_test_case status
	atf_add_test_case split
	atf_add_test_case script
	atf_add_test_case path
}
