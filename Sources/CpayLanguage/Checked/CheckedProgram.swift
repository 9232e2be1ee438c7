public import CpaySyntax
public import CpayValue

/// A program in which every name, type and argument has been settled; only such a one runs.
public struct CheckedProgram: Sendable {
  /// The values it is given from outside, in the order of their statements.
  public let parameters: [Parameter]
  /// The statements that do something, in order.
  public let statements: [CheckedStatement]
  /// Remarks that do not refuse the program.
  public let warnings: [Diagnostic]
  /// The text the statements count their places in.
  public let source: Source
  /// The variables and definitions known after the program, for the next line of a session.
  public let scope: Scope
  /// Whether it names `now` or `today`.
  public let readsClock: Bool

  /// One value that is given from outside.
  public struct Parameter: Sendable {
    /// The name, without `$`.
    public let name: String
    /// The type of its value.
    public let type: FieldType
    /// Its value where none is given; nil where one must be.
    public let fallback: CheckedExpression?
    /// The fallback as written.
    public let fallbackText: String?
    /// What it is for, from the comment before it.
    public let help: String?
    /// Where its name stands.
    public let range: Range<Int>
  }
}

/// One statement that does something.
public enum CheckedStatement: Sendable {
  /// A pipeline whose result is kept under a name.
  case binding(name: String, CheckedPipeline)
  /// A pipeline that is told of and not run.
  case explain(CheckedPipeline)
  /// A pipeline whose result is shown.
  case pipeline(CheckedPipeline)
  /// What must be true to go on, and what to say when it is not.
  case requirement(Requirement)

  /// What must be true to go on.
  public struct Requirement: Sendable {
    /// The condition; unknown is not true.
    public let condition: CheckedExpression
    /// The condition as written.
    public let text: String
    /// The text to end with.
    public let message: CheckedExpression
    /// The pipelines inside, to be run first.
    public let prerequisites: [Prerequisite]
  }
}

/// The variables and definitions that a statement can see.
public struct Scope: Sendable {
  /// What each variable holds, by name without `$`.
  public private(set) var variables: [String: PipelineType]
  /// The stages that were given a name.
  private(set) var definitions: [String: Definition] = [:]

  /// A scope of those variables.
  public init(_ variables: [String: PipelineType] = [:]) {
    self.variables = variables
  }

  /// Adds or replaces a variable.
  public mutating func define(_ name: String, _ type: PipelineType) {
    variables[name] = type
  }

  /// The same variables, with other definitions.
  func with(definitions: [String: Definition]) -> Scope {
    var scope = self
    scope.definitions = definitions
    return scope
  }

  mutating func define(_ definition: Definition) {
    definitions[definition.name] = definition
  }

  /// Adds the definitions of another scope, which replace those of the same name.
  public mutating func takeDefinitions(of other: Scope) {
    definitions.merge(other.definitions) { $1 }
  }

  /// The names of the definitions, in alphabetical order.
  public var definitionNames: [String] { definitions.keys.sorted() }
}

/// Stages that were given a name.
struct Definition: Sendable {
  let name: String
  let formals: [Formal]
  /// The stages.
  let body: Syntax
  /// What it is for, from the comment before it.
  let help: String?
  /// The folder that its files are relative to; nil for that of the program.
  let folder: String?
  /// The definitions there were when it was made, which are those it uses.
  let known: [String: Definition]
  /// Whether one of its stages plans a write, those of the definitions it uses included.
  let writes: Bool

  /// One value that is given where the definition is used.
  struct Formal: Sendable {
    let name: String
    let type: FieldType
    let fallback: CheckedExpression?
  }

  func formal(_ name: String) -> Formal? { formals.first { $0.name == name } }
}
