public import CpaySyntax
public import CpayValue

/// A program in which every name, type and argument has been settled; only such a one runs.
public struct CheckedProgram: Sendable {
  /// The statements, in order.
  public let statements: [CheckedStatement]
  /// Remarks that do not refuse the program.
  public let warnings: [Diagnostic]
  /// The text the statements count their places in.
  public let source: Source
  /// The variables known after the program, for the next line of a session.
  public let scope: Scope
}

/// One statement that does something.
public enum CheckedStatement: Sendable {
  case binding(name: String, CheckedPipeline)
  case explain(CheckedPipeline)
  case pipeline(CheckedPipeline)
}

/// A source and the stages behind it.
public struct CheckedPipeline: Sendable {
  /// Where the values come from.
  public let source: CheckedSource
  /// What happens to them, in order.
  public let stages: [CheckedStage]
  /// What comes out.
  public let type: PipelineType
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
}

/// What a command was given, by the shape its signature asks for.
public struct CheckedArguments: Sendable {
  /// The parts of a condition, all of which must hold.
  public var conjuncts: [Conjunct] = []
  /// The columns to keep or make.
  public var columns: [Column] = []
  /// The keys to order by.
  public var sortKeys: [SortKey] = []
  /// A count or an id.
  public var operand: CheckedExpression?
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
}

/// An expression whose names are settled.
public indirect enum CheckedExpression: Sendable {
  case constant(Value)
  case now
  case today
  case variable(String)
  /// A column of the row.
  case field(String)
  /// A key of a map column, as `metadata.team`; or of evidence.
  case entry(field: String, key: String)
  case minorUnits(CheckedExpression)
  case currencyOf(CheckedExpression)
  case comparison(ComparisonOperator, CheckedExpression, CheckedExpression)
  case membership(CheckedExpression, [CheckedExpression])
  case not(CheckedExpression)
  case and([CheckedExpression])
  case or([CheckedExpression])
  case arithmetic(ArithmeticOperator, CheckedExpression, CheckedExpression)
  case fallback(CheckedExpression, CheckedExpression)
  case record([Member])

  /// One member of a record.
  public struct Member: Sendable {
    /// The key.
    public let name: String
    /// The value.
    public let value: CheckedExpression
  }
}

/// The comparisons.
public enum ComparisonOperator: String, Hashable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// Whether it needs an order, rather than equality only.
  public var isOrdering: Bool { self != .equal && self != .notEqual }
}

/// The calculations.
public enum ArithmeticOperator: String, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
}

/// The variables that a statement can see.
public struct Scope: Sendable {
  /// What each variable holds, by name without `$`.
  public private(set) var variables: [String: PipelineType]

  /// A scope of those variables.
  public init(_ variables: [String: PipelineType] = [:]) {
    self.variables = variables
  }

  /// Adds or replaces a variable.
  public mutating func define(_ name: String, _ type: PipelineType) {
    variables[name] = type
  }
}
