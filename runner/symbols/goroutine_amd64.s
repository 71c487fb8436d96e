#include "textflag.h"

// func goroutinePointer() unsafe.Pointer
TEXT ·goroutinePointer(SB), NOSPLIT, $0-8
	MOVQ (TLS), AX
	MOVQ AX, ret+0(FP)
	RET
