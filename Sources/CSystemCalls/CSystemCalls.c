#define _GNU_SOURCE
#include "CSystemCalls.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

// The arguments as the C library hands them over before any Swift runs: Swift's own way to them is
// a file in /proc, which a chroot or a small container may be without.
static int argument_count = -1;
static char **arguments;

int cpay_argument_count(void) { return argument_count; }
const char *cpay_argument(int index) {
  return index >= 0 && index < argument_count ? arguments[index] : NULL;
}

const char *cpay_variable(int index) {
  return index >= 0 && environ != NULL ? environ[index] : NULL;
}

int cpay_occupy_standard_descriptors(void) {
  // Opened the wrong way round, so that reading and writing fail as they would on a closed one: a
  // result that nobody gets is an error, and not lost in silence.
  static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int fd = 0; fd < 3; fd++) {
    if (fcntl(fd, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is this one, since those below are taken.
    int opened = open("/dev/null", modes[fd]);
    if (opened < 0) opened = open("/", O_RDONLY | O_DIRECTORY);
    if (opened != fd) return -1;
  }
  return 0;
}

// Runs before main, and before the rest of the program can open anything.
__attribute__((constructor)) static void begin(int argc, char **argv) {
#if defined(__GLIBC__) || defined(__APPLE__)
  if (argc > 0 && argv != NULL) {
    argument_count = argc;
    arguments = argv;
  }
#endif
  if (cpay_occupy_standard_descriptors() != 0) {
    static const char message[] = "cpay: /dev/null cannot take the place of a closed descriptor\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(70);
  }
}

// The terminal under edit. Written only while `editing` is 0, so a handler never sees half of it.
static struct termios cooked;
static int edited_fd = -1;
static atomic_int editing;
// Where a line is drawn, plus one, so that zero means nowhere.
static atomic_int drawn;

int cpay_begin_editing(int fd) {
  atomic_store(&editing, 0);
  atomic_store(&drawn, 0);
  if (tcgetattr(fd, &cooked) != 0) return -1;
  edited_fd = fd;
  atomic_store(&editing, 1);
  return 0;
}

void cpay_begin_drawing(int fd) { atomic_store(&drawn, fd + 1); }

void cpay_end_editing(void) {
  atomic_store(&drawn, 0);
  atomic_store(&editing, 0);
}

void cpay_restore_terminal(void) {
  int saved = errno;
  int fd = atomic_exchange(&drawn, 0) - 1;
  if (fd >= 0) {
    // No colours, nothing below the cursor, the cursor to be seen, pasted text as if typed.
    static const char plain[] = "\033[0m\033[J\033[?25h\033[?2004l\r\n";
    ssize_t written = write(fd, plain, sizeof plain - 1);
    (void)written;
  }
  if (atomic_exchange(&editing, 0)) tcsetattr(edited_fd, TCSANOW, &cooked);
  errno = saved;
}

static void write_all(const char *text, size_t length) {
  ssize_t written = write(STDERR_FILENO, text, length);
  (void)written;
}

// Only async-signal-safe calls: the heap and every lock may be in any state.
static void on_crash(int signo, siginfo_t *info, void *context) {
  (void)context;
  int mid_line = atomic_load(&editing) && !atomic_load(&drawn);
  cpay_restore_terminal();
  // A mapped file that ends before what is read of it, or whose next page the disk cannot hold. SQLite maps the index of a ledger's log, and
  // no other file that is written to is mapped.
  if (signo == SIGBUS && info->si_code == BUS_ADRERR) {
    static const char cut[] =
        "\r\ncpay: a file of the ledger was cut short while it was in use, or its disk is full; what "
        "was recorded is kept\n";
    size_t skipped = mid_line ? 0 : 2;
    write_all(cut + skipped, sizeof cut - 1 - skipped);
    _exit(74);
  }
  char line[96] = "\r\ncpay: internal error (signal ";
  size_t length = strlen(line);
  if (signo >= 10) line[length++] = (char)('0' + signo / 10 % 10);
  line[length++] = (char)('0' + signo % 10);
  static const char rest[] = "); what was recorded is kept\n";
  memcpy(line + length, rest, sizeof rest - 1);
  length += sizeof rest - 1;
  size_t skipped = mid_line ? 0 : 2;
  write_all(line + skipped, length - skipped);
  _exit(70);
}

static void on_end(int signo) {
  int is_editing = atomic_load(&editing);
  cpay_restore_terminal();
  // Whoever waits for a line is interrupted, whatever the signal.
  if (is_editing) _exit(130);
  signal(signo, SIG_DFL);
  raise(signo);
}

static void install(int signo, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signo, &action, NULL);
}

