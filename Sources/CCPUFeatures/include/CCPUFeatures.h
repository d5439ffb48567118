#pragma once
#include <stdbool.h>
#include <stdint.h>

/// True if this CPU and operating system run x86-64-v3 code (AVX2 and FMA).
bool ccpu_supports_x86_64_v3(void);

/// True if this CPU and operating system run x86-64-v4 code (AVX-512 F, VL, DQ, BW and CD).
bool ccpu_supports_x86_64_v4(void);

/// Tells the processor that this thread looks at memory again and again until it changes: some 15 ns of rest.
static inline void ccpu_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __builtin_arm_isb(15);
#endif
}

/// Lets this thread take numbers below the smallest normal one as zero, in operands and results; returns how it was.
///
/// Moments and gradients of dead units decay to such numbers, which processors compute with some hundred cycles each.
static inline uint64_t ccpu_flush_subnormals(void) {
#if defined(__x86_64__)
  uint32_t before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
  return before;
#elif defined(__aarch64__)
  uint64_t before;
  __asm__ __volatile__("mrs %0, fpcr" : "=r"(before));
  __asm__ __volatile__("msr fpcr, %0" : : "r"(before | (UINT64_C(1) << 24)));
  return before;
#else
  return 0;
#endif
}

/// Takes back what ccpu_flush_subnormals did.
static inline void ccpu_restore_subnormals(uint64_t before) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((uint32_t)before);
#elif defined(__aarch64__)
  __asm__ __volatile__("msr fpcr, %0" : : "r"(before));
#else
  (void)before;
#endif
}
