#include "CSignals.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

// Any thread may get a signal at any time, two threads at once too: handlers touch nothing but these.
_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_BOOL_LOCK_FREE == 2, "handlers must not wait for a lock");
static atomic_int stop_signal;
static atomic_bool must_save;
static atomic_bool was_ordered;
static atomic_int launcher_process;

static void ask_to_stop(int number, siginfo_t *info, void *context) {
  (void)context;
  int none = 0;
  atomic_compare_exchange_strong(&stop_signal, &none, number);
  // SIGUSR1 is a request that may come twice. The others are orders, and who repeats one will not wait any longer. Not so a
  // launcher: a batch system sends its order to ranks and launcher alike, and the launcher passes its own on.
  if (number == SIGUSR1) return;
  int launcher = atomic_load(&launcher_process);
  if (launcher != 0 && info != NULL && info->si_pid == launcher) return;
  // Not by the signal's default action: the first process of a container has none.
  if (atomic_exchange(&was_ordered, true)) _exit(128 + number);
}

static void ask_to_save(int number, siginfo_t *info, void *context) {
  (void)number, (void)info, (void)context;
  atomic_store(&must_save, true);
}

static void handle(int number, void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action;
  if (sigaction(number, NULL, &action) == 0 && !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN) return;
  action.sa_sigaction = handler;
  sigemptyset(&action.sa_mask);
  // Calls of the system that were under way go on: nobody else need know that there was a signal.
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  sigaction(number, &action, NULL);
}

void csignals_install(int launcher) {
  atomic_store(&launcher_process, launcher);
  const int orders[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1};
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) handle(orders[i], ask_to_stop);
  handle(SIGUSR2, ask_to_save);
}

int csignals_stop(void) { return atomic_load(&stop_signal); }

bool csignals_take_save(void) { return atomic_exchange(&must_save, false); }

void csignals_end_with_parent(int parent) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // It may have ended before this call, and then no signal comes any more.
  if (getppid() != parent) kill(getpid(), SIGKILL);
#else
  (void)parent;
#endif
}

void csignals_block_orders(void) {
  sigset_t orders;
  sigemptyset(&orders);
  sigaddset(&orders, SIGTERM);
  sigaddset(&orders, SIGINT);
  sigaddset(&orders, SIGHUP);
  sigprocmask(SIG_BLOCK, &orders, NULL);
}

void csignals_adopt_orphans(void) {
#ifdef __linux__
  prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

void csignals_end_child(int child) {
  kill(child, SIGKILL);
  while (waitpid(child, NULL, 0) == -1 && errno == EINTR) continue;
}
