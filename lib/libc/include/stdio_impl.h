/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The inside of a FILE.
 *
 * A stream is idle, reading or writing.  While it reads, [f_rpos, f_rend) is
 * what is left in the buffer; while it writes, [f_base, f_wpos) waits to go
 * out and f_wend is how far putc() may store without looking further (f_base
 * for a line buffered or unbuffered stream, so that every store takes the slow
 * way).  In every other state the pointers of a direction are equal, so that
 * the inline paths fall through.
 *
 * Below f_base lie UNGET_ROOM bytes, so that ungetc() always has room.
 *
 * Locks: f_lock covers a FILE; sf_list_lock the list of all of them, and is
 * taken first.
 * Tests: tests/lib/libc/stdio/
 */

#ifndef _STDIO_IMPL_H_
#define	_STDIO_IMPL_H_

#include <sys/queue.h>
#include <stdio.h>
#include <wchar.h>
#include "libc_private.h"

#define	UNGET_ROOM	8
#define	SMALL_BUF	16		/* buffer of an unbuffered stream */

struct __sFILE {
	unsigned char	*f_rpos;
	unsigned char	*f_rend;
	unsigned char	*f_wpos;
	unsigned char	*f_wend;
	unsigned char	*f_base;	/* buffer, NULL until it is needed */
	size_t		f_size;
	int		f_flags;	/* FF_* */
	int		f_fd;		/* or -1 */

	/* As read(2), write(2), lseek(2) and close(2). */
	ssize_t		(*f_read)(FILE *, unsigned char *, size_t);
	ssize_t		(*f_write)(FILE *, const unsigned char *, size_t);
	off_t		(*f_seek)(FILE *, off_t, int);
	int		(*f_close)(FILE *);
	void		*f_cookie;

	struct libc_lock f_lock;
	TAILQ_ENTRY(__sFILE) f_list;	/* all open streams */

	char		*f_line;	/* fgetln() of a long line */
	size_t		f_linesize;
	int		f_orient;	/* < 0 bytes, > 0 wide characters */
	pid_t		f_pid;		/* popen() */
	mbstate_t	*f_mbs;		/* made when it is needed */
	unsigned char	f_small[UNGET_ROOM + SMALL_BUF];
};

#define	FF_READ		0x0001		/* open for reading */
#define	FF_WRITE	0x0002		/* open for writing */
#define	FF_APPEND	0x0004
#define	FF_EOF		0x0008
#define	FF_ERR		0x0010
#define	FF_LBF		0x0020		/* line buffered */
#define	FF_NBF		0x0040		/* unbuffered */
#define	FF_READING	0x0080
#define	FF_WRITING	0x0100
#define	FF_MALLOCED	0x0200		/* f_base is ours to free */
#define	FF_STATIC	0x0400		/* the FILE is not */
#define	FF_LISTED	0x0800		/* on the list of open streams */
#define	FF_BUFSET	0x1000		/* buffering was chosen by setvbuf() */

extern __hidden struct libc_lock sf_list_lock;

static inline void
sf_lock(FILE *f)
{
	if (libc_threaded != 0)
		libc_lock(&f->f_lock);
}

static inline void
sf_unlock(FILE *f)
{
	if (libc_threaded != 0)
		libc_unlock(&f->f_lock);
}

/* All of these want f_lock held. */
__hidden int	sf_flush(FILE *);		/* EOF on error */
__hidden int	sf_getc_slow(FILE *);
__hidden int	sf_putc_slow(FILE *, int);
__hidden int	sf_refill(FILE *);		/* EOF if nothing is left */
__hidden int	sf_start_read(FILE *);		/* EOF if not allowed */
__hidden int	sf_start_write(FILE *);
__hidden size_t	sf_fread(FILE *, void *, size_t);
__hidden size_t	sf_fwrite(FILE *, const void *, size_t);
__hidden int	sf_unget(FILE *, int);
__hidden off_t	sf_tell(FILE *);
__hidden void	sf_make_buffer(FILE *);
__hidden int	sf_seek(FILE *, off_t, int);
__hidden void	sf_drop_buffer(FILE *);

/* Whole streams. */
__hidden FILE	*sf_alloc(void);		/* not listed yet */
__hidden void	sf_enlist(FILE *);
__hidden void	sf_free(FILE *);
__hidden int	sf_mode(const char *, int *);	/* flags, and O_ flags */
__hidden void	sf_set_fd(FILE *, int, int);
__hidden int	sf_close(FILE *);

__hidden ssize_t sf_fd_read(FILE *, unsigned char *, size_t);
__hidden ssize_t sf_fd_write(FILE *, const unsigned char *, size_t);
__hidden off_t	sf_fd_seek(FILE *, off_t, int);
__hidden int	sf_fd_close(FILE *);

/* The formatters.  The last argument: count wide characters, not bytes. */
__hidden int	sf_vprintf(FILE *, const char *, va_list, bool);
__hidden int	sf_vscanf(FILE *, const char *, va_list, bool);
__hidden void	sf_on_string(FILE *, const char *, size_t);
__hidden mbstate_t *sf_mbstate(FILE *);

static inline int
sf_getc(FILE *f)
{
	if (__predict_true(f->f_rpos < f->f_rend))
		return (*f->f_rpos++);
	return (sf_getc_slow(f));
}

static inline int
sf_putc(FILE *f, int c)
{
	if (__predict_true(f->f_wpos < f->f_wend))
		return (*f->f_wpos++ = (unsigned char)c);
	return (sf_putc_slow(f, c));
}

#endif /* !_STDIO_IMPL_H_ */
