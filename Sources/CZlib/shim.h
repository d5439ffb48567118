#pragma once

// Input pointers are const, as they should be.
#define ZLIB_CONST
#include <zlib.h>

// Prepares `stream` to decompress gzip (RFC 1952): window of 32 KiB, gzip wrapper only.
// inflateInit2 is a macro, which Swift cannot see.
static inline int CZlib_startInflatingGzip(z_stream *stream) { return inflateInit2(stream, MAX_WBITS + 16); }
