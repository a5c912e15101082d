/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The protocol between vmagent(8) and tools/vm/agent.py on the build host, and
 * what the parts of the agent share.
 *
 * Frames go both ways over one byte stream, little-endian: a header of eight
 * bytes, then `length' bytes of payload.  `job' names a conversation; the host
 * chooses it, and it is free again after the frame that ends it.  A string is
 * its bytes and a NUL.
 *
 * From the host:
 *   RUN	u32 flags, u32 seconds (0: no limit), u32 uid, u32 gid,
 *		u16 argc, u16 envc, string cwd, strings argv, strings env;
 *		ends with EXIT, or with STATUS if it cannot be started
 *   INPUT	bytes of standard input; none means its end
 *   KILL	u32 signal, for the whole session
 *   PUT	u32 mode, u8 kind (f, d, l), string path, string target;
 *		after f come DATA and, empty, the last DATA; ends with STATUS
 *   GET	string path; answered by PUT frames whose paths are relative
 *		to it, each f followed by DATA as above; ends with STATUS
 *   DOWN	write everything to disk, then switch off; no answer
 * From the guest:
 *   HELLO	u32 version; the first frame, job 0
 *   OUTPUT, ERROR
 *		bytes of standard output and standard error
 *   WINDOW	u32: so many bytes of input were consumed; the host starts
 *		with WINDOW_MAX and never has more under way
 *   EXIT	u32 how (EXITED, SIGNALLED, TIMEDOUT), u32 status or signal
 *   STATUS	u32 errno, 0 for success
 *
 * A malformed payload is answered with STATUS EINVAL, an unknown job ignored
 * (its end may have crossed the frame).  A header that cannot be right leaves
 * no way to find the next one: the agent gives up.
 */

#ifndef _VMAGENT_H_
#define	_VMAGENT_H_

#include <sys/types.h>

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define	VMAGENT_VERSION		1

#define	FRAME_HEADER		8
#define	FRAME_MAX		65536	/* longest payload */
#define	WINDOW_MAX		65536

#define	FRAME_RUN		'R'
#define	FRAME_INPUT		'I'
#define	FRAME_KILL		'K'
#define	FRAME_PUT		'P'
#define	FRAME_DATA		'D'
#define	FRAME_GET		'G'
#define	FRAME_DOWN		'Q'
#define	FRAME_HELLO		'H'
#define	FRAME_OUTPUT		'O'
#define	FRAME_ERROR		'E'
#define	FRAME_WINDOW		'W'
#define	FRAME_EXIT		'X'
#define	FRAME_STATUS		'S'

#define	RUN_INPUT		0x1 /* standard input comes, not /dev/null */

#define	EXIT_EXITED		0
#define	EXIT_SIGNALLED		1
#define	EXIT_TIMEDOUT		2

#define	JOBS_MAX		16

/* A payload that is being read; `bad' sticks once anything was missing. */
struct payload {
	const uint8_t	*p_next;
	const uint8_t	*p_end;
	bool		 p_bad;
};

/* vmagent.c */
uint32_t	payload_u32(struct payload *);
uint16_t	payload_u16(struct payload *);
uint8_t		payload_u8(struct payload *);
const char	*payload_string(struct payload *);
void		frame_send(u_int, int, const void *, size_t);
void		frame_send_u32(u_int, int, uint32_t);
void		frame_send_status(u_int, int);

/* job.c: running commands. */
void		job_run(u_int, struct payload *);
void		job_input(u_int, struct payload *);
void		job_kill(u_int, struct payload *);
nfds_t		job_pollfds(struct pollfd *, int *);
void		job_service(const struct pollfd *, nfds_t);
void		job_reap(void);

/* transfer.c: files. */
void		transfer_put(u_int, struct payload *);
void		transfer_data(u_int, struct payload *);
void		transfer_get(u_int, struct payload *);

#endif
