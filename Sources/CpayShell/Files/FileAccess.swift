import CpayClient
import CpayLanguage
import CpayRuntime
import Glibc

/// The files that a program names, relative to one folder.
struct FileAccess: Sendable {
  /// The folder that relative paths start from; nil for the working folder of the process.
  let folder: String?
  /// The folder that `~` stands for; nil where nobody has one.
  let home: String?
  /// The folder of temporary files.
  let temporaryFolder: String
  /// What `-` reads; nil where standard input is not free.
  var input: InputStream?
  /// What looking at them has found.
  private let looks = FileLooks()
  /// Where files are written instead, and looked for first; nil for the folder itself.
  var overlay: (any FileOverlay)?
  /// Keeps the keys that are loaded out of what is written.
  var redactor: Redactor?
  /// Whether whoever reads asked to stop.
  var isStopped: @Sendable () -> Bool = { Task.isCancelled }

  private static let maximumBytes = 16 << 20

  /// The files of that folder, with what `-` reads; temporary ones lie in `temporary`, which is `/tmp`
  /// where nothing else is said.
  init(
    folder: String?, home: String? = nil, temporary: String? = nil, input: InputStream? = nil,
    overlay: (any FileOverlay)? = nil
  ) {
    temporaryFolder = temporary.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    (self.folder, self.home, self.input, self.overlay) = (folder, home, input, overlay)
  }

  /// The folder a file lies in.
  static func folder(of path: String) -> String? {
    path.lastIndex(of: "/").map { String(path[...$0].dropLast()) }.map { $0.isEmpty ? "/" : $0 }
  }

  /// Where the file of that name lies; `~/` is the home folder.
  func path(_ path: String) -> String {
    if let home, path.hasPrefix("~/") { return home + path.dropFirst() }
    guard let folder, !path.hasPrefix("/") else { return path }
    return folder + "/" + path
  }

  /// What a person is told of where a file of that name has been written.
  func shown(_ path: String) -> String { overlay?.shown(path) ?? path }

  /// The path from the root.
  func absolute(_ path: String) throws(FileFailure) -> String {
    if path.isEmpty { throw FileFailure("an empty name is no file and no folder") }
    if let home, path.hasPrefix("~/") { return home + path.dropFirst() }
    return path.hasPrefix("/") ? path : try absoluteFolder() + "/" + path
  }

  /// The folder from the root.
  func absoluteFolder() throws(FileFailure) -> String {
    if let folder, folder.hasPrefix("/") { return folder }
    guard let place = unsafe getcwd(nil, 0) else { throw .last }
    defer { unsafe free(place) }
    guard let start = unsafe String(validatingCString: place) else {
      throw FileFailure("the name of the working folder is not UTF-8; start it in another")
    }
    return folder.map { start + "/" + $0 } ?? start
  }

  /// The same files as a program sees them.
  var store: FileStore {
    FileStore(
      open: { (path) throws(FileFailure) in try open(path) },
      create: { (path) throws(FileFailure) in try create(path) },
      keep: { (path) throws(FileFailure) in try keep(path) },
      temporary: { () throws(FileFailure) in try UnnamedFile(in: temporaryFolder).file },
      // What is written aside is found by the name it was given, and by no other.
      folder: overlay == nil ? try? absoluteFolder() : nil, looks: looks)
  }

  /// The bytes of a regular file of at most 16 MiB; devices and pipes are refused.
  func read(_ name: String) -> Result<[UInt8], FileFailure> {
    Result { () throws(FileFailure) in
      try store.read(name, upTo: FileAccess.maximumBytes)
    }
  }

  /// A file from its start; devices and pipes are refused.
  private func open(_ name: String) throws(FileFailure) -> FileChunks {
    if name == "-" { return try standardInput() }
    let path = overlay?.existing(name) ?? path(name)
    try FileFailure.requireWhole(path)
    let file = OpenFile(unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    guard file.descriptor >= 0 else { throw .last }
    guard FileStatus(open: file.descriptor)?.isFile == true else {
      throw FileFailure("it is not a file")
    }
    let isStopped = isStopped
    return FileChunks(
      version: { FileStatus(open: file.descriptor)?.version },
      behind: { (rest) throws(FileFailure) in
        let piece = try readPiece(
          file.descriptor, upTo: FileChunks.maximumBytes, behind: rest, isStopped: isStopped)
        return piece.count > rest.count ? piece : nil
      })
  }

  private func standardInput() throws(FileFailure) -> FileChunks {
    guard let input else { throw FileFailure("standard input is not free here") }
    return FileChunks(isSilent: { input.isSilent }) { () throws(FileFailure) in
      try input.next(FileChunks.maximumBytes)
    }
  }

  /// Why a file of that name could not be written, as far as looking tells.
  func obstacle(toWriting name: String) -> FileFailure? {
    if name == "-" { return FileFailure("it is standard input") }
    if overlay?.standsAlone == true { return nil }
    let path = path(name)
    if let there = FileStatus(path), !there.isFile { return FileFailure("it is not a file") }
    let folder = FileAccess.folder(of: path) ?? "."
    guard unsafe access(folder, F_OK) == 0 else { return FileFailure("there is no such folder") }
    guard unsafe access(folder, W_OK) == 0 else {
      return FileFailure("you may not write to its folder")
    }
    return nil
  }

  /// A file that takes the place of another once it is whole.
  func create(_ name: String) throws(FileFailure) -> FileSink {
    if name == "-" { throw FileFailure("it is standard input, which cannot be written") }
    let file = try FileReplacement(overlay?.place(for: name) ?? path(name))
    let redactor = redactor
    return FileSink(
      write: { (bytes) throws(FileFailure) in try file.write(redactor?.data(bytes) ?? bytes) },
      commit: { () throws(FileFailure) in try file.commit() })
  }
}

extension FileAccess {
  /// The same for its owner alone, and exact to the byte.
  private func keep(_ name: String) throws(FileFailure) -> FileSink {
    if name == "-" { throw FileFailure("it is standard input, which cannot be written") }
    let file = try FileReplacement(
      overlay?.place(for: name) ?? path(name), permissions: 0o600, exactly: true)
    return FileSink(
      write: { (bytes) throws(FileFailure) in try file.write(bytes) },
      commit: { () throws(FileFailure) in try file.commit() })
  }
}

/// A descriptor that is closed when it is let go.
private final class OpenFile: Sendable {
  let descriptor: Int32

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