void cpay_install_crash_handlers(void) {
  // A stack overflow leaves no room for a handler on the thread's own stack.
  static char alternate[64 * 1024];
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  sigaltstack(&stack, NULL);
  static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
  struct sigaction crash;
  memset(&crash, 0, sizeof crash);
  crash.sa_sigaction = on_crash;
  crash.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND;
  sigemptyset(&crash.sa_mask);
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i], &crash, NULL);
  static const int ends[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    struct sigaction current;
    // Whoever started us may have asked for a signal to be ignored, as nohup does.
    if (sigaction(ends[i], NULL, &current) == 0 && current.sa_handler != SIG_IGN)
      install(ends[i], on_end, SA_ONSTACK | SA_NODEFER);
  }
  atexit(cpay_restore_terminal);
}

void cpay_keep_freed_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
  mallopt(M_ARENA_MAX, 1);
#endif
}

int cpay_harden(void) {
  int failed = 0;
  umask(077);
  // A parent's threads may have blocked signals, which a child inherits and would never hear.
  sigset_t blocked;
  sigemptyset(&blocked);
  if (sigprocmask(SIG_SETMASK, &blocked, NULL) != 0) failed = -1;
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) failed = -1;
#ifdef __linux__
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) failed = -1;
#endif
  if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) failed = -1;
  if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR) failed = -1;
  return failed;
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void *pass(void *unused) {
  pthread_mutex_lock(&gate);
  pthread_mutex_unlock(&gate);
  return unused;
}

// Whether that many threads can be there at once.
static int can_start_threads(int count) {
  pthread_t threads[16];
  int started = 0;
  pthread_mutex_lock(&gate);
  while (started < count && pthread_create(&threads[started], NULL, pass, NULL) == 0) started++;
  pthread_mutex_unlock(&gate);
  for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
  return started == count;
}

static rlim_t soft_limit(int resource) {
  struct rlimit limit;
  return getrlimit(resource, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

const char *cpay_shortage(void) {
  static char message[128];
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    // The hard limit is what an administrator allows; the soft one is a default.
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  rlim_t open = soft_limit(RLIMIT_NOFILE);
  if (open < 64) {
    snprintf(message, sizeof message,
             "this process may have %d open files (ulimit -n), and it needs 64", (int)open);
    return message;
  }
  if (soft_limit(RLIMIT_AS) != RLIM_INFINITY) {
    size_t room = (size_t)192 << 20;
    void *start = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED)
      return "this process may have too little memory (ulimit -v); it needs 192 MiB more";
    munmap(start, room);
  }
  // Threads that cannot be started are waited for without end, deep in the runtime.
  if (soft_limit(RLIMIT_NPROC) < 1024 && !can_start_threads(16))
    return "this process may start too few threads (ulimit -u); it needs 16";
  return NULL;
}

int cpay_is_terminal(int fd) { return isatty(fd); }

cpay_size cpay_terminal_size(int fd) {
  struct winsize window;
  cpay_size size = {0, 0};
  if (ioctl(fd, TIOCGWINSZ, &window) == 0) {
    size.rows = window.ws_row;
    size.columns = window.ws_col;
  }
  return size;
}

static int has_utf8;

static void choose_locale(void) {
  static const char *const names[] = {"", "C.UTF-8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof *names && !has_utf8; i++)
    has_utf8 = setlocale(LC_CTYPE, names[i]) != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int cpay_use_utf8_locale(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, choose_locale);
  return has_utf8 ? 0 : -1;
}

int cpay_display_width(uint32_t scalar) {
  cpay_use_utf8_locale();
  return wcwidth((wchar_t)scalar);
}

cpay_pipe cpay_open_pipe(void) {
  int ends[2] = {-1, -1};
#ifdef __linux__
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) ends[0] = ends[1] = -1;
#else
  if (pipe(ends) != 0) ends[0] = ends[1] = -1;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
  }
#endif
  cpay_pipe opened = {ends[0], ends[1]};
  return opened;
}

// The descriptor of each signal plus one, so that zero means none.
static atomic_int watchers[65];

static void on_watched(int signo) {
  int saved = errno;
  int fd = atomic_load(&watchers[signo]) - 1;
  unsigned char byte = (unsigned char)signo;
  if (fd >= 0) {
    ssize_t written = write(fd, &byte, 1);
    (void)written;
  }
  errno = saved;
}

static int can_watch(int signo) {
  return signo > 0 && signo < (int)(sizeof watchers / sizeof *watchers);
}

