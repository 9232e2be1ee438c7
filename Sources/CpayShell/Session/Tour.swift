import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayValue

/// A first walk through a session: each step says what to type and why, and is done once that has
/// been done, whatever is typed between.
///
/// What a step goes on from may be gone meanwhile; the tour then goes back to the step that gives it.
struct Tour {
  private(set) var place = 0
  /// Whether it is left, until the person wants to go on.
  var isLeft = false

  /// The step that is next; nil at the end.
  var step: Step? { place < Tour.steps.count ? Tour.steps[place] : nil }

  /// What a line means for the tour.
  enum Move {
    /// The step is done, and the next one, or the end, is to be told.
    case on
    /// What the step goes on from is gone; an earlier one is to be told.
    case back
    /// The step is still to be done.
    case stay
  }

  /// Takes note of a line, of how it ended, and of the last result.
  mutating func follow(_ line: TypedStep) -> Move {
    guard let step else { return .stay }
    if step.isDone(line) {
      place += 1
      return .on
    }
    // Who has agreed at the first question has seen what there is to be seen.
    if place >= Tour.firstWrite, line.hasSent {
      place = Tour.steps.count
      return .on
    }
    return goBack(line.last) ? .back : .stay
  }

  /// Goes back to the step that gives what this one goes on from, where that is gone; whether it has.
  mutating func goBack(_ last: PipelineResult?) -> Bool {
    let before = place
    while let step, let base = step.base, !base.holds(last) { place = base.givenBy }
    return place < before
  }

  /// One thing to type.
  struct Step: Sendable {
    /// What it is for.
    let reason: String
    /// What to type.
    let program: String
    /// What has to be there, in words that tell a person who typed something else.
    let wanted: String
    /// What the last result has to be before it; nil for anything.
    var base: Base?
    /// Whether a line is what was asked for.
    let isDone: @Sendable (TypedStep) -> Bool
  }

  /// A line that was typed meanwhile.
  struct TypedStep {
    let line: String
    let answer: SessionAnswer
    /// The last result behind it.
    let last: PipelineResult?

    /// Whether it is a program that ran to its end and gave the last result.
    var gaveResult: Bool {
      guard case .ran = answer else { return false }
      return SnapshotUse.all(in: Source(line)).last?.gives == "_"
    }

    /// Whether it sent all of a plan.
    fileprivate var hasSent: Bool {
      answer == .ran(.success) && gaveResult && last?.isOutcome == true
    }

    /// Whether it asked what a word means, and was told.
    fileprivate var explainedWord: Bool {
      guard answer == .told(.success),
        case .command(let command, let word)? = MetaCommand.reading(line)
      else { return false }
      return command.name == MetaCommand.help.name && !word.isEmpty
    }
  }

  /// What a step goes on from.
  struct Base: Sendable {
    /// The step that gives it.
    let givenBy: Int
    let holds: @Sendable (PipelineResult?) -> Bool
  }

  /// The step that makes a plan.
  private static let firstWrite = 3

  /// The steps, in order.
  static let steps: [Step] = [
    Step(
      reason: "A program begins with what you want to see. Type this and Enter:",
      program: "disputes", wanted: "the disputes themselves, some of which wait for an answer"
    ) { $0.answer == .ran(.success) && $0.gaveResult && $0.last?.hasWaiting == true },
    Step(
      reason:
        "Behind | stands what becomes of it; at the start of a line, | goes on from the last result. "
        + "Keep those that wait for your answer (Tab proposes what may stand next):",
      program: "| where status == needs_response",
      wanted: "only the disputes whose status is needs_response",
      base: Base(givenBy: 0) { $0?.hasWaiting == true }
    ) { typed in
      typed.answer == .ran(.success) && typed.gaveResult && typed.last?.hasWaiting == true
        && typed.last?.waiting.contains(false) == false
    },
    Step(reason: "A word and ? explain it:", program: "submit?", wanted: "a word explained") {
      $0.explainedWord
    },
    Step(
      reason:
        "A write is a plan first: it shows what would be sent, and asks. Leave it with Enter; nothing "
        + "is sent then:",
      program: #"dispute dp_a1 | submit evidence={customer_name: "Jane Doe"}"#,
      wanted: "a plan with a dispute that can be answered, dp_b2 where dp_a1 has been"
    ) { $0.gaveResult && $0.last?.isPlan == true },
    Step(
      reason:
        "The plan is the last result now. Ask again, and this time type the number that the question "
        + "names, as your consent. On an account this cannot be undone; here nobody is paid or "
        + "refunded:",
      program: "| apply", wanted: "your consent: the number that the question names",
      base: Base(givenBy: firstWrite) { $0?.isPlan == true }
    ) { $0.hasSent },
  ]

  /// What is said before the first step.
  static let start =
    "\(steps.count) steps; you type each, and whatever else you like between them. `:tour end` leaves "
    + "the tour, `:tour` goes on with it, and Ctrl-D leaves cpay."

  /// What is said behind the last step.
  static let end = [
    "",
    "That was all: you looked, planned, agreed and sent. `:runs` shows what was sent, and what is "
      + "sent once is never sent twice.",
    "Go on here as you like. Your own account: leave with `:quit`, then",
    "  cpay login NAME",
  ]
}

extension PipelineResult {
  /// Whether some of the disputes that it is wait for an answer.
  fileprivate var hasWaiting: Bool { waiting.contains(true) }

  /// Whether each of the disputes that it is waits for an answer; none for anything but disputes.
  fileprivate var waiting: [Bool] {
    guard case .rows(let type, let batch) = self, type.subject == .dispute,
      type.field("status") != nil
    else { return [] }
    let reader = RowReader(type, columns: ["status"])
    return (0..<batch.count).map { row in
      if case .string("needs_response")? = reader(batch[row]).first { true } else { false }
    }
  }

  /// Whether it is what became of a plan.
  fileprivate var isOutcome: Bool {
    if case .rows(let type, _) = self { type.name == "outcome" } else { false }
  }

  /// Whether it is a plan of which something can be sent.
  fileprivate var isPlan: Bool {
    if case .plan(let plan) = self { !plan.eligible.isEmpty } else { false }
  }
}
