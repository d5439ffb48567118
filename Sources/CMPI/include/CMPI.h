// The few MPI calls that Lockstep makes, on plain integers, floats and bytes, so that no MPI type
// or macro reaches Swift. Every function that returns int returns an MPI code: 0 is success.
// `comm` and `window` are MPI's handles: pointers in Open MPI and in MPI 5's standard ABI, integers in MPICH. Both fit intptr_t.
// "Collective": every rank of `comm` calls it, in the same order, with matching counts.
// All calls come from the thread that called lockstep_mpi_init (MPI_THREAD_FUNNELED).

#ifndef LOCKSTEP_CMPI_H
#define LOCKSTEP_CMPI_H

#include <stdint.h>

// The start and the end.

// Starts MPI for one communicating thread and makes later errors return instead of aborting.
// *funneled tells whether the library promises that level of thread support.
int lockstep_mpi_init(int *funneled);

// Collective. No MPI call may follow.
int lockstep_mpi_finalize(void);

// Flushes this process's streams (text buffered at MPI_Abort is lost) and ends every rank with `code`.
_Noreturn void lockstep_mpi_abort(int code);

// Who we are, and what the library says about itself and about an error.

// The handle of MPI_COMM_WORLD.
intptr_t lockstep_mpi_world(void);
int lockstep_mpi_rank(intptr_t comm, int *rank);
int lockstep_mpi_size(intptr_t comm, int *size);

// Writes the library's name and version, cut to `capacity` bytes with the closing zero. May be called before lockstep_mpi_init.
int lockstep_mpi_library_version(char *text, int capacity);

// Writes the path of the library's file; nothing where the system does not tell. May be called before lockstep_mpi_init.
void lockstep_mpi_library_file(char *text, int capacity);

// Writes the library's own words for an MPI code, cut to `capacity` bytes with the closing zero.
void lockstep_mpi_error_text(int code, char *text, int capacity);

// Collectives.

// values[i] becomes the sum of all ranks' values[i]; the order of the additions is the library's.
int lockstep_mpi_sum_floats(intptr_t comm, float *values, int count);

// *value becomes the largest of all ranks' values.
int lockstep_mpi_maximum(intptr_t comm, int64_t *value);

// Sends block r of `send` to rank r and receives rank r's block as block r of `receive`; the arrays
// give each block's length and start in floats. The two buffers may not overlap.
int lockstep_mpi_exchange_floats(intptr_t comm, const float *send, const int *send_counts, const int *send_offsets,
                                 float *receive, const int *receive_counts, const int *receive_offsets);

// Every rank has filled its own block of `values`; afterwards all ranks have all blocks.
int lockstep_mpi_gather_floats(intptr_t comm, float *values, const int *counts, const int *offsets);

// The same for bytes.
int lockstep_mpi_gather_bytes(intptr_t comm, uint8_t *bytes, const int *counts, const int *offsets);

// Every rank has filled values[rank]; afterwards all ranks have all `size` values.
int lockstep_mpi_gather_ints(intptr_t comm, int *values);

// Afterwards every rank has root's bytes.
int lockstep_mpi_broadcast_bytes(intptr_t comm, void *bytes, int count, int root);

// Returns when every rank has called it.
int lockstep_mpi_barrier(intptr_t comm);

// Groups of ranks, and the memory that they share. All collective.

// *host becomes the ranks of `comm` on this host, in the same order.
int lockstep_mpi_split_host(intptr_t comm, intptr_t *host);

// *group becomes the ranks that pass the same color (0 or more), in the same order.
int lockstep_mpi_split(intptr_t comm, int color, intptr_t *group);

int lockstep_mpi_free(intptr_t comm);

// `bytes` of memory, which all ranks of a host's `comm` have at *start; rank 0 provides them.
int lockstep_mpi_share(intptr_t comm, int64_t bytes, void **start, intptr_t *window);

int lockstep_mpi_unshare(intptr_t window);

#endif
