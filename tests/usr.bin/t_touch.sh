# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# touch sets the times of files.

: ${TOUCH:=/usr/bin/touch}

# Check the times of a file: times_of file access modification
times_of()
{
	atf_check -o inline:"$2 $3\n" env TZ=UTC \
	    stat -f '%Sa %Sm' -t '%Y%m%d%H%M%S' "$1"
}

atf_test_case creates
creates_head()
{
	atf_set "descr" "a missing file is made, but not with -c"
}
creates_body()
{
	atf_check "$TOUCH" f 'a b'
	atf_check test -f f -a -f 'a b'
	atf_check "$TOUCH" -c g
	atf_check -s exit:1 test -e g
}

atf_test_case stamp
stamp_head()
{
	atf_set "descr" "-t with all forms"
}
stamp_body()
{
	TZ=UTC; export TZ
	atf_check "$TOUCH" -t 201502030405.06 f
	times_of f 20150203040506 20150203040506
	atf_check "$TOUCH" -t 1502030405 f
	times_of f 20150203040500 20150203040500
	atf_check "$TOUCH" -t 6902030405 f
	times_of f 19690203040500 19690203040500
}

atf_test_case which
which_head()
{
	atf_set "descr" "-a and -m set one time only"
}
which_body()
{
	TZ=UTC; export TZ
	"$TOUCH" -t 200001010000 f
	atf_check "$TOUCH" -a -t 200101010000 f
	times_of f 20010101000000 20000101000000
	atf_check "$TOUCH" -m -t 200201010000 f
	times_of f 20010101000000 20020101000000
}

atf_test_case others
others_head()
{
	atf_set "descr" "-r, -d, -A and -h"
}
others_body()
{
	TZ=UTC; export TZ
	"$TOUCH" -t 200001010000 f
	atf_check "$TOUCH" -r f g
	times_of g 20000101000000 20000101000000
	atf_check "$TOUCH" -d 2010-02-03T04:05:06Z g
	times_of g 20100203040506 20100203040506
	atf_check "$TOUCH" -d '2010-02-03 04:05:07.5' g
	atf_check -o inline:'1265169907.500000000\n' stat -f %Fm g
	atf_check "$TOUCH" -A -0107 f
	times_of f 19991231235853 19991231235853
	ln -s f l
	atf_check "$TOUCH" -h -t 199001010000 l
	times_of l 19900101000000 19900101000000
	times_of f 19991231235853 19991231235853
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "bad times and places"
}
errors_body()
{
	atf_check -s exit:1 -e match:'illegal time' "$TOUCH" -t 123 f
	atf_check -s exit:1 -e match:'not a date' "$TOUCH" -t 201502310000 f
	atf_check -s exit:1 -e match:'not two digits' "$TOUCH" -t 2015xx310000 f
	atf_check -s exit:1 -e match:'illegal time' "$TOUCH" -d yesterday f
	atf_check -s exit:1 -e match:'illegal offset' "$TOUCH" -A 1 .
	atf_check -s exit:1 -e \
	    inline:'touch: none: No such file or directory\n' "$TOUCH" -r none f
	atf_check -s exit:1 -e \
	    inline:'touch: none/f: No such file or directory\n' "$TOUCH" none/f
	atf_check -s exit:1 -e match:'^usage: touch ' "$TOUCH"
}

atf_init_test_cases()
{
	atf_add_test_case creates
	atf_add_test_case stamp
	atf_add_test_case which
	atf_add_test_case others
	atf_add_test_case errors
}
