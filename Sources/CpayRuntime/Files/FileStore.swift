public import CpayLanguage

/// The files that a program may read and write, as its host has them.
///
/// A path is what the program says; the host decides where relative ones start and which it opens.
public struct FileStore: Sendable {
  private let opening: @Sendable (_ path: String) throws(FileFailure) -> FileChunks
  private let creating: @Sendable (_ path: String) throws(FileFailure) -> FileSink
  private let keeping: @Sendable (_ path: String) throws(FileFailure) -> FileSink
  private let makingTemporary: (@Sendable () throws(FileFailure) -> TemporaryFile)?
  let looks: FileLooks
  private let folder: String?

  /// A store that reads by `open` and writes by `create`, and keeps what looking at files has found
  /// in `looks`.
  ///
  /// What is written by `keep` is for its owner alone and exact to the byte; without, the store keeps
  /// no plans. `folder` is where relative paths start, from the root, so that a run or a plan finds its
  /// documents from anywhere; without, they are looked for as they are named. `temporary` makes files for
  /// what is too much to be kept in memory; without, all of it is.
  public init(
    open: @escaping @Sendable (_ path: String) throws(FileFailure) -> FileChunks,
    create: @escaping @Sendable (_ path: String) throws(FileFailure) -> FileSink,
    keep: @escaping @Sendable (_ path: String) throws(FileFailure) -> FileSink = {
      (_) throws(FileFailure) in throw FileFailure("this host keeps no plans")
    },
    temporary: (@Sendable () throws(FileFailure) -> TemporaryFile)? = nil,
    folder: String? = nil, looks: FileLooks = FileLooks()
  ) {
    (opening, creating, keeping, makingTemporary) = (open, create, keep, temporary)
    (self.folder, self.looks) = (folder, looks)
  }

  /// Refuses every file, for hosts that have none.
  public static let none = FileStore(
    open: { (_) throws(FileFailure) in throw FileFailure("this host has no files") },
    create: { (_) throws(FileFailure) in throw FileFailure("this host has no files") })

  /// A file from its start, piece by piece; `-` is standard input.
  /// - Throws: ``/CpayLanguage/FileFailure`` when it is not a regular file that can be read.
  public func open(_ path: String) throws(FileFailure) -> FileChunks {
    try opening(path)
  }

  /// The whole of a file of at most `maximum` bytes.
  /// - Throws: ``/CpayLanguage/FileFailure`` when it cannot be read to its end, or has more.
  public func read(_ path: String, upTo maximum: Int) throws(FileFailure) -> [UInt8] {
    var chunks = try open(path)
    var bytes: [UInt8] = []
    while let chunk = try chunks.next() {
      guard chunk.count <= maximum - bytes.count else {
        throw FileFailure("it is larger than \(maximum >> 20) MiB", isTooLarge: true)
      }
      bytes += chunk
    }
    return bytes
  }

  /// Whether there are files for what is too much to be kept in memory.
  var hasTemporary: Bool { makingTemporary != nil }

  /// A new file for what is too much to be kept in memory.
  /// - Throws: ``/CpayLanguage/FileFailure`` when there is none, or it cannot be made.
  func makeTemporary() throws(FileFailure) -> TemporaryFile {
    guard let makingTemporary else { throw FileFailure("this host has no temporary files") }
    return try makingTemporary()
  }

  /// The path by which the file is found from anywhere: what is remembered of a document.
  func place(of path: String) -> String {
    guard let folder, !path.isRooted else { return path }
    return folder + "/" + path
  }

  /// A new file, which takes the place of one of that name once it is whole.
  /// - Throws: ``/CpayLanguage/FileFailure`` when it cannot be made, or something other than a
  ///   file stands there.
  public func create(_ path: String) throws(FileFailure) -> FileSink {
    try creating(path)
  }

  /// The same for what its owner alone may read, and what is exact to the byte.
  /// - Throws: ``/CpayLanguage/FileFailure`` when it cannot be made so.
  func keep(_ path: String) throws(FileFailure) -> FileSink {
    try keeping(path)
  }
}

/// A file that is being read.
public struct FileChunks: Sendable {
  /// Bytes in one piece, at most.
  public static let maximumBytes = 256 << 10

  private let pieces: @Sendable (_ rest: [UInt8]) throws(FileFailure) -> [UInt8]?
  private let currentVersion: @Sendable () -> FileVersion?
  private let silence: @Sendable () -> Bool

  /// A file whose pieces `next` gives, nil after the last, and whose state `version` tells where
  /// the host knows it; `isSilent` waits a moment and tells whether nothing has come.
  public init(
    version: @escaping @Sendable () -> FileVersion? = { nil },
    isSilent: @escaping @Sendable () -> Bool = { false },
    _ next: @escaping @Sendable () throws(FileFailure) -> [UInt8]?
  ) {
    self.init(version: version, isSilent: isSilent) { (rest) throws(FileFailure) in
      try next().map { rest.isEmpty ? $0 : rest + $0 }
    }
  }

  /// The same, where `next` gives each piece behind bytes that are left of those before.
  public init(
    version: @escaping @Sendable () -> FileVersion? = { nil },
    isSilent: @escaping @Sendable () -> Bool = { false },
    behind next: @escaping @Sendable (_ rest: [UInt8]) throws(FileFailure) -> [UInt8]?
  ) {
    pieces = next
    (currentVersion, silence) = (version, isSilent)
  }

  /// Whether whoever writes what is read has paused: for a tenth of a second nothing came.
  ///
  /// What is there already never pauses.
  public var isSilent: Bool { silence() }

  /// What tells the open file, as it is now, from others and from what it was before; nil where
  /// the host does not say.
  public var version: FileVersion? { currentVersion() }

  /// The next piece, never empty, behind bytes that are left of those before; nil at the end.
  /// - Throws: ``/CpayLanguage/FileFailure`` when the file cannot be read to its end.
  public mutating func next(behind rest: [UInt8] = []) throws(FileFailure) -> [UInt8]? {
    try pieces(rest)
  }
}

/// A file that is being written, beside the one it is to replace.
///
/// Letting go of it before ``commit()`` removes what was written and leaves the old file alone.
public struct FileSink: ~Copyable, Sendable {
  private let writing: @Sendable ([UInt8]) throws(FileFailure) -> Void
  private let finishing: @Sendable () throws(FileFailure) -> Void

  /// A file that `write` adds to and `commit` puts in its place; what both hold removes the
  /// unfinished file when it is let go.
  public init(
    write: @escaping @Sendable ([UInt8]) throws(FileFailure) -> Void,
    commit: @escaping @Sendable () throws(FileFailure) -> Void
  ) {
    (writing, finishing) = (write, commit)
  }

  /// Adds bytes at the end.
  /// - Throws: ``/CpayLanguage/FileFailure`` when the disk does not take them.
  public func write(_ bytes: [UInt8]) throws(FileFailure) {
    try writing(bytes)
  }

  /// Makes the file durable and puts it in its place.
  /// - Throws: ``/CpayLanguage/FileFailure`` when it could not be written whole; the old one stays.
  public consuming func commit() throws(FileFailure) {
    try finishing()
  }
}
