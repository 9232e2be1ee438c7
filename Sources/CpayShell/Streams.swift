import CSystemCalls
import CpayLanguage
import CpayRuntime
import CpaySyntax
import Glibc
import Synchronization

/// A stream that a program writes to: bytes out, and what is known of the other end.
public struct OutputStream: Sendable {
  /// Takes bytes; they leave now, or soon where more may follow.
  public let write: @Sendable ([UInt8]) -> Void
  /// Lets all leave that was written.
  private(set) var flush: @Sendable () -> Void = {}
  /// The same for who ends the process: as much as is taken at once.
  private(set) var flushWithoutWaiting: @Sendable () -> Void = {}
  /// Whether a person looks at it.
  public let isTerminal: Bool
  /// The columns of the terminal now.
  public let width: @Sendable () -> Int
  /// The descriptor, for questions; nil where there is none.
  let descriptor: Int32?
  /// What becomes of a text on its way, for whoever cuts it to the width before: half a key would no
  /// longer be taken for one.
  private(set) var masked: @Sendable (String) -> String = { $0 }
  /// Whether what is written may be in colour.
  private(set) var isColored = false
  /// What shows long results here; nil for nothing.
  private(set) var pager: Pager?
  /// Why bytes were lost, when some were.
  ///
  /// A reader that went away loses none that it wanted.
  public let failure: @Sendable () -> String?

  /// Whether bytes are still taken; those of a stream that has lost some, or whose reader went away,
  /// go nowhere.
  private(set) var isTaken: @Sendable () -> Bool = { true }

  /// A stream that hands its bytes to `write`.
  public init(
    isTerminal: Bool = false, width: @escaping @Sendable () -> Int = { 80 },
    failure: @escaping @Sendable () -> String? = { nil },
    write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.init(
      isTerminal: isTerminal, width: width, descriptor: nil, failure: failure, write: write)
  }

  private init(
    isTerminal: Bool, width: @escaping @Sendable () -> Int, descriptor: Int32?,
    failure: @escaping @Sendable () -> String?, write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.descriptor = descriptor
    self.write = write
    self.isTerminal = isTerminal
    self.width = width
    self.failure = failure
  }

  /// The stream of an open descriptor.
  ///
  /// A reader that has gone away is no error. Where one `collects`, many small pieces leave together,
  /// unless a person looks at them.
  public static func descriptor(_ descriptor: Int32, collects: Bool = false) -> OutputStream {
    let isTerminal = cpay_is_terminal(descriptor) == 1
    let buffer = OutputBuffer { writeAll($0, to: descriptor) }
    let isBuffered = collects && !isTerminal
    var stream = OutputStream(
      isTerminal: isTerminal,
      width: {
        let columns = Int(cpay_terminal_size(descriptor).columns)
        return columns > 0 ? columns : 80
      },
      descriptor: descriptor,
      failure: {
        buffer.flush()
        return reason(ofLoss: buffer.failure)
      },
      write: { bytes in isBuffered ? buffer.add(bytes) : buffer.addAndFlush(bytes) })
    stream.flush = { buffer.flush() }
    stream.isTaken = { buffer.failure == 0 }
    stream.flushWithoutWaiting = {
      buffer.flush { bytes in writeReady(bytes, to: descriptor) }
    }
    return stream
  }

  /// The same stream, before whose bytes all leave that was written to another.
  func behind(_ other: OutputStream) -> OutputStream {
    var stream = writing { [write] bytes in
      other.flush()
      write(bytes)
    }
    stream.flushWithoutWaiting = other.flushWithoutWaiting
    return stream
  }

  /// The same stream, which writes what `change` makes of the bytes.
  func changing(_ change: @escaping @Sendable ([UInt8]) -> [UInt8]) -> OutputStream {
    let (write, masked) = (write, masked)
    var changed = writing { write(change($0)) }
    changed.masked = { masked(String(decoding: change(Array($0.utf8)), as: UTF8.self)) }
    return changed
  }

