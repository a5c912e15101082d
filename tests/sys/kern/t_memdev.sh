# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# null(4), zero(4), full(4), random(4).

atf_test_case null
null_body()
{
	atf_check cat /dev/null
	atf_check sh -c 'head -c 100000 /dev/zero > /dev/null'
}

atf_test_case zero
zero_body()
{
	head -c 100001 /dev/zero > f
	atf_check -o inline:'0\n' stat -f %z /dev/null
	atf_check_equal 100001 "$(stat -f %z f)"
	atf_check_equal 0 "$(($(tr -d '\0' < f | wc -c)))"
	atf_check sh -c 'echo x > /dev/zero'
}

atf_test_case full
full_body()
{
	atf_check -s exit:1 -e match:'No space left on device' \
	    sh -c 'echo x | cat > /dev/full'
	atf_check -o inline:' 00 00\n' sh -c \
	    'head -c 2 /dev/full | od -A n -t x1'
}

atf_test_case random
random_body()
{
	for d in random urandom; do
		head -c 4096 /dev/$d > a
		head -c 4096 /dev/$d > b
		atf_check_equal 4096 "$(stat -f %z a)"
		! cmp -s a b || atf_fail "$d repeats itself"
		atf_check sh -c "echo entropy > /dev/$d"
	done
	# A byte of 4096 random ones has each of 256 values, but for luck that
	# nobody has.
	[ "$(hexdump -v -e '1/1 "%02x\n"' a | sort -u | wc -l)" -gt 200 ] ||
	    atf_fail "not random"
}

atf_init_test_cases()
{
	atf_add_test_case null
	atf_add_test_case zero
	atf_add_test_case full
	atf_add_test_case random
}
