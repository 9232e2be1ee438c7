// System calls that Swift cannot make, or must not: variadic ones, ones that run inside a signal
// handler, and ones that glibc hides from its module.
#pragma once
#include <stdint.h>

// The arguments of the process, the command's own name first; -1 and NULL where the system did not
// hand them over. They need no /proc.
int cpay_argument_count(void);
const char *cpay_argument(int index);

// One of the variables of the environment, NAME=VALUE; NULL behind the last.
const char *cpay_variable(int index);

// Puts something in the place of each of 0, 1 and 2 that is closed, so that nothing else gets its
// number; reading and writing it fail with EBADF or EISDIR. Done before main. -1 on failure.
int cpay_occupy_standard_descriptors(void);

// Makes a crash end in one line on stderr and exit status 70, with nothing from memory in it and
// the terminal put back; 74 where a file that is mapped was cut short, as somebody may do to a
// ledger. Also puts the terminal back at exit and when INT, QUIT, TERM or HUP end
// the process, with exit status 130 while a line is edited; a later cpay_watch_signal for one of
// those takes it over.
void cpay_install_crash_handlers(void);

// Files private by default, no core dumps, no tracing by others, no signal blocked, EPIPE and EFBIG
// instead of signals. Returns 0, or -1 when one of them could not be set.
int cpay_harden(void);

// Keeps a few megabytes of what is freed for what is allocated next: pieces of files and their tables
// come and go by the thousand, and to give each back to the system costs more than to read it. All
// threads share what is kept: each would keep its own otherwise.
void cpay_keep_freed_memory(void);

// What the limits of this process leave too little of, as the end of a sentence; NULL where there is
// enough. Takes as many open files as it may have.
const char *cpay_shortage(void);

// The settings the terminal has now are the ones that a crash or an exit puts back, until
// cpay_end_editing. One terminal at a time. Returns -1 when `fd` is not a terminal.
int cpay_begin_editing(int fd);
// From now on the line is drawn on `fd`: whoever puts the settings back first makes the terminal
// look as before, too.
void cpay_begin_drawing(int fd);
void cpay_end_editing(void);
// Puts back the settings of cpay_begin_editing, if editing; safe in a signal handler.
void cpay_restore_terminal(void);

int cpay_is_terminal(int fd);

// The magic number of the file system that holds `path`, as statfs(2) gives it; 0 when unknown.
uint32_t cpay_filesystem(const char *path);

// Zero where the size is unknown.
typedef struct cpay_size {
  int rows;
  int columns;
} cpay_size;
cpay_size cpay_terminal_size(int fd);

// Takes the character type of the environment when that is UTF-8, and of C.UTF-8 otherwise; once
// per process. Returns 0, or -1 when there is no UTF-8 locale.
int cpay_use_utf8_locale(void);

// The columns of one character: 0, 1 or 2, or -1 when the C library knows no width for it.
int cpay_display_width(uint32_t scalar);

// A pipe whose ends do not block and are closed in a program run next; -1 for both on failure.
typedef struct cpay_pipe {
  int read_fd;
  int write_fd;
} cpay_pipe;
cpay_pipe cpay_open_pipe(void);

// What stat(2) tells of a file; the kind is S_IFMT's part of the mode, the permissions are the rest.
typedef struct cpay_status {
  uint64_t device;
  uint64_t inode;
  uint64_t links;
  int64_t size;
  // In nanoseconds.
  int64_t changed;
  uint32_t kind;
  uint32_t permissions;
  uint32_t owner;
} cpay_status;
// -1 on failure, with errno set. The second does not follow a link.
int cpay_status_of_open(int fd, cpay_status *status);
int cpay_status_of_path(int folder, const char *path, cpay_status *status);

// From now on `signo` writes its number, as one byte, to `write_fd`, which should not block.
// Returns -1 for a signal that cannot be caught; an ignored HUP stays ignored.
int cpay_watch_signal(int signo, int write_fd);
// What `signo` is written to now; -1 where it is not watched.
int cpay_watcher_of_signal(int signo);
// Gives `signo` its default action, if it still writes to `write_fd`.
int cpay_unwatch_signal(int signo, int write_fd);

// A program that reads what is written to `input`, which never blocks; -1 where none runs.
typedef struct cpay_reader {
  int process;
  int input;
} cpay_reader;

// Starts a program that shows on `output` what it reads. Words and variables are texts one behind the
// other, each with its end.
cpay_reader cpay_start_reader(const char *words, int word_count, const char *variables,
                              int variable_count, int output);

// How a process that was started has ended, 128 and more for a signal; waits so long, and is -1 where
// it still runs.
int cpay_end_of(int process, int milliseconds);

// Runs a program without a shell and gives the first line it writes to its standard output, without
// the end of that line. `words` and `variables` hold so many texts, each ended by a NUL; standard
// input is empty. At least 0: the length of the line. -1: it cannot be run; -2: it took longer than
// `milliseconds`; -3: it failed; -4: there is no line, or it is longer than `size`; -5: `is_stopped`,
// which is asked some fifty times a second, said so, and the program was ended.
int cpay_first_line(const char *words, int word_count, const char *variables, int variable_count,
                    unsigned char *line, int size, int milliseconds, int (*is_stopped)(void));