  /// The same stream, whose bytes `pass` hands on in its own time.
  func passing(
    by pass: @escaping @Sendable ([UInt8], _ write: @escaping @Sendable ([UInt8]) -> Void) -> Void
  ) -> OutputStream {
    writing { [write] in pass($0, write) }
  }

  /// The same stream, which hands its bytes to another `write`.
  private func writing(_ write: @escaping @Sendable ([UInt8]) -> Void) -> OutputStream {
    var other = OutputStream(
      isTerminal: isTerminal, width: width, descriptor: descriptor, failure: failure, write: write)
    (other.masked, other.isColored, other.pager) = (masked, isColored, pager)
    (other.flush, other.flushWithoutWaiting) = (flush, flushWithoutWaiting)
    other.isTaken = isTaken
    return other
  }

  /// The same stream, which is written to in colour or is not.
  func colored(_ isColored: Bool) -> OutputStream {
    var stream = self
    stream.isColored = isColored
    return stream
  }

  /// The same stream, whose long results that program shows.
  func paged(by pager: Pager?) -> OutputStream {
    var stream = self
    stream.pager = isTerminal && descriptor != nil ? pager : nil
    return stream
  }

  /// Writes a line of text as it is.
  func line(_ text: String) {
    write(Array((text + "\n").utf8))
  }

  /// Empties the line of a terminal, where the progress of a run may stand.
  func clearLine() {
    if isTerminal { redraw("") }
  }

  /// Puts a text on a terminal's line in the place of what stands there.
  func redraw(_ line: String) { write(Array("\r\u{1b}[K\(line)".utf8)) }

  /// Writes a sentence, broken between words where a person reads it; what is unsafe in it is shown.
  ///
  /// Where `alarm` stands in a line it is in the colour of one.
  func sentence(_ text: String, alarm: String? = nil) {
    for line in WrappedText.lines(text, width: isTerminal ? width() : .max) {
      self.line(painted(line, alarm: alarm))
    }
  }

  /// A line that is safe to show, with `alarm` in the colour of one where it stands.
  func painted(_ line: String, alarm: String?) -> String {
    guard isColored, let alarm = alarm.map({ DisplayText($0).string }), !alarm.isEmpty else {
      return line
    }
    return line.replacing(alarm, with: Tone.alarm.painted(alarm), maxReplacements: 1)
  }
}

/// Why bytes were lost where writing them failed with that number, if it did.
private func reason(ofLoss number: Int32) -> String? {
  switch number {
  case 0, EPIPE: nil
  case EBADF: "standard output is closed"
  case let number: unsafe String(cString: strerror(number))
  }
}

/// Writes all bytes; the error's number when it could not, else 0.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  var offset = 0
  while offset < bytes.count {
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
    }
    if written > 0 {
      offset += written
    } else if written < 0, errno == EAGAIN {
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&ready, 1, -1)
    } else if written < 0, errno != EINTR {
      return errno
    }
  }
  return 0
}

/// Writes as many bytes as are taken at once; the error's number when it could not, else 0.
private func writeReady(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  var rest = bytes[...]
  while !rest.isEmpty {
    // So few bytes are taken whole by whatever says that it takes some.
    let piece = Array(rest.prefix(Int(PIPE_BUF)))
    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard unsafe poll(&ready, 1, 0) == 1 else { return EAGAIN }
    let error = writeAll(piece, to: descriptor)
    if error != 0 { return error }
    rest = rest.dropFirst(piece.count)
  }
  return 0
}

/// What a program reads from.
public struct InputStream: Sendable {
  /// Whether a person types it.
  public let isTerminal: Bool
  /// The descriptor, for line editing; nil where there is none.
  public let descriptor: Int32?
  private let piece:
    @Sendable (_ maximum: Int, _ isStopped: () -> Bool) throws(FileFailure) -> [UInt8]
  private let looked = LookedAt()
  private var isStopped: @Sendable () -> Bool = { Task.isCancelled }

  /// Milliseconds without a byte after which whoever writes has paused.
  private static let pause: Int32 = 100

