# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# printf writes formatted output.

: ${PRINTF:=/usr/bin/printf}

atf_test_case strings
strings_head()
{
	atf_set "descr" "%s with width and precision"
}
strings_body()
{
	atf_check -s exit:0 -o inline:'[ab][   ab][ab   ][a][    a]\n' -e empty \
	    "$PRINTF" '[%s][%5s][%-5s][%.1s][%5.1s]\n' ab ab ab ab ab
}

atf_test_case integers
integers_head()
{
	atf_set "descr" "integer conversions"
}
integers_body()
{
	atf_check -s exit:0 -o inline:'42 +42  42 00042 42   |ff|FF|0xff|377|4294967295\n' -e empty \
	    "$PRINTF" '%d %+d % d %05d %-5d|%x|%X|%#x|%o|%u\n' 42 42 42 42 42 255 255 255 255 4294967295
	atf_check -s exit:0 -o inline:'-5 -5 007\n' -e empty \
	    "$PRINTF" '%d %i %.3d\n' -5 -5 7
}

atf_test_case bases
bases_head()
{
	atf_set "descr" "operands in octal, hexadecimal, and as characters"
}
bases_body()
{
	atf_check -s exit:0 -o inline:'8 255 97 98\n' -e empty \
	    "$PRINTF" '%d %d %d %d\n' 010 0xff "'a" '"b'
}

atf_test_case floats
floats_head()
{
	atf_set "descr" "floating point conversions"
}
floats_body()
{
	atf_check -s exit:0 -o inline:'3.14 3.1|1.000000e+03 0.0001 INF\n' -e empty \
	    "$PRINTF" '%.2f %.1f|%e %g %F\n' 3.14159 3.14159 1000 0.0001 inf
}

atf_test_case characters
characters_head()
{
	atf_set "descr" "%c and %%"
}
characters_body()
{
	atf_check -s exit:0 -o inline:'aZ%\n' -e empty \
	    "$PRINTF" '%c%c%%\n' abc Z
}

atf_test_case reuse
reuse_head()
{
	atf_set "descr" "the format is used again"
}
reuse_body()
{
	atf_check -s exit:0 -o inline:'1,2,3,' -e empty \
	    "$PRINTF" '%s,' 1 2 3
	atf_check -s exit:0 -o inline:'1-2\n3-\n' -e empty \
	    "$PRINTF" '%s-%s\n' 1 2 3
	atf_check -s exit:0 -o inline:'0 \n' -e empty \
	    "$PRINTF" '%d %s\n'
	atf_check -s exit:0 -o inline:'once\n' -e empty \
	    "$PRINTF" 'once\n' a b
}

atf_test_case star
star_head()
{
	atf_set "descr" "* takes width and precision from the operands"
}
star_body()
{
	atf_check -s exit:0 -o inline:'[   ab][ab   ][a]\n' -e empty \
	    "$PRINTF" '[%*s][%*s][%.*s]\n' 5 ab -5 ab 1 ab
}

atf_test_case format_escapes
format_escapes_head()
{
	atf_set "descr" "escape sequences of the format"
}
format_escapes_body()
{
	atf_check -s exit:0 -o inline:'a\tb\\AB\n' -e empty \
	    "$PRINTF" 'a\tb\\\101\x42\n'
}

atf_test_case percent_b
percent_b_head()
{
	atf_set "descr" "%b replaces escape sequences"
}
percent_b_body()
{
	atf_check -s exit:0 -o inline:'a\tb A|   x' -e empty \
	    "$PRINTF" '%b %b|%4b' 'a\tb' '\0101' x
	atf_check -s exit:0 -o inline:'a' -e empty \
	    "$PRINTF" '%b%s' 'a\c' no
}

atf_test_case bad_number
bad_number_head()
{
	atf_set "descr" "an operand that is no number"
}
bad_number_body()
{
	atf_check -s exit:1 -o inline:'0\n' -e inline:'printf: abc: expected a number\n' \
	    "$PRINTF" '%d\n' abc
	atf_check -s exit:1 -o inline:'12\n' -e inline:'printf: 12x: not wholly a number\n' \
	    "$PRINTF" '%d\n' 12x
}

atf_test_case ranges
ranges_head()
{
	atf_set "descr" "widths and precisions that are no int are refused"
}
ranges_body()
{
	cat > builtin <<-'E'
	#!/bin/sh
	printf "$@"
	E
	chmod +x builtin
	for p in "$PRINTF" ./builtin; do
		for f in '%99999999999d' '%.99999999999d' '%99999999999s' \
		    '%2147483648s' '%.99999999999999999999999s'; do
			atf_check -s exit:1 -o empty -e match:'out of range' \
			    "$p" "$f" 1
		done
		for n in 99999999999 -99999999999 2147483648; do
			atf_check -s exit:1 -o empty -e match:'out of range' \
			    "$p" '%.*s|' $n x
			atf_check -s exit:1 -o empty -e match:'out of range' \
			    "$p" '%*d|' $n 1
		done
		atf_check -o inline:'x|' "$p" '%.2147483647s|' x
		atf_check -o inline:'x|' "$p" '%.*s|' 2147483647 x
		atf_check -o inline:'2000000\n' \
		    sh -c '"$0" %2000000d 1 | wc -c | tr -d " "' "$p"
		atf_check -o inline:'2000000\n' \
		    sh -c '"$0" %*d 2000000 1 | wc -c | tr -d " "' "$p"
	done
}

atf_test_case usage_errors
usage_errors_head()
{
	atf_set "descr" "wrong formats"
}
usage_errors_body()
{
	atf_check -s exit:2 -o empty -e inline:'printf: usage: printf format [argument ...]\n' \
	    "$PRINTF"
	atf_check -s exit:1 -o empty -e inline:'printf: %y: unknown conversion\n' \
	    "$PRINTF" %y
	atf_check -s exit:1 -o empty -e inline:'printf: %q: unknown conversion\n' \
	    "$PRINTF" '%q\n' x
}

atf_init_test_cases()
{
	atf_add_test_case strings
	atf_add_test_case integers
	atf_add_test_case bases
	atf_add_test_case floats
	atf_add_test_case characters
	atf_add_test_case reuse
	atf_add_test_case star
	atf_add_test_case format_escapes
	atf_add_test_case percent_b
	atf_add_test_case bad_number
	atf_add_test_case ranges
	atf_add_test_case usage_errors
}
