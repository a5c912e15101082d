# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sed edits lines by a script.

: ${SED:=/usr/bin/sed}

atf_test_case addresses
addresses_head()
{
	atf_set "descr" "numbers, the last line, expressions and ranges select lines"
}
addresses_body()
{
	seq 1 6 > f
	atf_check -s exit:0 -o inline:'2\n' -e empty "$SED" -n 2p f
	atf_check -s exit:0 -o inline:'6\n' -e empty "$SED" -n '$p' f
	atf_check -s exit:0 -o inline:'3\n4\n5\n' -e empty \
	    "$SED" -n '/3/,/5/p' f
	atf_check -s exit:0 -o inline:'5\n' -e empty "$SED" -n '5,2p' f
	atf_check -s exit:0 -o inline:'1\n6\n' -e empty "$SED" '2,5d' f
	atf_check -s exit:0 -o inline:'2\n3\n' -e empty "$SED" '2,3!d' f
	atf_check -s exit:0 -o inline:'2\n3\n' -e empty "$SED" -n '2,+1p' f
}

atf_test_case substitute
substitute_head()
{
	atf_set "descr" "s replaces matches"
}
substitute_body()
{
	echo 'aaa bbb' > f
	atf_check -s exit:0 -o inline:'xaa bbb\n' -e empty "$SED" s/a/x/ f
	atf_check -s exit:0 -o inline:'xxx bbb\n' -e empty "$SED" s/a/x/g f
	atf_check -s exit:0 -o inline:'axx bbb\n' -e empty "$SED" s/a/x/2g f
	atf_check -s exit:0 -o inline:'bbb [aaa]\n' -e empty \
	    "$SED" 's,\(a*\) \(b*\),\2 [\1],' f
	atf_check -s exit:0 -o inline:'<aaa> <bbb>\n' -e empty \
	    "$SED" -E 's/a+|b+/<&>/g' f
	atf_check -s exit:0 -o inline:'-a-a-a- -b-b-b-\n' -e empty \
	    "$SED" 's/x*/-/g' f
	atf_check -s exit:0 -o inline:'Aaa BBB\n' -e empty \
	    "$SED" 's/\(a*\) \(b*\)/\u\1 \U\2/' f
}

atf_test_case spaces
spaces_head()
{
	atf_set "descr" "the hold space and joined lines"
}
spaces_body()
{
	seq 1 4 > f
	atf_check -s exit:0 -o inline:'4\n3\n2\n1\n' -e empty \
	    "$SED" -n '1!G;h;$p' f
	atf_check -s exit:0 -o inline:'1,2,3,4\n' -e empty \
	    "$SED" -n 'H;${x;s/\n/,/g;s/,//;p;}' f
	atf_check -s exit:0 -o inline:'1-2\n3-4\n' -e empty \
	    "$SED" 'N;s/\n/-/' f
	atf_check -s exit:0 -o inline:'3\n4\n' -e empty "$SED" '$!N;$!D' f
}

atf_test_case branches
branches_head()
{
	atf_set "descr" "b, t and labels"
}
branches_body()
{
	echo 'aaaa' > f
	atf_check -s exit:0 -o inline:'bbbb\n' -e empty \
	    "$SED" ':x;s/a/b/;tx' f
	atf_check -s exit:0 -o inline:'aaaa!\n' -e empty \
	    "$SED" '/a/be;s/$/?/;:e;s/$/!/' f
	atf_check -s exit:1 -o empty -e inline:'sed: there is no label z\n' \
	    "$SED" bz f
}

atf_test_case text
text_head()
{
	atf_set "descr" "a, c, i and r"
}
text_body()
{
	printf '1\n2\n3\n' > f
	echo file > r
	atf_check -s exit:0 -o inline:'1\ni\n2\na\n3\n' -e empty \
	    "$SED" -e '2i\' -e i -e '2a\' -e a f
	atf_check -s exit:0 -o inline:'c\n3\n' -e empty "$SED" '1,2c\
c' f
	atf_check -s exit:0 -o inline:'1\nfile\n2\n3\n' -e empty "$SED" '1r r' f
	atf_check -s exit:0 -o inline:'1\n2\n3\n' -e empty "$SED" '1r none' f
}

