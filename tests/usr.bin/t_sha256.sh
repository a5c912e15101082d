# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sha256 prints and checks sums.

: ${SHA256:=/usr/bin/sha256}
abc=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
none=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

atf_test_case sums
sums_head()
{
	atf_set "descr" "files, the standard input and strings"
}
sums_body()
{
	printf abc > f
	: > e
	atf_check -o inline:"SHA256 (f) = $abc\nSHA256 (e) = $none\n" \
	    "$SHA256" f e
	atf_check -o inline:"$abc\n" sh -c '"$0" < f' "$SHA256"
	atf_check -o inline:"$abc\n" "$SHA256" -q f
	atf_check -o inline:"$abc f\n" "$SHA256" -r f
	atf_check -o inline:"SHA256 (\"abc\") = $abc\n" "$SHA256" -s abc
	atf_check -o inline:"abc$abc\n" sh -c '"$0" -p < f' "$SHA256"
}

atf_test_case vectors
vectors_head()
{
	atf_set "descr" "lengths around a block, and a million letters"
}
vectors_body()
{
	for n in 55 56 63 64 65; do
		head -c $n /dev/zero > f
		atf_check -o match:'^[0-9a-f]{64}$' "$SHA256" -q f
	done
	head -c 56 /dev/zero > f
	atf_check -o \
	    inline:'d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb\n' \
	    "$SHA256" -q f
	head -c 64 /dev/zero > f
	atf_check -o \
	    inline:'f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b\n' \
	    "$SHA256" -q f
	head -c 1000000 /dev/zero | tr '\0' a > f
	atf_check -o \
	    inline:'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0\n' \
	    "$SHA256" -q f
}

atf_test_case compare
compare_head()
{
	atf_set "descr" "-c compares with one sum"
}
compare_body()
{
	printf abc > f
	atf_check -o inline:"SHA256 (f) = $abc\n" "$SHA256" -c $abc f
	atf_check -s exit:2 -o inline:"SHA256 (f) = $abc [ Failed ]\n" \
	    "$SHA256" -c $none f
	atf_check -s exit:2 -o ignore sh -c '"$0" -c '$none' < f' "$SHA256"
}

atf_test_case list
list_head()
{
	atf_set "descr" "-C checks a list in either form"
}
list_body()
{
	printf abc > f
	: > 'a b'
	"$SHA256" f > list
	"$SHA256" -r 'a b' >> list
	atf_check -o inline:'f: OK\na b: OK\n' "$SHA256" -C list
	echo x > f
	atf_check -s exit:1 -o inline:'f: FAILED\na b: OK\n' "$SHA256" -C list
	atf_check -s exit:1 -o inline:'f: FAILED\n' "$SHA256" -q -C list
	echo nonsense > list
	atf_check -s exit:1 -e inline:'sha256: list: not a sum: nonsense\n' \
	    "$SHA256" -C list
	atf_check -s exit:1 -e \
	    inline:'sha256: none: No such file or directory\n' "$SHA256" -C none
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, directories, a full disk"
}
errors_body()
{
	printf abc > f
	mkdir d
	atf_check -s exit:1 -o inline:"$abc\n" -e \
	    inline:'sha256: none: No such file or directory\n' "$SHA256" -q \
	    none f
	atf_check -s exit:1 -e inline:'sha256: d: Is a directory\n' "$SHA256" d
	atf_check -s exit:1 -e match:'^usage: sha256 ' "$SHA256" -K
	atf_check -s exit:1 -e \
	    inline:'sha256: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$SHA256"
	atf_check -s exit:1 -e \
	    inline:'sha256: stdout: No space left on device\n' sh -c \
	    '"$0" -s x > /dev/full' "$SHA256"
}

atf_init_test_cases()
{
	atf_add_test_case sums
	atf_add_test_case vectors
	atf_add_test_case compare
	atf_add_test_case list
	atf_add_test_case errors
}
