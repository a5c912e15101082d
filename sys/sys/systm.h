/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What every kernel file may use: output, assertions, strings.
 */
#ifndef _SYS_SYSTM_H_
#define	_SYS_SYSTM_H_

#ifdef _KERNEL
#include <sys/cdefs.h>
#include <sys/param.h>
#include <sys/stdarg.h>
#include <sys/types.h>
#include <sys/pcpu.h>
#include <machine/vmparam.h>

struct thread;

/*
 * Assertions.  KASSERT is compiled into DEBUG kernels only and must have no
 * side effects; use panic for what must hold everywhere.
 */
#ifdef DEBUG
#define	KASSERT(cond) do {						\
	if (__predict_false(!(cond)))					\
		panic("assertion \"%s\" failed: %s:%d", #cond,		\
		    __FILE_NAME__, __LINE__);				\
} while (0)
#define	KASSERTMSG(cond, fmt, ...) do {					\
	if (__predict_false(!(cond)))					\
		panic("assertion \"%s\" failed: %s:%d: " fmt, #cond,	\
		    __FILE_NAME__, __LINE__, ##__VA_ARGS__);		\
} while (0)
#else
#define	KASSERT(cond)			((void)sizeof(!(cond)))
#define	KASSERTMSG(cond, fmt, ...)	((void)sizeof(!(cond)))
#endif

/*
 * Where an error begins: its value, recorded in DEBUG kernels (sysctl
 * debug.errors).
 */
#ifdef DEBUG
/* Core: of SET_ERROR(). */
int	set_error(int error, const char *file, int line);
#define	SET_ERROR(e)	set_error((e), __FILE_NAME__, __LINE__)
#else
#define	SET_ERROR(e)	(e)
#endif

/*
 * Panic: print, then stop the machine or restart it as kern.panic_reboot says.
 * Any context.
 */
void	panic(const char *, ...) __printflike(1, 2) __dead2;
void	vpanic(const char *, va_list) __printflike(1, 0) __dead2;
void	__stack_chk_fail(void) __dead2;	/* the compiler's */
extern const char *volatile panicstr;	/* not NULL once panicking */

/*
 * The machine is being stopped: only this CPU runs, with interrupts off, and
 * the others may have been stopped with locks held.
 */
extern volatile bool cpus_stopped;

/*
 * Formatted output: all of C's conversions but floating point, %n and wide
 * characters.  printf and log write to the message buffer and, by level, to the
 * console; any context.
 */
int	printf(const char *, ...) __printflike(1, 2);
int	vprintf(const char *, va_list) __printflike(1, 0);
int	snprintf(char *, size_t, const char *, ...) __printflike(3, 4);
int	vsnprintf(char *, size_t, const char *, va_list) __printflike(3, 0);

#define	LOG_EMERG	0
#define	LOG_ALERT	1
#define	LOG_CRIT	2
#define	LOG_ERR		3
#define	LOG_WARNING	4
#define	LOG_NOTICE	5
#define	LOG_INFO	6
#define	LOG_DEBUG	7
void	log(int level, const char *, ...) __printflike(2, 3);
void	vlog(int level, const char *, va_list) __printflike(2, 0);

/*
 * At most `burst' messages every `interval' seconds; how many were left out is
 * said with the next.  State is one static object per place.
 */
struct log_rate {
	uint64_t	lr_start;
	u_int		lr_count;
	u_int		lr_dropped;
};

/* Core: of log_ratelimited(). */
bool	log_rate_check(struct log_rate *, u_int burst, u_int interval,
	    u_int *droppedp);
#define	log_ratelimited(level, fmt, ...) do {				\
	static struct log_rate _rate;					\
	u_int _dropped;							\
	if (log_rate_check(&_rate, 10, 5, &_dropped)) {			\
		if (_dropped != 0)					\
			log((level), "%u messages like the next left out\n", \
			    _dropped);					\
		log((level), fmt, ##__VA_ARGS__);			\
	}								\
} while (0)

/* Lines of address, hexadecimal and characters, at a level. */
void	log_hexdump(int level, const void *, size_t);

