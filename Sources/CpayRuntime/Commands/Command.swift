public import CpayLanguage
import CpayModel
import CpayValue

/// A command whole: what is known of it before it runs, and how it runs.
struct Command: Sendable {
  let signature: CommandSignature
  let evaluation: Evaluation

  /// How a command runs, by where it stands.
  enum Evaluation: Sendable {
    /// The planner has turned it into requests.
    case source
    /// Works on rows in between.
    case rows(@Sendable (StageContext) throws(EvaluationError) -> any RowStage)
    /// Turns all rows into one value.
    case reduce(@Sendable (inout RowStream) async throws(EvaluationError) -> Value)
    /// Adds the columns of other rows.
    case join
    /// Asks for the objects that ids name.
    case expand
    /// Says what rows or a plan are.
    case describe
    /// Turns all rows into a plan.
    case plan(WriteAction)
    /// Applies a plan.
    case apply
    /// Shows the result in a format.
    case show
    /// Writes the result to a file.
    case save
    /// Turns all rows into a picture.
    case chart
  }

  /// All commands, in the order help shows them.
  static let standard: [Command] = [
    .list(.dispute), .single(.dispute, example: "dp_a1"),
    .list(.charge), .single(.charge, example: "ch_1"),
    .list(.file), .single(.file, example: "file_lease_001"),
    .list(.event), .read,
    .where, .take, .skip, .sort, .uniq, .one,
    .select, .set, .join, .summarize, .expand,
    .draft, .submit, .close, .upload, .apply,
    .as, .save, .count, .describe, .chart,
  ]

  private static let byName = Dictionary(
    standard.map { ($0.signature.name, $0) }, uniquingKeysWith: { first, _ in first })

  static func named(_ name: String) -> Command? { byName[name] }
}

/// What a stage is built from.
struct StageContext {
  let stage: CheckedStage
  let compiler: ExpressionCompiler

  /// The whole number given as the operand, bounded by what memory can hold.
  func count() throws(EvaluationError) -> Int {
    guard let operand = stage.arguments.operand,
      case .int(let number) = try compiler.constant(operand)
    else { throw .missing("the number of `\(stage.signature.name)`") }
    guard number >= 0 else {
      throw .invalid("`\(stage.signature.name)` takes 0 or more, not \(number)")
    }
    return Int(clamping: number)
  }

  /// The whole number given as the argument `name`.
  func number(_ name: String) throws(EvaluationError) -> Int? {
    guard let argument = stage.arguments.named[name] else { return nil }
    guard case .int(let number) = try compiler.constant(argument) else {
      throw .missing("`\(name)=`")
    }
    guard number >= (name == "parallel" ? 1 : 0) else {
      throw .invalid("`\(name)=` is too small: \(number)")
    }
    return Int(clamping: number)
  }

  /// The word given as the argument `name`.
  func word(_ name: String) throws(EvaluationError) -> String? {
    guard let argument = stage.arguments.named[name] else { return nil }
    if case .text(let text) = try compiler.constant(argument) { return text }
    return nil
  }

  /// Whether the argument `name` is true.
  func flag(_ name: String) throws(EvaluationError) -> Bool {
    guard let argument = stage.arguments.named[name] else { return false }
    if case .bool(true) = try compiler.constant(argument) { return true }
    return false
  }

  /// The path given as the operand.
  func path() throws(EvaluationError) -> String {
    guard let operand = stage.arguments.operand else { throw .missing("a file") }
    switch try compiler.constant(operand) {
    case .file(let path), .text(let path): return path
    default: throw .missing("the file of `\(stage.signature.name)`")
    }
  }
}

extension CommandCatalog {
  /// The commands of cpay.
  public static let standard = CommandCatalog(Command.standard.map(\.signature))
}
