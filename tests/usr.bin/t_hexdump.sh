# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# hexdump shows bytes by formats.

: ${HEXDUMP:=/usr/bin/hexdump}

atf_test_case canned
canned_head()
{
	atf_set "descr" "-b -c -C -d -o -x and the default"
}
canned_body()
{
	printf 'hello\n' > f
	atf_check -o inline:'0000000 6568 6c6c 0a6f\n0000006\n' "$HEXDUMP" f
	atf_check -o inline:'0000000 150 145 154 154 157 012\n0000006\n' \
	    "$HEXDUMP" -b f
	atf_check -o inline:'0000000   h   e   l   l   o  \\n\n0000006\n' \
	    "$HEXDUMP" -c f
	atf_check -o \
	    inline:'00000000  68 65 6c 6c 6f 0a                                 |hello.|\n00000006\n' \
	    "$HEXDUMP" -C f
	atf_check -o inline:'0000000   25960   27756   02671\n0000006\n' \
	    "$HEXDUMP" -d f
	atf_check -o inline:'0000000  062550  066154  005157\n0000006\n' \
	    "$HEXDUMP" -o f
	atf_check -o inline:'0000000    6568    6c6c    0a6f\n0000006\n' \
	    "$HEXDUMP" -x f
}

atf_test_case hd
hd_head()
{
	atf_set "descr" "hd is hexdump -C"
}
hd_body()
{
	printf 'ABCDEFGHIJKLMNOP' > f
	atf_check -o \
	    inline:'00000000  41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  |ABCDEFGHIJKLMNOP|\n00000010\n' \
	    hd f
}

atf_test_case together
together_head()
{
	atf_set "descr" "several formats show the same bytes"
}
together_body()
{
	printf 'ab' > f
	atf_check -o inline:'0000000   a   b\n0000000 141 142\n0000002\n' \
	    "$HEXDUMP" -c -b f
}

atf_test_case skip_length
skip_length_head()
{
	atf_set "descr" "-s and -n with suffixes and past the end"
}
skip_length_body()
{
	seq 1000 > f
	atf_check -o \
	    inline:'00000200  31 35 36 0a                                       |156.|\n00000204\n' \
	    "$HEXDUMP" -C -s 1b -n 4 f
	atf_check -o inline:'0000010 0a39 3031\n0000014\n' "$HEXDUMP" -s 0x10 \
	    -n 4 f
	atf_check -o inline:'0000010 0a39 3031\n0000014\n' sh -c \
	    'cat f | "$0" -s 16 -n 4' "$HEXDUMP"
	atf_check -s exit:1 -e \
	    inline:'hexdump: cannot skip past the end of the input\n' \
	    "$HEXDUMP" -s 1m f
	atf_check -s exit:1 -e inline:'hexdump: -s x: invalid number\n' \
	    "$HEXDUMP" -s x f
	atf_check -s exit:1 -e inline:'hexdump: -n 1z: invalid number\n' \
	    "$HEXDUMP" -n 1z f
	atf_check -s exit:1 -e match:'invalid number' "$HEXDUMP" -n \
	    99999999999999999999999 f
}

atf_test_case limit_leaves
limit_leaves_head()
{
	atf_set "descr" "-n leaves the rest of the input to others"
}
limit_leaves_body()
{
	printf 'abcdef' > f
	atf_check -o inline:'616263\ndef' sh -c \
	    '{ "$0" -n 3 -e "3/1 \"%02x\" \"\n\""; cat; } < f' "$HEXDUMP"
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
	    inline:'0000000 0000 0000 0000 0000 0000 0000 0000 0000\n*\n0000040\n' \
	    "$HEXDUMP" f
	atf_check -o inline:'0\n0\n0\n0\n' "$HEXDUMP" -v -e '1/16 "0\n"' f
}

atf_test_case format_integers
format_integers_head()
{
	atf_set "descr" "%d %i %o %u %x %X of 1, 2, 4 and 8 bytes"
}
format_integers_body()
{
	printf '\377\376\375\374\373\372\371\370' > f
	atf_check -o inline:'-1 -2 -3 -4 -5 -6 -7 -8\n' "$HEXDUMP" -e \
	    '8/1 "%d " "\n"' f
	atf_check -o inline:'65279 64765 64251 63737\n' "$HEXDUMP" -e \
	    '4/2 "%u " "\n"' f
	atf_check -o inline:'-50462977,-117835013,\n' "$HEXDUMP" -e \
	    '2/4 "%i," "\n"' f
	atf_check -o inline:'0XF8F9FAFBFCFDFEFF\n' "$HEXDUMP" -e '1/8 "%#X\n"' f
	atf_check -o inline:'  377|376  |\n' "$HEXDUMP" -n 2 -e \
	    '1/1 "%5o|" 1/1 "%-5o|" "\n"' f
}

atf_test_case format_floats
format_floats_head()
{
	atf_set "descr" "%e %f %g of 4, 8 and 16 bytes"
}
format_floats_body()
{
	printf '\000\000\300\077' > f
	atf_check -o inline:'1.5\n' "$HEXDUMP" -e '1/4 "%g\n"' f
	printf '\000\000\000\000\000\000\004\300' > f
	atf_check -o inline:'-2.50\n' "$HEXDUMP" -e '"%.2f\n"' f
}

