// Counts what a rank asks of MPI: calls, bytes and partners of each function, and the seconds spent in it; at the end also the
// rank's memory and open files. Loaded before the program with LD_PRELOAD, through MPI's own profiling interface (PMPI).
//
// COUNT_MESSAGES_FOLDER: where each rank leaves "rank-N", a line a function: name, calls, bytes, partners, seconds.
// COUNT_MESSAGES_HOST: so many ranks in a row count as a host's; 0, or nothing, leaves hosts as they are.
// Bytes are those that a rank gives to others and gets from them, as the call's meaning says, whatever the library sends.

#include <dirent.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ALLREDUCE, ALLTOALLV, ALLGATHER, ALLGATHERV, BCAST, BARRIER, SPLIT, WINDOW, INIT, FINALIZE, KINDS };
static const char *const names[KINDS] = {"Allreduce", "Alltoallv", "Allgather", "Allgatherv", "Bcast",
                                         "Barrier",   "Comm_split", "Win_allocate_shared", "Init", "Finalize"};
static struct { long calls, bytes; int partners; double seconds; } counts[KINDS];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int size_of(MPI_Comm comm) {
  int size = 1;
  PMPI_Comm_size(comm, &size);
  return size;
}

static int rank_in(MPI_Comm comm) {
  int rank = 0;
  PMPI_Comm_rank(comm, &rank);
  return rank;
}

static long width(MPI_Datatype type) {
  int size = 0;
  PMPI_Type_size(type, &size);
  return size;
}

static int counted(int kind, int ranks, long bytes, double start, int code) {
  counts[kind].calls++;
  counts[kind].bytes += bytes;
  counts[kind].seconds += now() - start;
  if (ranks - 1 > counts[kind].partners) counts[kind].partners = ranks - 1;
  return code;
}

static long sum_but(const int *values, int count, int own) {
  long sum = 0;
  for (int i = 0; i < count; i++) if (i != own) sum += values[i];
  return sum;
}

// Kilobytes of a line of /proc/self/FILE.
static long kilobytes(const char *file, const char *name) {
  char line[256];
  long found = 0;
  FILE *stream = fopen(file, "r");
  while (stream && fgets(line, sizeof line, stream))
    if (strncmp(line, name, strlen(name)) == 0) found = strtol(line + strlen(name), NULL, 10);
  if (stream) fclose(stream);
  return found;
}

static long open_files(void) {
  long count = -3; // ".", ".." and the folder itself
  DIR *folder = opendir("/proc/self/fd");
  while (folder && readdir(folder)) count++;
  if (folder) closedir(folder);
  return count;
}

static void report(void) {
  const char *folder = getenv("COUNT_MESSAGES_FOLDER");
  char path[4096];
  snprintf(path, sizeof path, "%s/rank-%d", folder ? folder : ".", rank_in(MPI_COMM_WORLD));
  // All at once, so that nobody's memory is divided by those that have gone.
  PMPI_Barrier(MPI_COMM_WORLD);
  FILE *stream = fopen(path, "w");
  if (!stream) return;
  for (int kind = 0; kind < KINDS; kind++)
    fprintf(stream, "%s %ld %ld %d %.6f\n", names[kind], counts[kind].calls, counts[kind].bytes,
            counts[kind].partners, counts[kind].seconds);
  fprintf(stream, "pss_kb %ld\n", kilobytes("/proc/self/smaps_rollup", "Pss:"));
  fprintf(stream, "files %ld\n", open_files());
  fclose(stream);
  PMPI_Barrier(MPI_COMM_WORLD);
}

int MPI_Init_thread(int *argc, char ***argv, int wanted, int *provided) {
  double start = now();
  int code = PMPI_Init_thread(argc, argv, wanted, provided);
  return counted(INIT, 1, 0, start, code);
}

int MPI_Finalize(void) {
  report();
  return PMPI_Finalize();
}

int MPI_Allreduce(const void *send, void *receive, int count, MPI_Datatype type, MPI_Op op, MPI_Comm comm) {
  double start = now();
  int code = PMPI_Allreduce(send, receive, count, type, op, comm);
  return counted(ALLREDUCE, size_of(comm), 2 * count * width(type), start, code);
}

int MPI_Alltoallv(const void *send, const int *send_counts, const int *send_offsets, MPI_Datatype send_type,
                  void *receive, const int *receive_counts, const int *receive_offsets, MPI_Datatype type,
                  MPI_Comm comm) {
  double start = now();
  int code = PMPI_Alltoallv(send, send_counts, send_offsets, send_type, receive, receive_counts, receive_offsets, type,
                            comm);
  int size = size_of(comm), rank = rank_in(comm);
  long values = sum_but(send_counts, size, rank) + sum_but(receive_counts, size, rank);
  return counted(ALLTOALLV, size, values * width(type), start, code);
}

int MPI_Allgather(const void *send, int count, MPI_Datatype send_type, void *receive, int receive_count,
                  MPI_Datatype type, MPI_Comm comm) {
  double start = now();
  int code = PMPI_Allgather(send, count, send_type, receive, receive_count, type, comm);
  return counted(ALLGATHER, size_of(comm), (long)size_of(comm) * receive_count * width(type), start, code);
}

int MPI_Allgatherv(const void *send, int count, MPI_Datatype send_type, void *receive, const int *receive_counts,
                   const int *offsets, MPI_Datatype type, MPI_Comm comm) {
  double start = now();
  int code = PMPI_Allgatherv(send, count, send_type, receive, receive_counts, offsets, type, comm);
  return counted(ALLGATHERV, size_of(comm), sum_but(receive_counts, size_of(comm), -1) * width(type), start, code);
}

int MPI_Bcast(void *values, int count, MPI_Datatype type, int root, MPI_Comm comm) {
  double start = now();
  int code = PMPI_Bcast(values, count, type, root, comm);
  return counted(BCAST, size_of(comm), count * width(type), start, code);
}

int MPI_Barrier(MPI_Comm comm) {
  double start = now();
  int code = PMPI_Barrier(comm);
  return counted(BARRIER, size_of(comm), 0, start, code);
}

int MPI_Comm_split(MPI_Comm comm, int color, int key, MPI_Comm *made) {
  double start = now();
  int code = PMPI_Comm_split(comm, color, key, made);
  return counted(SPLIT, size_of(comm), 0, start, code);
}

int MPI_Comm_split_type(MPI_Comm comm, int type, int key, MPI_Info info, MPI_Comm *made) {
  double start = now();
  const char *host = getenv("COUNT_MESSAGES_HOST");
  int ranks = host ? atoi(host) : 0;
  int code = ranks > 0 ? PMPI_Comm_split(comm, rank_in(MPI_COMM_WORLD) / ranks, key, made)
                       : PMPI_Comm_split_type(comm, type, key, info, made);
  return counted(SPLIT, size_of(comm), 0, start, code);
}

int MPI_Win_allocate_shared(MPI_Aint bytes, int unit, MPI_Info info, MPI_Comm comm, void *start_of, MPI_Win *window) {
  double start = now();
  int code = PMPI_Win_allocate_shared(bytes, unit, info, comm, start_of, window);
  return counted(WINDOW, size_of(comm), 0, start, code);
}
