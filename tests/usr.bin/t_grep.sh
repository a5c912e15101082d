# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# grep prints the lines that match a pattern.

: ${GREP:=/usr/bin/grep}

atf_test_case basic
basic_head()
{
	atf_set "descr" "a line that matches is printed, and the status says so"
}
basic_body()
{
	printf 'foo\nbar\nfoobar\n' > f
	atf_check -s exit:0 -o inline:'foo\nfoobar\n' -e empty "$GREP" foo f
	atf_check -s exit:1 -o empty -e empty "$GREP" nothing f
	atf_check -s exit:0 -o inline:'f:foo\nf:foobar\n(standard input):foo\n' \
	    -e empty sh -c 'echo foo | "$0" foo f -' "$GREP"
}

atf_test_case missing_file
missing_file_head()
{
	atf_set "descr" "a file that cannot be opened makes the status 2"
}
missing_file_body()
{
	echo foo > f
	atf_check -s exit:2 -o inline:'f:foo\n' \
	    -e inline:'grep: none: No such file or directory\n' "$GREP" foo none f
	atf_check -s exit:2 -o inline:'f:foo\n' -e empty "$GREP" -s foo none f
	atf_check -s exit:0 -o empty -e ignore "$GREP" -q foo none f
}

atf_test_case bad_usage
bad_usage_head()
{
	atf_set "descr" "a bad pattern and a missing one are errors"
}
bad_usage_body()
{
	atf_check -s exit:2 -o empty -e match:'^grep: \[a: ' "$GREP" '[a' /dev/null
	atf_check -s exit:2 -o empty -e match:'^usage: grep ' "$GREP"
	atf_check -s exit:2 -o empty -e match:'^usage: grep ' "$GREP" -K x
	atf_check -s exit:2 -o empty -e inline:'grep: -m x: invalid\n' \
	    "$GREP" -m x y
}

atf_test_case syntaxes
syntaxes_head()
{
	atf_set "descr" "-E, -F and -G choose what a pattern is"
}
syntaxes_body()
{
	printf 'a+b\naab\nab|c\n' > f
	atf_check -s exit:0 -o inline:'a+b\n' -e empty "$GREP" 'a+b' f
	atf_check -s exit:0 -o inline:'aab\nab|c\n' -e empty "$GREP" -E 'a+b' f
	atf_check -s exit:0 -o inline:'a+b\n' -e empty "$GREP" -F 'a+b' f
	atf_check -s exit:0 -o inline:'ab|c\n' -e empty "$GREP" -F -i 'B|C' f
	atf_check -s exit:0 -o inline:'aab\n' -e empty "$GREP" -G '\(a\)\1b' f
}

atf_test_case pattern_lists
pattern_lists_head()
{
	atf_set "descr" "patterns come from -e, -f and lines of an argument"
}
pattern_lists_body()
{
	printf 'one\ntwo\nthree\nfour\n' > f
	printf 'thr\nfour\n' > p
	atf_check -s exit:0 -o inline:'one\ntwo\n' -e empty \
	    "$GREP" -e one -e two f
	atf_check -s exit:0 -o inline:'one\nthree\nfour\n' -e empty \
	    "$GREP" -f p -e one f
	atf_check -s exit:0 -o inline:'one\ntwo\n' -e empty "$GREP" 'one
two' f
	atf_check -s exit:1 -o empty -e empty "$GREP" -f /dev/null f
	atf_check -s exit:0 -o inline:'4\n' -e empty "$GREP" -vcf /dev/null f
}

atf_test_case selection
selection_head()
{
	atf_set "descr" "-i, -v, -w and -x"
}
selection_body()
{
	printf 'foo\nFoo bar\nfoo_x\nx\n' > f
	atf_check -s exit:0 -o inline:'3\n' -e empty "$GREP" -ci foo f
	atf_check -s exit:0 -o inline:'Foo bar\nx\n' -e empty "$GREP" -v foo f
	atf_check -s exit:0 -o inline:'foo\nFoo bar\n' -e empty \
	    "$GREP" -iw foo f
	atf_check -s exit:0 -o inline:'foo\n' -e empty "$GREP" -x foo f
	atf_check -s exit:0 -o inline:'foo\nx\n' -e empty "$GREP" -xE 'foo|x' f
}

atf_test_case word_shorter
word_shorter_head()
{
	atf_set "descr" "-w takes a shorter match if that is a word"
}
word_shorter_body()
{
	echo 'foo-bar_ foo' > f
	atf_check -s exit:0 -o inline:'foo\nfoo\n' -e empty \
	    "$GREP" -ow 'foo[-a]*' f
}

atf_test_case prefixes
prefixes_head()
{
	atf_set "descr" "-n, -b, -H and -h"
}
prefixes_body()
{
	printf 'a\nb\nab\n' > f
	atf_check -s exit:0 -o inline:'f:2:2:b\nf:3:4:ab\n' -e empty \
	    "$GREP" -Hnb b f
	atf_check -s exit:0 -o inline:'2:2:b\n3:5:b\n' -e empty \
	    "$GREP" -nbo b f
	atf_check -s exit:0 -o inline:'b\nab\nb\nab\n' -e empty "$GREP" -h b f f
}