atf_test_case format_text
format_text_head()
{
	atf_set "descr" "%c %s %_c %_p %_u and escapes"
}
format_text_body()
{
	printf 'a\n\0b' > f
	atf_check -o inline:'a\\n\\0b\n' "$HEXDUMP" -e '4/1 "%_c" "\n"' f
	atf_check -o inline:'a..b\n' "$HEXDUMP" -e '4/1 "%_p" "\n"' f
	atf_check -o inline:'a lf nul b\n' "$HEXDUMP" -e '4/1 "%_u " "\n"' f
	atf_check -o inline:'a\n\0b' "$HEXDUMP" -e '4/1 "%c"' f
	printf 'abcd' > f
	atf_check -o inline:'[ab][cd]\n' "$HEXDUMP" -e '"[%.2s]" "[%.2s]\n"' f
	atf_check -o inline:'"a"\tb%\n' "$HEXDUMP" -n 2 -e \
	    '1/1 "\"%c\"\t" 1/1 "%c%%\n"' f
}

atf_test_case wide_characters
wide_characters_head()
{
	atf_set "descr" "a character of several bytes stands in the first one's place"
}
wide_characters_body()
{
	printf 'x\303\251y' > f
	atf_check -o inline:'0000000   x   \303\251  **   y\n0000004\n' \
	    "$HEXDUMP" -c f
	printf '\303' > f
	atf_check -o inline:'0000000 303\n0000001\n' "$HEXDUMP" -c f
	printf '123456789012345\303\251' > f
	atf_check -o \
	    inline:'0000000   1   2   3   4   5   6   7   8   9   0   1   2   3   4   5   \303\251\n0000010  **\n0000011\n' \
	    "$HEXDUMP" -c f
}

atf_test_case format_file
format_file_head()
{
	atf_set "descr" "-f reads formats from a file"
}
format_file_body()
{
	printf '# comment\n\n"%%_ad " 2/1 "%%02x"\n"\\n"\n' > fmt
	printf 'ab' > f
	atf_check -o inline:'0 6162\n' "$HEXDUMP" -f fmt f
	atf_check -s exit:1 -e \
	    inline:'hexdump: none: No such file or directory\n' "$HEXDUMP" -f \
	    none f
}

atf_test_case bad_formats
bad_formats_head()
{
	atf_set "descr" "bad formats are named"
}
bad_formats_body()
{
	for f in '%' '"%q"' '1x "%d"' '"%d' '3/1"%d"' '"%_q"' '"%_az"'; do
		atf_check -s exit:1 -e match:'^hexdump: ' "$HEXDUMP" -e "$f" \
		    /dev/null
	done
	atf_check -s exit:1 -e \
	    inline:'hexdump: %d: 3 bytes cannot be converted\n' "$HEXDUMP" -e \
	    '1/3 "%d"' /dev/null
	atf_check -s exit:1 -e \
	    inline:'hexdump: %s needs a precision or a byte count\n' \
	    "$HEXDUMP" -e '"%s"' /dev/null
	atf_check -s exit:1 -e match:'several conversions' "$HEXDUMP" -e \
	    '1/1 "%d %d"' /dev/null
	atf_check -s exit:1 -e inline:'hexdump: no format interprets input\n' \
	    "$HEXDUMP" -e '"x"' /dev/null
}

atf_test_case inputs
inputs_head()
{
	atf_set "descr" "several files, empty ones, missing ones, directories"
}
inputs_body()
{
	: > e
	printf 'ab' > a
	printf 'cd' > -b
	mkdir d
	atf_check "$HEXDUMP" e
	atf_check -o inline:'61626364\n' "$HEXDUMP" -e '4/1 "%02x" "\n"' -- a \
	    e -b
	atf_check -s exit:1 -o inline:'0000000 6261\n0000002\n' -e \
	    inline:'hexdump: none: No such file or directory\n' "$HEXDUMP" \
	    none a
	atf_check -s exit:1 -e inline:'hexdump: d: Is a directory\n' \
	    "$HEXDUMP" d
	atf_check -s exit:1 -e match:'^usage: hexdump ' "$HEXDUMP" -K
}

atf_test_case unreadable
unreadable_head()
{
	atf_set "descr" "a file that may not be read"
	atf_set "require.user" "unprivileged"
}
unreadable_body()
{
	echo x > f
	chmod 0 f
	atf_check -s exit:1 -e inline:'hexdump: f: Permission denied\n' \
	    "$HEXDUMP" f
}

atf_test_case full_disk
full_disk_head()
{
	atf_set "descr" "a write error is noticed"
}
full_disk_body()
{
	echo x > f
	atf_check -s exit:1 -e \
	    inline:'hexdump: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$HEXDUMP"
	atf_check -s exit:1 -e \
	    inline:'hexdump: stdout: No space left on device\n' sh -c \
	    '"$0" -v /dev/zero > /dev/full' "$HEXDUMP"
}

atf_init_test_cases()
{
	atf_add_test_case canned
	atf_add_test_case hd
	atf_add_test_case together
	atf_add_test_case skip_length
	atf_add_test_case limit_leaves
	atf_add_test_case squeeze
	atf_add_test_case format_integers
	atf_add_test_case format_floats
	atf_add_test_case format_text
	atf_add_test_case wide_characters
	atf_add_test_case format_file
	atf_add_test_case bad_formats
	atf_add_test_case inputs
	atf_add_test_case unreadable
	atf_add_test_case full_disk
}
