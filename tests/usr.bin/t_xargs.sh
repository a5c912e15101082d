# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# xargs builds commands from its input.

: ${XARGS:=/usr/bin/xargs}

atf_test_case words
words_head()
{
	atf_set "descr" "blanks, newlines, quotes and backslashes"
}
words_body()
{
	printf 'a b\n"c d" '\''e"f'\''\ng\\ h\n' > f
	atf_check -o inline:'<a>\n<b>\n<c d>\n<e"f>\n<g h>\n' sh -c \
	    '"$0" printf "<%s>\n" < f' "$XARGS"
	atf_check -o inline:'a b c d e"f g h\n' sh -c '"$0" < f' "$XARGS"
	atf_check -o inline:'\n' sh -c '"$0" < /dev/null' "$XARGS"
	atf_check sh -c '"$0" -r echo < /dev/null' "$XARGS"
}

atf_test_case nul
nul_head()
{
	atf_set "descr" "-0 takes words that end with a NUL"
}
nul_body()
{
	printf 'a b\0c\nd\0"\0' > f
	atf_check -o inline:'<a b>\n<c\nd>\n<">\n' sh -c \
	    '"$0" -0 printf "<%s>\n" < f' "$XARGS"
}

atf_test_case groups
groups_head()
{
	atf_set "descr" "-n, -L and -s limit a command"
}
groups_body()
{
	seq 5 > f
	atf_check -o inline:'1 2\n3 4\n5\n' sh -c '"$0" -n 2 < f' "$XARGS"
	printf 'a b\nc \nd\ne\n' > g
	atf_check -o inline:'a b\nc d\ne\n' sh -c '"$0" -L 1 < g' "$XARGS"
	atf_check -o inline:'1 2 3\n4 5\n' sh -c '"$0" -s 50 echo < f' "$XARGS"
	atf_check -s exit:1 -e match:'too long' sh -c \
	    'seq 100000 100009 | tr -d "\n" | "$0" -s 40 echo' "$XARGS"
}

atf_test_case replace
replace_head()
{
	atf_set "descr" "-I puts lines in place of a word"
}
replace_body()
{
	printf 'a b\n  c\n\n' > f
	atf_check -o inline:'<a b> a b!\n<c> c!\n' sh -c \
	    '"$0" -I {} echo "<{}>" "{}!" < f' "$XARGS"
}

atf_test_case limits
limits_head()
{
	atf_set "descr" "-R and -S limit what -I does"
}
limits_body()
{
	echo ab > f
	atf_check -o inline:'x ab ab ab {}\n' sh -c \
	    '"$0" -I {} -R 2 echo x {} "{} {}" {} < f' "$XARGS"
	atf_check -o inline:'{} {}\n' sh -c '"$0" -I {} -R 0 echo {} {} < f' \
	    "$XARGS"
	atf_check -o inline:'ab ab ab ab ab ab ab\n' sh -c \
	    '"$0" -I {} -R -1 echo {} {} {} {} {} {} {} < f' "$XARGS"
	atf_check -o inline:'-ab- a-long-one\n' sh -c \
	    '"$0" -I {} -S 4 echo -{}- a-long-one < f' "$XARGS"
	atf_check -s exit:1 -e inline:'xargs: an argument is too long after -I\n' \
	    sh -c '"$0" -I {} -S 3 echo -{}- < f' "$XARGS"
	# A line shorter than the word.
	atf_check -o inline:'ab/ab\n' sh -c '"$0" -I WORD echo WORD/WORD < f' \
	    "$XARGS"
	for o in -R -S; do
		atf_check -s exit:1 -e match:'^usage: xargs ' "$XARGS" $o 1
		atf_check -s exit:1 -e match:"^xargs: $o x: " "$XARGS" -I {} $o x
	done
	atf_check -s exit:1 -e match:'^xargs: -S 0: ' "$XARGS" -I {} -S 0
}

