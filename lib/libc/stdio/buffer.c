/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The engine under every stdio call: changing direction, filling and emptying
 * the buffer.  See stdio_impl.h for the states.
 */

#include <sys/stat.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "stdio_impl.h"

#define	BIG_BUF		16384		/* of a file or pipe */

void	sf_flush_lines(void);

/*
 * Choose a buffer at the first use: a terminal is line buffered, everything
 * else fully.  Without memory the stream becomes unbuffered.
 */
void
sf_make_buffer(FILE *f)
{
	struct stat sb;
	size_t size = BIG_BUF;
	unsigned char *mem;
	int saved = errno;

	if (f->f_base != NULL)
		return;
	if ((f->f_flags & FF_NBF) == 0) {
		if (f->f_fd >= 0 && fstat(f->f_fd, &sb) == 0) {
			if (S_ISCHR(sb.st_mode) && isatty(f->f_fd)) {
				size = BUFSIZ;
				if ((f->f_flags & FF_BUFSET) == 0)
					f->f_flags |= FF_LBF;
			} else if (S_ISREG(sb.st_mode) &&
			    sb.st_blksize > BIG_BUF &&
			    sb.st_blksize <= 4 * BIG_BUF)
				size = (size_t)sb.st_blksize;
		} else if (f->f_fd < 0)
			size = BUFSIZ;
		mem = malloc(UNGET_ROOM + size);
		if (mem != NULL) {
			f->f_base = mem + UNGET_ROOM;
			f->f_size = size;
			f->f_flags |= FF_MALLOCED;
			errno = saved;
			return;
		}
		f->f_flags |= FF_NBF;
	}
	f->f_base = f->f_small + UNGET_ROOM;
	f->f_size = 1;
	errno = saved;
}

int
sf_start_read(FILE *f)
{
	if ((f->f_flags & FF_READ) == 0) {
		f->f_flags |= FF_ERR;
		errno = EBADF;
		return (EOF);
	}
	if ((f->f_flags & FF_WRITING) != 0) {
		if (sf_flush(f) == EOF)
			return (EOF);
		f->f_flags &= ~FF_WRITING;
		f->f_wpos = f->f_wend = NULL;
	}
	sf_make_buffer(f);
	f->f_flags |= FF_READING;
	f->f_rpos = f->f_rend = f->f_base;
	return (0);
}

int
sf_start_write(FILE *f)
{
	if ((f->f_flags & FF_WRITE) == 0) {
		f->f_flags |= FF_ERR;
		errno = EBADF;
		return (EOF);
	}
	if ((f->f_flags & FF_READING) != 0) {
		if (f->f_rpos != f->f_rend && f->f_seek != NULL)
			(void)f->f_seek(f, -(off_t)(f->f_rend - f->f_rpos),
			    SEEK_CUR);
		f->f_flags &= ~(FF_READING | FF_EOF);
		f->f_rpos = f->f_rend = NULL;
	}
	sf_make_buffer(f);
	f->f_flags |= FF_WRITING;
	f->f_wpos = f->f_base;
	f->f_wend = f->f_base;
	if ((f->f_flags & (FF_LBF | FF_NBF)) == 0)
		f->f_wend += f->f_size;
	return (0);
}

/*
 * Read more.  The end of a file is sticky until clearerr() or a seek.
 */
int
sf_refill(FILE *f)
{
	ssize_t n;

	if ((f->f_flags & FF_READING) == 0 && sf_start_read(f) == EOF)
		return (EOF);
	if ((f->f_flags & FF_EOF) != 0)
		return (EOF);
	if ((f->f_flags & (FF_LBF | FF_NBF)) != 0)
		sf_flush_lines();
	n = f->f_read != NULL ? f->f_read(f, f->f_base, f->f_size) : 0;
	if (n <= 0) {
		f->f_flags |= n == 0 ? FF_EOF : FF_ERR;
		f->f_rpos = f->f_rend = f->f_base;
		return (EOF);
	}
	f->f_rpos = f->f_base;
	f->f_rend = f->f_base + n;
	return (0);
}

