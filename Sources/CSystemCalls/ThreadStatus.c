#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/types.h>

#ifdef __linux__

// Whether it is `/proc/NUMBER/stat`.
static int is_thread_status(const char *path) {
  static const char folder[] = "/proc/";
  if (strncmp(path, folder, sizeof folder - 1) != 0) return 0;
  const char *number = path + sizeof folder - 1;
  size_t digits = strspn(number, "0123456789");
  return digits > 0 && strcmp(number + digits, "/stat") == 0;
}

// Once a second the dispatch library, which runs all tasks, counts the threads that are busy by
// their status in /proc, and takes a status that cannot be opened for a defect of the program: where
// there is no /proc the process would die in the middle of a batch. A status without content is
// passed over instead. Everything else is opened as by the C library, whose function this replaces
// for the whole process.
#undef open
int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  int opened = openat(AT_FDCWD, path, flags, mode);
  if (opened >= 0 || !is_thread_status(path)) return opened;
  opened = openat(AT_FDCWD, "/dev/null", flags);
  return opened >= 0 ? opened : openat(AT_FDCWD, "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

#endif
