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
  case binding(name: String, CheckedPipeline)
  case explain(CheckedPipeline)
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

/// A pipeline inside an expression, run before what it stands in.
public struct Prerequisite: Sendable {
  /// The name its result has in expressions.
  public let name: String
  /// The pipeline.
  public let pipeline: CheckedPipeline
}

/// A source and the stages behind it.
public struct CheckedPipeline: Sendable {
  /// Where the values come from.
  public let source: CheckedSource
  /// What happens to them, in order.
  public let stages: [CheckedStage]
  /// What comes out.
  public let type: PipelineType
  /// The pipelines inside its expressions, to be run first.
  public let prerequisites: [Prerequisite]

  /// How far running it reaches, without what applying its plan would.
  public var effect: EffectClass {
    let inside = prerequisites.map(\.pipeline.effect).max() ?? .pure
    return stages.reduce(max(source.effect, inside)) { effect, stage in
      if case .plan(let action) = stage.input, stage.signature.kind == .effect {
        return max(effect, action.effect)
      }
      return max(effect, stage.signature.effect)
    }
  }
}

/// Where a pipeline's values come from.
public enum CheckedSource: Sendable {
  case command(CheckedStage)
  /// A variable, with its type.
  case variable(String, PipelineType)
  case value(CheckedExpression, FieldType)

  /// What the source yields.
  public var type: PipelineType {
    switch self {
    case .command(let stage): stage.output
    case .variable(_, let type): type
    case .value(_, let type): .value(type)
    }
  }

  /// How far reading it reaches.
  var effect: EffectClass {
    if case .command(let stage) = self { stage.signature.effect } else { .pure }
  }
}

/// One command with its arguments settled.
public struct CheckedStage: Sendable {
  /// The command.
  public let signature: CommandSignature
  /// What it was given.
  public let arguments: CheckedArguments
  /// What it is given by the stage before; nil for a source.
  public let input: PipelineType?
  /// What it hands on.
  public let output: PipelineType

  /// The rows it is given.
  public var inputRows: RowType? {
    if case .rows(let type) = input { type } else { nil }
  }

  /// The rows it hands on.
  public var outputRows: RowType? {
    if case .rows(let type) = output { type } else { nil }
  }
}

/// What a command was given, by the shape its signature asks for.
public struct CheckedArguments: Sendable {
  /// The parts of a condition, all of which must hold.
  public var conjuncts: [Conjunct] = []
  /// The columns to keep or make.
  public var columns: [Column] = []
  /// The keys to order by.
  public var sortKeys: [SortKey] = []
  /// The keys to group by, or to tell rows apart by.
  public var keys: [Column] = []
  /// What to compute of each group.
  public var aggregates: [Aggregate] = []
  /// The rows to join.
  public var rows: (name: String, type: RowType)?
  /// A count, an id, a file; for a chart its value.
  public var operand: CheckedExpression?
  /// A word: a format, a column.
  public var word: String?
  /// What was given by name.
  public var named: [String: CheckedExpression] = [:]

  /// One part of a condition, with its text for people.
  public struct Conjunct: Sendable {
    /// The part.
    public let expression: CheckedExpression
    /// As written.
    public let text: String
  }

  /// One column of the rows to make.
  public struct Column: Sendable {
    /// The heading.
    public let name: String
    /// Its value for a row.
    public let expression: CheckedExpression
    /// The type of that value.
    public let type: FieldType

    init(name: String, expression: CheckedExpression, type: FieldType) {
      (self.name, self.expression, self.type) = (name, expression, type)
    }

    /// A column that stays as it is.
    public init(_ field: RowType.Field) {
      self.init(name: field.name, expression: .field(field.name), type: field.type)
    }
  }

  /// One key to order by.
  public struct SortKey: Sendable {
    /// Its value for a row.
    public let expression: CheckedExpression
    /// The type of that value.
    public let type: ValueType
    /// Whether the largest comes first.
    public let isDescending: Bool
    /// As written.
    public let text: String
  }

  /// One value computed of all rows of a group.
  public struct Aggregate: Sendable {
    /// The heading.
    public let name: String
    /// What is computed.
    public let function: AggregateFunction
    /// What it is computed of; nil for `count()`.
    public let operand: CheckedExpression?
    /// The type of the result.
    public let type: FieldType
    /// As written.
    public let text: String
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

  /// Puts other definitions in the place of all, and gives those there were.
  mutating func exchange(definitions other: [String: Definition]) -> [String: Definition] {
    let before = definitions
    definitions = other
    return before
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

  /// One value that is given where the definition is used.
  struct Formal: Sendable {
    let name: String
    let type: FieldType
    let fallback: CheckedExpression?
  }

  func formal(_ name: String) -> Formal? { formals.first { $0.name == name } }
}
