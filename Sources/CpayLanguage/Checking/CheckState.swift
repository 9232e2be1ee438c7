import CpaySyntax
import CpayValue

/// What all parts of one check share: what is wrong so far, and who watches.
final class CheckState {
  let context: CheckContext
  private(set) var diagnostics: [Diagnostic] = []
  /// The pipelines found inside the expressions of the one being checked.
  var prerequisites: [Prerequisite] = []
  private var hiddenNames = 0
  /// The stages checked so far, those of definitions counted wherever they are used.
  var stageCount = 0
  /// The final writes that have been refused.
  var refused: Set<WriteAction> = []
  /// Is told what is wanted where.
  let observer: (any CheckObserver)?

  /// The state of a check that has not begun.
  init(_ context: CheckContext, observer: (any CheckObserver)? = nil) {
    (self.context, self.observer) = (context, observer)
  }

  // MARK: Mistakes

  /// Adds a mistake in a used file, or in the program itself; a hundred are enough to begin with.
  func report(_ diagnostic: Diagnostic, in source: Source?) {
    guard diagnostics.count < SyntaxLimits.maximumDiagnostics else { return }
    let diagnostic = diagnostic.located(in: source)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// The number of mistakes so far.
  var errorCount: Int { diagnostics.count { $0.severity == .error } }

  /// What `check` makes, and `change` of the mistakes it reports.
  func replacingDiagnostics<Result>(
    _ change: ([Diagnostic]) -> [Diagnostic], _ check: () -> Result
  ) -> Result {
    let before = diagnostics.count
    let result = check()
    diagnostics.replaceSubrange(before..., with: change(Array(diagnostics[before...])))
    return result
  }

  // MARK: Pipelines inside expressions

  /// A name for the result of a pipeline inside an expression; no program can write it.
  func hiddenName() -> String {
    hiddenNames += 1
    return "#\(hiddenNames)"
  }

  /// What `check` makes, with the pipelines found inside its expressions.
  func collectingPrerequisites<Result>(_ check: () -> Result) -> (Result, [Prerequisite]) {
    let outer = prerequisites
    prerequisites = []
    let result = check()
    defer { prerequisites = outer }
    return (result, prerequisites)
  }
}

/// What a part of a program can see and may do.
struct CheckEnvironment {
  /// The variables and definitions.
  var scope: Scope
  /// What is known of variables before the program runs.
  var constants: [String: Value] = [:]
  /// Variables and definitions that are wrong themselves; using one is no further mistake.
  var poisoned: Set<String> = []
  /// The values of the definition whose stages are being checked, by name.
  var formals: [String: TypedExpression] = [:]
  /// The definitions whose stages are being checked, innermost last.
  var expanding: [String] = []
  /// The used file being checked; nil for the program itself.
  var source: Source?
  /// The folder that paths are relative to; nil for that of the program.
  var folder: String?
  /// What the text says it may do for good.
  var allowances: Allowances
  /// Whether what a pipeline ends in may be shown or saved.
  var isTopLevel = false
  /// Whether the pipeline goes on to a write.
  var writes = false

  /// The final writes a text says it may use, and whether it has to.
  struct Allowances {
    var names: Set<String> = []
    var areNeeded: Bool
  }

  /// A path written in the text being checked, as one relative to the program's folder.
  func resolved(_ path: String) -> String {
    guard path != "-" else { return path }
    guard let folder, !path.hasPrefix("/") else { return path.withoutDetours }
    return (folder + "/" + path).withoutDetours
  }

  /// The path of a file, where it is known before the program runs.
  func knownPath(_ expression: CheckedExpression) -> String? {
    switch expression {
    case .constant(.file(let path)): return path
    case .variable(let name):
      if case .file(let path) = constants[name] { return path }
      return nil
    default: return nil
    }
  }
}

extension String {
  /// The path without `.` and without going up where it has gone down before.
  fileprivate var withoutDetours: String {
    guard contains("./") || hasSuffix("/.") || hasSuffix("/..") else { return self }
    var parts: [Substring] = []
    for part in split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
