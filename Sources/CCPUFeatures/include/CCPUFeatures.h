#pragma once
#include <stdbool.h>

/// True if this CPU and operating system run x86-64-v3 code (AVX2 and FMA).
bool ccpu_supports_x86_64_v3(void);

/// True if this CPU and operating system run x86-64-v4 code (AVX-512 F, VL, DQ, BW and CD).
bool ccpu_supports_x86_64_v4(void);
