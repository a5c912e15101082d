# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# man, apropos and whatis: which page is found, and how it is shown.  What a
# page looks like is for tests/usr.bin/man/t_mdoc.

# Make a tree of pages, m.
tree()
{
	mkdir -p m/man1 m/man2 n/man1
	page 1 'alpha ,' beta 'the first letters' > m/man1/alpha.1
	page 2 alpha '' 'the call' > m/man2/alpha.2
	page 1 gamma '' 'a later letter' > n/man1/gamma.1
	page 1 alpha '' 'the other' > n/man1/alpha.1
}

page()
{
	printf '.Dd November 28, 2026\n.Dt %s %s\n.Os\n.Sh NAME\n' "${2% ,}" "$1"
	printf '.Nm %s\n' "$2" ${3:+"$3"}
	printf '.Nd %s\n.Sh DESCRIPTION\nText.\n' "$4"
}

atf_test_case finds
finds_head()
{
	atf_set descr "sections in their order, the path, other names, -a, -s"
}
finds_body()
{
	tree
	atf_check -o inline:'m/man1/alpha.1\n' man -M m -w alpha
	atf_check -o inline:'m/man2/alpha.2\n' man -M m -w 2 alpha
	atf_check -o inline:'m/man2/alpha.2\n' man -M m -w -s 2 alpha
	atf_check -o inline:'m/man1/alpha.1\n' man -M m -w beta
	atf_check -o inline:'m/man1/alpha.1\nm/man2/alpha.2\n' \
	    man -M m -aw alpha
	atf_check -o inline:'n/man1/alpha.1\nm/man1/alpha.1\n' \
	    man -M n::m -aw -s 1 alpha
	atf_check -o inline:'n/man1/gamma.1\n' env MANPATH=m:n man -w gamma
	atf_check -o inline:'/usr/share/man/man1/man.1\n' \
	    env MANPATH= man -w man
	atf_check -o inline:'/usr/share/man/man9/mutex.9\n' \
	    man -w 9 mutex_enter
}

atf_test_case shows
shows_head()
{
	atf_set descr "plain text off a terminal, several pages, files"
}
shows_body()
{
	tree
	atf_check -o match:'^     alpha, beta - the first letters$' \
	    -o not-match:"$(printf '\b')" man -M m alpha
	atf_check -o save:both man -M m:n alpha gamma
	atf_check_equal 2 "$(grep -c '^NAME$' both)"
	atf_check -o match:'a later letter' man -l n/man1/gamma.1
	atf_check -o match:'a later letter' man -c n/man1/gamma.1
	atf_check -o inline:'n/man1/gamma.1\n' man -w n/man1/gamma.1
}

atf_test_case terminal
terminal_head()
{
	atf_set descr "on a terminal: bold words, its width, PAGER"
}
terminal_body()
{
	tree
	atf_check -o match:'^     .*TEXT' sh -c "script -q -c 'stty -echo cols 40; \
	    PAGER=\"tr a-z A-Z\" man -M m alpha' /dev/null < /dev/null"
	script -q -c 'stty -echo cols 50 -onlcr; PAGER=cat man -M m alpha' out \
	    < /dev/null > /dev/null
	b=$(printf '\b')
	grep -q "^N${b}NA${b}AM${b}ME${b}E" out || atf_fail "no bold words"
	# The terminal's 50 columns less two, and a newline.
	sed "s/.$b//g" out | grep '^Tessera .* Tessera$' > foot
	atf_check_equal 49 "$(($(wc -c < foot)))"
	script -q -c 'stty -echo -onlcr; man -c -M m alpha' out < /dev/null > /dev/null
	grep -q '^NAME' out || atf_fail "-c is not plain"
}

atf_test_case lists
lists_head()
{
	atf_set descr "apropos, whatis, man -k and -f, JSON"
}
lists_body()
{
	tree
	atf_check -o inline:'alpha(2) - the call
alpha, beta(1) - the first letters
' apropos -M m ALPHA
	atf_check -o inline:'alpha, beta(1) - the first letters\n' \
	    man -M m -k letters call2
	atf_check -o inline:'alpha, beta(1) - the first letters\n' \
	    whatis -M m beta
	atf_check -o inline:'alpha(2) - the call\n' man -f -s 2 -M m alpha
	atf_check -s exit:1 -e match:'nothing appropriate' whatis -M m alph
	atf_check -o inline:'[
  {"names": ["alpha", "beta"], "section": "1", "description": "the first letters"}
]\n' apropos --json -M m first
	atf_check -s exit:1 -o inline:'[]\n' whatis -J -M m nothing
	atf_check -o match:'^cat\(1\) - ' whatis cat
}

atf_test_case errors
errors_body()
{
	tree
	atf_check -s exit:1 -e inline:'man: no page delta; man -k delta looks for the word\n' \
	    man -M m delta
	atf_check -s exit:1 -e inline:'man: no page beta in section 2\n' \
	    man -M m 2 beta
	atf_check -s exit:1 -o match:'first letters' -e match:'no page delta' \
	    man -M m delta alpha
	echo text > t
	atf_check -s exit:1 -e match:'t: not a manual page in mdoc' man -l t
	atf_check -s exit:1 -e match:'none: No such file' man -l none
	atf_check -s exit:1 -e match:'Is a directory' man -l m
	atf_check -s exit:1 -e match:'^usage: man ' man
	atf_check -s exit:1 -e match:'^usage: man ' man -J alpha
	atf_check -s exit:1 -e match:'^usage: apropos ' apropos
	atf_check -s exit:1 -e match:'^usage: whatis ' whatis -a x
	atf_check -s exit:1 -e match:'not a section' man -s x alpha
	[ -e /dev/full ] && atf_check -s exit:1 -e match:'No space' \
	    sh -c 'man -M m alpha > /dev/full'
}

atf_init_test_cases()
{
	atf_add_test_case finds
	atf_add_test_case shows
	atf_add_test_case terminal
	atf_add_test_case lists
	atf_add_test_case errors
}
