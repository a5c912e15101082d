# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# more(1), on a pseudo-terminal of 5 lines: its keys come from the terminal.

# Run more with arguments on a terminal that is typed the first; what appears,
# without carriage returns, is in the file `screen'.
more_on()
{
	keys=$1
	shift
	printf "$keys" | script -q -c "stty rows 5 cols 20 -onlcr; \
	    TERM=\${T:-dumb} more $*" screen > /dev/null ||
	    atf_fail "more $*: status $?"
	tr -d '\r' < screen > s && mv s screen
}

# Do all lines of standard input appear, in this order, others among them?
expect()
{
	n=1
	while read -r want; do
		at=$(tail -n +$n screen | grep -n -x -e "$want" |
		    sed 's/:.*//;q')
		[ -n "$at" ] || {
			cat -v screen >&2
			atf_fail "$want does not appear behind line $n"
		}
		n=$((n + at))
	done
}

atf_test_case copies
copies_head()
{
	atf_set descr "the output is no terminal: files, standard input, -s"
}
copies_body()
{
	printf 'a\n\n\n\nb\n' > a
	printf '\n\nc' > c
	atf_check -o inline:'a\n\n\n\nb\n\n\nc' more a c
	atf_check -o inline:'a\n\nb\n\nc' more -s a - < c
	atf_check -o inline:'a\n\n\n\nb\n' more < a
	atf_check -s exit:1 -o inline:'\n\nc' -e match:'none: No such' \
	    more none c
	atf_check -s exit:1 -e match:'^usage: more ' more -x
	atf_check -s exit:1 -e match:'not a number' more -n x a
	atf_check -s exit:1 -e match:'No space' sh -c 'more a > /dev/full'
}

atf_test_case moves
moves_head()
{
	atf_set descr "forward, back, by lines, half screens, to lines"
}
moves_body()
{
	seq 100 > f
	more_on ' q' f
	printf '%s\n' 1 4 '.*5' 8 | expect
	! grep -q '^9$' screen || atf_fail "more than two screens"
	more_on '\nq' f
	printf '%s\n' 4 '.*5' | expect
	! grep -q '^6$' screen || atf_fail "more than a line"
	more_on '50gkq' f
	printf '%s\n' 4 '.*50' 53 '.*49' 52 | expect
	more_on 'Gbq' f
	printf '%s\n' '.*97' 100 '.*93' 96 | expect
	more_on '10jbq' f
	printf '%s\n' '.*11' 14 '.*7' 10 | expect
	more_on 'dduq' f
	printf '%s\n' 4 '.*5' 6 '.*7' 8 '.*3' 6 | expect
	more_on '40gma1g\047a=q' f
	printf '%s\n' '.*40' 43 '.*1' 4 '.*40' '.*file 1 of 1, line 40.*' | expect
}

atf_test_case searches
searches_head()
{
	atf_set descr "patterns in both directions, n, N, !, -i, -p"
	atf_set X-level default
}
searches_body()
{
	seq 100 | sed 's/.*7$/Seven &/' > f
	more_on '/Seven\nnNq' f
	printf '%s\n' '.*Seven 7' '.*Seven 17' 20 '.*Seven 7' | expect
	more_on '50g?Seven\nq' f
	printf '%s\n' 53 '.*Seven 47' | expect
	more_on '7g/!Seven\nq' f
	printf '%s\n' '.*Seven 7' 10 '.*8' | expect
	more_on '/seven\nq' f
	printf '%s\n' '.*Pattern not found.*' | expect
	more_on '/seven\nq' -i f
	printf '%s\n' '.*Seven 7' | expect
	more_on '/[\nq' f
	printf '%s\n' '.*bracket.*' | expect
	more_on q -p /Seven.3 f
	printf '%s\n' '.*Seven 37' | expect
	more_on q -p 30g f
	printf '%s\n' '.*30' 33 | expect
}

atf_test_case files
files_head()
{
	atf_set descr "several files, standard input, -e, errors"
	atf_set X-level default
}
files_body()
{
	seq 3 > a
	seq 11 13 > b
	more_on ' :p\n:e b\nq' a b
	printf '%s\n' 3 '.*11' 13 '.*1' 3 '.*11' 13 | expect
	more_on '  ' a b
	printf '%s\n' 3 '.*11' 13 | expect
	more_on '' -e a
	printf '%s\n' 3 | expect
	more_on q '< b'
	printf '%s\n' 13 | expect
	more_on ':e none\nq' a
	printf '%s\n' '.*none: No such.*' | expect
	printf q | script -q -e -c 'more none; echo status $?' out > /dev/null
	grep -q 'status 1' out || atf_fail "a file that is not there"
	MORE='-n 3' more_on ' q' a b
	printf '%s\n' 1 2 '.*3' | expect
}

atf_test_case looks
looks_head()
{
	atf_set descr "bold, underlined, control characters, long lines"
}
looks_body()
{
	printf 'b\bbo\bo _\bu\001\t|\n' > f
	e=$(printf '\033')
	T=xterm more_on q f
	grep -q "$e\\[0;1mbo$e\\[0m $e\\[0;4mu$e\\[0m^A  |" screen || {
		cat -v screen >&2
		atf_fail "styles"
	}
	more_on q -u f
	grep -q '^.*b^Hbo^Ho _^Hu^A' screen || atf_fail "-u"
	printf '%s\n' 12345678901234567890abc > f
	more_on q f
	printf '%s\n' '.*12345678901234567890' abc | expect
}

atf_init_test_cases()
{
	atf_add_test_case copies
	atf_add_test_case moves
	atf_add_test_case searches
	atf_add_test_case files
	atf_add_test_case looks
}