int
sf_getc_slow(FILE *f)
{
	if (sf_refill(f) == EOF)
		return (EOF);
	return (*f->f_rpos++);
}

/*
 * Write all of it, whatever pieces the system takes; returns how much went.
 */
static size_t
write_all(FILE *f, const unsigned char *p, size_t n)
{
	size_t done = 0;
	ssize_t w;

	while (done < n) {
		w = f->f_write != NULL ? f->f_write(f, p + done, n - done) : -1;
		if (w <= 0) {
			f->f_flags |= FF_ERR;
			break;
		}
		done += (size_t)w;
	}
	return (done);
}

/*
 * What could not be written stays in the buffer.
 */
int
sf_flush(FILE *f)
{
	size_t n, done;

	if ((f->f_flags & FF_WRITING) == 0)
		return (0);
	n = (size_t)(f->f_wpos - f->f_base);
	if (n == 0)
		return (0);
	done = write_all(f, f->f_base, n);
	if (done < n) {
		if (done > 0)
			(void)memmove(f->f_base, f->f_base + done, n - done);
		f->f_wpos = f->f_base + (n - done);
		return (EOF);
	}
	f->f_wpos = f->f_base;
	return (0);
}

int
sf_putc_slow(FILE *f, int c)
{
	unsigned char ch = (unsigned char)c;

	if ((f->f_flags & FF_WRITING) == 0 && sf_start_write(f) == EOF)
		return (EOF);
	if ((f->f_flags & FF_NBF) != 0)
		return (write_all(f, &ch, 1) == 1 ? ch : EOF);
	if (f->f_wpos == f->f_base + f->f_size && sf_flush(f) == EOF)
		return (EOF);
	*f->f_wpos++ = ch;
	if ((f->f_flags & FF_LBF) != 0 && ch == '\n' && sf_flush(f) == EOF)
		return (EOF);
	return (ch);
}

/* Store into the buffer what fits a fully buffered stream. */
static size_t
fwrite_full(FILE *f, const unsigned char *p, size_t n)
{
	size_t room = (size_t)(f->f_base + f->f_size - f->f_wpos), done = 0;

	if (n > room) {
		/* Fill up, so that blocks stay aligned, unless it is empty. */
		if (f->f_wpos != f->f_base) {
			(void)memcpy(f->f_wpos, p, room);
			f->f_wpos += room;
			done = room;
			if (sf_flush(f) == EOF)
				return (done);
		}
		if (n - done >= f->f_size) {
			size_t whole = (n - done) - (n - done) % f->f_size;
			size_t went = write_all(f, p + done, whole);

			done += went;
			if (went < whole || done == n)
				return (done);
			/* The stream may have another buffer now. */
			return (done + fwrite_full(f, p + done, n - done));
		}
	}
	(void)memcpy(f->f_wpos, p + done, n - done);
	f->f_wpos += n - done;
	return (n);
}

size_t
sf_fwrite(FILE *f, const void *buf, size_t n)
{
	const unsigned char *p = buf, *nl;
	size_t first;

	if (n <= (size_t)(f->f_wend - f->f_wpos)) {
		(void)memcpy(f->f_wpos, p, n);
		f->f_wpos += n;
		return (n);
	}
	if (n == 0)
		return (0);
	if ((f->f_flags & FF_WRITING) == 0 && sf_start_write(f) == EOF)
		return (0);
	if ((f->f_flags & FF_NBF) != 0)
		return (write_all(f, p, n));
	if ((f->f_flags & FF_LBF) == 0)
		return (fwrite_full(f, p, n));
	nl = memrchr(p, '\n', n);
	first = nl != NULL ? (size_t)(nl - p) + 1 : 0;
	if (first > 0) {
		size_t done = fwrite_full(f, p, first);

		if (done < first || sf_flush(f) == EOF)
			return (done);
	}
	return (first + fwrite_full(f, p + first, n - first));
}

