import CpayValue
import Synchronization

/// Reads pages ahead of whoever uses them: at most two wait while a third is on its way.
///
/// One task fetches, so that a page follows the one before it at once, whatever its rows are used
/// for. It ends with the last reference to this.
final class PagesAhead<Failure: Error>: Sendable {
  private let buffer: Buffer
  private let task: Task<Void, Never>

  init(_ pages: PageSequence<Failure>) {
    let buffer = Buffer()
    self.buffer = buffer
    task = Task {
      var pages = pages
      var isWanted = true
      // Whoever is cancelled hears of it as a failure of the fetching, never as the end of the list.
      while isWanted {
        do throws(Failure) {
          if let rows = try await pages.next() {
            isWanted = await buffer.put(.success(rows))
          } else {
            buffer.finish(.success(nil))
            isWanted = false
          }
        } catch {
          buffer.finish(.failure(error))
          isWanted = false
        }
      }
    }
  }

  deinit {
    task.cancel()
    buffer.finish(.success(nil))
  }

  /// The rows of the next page; nil after the last.
  func next() async throws(Failure) -> Batch? {
    try await withTaskCancellationHandler {
      await buffer.take()
    } onCancel: { [task] in
      task.cancel()
    }.get()
  }

  /// A queue of pages with room for two.
  private final class Buffer: Sendable {
    typealias Page = Result<Batch?, Failure>

    private static var room: Int { 2 }

    private struct State {
      var pages: [Page] = []
      /// What comes after the pages, again and again.
      var end: Page?
      var taker: CheckedContinuation<Page, Never>?
      var putter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Adds a page, and waits until there is room for another; false when nobody wants one.
    func put(_ page: Page) async -> Bool {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let (taker, goesOn) = state.withLock { state in
          let taker = state.taker.take()
          if taker == nil { state.pages.append(page) }
          let goesOn = state.pages.count < Self.room || state.end != nil
          if !goesOn { state.putter = continuation }
          return (taker, goesOn)
        }
        taker?.resume(returning: page)
        if goesOn { continuation.resume() }
      }
      return state.withLock { $0.end == nil }
    }

    /// The next page, once it is there.
    func take() async -> Page {
      await withCheckedContinuation { continuation in
        let (page, putter) = state.withLock { state in
          guard !state.pages.isEmpty else {
            if state.end == nil { state.taker = continuation }
            return (state.end, state.putter.take())
          }
          return (state.pages.removeFirst(), state.putter.take())
        }
        putter?.resume()
        if let page { continuation.resume(returning: page) }
      }
    }

    /// Says what comes after the last page, and lets go of whoever waits.
    func finish(_ end: Page) {
      let (taker, putter) = state.withLock { state in
        state.end = state.end ?? end
        return (state.taker.take(), state.putter.take())
      }
      taker?.resume(returning: end)
      putter?.resume()
    }
  }
}