/*
 * A console: where messages go besides the buffer.  co_write is called in any
 * context, one call at a time, and must not log.
 */
struct console_ops {
	const char	*co_name;
	void		(*co_write)(void *arg, const char *, size_t);
	void		*co_arg;
	struct console_ops *co_next;	/* cons_register()'s */
};
void	cons_register(struct console_ops *);
void	cons_unregister(struct console_ops *);
/* Bytes to all consoles, not to the buffer. */
void	cons_write(const char *, size_t);

/*
 * The message buffer: copy what it holds from sequence number *seqp on, at
 * most len bytes, and advance *seqp; returns how many.
 */
size_t	msgbuf_read(uint64_t *seqp, char *, size_t);

/* Symbols: the function that holds pc; NULL when none does. */
const char *ksyms_lookup(vm_offset_t pc, vm_offset_t *offp);
void	backtrace(void);
void	backtrace_emit(void *, vm_offset_t pc);

/*
 * Memory and strings, as in C.  The compiler's versions are used where it
 * knows better.
 */
int	memcmp(const void *, const void *, size_t) __pure;
void	*memcpy(void *__restrict, const void *__restrict, size_t);
void	*memmove(void *, const void *, size_t);
void	*memset(void *, int, size_t);
void	*memchr(const void *, int, size_t) __pure;
void	explicit_bzero(void *, size_t);
#define	bzero(p, n)		memset((p), 0, (n))
#define	bcopy(s, d, n)		memmove((d), (s), (n))
int	strcmp(const char *, const char *) __pure;
int	strncmp(const char *, const char *, size_t) __pure;
int	strcasecmp(const char *, const char *) __pure;
size_t	strlen(const char *) __pure;
size_t	strnlen(const char *, size_t) __pure;
char	*strchr(const char *, int) __pure;
char	*strrchr(const char *, int) __pure;
char	*strstr(const char *, const char *) __pure;
size_t	strlcpy(char *__restrict, const char *__restrict, size_t);
size_t	strlcat(char *__restrict, const char *__restrict, size_t);
char	*strsep(char **, const char *);
unsigned long strtoul(const char *__restrict, char **__restrict, int);
long	strtol(const char *__restrict, char **__restrict, int);

#define	memcpy(d, s, n)		__builtin_memcpy((d), (s), (n))
#define	memset(d, c, n)		__builtin_memset((d), (c), (n))
#define	memmove(d, s, n)	__builtin_memmove((d), (s), (n))
#define	memcmp(a, b, n)		__builtin_memcmp((a), (b), (n))
#define	strlen(s)		__builtin_strlen(s)

static inline int
imin(int a, int b)
{

	return (a < b ? a : b);
}

static inline int
imax(int a, int b)
{

	return (a > b ? a : b);
}

static inline u_int
min(u_int a, u_int b)
{

	return (a < b ? a : b);
}

static inline u_int
max(u_int a, u_int b)
{

	return (a > b ? a : b);
}

static inline u_long
ulmin(u_long a, u_long b)
{

	return (a < b ? a : b);
}

static inline u_long
ulmax(u_long a, u_long b)
{

	return (a > b ? a : b);
}

/* The lowest, the highest bit set, counted from 1; 0 for none. */
#define	ffs(x)		__builtin_ffs(x)
#define	ffsl(x)		__builtin_ffsl(x)
#define	flsl(x) \
	((x) == 0 ? 0 : 64 - __builtin_clzl((unsigned long)(x)))

/* User memory. */
int	copyin(const void *u, void *k, size_t) __result_use_check;
int	copyout(const void *k, void *u, size_t) __result_use_check;
int	copyinstr(const void *u, void *k, size_t max, size_t *donep)
	    __result_use_check;

/* The kernel's identity. */
extern const char ostype[], osrelease[], version[], kern_ident[];
extern char	hostname[], domainname[];

/* Core: init_main.c. */
void	kernel_main(void) __dead2;

#endif /* _KERNEL */
#endif /* !_SYS_SYSTM_H_ */
