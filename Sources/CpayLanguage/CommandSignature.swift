public import CpayModel
public import CpayValue

/// What is to be known of a command before it runs; its evaluation stands beside it elsewhere.
public struct CommandSignature: Hashable, Sendable {
  /// Where a command may stand.
  public enum Kind: Hashable, Sendable {
    /// First in a pipeline.
    case source
    /// Behind rows, and yields rows.
    case filter
    /// Behind rows, and yields a plan.
    case write
    /// Behind a plan.
    case effect
    /// Last in a pipeline.
    case end
  }

  /// What stands behind the command's name without a name of its own.
  public enum Positional: Hashable, Sendable {
    case none
    /// One expression that is true or false.
    case condition
    /// One whole number, not negative.
    case count
    /// Fields to keep, with new ones as `name=expression`.
    case columns
    /// Fields to order by, each with `asc` or `desc`.
    case sortKeys
    /// One id.
    case id
    /// New columns only, as `name=expression`.
    case assignments
    /// New columns that sum up many rows, as `name=sum(field)`.
    case aggregates
    /// Other rows: `$name` or `$(pipeline)`.
    case rows
    /// One field that holds an id.
    case reference
    /// One file; its name ends in one of those, where there are any.
    case file(endings: [String])
    /// One of those formats that results are written in.
    case format([String])
    /// A field to name by and a value to draw.
    case chart
  }

  /// What an argument takes.
  public enum ArgumentType: Hashable, Sendable {
    case value(ValueType)
    /// A whole number, not negative.
    case count
    /// One of those words.
    case choice([String])
    /// One field, or several in brackets.
    case keys
    /// The name of a column.
    case column
    /// Ids: a list, a file with one a line, or a variable that holds either.
    case ids(Resource)
  }

  /// One `name=value`.
  public struct Argument: Hashable, Sendable {
    /// The name before `=`.
    public let name: String
    /// What may stand after it.
    public let type: ArgumentType
    /// Whether the command needs it.
    public let isRequired: Bool
    /// What it does, in one line.
    public let doc: String

    /// An argument called `name`.
    public init(
      _ name: String, _ type: ArgumentType, isRequired: Bool = false, _ doc: String
    ) {
      self.name = name
      self.type = type
      self.isRequired = isRequired
      self.doc = doc
    }
  }

  /// What the command yields.
  public enum Result: Hashable, Sendable {
    case rows(Resource)
    /// The rows it was given, perhaps fewer or in another order.
    case sameRows
    /// Rows of the positional columns.
    case columns
    /// The rows it was given, with more columns.
    case extended
    /// The rows it was given, with the columns of others.
    case joined
    /// One row for each group.
    case summary
    /// The rows it was given, with an object in place of its id.
    case expanded
    /// The rows of a file.
    case records
    /// Rows of those columns.
    case made([RowType.Field])
    case plan(WriteAction)
    case value(FieldType)
    case chart
    /// Nothing: what it was given has been shown or saved.
    case written
  }

  /// The word that calls it.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// Where it may stand.
  public let kind: Kind
  /// What stands behind its name.
  public let positional: Positional
  /// What can be given by name.
  public let arguments: [Argument]
  /// What it yields.
  public let result: Result
  /// How far it reaches by itself.
  public let effect: EffectClass
  /// Whether it holds back its first row until the last has come.
  public let collects: Bool
  /// What it takes besides rows.
  public let alsoAccepts: Set<Input>
  /// Whole programs that show it.
  public let examples: [String]

  /// What a command can be given besides rows.
  public enum Input: String, Hashable, Sendable, CaseIterable {
    case plan
    case value
    case chart
  }

  /// A command called `name`.
  public init(
    name: String, summary: String, kind: Kind, positional: Positional = .none,
    arguments: [Argument] = [], result: Result, effect: EffectClass = .pure,
    collects: Bool = false, alsoAccepts: Set<Input> = [], examples: [String]
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.positional = positional
    self.arguments = arguments
    self.result = result
    self.effect = effect
    self.collects = collects
    self.alsoAccepts = alsoAccepts
    self.examples = examples
  }

  /// The argument called `name`.
  public func argument(_ name: String) -> Argument? {
    arguments.first { $0.name == name }
  }
}

/// The commands that a program may use.
public struct CommandCatalog: Sendable {
  /// The commands, in the order help shows them.
  public let signatures: [CommandSignature]

  /// A catalog of those commands.
  public init(_ signatures: [CommandSignature]) {
    self.signatures = signatures
  }

  /// The command called `name`.
  public func signature(_ name: String) -> CommandSignature? {
    signatures.first { $0.name == name }
  }
}
