public import CpayModel
public import CpayValue

/// One stage of rows with what comes in and what goes out.
public struct CheckedStep: Sendable {
  /// What happens.
  public let stage: CheckedStage
  /// What the rows are before.
  public let input: RowType
  /// What the rows are behind it.
  public let output: RowType
  /// What there is to tell of it.
  public let outline: StageOutline

  /// The same with another stage.
  func with(_ stage: CheckedStage) -> CheckedStep {
    CheckedStep(stage: stage, input: input, output: output, outline: outline)
  }
}

/// What `explain` and `:type` tell of a stage.
public struct StageOutline: Sendable {
  /// The command.
  public let command: String
  /// What it works with, in a few words.
  public let detail: String
  /// The fields it reads, in order and perhaps more than once.
  let reads: [String]
  /// The columns it makes.
  let makes: [String]
  /// What becomes of the rows' columns.
  let shape: CommandDeclaration.Shape
  /// How far it reaches by itself.
  public let effect: EffectClass
  /// Whether it holds back its first row until the last has come.
  public let collects: Bool
}

// MARK: What stages are made of

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

/// The groups of a summary and what is computed of each.
public struct Summary: Sendable {
  /// What makes a group; one group of all rows without any.
  public let keys: [Column]
  /// What is computed of each.
  public let aggregates: [Aggregate]
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

/// The columns of other rows that have the same key.
public struct Join: Sendable {
  /// The variable that holds the other rows.
  public let variable: String
  /// The column that both sides have.
  public let column: String
  /// What the keys are on either side.
  public let keys: Keys
  /// The key in the rows that are joined to.
  public let key: CheckedExpression
  /// The key in the other rows.
  public let otherKey: CheckedExpression
  /// What becomes of a row without a match.
  public let kind: Kind
  /// The columns of the result, in order.
  public let columns: [Side]

  /// What the keys of a join are.
  public enum Keys: Sendable {
    /// Values of any kind.
    case values
    /// Currencies, which one side may have as text.
    case currencies
    /// Ids, so that any other text is a mistake: on the sides where the API has not said them.
    case ids(Resource, checksOwn: Bool, checksOther: Bool)
  }

  /// What becomes of a row without a match.
  public enum Kind: String, Sendable, CaseIterable {
    /// It is dropped.
    case inner
    /// It is kept, its new columns empty.
    case left
  }

  /// Where a column of the result comes from.
  public enum Side: Sendable {
    /// The rows that are joined to.
    case own(FieldReference)
    /// The other rows.
    case other(FieldReference)
  }
}
