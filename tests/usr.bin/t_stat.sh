# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# stat shows the attributes of files.

: ${STAT:=/usr/bin/stat}

atf_test_case formats
formats_head()
{
	atf_set "descr" "items with forms, parts, widths and precisions"
}
formats_body()
{
	umask 022
	printf abc > f
	ln -s f l
	atf_check -o inline:'3 1 f\n' "$STAT" -f '%z %l %N' f
	atf_check -o inline:'100644 644 -rw-r--r-- rw- r-- r--\n' "$STAT" -f \
	    '%p %Lp %Sp %SHp %SMp %SLp' f
	atf_check -o inline:'[    3][3    ][00003][0x3]\n' "$STAT" -f \
	    '[%5z][%-5z][%05z][%#Xz]' f
	atf_check -o inline:'Regular File Symbolic Link @\n' sh -c \
	    'echo $("$0" -f %HT f l; "$0" -f %T l)' "$STAT"
	atf_check -o inline:'l -> f\tf%\n\n' "$STAT" -f '%N%SY%t%Y%%%n' l
	atf_check -o inline:'root wheel\n' "$STAT" -f '%Su %Sg' /
	atf_check -o inline:'abcf' "$STAT" -n -f 'abc%N' f
	atf_check -s exit:1 -e inline:'stat: bad format: %q\n' "$STAT" -f %q f
}

atf_test_case times
times_head()
{
	atf_set "descr" "%a %m %c %B, -t and fractions"
}
times_body()
{
	TZ=UTC; export TZ
	touch -t 202001020304.05 f
	atf_check -o inline:'1577934245\n' "$STAT" -f %m f
	atf_check -o inline:'1577934245.000000000 1577934245.00\n' "$STAT" -f \
	    '%Fm %.2Fm' f
	atf_check -o inline:'2020-01-02 03:04:05\n' "$STAT" -f %Sm -t '%F %T' f
	atf_check -o inline:'Jan  2 03:04:05 2020\n' "$STAT" -f %Sa f
}

atf_test_case canned
canned_head()
{
	atf_set "descr" "-l, -F, -r, -s and -x"
}
canned_body()
{
	umask 022
	printf abc > f
	mkdir d
	atf_check -o match:'^-rw-r--r-- 1 [a-z]+ [a-z]+ 3 .* f$' "$STAT" -l f
	atf_check -o match:'^drwx.* d/$' "$STAT" -F d
	atf_check -o match:' 0100644 1 .* f$' "$STAT" -r f
	atf_check -o inline:'3\n' sh -c 'eval "$("$0" -s f)"; echo $st_size' \
	    "$STAT"
	atf_check -o match:'^  File: "f"$' -o match:'FileType: Regular File$' \
	    "$STAT" -x f
	atf_check -o match:'"f"$|f$' "$STAT" f
}

atf_test_case json
json_head()
{
	atf_set "descr" "-J prints JSON, whatever the names are"
}
json_body()
{
	printf abc > 'a"\b'
	atf_check -o match:'^\{"file": "a\\"\\\\b", .*"size": 3,.*\}$' "$STAT" \
	    --json 'a"\b'
}

atf_test_case links
links_head()
{
	atf_set "descr" "-L follows, the standard input is looked at"
}
links_body()
{
	printf abc > f
	ln -s f l
	ln -s none m
	atf_check -o inline:'3\n' "$STAT" -L -f %z l
	atf_check -o inline:'4\n' "$STAT" -L -f %z m
	atf_check -o inline:'3 (stdin)\n' sh -c '"$0" -f "%z %N" < f' "$STAT"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, -q, a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e \
	    inline:'stat: none: No such file or directory\n' "$STAT" none
	atf_check -s exit:1 "$STAT" -q none
	atf_check -s exit:1 -e match:'^usage: stat ' "$STAT" -K
	atf_check -s exit:1 -e match:'too large' "$STAT" -f %99999999999z /
	atf_check -s exit:1 -e \
	    inline:'stat: stdout: No space left on device\n' sh -c \
	    '"$0" / > /dev/full' "$STAT"
}

atf_init_test_cases()
{
	atf_add_test_case formats
	atf_add_test_case times
	atf_add_test_case canned
	atf_add_test_case json
	atf_add_test_case links
	atf_add_test_case errors
}