atf_test_case lists
lists_head()
{
	atf_set "descr" "-c, -l and -L"
}
lists_body()
{
	echo foo > a
	echo bar > b
	atf_check -s exit:0 -o inline:'a:1\nb:0\n' -e empty "$GREP" -c foo a b
	atf_check -s exit:0 -o inline:'a\n' -e empty "$GREP" -l foo a b
	atf_check -s exit:0 -o inline:'b\n' -e empty "$GREP" -L foo a b
	atf_check -s exit:0 -o inline:'a\0' -e empty "$GREP" --null -l foo a b
}

atf_test_case context
context_head()
{
	atf_set "descr" "-A, -B and -C print lines around, in groups"
}
context_body()
{
	seq 1 12 > f
	atf_check -s exit:0 -o inline:'3\n4\n--\n10\n11\n' -e empty \
	    "$GREP" -A1 -e '^3$' -e 10 f
	atf_check -s exit:0 -o inline:'2-2\n3:3\n--\n9-9\n10:10\n' -e empty \
	    "$GREP" -n -B1 -e '^3$' -e 10 f
	atf_check -s exit:0 -o inline:'2\n3\n4\n5\n6\n' -e empty \
	    "$GREP" -1 -e '^3$' -e 5 f
}

atf_test_case max_count
max_count_head()
{
	atf_set "descr" "-m ends early and leaves the rest of its input"
}
max_count_body()
{
	seq 1 5 > f
	atf_check -s exit:0 -o inline:'1\n2\n' -e empty "$GREP" -m2 . f
	atf_check -s exit:0 -o inline:'1\n2\n3\n' -e empty \
	    sh -c '{ "$0" -m1 .; head -n 2; } < f' "$GREP"
}

atf_test_case only
only_head()
{
	atf_set "descr" "-o prints the longest matches, and not empty ones"
}
only_body()
{
	echo 'aab ab b' > f
	atf_check -s exit:0 -o inline:'aab\nab\nb\n' -e empty \
	    "$GREP" -o -e 'a*b' -e a f
	atf_check -s exit:0 -o inline:'aa\na\n' -e empty "$GREP" -o 'a*' f
}

atf_test_case binary
binary_head()
{
	atf_set "descr" "a binary file gives a message only"
}
binary_body()
{
	printf 'x\0foo\nfoo\n' > f
	atf_check -s exit:0 -o inline:'Binary file f matches\n' -e empty \
	    "$GREP" foo f
	atf_check -s exit:0 -o inline:'2\n' -e empty "$GREP" -c foo f
	atf_check -s exit:1 -o empty -e empty "$GREP" -I foo f
	atf_check -s exit:0 -o inline:'x\0foo\nfoo\n' -e empty "$GREP" -a foo f
	atf_check -s exit:0 -o inline:'foo\nfoo\n\0' -e empty "$GREP" -z '^f' f
}

atf_test_case recursive
recursive_head()
{
	atf_set "descr" "-r searches directories"
}
recursive_body()
{
	mkdir -p d/e
	echo foo > d/a.c
	echo foo > d/e/b.h
	ln -s a.c d/link
	atf_check -s exit:0 -o inline:'d/a.c:foo\nd/e/b.h:foo\n' -e empty \
	    "$GREP" -r foo d
	atf_check -s exit:0 -o inline:'a.c\n' -e empty \
	    sh -c 'cd d && "$0" -rl --include="*.c" foo' "$GREP"
	atf_check -s exit:0 -o inline:'foo\n' -e empty \
	    "$GREP" -Rh --exclude-dir=e foo d
	atf_check -s exit:2 -o empty -e inline:'grep: d: Is a directory\n' \
	    "$GREP" foo d
}

atf_test_case color
color_head()
{
	atf_set "descr" "--color marks what matches"
}
color_body()
{
	echo 'abc' > f
	atf_check -s exit:0 -o inline:'a\033[01;31m\033[Kb\033[m\033[Kc\n' \
	    -e empty env -u GREP_COLOR "$GREP" --color=always b f
	atf_check -s exit:0 -o inline:'abc\n' -e empty "$GREP" --color b f
}

atf_test_case last_line
last_line_head()
{
	atf_set "descr" "a last line without a newline is a line"
}
last_line_body()
{
	printf 'a\nb' > f
	atf_check -s exit:0 -o inline:'b\n' -e empty "$GREP" b f
}

atf_test_case long_paths
long_paths_head()
{
	atf_set "descr" "a tree deeper than PATH_MAX, with few descriptors"
}
long_paths_body()
{
	$(atf_get_srcdir)/../bin/h_deep make 600
	ulimit -n 32
	atf_check -o match:'xx/xx/leaf:needle$' grep -r needle xx
	rm -r xx
}

atf_init_test_cases()
{
	atf_add_test_case basic
	atf_add_test_case missing_file
	atf_add_test_case bad_usage
	atf_add_test_case syntaxes
	atf_add_test_case pattern_lists
	atf_add_test_case selection
	atf_add_test_case word_shorter
	atf_add_test_case prefixes
	atf_add_test_case lists
	atf_add_test_case context
	atf_add_test_case max_count
	atf_add_test_case only
	atf_add_test_case binary
	atf_add_test_case recursive
	atf_add_test_case color
	atf_add_test_case last_line
	atf_add_test_case long_paths
}
