/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * File modes in the language of chmod(1).  setmode() compiles the text once
 * into a list of steps, and getmode() applies it to any number of files.  The
 * umask matters where no one is named ("+x").
 * Tests: tests/lib/libc/gen/t_setmode.c
 */

#include <sys/stat.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	STANDARD	(S_ISUID | S_ISGID | S_IRWXU | S_IRWXG | S_IRWXO)
#define	EXEC_BITS	(S_IXUSR | S_IXGRP | S_IXOTH)

struct step {
	char	op;		/* + - = or 0 for the end */
	bool	exec_if;	/* X: execute only if someone may, or dirs */
	char	copy;		/* u, g or o: take these bits, else 0 */
	mode_t	who;		/* bits of those who are changed */
	mode_t	bits;		/* permissions, in all classes */
	mode_t	keep;		/* bits that "=" leaves alone */
};

/* The mask without changing it for long: signals wait. */
static mode_t
current_umask(void)
{
	sigset_t all, old;
	mode_t mask;

	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	mask = umask(0);
	(void)umask(mask);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return (mask);
}

static struct step *
add_step(struct step **stepsp, size_t *np)
{
	struct step *steps;

	steps = reallocarray(*stepsp, *np + 2, sizeof(*steps));
	if (steps == NULL)
		return (NULL);
	*stepsp = steps;
	memset(&steps[*np], 0, 2 * sizeof(*steps));
	return (&steps[(*np)++]);
}

static const char *
parse_who(const char *p, mode_t *whop)
{
	for (*whop = 0;; p++) {
		switch (*p) {
		case 'a':
			*whop |= STANDARD;
			break;
		case 'u':
			*whop |= S_ISUID | S_IRWXU;
			break;
		case 'g':
			*whop |= S_ISGID | S_IRWXG;
			break;
		case 'o':
			*whop |= S_IRWXO;
			break;
		default:
			return (p);
		}
	}
}

/* Permissions behind an operator. */
static const char *
parse_bits(const char *p, struct step *st)
{
	if (*p == 'u' || *p == 'g' || *p == 'o') {
		st->copy = *p;
		return (p + 1);
	}
	for (;; p++) {
		switch (*p) {
		case 'r':
			st->bits |= S_IRUSR | S_IRGRP | S_IROTH;
			break;
		case 'w':
			st->bits |= S_IWUSR | S_IWGRP | S_IWOTH;
			break;
		case 'x':
			st->bits |= EXEC_BITS;
			break;
		case 'X':
			st->exec_if = true;
			break;
		case 's':
			st->bits |= S_ISUID | S_ISGID;
			break;
		case 't':
			st->bits |= S_ISTXT;
			break;
		default:
			return (p);
		}
	}
}

/* One clause, up to a comma or the end; NULL if it is wrong. */
static const char *
parse_clause(const char *p, mode_t mask, struct step **stepsp, size_t *np)
{
	struct step *st;
	mode_t who;
	bool named;

	p = parse_who(p, &who);
	named = who != 0;
	if (*p != '+' && *p != '-' && *p != '=') {
		errno = EINVAL;
		return (NULL);
	}
	while (*p == '+' || *p == '-' || *p == '=') {
		if ((st = add_step(stepsp, np)) == NULL)
			return (NULL);
		st->op = *p++;
		st->who = named ? who : STANDARD & ~mask;
		p = parse_bits(p, st);
		/* The sticky bit belongs to everyone. */
		if (!named || who == STANDARD)
			st->who |= S_ISTXT;
		if (st->op == '=')
			st->keep = ~(named ? who : (mode_t)STANDARD) |
			    ((st->who & S_ISTXT) == 0 ? S_ISTXT : 0);
	}
	return (p);
}

void *
setmode(const char *text)
{
	struct step *steps = NULL, *st;
	mode_t mask = current_umask();
	size_t n = 0;
	char *end;
	long v;

	if (*text >= '0' && *text <= '9') {
		errno = 0;
		v = strtol(text, &end, 8);
		if (*end != '\0' || v > ALLPERMS || errno != 0) {
			errno = errno == ERANGE ? ERANGE : EINVAL;
			return (NULL);
		}
		if ((st = add_step(&steps, &n)) == NULL)
			return (NULL);
		st->op = '=';
		st->who = ALLPERMS;
		st->bits = (mode_t)v;
		st->keep = ~(mode_t)ALLPERMS;
		return (steps);
	}
	do {
		text = parse_clause(text, mask, &steps, &n);
		if (text == NULL)
			goto bad;
	} while (*text++ == ',');
	if (text[-1] == '\0')
		return (steps);
	errno = EINVAL;
bad:
	free(steps);
	return (NULL);
}

/* The bits of one class, in all three. */
static mode_t
spread(mode_t mode, char class)
{
	mode_t bits = mode >> (class == 'u' ? 6 : class == 'g' ? 3 : 0) & 7;

	return (bits << 6 | bits << 3 | bits);
}

mode_t
getmode(const void *set, mode_t mode)
{
	const struct step *st;
	mode_t bits;

	for (st = set; st->op != 0; st++) {
		bits = st->copy != 0 ? spread(mode, st->copy) : st->bits;
		if (st->exec_if &&
		    (S_ISDIR(mode) || (mode & EXEC_BITS) != 0))
			bits |= EXEC_BITS;
		bits &= st->who;
		switch (st->op) {
		case '+':
			mode |= bits;
			break;
		case '-':
			mode &= ~bits;
			break;
		default:
			mode = (mode & (st->keep | ~(mode_t)ALLPERMS)) | bits;
			break;
		}
	}
	return (mode);
}
