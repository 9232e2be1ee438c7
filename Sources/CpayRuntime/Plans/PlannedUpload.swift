public import CpayClient
import CpayLanguage
import CpayModel
import Crypto
import Synchronization

/// A file that a plan uploads: known by its content, which was read when the plan was made.
public struct PlannedUpload: Hashable, Sendable {
  /// The file, as the program names it.
  public let path: String
  /// Where it is found from anywhere: a run may be taken up in another folder.
  public let place: String
  /// Its size in bytes.
  public let size: Int
  /// SHA-256 of its content.
  public let digest: [UInt8]
  /// What it is for.
  public let purpose: File.Purpose

  /// A file of those parts, as it was when a plan was made.
  init(path: String, place: String, size: Int, digest: [UInt8], purpose: File.Purpose) {
    (self.path, self.place) = (path, place)
    (self.size, self.digest, self.purpose) = (size, digest, purpose)
  }

  /// Reads the file once, for its digest.
  /// - Throws: ``EvaluationError/evidence(_:_:)`` unless it is a file of 1 byte to 50 MiB.
  init(
    _ path: String, purpose: File.Purpose, files: FileStore
  ) throws(EvaluationError) {
    var start: [UInt8] = []
    try self.init(path, purpose: purpose, files: files, start: &start)
  }

  /// The same; `start` becomes the bytes that tell what kind of document it is.
  init(
    _ path: String, purpose: File.Purpose, files: FileStore, start: inout [UInt8]
  ) throws(EvaluationError) {
    var (hash, size) = (SHA256(), 0)
    do throws(FileFailure) {
      // It is read again when it is sent.
      if path == "-" { throw FileFailure.readOnce }
      var chunks = try files.open(path)
      while let chunk = try chunks.next() {
        guard chunk.count <= WireLimits.maximumFileBytes - size else {
          throw FileFailure.tooLargeToUpload
        }
        size += chunk.count
        start += chunk.prefix(DocumentKind.length - start.count)
        hash.update(data: chunk)
      }
      if size == 0 { throw FileFailure.empty }
    } catch {
      throw .evidence(path, error)
    }
    (self.path, self.purpose, self.size) = (path, purpose, size)
    place = files.place(of: path)
    digest = Array(hash.finalize())
  }

  /// The content as a text: `sha256:` and 64 digits.
  public var content: String { LocalFile.content(digest) }

  /// The file to send: what is read of it is held against the content that was planned.
  func localFile(_ files: FileStore) -> LocalFile {
    let (path, place) = (path, place)
    return LocalFile(name: path, size: size, digest: digest) { () throws(LocalFile.Failure) in
      let chunks = Mutex(
        try PlannedUpload.reading(path) { () throws(FileFailure) in try files.open(place) })
      return { () throws(LocalFile.Failure) in
        try PlannedUpload.reading(path) { () throws(FileFailure) in
          try chunks.withLock { (chunks) throws(FileFailure) in try chunks.next() }
        }
      }
    }
  }

  private static func reading<Result>(
    _ path: String, _ work: () throws(FileFailure) -> Result
  ) throws(LocalFile.Failure) -> Result {
    do {
      return try work()
    } catch {
      throw LocalFile.Failure(reason: "\(path) cannot be read any more: \(error.reason)")
    }
  }
}

/// What a journal knows of earlier uploads of one content.
public struct PastUploads: Hashable, Sendable {
  /// The file the API holds; nil when it holds none.
  public var file: String?
  /// How many keys the API answers for good with something else than a file; the next upload has
  /// the one after them.
  public var usedUp: Int

  /// Uploads that came to that file, and used up so many keys before.
  public init(file: String? = nil, usedUp: Int = 0) {
    (self.file, self.usedUp) = (file, usedUp)
  }
}
