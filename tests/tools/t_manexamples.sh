# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/manexamples: the programs that it makes pass and fail as they should.

# Make a page with the examples on standard input, and the program of it.
program()
{
	(printf '.Dd November 28, 2026\n.Dt T 1\n.Os\n.Sh NAME\n.Nm t\n'
	    printf '.Nd t\n.Sh EXAMPLES\n'
	    cat
	    printf '.Sh SEE ALSO\n.Bd -literal\n$ false\n.Ed\n') > t.1
	"$TOP/tools/manexamples" t.1 > body || return 1
	(echo 'Atf_Check=/bin/false'
	    echo ". '$TOP/libexec/atf-sh/libatf-sh.subr'"
	    cat body
	    echo 'main "$@"') > t_examples
}

# What the case of those for any user says, in an empty directory.
result()
{
	rm -rf run && mkdir run
	(cd run && sh ../t_examples -r ../result user_1_s_to_z 2> ../errors)
	cat result
}

atf_test_case passes
passes_body()
{
	program <<-'END'
	.Bd -literal
	$ echo a; echo b >&2
	a
	b
	$ printf '1\en2\en3\en4\en'
	1
	\&...
	4
	$ x=kept
	$ echo "$x"
	kept
	$ for i in 1 2
	> do echo "$i"; done > f
	$ cat f; false
	1
	2
	.Ed
	.Dl $ test -f f && echo \(dq*\(dq
	.Dl poweroff
	END
	result
	[ "$(cat result)" = passed ] || atf_fail "$(cat result errors)"
}

atf_test_case fails
fails_body()
{
	for wrong in '$ echo a\nb' '$ false' '$ echo a\na\n\\&...\nb' \
	    '$ echo a b\na' '$ exit 0' '$ cat nothing'; do
		printf ".Bd -literal\n$wrong\n.Ed\n" | program
		result
		[ "$(cat result)" = 'failed: examples of t.1' ] ||
		    atf_fail "$wrong: $(cat result)"
	done
}

atf_test_case malformed
malformed_body()
{
	for wrong in '.Dl $ echo "a"' '.Bd -literal\n$ ls\n.Li x\n.Ed' \
	    '.Bd -literal\n$ echo \\fBa\n.Ed'; do
		! printf "$wrong\n" | program 2> errors ||
		    atf_fail "$wrong is accepted"
		grep -q '^manexamples: t.1:[0-9]*: ' errors || atf_fail "$wrong"
	done
}

atf_init_test_cases()
{
	atf_add_test_case passes
	atf_add_test_case fails
	atf_add_test_case malformed
}
