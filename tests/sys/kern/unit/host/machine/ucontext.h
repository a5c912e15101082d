/* The frozen ABI is the same everywhere. */
#include "../../../../../../sys/arch/amd64/include/ucontext.h"
