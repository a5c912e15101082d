/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A tree whose paths are longer than PATH_MAX.
 *
 *	h_deep make levels	that many directories xx in each other, in the
 *				last of which is the file "leaf"
 *	h_deep show dir		the number of levels, the mode, owner and group
 *				of the last one, and what the leaf says
 *	h_deep run dir cmd ...	run the command in the last one
 */
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
make(int levels)
{
	int fd;

	for (; levels > 0; levels--)
		if (mkdir("xx", 0755) != 0 || chdir("xx") != 0)
			err(1, "xx");
	fd = open("leaf", O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (fd == -1 || write(fd, "needle\n", 7) != 7)
		err(1, "leaf");
}

/*
 * To the last directory; the top may have another name, as a copy has.
 */
static int
go_down(const char *top)
{
	int levels = 1;

	if (chdir(top) != 0)
		err(1, "%s", top);
	while (chdir("xx") == 0)
		levels++;
	return (levels);
}

int
main(int argc, char *argv[])
{
	char buf[64] = "";
	struct stat st;
	int fd, levels;

	if (argc == 3 && strcmp(argv[1], "make") == 0) {
		make(atoi(argv[2]));
		return (0);
	}
	if (argc < 3)
		errx(1, "wrong arguments");
	levels = go_down(argv[2]);
	if (strcmp(argv[1], "run") == 0 && argc > 3) {
		(void)execvp(argv[3], argv + 3);
		err(1, "%s", argv[3]);
	}
	if ((fd = open("leaf", O_RDONLY)) == -1 ||
	    read(fd, buf, sizeof(buf) - 1) == -1)
		err(1, "leaf");
	if (stat(".", &st) != 0)
		err(1, ".");
	(void)printf("%d %o %u:%u %s", levels, (unsigned)st.st_mode & 0777,
	    (unsigned)st.st_uid, (unsigned)st.st_gid, buf);
	return (0);
}
