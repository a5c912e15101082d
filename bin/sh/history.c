/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The command history.
 *
 * Entries are kept in a ring, by their number modulo its size (HISTSIZE).
 * An entry is one complete command, its lines included.  The history file
 * (HISTFILE) has an entry on each line; a newline in it is written as \n
 * and a backslash as \\.  It is read when the shell starts, and when it ends
 * what was typed is appended, so that several shells can share one file;
 * when the file has grown to twice the size of the history it is rewritten.
 */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "edit.h"
#include "var.h"

#define	HIST_DEFAULT	500
#define	HIST_MAX	100000
#define	HIST_FILE_MAX	(8 * 1024 * 1024)

int	hist_first = 1;
int	hist_next = 1;

static char	**ring;
static int	ring_size;
static int	saved_upto = 1;		/* entries before it are in the file */

static void	load_file(const char *);

static const char *
history_file(void)
{
	const char *s = var_get("HISTFILE"), *home;
	struct sbuf sb = SBUF_INIT;

	if (s != NULL)
		return (*s != '\0' ? tmp_strdup(s) : NULL);
	if ((home = var_get("HOME")) == NULL || *home == '\0')
		return (NULL);
	sbuf_puts(&sb, home);
	sbuf_puts(&sb, "/.sh_history");
	return (sbuf_str(&sb));
}

static void
ring_resize(int size)
{
	char **new;
	int i, first;

	new = mem_alloc((size_t)size * sizeof(*new));
	memset(new, 0, (size_t)size * sizeof(*new));
	first = hist_next - hist_first > size ? hist_next - size : hist_first;
	for (i = hist_first; i < hist_next; i++) {
		if (i >= first)
			new[i % size] = ring[i % ring_size];
		else
			free(ring[i % ring_size]);
	}
	free(ring);
	ring = new;
	ring_size = size;
	hist_first = first;
}

/* HISTSIZE has changed. */
void
history_resize(const char *value)
{
	int n = atoi(value);

	if (ring == NULL)
		return;
	if (n < 1)
		n = HIST_DEFAULT;
	ring_resize(n > HIST_MAX ? HIST_MAX : n);
}

/* The text of entry n, or NULL. */
const char *
hist_get(int n)
{
	if (n < hist_first || n >= hist_next)
		return (NULL);
	return (ring[n % ring_size]);
}

static void
ring_add(char *text)
{
	if (hist_next - hist_first == ring_size) {
		free(ring[hist_first % ring_size]);
		hist_first++;
	}
	ring[hist_next % ring_size] = text;
	hist_next++;
}

/* Add a line that was typed, unless it is blank or the last one again. */
void
hist_add(const char *s, size_t len)
{
	const char *last;

	while (len > 0 && s[len - 1] == '\n')
		len--;
	if (ring == NULL || len == 0 || strspn(s, " \t") >= len)
		return;
	last = hist_get(hist_next - 1);
	if (last != NULL && strlen(last) == len && memcmp(last, s, len) == 0)
		return;
	ring_add(mem_strndup(s, len));
}

/* Add a further line to the last entry: the command goes on. */
void
hist_append(const char *s, size_t len)
{
	char **slot, *new;
	size_t old;

	while (len > 0 && s[len - 1] == '\n')
		len--;
	if (ring == NULL || len == 0 || hist_next == hist_first)
		return;
	slot = &ring[(hist_next - 1) % ring_size];
	old = strlen(*slot);
	new = mem_alloc(old + len + 2);
	memcpy(new, *slot, old);
	new[old] = '\n';
	memcpy(new + old + 1, s, len);
	new[old + 1 + len] = '\0';
	free(*slot);
	*slot = new;
}

/* fc: the command that runs it is not to be seen. */
void
hist_remove_last(void)
{
	if (hist_next == hist_first)
		return;
	hist_next--;
	free(ring[hist_next % ring_size]);
	ring[hist_next % ring_size] = NULL;
	if (saved_upto > hist_next)
		saved_upto = hist_next;
}

static void
load_file(const char *path)
{
	struct stat sb;
	char *buf, *p, *end, *line, *q;
	ssize_t n;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return;
	if (fstat(fd, &sb) != 0 || !S_ISREG(sb.st_mode) || sb.st_size == 0 ||
	    sb.st_size > HIST_FILE_MAX) {
		(void)close(fd);
		return;
	}
	buf = mem_alloc((size_t)sb.st_size + 1);
	n = read(fd, buf, (size_t)sb.st_size);
	(void)close(fd);
	end = buf + (n > 0 ? n : 0);
	for (p = line = q = buf; p < end; p++) {
		if (*p == '\n') {
			if (q > line)
				ring_add(mem_strndup(line, (size_t)(q - line)));
			line = q = p + 1;
			continue;
		}
		if (*p == '\\' && p + 1 < end && p[1] != '\n') {
			p++;
			*q++ = *p == 'n' ? '\n' : *p;
		} else if (*p != '\0')
			*q++ = *p;
	}
	free(buf);
}

void
hist_init(void)
{
	struct mem_mark m = tmp_mark();
	const char *s = var_get("HISTSIZE"), *file;
	int n = s != NULL ? atoi(s) : HIST_DEFAULT;

	if (n < 1)
		n = HIST_DEFAULT;
	ring_resize(n > HIST_MAX ? HIST_MAX : n);
	if ((file = history_file()) != NULL)
		load_file(file);
	saved_upto = hist_next;
	tmp_release(m);
}

/* Save what was typed. */
void
hist_finish(void)
{
	struct mem_mark m = tmp_mark();
	struct sbuf sb = SBUF_INIT;
	const char *file, *s;
	struct stat st;
	int fd, from, flags = O_WRONLY | O_CREAT | O_CLOEXEC;

	if (ring == NULL || (file = history_file()) == NULL ||
	    saved_upto >= hist_next) {
		tmp_release(m);
		return;
	}
	from = saved_upto < hist_first ? hist_first : saved_upto;
	flags |= O_APPEND;
	if (stat(file, &st) == 0 && (!S_ISREG(st.st_mode) ||
	    st.st_size > (off_t)ring_size * 160)) {
		if (!S_ISREG(st.st_mode)) {
			tmp_release(m);
			return;
		}
		from = hist_first;
		flags = (flags & ~O_APPEND) | O_TRUNC;
	}
	for (; from < hist_next; from++) {
		for (s = hist_get(from); *s != '\0'; s++) {
			if (*s == '\n' || *s == '\\')
				sbuf_putc(&sb, '\\');
			sbuf_putc(&sb, *s == '\n' ? 'n' : *s);
		}
		sbuf_putc(&sb, '\n');
	}
	if ((fd = open(file, flags, 0600)) >= 0) {
		(void)fd_write(fd, sb.sb_s, sb.sb_len);
		(void)close(fd);
	}
	saved_upto = hist_next;
	tmp_release(m);
}