size_t
sf_fread(FILE *f, void *buf, size_t n)
{
	unsigned char *p = buf;
	size_t left = n, have;
	ssize_t r;

	while (left > 0) {
		have = (size_t)(f->f_rend - f->f_rpos);
		if (have > 0) {
			if (have > left)
				have = left;
			(void)memcpy(p, f->f_rpos, have);
			f->f_rpos += have;
			p += have;
			left -= have;
			continue;
		}
		if ((f->f_flags & FF_READING) == 0 && sf_start_read(f) == EOF)
			break;
		if (left >= f->f_size && f->f_size > 1 && f->f_read != NULL &&
		    (f->f_flags & FF_EOF) == 0) {
			/* Straight to the caller. */
			if ((f->f_flags & FF_LBF) != 0)
				sf_flush_lines();
			r = f->f_read(f, p, left);
			if (r <= 0) {
				f->f_flags |= r == 0 ? FF_EOF : FF_ERR;
				break;
			}
			p += r;
			left -= (size_t)r;
			continue;
		}
		if (sf_refill(f) == EOF)
			break;
	}
	return (n - left);
}

/*
 * Push back; more than UNGET_ROOM in a row may be refused.
 */
int
sf_unget(FILE *f, int c)
{
	if (c == EOF)
		return (EOF);
	if ((f->f_flags & FF_READING) == 0 && sf_start_read(f) == EOF)
		return (EOF);
	if (f->f_rpos == f->f_base - UNGET_ROOM)
		return (EOF);
	/* An equal byte is not written: a string may be read-only. */
	if (f->f_rpos == f->f_base || f->f_rpos[-1] != (unsigned char)c)
		f->f_rpos[-1] = (unsigned char)c;
	f->f_rpos--;
	f->f_flags &= ~FF_EOF;
	return ((unsigned char)c);
}

off_t
sf_tell(FILE *f)
{
	off_t pos;

	if (f->f_seek == NULL) {
		errno = ESPIPE;
		return (-1);
	}
	/* Appended output will land at the end, wherever the offset is. */
	if ((f->f_flags & (FF_APPEND | FF_WRITING)) ==
	    (FF_APPEND | FF_WRITING) && f->f_wpos != f->f_base)
		pos = f->f_seek(f, 0, SEEK_END);
	else
		pos = f->f_seek(f, 0, SEEK_CUR);
	if (pos == -1)
		return (-1);
	if ((f->f_flags & FF_READING) != 0)
		pos -= f->f_rend - f->f_rpos;
	else if ((f->f_flags & FF_WRITING) != 0)
		pos += f->f_wpos - f->f_base;
	return (pos);
}

int
sf_seek(FILE *f, off_t offset, int whence)
{
	off_t pos, start;

	if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END) {
		errno = EINVAL;
		return (-1);
	}
	if (f->f_seek == NULL) {
		errno = ESPIPE;
		return (-1);
	}
	if ((f->f_flags & FF_WRITING) != 0 && sf_flush(f) == EOF)
		return (-1);
	if ((f->f_flags & FF_READING) != 0) {
		if (whence == SEEK_CUR) {
			/* Within the buffer there is nothing to ask. */
			if (offset >= f->f_base - f->f_rpos &&
			    offset <= f->f_rend - f->f_rpos &&
			    f->f_rpos >= f->f_base) {
				f->f_rpos += offset;
				f->f_flags &= ~FF_EOF;
				return (0);
			}
			if (__builtin_sub_overflow(offset,
			    f->f_rend - f->f_rpos, &offset)) {
				errno = EOVERFLOW;
				return (-1);
			}
		} else if (whence == SEEK_SET && f->f_rend != f->f_base &&
		    (f->f_flags & FF_WRITE) == 0) {
			pos = f->f_seek(f, 0, SEEK_CUR);
			start = pos - (f->f_rend - f->f_base);
			if (pos != -1 && offset >= start && offset < pos) {
				f->f_rpos = f->f_base + (offset - start);
				f->f_flags &= ~FF_EOF;
				return (0);
			}
		}
	}
	if (f->f_seek(f, offset, whence) == -1)
		return (-1);
	f->f_rpos = f->f_rend = f->f_wpos = f->f_wend = NULL;
	f->f_flags &= ~(FF_READING | FF_WRITING | FF_EOF);
	if (f->f_mbs != NULL)
		memset(f->f_mbs, 0, sizeof(*f->f_mbs));
	return (0);
}
