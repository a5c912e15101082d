# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/ksyms, and the table in the kernel that was built with it.

atf_test_case order
order_body()
{
	cat > nm <<-'END'
	ffffffff80200000 T kernel_base
	ffffffff80200010 T zebra
	ffffffff80200010 t alias
	ffffffff80200040 t beta
	ffffffff80300000 d data
	END
	atf_check -o save:out "$TOP/tools/ksyms" < nm
	atf_check -o inline:'3\n0\n16\n64\n' sh -c \
	    'sed -n "/ksyms_count:/,/ksyms_name:/s/.*long //p" out'
	atf_check -o match:'asciz "alias"' -o not-match:zebra \
	    -o not-match:data cat out
}

atf_test_case no_base
no_base_body()
{
	echo 'ffffffff80200010 T zebra' > nm
	atf_check -s exit:1 -e match:kernel_base "$TOP/tools/ksyms" < nm
}

atf_test_case kernel
kernel_head()
{
	atf_set descr "each function of the kernel is in its table"
}
kernel_body()
{
	k=$OBJROOT/sys/GENERIC/kernel.full
	llvm-nm -n "$k" > nm
	atf_check -o save:table "$TOP/tools/ksyms" < nm
	cmp table "$OBJROOT/sys/GENERIC/ksyms2.S" ||
	    atf_fail "the table is not that of the kernel"
}

atf_init_test_cases()
{
	atf_add_test_case order
	atf_add_test_case no_base
	atf_add_test_case kernel
}
