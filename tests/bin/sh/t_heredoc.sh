# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Here-documents.

: ${SH:=/bin/sh}

atf_test_case expanded
expanded_head()
{
	atf_set "descr" "an unquoted delimiter lets the body be expanded"
}
expanded_body()
{
	cat >script <<'SCRIPT'
x=1
cat <<EOT
$x ${x}2 $(echo sub) `echo bq` $((x + 1)) \$x \\ "q" 'q' \z
EOT
SCRIPT
	cat >expout <<'OUT'
1 12 sub bq 2 $x \ "q" 'q' \z
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case quoted
quoted_head()
{
	atf_set "descr" "a quoted delimiter keeps the body as it is"
}
quoted_body()
{
	cat >script <<'SCRIPT'
x=1
cat <<'EOT'
$x $(echo) `y` \$ "q"
EOT
cat <<"E T"
$x
E T
cat <<\EOT
$x
EOT
SCRIPT
	cat >expout <<'OUT'
$x $(echo) `y` \$ "q"
$x
$x
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case tabs
tabs_head()
{
	atf_set "descr" "<<- removes tabs"
}
tabs_body()
{
	cat >script <<'SCRIPT'
cat <<-EOT
	one
		two
	  three
	EOT
SCRIPT
	cat >expout <<'OUT'
one
two
  three
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case several
several_head()
{
	atf_set "descr" "several here-documents on a line"
}
several_body()
{
	cat >script <<'SCRIPT'
cat <<A; cat <<B
a
A
b
B
cat <<A - <<B
ignored
A
used
B
SCRIPT
	cat >expout <<'OUT'
a
b
used
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case continuation
continuation_head()
{
	atf_set "descr" "a backslash joins lines of the body"
}
continuation_body()
{
	cat >script <<'SCRIPT'
cat <<EOT
a\
b
EOT
SCRIPT
	atf_check -s exit:0 -o inline:"ab\n" -e empty \
	    "$SH" script
}

atf_test_case empty
empty_head()
{
	atf_set "descr" "an empty body"
}
empty_body()
{
	cat >script <<'SCRIPT'
cat <<EOT
EOT
echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"0\n" -e empty \
	    "$SH" script
}

atf_test_case in_pipeline
in_pipeline_head()
{
	atf_set "descr" "the body follows the line"
}
in_pipeline_body()
{
	cat >script <<'SCRIPT'
cat <<EOT | tr a-z A-Z
text
EOT
SCRIPT
	atf_check -s exit:0 -o inline:"TEXT\n" -e empty \
	    "$SH" script
}

atf_test_case in_function
in_function_head()
{
	atf_set "descr" "a function's here-document is expanded in each call"
}
in_function_body()
{
	cat >script <<'SCRIPT'
f() {
	cat <<EOT
arg $1
EOT
}
f a; f b
SCRIPT
	cat >expout <<'OUT'
arg a
arg b
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case in_loop
in_loop_head()
{
	atf_set "descr" "a loop reads a here-document"
}
in_loop_body()
{
	cat >script <<'SCRIPT'
while read x; do echo "<$x>"; done <<EOT
1
2 3
EOT
SCRIPT
	cat >expout <<'OUT'
<1>
<2 3>
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case in_substitution
in_substitution_head()
{
	atf_set "descr" "here-documents in command substitutions"
}
in_substitution_body()
{
	cat >script <<'SCRIPT'
x=$(cat <<EOT
in'ner "text
EOT
); echo "$x"
cat <<OUTER
a $(cat <<INNER
b
INNER
) c
OUTER
SCRIPT
	cat >expout <<'OUT'
in'ner "text
a b c
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case with_fd
with_fd_head()
{
	atf_set "descr" "a here-document on another descriptor"
}
with_fd_body()
{
	cat >script <<'SCRIPT'
cat 3<<EOT <&3
three
EOT
exec 5<<EOT
l1
l2
EOT
read a <&5; read b <&5; echo $a $b
SCRIPT
	cat >expout <<'OUT'
three
l1 l2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case large
large_head()
{
	atf_set "descr" "a body larger than a pipe"
}
large_body()
{
	cat >script <<'SCRIPT'
i=0; s=0123456789abcdef; while [ $i -lt 13 ]; do s=$s$s; i=$((i + 1)); done
cat <<EOT | wc -c | tr -d ' '
$s
EOT
SCRIPT
	atf_check -s exit:0 -o inline:"131073\n" -e empty \
	    "$SH" script
}

atf_test_case quotes_in_braces
quotes_in_braces_head()
{
	atf_set "descr" "quotes in \${} of a body"
}
quotes_in_braces_body()
{
	cat >script <<'SCRIPT'
cat <<EOT
${x-'s'} ${x-"d q"} ${x-a}
EOT
SCRIPT
	cat >expout <<'OUT'
's' d q a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case unterminated
unterminated_head()
{
	atf_set "descr" "the end of the file ends the body, with a warning"
}
unterminated_body()
{
	cat >script <<'SCRIPT'
cat <<EOT
body
SCRIPT
	cat >experr <<'OUT'
script: 3: here-document ended by end of file (wanted "EOT")
OUT
	atf_check -s exit:0 -o inline:"body\n" -e file:experr \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case expanded
	atf_add_test_case quoted
	atf_add_test_case tabs
	atf_add_test_case several
	atf_add_test_case continuation
	atf_add_test_case empty
	atf_add_test_case in_pipeline
	atf_add_test_case in_function
	atf_add_test_case in_loop
	atf_add_test_case in_substitution
	atf_add_test_case with_fd
	atf_add_test_case large
	atf_add_test_case quotes_in_braces
	atf_add_test_case unterminated
}
