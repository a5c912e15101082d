# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# uname names the system.

: ${UNAME:=/usr/bin/uname}

atf_test_case fields
fields_head()
{
	atf_set "descr" "each option and all of them"
}
fields_body()
{
	atf_check -o inline:'Tessera\n' "$UNAME"
	atf_check -o inline:'Tessera\n' "$UNAME" -s
	atf_check -o inline:'Tessera\n' "$UNAME" -o
	atf_check -o inline:"$(hostname)\n" "$UNAME" -n
	atf_check -o inline:"$(sysctl -n kern.osrelease)\n" "$UNAME" -r
	atf_check -o inline:"$(sysctl -n hw.machine)\n" "$UNAME" -m
	atf_check -o inline:"$(sysctl -n hw.machine_arch)\n" "$UNAME" -p
	atf_check -o inline:"$(sysctl -n kern.ident)\\n" "$UNAME" -i
	atf_check -o inline:"$(sysctl -n kern.osreldate)\\n" "$UNAME" -K
	atf_check -o inline:"$(sysctl -n kern.osreldate)\\n" "$UNAME" -U
	atf_check -o match:'^[0-9a-f]*$' "$UNAME" -b
	atf_check -o inline:"$(uname -m) $(uname -i) $(uname -K) $(uname -U)\\n" \
	    "$UNAME" -UKim
	atf_check -o inline:"Tessera $(uname -r) $(uname -m)\n" "$UNAME" -mrs
	atf_check -o \
	    inline:"Tessera $(uname -n) $(uname -r) $(uname -v) $(uname -m)\n" \
	    "$UNAME" -a
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong usage, a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e match:'^usage: uname ' "$UNAME" x
	atf_check -s exit:1 -e match:'^usage: uname ' "$UNAME" -Z
	atf_check -s exit:1 -e \
	    inline:'uname: stdout: No space left on device\n' sh -c \
	    '"$0" > /dev/full' "$UNAME"
}

atf_init_test_cases()
{
	atf_add_test_case fields
	atf_add_test_case errors
}
