# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# od shows bytes in octal and other forms.

: ${OD:=/usr/bin/od}

atf_test_case default
default_head()
{
	atf_set "descr" "pairs of bytes in octal"
}
default_body()
{
	printf 'hello\n' > f
	atf_check -o inline:'0000000 062550 066154 005157\n0000006\n' "$OD" f
	atf_check -o inline:'0000000\n' "$OD" /dev/null
	printf 'abc' > f
	atf_check -o inline:'0000000 061141 000143\n0000003\n' "$OD" f
}

atf_test_case shorthands
shorthands_head()
{
	atf_set "descr" "options that stand for types"
}
shorthands_body()
{
	printf '\001\002\003\004\005\006\007\200' > f
	atf_check -o inline:' soh stx etx eot enq ack bel nul\n' "$OD" -A n -a f
	atf_check -o inline:' 001 002 003 004 005 006 007 200\n' "$OD" -A n -b f
	atf_check -o inline:' 001 002 003 004 005 006  \\a 200\n' "$OD" -A n \
	    -c f
	atf_check -o inline:'   513  1027  1541 32775\n' "$OD" -A n -d f
	atf_check -o inline:'   67305985 2147943941\n' "$OD" -A n -D f
	atf_check -o inline:'    513   1027   1541 -32761\n' "$OD" -A n -s f
	atf_check -o inline:'    67305985 -2147023355\n' "$OD" -A n -i f
	for o in -h -x; do
		atf_check -o inline:' 0201 0403 0605 8007\n' "$OD" -A n $o f
	done
	for o in -H -X; do
		atf_check -o inline:' 04030201 80070605\n' "$OD" -A n $o f
	done
	for o in -o -B; do
		atf_check -o inline:' 001001 002003 003005 100007\n' "$OD" -A \
		    n $o f
	done
	atf_check -o inline:' 00400601001 20001603005\n' "$OD" -A n -O f
	for o in -I -L -l; do
		atf_check -o inline:' -9221395093405892095\n' "$OD" -A n $o f
	done
}

atf_test_case floats
floats_head()
{
	atf_set "descr" "-f, -e, -F and -t f"
}
floats_body()
{
	printf '\000\000\300\077\000\000\000\300' > f
	atf_check -o inline:'  1.5000000e+00 -2.0000000e+00\n' "$OD" -A n -f f
	atf_check -o inline:'  -2.00000047497451e+00\n' "$OD" -A n -e f
	atf_check -o inline:'  -2.00000047497451e+00\n' "$OD" -A n -F f
	atf_check -o inline:'  1.5000000e+00 -2.0000000e+00\n' "$OD" -A n -t \
	    f4 f
	atf_check -o inline:'  1.5000000e+00 -2.0000000e+00\n' "$OD" -A n -t \
	    fF f
	atf_check -o inline:'  -2.00000047497451e+00\n' "$OD" -A n -t f f
}

atf_test_case types
types_head()
{
	atf_set "descr" "-t with sizes and several types"
}
types_body()
{
	printf 'ab' > f
	atf_check -o inline:' 61 62\n' "$OD" -An -tx1 f
	atf_check -o inline:' 6261\n' "$OD" -An -txS f
	atf_check -o inline:'  97  98\n' "$OD" -An -tuC f
	atf_check -o inline:'       25185\n' "$OD" -An -td f
	atf_check -o \
	    inline:'0000000   a   b\n         61  62\n          25185\n0000002\n' \
	    "$OD" -tcx1 -t d2 f
	atf_check -s exit:1 -e inline:'od: -t q: unknown type: q\n' "$OD" -t q f
	atf_check -s exit:1 -e inline:'od: -t x3: no such size: 3\n' "$OD" -t \
	    x3 f
	atf_check -s exit:1 -e inline:'od: -t: a type is missing\n' "$OD" -t \
	    '' f
}

atf_test_case bases
bases_head()
{
	atf_set "descr" "-A chooses the base of offsets"
}
bases_body()
{
	seq 10 > f
	atf_check -o inline:'0000000\n0000016\n0000021\n' sh -c \
	    '"$0" -A d -b f | cut -c 1-7' "$OD"
	atf_check -o inline:'0000000\n0000020\n0000025\n' sh -c \
	    '"$0" -A o -b f | cut -c 1-7' "$OD"
	atf_check -o inline:'0000000\n0000010\n0000015\n' sh -c \
	    '"$0" -A x -b f | cut -c 1-7' "$OD"
	atf_check -s exit:1 -e match:'^od: -A q: ' "$OD" -A q f
}

