/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linked into every host test in C: what the leak checker shall not report,
 * namely what ATF's own lists keep until the program ends.
 */

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return ("leak:atf_tp_get_tcs\nleak:atf_tc_get_md_vars\n"
	    "leak:atf_tp_init\nleak:atf_tc_init\nleak:atf_tp_add_tc\n"
	    "leak:atf_tc_set_md_var\n");
}

/* Kyua takes anything on the standard error for a broken list of cases. */
const char *__lsan_default_options(void);

const char *
__lsan_default_options(void)
{

	return ("print_suppressions=0");
}
