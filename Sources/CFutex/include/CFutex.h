#pragma once
#include <stdint.h>

/// Sleeps while the word is `seen`, until somebody wakes those who sleep on it, or the time is over; may wake for nothing.
///
/// The word may lie in memory that processes share. Where the system cannot wait for a word, it sleeps for 50 microseconds.
void cfutex_sleep(const uint32_t *word, uint32_t seen, int64_t nanoseconds);

/// Wakes all who sleep on the word.
void cfutex_wake(const uint32_t *word);
