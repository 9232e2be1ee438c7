public import CpayLanguage
import CpayModel
public import CpaySyntax
import CpayValue

/// A program that a host has checked and may run, as often and on as many hosts as it likes.
///
/// It is a value: it holds no connection, no task and nothing of an earlier run.
public struct EmbeddedProgram: Sendable {
  private let context: CheckContext
  private let checked: CheckedProgram

  /// Checks a program before anything is asked of anyone.
  ///
  /// A final write, `submit` or `close`, has to be named by an `allow` statement of the program and
  /// by `allow` here. Files that the program names are looked at in `files`; without, it can name
  /// none.
  /// - Throws: ``/CpayLanguage/Refusal`` with everything that is wrong.
  public static func check(
    _ source: Source, allow: Set<WriteAction> = [], files: FileStore = .none
  ) throws(Refusal) -> EmbeddedProgram {
    var context = CheckContext(
      catalog: .standard, needsAllowance: true, allowed: Set(allow.map(\.rawValue)),
      files: files.lookup, records: files.recordLookup,
      documents: files.documentLookup, ids: files.idLookup)
    context.compute = Evaluator.computation
    return EmbeddedProgram(context: context, checked: try Checker.check(source, context))
  }

  /// Checks the text of a program; see ``check(_:allow:files:)-(Source,_,_)``.
  /// - Throws: ``/CpayLanguage/Refusal`` with everything that is wrong.
  public static func check(
    _ text: String, allow: Set<WriteAction> = [], files: FileStore = .none
  ) throws(Refusal) -> EmbeddedProgram {
    try check(Source(text), allow: allow, files: files)
  }

  /// What the program can be given, in the order of its `param` statements.
  public var parameters: [CheckedProgram.Parameter] { checked.parameters }

  /// Remarks that do not refuse the program.
  public var warnings: [Diagnostic] { checked.warnings }

  /// The program with its parameters known, looked at again with the files as they are now.
  /// - Throws: ``/CpayLanguage/Refusal`` when it does not hold for them, or ``EvaluationError`` for
  ///   a value that the program has no place for.
  func settled(_ arguments: [String: Value]) throws -> CheckedProgram {
    for (name, value) in arguments {
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        throw EvaluationError.invalid("the program has no parameter `\(name)`")
      }
      guard parameter.type.holds(value) else {
        throw EvaluationError.invalid("`\(name)` is to be \(parameter.type.type.name)")
      }
    }
    for parameter in parameters where parameter.fallback == nil {
      if arguments[parameter.name] == nil {
        throw EvaluationError.missing("the parameter `\(parameter.name)`")
      }
    }
    var context = context
    context.arguments = arguments
    return try Checker.check(checked.source, context)
  }
}

extension FieldType {
  /// Whether a value from outside is one of this type.
  fileprivate func holds(_ value: Value) -> Bool {
    value.isNull ? isNullable : type.holds(value)
  }
}

extension ValueType {
  fileprivate func holds(_ value: Value) -> Bool {
    switch (self, value) {
    case (.bool, .bool), (.int, .int), (.decimal, .decimal), (.decimal, .int), (.money, .money),
      (.string, .string), (.timestamp, .timestamp), (.duration, .duration), (.file, .file):
      true
    case (.currency, .string(let code)): Currency(code)?.minorDigits != nil
    case (.id(let prefix, _), .string(let id)): WireLimits.isID(id, prefix: prefix)
    case (.enumeration(let type), .string(let name)): type.index(of: name) != nil
    case (.list(let element), .list(let values)): values.allSatisfy { element.holds($0) }
    default: false
    }
  }
}
