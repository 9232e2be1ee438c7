import CpayModel
import CpaySyntax
import CpayValue

/// One stage with the command it calls: what the command's parameters are checked with.
struct StageChecker {
  let pipelines: PipelineChecker
  let syntax: Syntax
  let command: CommandDeclaration
  /// The rows the stage is given; nil where it is given something else.
  let rows: RowType?

  init(
    _ pipelines: PipelineChecker, _ syntax: Syntax, _ command: CommandDeclaration, rows: RowType?
  ) {
    (self.pipelines, self.syntax) = (pipelines, syntax)
    (self.command, self.rows) = (command, rows)
  }

  var state: CheckState { pipelines.state }
  var environment: CheckEnvironment { pipelines.environment }

  /// Checks expressions over the rows of the stage.
  var expressions: ExpressionChecker { pipelines.expressions(rows) }

  func report(_ problem: LanguageProblem, at range: Range<Int>) {
    pipelines.report(problem, at: range)
  }

  /// Tells whoever watches what is wanted at a node.
  func observe(_ wanted: @autoclosure () -> Wanted, at node: Syntax) {
    expressions.observe(wanted(), at: node)
  }

  // MARK: Items

  /// What stands behind the command by itself, in order.
  var operands: [Syntax] { syntax.children.filter { $0.kind == .key } }

  /// The value that is given by that name; nil where none is.
  func argument(_ name: String) -> Syntax? {
    syntax.children.first { $0.kind == .argument && $0.mainText == name }?.child
  }

  /// The one operand; reports where there is none, or more.
  func operand() -> Syntax? {
    guard let key = operands.first else {
      // What is wrong with `where status=won` is told of its argument.
      if case .condition = command.operand?.wants, !syntax.children.isEmpty { return nil }
      report(
        .missingOperand(command.name, command.operand?.noun ?? "a value"), at: syntax.mainRange)
      return nil
    }
    if operands.count > 1 {
      let before = key.child.children.last?.text ?? key.child.text
      report(
        .extraOperand(
          command.name, takes: command.operandLimit, operands[1].child.text, after: before),
        at: operands[1].range)
      return nil
    }
    if key.hasDirection {
      report(
        .extraOperand(command.name, takes: command.operandLimit, key.mainText, after: ""),
        at: key.mainRange)
      return nil
    }
    return key.child
  }

  /// The items that make columns, in the order written: fields that name themselves, and
  /// `name=value`.
  var columnItems: [Syntax] {
    syntax.children.filter { $0.kind == .key || command.isColumn($0.mainText) }
  }

  /// Looks at the form of what the command is given: each name one that it has, given once, and
  /// those it needs there.
  func checkItems() {
    observeItems()
    var given: Set<String> = []
    for item in syntax.children where item.kind == .argument && !command.isColumn(item.mainText) {
      if command.argument(item.mainText) == nil {
        refuseMisplaced(item)
      } else if !given.insert(item.mainText).inserted {
        report(.repeatedArgument(item.mainText), at: item.range)
      }
    }
    if command.operand == nil, let key = operands.first {
      if command.kind == .source, key.child.isCondition {
        report(.conditionOnSource(command.name), at: key.range)
      } else {
        report(
          .extraOperand(command.name, takes: command.operandLimit, key.child.text, after: ""),
          at: key.range)
      }
    }
    for argument in command.arguments {
      guard let name = argument.name, argument.isRequired, !given.contains(name) else { continue }
      report(.missingOperand(command.name, "`\(name)=`"), at: syntax.mainRange)
    }
  }

  /// Says what was meant by an argument that the command does not have.
  private func refuseMisplaced(_ item: Syntax) {
    if case .condition = command.operand?.wants {
      report(.argumentToWhere(item.mainText), at: item.range)
    } else if case .objects(let resource) = command.yield, command.operand == nil {
      report(
        .notAFilter(item.mainText, of: resource, value: item.child.text), at: item.mainRange)
    } else {
      report(
        .unknownArgument(
          item.mainText, of: command.name, among: command.arguments.compactMap(\.name)),
        at: item.mainRange)
    }
  }

  private func observeItems() {
    guard state.observer != nil else { return }
    for (place, item) in syntax.children.enumerated() {
      if item.kind == .key, item.child.kind == .name {
        let before = Array(syntax.children[..<place])
        observe(
          .item(command, rows, before: before, given: syntax.argumentNames), at: item.child)
      } else if item.kind == .argument, item.child.kind == .word,
        let argument = command.argument(item.mainText)
      {
        if case .sharedColumn = argument.wants { continue }
        observe(.argument(argument.wants, rows, other: nil), at: item.child)
      }
    }
  }
}

extension Syntax {
  /// Whether it is a condition by its form.
  var isCondition: Bool {
    switch kind {
    case .comparison, .negatedComparison, .and, .or, .not: true
    default: false
    }
  }

  /// The text as it stands beside an operator: in parentheses where it would bind less.
  var operandText: String {
    switch kind {
    case .conditional, .or, .and, .not, .comparison, .negatedComparison: "(\(text))"
    default: text
    }
  }

  /// Whether a key says how to sort.
  var hasDirection: Bool { mainRange != child.mainRange }

  /// The parts that `and` joins, through parentheses.
  var conjuncts: [Syntax] {
    switch kind {
    case .and: children.flatMap { $0.conjuncts }
    case .parenthesized where child.kind == .and: child.conjuncts
    default: [self]
    }
  }
}
