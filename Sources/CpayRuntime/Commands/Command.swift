public import CpayLanguage
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
    /// Turns all rows into a plan.
    case plan(WriteAction)
    /// Applies a plan.
    case apply
  }

  /// All commands, in the order help shows them.
  static let standard: [Command] = [
    .disputes, .dispute, .where, .select, .sort, .take, .count, .draft, .submit, .close, .apply,
  ]

  static func named(_ name: String) -> Command? {
    standard.first { $0.signature.name == name }
  }
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
    return Int(clamping: max(0, number))
  }

  /// The whole number given as the argument `name`.
  func number(_ name: String) throws(EvaluationError) -> Int? {
    guard let argument = stage.arguments.named[name] else { return nil }
    guard case .int(let number) = try compiler.constant(argument) else {
      throw .missing("`\(name)=`")
    }
    return Int(clamping: max(0, number))
  }

  /// The word given as the argument `name`.
  func word(_ name: String) throws(EvaluationError) -> String? {
    guard let argument = stage.arguments.named[name] else { return nil }
    if case .text(let text) = try compiler.constant(argument) { return text }
    return nil
  }
}

extension CommandCatalog {
  /// The commands of cpay.
  public static let standard = CommandCatalog(Command.standard.map(\.signature))
}
