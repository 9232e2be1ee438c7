import CpayLanguage
import CpayRuntime
import CpayValue

/// A first walk through a session: each step says what to type and why, and is done once that has
/// been done, whatever is typed between.
struct Tour {
  private var place = 0

  /// The step that is next; nil at the end.
  var step: Step? { place < Tour.steps.count ? Tour.steps[place] : nil }

  /// Goes over to the next step.
  mutating func goOn() { place += 1 }

  /// One thing to type.
  struct Step: Sendable {
    /// What it is for.
    let reason: [String]
    /// What to type.
    let program: String
    /// Whether a line, how it ended and the last result are what was asked for.
    let isDone: @Sendable (_ line: String, SessionAnswer, _ last: PipelineResult?) -> Bool
  }

  /// The steps, in order.
  static let steps: [Step] = [
    Step(
      reason: ["A program begins with what you want to see. Type this and Enter:"],
      program: "disputes"
    ) { _, answer, last in answer == .ran(.success) && last?.rowCount ?? 0 > 0 },
    Step(
      reason: [
        "Behind | stands what becomes of it; at the start of a line, | goes on from the last result. "
          + "Keep those that wait for your answer (Tab proposes what may stand next):"
      ],
      program: "| where status == needs_response"
    ) { line, answer, last in
      answer == .ran(.success) && line.contains("where") && last?.rowCount ?? 0 > 0
    },
    Step(
      reason: ["A word and ? explain it:"], program: "submit?"
    ) { line, answer, _ in
      guard answer == .told(.success),
        case .command(let command, let word)? = MetaCommand.reading(line)
      else {
        return false
      }
      return command.name == MetaCommand.help.name && !word.isEmpty
    },
    Step(
      reason: [
        "A write is a plan first: it shows what would be sent, and asks. Leave it with Enter; nothing "
          + "is sent then:"
      ],
      program: #"dispute dp_a1 | submit evidence={customer_name: "Jane Doe"}"#
    ) { _, _, last in last?.isPlanOrOutcome == true },
    Step(
      reason: [
        "The plan is the last result now. Ask again, and this time type the number of disputes, 1, as "
          + "your consent. On an account this cannot be undone; here nobody is paid or refunded:"
      ],
      program: "| apply"
    ) { _, answer, last in answer == .ran(.success) && last?.isOutcome == true },
  ]

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
  /// How many rows it has; nil for anything else.
  fileprivate var rowCount: Int? {
    if case .rows(_, let batch) = self { batch.count } else { nil }
  }

  /// Whether it is what became of a plan.
  fileprivate var isOutcome: Bool {
    if case .rows(let type, _) = self { type.name == "outcome" } else { false }
  }

  /// Whether it is a plan, or what became of one.
  fileprivate var isPlanOrOutcome: Bool {
    if case .plan = self { true } else { isOutcome }
  }
}
