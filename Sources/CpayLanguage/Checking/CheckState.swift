import CpaySyntax
import CpayValue

/// What all parts of one check share: what is wrong so far, and who watches.
final class CheckState {
  let context: CheckContext
  /// The text of the program, where it is one that is checked.
  let program: Source?
  private(set) var diagnostics: [Diagnostic] = []
  /// The pipelines found inside the expressions of the one being checked.
  var prerequisites: [Prerequisite] = []
  private var hiddenNames = 0
  /// The stages checked so far, those of definitions counted wherever they are used.
  var stageCount = 0
  /// Whether they were found to be too many, in all or in one pipeline.
  var isTooLong = false
  /// The final writes that have been refused.
  var refused: Set<WriteAction> = []
  /// Whether a word that begins no statement may have been meant to be `allow`.
  var mayAllow = false
  /// Whether `now` or `today` has been named.
  var readsClock = false
  /// Is told what is wanted where.
  let observer: (any CheckObserver)?

  /// The state of a check that has not begun.
  init(
    _ context: CheckContext, program: Source? = nil, observer: (any CheckObserver)? = nil
  ) {
    (self.context, self.program, self.observer) = (context, program, observer)
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

  /// Adds where the text was used that the mistakes since the first `count` are in.
  func use(_ use: Use, since count: Int) {
    for place in diagnostics.indices.dropFirst(count) {
      diagnostics[place] = diagnostics[place].used(use)
    }
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
  /// Computes what is made of those.
  var compute: Computation?
  /// The variables that are computed as days, as `today` is.
  var days: Set<String> = []
  /// How the rows of variables are made that the program defines.
  var flows: [String: CheckedRows] = [:]
  /// Variables and definitions that are wrong themselves; using one is no further mistake.
  var poisoned: Set<String> = []
  /// Whether names may be missing that a used file would have given, which could not be read.
  var lacksNames = false
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
  /// What is known of the files that statements before this one save, by path.
  var saved: [String: SavedFile] = [:]
  /// Whether what a pipeline ends in may be shown or saved.
  var isTopLevel = false
  /// Whether the pipeline goes on to a write.
  var writes = false
  /// Whether a document that cannot be used is told of each row that needs it, and refuses nothing.
  var toleratesMissing = false
  /// Whether a condition before was wrong, which may have shown what is missed here.
  var isInDoubt = false
  /// Whether what is checked may be passed over when it runs, so that it need not be computable.
  var maySkip = false
  /// The names that the statements of the text give, each with the first that does.
  var given: [String: Syntax] = [:]
  /// Where the statement begins.
  var position = 0
  /// The stage whose expressions are checked.
  var stage: Syntax?

  /// The final writes a text says it may use, and whether it has to.
  struct Allowances {
    var names: Set<String> = []
    var areNeeded: Bool
  }

  /// Keeps how the rows of a variable are made; what was made from rows that were called so before it
  /// can no longer be followed.
  mutating func keep(_ flow: CheckedFlow, as name: String) {
    if scope.variables[name] != nil {
      flows[name] = nil
      flows = flows.filter { !$0.value.goesOn(from: name) }
    }
    if case .rows(let rows) = flow, !rows.goesOn(from: name) { flows[name] = rows }
  }

  /// Whether it is a mistake that nothing is called so: neither is what would be so called wrong
  /// itself, nor may it stand in a file that could not be read.
  func misses(_ name: String) -> Bool {
    guard !poisoned.contains(name) else { return false }
    return !lacksNames || Suggestion.nearest(to: name, among: scope.variables.keys) != nil
  }

  /// What is wrong with a variable that is not there.
  func unknownVariable(_ name: String) -> LanguageProblem {
    let names = scope.variables.keys.filter { $0 != "_" } + formals.keys
    return .unknownVariable(
      name, among: Set(names).sorted(), below: line(below: name) { $0 != .defStatement })
  }

  /// The line of the text further down that gives a name, if one does.
  func line(below name: String, _ isMeant: (SyntaxKind) -> Bool) -> Int? {
    guard let statement = given[name], isMeant(statement.kind),
      statement.range.lowerBound > position
    else { return nil }
    return statement.tree.source.position(at: statement.mainRange.lowerBound).line
  }

  /// A path written in the text being checked, as one relative to the program's folder.
  func resolved(_ path: String) -> String {
    guard path != "-" else { return path }
    guard let folder, !path.isRooted else { return path.withoutDetours }
    return (folder + "/" + path).withoutDetours
  }

  /// The path of a file, where it is known before the program runs.
  func knownPath(_ expression: CheckedExpression) -> String? {
    switch expression {
    case .constant(.file(let path)): path
    case .variable(let name): if case .file(let path) = constants[name] { path } else { nil }
    case .file(let path): knownPath(path)
    case .template: knownText(expression)
    default: if case .file(let path) = known(expression) { path } else { nil }
    }
  }

  /// The text that a piece of a file's name comes to, where that is known before the program runs.
  func knownText(_ expression: CheckedExpression) -> String? {
    switch expression {
    case .constant(let value): return value.nameText
    case .variable(let name): return constants[name]?.nameText
    case .template(let pieces):
      var text = ""
      for piece in pieces {
        guard let part = knownText(piece) else { return nil }
        text += part
      }
      return text
    default: return known(expression)?.nameText
    }
  }

  /// Why a file could not be uploaded; nil where it can, and for one that the program saves first.
  func obstacle(toUploading path: String, _ context: CheckContext) -> FileFailure? {
    saved[path] == nil ? context.documents(path) : nil
  }
}

extension CheckedRows {
  /// Whether it begins with the rows of that variable.
  fileprivate func goesOn(from name: String) -> Bool {
    if case .variable(name) = source { true } else { false }
  }
}

/// A file that a statement saves, so that it is not there, or not as it will be, before that ran.
struct SavedFile {
  /// The columns that reading it gives; nil where it does not hold rows.
  let fields: [RowType.Field]?
}

extension Value {
  /// The value as it stands in the name of a file; nil for what nobody names a file by.
  fileprivate var nameText: String? {
    switch self {
    case .string(let text), .file(let text): text
    case .int(let number): String(number)
    default: nil
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