atf_test_case place
place_head()
{
	atf_set "descr" "-J says where the words go"
}
place_body()
{
	seq 3 > f
	atf_check -o inline:'a 1 2 3 b %\n' sh -c '"$0" -J % echo a % b % < f' \
	    "$XARGS"
	atf_check -o inline:'1 2 z\n3 z\n' sh -c '"$0" -n 2 -J % echo % z < f' \
	    "$XARGS"
	atf_check -o inline:'x% y 1 2 3\n' sh -c '"$0" -J % echo x% y < f' \
	    "$XARGS"
	atf_check -o inline:'a b\n' sh -c '"$0" -J % echo a % b < /dev/null' \
	    "$XARGS"
	atf_check -s exit:1 -e inline:'xargs: -J: no command is left\n' sh -c \
	    '"$0" -J % % < /dev/null' "$XARGS"
	atf_check -s exit:1 -e match:'^usage: xargs ' "$XARGS" -I {} -J % echo
}

atf_test_case end
end_head()
{
	atf_set "descr" "-E ends the input"
}
end_body()
{
	printf 'a\nEND\nb\n' > f
	atf_check -o inline:'a\n' sh -c '"$0" -E END < f' "$XARGS"
	atf_check -o inline:'a END b\n' sh -c '"$0" < f' "$XARGS"
}

atf_test_case trace
trace_head()
{
	atf_set "descr" "-t and -P"
}
trace_body()
{
	atf_check -o inline:'a\n' -e inline:'echo a\n' sh -c \
	    'echo a | "$0" -t echo' "$XARGS"
	atf_check -o inline:'1\n2\n3\n4\n' sh -c \
	    'seq 4 | "$0" -P 4 -n 1 | sort' "$XARGS"
}

atf_test_case status
status_head()
{
	atf_set "descr" "what the commands' statuses become"
}
status_body()
{
	atf_check -s exit:123 sh -c 'echo a | "$0" false' "$XARGS"
	atf_check -s exit:123 -o inline:'x\n' sh -c \
	    'seq 2 | "$0" -n 1 sh -c "test \$0 = 2 && echo x"' "$XARGS"
	atf_check -s exit:124 -e match:'status 255' sh -c \
	    'seq 2 | "$0" -n 1 sh -c "exit 255"' "$XARGS"
	atf_check -s exit:125 -e match:'signal 9' sh -c \
	    'echo a | "$0" sh -c "kill -9 \$\$"' "$XARGS"
	atf_check -s exit:127 -e \
	    inline:'xargs: none-such: No such file or directory\n' sh -c \
	    'echo a | "$0" none-such' "$XARGS"
	echo x > f
	atf_check -s exit:126 -e inline:'xargs: ./f: Permission denied\n' sh \
	    -c 'echo a | "$0" ./f' "$XARGS"
}

atf_test_case many
many_head()
{
	atf_set "descr" "more words than fit into one command"
}
many_body()
{
	atf_check -o inline:'200000\n' sh -c \
	    'seq 200000 | "$0" | tr " " "\n" | wc -l | tr -d " "' "$XARGS"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "broken quotes and numbers"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'xargs: unterminated quote\n' sh -c \
	    'echo "\"a" | "$0"' "$XARGS"
	atf_check -s exit:1 -e match:'backslash' sh -c 'printf "a\\\\" | "$0"' \
	    "$XARGS"
	atf_check -s exit:1 -e match:'^xargs: -n 0: ' "$XARGS" -n 0
	atf_check -s exit:1 -e match:'^usage: xargs ' "$XARGS" -K
}

atf_init_test_cases()
{
	atf_add_test_case words
	atf_add_test_case nul
	atf_add_test_case groups
	atf_add_test_case replace
	atf_add_test_case limits
	atf_add_test_case place
	atf_add_test_case end
	atf_add_test_case trace
	atf_add_test_case status
	atf_add_test_case many
	atf_add_test_case errors
}
