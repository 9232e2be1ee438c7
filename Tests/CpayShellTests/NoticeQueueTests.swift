import CSystemCalls
import Glibc
import Synchronization
import Testing

@testable import CpayShell

/// What others write while a line is edited comes in whole lines, each stream for itself.
@Suite struct NoticeQueueTests {
  /// What two streams have written, a piece at a time.
  private final class Written: Sendable {
    private let pieces = Mutex<[String]>([])
    var all: [String] { pieces.withLock { $0 } }

    func writer(_ name: String) -> @Sendable ([UInt8]) -> Void {
      { bytes in self.pieces.withLock { $0.append(name + String(decoding: bytes, as: UTF8.self)) } }
    }
  }

  @Test func `lines of two streams are not mixed, and what is begun comes at the end`() {
    let pipe = cpay_open_pipe()
    defer {
      close(pipe.read_fd)
      close(pipe.write_fd)
    }
    let queue = NoticeQueue(wake: pipe.write_fd)
    let (first, second, written) = (queue.stream(), queue.stream(), Written())
    func write(_ text: String, to stream: Int) {
      queue.write(
        Array(text.utf8), of: stream, by: written.writer(stream == first ? "1:" : "2:"))
    }
    write("at once", to: first)
    #expect(written.all == ["1:at once"])
    queue.beginEditing()
    write("one ", to: first)
    write("two\nthree", to: second)
    write("line\n", to: first)
    #expect(written.all.count == 1)
    for write in queue.take() { write() }
    #expect(written.all.dropFirst() == ["2:two\n", "1:one line\n"])
    write("four", to: first)
    for write in queue.endEditing() { write() }
    #expect(written.all.dropFirst(3) == ["1:four", "2:three"])
    write("at once again", to: second)
    #expect(written.all.last == "2:at once again")
  }
}
