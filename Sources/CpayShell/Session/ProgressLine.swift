import CpayRuntime
import CpayValue
import Synchronization

/// How the progress of a run is told on standard error.
enum ProgressForm: String, CaseIterable, Sendable {
  /// On one line of a terminal, elsewhere not at all.
  case auto
  /// As one JSON object a line.
  case json
  /// Not at all.
  case none
}

/// Tells how far a run is while it goes on: whenever rows end, and once a second while nothing does.
final class ProgressLine: Sendable {
  private let errors: OutputStream
  private let form: ProgressForm
  /// What stands before the count where money moves.
  private let warning: String?
  private let clocks: Clocks
  private let state = Mutex(State())

  /// What a run's progress is measured by.
  struct Clocks: Sendable {
    /// By the machine's steady clock.
    var uptime: @Sendable () -> Duration = Environment.systemUptime
    /// The time where the API is.
    let time: @Sendable () -> Timestamp
    /// How long the API keeps everything back.
    let pause: @Sendable () -> Duration
  }

  private struct State {
    var run: (id: RunID, progress: RunProgress)?
    var shownAt: Duration?
    /// The most late rows that a person has been told of.
    var told = 0
    var isWaiting = false
    var ticks: Task<Void, Never>?
  }

  /// Progress on `errors`, of runs on that account.
  init(
    _ errors: OutputStream, _ form: ProgressForm, _ account: Account?, _ label: AccountLabel?,
    now: Timestamp
  ) {
    (self.errors, warning) = (errors, label?.warning)
    // A terminal is for people, who see a line; what it is not is read by whoever asked.
    self.form = form == .auto && !errors.isTerminal ? .none : form
    clocks = Clocks(
      time: { account?.time() ?? now }, pause: { account?.pause() ?? .zero })
  }

  /// Takes note of what a run tells; called by all rows under way.
  func show(_ event: RunEvent) {
    switch event {
    case .waiting(let holder?): showWait(for: holder)
    case .waiting(nil): endWait()
    case .opened(let run, let plan, let toGo):
      if form == .none { return }
      let ticks = Task { [weak self] in
        while !Task.isCancelled {
          do { try await Task.sleep(for: .seconds(1)) } catch { return }
          self?.tick(atLeast: .milliseconds(900))
        }
      }
      state.withLock { state in
        state = State(run: (run, RunProgress(plan, toGo: toGo)), ticks: ticks)
      }
    case .settled(let rows):
      let now = clocks.uptime()
      state.withLock { $0.run?.progress.settle(rows, at: now) }
      tick(atLeast: form == .json ? .milliseconds(400) : .milliseconds(100))
    case .closed:
      if form == .json { tick(atLeast: .zero) }
      let ticks = state.withLock { state in
        defer { state = State() }
        return state.ticks
      }
      ticks?.cancel()
      if form == .auto { errors.clearLine() }
    }
  }

  /// Shows how far it is, unless that was shown just before.
  private func tick(atLeast pause: Duration) {
    let now = clocks.uptime()
    let found = state.withLock { state -> (RunID, ProgressText, tellsLateness: Bool)? in
      guard let (run, progress) = state.run,
        state.shownAt.map({ now - $0 >= pause }) ?? true
      else { return nil }
      state.shownAt = now
      let text = ProgressText(
        report: progress.report(at: now, clocks.time(), closed: clocks.pause()))
      // Once, and again when it has become twice as bad.
      let tells = text.report.late > 2 * state.told || (state.told == 0 && text.report.late > 0)
      if tells { state.told = text.report.late }
      return (run, text, tells)
    }
    guard let (run, text, tellsLateness) = found else { return }
    switch form {
    case .none: break
    case .json: errors.write(text.json(run))
    case .auto:
      if tellsLateness, let lateness = text.lateness {
        errors.clearLine()
        errors.sentence(lateness)
      }
      let line = text.line(warning: warning, width: max(1, errors.width() - 1))
      errors.redraw(line)
    }
  }

  /// Takes what was waited for from the terminal.
  private func endWait() {
    let hasWaited = state.withLock { state in
      defer { state.isWaiting = false }
      return state.isWaiting
    }
    if hasWaited, form == .auto { errors.clearLine() }
  }

  /// Says what is waited for: once, and at a terminal as it changes.
  private func showWait(for holder: String) {
    let isFirst = state.withLock { state in
      defer { state.isWaiting = true }
      return !state.isWaiting
    }
    if form == .auto {
      let line = DisplayText("waiting for \(holder)").truncated(to: max(1, errors.width() - 1))
      errors.redraw(line.string)
    } else if isFirst {
      ProgressLine.say(waitingFor: holder, form, errors)
    }
  }

  /// Says once what is waited for.
  static func say(waitingFor holder: String, _ form: ProgressForm, _ errors: OutputStream) {
    if form == .json {
      errors.write(ProgressText.wait(for: holder))
    } else {
      errors.sentence("waiting for \(holder)")
    }
  }
}
