# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/guestd: what makes a case or a run fail besides what the case says.

# Start guestd, whose work is in run; guest CONFIG PROGRAM arguments runs a
# program there as Kyua would.
serve()
{
	mkdir -p run
	"$TOP/tools/guestd" -O "$OBJROOT" -d run 2> guestd.err &
	guestd=$!
	trap 'kill $guestd 2> /dev/null' EXIT
	until [ -s run/socket ]; do
		kill -0 $guestd || atf_fail "guestd: $(cat guestd.err)"
		sleep 0.1
	done
}

guest()
{
	config=$1 program=$2
	shift 2
	mkdir -p "run/$config/$(dirname "$program")"
	ln -sf "$OBJROOT/tests/hostbin/guestwrap" "run/$config/$program"
	"run/$config/$program" "$@"
}

# End guestd; its status is what is left.
finish()
{
	kill $guestd
	wait $guestd
}

atf_test_case lock_order
lock_order_head()
{
	atf_set descr "a wrong order of locks fails the case in which it is seen"
	atf_set timeout 200
}
lock_order_body()
{
	serve
	guest DEBUG-1 tools/d_provoke -r good harmless ||
	    atf_fail "harmless fails"
	atf_check -o inline:'passed\n' cat good
	guest DEBUG-1 tools/d_provoke -r bad reversal 2> /dev/null &&
	    atf_fail "reversal does not fail"
	atf_check -o match:"^failed: the kernel reported .lock order reversal: provoked b, then provoked a'; console in " \
	    cat bad
	# It is the case's fault only.
	guest DEBUG-1 tools/d_provoke -r good harmless ||
	    atf_fail "harmless fails afterwards"
	finish || atf_fail "guestd: $(cat guestd.err)"
}

atf_test_case lock_order_outside
lock_order_outside_head()
{
	atf_set descr "seen while no case runs, it fails the run"
	atf_set timeout 200
}
lock_order_outside_body()
{
	serve
	guest DEBUG-1 tools/d_provoke_list -l > list || atf_fail "no list"
	atf_check -o match:'^ident: none' cat list
	finish && atf_fail "guestd has seen nothing"
	atf_check -o match:'DEBUG-1: the kernel reported .lock order reversal' \
	    cat guestd.err
}

atf_init_test_cases()
{
	atf_add_test_case lock_order
	atf_add_test_case lock_order_outside
}
