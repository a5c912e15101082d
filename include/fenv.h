/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _FENV_H_
#define	_FENV_H_

#include <sys/cdefs.h>
#include <machine/fenv.h>

extern const fenv_t __fe_dfl_env;
#define	FE_DFL_ENV	(&__fe_dfl_env)

__BEGIN_DECLS
int	feclearexcept(int);
int	fedisableexcept(int);
int	feenableexcept(int);
int	fegetenv(fenv_t *);
int	fegetexcept(void);
int	fegetexceptflag(fexcept_t *, int);
int	fegetround(void);
int	feholdexcept(fenv_t *);
int	feraiseexcept(int);
int	fesetenv(const fenv_t *);
int	fesetexceptflag(const fexcept_t *, int);
int	fesetround(int);
int	fetestexcept(int);
int	feupdateenv(const fenv_t *);
__END_DECLS

#endif /* !_FENV_H_ */
