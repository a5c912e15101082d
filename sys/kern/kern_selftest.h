/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The stress tests of option SELFTEST.
 */
#ifndef _KERN_KERN_SELFTEST_H_
#define	_KERN_KERN_SELFTEST_H_

void	selftest_init(void);
void	selftest_run(void);

#endif /* !_KERN_KERN_SELFTEST_H_ */
