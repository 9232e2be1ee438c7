import CpayValue
import Synchronization

/// Fetches pages ahead of whoever reads them: at most two wait while a third is on its way.
///
/// One task fetches, and guesses from the end of each page which comes next, so that a page follows
/// the one before it without waiting for it to be read. A guess that was wrong is found out by the
/// query that each page comes with. The task ends with the last reference to this.
final class PagesAhead<Failure: Error>: Sendable {
  /// A page, and what it was asked for with.
  struct Page: Sendable {
    let query: [WireRequest.Parameter]
    let bytes: Result<[UInt8], Failure>
  }

  private let buffer: PageBuffer<Page>
  private let task: Task<Void, Never>

  /// Fetches the page that `cursor` is before, and with `goesOn` those that seem to follow it.
  init(
    from cursor: PageCursor, goesOn: Bool, idPrefix: String,
    _ fetch: @escaping PageReader<Failure>.Fetch
  ) {
    let buffer = PageBuffer<Page>()
    self.buffer = buffer
    task = Task(executorPreference: AsyncHTTPTransport.executor) {
      var (wanted, last, ready) = (Optional(cursor.query), String?.none, Page?.none)
      while let query = wanted {
        // A page is handed over while the next is on its way.
        async let handed = PagesAhead.hand(ready, to: buffer)
        let result: Result<[UInt8], Failure>
        do throws(Failure) {
          result = .success(try await fetch(query))
        } catch {
          result = .failure(error)
        }
        let next =
          goesOn ? (try? result.get()).flatMap { PageTail.nextID($0, prefix: idPrefix) } : nil
        wanted = await handed && next != last ? next.map { cursor.query(after: $0) } : nil
        last = next
        ready = Page(query: query, bytes: result)
      }
      _ = await PagesAhead.hand(ready, to: buffer)
      buffer.finish()
    }
  }

  /// Says whether another page is wanted.
  private static func hand(_ page: Page?, to buffer: PageBuffer<Page>) async -> Bool {
    guard let page else { return true }
    return await buffer.put(page)
  }

  deinit {
    task.cancel()
    buffer.finish()
  }

  /// The next page that was fetched; nil when there are no more.
  func next() async -> Page? {
    await withTaskCancellationHandler {
      await buffer.take()
    } onCancel: { [task] in
      task.cancel()
    }
  }
}

/// A queue with room for two, between one task that puts and one that takes.
private final class PageBuffer<Element: Sendable>: Sendable {
  private static var room: Int { 2 }

  private struct State {
    var elements: [Element] = []
    var isFinished = false
    var taker: CheckedContinuation<Element?, Never>?
    var putter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Adds an element, and waits until there is room for another; false when nobody wants one.
  func put(_ element: Element) async -> Bool {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let (taker, goesOn) = state.withLock { state in
        let taker = state.taker.take()
        if taker == nil { state.elements.append(element) }
        let goesOn = state.elements.count < Self.room || state.isFinished
        if !goesOn { state.putter = continuation }
        return (taker, goesOn)
      }
      taker?.resume(returning: element)
      if goesOn { continuation.resume() }
    }
    return state.withLock { !$0.isFinished }
  }

  /// The next element, once it is there; nil after the last.
  func take() async -> Element? {
    await withCheckedContinuation { continuation in
      let (element, isOver, putter) = state.withLock { state in
        guard let first = state.elements.first else {
          if !state.isFinished { state.taker = continuation }
          return (Element?.none, state.isFinished, state.putter.take())
        }
        state.elements.removeFirst()
        return (first, true, state.putter.take())
      }
      putter?.resume()
      if isOver { continuation.resume(returning: element) }
    }
  }

  /// Says that nothing more comes, and lets go of whoever waits.
  func finish() {
    let (taker, putter) = state.withLock { state in
      state.isFinished = true
      return (state.taker.take(), state.putter.take())
    }
    taker?.resume(returning: nil)
    putter?.resume()
  }
}
