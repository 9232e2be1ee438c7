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
    /// Last in a pipeline, behind rows.
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
  }

  /// What an argument takes.
  public enum ArgumentType: Hashable, Sendable {
    case value(ValueType)
    /// A whole number, not negative.
    case count
    /// One of those words.
    case choice([String])
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
    case plan(WriteAction)
    case value(FieldType)
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
  /// Whole programs that show it.
  public let examples: [String]

  /// A command called `name`.
  public init(
    name: String, summary: String, kind: Kind, positional: Positional = .none,
    arguments: [Argument] = [], result: Result, effect: EffectClass = .pure,
    examples: [String]
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.positional = positional
    self.arguments = arguments
    self.result = result
    self.effect = effect
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
