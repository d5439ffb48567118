#pragma once

// libpng for Swift: a picture in memory to rows of bytes and back, each in one call.
//
// libpng ends a failing call with longjmp, which Swift frames do not survive. So every call of libpng that can fail is
// made here, behind a setjmp of its own: no variable is changed between that and the jump.

#include <png.h>

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// The longest of libpng's messages, with its final zero.
#define CPNG_MESSAGE_BYTES 160
#define CPNG_ENDS_EARLY "the file ends early"

// What a picture's header says.
typedef struct {
  uint32_t width;
  uint32_t height;
  uint8_t bit_depth;
  // One of PNG_COLOR_TYPE_….
  uint8_t color_type;
  bool is_interlaced;
  // All pixels are there, but the file ends before its last chunk.
  bool ends_early;
} CPNG_Header;

// A file in memory that is read or written from its beginning, and what went wrong.
typedef struct {
  const uint8_t *source;
  uint8_t *target;
  size_t count;
  size_t offset;
  char message[CPNG_MESSAGE_BYTES];
  // The last warning: it may tell more than the message of the error that follows.
  char warning[CPNG_MESSAGE_BYTES];
} CPNG_Bytes;

static inline void CPNG_fail(png_structp png, png_const_charp message) {
  CPNG_Bytes *bytes = (CPNG_Bytes *)png_get_error_ptr(png);
  strncpy(bytes->message, message, CPNG_MESSAGE_BYTES - 1);
  png_longjmp(png, 1);
}

// By itself a warning is about something that does not change the picture: a colour profile, a comment.
static inline void CPNG_warn(png_structp png, png_const_charp message) {
  CPNG_Bytes *bytes = (CPNG_Bytes *)png_get_error_ptr(png);
  strncpy(bytes->warning, message, CPNG_MESSAGE_BYTES - 1);
}

static inline void CPNG_take(png_structp png, png_bytep data, size_t count) {
  CPNG_Bytes *bytes = (CPNG_Bytes *)png_get_io_ptr(png);
  if (count > bytes->count - bytes->offset) png_error(png, CPNG_ENDS_EARLY);
  memcpy(data, bytes->source + bytes->offset, count);
  bytes->offset += count;
}

static inline void CPNG_put(png_structp png, png_bytep data, size_t count) {
  CPNG_Bytes *bytes = (CPNG_Bytes *)png_get_io_ptr(png);
  if (count > bytes->count - bytes->offset) png_error(png, "no room for the file");
  memcpy(bytes->target + bytes->offset, data, count);
  bytes->offset += count;
}

static inline void CPNG_flush(png_structp png) { (void)png; }

static inline bool CPNG_read_header(png_structp png, png_infop info, CPNG_Header *header) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_read_info(png, info);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->bit_depth = png_get_bit_depth(png, info);
  header->color_type = png_get_color_type(png, info);
  header->is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  return true;
}

// Rows of red, green, blue and opacity, 8 bits each, whatever the file has; no gamma, as Pillow and so Keras read it.
static inline bool CPNG_read_rows(png_structp png, png_infop info, uint8_t *pixels, size_t row_bytes) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != row_bytes) png_error(png, "rows of an unexpected length");
  const png_uint_32 height = png_get_image_height(png, info);
  for (int pass = 0; pass < passes; pass++)
    for (png_uint_32 y = 0; y < height; y++) png_read_row(png, pixels + y * row_bytes, NULL);
  return true;
}

// What follows the pixels: nothing but the last chunk matters.
static inline bool CPNG_read_end(png_structp png, const CPNG_Bytes *bytes, CPNG_Header *header) {
  if (setjmp(png_jmpbuf(png))) {
    header->ends_early = strcmp(bytes->message, CPNG_ENDS_EARLY) == 0;
    return header->ends_early;
  }
  png_read_end(png, NULL);
  return true;
}

// Decodes the PNG file in `bytes`: its header, and if `pixels` is given, `height` rows of `width` × 4 bytes.
//
// No side may exceed `largest_side`. Chunks that do not decide a pixel, as text and colour profiles, are passed over. On failure `bytes->message` says why.
static inline bool CPNG_decode(CPNG_Bytes *bytes, uint32_t largest_side, CPNG_Header *header, uint8_t *pixels) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, bytes, CPNG_fail, CPNG_warn);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  bool done = false;
  if (info) {
    png_set_read_fn(png, bytes, CPNG_take);
    png_set_user_limits(png, largest_side, largest_side);
    // All that libpng knows besides header, palette, transparency, pixels and end.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_chunk_cache_max(png, 64);
    png_set_chunk_malloc_max(png, 8000000);
    done = CPNG_read_header(png, info, header) &&
           (!pixels || (CPNG_read_rows(png, info, pixels, (size_t)header->width * 4) && CPNG_read_end(png, bytes, header)));
  } else {
    strncpy(bytes->message, "no memory for libpng", CPNG_MESSAGE_BYTES - 1);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return done;
}

static inline bool CPNG_write_rows(png_structp png, png_infop info, const uint8_t *pixels, uint32_t width,
                                   uint32_t height) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + (size_t)y * width);
  png_write_end(png, NULL);
  return true;
}

// Encodes rows of 8-bit grey into `bytes`; its offset is then the file's length.
static inline bool CPNG_encode(CPNG_Bytes *bytes, const uint8_t *pixels, uint32_t width, uint32_t height) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, bytes, CPNG_fail, CPNG_warn);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  bool done = false;
  if (info) {
    png_set_write_fn(png, bytes, CPNG_put, CPNG_flush);
    done = CPNG_write_rows(png, info, pixels, width, height);
  }
  png_destroy_write_struct(&png, &info);
  return done;
}