int cpay_watch_signal(int signo, int write_fd) {
  if (!can_watch(signo) || write_fd < 0) return -1;
  struct sigaction action;
  // A hang-up that whoever started us ignores, as nohup does, is none.
  if (signo == SIGHUP && sigaction(signo, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
    return 0;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_watched;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  int previous = atomic_exchange(&watchers[signo], write_fd + 1);
  if (sigaction(signo, &action, NULL) == 0) return 0;
  atomic_store(&watchers[signo], previous);
  return -1;
}

int cpay_watcher_of_signal(int signo) {
  return can_watch(signo) ? atomic_load(&watchers[signo]) - 1 : -1;
}

int cpay_unwatch_signal(int signo, int write_fd) {
  if (!can_watch(signo)) return -1;
  int expected = write_fd + 1;
  if (!atomic_compare_exchange_strong(&watchers[signo], &expected, 0)) return 0;
  return signal(signo, SIG_DFL) == SIG_ERR ? -1 : 0;
}

uint32_t cpay_filesystem(const char *path) {
  struct statfs status;
  return statfs(path, &status) == 0 ? (uint32_t)status.f_type : 0;
}

static void fill(const struct stat *found, cpay_status *status) {
  status->device = found->st_dev;
  status->inode = found->st_ino;
  status->links = found->st_nlink;
  status->size = found->st_size;
  status->changed = (int64_t)found->st_ctim.tv_sec * 1000000000 + found->st_ctim.tv_nsec;
  status->kind = found->st_mode & S_IFMT;
  status->permissions = found->st_mode & 07777;
  status->owner = found->st_uid;
}

int cpay_status_of_open(int fd, cpay_status *status) {
  struct stat found;
  if (fstat(fd, &found) != 0) return -1;
  fill(&found, status);
  return 0;
}

int cpay_status_of_path(int folder, const char *path, cpay_status *status) {
  struct stat found;
  if (fstatat(folder, path, &found, AT_SYMLINK_NOFOLLOW) != 0) return -1;
  fill(&found, status);
  return 0;
}

static char **texts_of(const char *bytes, int count) {
  char **texts = calloc((size_t)count + 1, sizeof *texts);
  if (texts == NULL) return NULL;
  for (int i = 0; i < count; i++) {
    texts[i] = (char *)bytes;
    bytes += strlen(bytes) + 1;
  }
  return texts;
}

static int64_t milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Starts the program with `output` as its standard output, and `input` as its standard input, which is
// empty where that is negative; its process, or -1.
static pid_t start(char **words, char **variables, int input, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions) != 0) return -1;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return -1;
  }
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  if (input < 0) {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  } else {
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  }
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t child = -1;
  if (posix_spawnp(&child, words[0], &actions, &attributes, words, variables) != 0) child = -1;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

cpay_reader cpay_start_reader(const char *words, int word_count, const char *variables,
                              int variable_count, int output) {
  cpay_reader reader = {-1, -1};
  int ends[2];
  if (word_count < 1 || pipe2(ends, O_CLOEXEC) != 0) return reader;
  char **arguments = texts_of(words, word_count);
  char **environment = texts_of(variables, variable_count);
  if (arguments != NULL && environment != NULL) {
    reader.process = start(arguments, environment, ends[0], output);
  }
  free(arguments);
  free(environment);
  close(ends[0]);
  if (reader.process < 0) {
    close(ends[1]);
    return reader;
  }
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  reader.input = ends[1];
  return reader;
}

int cpay_end_of(int process, int milliseconds) {
  int64_t end = milliseconds_now() + milliseconds;
  for (;;) {
    int status = 0;
    pid_t ended = waitpid(process, &status, WNOHANG);
    if (ended == process) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ended < 0 && errno != EINTR) return 0;
    int64_t left = end - milliseconds_now();
    if (left <= 0) return -1;
    poll(NULL, 0, left < 10 ? (int)left : 10);
  }
}

int cpay_first_line(const char *words, int word_count, const char *variables, int variable_count,
                    unsigned char *line, int size, int milliseconds, int (*is_stopped)(void)) {
  if (word_count < 1) return -1;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  char **arguments = texts_of(words, word_count);
  char **environment = texts_of(variables, variable_count);
  pid_t child = -1;
  if (arguments != NULL && environment != NULL) child = start(arguments, environment, -1, ends[1]);
  free(arguments);
  free(environment);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return -1;
  }
  // What comes behind the first line is read and dropped, so that the program can end.
  int64_t end = milliseconds_now() + milliseconds;
  int length = 0, is_whole = 0, is_long = 0, status = 0, has_ended = 0, is_open = 1, stopped = 0;
  while (!has_ended || (is_open && !is_whole)) {
    int64_t left = end - milliseconds_now();
    stopped = is_stopped();
    if (left <= 0 || stopped) break;
    struct pollfd ready = {.fd = is_open ? ends[0] : -1, .events = POLLIN};
    // A program may end without a word on the pipe, which something it started keeps open.
    int count = poll(&ready, 1, left < 20 ? (int)left : 20);
    if (count > 0) {
      unsigned char piece[512];
      ssize_t got = read(ends[0], piece, sizeof piece);
      if (got == 0 || (got < 0 && errno != EINTR)) is_open = 0;
      for (ssize_t i = 0; i < got && !is_whole; i++) {
        if (piece[i] == '\n') is_whole = 1;
        else if (length < size) line[length++] = piece[i];
        else is_long = 1;
      }
      memset(piece, 0, sizeof piece);
      continue;
    }
    if (!has_ended && waitpid(child, &status, WNOHANG) == child) has_ended = 1;
    else if (has_ended) break;
  }
  close(ends[0]);
  if (!has_ended) {
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return stopped ? -5 : -2;
  }
  if (stopped) return -5;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return -3;
  return is_long || length == 0 ? -4 : length;
}
