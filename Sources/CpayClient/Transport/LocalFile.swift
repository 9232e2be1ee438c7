import CpayModel
import CpayValue
import Crypto
import Glibc
import Synchronization

/// A file that is to be uploaded: read piece by piece, never whole.
public struct LocalFile: Sendable {
  /// Why a file cannot be uploaded.
  public struct Failure: Error, Hashable, Sendable {
    /// The reason, as a sentence without its full stop.
    public let reason: String

    /// A failure for that reason.
    public init(reason: String) {
      self.reason = reason
    }
  }

  /// What gives the pieces of an open file, nil after the last.
  public typealias Pieces = @Sendable () throws(Failure) -> [UInt8]?

  /// The name it is uploaded under, which is its own.
  public let name: String
  /// Its size in bytes.
  public let size: Int
  /// SHA-256 of its content.
  public let digest: [UInt8]
  private let source: @Sendable () throws(Failure) -> Pieces

  private static let pieceSize = 64 << 10

  /// Looks at the file and reads it once, for its digest.
  /// - Throws: ``Failure`` unless it is a regular file of 1 byte to 50 MiB that can be read.
  public init(path: String) throws(Failure) {
    name = LocalFile.wireName(path)
    source = { () throws(Failure) in
      let reader = try Reader(path)
      return { () throws(Failure) in try reader.next() }
    }
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

  /// A file whose content comes from elsewhere: `open` gives it from its start, each time anew.
  ///
  /// What it gives is held against size and digest whenever it is sent.
  public init(
    name: String, size: Int, digest: [UInt8],
    open: @escaping @Sendable () throws(Failure) -> Pieces
  ) {
    self.name = LocalFile.wireName(name)
    (self.size, self.digest, source) = (size, digest, open)
  }

  /// The content as a text: `sha256:` and 64 digits.
  public var content: String { LocalFile.content(digest) }

  /// A digest as such a text.
  public static func content(_ digest: [UInt8]) -> String { "sha256:" + String(hex: digest) }

  /// Opens the file at its start; the pieces that follow are the content of that digest, or end in
  /// an error.
  func open() throws(Failure) -> Pieces {
    let next = try source()
    let check = Check(size: size, digest)
    let name = name
    return { () throws(Failure) in
      let piece = try next()
      guard check.add(piece) else {
        throw Failure(reason: "\(name) has changed since it was first read")
      }
      return piece
    }
  }

  /// Reads the file to its end.
  /// - Throws: ``Failure`` when it is no longer what it was.
  public func verify() throws(Failure) {
    let next = try open()
    while try next() != nil {}
  }

  /// The last part of a path, of at most as many bytes as a file's name may have.
  public static func wireName(_ path: String) -> String {
    guard var name = path.unicodeScalars.split(separator: "/").last else { return "file" }
    while name.reduce(0, { $0 + UTF8.width($1) }) > 255 { name.removeFirst() }
    return String(name)
  }

  /// Holds what is read against size and digest.
  private final class Check: Sendable {
    private let state: Mutex<(hash: SHA256, rest: Int)>
    private let digest: [UInt8]

    init(size: Int, _ digest: [UInt8]) {
      self.digest = digest
      state = Mutex((SHA256(), size))
    }

    /// Takes note of a piece, which may not be too much; at the end, which is nil, says whether all
    /// of it was the content.
    func add(_ piece: [UInt8]?) -> Bool {
      state.withLock { state in
        guard let piece else { return Array(state.hash.finalize()) == digest }
        state.hash.update(data: piece)
        state.rest -= piece.count
        return state.rest >= 0
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
