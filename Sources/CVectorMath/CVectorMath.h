#pragma once

/// Sixteen floats, as Swift's SIMD16<Float>.
typedef float lockstep_lanes __attribute__((ext_vector_type(16)));

/// The square root of each lane, rounded correctly: the processor's own instruction.
///
/// Swift's squareRoot() calls the C library for each lane, which may set errno for a negative one: 8 times slower in Adam.
static inline __attribute__((always_inline)) lockstep_lanes lockstep_square_root(lockstep_lanes x) {
  return __builtin_elementwise_sqrt(x);
}
