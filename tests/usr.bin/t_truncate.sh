# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# truncate makes files longer and shorter.

: ${TRUNCATE:=/usr/bin/truncate}

# size_is bytes file
size_is()
{
	atf_check -o inline:"$1\n" stat -f %z "$2"
}

atf_test_case absolute
absolute_head()
{
	atf_set "descr" "a length, with suffixes; files are made"
}
absolute_body()
{
	atf_check "$TRUNCATE" -s 0 'a b' c
	size_is 0 'a b'
	size_is 0 c
	atf_check "$TRUNCATE" -s 1000 c
	size_is 1000 c
	atf_check -o inline:'1000\n' sh -c "tr '\\0' x <c | tr -d '\\n' | wc -c |
	    tr -d ' '"
	atf_check "$TRUNCATE" -s 3k c
	size_is 3072 c
	atf_check "$TRUNCATE" -s 2M c
	size_is 2097152 c
	atf_check "$TRUNCATE" -s 1G c
	size_is 1073741824 c
	printf abcdef >d
	atf_check "$TRUNCATE" -s 3 d
	atf_check -o inline:'abc' cat d
}

atf_test_case relative
relative_head()
{
	atf_set "descr" "+ - / % count from the length that there is"
}
relative_body()
{
	printf 0123456789 >f
	atf_check "$TRUNCATE" -s +5 f
	size_is 15 f
	atf_check "$TRUNCATE" -s -7 f
	atf_check -o inline:'01234567' cat f
	atf_check "$TRUNCATE" -s /3 f
	size_is 6 f
	atf_check "$TRUNCATE" -s %4 f
	size_is 8 f
	atf_check "$TRUNCATE" -s %4 f
	size_is 8 f
	atf_check "$TRUNCATE" -s /4 f
	size_is 8 f
	atf_check "$TRUNCATE" -s -100 f
	size_is 0 f
	atf_check "$TRUNCATE" -s +1K new
	size_is 1024 new
}

atf_test_case reference
reference_head()
{
	atf_set "descr" "-r takes the length of another file"
}
reference_body()
{
	printf abc >r
	printf 012345 >f
	atf_check "$TRUNCATE" -r r f g
	atf_check -o inline:'012' cat f
	size_is 3 g
	atf_check -s exit:1 -e match:'^truncate: none: No such file' \
	    "$TRUNCATE" -r none f
	atf_check -o inline:'012' cat f
}

atf_test_case missing
missing_head()
{
	atf_set "descr" "-c makes no files"
}
missing_body()
{
	printf abc >f
	atf_check "$TRUNCATE" -c -s 1 none f
	atf_check -s exit:1 test -e none
	size_is 1 f
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what cannot be changed is said, the rest is done"
}
errors_body()
{
	mkdir dir
	printf abc >f
	atf_check -s exit:1 -e inline:'truncate: dir: Is a directory\n' \
	    "$TRUNCATE" -s 1 dir f
	size_is 1 f
	atf_check -s exit:1 -e match:'none/f: No such file' \
	    "$TRUNCATE" -s 1 none/f
	atf_check -s exit:1 -e match:'f: File too large' \
	    "$TRUNCATE" -s +9223372036854775807 f
	size_is 1 f
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "wrong arguments"
}
usage_body()
{
	printf abc >f
	for a in '' '-s 1' '-c f' '-s 1 -r f f' '-x -s 1 f'; do
		atf_check -s exit:1 -e match:'^usage: truncate' \
		    "$TRUNCATE" $a
	done
	for s in '' + x -- 1x 99999999999999999999 /0 %0 9E9; do
		atf_check -s exit:1 -e match:'^truncate: ' \
		    "$TRUNCATE" -s "$s" f
	done
	size_is 3 f
}

atf_init_test_cases()
{
	for c in absolute relative reference missing errors usage; do
		atf_add_test_case $c
	done
}
