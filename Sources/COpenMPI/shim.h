// Deliberately empty. This module only brings the compiler and linker flags of Open MPI's pkg-config
// file to CMPI; <mpi.h> itself is included by CMPI/cmpi.c alone and never seen by Swift.
