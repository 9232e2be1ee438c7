internal import CpayValue
import Glibc

/// The lines typed at the prompt, kept in a private file that several shells append to.
///
/// One JSON object a line, `{"time":1700000000,"session":"4f","text":"…"}`, appended under a lock with one write,
/// so a line is there whole or, after a crash, torn and then skipped; reading needs no lock, and waits for
/// nobody. The file has mode 0600 in a
/// directory of mode 0700, is never followed through a symbolic link, and is never changed into
/// that state in silence: a file that is open to others is refused.
package struct HistoryFile: Sendable {
  /// How many entries are read, the newest.
  package static let entryLimit = 10_000
  /// How many bytes are read, the last of the file; one twice as long is cut to its entries.
  package static let byteLimit = 1 << 20
  /// A longer entry, in bytes of the file, is kept out.
  package static let longestEntry = 1 << 16

  private let directory: String
  private let name: String
  /// How long another process that writes is waited for.
  private let longestWait: Duration

  /// The file at `path`, which is opened by each use.
  ///
  /// Its directory is made when it is missing, the directories above that are not.
  package init(path: String, longestWait: Duration = .seconds(2)) {
    self.longestWait = longestWait
    let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    directory = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    name = cut.map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// Adds an entry at the end; false when it is kept out: blank at its start, with a key, too long.
  ///
  /// - Throws: ``HistoryFileError`` when the file is not private to us, or cannot be written.
  package func append(_ entry: Entry) throws(HistoryFileError) -> Bool {
    guard mayBeKept(entry.text) else { return false }
    var line = JSONWriter()
    line.entry(entry)
    guard line.bytes.count <= Self.longestEntry else { return false }

    let opened = try open(.exclusively)
    defer { opened.close() }
    let size = try size(of: opened)
    // A write that a crash cut short must not swallow this entry too.
    let last = size > 0 ? try read(opened, from: size - 1) : [newline]
    try write(last == [newline] ? line.bytes : [newline] + line.bytes, to: opened, at: size)
    return true
  }

  /// The entries, oldest first; lines that are no entries are left out.
  ///
  /// - Throws: ``HistoryFileError`` when the file is not private to us, or cannot be read.
  package func load() throws(HistoryFileError) -> [Entry] {
    let opened = try open(.forReading)
    defer { opened.close() }
    let size = try size(of: opened)
    let start = max(0, size - Self.byteLimit)
    var bytes = try read(opened, from: start)[...]
    if start > 0 { bytes = bytes.drop { $0 != newline } }
    let entries = bytes.split(separator: newline).compactMap(Entry.init(line:))
      .suffix(Self.entryLimit)
    if size > 2 * Self.byteLimit { try cut(opened, of: size, to: entries) }
    return Array(entries)
  }

  /// Puts these entries in the place of the file, unless another process works on it, or has added
  /// to it since: there is a next time.
  private func cut(
    _ opened: Opened, of size: Int, to entries: ArraySlice<Entry>
  ) throws(HistoryFileError) {
    guard flock(opened.file, LOCK_EX | LOCK_NB) == 0, try self.size(of: opened) == size,
      isNamed(opened.file, in: opened.directory)
    else { return }
    try replace(opened, with: entries)
  }

  // MARK: The file

  /// The file and its directory, both checked, the file locked.
  private struct Opened {
    let directory: Int32
    let file: Int32

    func close() {
      _ = Glibc.close(file)
      _ = Glibc.close(directory)
    }
  }

  /// What a file is opened for.
  private enum Use {
    case forReading
    /// By nobody else who writes.
    case exclusively
  }

  private func open(_ use: Use) throws(HistoryFileError) -> Opened {
    _ = unsafe mkdir(directory, 0o700)
    let parent = unsafe Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard parent >= 0 else { throw failure("open", directory, isDirectory: true) }
    do throws(HistoryFileError) {
      try check(parent, directory, type: S_IFDIR)
      while true {
        if let file = try file(in: parent, use) { return Opened(directory: parent, file: file) }
      }
    } catch {
      close(parent)
      throw error
    }
  }

  /// The file; nil when another process replaced it before the lock was ours.
  private func file(in parent: Int32, _ use: Use) throws(HistoryFileError) -> Int32? {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let file = unsafe openat(parent, name, flags, 0o600)
    guard file >= 0 else { throw failure("open", path, isDirectory: false) }
    do throws(HistoryFileError) {
      try check(file, path, type: S_IFREG)
      if use == .exclusively { try lock(file) }
    } catch {
      close(file)
      throw error
    }
    if isNamed(file, in: parent) { return file }
    close(file)
    return nil
  }

  /// Whether the open file is the one of that name still.
  private func isNamed(_ file: Int32, in parent: Int32) -> Bool {
    guard let held = FileStatus(open: file), let named = FileStatus(name, in: parent) else {
      return false
    }
    return held.isSame(as: named)
  }

  /// Waits for the lock as long as those who write a line may need, and no longer: one that has been
  /// stopped would keep it for good.
  private func lock(_ file: Int32) throws(HistoryFileError) {
    let end = ContinuousClock.now + longestWait
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: break
      case EWOULDBLOCK where .now < end: usleep(2000)
      case EWOULDBLOCK: throw HistoryFileError(reason: .locked, path: path)
      default: throw failure("lock", path)
      }
    }
  }

  private func check(
    _ descriptor: Int32, _ path: String, type: mode_t
  ) throws(HistoryFileError) {
    guard let found = FileStatus(open: descriptor) else { throw failure("stat", path) }
    let isFile = type == S_IFREG
    let reason: HistoryFileError.Reason? =
      if found.kind != type {
        isFile ? .notAFile : .notADirectory
      } else if found.owner != geteuid() {
        .ownedByOther
      } else if found.permissions & 0o077 != 0 {
        .openToOthers(mode: isFile ? "600" : "700")
      } else if isFile && found.links > 1 {
        .hardLinked
      } else {
        nil
      }
    if let reason { throw HistoryFileError(reason: reason, path: path) }
  }

  private func size(of opened: Opened) throws(HistoryFileError) -> Int {
    let end = lseek(opened.file, 0, SEEK_END)
    guard end >= 0 else { throw failure("seek", path) }
    return Int(end)
  }

  private func read(_ opened: Opened, from start: Int) throws(HistoryFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe pread(opened.file, &chunk, chunk.count, off_t(start + bytes.count))
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { throw failure("read", path) }
      bytes += chunk[..<max(0, count)]
    }
  }

  /// One write; what got in of one that failed is taken out again.
  private func write(
    _ bytes: [UInt8], to opened: Opened, at size: Int
  ) throws(HistoryFileError) {
    var count = unsafe Glibc.write(opened.file, bytes, bytes.count)
    while count < 0, errno == EINTR { count = unsafe Glibc.write(opened.file, bytes, bytes.count) }
    if count == bytes.count { return }
    let error = failure("write", path)
    _ = ftruncate(opened.file, off_t(size))
    throw error
  }

  /// Puts a file of these entries in the place of the one we hold the lock of.
  private func replace(
    _ opened: Opened, with entries: ArraySlice<Entry>
  ) throws(HistoryFileError) {
    var lines = JSONWriter()
    for entry in entries { lines.entry(entry) }
    let new = name + ".new"
    // Left by a process that ended here; we hold the lock, so nobody else is writing it.
    _ = unsafe unlinkat(opened.directory, new, 0)
    let file = unsafe openat(
      opened.directory, new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("open", path) }
    defer { close(file) }
    try write(lines.bytes, to: Opened(directory: opened.directory, file: file), at: 0)
    guard fsync(file) == 0,
      unsafe renameat(opened.directory, new, opened.directory, name) == 0
    else { throw failure("replace", path) }
  }

  private var path: String { directory == "/" ? "/" + name : directory + "/" + name }

  private func failure(
    _ call: String, _ path: String, isDirectory: Bool? = nil
  ) -> HistoryFileError {
    let code = errno
    let reason: HistoryFileError.Reason =
      switch (code, isDirectory) {
      case (ELOOP, _?): .symbolicLink
      case (ENOTDIR, true?): isSymbolicLink(path) ? .symbolicLink : .notADirectory
      case (EISDIR, _?), (ENXIO, _?): .notAFile
      default: .system(call: call, code: code)
      }
    return HistoryFileError(reason: reason, path: path)
  }

  private func isSymbolicLink(_ path: String) -> Bool {
    FileStatus(path)?.kind == S_IFLNK
  }
}

private let newline = UInt8(ascii: "\n")
