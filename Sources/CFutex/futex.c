#include "CFutex.h"

#include <stddef.h>
#include <time.h>

#ifdef __linux__
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

void cfutex_sleep(const uint32_t *word, uint32_t seen, int64_t nanoseconds) {
  struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  syscall(SYS_futex, word, FUTEX_WAIT, seen, &limit, NULL, 0);
}

void cfutex_wake(const uint32_t *word) { syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0); }

#else

void cfutex_sleep(const uint32_t *word, uint32_t seen, int64_t nanoseconds) {
  struct timespec nap = {.tv_nsec = 50000};
  (void)word, (void)seen, (void)nanoseconds;
  nanosleep(&nap, NULL);
}

void cfutex_wake(const uint32_t *word) { (void)word; }

#endif