  /// Input that is there already.
  public init(_ bytes: [UInt8]) {
    let rest = Mutex(bytes[...])
    isTerminal = false
    piece = { maximum, _ in
      rest.withLock { rest in
        defer { rest = rest.dropFirst(maximum) }
        return Array(rest.prefix(maximum))
      }
    }
    descriptor = nil
  }

  private init(descriptor: Int32, _ beforeWaiting: @escaping @Sendable () -> Void) {
    isTerminal = cpay_is_terminal(descriptor) == 1
    piece = { (maximum, isStopped) throws(FileFailure) in
      try readPiece(
        descriptor, upTo: maximum, isStopped: isStopped, beforeWaiting: beforeWaiting)
    }
    self.descriptor = descriptor
  }

  /// The input of an open descriptor; before it is waited for, what was written may leave.
  public static func descriptor(
    _ descriptor: Int32, beforeWaiting: @escaping @Sendable () -> Void = {}
  ) -> InputStream {
    InputStream(descriptor: descriptor, beforeWaiting)
  }

  /// The same input, which is waited for only until someone asks to stop.
  func waiting(until cancellation: Cancellation) -> InputStream {
    var input = self
    input.isStopped = { Task.isCancelled || cancellation.isRequested }
    return input
  }

  /// The next bytes, at most so many; nil at the end.
  func next(_ maximum: Int) throws(FileFailure) -> [UInt8]? {
    let waiting = looked.take()
    let bytes = waiting.isEmpty ? try piece(maximum, isStopped) : waiting
    return bytes.isEmpty ? nil : bytes
  }

  /// Whether nothing comes for a tenth of a second.
  var isSilent: Bool {
    guard looked.isEmpty, let descriptor else { return false }
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let count = unsafe poll(&ready, 1, InputStream.pause)
      if count >= 0 || errno != EINTR { return count == 0 }
      if isStopped() { return false }
    }
  }

  /// Everything up to the end, or just more than a program may have.
  func readAll() throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count <= SyntaxLimits.maximumBytes, let piece = try next(1 << 16) {
      bytes += piece
    }
    return bytes
  }
}

extension InputStream {
  /// The bytes up to the end of the line, without it, or a few thousand; what follows stays.
  func nextLine() throws(FileFailure) -> [UInt8] {
    var line: [UInt8] = []
    while line.count < 4096, let piece = try next(4096) {
      guard let end = piece.firstIndex(of: UInt8(ascii: "\n")) else {
        line += piece
        continue
      }
      unread(Array(piece[(end + 1)...]))
      return line + piece[..<end]
    }
    return line
  }

  /// Puts back what was only looked at; it is read again next.
  func unread(_ bytes: [UInt8]) {
    looked.put(bytes)
  }
}

/// Bytes that have been read and are to be read again.
private final class LookedAt: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  var isEmpty: Bool { bytes.withLock { $0.isEmpty } }

  func put(_ some: [UInt8]) {
    bytes.withLock { $0 = some + $0 }
  }

  func take() -> [UInt8] {
    bytes.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
  }
}

/// The next bytes of an open descriptor, behind those that are left of the ones before; none more at
/// its end.
func readPiece(
  _ descriptor: Int32, upTo maximum: Int, behind rest: [UInt8] = [],
  isStopped: () -> Bool = { Task.isCancelled }, beforeWaiting: () -> Void = {}
) throws(FileFailure) -> [UInt8] {
  var wait: Int32 = 0
  while !isStopped() {
    // A pipe may stay silent for long; whoever gives up is heard meanwhile. A signal ends the wait
    // too, and then there is nothing to read yet.
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let count = unsafe poll(&ready, 1, wait)
    if count == 0 || count < 0 && errno == EINTR {
      if wait == 0 { beforeWaiting() }
      wait = 100
      continue
    }
    var length = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: rest.count + maximum) { buffer, used in
      for place in rest.indices { unsafe buffer.initializeElement(at: place, to: rest[place]) }
      length = unsafe read(descriptor, buffer.baseAddress?.advanced(by: rest.count), maximum)
      used = rest.count + max(0, length)
    }
    if length >= 0 { return bytes }
    if errno != EINTR, errno != EAGAIN { throw .last }
  }
  throw .interrupted
}
