import CpayModel
public import CpaySyntax
import CpayValue

/// What a file that a program names holds, or why it cannot be read.
public typealias FileLookup = @Sendable (_ path: String) -> Result<[UInt8], FileFailure>

/// Why a file could not be read.
public struct FileFailure: Error, Hashable, Sendable {
  /// The reason, as the end of a sentence: `no such file`.
  public let reason: String

  /// A failure for that reason.
  public init(_ reason: String) {
    self.reason = reason
  }
}

/// What a check needs to know besides the text.
public struct CheckContext: Sendable {
  /// The commands there are.
  public let catalog: CommandCatalog
  /// The variables there are before the first statement.
  public let scope: Scope
  /// Whether final writes need an `allow` statement, as in a script.
  public let needsAllowance: Bool
  /// Reads the files that the program names.
  public let files: FileLookup

  /// A context with those commands, variables and files.
  public init(
    catalog: CommandCatalog, scope: Scope = Scope(), needsAllowance: Bool,
    files: @escaping FileLookup
  ) {
    self.catalog = catalog
    self.scope = scope
    self.needsAllowance = needsAllowance
    self.files = files
  }
}

/// The program was refused, and why.
public struct Refusal: Error, Hashable, Sendable {
  /// What is wrong, in the order of its places; at least one is an error.
  public let diagnostics: [Diagnostic]
  /// The text the diagnostics count in.
  public let source: Source
}

/// Settles every name, type and argument of a tree before anything is asked of anyone.
public struct Checker {
  let context: CheckContext
  let tree: SyntaxTree
  var scope: Scope
  var diagnostics: [Diagnostic] = []
  private var allowances: Set<String> = []

  /// The checked form of `source`.
  /// - Throws: ``Refusal`` with everything that is wrong.
  public static func check(
    _ source: Source, _ context: CheckContext
  ) throws(Refusal) -> CheckedProgram {
    let tree = Parser.parse(source)
    guard tree.diagnostics.isEmpty else {
      throw Refusal(diagnostics: tree.diagnostics, source: source)
    }
    var checker = Checker(context: context, tree: tree, scope: context.scope)
    let statements = tree.root.children.compactMap { checker.statement($0) }
    let errors = checker.diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw Refusal(diagnostics: errors, source: source)
    }
    return CheckedProgram(
      statements: statements, warnings: checker.diagnostics, source: source, scope: checker.scope)
  }

  private init(context: CheckContext, tree: SyntaxTree, scope: Scope) {
    self.context = context
    self.tree = tree
    self.scope = scope
  }

  /// Adds a mistake; a hundred are enough to begin with.
  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < SyntaxLimits.maximumDiagnostics { diagnostics.append(diagnostic) }
  }

  private mutating func statement(_ syntax: Syntax) -> CheckedStatement? {
    switch syntax.kind {
    case .editionStatement:
      if syntax.mainText != "1" {
        report(.unknownEdition(syntax.mainText, at: syntax.mainRange))
      }
      return nil
    case .allowStatement:
      for name in syntax.children { allow(name) }
      return nil
    case .letStatement: return binding(syntax)
    case .explainStatement:
      guard let pipeline = pipeline(syntax.child) else { return nil }
      if case .value = pipeline.source { report(.explainsNothing(at: syntax.range)) }
      return .explain(pipeline)
    case .useStatement, .paramStatement, .defStatement, .requireStatement:
      let word = syntax.text.prefix { $0.isLetter }
      report(.notInThisEdition("`\(word)`", at: syntax.range))
      return nil
    default:
      return pipeline(syntax.child).map { .pipeline($0) }
    }
  }

  private mutating func allow(_ name: Syntax) {
    let allowable = context.catalog.signatures.filter(\.needsAllowance).map(\.name)
    if allowable.contains(name.mainText) {
      allowances.insert(name.mainText)
    } else {
      report(.unknownAllowance(name.mainText, at: name.range))
    }
  }

  /// A variable keeps its first meaning within one program; a session may define it anew.
  private mutating func binding(_ syntax: Syntax) -> CheckedStatement? {
    let name = syntax.mainText
    if scope.variables[name] != nil, context.scope.variables[name] == nil {
      report(.variableTaken(name, at: syntax.mainRange))
    }
    guard let pipeline = pipeline(syntax.child) else {
      poisoned.insert(name)
      return nil
    }
    scope.define(name, pipeline.type)
    return .binding(name: name, pipeline)
  }

  /// Variables whose definition is wrong; using one is no further mistake.
  var poisoned: Set<String> = []

  mutating func requireAllowance(_ stage: Syntax, _ signature: CommandSignature) {
    let isBound =
      context.needsAllowance || tree.root.children.contains { $0.kind == .allowStatement }
    guard isBound, signature.needsAllowance,
      !allowances.contains(signature.name)
    else { return }
    report(.notAllowed(signature.name, at: stage.mainRange))
  }
}

extension CommandSignature {
  /// Whether a script has to name the command in an `allow` statement.
  var needsAllowance: Bool {
    if case .plan(let action) = result { action.effect == .final } else { false }
  }
}
