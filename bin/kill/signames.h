/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals by name; see signames.c.
 */

#ifndef _KILL_SIGNAMES_H_
#define _KILL_SIGNAMES_H_

#include <stdbool.h>

const char	*signal_label(int);
int		signal_parse(const char *, bool);

#endif /* !_KILL_SIGNAMES_H_ */
