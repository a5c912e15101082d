/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Print a hash of a password.
 */

#include <err.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
	char hash[128];

	if (argc != 2 ||
	    crypt_newhash(argv[1], NULL, hash, sizeof(hash)) == -1)
		err(1, "crypt_newhash");
	return (puts(hash) < 0);
}