atf_test_case write
write_head()
{
	atf_set "descr" "w and the flag w"
}
write_body()
{
	printf '1\n2\n' > f
	atf_check -s exit:0 -o empty -e empty "$SED" -n '2w o
s/1/x/w p' f
	atf_check -s exit:0 -o inline:'2\n' cat o
	atf_check -s exit:0 -o inline:'x\n' cat p
}

atf_test_case look
look_head()
{
	atf_set "descr" "l and = show what is there"
}
look_body()
{
	printf 'a\tb\\\001\n' > f
	atf_check -s exit:0 -o inline:'1\na\\tb\\\\\\001$\n' -e empty \
	    "$SED" -n '=;l' f
	atf_check -s exit:0 -o inline:'abc\\\nd$\n' -e empty \
	    sh -c 'echo abcd | "$0" -n "l 4"' "$SED"
}

atf_test_case translate
translate_head()
{
	atf_set "descr" "y replaces characters"
}
translate_body()
{
	echo 'abc/' > f
	atf_check -s exit:0 -o inline:'xyc\n\n' -e empty \
	    "$SED" 'y/ab\//xy\n/' f
	atf_check -s exit:1 -o empty \
	    -e inline:'sed: -e:1: the strings of y differ in length\n' \
	    "$SED" y/a/bc/ f
}

atf_test_case in_place
in_place_head()
{
	atf_set "descr" "-i edits files and keeps the old ones"
}
in_place_body()
{
	printf '1\n2\n' > a
	printf '3\n4' > b
	atf_check -s exit:0 -o empty -e empty "$SED" -i.old '1d;$s/$/x/' a b
	atf_check -s exit:0 -o inline:'2x\n4x' cat a b
	atf_check -s exit:0 -o inline:'1\n2\n3\n4' cat a.old b.old
	atf_check -s exit:0 -o empty -e empty "$SED" -i 1q a.old
	atf_check -s exit:0 -o inline:'1\n' cat a.old
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "errors name the line of the script"
}
errors_body()
{
	atf_check -s exit:1 -o empty -e inline:'sed: -e:1: unknown command: k\n' \
	    "$SED" k
	printf 'p\n\ns/a/b\n' > s
	atf_check -s exit:1 -o empty -e match:'^sed: s:3: ' "$SED" -f s
	atf_check -s exit:1 -o empty -e match:'^usage: sed ' "$SED"
	echo x > f
	atf_check -s exit:1 -o inline:'x\n' \
	    -e inline:'sed: none: No such file or directory\n' "$SED" '' none f
}

atf_test_case quit
quit_head()
{
	atf_set "descr" "q ends with a status"
}
quit_body()
{
	seq 1 5 > f
	atf_check -s exit:0 -o inline:'1\n2\n' -e empty "$SED" 2q f
	atf_check -s exit:3 -o inline:'1\n' -e empty "$SED" 2Q3 f
}

atf_test_case no_newline
no_newline_head()
{
	atf_set "descr" "a last line without a newline stays so"
}
no_newline_body()
{
	printf 'a\nb' > f
	atf_check -s exit:0 -o inline:'x\nb' -e empty "$SED" s/a/x/ f
	atf_check -s exit:0 -o inline:'b\nb' -e empty "$SED" -n '$p;$p' f
}

atf_test_case empty_expression
empty_expression_head()
{
	atf_set "descr" "an empty expression is the last one used"
}
empty_expression_body()
{
	echo abc > f
	atf_check -s exit:0 -o inline:'axc\n' -e empty "$SED" '/b/s//x/' f
}

atf_init_test_cases()
{
	atf_add_test_case addresses
	atf_add_test_case substitute
	atf_add_test_case spaces
	atf_add_test_case branches
	atf_add_test_case text
	atf_add_test_case write
	atf_add_test_case look
	atf_add_test_case translate
	atf_add_test_case in_place
	atf_add_test_case errors
	atf_add_test_case quit
	atf_add_test_case no_newline
	atf_add_test_case empty_expression
}
