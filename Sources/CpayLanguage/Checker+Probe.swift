import CpaySyntax
import CpayValue

/// Stands in a tree for the word being typed, and keeps what the checker wants there.
struct Probe {
  /// The name that stands for the word; a variable has its `$` before it.
  static let name = "_here_"

  /// What may stand in the place, once the checker has come by.
  fileprivate(set) var found: Expectation?
  /// The values of the definition whose stages it stands in.
  fileprivate(set) var formals: [String: FieldType] = [:]

  /// What the checker wants where a word is being typed.
  enum Expectation {
    /// What a pipeline begins with.
    case source
    /// A command behind that; those that show or save only where they may.
    case stage(after: PipelineType, mayShow: Bool)
    /// A value or an argument of the command, behind the items before it.
    case item(CommandSignature, RowType?, before: [Syntax], given: [String])
    /// The value of an argument; the rows beside those of the command where they are joined.
    case argument(CommandSignature.ArgumentType, RowType?, other: RowType?)
    /// An argument of a definition.
    case formal(Definition, given: [String])
    /// A value in an expression, with the type it should have; sums where those may stand.
    case value(RowType?, ValueType?, sums: Bool)
    /// A key or a part of a value of that type.
    case part(of: ValueType)
    /// A key of a record being written.
    case key(of: RecordType, given: [String])
    /// A variable; nil for one that holds anything.
    case variable(Holding?)
    case type
    case resource
    case allowance
  }

  /// What a variable has to hold.
  enum Holding {
    case value
    case rows
  }
}

extension Checker {
  /// What is wanted where ``Probe/name`` stands in the last statement of a tree, whatever is wrong
  /// with it, and what can be named there.
  static func expectation(
    in tree: SyntaxTree, _ context: CheckContext
  ) -> (wanted: Probe.Expectation?, checker: Checker) {
    var checker = Checker(context, needsAllowance: false)
    checker.probe = Probe()
    for (place, statement) in tree.root.children.enumerated() {
      checker.statement(statement, isFirst: place == 0)
    }
    return (checker.probe?.found, checker)
  }

  /// Whether this is the word being typed, and nothing is known of it yet.
  func isTyped(_ syntax: Syntax) -> Bool {
    guard let probe, probe.found == nil, syntax.kind != .missing else { return false }
    return switch syntax.mainKind {
    case .variable: syntax.mainText == "$" + Probe.name
    default: syntax.mainText == Probe.name
    }
  }

  /// Keeps what is wanted where the word is being typed; what was found first stands.
  mutating func expect(_ expectation: Probe.Expectation) {
    guard probe?.found == nil else { return }
    probe?.found = expectation
    probe?.formals = formals.mapValues(\.type)
  }

  /// Whether `sum(…)` and its like may stand here.
  var maySum: Bool { aggregation.map { !$0.isInside } ?? false }

  /// Looks whether one of the stage's items is the word being typed.
  mutating func lookAtItems(
    of stage: Syntax, _ signature: CommandSignature, _ rows: RowType?
  ) {
    for (place, item) in stage.children.enumerated() where isTyped(item.child) {
      if item.kind == .key, item.child.kind == .name {
        let before = Array(stage.children[..<place])
        expect(.item(signature, rows, before: before, given: stage.argumentNames))
      } else if item.kind == .argument, item.child.kind == .word,
        let argument = signature.argument(item.mainText)
      {
        var other: RowType?
        if case .column = argument.type, let key = stage.children.first(where: { $0.kind == .key })
        {
          other = otherRows(key.child)?.type
        }
        expect(.argument(argument.type, rows, other: other))
      }
    }
  }

  /// What a stage with a mistake was meant to yield, so that what is typed behind it is helped.
  func likelyType(of stage: Syntax) -> PipelineType {
    switch context.catalog.signature(stage.mainText)?.result {
    case .rows(let resource): .rows(RowType(resource))
    case .made(let fields): .rows(RowType(made: fields))
    case .plan(let action): .plan(action)
    case .value(let type): .value(type)
    case .chart: .chart
    default: .rows(RowType(open: FieldType(.open)))
    }
  }
}

extension Syntax {
  /// The names of the arguments that a stage is given.
  var argumentNames: [String] {
    children.filter { $0.kind == .argument }.map(\.mainText)
  }
}
