#pragma once

#include <stdint.h>

/// Sixteen floats, as Swift's SIMD16<Float>.
typedef float lockstep_lanes __attribute__((ext_vector_type(16)));

/// The square root of each lane, rounded correctly: the processor's own instruction.
///
/// Swift's squareRoot() calls the C library for each lane, which may set errno for a negative one: 8 times slower in Adam.
static inline __attribute__((always_inline)) lockstep_lanes lockstep_square_root(lockstep_lanes x) {
  return __builtin_elementwise_sqrt(x);
}

/// Bit i tells whether lane i of `values` is not zero and lane i of `winners` is `position`.
///
/// Swift's SIMD masks have no way to become bits but lane by lane.
static inline __attribute__((always_inline)) uint64_t lockstep_winning_lanes(
    lockstep_lanes values, lockstep_lanes winners, float position) {
  typedef _Bool lockstep_bits __attribute__((ext_vector_type(16)));
  lockstep_bits bits = __builtin_convertvector((values != 0.0f) & (winners == position), lockstep_bits);
  uint16_t word;
  __builtin_memcpy(&word, &bits, sizeof word);
  return word;
}
