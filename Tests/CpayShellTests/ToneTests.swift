import CpayValue
import Testing

@testable import CpayShell

/// Colours say what the words beside them say, and only where they can be seen.
@Suite struct ToneTests {
  @Test(arguments: [
    (ColorChoice.auto, ["TERM": "xterm"], true, true),
    (.auto, ["TERM": "xterm"], false, false),
    (.auto, ["TERM": "dumb"], true, false), (.auto, [:], true, false),
    (.auto, ["TERM": "xterm", "NO_COLOR": "1"], true, false),
    (.auto, ["TERM": "xterm", "NO_COLOR": ""], true, true),
    (.always, ["TERM": "dumb", "NO_COLOR": "1"], false, true),
    (.never, ["TERM": "xterm"], true, false),
  ])
  func `are used where they were asked for`(
    choice: ColorChoice, variables: [String: String], isTerminal: Bool, isColored: Bool
  ) {
    let output = OutputStream(isTerminal: isTerminal) { _ in }
    #expect(choice.holds(for: output, variables) == isColored)
  }

  @Test(arguments: [
    ("evidence_due_by", Value.timestamp(Timestamp(seconds: 99)), true, Tone.alarm),
    ("evidence_due_by", .timestamp(Timestamp(seconds: 100 + 48 * 3600 - 1)), true, .caution),
    ("evidence_due_by", .timestamp(Timestamp(seconds: 100 + 48 * 3600)), true, .plain),
    // A deadline of what is decided matters to nobody.
    ("evidence_due_by", .timestamp(Timestamp(seconds: 99)), false, .plain),
    ("created", .timestamp(Timestamp(seconds: 99)), true, .plain),
    ("evidence_due_by", .null, true, .plain),
    ("status", .string("lost"), true, .alarm), ("status", .string("won"), true, .good),
    ("status", .string("under_review"), true, .plain), ("reason", .string("lost"), true, .plain),
    ("outcome", .string("applied"), true, .good), ("outcome", .string("unknown"), true, .alarm),
    ("outcome", .string("refused"), true, .alarm), ("outcome", .string("stale"), true, .caution),
  ])
  func `say what a value means`(name: String, value: Value, isOpen: Bool, tone: Tone) {
    let cells = CellText(now: Timestamp(seconds: 100))
    #expect(cells.tone(value, named: name, isOpen: isOpen) == tone)
  }
}
