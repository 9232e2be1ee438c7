import CpayLanguage
import CpayValue
import Testing

/// One case of a public suite, restated in the language.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  /// The suite, the file within it and the case: where the case comes from.
  let source: String
  /// The program.
  let program: String
  /// The expression that the program is about; nil when it is about rows.
  let expression: String?
  /// What must come of it.
  let expectation: Expectation
  /// The rows that the program's variables hold.
  let rows: [RowSet]
  /// The bytes of `@data.csv`.
  let data: [UInt8]?

  var testDescription: String { source }

  /// What a program must come to.
  enum Expectation: Sendable {
    /// Rows with those ids, in that order.
    case keeps([String])
    /// Those rows, or one value; as JSON.
    case gives([String])
    /// The check refuses it, with that code where one is given.
    case refused(String?)
    /// It stops while it runs, with that in its message.
    case stops(String)
  }

  /// Whether `answer` is what must come of the program.
  func accepts(_ answer: Answer) -> Bool {
    switch (expectation, answer) {
    case (.keeps(let ids), .rows(let rows)): rows.map(\.id) == ids.map(Optional.some)
    case (.gives(let lines), .rows(let rows)): rows.map(\.json) == lines
    case (.gives(let lines), .value(let value)): lines == [value]
    case (.refused(let code?), .refused(let codes)): codes.contains(code)
    case (.refused(nil), .refused): true
    case (.stops(let part), .stopped(let message)): part.isEmpty || message.contains(part)
    default: false
    }
  }
}

/// Rows that a test hands to a program as a variable.
struct RowSet: Sendable {
  /// The variable's name, without `$`.
  let name: String
  let type: RowType
  let batch: Batch
}

/// What came of a program.
enum Answer: Sendable, CustomStringConvertible {
  case rows([AnsweredRow])
  /// A value as JSON.
  case value(String)
  /// The check refused it, with those codes.
  case refused([String])
  /// It stopped while it ran.
  case stopped(String)

  var description: String {
    switch self {
    case .rows(let rows): "rows " + rows.map(\.json).joined(separator: " ")
    case .value(let json): "the value \(json)"
    case .refused(let codes): "refused \(codes.joined(separator: " "))"
    case .stopped(let message): "stopped: \(message)"
    }
  }
}

/// One row that came of a program.
struct AnsweredRow: Sendable, Hashable {
  let id: String?
  let json: String
}
