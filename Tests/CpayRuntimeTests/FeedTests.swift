import CpayTestSupport
import Synchronization
import Testing

@testable import CpayRuntime

@Suite struct FeedTests {
  private static func rest(_ feed: Feed<Int>) async throws -> [Int] {
    var elements: [Int] = []
    while let element = try await feed.next() { elements.append(element) }
    return elements
  }

  @Test func `what is added and handed comes out in order`() async throws {
    let feed = Feed<Int>(stop: {}) { (feed) throws(EvaluationError) in
      feed.add(1)
      feed.add(2)
      try await feed.hand(3)
      try await feed.hand(4)
      feed.add(5)
    }
    #expect(try await Self.rest(feed) == [1, 2, 3, 4, 5])
    #expect(try await feed.next() == nil)
  }

  @Test func `an error comes once, after the elements before it`() async throws {
    let feed = Feed<Int>(stop: {}) { (feed) throws(EvaluationError) in
      feed.add(1)
      throw .tooManyRows
    }
    #expect(try await feed.next() == 1)
    await #expect(throws: EvaluationError.tooManyRows) { _ = try await feed.next() }
    #expect(try await feed.next() == nil)
  }

  @Test func `two readers share the elements`() async throws {
    let feed = Feed<Int>(stop: {}) { (feed) throws(EvaluationError) in
      for number in 0..<100 { try await feed.hand(number) }
    }
    async let first = Self.rest(feed)
    async let second = Self.rest(feed)
    #expect(try await (first + second).sorted() == Array(0..<100))
  }

  @Test func `a cancelled reader asks the work to stop, once, and reads on`() async throws {
    let stopped = Signal()
    let stops = Mutex(0)
    let feed = Feed<Int>(
      stop: {
        stops.withLock { $0 += 1 }
        stopped.raise()
      },
      work: { (feed) throws(EvaluationError) in
        await stopped.wait()
        feed.add(1)
        feed.add(2)
      })
    let task = Task { try await Self.rest(feed) }
    task.cancel()
    #expect(try await task.value == [1, 2])
    #expect(stops.withLock { $0 } == 1)
  }

  @Test func `work that nobody reads any more is asked to stop and hands nothing over`()
    async throws
  {
    let (stopped, ended) = (Signal(), Signal())
    var reader: FeedReader<Int>? = FeedReader(
      Feed<Int>(stop: { stopped.raise() }) { (feed) throws(EvaluationError) in
        defer { ended.raise() }
        for number in 0... { try await feed.hand(number) }
      })
    #expect(try await reader?.next() == 0)
    reader = nil
    await stopped.wait()
    await ended.wait()
  }

  @Test func `work that nobody reads never begins`() async {
    let stops = Mutex(0)
    let feed = Feed<Int>(stop: { stops.withLock { $0 += 1 } }) { (_) throws(EvaluationError) in
      Issue.record("it began")
    }
    feed.abandon()
    #expect(stops.withLock { $0 } == 0)
  }
}
