import CpayTestSupport
import Glibc
import Synchronization
import Testing

@testable import CpayShell

/// When what is written leaves.
@Suite struct OutputBufferTests {
  /// A buffer with a clock of its own, and what has left it.
  private final class Rig: Sendable {
    private struct State {
      var pieces: [String] = []
      var now: UInt64 = 1 << 40
      var calls: [@Sendable () -> Void] = []
      var error: Int32 = 0
    }

    private let state = Mutex(State())

    var buffer: OutputBuffer {
      OutputBuffer(
        now: { self.state.withLock { $0.now } },
        later: { call in self.state.withLock { $0.calls.append(call) } }
      ) { bytes in
        self.state.withLock { state in
          state.pieces.append(String(decoding: bytes, as: UTF8.self))
          return state.error
        }
      }
    }

    /// What has left since this was asked.
    func takePieces() -> [String] {
      state.withLock { state in
        defer { state.pieces = [] }
        return state.pieces
      }
    }

    func pass(_ milliseconds: UInt64) {
      state.withLock { $0.now += milliseconds * 1_000_000 }
    }

    /// Calls back whoever wanted to be; gives how many did.
    func callBack() -> Int {
      let calls = state.withLock { state in
        defer { state.calls = [] }
        return state.calls
      }
      for call in calls { call() }
      return calls.count
    }

    func fail(_ error: Int32) { state.withLock { $0.error = error } }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `the first row leaves at once, those close behind it leave together`() {
    let rig = Rig()
    let buffer = rig.buffer
    buffer.add(Self.bytes("a\n"))
    #expect(rig.takePieces() == ["a\n"])
    for row in ["b\n", "c\n", "d\n"] {
      rig.pass(1)
      buffer.add(Self.bytes(row))
    }
    #expect(rig.takePieces() == [])
    buffer.flush()
    #expect(rig.takePieces() == ["b\nc\nd\n"])
    buffer.flush()
    #expect(rig.takePieces() == [])
  }

  @Test func `a row is held back for a moment at most, though no other comes`() {
    let rig = Rig()
    let buffer = rig.buffer
    for row in ["a\n", "b\n", "c\n"] { buffer.add(Self.bytes(row)) }
    #expect(rig.takePieces() == ["a\n"])
    #expect(rig.callBack() == 1)
    #expect(rig.takePieces() == ["b\nc\n"])
    #expect(rig.callBack() == 0)
    buffer.add(Self.bytes("d\n"))
    #expect(rig.takePieces() == [])
    #expect(rig.callBack() == 1)
    #expect(rig.takePieces() == ["d\n"])
  }

  @Test func `a row behind a pause leaves at once, with all before it`() {
    let rig = Rig()
    let buffer = rig.buffer
    buffer.add(Self.bytes("a\n"))
    rig.pass(20)
    buffer.add(Self.bytes("b\n"))
    #expect(rig.takePieces() == ["a\n", "b\n"])
    buffer.add(Self.bytes("c\n"))
    rig.pass(20)
    buffer.add(Self.bytes("d\n"))
    #expect(rig.takePieces() == ["c\nd\n"])
  }

  @Test func `much leaves without waiting for more`() {
    let rig = Rig()
    let buffer = rig.buffer
    buffer.add(Self.bytes("a"))
    let row = String(repeating: "x", count: 1023) + "\n"
    for _ in 0..<1000 { buffer.add(Self.bytes(row)) }
    let pieces = rig.takePieces()
    #expect(pieces.count == 4)
    #expect(pieces.dropFirst().allSatisfy { $0.utf8.count == PendingBytes.most })
    let large = String(repeating: "y", count: 100_000)
    buffer.add(Self.bytes(large))
    #expect(rig.takePieces() == [String(repeating: row, count: 1000 - 3 * 256), large])
  }

  @Test func `nothing follows what was lost`() {
    let rig = Rig()
    let buffer = rig.buffer
    buffer.add(Self.bytes("a"))
    buffer.add(Self.bytes("b"))
    rig.fail(ENOSPC)
    buffer.flush()
    #expect(rig.takePieces() == ["a", "b"])
    rig.fail(EPIPE)
    buffer.add(Self.bytes("c"))
    buffer.addAndFlush(Self.bytes("d"))
    rig.pass(100)
    buffer.add(Self.bytes("e"))
    buffer.flush()
    #expect(rig.takePieces() == [])
    #expect(buffer.failure == ENOSPC)
  }

  @Test(arguments: 0..<50) func `all leaves in its order`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let rig = Rig()
    let buffer = rig.buffer
    var wanted = ""
    for number in 0..<200 {
      let length = random.once(in: 9) ? random.below(200_000) : random.below(200)
      let text = "\(number)" + String(repeating: "z", count: length)
      wanted += text
      random.once(in: 9) ? buffer.addAndFlush(Self.bytes(text)) : buffer.add(Self.bytes(text))
      rig.pass(UInt64(random.below(8)))
      if random.once(in: 20) { _ = rig.callBack() }
      if random.once(in: 20) { buffer.flush() }
    }
    buffer.flush()
    #expect(rig.takePieces().joined() == wanted)
  }

  @Test func `what a stream waits with leaves before another writes`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(unsafe pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let output = OutputStream.descriptor(ends[1], collects: true)
    let errors = OutputStream.descriptor(ends[1]).behind(output)
    for text in ["a", "b", "c"] { output.line(text) }
    errors.line("said")
    output.line("d")
    output.flush()
    #expect(
      String(decoding: try readPiece(ends[0], upTo: 100), as: UTF8.self) == "a\nb\nc\nsaid\nd\n")
  }

  @Test func `who ends the process takes what waits, and waits for nobody who writes`() {
    let rig = Rig()
    let buffer = rig.buffer
    buffer.add(Array("a\n".utf8))
    buffer.add(Array("b\n".utf8))
    #expect(rig.takePieces() == ["a\n"])
    let taken = Mutex("")
    buffer.flush { bytes in
      // Who writes meanwhile has what waits.
      buffer.flush { _ in
        taken.withLock { $0 += "again" }
        return 0
      }
      taken.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
      return 0
    }
    #expect(taken.withLock { $0 } == "b\n")
    buffer.flush()
    #expect(rig.takePieces().isEmpty)
  }
}