atf_test_case skip_length
skip_length_head()
{
	atf_set "descr" "-j and -N with suffixes"
}
skip_length_body()
{
	seq 1000 > f
	atf_check -o inline:'0001000   1   5   6  \\n\n0001004\n' "$OD" -j 1b \
	    -N 4 -c f
	atf_check -o inline:'0000020   9  \\n\n0000022\n' "$OD" -j 0x10 -N 2 \
	    -c f
	atf_check -o inline:'0000020   9  \\n\n0000022\n' sh -c \
	    'cat f | "$0" -j 020 -N 2 -c' "$OD"
	atf_check -o inline:'0000000\n' "$OD" -N 0 f
	atf_check -s exit:1 -e \
	    inline:'od: cannot skip past the end of the input\n' "$OD" -j 1m f
	atf_check -s exit:1 -e match:'invalid number' "$OD" -j -1 f
	: > e
	atf_check -o inline:'0007464  \\n\n0007465\n' sh -c \
	    'cat f > g; "$0" -j 3892 -c -N 5 e g' "$OD"
}

atf_test_case offset
offset_head()
{
	atf_set "descr" "the historical offset operand"
}
offset_body()
{
	seq 1000 > f
	atf_check -o inline:'0000020   9  \\n\n' sh -c \
	    '"$0" -c f 20 | head -n 1 | cut -c 1-15' "$OD"
	atf_check -o inline:'0000016   9  \\n\n' sh -c \
	    '"$0" -c f +16. | head -n 1 | cut -c 1-15' "$OD"
	atf_check -o inline:'0000010   9  \\n\n' sh -c \
	    '"$0" -c +0x10 < f | head -n 1 | cut -c 1-15' "$OD"
	atf_check -o inline:'0001000   1   5\n' sh -c \
	    '"$0" -c f 1b | head -n 1 | cut -c 1-15' "$OD"
	atf_check -s exit:1 -e inline:'od: f: No such file or directory\n' sh \
	    -c 'cd /; "$0" -A n f' "$OD"
	atf_check -s exit:1 -e inline:'od: 9: invalid offset\n' "$OD" f 9
}

atf_test_case squeeze
squeeze_head()
{
	atf_set "descr" "repeated lines become one * unless -v"
}
squeeze_body()
{
	dd if=/dev/zero of=f bs=64 count=1 2>/dev/null
	atf_check -o \
	    inline:'0000000 000000 000000 000000 000000 000000 000000 000000 000000\n*\n0000100\n' \
	    "$OD" f
	atf_check -o inline:'       5\n' sh -c '"$0" -v f | wc -l' "$OD"
}

atf_test_case characters
characters_head()
{
	atf_set "descr" "-c and -a name what does not print"
}
characters_body()
{
	printf '\0\a\b\t\n\v\f\r \177\377' > f
	atf_check -o \
	    inline:'  \\0  \\a  \\b  \\t  \\n  \\v  \\f  \\r     177 377\n' \
	    "$OD" -A n -c f
	atf_check -o inline:' nul bel  bs  ht  nl  vt  ff  cr  sp del del\n' \
	    "$OD" -A n -a f
}

atf_test_case inputs
inputs_head()
{
	atf_set "descr" "several files, missing ones, directories"
}
inputs_body()
{
	printf 'ab' > 'a b'
	printf 'cd' > -c
	mkdir d
	atf_check -o inline:'   a   b   c   d\n' "$OD" -A n -c -- 'a b' -c
	atf_check -s exit:1 -o inline:'   a   b\n' -e \
	    inline:'od: none: No such file or directory\n' "$OD" -A n -c none \
	    'a b'
	atf_check -s exit:1 -o inline:'0000000\n' -e \
	    inline:'od: d: Is a directory\n' "$OD" d
	atf_check -s exit:1 -e match:'^usage: od ' "$OD" -K
}

atf_test_case full_disk
full_disk_head()
{
	atf_set "descr" "a write error is noticed"
}
full_disk_body()
{
	echo x > f
	atf_check -s exit:1 -e inline:'od: stdout: No space left on device\n' \
	    sh -c '"$0" f > /dev/full' "$OD"
}

atf_test_case examples
examples_head()
{
	atf_set "descr" "the examples of the page"
}
examples_body()
{
	atf_check -o inline:'0000000   h   e   l   l   o  \\n\n0000006\n' sh \
	    -c 'echo hello | od -c'
	atf_check -o inline:' 68 65 6c 6c 6f 0a\n' sh -c \
	    'echo hello | od -A n -t x1'
	atf_check -o \
	    inline:'00000000  68 65 6c 6c 6f 0a                                 |hello.|\n00000006\n' \
	    sh -c 'echo hello | hexdump -C'
}

atf_init_test_cases()
{
	atf_add_test_case default
	atf_add_test_case shorthands
	atf_add_test_case floats
	atf_add_test_case types
	atf_add_test_case bases
	atf_add_test_case skip_length
	atf_add_test_case offset
	atf_add_test_case squeeze
	atf_add_test_case characters
	atf_add_test_case inputs
	atf_add_test_case full_disk
	atf_add_test_case examples
}
