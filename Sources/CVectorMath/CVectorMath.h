#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/// Sixteen floats, as Swift's SIMD16<Float>.
typedef float lockstep_lanes __attribute__((ext_vector_type(16)));

/// The square root of each lane, rounded correctly: the processor's own instruction.
///
/// Swift's squareRoot() calls the C library for each lane, which may set errno for a negative one: 8 times slower in Adam.
static inline __attribute__((always_inline)) lockstep_lanes lockstep_square_root(lockstep_lanes x) {
  return __builtin_elementwise_sqrt(x);
}

/// Sixteen numbers in double precision, as Swift's SIMD16<Double>.
typedef double lockstep_doubles __attribute__((ext_vector_type(16)));

/// Adds the square of each lane to its sum; a square of floats is exact in double precision, so a fused addition has the same
/// bits.
///
/// Swift has no conversion of whole vectors, only lane by lane.
static inline __attribute__((always_inline)) lockstep_doubles lockstep_add_squares(
    lockstep_doubles sums, lockstep_lanes values) {
  lockstep_doubles wide = __builtin_convertvector(values, lockstep_doubles);
  return sums + wide * wide;
}

/// The sum of all lanes, half added to half.
static inline __attribute__((always_inline)) double lockstep_sum_doubles(lockstep_doubles x) {
  __typeof__(x.lo) eight = x.lo + x.hi;
  __typeof__(eight.lo) four = eight.lo + eight.hi;
  __typeof__(four.lo) two = four.lo + four.hi;
  return two.x + two.y;
}

/// Sixteen bytes as floats.
///
/// Swift has no conversion of whole vectors, only lane by lane.
static inline __attribute__((always_inline)) lockstep_lanes lockstep_load_bytes(const uint8_t *bytes) {
  typedef uint8_t lockstep_bytes __attribute__((ext_vector_type(16)));
  lockstep_bytes values;
  __builtin_memcpy(&values, bytes, sizeof values);
  return __builtin_convertvector(values, lockstep_lanes);
}

