import CpayModel
import Crypto
import Glibc
import Synchronization

/// A file on this machine that is to be uploaded: read piece by piece, never whole.
public struct LocalFile: Sendable {
  /// Why a file cannot be uploaded.
  public struct Failure: Error, Hashable, Sendable {
    /// The reason, as a sentence without its full stop.
    public let reason: String
  }

  /// The name it is uploaded under: letters, digits, `.`, `_` and `-`, at most 100.
  public let name: String
  /// Its size in bytes.
  public let size: Int
  /// SHA-256 of its content.
  public let digest: [UInt8]
  private let path: String

  private static let pieceSize = 64 << 10

  /// Looks at the file and reads it once, for its digest.
  /// - Throws: ``Failure`` unless it is a regular file of 1 byte to 50 MiB that can be read.
  public init(path: String) throws(Failure) {
    self.path = path
    name = LocalFile.wireName(path)
    let reader = try Reader(path)
    guard (1...WireLimits.maximumFileBytes).contains(reader.size) else {
      throw Failure(
        reason: reader.size == 0
          ? "\(name) is empty" : "\(name) has more than \(WireLimits.maximumFileBytes >> 20) MiB")
    }
    size = reader.size
    var hash = SHA256()
    while let piece = try reader.next() { hash.update(data: piece) }
    digest = Array(hash.finalize())
  }

  /// Opens the file at its start; the pieces that follow are the content of that digest, or end in
  /// an error.
  func open() throws(Failure) -> @Sendable () throws(Failure) -> [UInt8]? {
    let reader = try Reader(path)
    guard reader.size == size else { throw Failure(reason: "\(name) has changed its size") }
    let check = Check(digest)
    return { () throws(Failure) in
      let piece = try reader.next()
      guard check.add(piece) else { throw Failure(reason: "\(name) has changed") }
      return piece
    }
  }

  /// The last part of a path, what no header can misread.
  static func wireName(_ path: String) -> String {
    let last = path.split(separator: "/").last ?? ""
    let bytes = last.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        byte
      default: UInt8(ascii: "_")
      }
    }
    return bytes.isEmpty ? "file" : String(decoding: bytes.suffix(100), as: UTF8.self)
  }

  /// Holds what is read against a digest.
  private final class Check: Sendable {
    private let hash = Mutex(SHA256())
    private let digest: [UInt8]

    init(_ digest: [UInt8]) {
      self.digest = digest
    }

    /// Takes note of a piece; at the end, which is nil, says whether all of it was the content.
    func add(_ piece: [UInt8]?) -> Bool {
      hash.withLock { hash in
        guard let piece else { return Array(hash.finalize()) == digest }
        hash.update(data: piece)
        return true
      }
    }
  }

  /// An open file, closed when it is let go.
  private final class Reader: Sendable {
    let size: Int
    private let descriptor: Int32

    init(_ path: String) throws(Failure) {
      let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
      descriptor = unsafe Glibc.open(path, flags)
      let name = LocalFile.wireName(path)
      guard descriptor >= 0 else { throw Failure(reason: "\(name) cannot be read") }
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw Failure(reason: "\(name) is not a regular file")
      }
      size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// The next piece; nil at the end.
    func next() throws(Failure) -> [UInt8]? {
      var count = 0
      let descriptor = descriptor
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: LocalFile.pieceSize) { buffer, used in
        count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
        used = max(0, count)
      }
      guard count >= 0 else { throw Failure(reason: "the file cannot be read to its end") }
      return count == 0 ? nil : piece
    }
  }
}
