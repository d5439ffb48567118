// For dladdr.
#define _GNU_SOURCE
#include "CMPI.h"

// Without the package trait MPI this file is empty and needs no MPI headers.
#ifdef LOCKSTEP_MPI

#include <dlfcn.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static MPI_Comm communicator(intptr_t comm) { return (MPI_Comm)comm; }

int lockstep_mpi_init(int *funneled) {
  int provided = MPI_THREAD_SINGLE;
  *funneled = 0;
  int code = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  if (code != MPI_SUCCESS) return code;
  *funneled = provided >= MPI_THREAD_FUNNELED;
  return MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
}

int lockstep_mpi_finalize(void) { return MPI_Finalize(); }

_Noreturn void lockstep_mpi_abort(int code) {
  fflush(NULL);
  MPI_Abort(MPI_COMM_WORLD, code);
  _Exit(code);
}

intptr_t lockstep_mpi_world(void) { return (intptr_t)MPI_COMM_WORLD; }

int lockstep_mpi_rank(intptr_t comm, int *rank) { return MPI_Comm_rank(communicator(comm), rank); }

int lockstep_mpi_size(intptr_t comm, int *size) { return MPI_Comm_size(communicator(comm), size); }

int lockstep_mpi_library_version(char *text, int capacity) {
  char version[MPI_MAX_LIBRARY_VERSION_STRING] = "";
  int length = 0;
  int code = MPI_Get_library_version(version, &length);
  if (code == MPI_SUCCESS) snprintf(text, (size_t)capacity, "%s", version);
  return code;
}

void lockstep_mpi_library_file(char *text, int capacity) {
  Dl_info found;
  int known = dladdr((void *)MPI_Comm_rank, &found) != 0 && found.dli_fname != NULL;
  snprintf(text, (size_t)capacity, "%s", known ? found.dli_fname : "");
}

void lockstep_mpi_error_text(int code, char *text, int capacity) {
  char words[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  if (MPI_Error_string(code, words, &length) == MPI_SUCCESS) {
    snprintf(text, (size_t)capacity, "%s", words);
  } else {
    snprintf(text, (size_t)capacity, "MPI code %d, for which the library has no text", code);
  }
}

int lockstep_mpi_sum_floats(intptr_t comm, float *values, int count) {
  return MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_FLOAT, MPI_SUM, communicator(comm));
}

int lockstep_mpi_maximum(intptr_t comm, int64_t *value) {
  return MPI_Allreduce(MPI_IN_PLACE, value, 1, MPI_INT64_T, MPI_MAX, communicator(comm));
}

int lockstep_mpi_exchange_floats(intptr_t comm, const float *send, const int *send_counts, const int *send_offsets,
                                 float *receive, const int *receive_counts, const int *receive_offsets) {
  return MPI_Alltoallv(send, send_counts, send_offsets, MPI_FLOAT, receive, receive_counts, receive_offsets,
                       MPI_FLOAT, communicator(comm));
}

int lockstep_mpi_gather_floats(intptr_t comm, float *values, const int *counts, const int *offsets) {
  return MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, values, counts, offsets, MPI_FLOAT, communicator(comm));
}

int lockstep_mpi_gather_bytes(intptr_t comm, uint8_t *bytes, const int *counts, const int *offsets) {
  return MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, bytes, counts, offsets, MPI_BYTE, communicator(comm));
}

int lockstep_mpi_gather_ints(intptr_t comm, int *values) {
  return MPI_Allgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, values, 1, MPI_INT, communicator(comm));
}

int lockstep_mpi_broadcast_bytes(intptr_t comm, void *bytes, int count, int root) {
  return MPI_Bcast(bytes, count, MPI_BYTE, root, communicator(comm));
}

int lockstep_mpi_barrier(intptr_t comm) { return MPI_Barrier(communicator(comm)); }

int lockstep_mpi_split_host(intptr_t comm, intptr_t *host) {
  MPI_Comm group = MPI_COMM_NULL;
  int code = MPI_Comm_split_type(communicator(comm), MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &group);
  if (code == MPI_SUCCESS) *host = (intptr_t)group;
  return code;
}

int lockstep_mpi_split(intptr_t comm, int color, intptr_t *group) {
  MPI_Comm made = MPI_COMM_NULL;
  int code = MPI_Comm_split(communicator(comm), color, 0, &made);
  if (code == MPI_SUCCESS) *group = (intptr_t)made;
  return code;
}

int lockstep_mpi_free(intptr_t comm) {
  MPI_Comm group = communicator(comm);
  return MPI_Comm_free(&group);
}

int lockstep_mpi_share(intptr_t comm, int64_t bytes, void **start, intptr_t *window) {
  MPI_Comm host = communicator(comm);
  MPI_Win made = MPI_WIN_NULL;
  MPI_Aint size = 0;
  int rank = 0, unit = 1;
  int code = MPI_Comm_rank(host, &rank);
  if (code != MPI_SUCCESS) return code;
  code = MPI_Win_allocate_shared(rank == 0 ? (MPI_Aint)bytes : 0, 1, MPI_INFO_NULL, host, start, &made);
  if (code != MPI_SUCCESS) return code;
  *window = (intptr_t)made;
  return MPI_Win_shared_query(made, 0, &size, &unit, start);
}

int lockstep_mpi_unshare(intptr_t window) {
  MPI_Win made = (MPI_Win)window;
  return MPI_Win_free(&made);
}

#endif
