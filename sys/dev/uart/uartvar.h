/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The serial console.
 *
 * Core: for ports that have one.
 */
#ifndef _DEV_UART_UARTVAR_H_
#define	_DEV_UART_UARTVAR_H_

#include <sys/types.h>

void	uart_attach(void);
void	uart_write(const char *, size_t);

#endif /* !_DEV_UART_UARTVAR_H_ */