/// The lanes from the last to the first.
static inline __attribute__((always_inline)) lockstep_lanes lockstep_reverse(lockstep_lanes x) {
  return __builtin_shufflevector(x, x, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/// Sixteen whole numbers, as Swift's SIMD16<Int32>.
typedef int32_t lockstep_indices __attribute__((ext_vector_type(16)));

/// Bit i tells whether lane i of a comparison holds.
///
/// Swift's SIMD masks have no way to become bits but lane by lane. No function: where vectors are larger than registers, one
/// that took them would be warned of.
#define LOCKSTEP_MASK_BITS(mask)                                                 \
  ({                                                                             \
    typedef _Bool lockstep_bits __attribute__((ext_vector_type(16)));            \
    lockstep_bits bits = __builtin_convertvector(mask, lockstep_bits);           \
    uint16_t word;                                                               \
    __builtin_memcpy(&word, &bits, sizeof word);                                 \
    word;                                                                        \
  })

/// Bit i tells whether lane i is not zero.
static inline __attribute__((always_inline)) uint64_t lockstep_filled_lanes(lockstep_lanes values) {
  return LOCKSTEP_MASK_BITS(values != 0.0f);
}

/// Bit i tells whether lane i of `values` is not zero and lane i of `winners` is `position`.
static inline __attribute__((always_inline)) uint64_t lockstep_winning_lanes(
    lockstep_lanes values, lockstep_lanes winners, float position) {
  return LOCKSTEP_MASK_BITS((values != 0.0f) & (winners == position));
}

/// Bit i tells whether element i of any of four rows is not zero; rows lie `row` floats apart.
static inline __attribute__((always_inline)) uint64_t lockstep_filled_columns(const float *first, long row) {
  lockstep_lanes r[4];
  for (int i = 0; i < 4; i++) __builtin_memcpy(&r[i], first + i * row, sizeof r[i]);
  return LOCKSTEP_MASK_BITS((r[0] != 0.0f) | (r[1] != 0.0f) | (r[2] != 0.0f) | (r[3] != 0.0f));
}

/// Not zero if any of `count` floats is not zero; count a multiple of 16.
///
/// Only the union of all bits is compared: a branch for each vector would cost more than to read them all.
static inline __attribute__((always_inline)) uint64_t lockstep_is_filled(const float *first, long count) {
  lockstep_indices united = 0;
  for (long i = 0; i < count; i += 16) {
    lockstep_indices vector;
    __builtin_memcpy(&vector, first + i, sizeof vector);
    united |= vector;
  }
  // Negative zeros unite to one.
  return LOCKSTEP_MASK_BITS((lockstep_lanes)united != 0.0f);
}

/// Eight floats: two rows of four.
typedef float lockstep_pixels __attribute__((ext_vector_type(8)));

/// Two rows of four floats as one vector; rows lie `row` floats apart.
static inline __attribute__((always_inline)) lockstep_pixels lockstep_load_rows(const float *first, long row) {
  lockstep_pixels pixels;
  for (int i = 0; i < 2; i++) __builtin_memcpy((float *)&pixels + 4 * i, first + i * row, 4 * sizeof *first);
  return pixels;
}

/// Where in two rows of four the patches begin whose positions in a window of 2 x 2 are `winners`, 0...3.
static inline __attribute__((always_inline)) lockstep_indices lockstep_corners(lockstep_lanes winners) {
  lockstep_indices position = __builtin_convertvector(winners, lockstep_indices);
  return position + (position & 2);
}

/// Lane i is element indices[i] of `values`: an instruction or two with AVX2, a detour through memory without it.
///
/// Indices must be 0...7.
static inline __attribute__((always_inline)) lockstep_lanes lockstep_select(
    lockstep_pixels values, lockstep_indices indices) {
#if defined(__AVX512F__)
  // As a loop it is recognised only where nothing was done to the indices before.
  typedef float lockstep_native_lanes __attribute__((vector_size(64)));
  typedef int32_t lockstep_native_indices __attribute__((vector_size(64)));
  lockstep_lanes wide = __builtin_shufflevector(values, values, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
  return (lockstep_lanes)__builtin_ia32_permvarsf512((lockstep_native_lanes)wide, (lockstep_native_indices)indices);
#elif defined(__AVX2__)
  typedef float lockstep_native_pixels __attribute__((vector_size(32)));
  typedef int32_t lockstep_native_indices __attribute__((vector_size(32)));
  lockstep_native_pixels source = (lockstep_native_pixels)values;
  lockstep_lanes selected;
  selected.lo = (lockstep_pixels)__builtin_ia32_permvarsf256(source, (lockstep_native_indices)indices.lo);
  selected.hi = (lockstep_pixels)__builtin_ia32_permvarsf256(source, (lockstep_native_indices)indices.hi);
  return selected;
#else
  lockstep_lanes selected = 0;
  for (int i = 0; i < 16; i++) selected[i] = values[indices[i]];
  return selected;
#endif
}

#define LOCKSTEP_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

/// Transposes a block of 16 x 16 floats; rows lie `from_row` and `to_row` floats apart.
///
/// Swift has no shuffle of vectors; element by element the same costs three to four times as much.
static inline __attribute__((always_inline)) void lockstep_transpose_block(
    const float *from, long from_row, float *to, long to_row) {
  lockstep_lanes r[16], t[16];
  for (int i = 0; i < 16; i++) __builtin_memcpy(&r[i], from + i * from_row, sizeof r[i]);
  // Pairs of rows, then fours, within each quarter of a vector: t[4i + j] has column 4q + j of rows 4i...4i+3 in quarter q.
  for (int i = 0; i < 8; i++) {
    lockstep_lanes a = r[2 * i], b = r[2 * i + 1];
    t[2 * i] = LOCKSTEP_SHUFFLE(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
    t[2 * i + 1] = LOCKSTEP_SHUFFLE(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
  }
  for (int i = 0; i < 4; i++) {
    for (int half = 0; half < 2; half++) {
      lockstep_lanes a = t[4 * i + half], b = t[4 * i + half + 2];
      r[4 * i + 2 * half] = LOCKSTEP_SHUFFLE(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
      r[4 * i + 2 * half + 1] = LOCKSTEP_SHUFFLE(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
    }
  }
  // Quarters of four vectors.
  for (int j = 0; j < 4; j++) {
    lockstep_lanes a = r[j], b = r[4 + j], c = r[8 + j], d = r[12 + j];
    lockstep_lanes even1 = LOCKSTEP_SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    lockstep_lanes odd1 = LOCKSTEP_SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    lockstep_lanes even2 = LOCKSTEP_SHUFFLE(c, d, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    lockstep_lanes odd2 = LOCKSTEP_SHUFFLE(c, d, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    lockstep_lanes column[4] = {
        LOCKSTEP_SHUFFLE(even1, even2, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
        LOCKSTEP_SHUFFLE(odd1, odd2, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
        LOCKSTEP_SHUFFLE(even1, even2, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31),
        LOCKSTEP_SHUFFLE(odd1, odd2, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)};
    for (int q = 0; q < 4; q++) __builtin_memcpy(to + (4 * q + j) * to_row, &column[q], sizeof column[q]);
  }
}

/// Asks the system for large pages; where it has none, nothing is lost.
static inline void lockstep_advise_large_pages(void *start, size_t bytes) {
#ifdef MADV_HUGEPAGE
  (void)madvise(start, bytes, MADV_HUGEPAGE);
#else
  (void)start, (void)bytes;
#endif
}

/// The bytes of a core's first-level data cache; 32 kB, the least of today's, where the system does not say.
static inline long lockstep_first_level_cache(void) {
#ifdef _SC_LEVEL1_DCACHE_SIZE
  long bytes = sysconf(_SC_LEVEL1_DCACHE_SIZE);
  if (bytes > 0) return bytes;
#endif
  return 32 * 1024;
}
