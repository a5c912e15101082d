# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# login(1) with passwords.  Without a terminal it reads the password from its
# standard input, and the shell that it starts reads the rest.

# Two users: one with the password `secret', one whose field fits none.
users()
{
	cp /etc/passwd saved
	echo "tlogin:$("$(atf_get_srcdir)/h_newhash" secret):4711:0::/:/bin/sh" \
	    >> /etc/passwd
	echo "tlocked:*:4712:0::/:/bin/sh" >> /etc/passwd
}

restore()
{
	cat saved > /etc/passwd
}

atf_test_case password
password_body()
{
	users
	printf 'secret\necho I am $(id -u)\nexit 5\n' > input
	login tlogin < input > output 2> errors
	status=$?
	restore
	atf_check_equal 5 "$status"
	atf_check -o match:'^I am 4711$' cat output
	atf_check -o match:'Password:' cat output errors
}

atf_test_case wrong
wrong_body()
{
	users
	for user in tlogin tlocked nosuchuser; do
		printf 'Secret\necho in\n' | login "$user" \
		    > "$user.out" 2>&1
		echo $? > "$user.status"
	done
	restore
	for user in tlogin tlocked nosuchuser; do
		atf_check -o inline:'1\n' cat "$user.status"
		atf_check -o match:'Login incorrect' cat "$user.out"
		atf_check -s exit:1 grep -q '^in$' "$user.out"
	done
}

atf_test_case force
force_body()
{
	users
	echo 'id -u' | login -f tlocked > output 2>&1
	restore
	atf_check -o match:'^4712$' cat output
}

atf_init_test_cases()
{
	atf_add_test_case password
	atf_add_test_case wrong
	atf_add_test_case force
}
