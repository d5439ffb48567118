#include "CCPUFeatures.h"

#if defined(__x86_64__)
bool ccpu_supports_x86_64_v3(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}

bool ccpu_supports_x86_64_v4(void) {
  return ccpu_supports_x86_64_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd");
}
#else
bool ccpu_supports_x86_64_v3(void) { return false; }
bool ccpu_supports_x86_64_v4(void) { return false; }
#endif
