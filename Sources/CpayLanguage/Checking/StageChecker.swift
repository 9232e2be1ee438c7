import CpayModel
import CpaySyntax
import CpayValue

/// One stage with the command it calls: what the command's parameters are checked with.
final class StageChecker {
  let pipelines: PipelineChecker
  let syntax: Syntax
  let command: CommandDeclaration
  /// What the stage is given; nil where it begins the pipeline.
  let input: PipelineType?
  /// Checks expressions over the rows of the stage.
  let expressions: ExpressionChecker

  init(
    _ pipelines: PipelineChecker, _ syntax: Syntax, _ command: CommandDeclaration,
    behind input: PipelineType?
  ) {
    (self.pipelines, self.syntax) = (pipelines, syntax)
    (self.command, self.input) = (command, input)
    var environment = pipelines.environment
    environment.stage = syntax
    let rows: RowType? = if case .rows(let rows) = input { rows } else { nil }
    expressions = ExpressionChecker(pipelines.state, environment, rows: rows)
  }

  /// The rows the stage is given; nil where it is given something else.
  var rows: RowType? { expressions.rows }

  var state: CheckState { pipelines.state }
  var environment: CheckEnvironment { pipelines.environment }

  func report(_ problem: LanguageProblem, at range: Range<Int>) {
    pipelines.report(problem, at: range)
  }

  /// Tells whoever watches what is wanted at a node.
  func observe(_ wanted: @autoclosure () -> Wanted, at node: Syntax) {
    expressions.observe(wanted(), at: node)
  }

  /// What `check` makes, without the mistakes of an item that stands directly behind one which is
  /// wrong, no comma between, and is out of place for the same reason.
  func withoutEchoes<Result>(_ check: () -> Result) -> Result {
    state.replacingDiagnostics(
      { found in
        guard found.count > 1 else { return found }
        let items = syntax.children
        var wrong: Set<Int> = []
        var echoes: Set<Int> = []
        for (place, item) in items.enumerated() {
          let own = found.filter { $0.isIn(item.range, environment.source) }
          guard !own.isEmpty else { continue }
          wrong.insert(place)
          guard wrong.contains(place - 1), isBeside(items[place - 1], item) else { continue }
          if echoes.contains(place - 1) || own.contains(where: \.isOutOfPlace)
            || [items[place - 1], item].contains(where: isArgumentName)
          {
            echoes.insert(place)
          }
        }
        return found.filter { mistake in
          !echoes.contains { mistake.isIn(items[$0].range, environment.source) }
        }
      }, check)
  }

  /// Whether the name of an argument stands by itself, as where it and a value are swapped.
  private func isArgumentName(_ item: Syntax) -> Bool {
    item.kind == .key && item.child.kind == .name && command.argument(item.child.mainText) != nil
  }

  /// Whether two items have no comma between them.
  private func isBeside(_ item: Syntax, _ next: Syntax) -> Bool {
    let between = item.range.upperBound..<next.range.lowerBound
    return !syntax.tree.source.text(between).contains(",")
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
    return key.child
  }

  /// The items that make columns, in the order written: fields that name themselves, and
  /// `name=value`.
  var columnItems: [Syntax] {
    syntax.children.filter { $0.kind == .key || command.isColumn($0.mainText) }
  }

  /// Looks at the form of what the command is given: each name one that it has, given once, and
  /// those it needs there.
  ///
  /// Says whether it makes sense to look at the values.
  func checkItems() -> Bool {
    observeItems()
    if let next = nextStage {
      let end = command.yield.likelyType
      if let command = state.context.catalog.command(next.name), let end, !command.accepts(end) {
        report(.unfitStage(next.name, command.kind, end), at: next.place)
      } else {
        report(.missingPipe(next.name), at: next.place)
      }
      return false
    }
    if let (name, place) = misplacedSign {
      report(.argumentSign(name), at: place)
      return false
    }
    if let (written, place) = bracketedKeys {
      report(.needlessBrackets(command.name, written: written), at: place)
      return false
    }
    if let (word, field) = loneOrder {
      report(.orderOfNothing(word.child.mainText, field: field), at: word.range)
      return false
    }
    if let (name, written, place) = namedOperands {
      report(.needlessName(name, of: command.name, written: written), at: place)
      return false
    }
    if let (first, second) = touching {
      report(.missingSign(first.text, second.text), at: second.range)
      return false
    }
    refuseOrders()
    var given: Set<String> = []
    var isMisnamed = false
    for item in syntax.children where item.kind == .argument && !command.isColumn(item.mainText) {
      if command.argument(item.mainText) == nil {
        refuseMisplaced(item)
        isMisnamed = true
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
    // What has another name here is hardly missing as well.
    guard !isMisnamed else { return true }
    for argument in command.arguments {
      guard let name = argument.name, argument.isRequired, !given.contains(name) else { continue }
      let word = operands.first { $0.child.kind == .name && $0.child.mainText == name }
      report(.missingOperand(command.name, "`\(name)=`"), at: word?.range ?? syntax.mainRange)
      if word != nil || operands.count > 1 && command.operand?.isSingle == true {
        return false
      }
    }
    return true
  }

  /// Whether it is given something that it does not take at all.
  var isMistaken: Bool {
    command.operand == nil && !operands.isEmpty
      || syntax.children.contains {
        $0.kind == .argument && !command.isColumn($0.mainText)
          && command.argument($0.mainText) == nil
      }
  }

  /// An argument with another sign than `=`, or none, behind its name, and what stands there.
  private var misplacedSign: (name: String, place: Range<Int>)? {
    for key in operands {
      let value = key.child
      let isComparison = value.kind == .comparison && value.mainKind == .equal
      guard isComparison || value.kind == .subscription, value.children.count > 1,
        case let name = value.child, name.kind == .name, command.argument(name.mainText) != nil,
        command.kind != .source || !isFilter(name.mainText)
      else { continue }
      let behind = value.children[1].range.lowerBound - (isComparison ? 0 : 1)
      return (name.mainText, name.range.lowerBound..<behind)
    }
    return nil
  }

  private func isFilter(_ name: String) -> Bool {
    if case .objects(let resource) = command.yield { resource.field(name) != nil } else { false }
  }

  /// Keys that are given as one list, and how they are written.
  private var bracketedKeys: (written: String, place: Range<Int>)? {
    guard operands.count == 1, let list = operands.first, list.child.kind == .list,
      !list.child.children.isEmpty
    else { return nil }
    switch command.operand?.wants {
    case .fields, .references: return (list.child.elementText, list.range)
    default: return nil
    }
  }

  /// `asc` or `desc` behind an argument, which orders nothing, and the field that is given there.
  private var loneOrder: (word: Syntax, field: String?)? {
    if case .fields(ordered: true) = command.operand?.wants { return nil }
    let items = syntax.children
    for (before, item) in zip(items, items.dropFirst())
    where before.kind == .argument && item.kind == .key && item.child.isOrder(in: rows) {
      let isField = before.child.kind == .word || before.child.kind == .name
      return (item, isField ? before.child.text : nil)
    }
    return nil
  }

  /// What stands by itself and was given by a name that the command has not: the first such name,
  /// how all of them are written, and where.
  private var namedOperands: (name: String, written: String, place: Range<Int>)? {
    guard let operand = command.operand, operand.isRequired, !operand.makesColumns,
      !operand.isCondition
    else { return nil }
    let given = operands.filter { !$0.child.isOrder(in: rows) }.count
    let unknown = syntax.children.filter { item in
      item.kind == .argument && command.argument(item.mainText) == nil
        && Suggestion.nearest(to: item.mainText, among: command.arguments.compactMap(\.name)) == nil
    }
    guard given < operand.valueCount, let first = unknown.first, let last = unknown.last else {
      return nil
    }
    let place = first.range.lowerBound..<last.range.upperBound
    let written = syntax.children.filter { place.contains($0.range.lowerBound) }.map { item in
      guard item.kind == .argument, command.argument(item.mainText) == nil else { return item.text }
      let text = item.child.elementText
      let isPath = operand.isFile && item.child.kind == .word
      return isPath ? "@\(text)" : text
    }
    return (first.mainText, written.joined(separator: " "), place)
  }

  /// Whether the stage runs on into the next, whose `|` is missing.
  var runsOn: Bool { nextStage != nil }

  /// The word that begins the next stage, where no `|` stands before it, and where one goes.
  private var nextStage: (name: String, place: Range<Int>)? {
    var before: Syntax?
    let items = syntax.children
    for (index, item) in items.enumerated() {
      defer { before = item }
      guard item.kind == .key, item.child.kind == .name, !item.hasDirection,
        before != nil || command.operand == nil, isStage(item.child.mainText),
        rows?.openType == nil || isOut(items, index)
      else { continue }
      let start = before?.range.upperBound ?? item.range.lowerBound
      let gap = syntax.tree.source.text(start..<item.range.lowerBound)
      guard let comma = gap.utf8.firstIndex(of: UInt8(ascii: ",")) else {
        return (item.child.mainText, item.range)
      }
      // Behind a comma it is one more field that is not there, unless it goes on like a stage.
      let next = items.dropFirst(index + 1).first
      let isFollowed = next.map { next in
        !syntax.tree.source.text(item.range.upperBound..<next.range.lowerBound).contains(",")
      }
      guard command.operand?.isSingle == true || isFollowed == true else { continue }
      let place = start + gap.utf8.distance(from: gap.startIndex, to: comma)
      return (item.child.mainText, place..<item.range.upperBound)
    }
    return nil
  }

  /// Whether a word is no field, and calls what can stand behind this stage.
  private func isStage(_ word: String) -> Bool {
    if rows?.fields.contains(where: { $0.name == word }) == true { return false }
    if environment.scope.definitions[word] != nil { return true }
    guard let next = state.context.catalog.command(word), next.kind != .source else { return false }
    return command.yield != .nothing
  }

  /// Whether a word among items that may be a column, where those are not known yet, can be none:
  /// the command takes no more of them, or what stands behind the word can be no column.
  private func isOut(_ items: [Syntax], _ index: Int) -> Bool {
    switch command.operand?.wants {
    case .fields, .references: break
    case .labelAndValue: return index > 1
    default: return true
    }
    guard items.indices.contains(index + 1), case let next = items[index + 1] else { return false }
    let isBeside = !syntax.tree.source.text(
      items[index].range.upperBound..<next.range.lowerBound
    ).contains(",")
    return isBeside && next.kind == .key && next.child.columnName == nil
  }

  /// Two values that touch, where a sign is missing between them.
  private var touching: (first: Syntax, second: Syntax)? {
    let items = syntax.children
    return zip(items, items.dropFirst()).first { first, second in
      first.kind == .key && second.kind == .key && !first.hasDirection
        && first.range.upperBound == second.range.lowerBound
    }
  }

  /// Refuses `asc` and `desc` where nothing is ordered.
  private func refuseOrders() {
    guard let wants = command.operand?.wants else { return }
    if case .fields(ordered: true) = wants { return }
    for key in operands where key.hasDirection {
      guard key.child.columnName != nil || key.child.readsName else {
        report(.orderOfNothing(key.mainText, field: nil), at: key.mainRange)
        continue
      }
      report(.misplacedOrder(key.mainText, of: key.child.text), at: key.mainRange)
    }
  }

  /// Says what was meant by an argument that the command does not have.
  private func refuseMisplaced(_ item: Syntax) {
    if case .condition = command.operand?.wants {
      report(.argumentToWhere(item.mainText), at: item.range)
    } else if case .objects(let resource) = command.yield, command.kind == .source,
      command.operand == nil, !isNearly(item.mainText, of: resource)
    {
      report(
        .notAFilter(item.mainText, of: resource, value: item.child.text), at: item.mainRange)
    } else {
      report(
        .unknownArgument(
          item.mainText, of: command.name, among: command.arguments.compactMap(\.name)),
        at: item.mainRange)
    }
  }

  /// Whether a name is nearly that of an argument which is no filter, as `missing=` is.
  private func isNearly(_ name: String, of resource: Resource) -> Bool {
    let others = command.arguments.compactMap(\.name).filter { resource.field($0) == nil }
    return resource.field(name) == nil && Suggestion.nearest(to: name, among: others) != nil
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

extension Diagnostic {
  /// Whether it is a mistake about those bytes of that text.
  fileprivate func isIn(_ range: Range<Int>, _ source: Source?) -> Bool {
    guard severity == .error, let place, place.source == source else { return false }
    return range.contains(place.range.lowerBound)
  }

  /// Whether it is about an item that has no place there.
  fileprivate var isOutOfPlace: Bool {
    switch finding as? LanguageProblem {
    case .extraOperand, .columnNeedsName: true
    default: false
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

  /// What stands in the parentheses, however many; itself without any.
  var unwrapped: Syntax {
    var node = self
    while node.kind == .parenthesized { node = node.child }
    return node
  }

  /// Whether it is `asc` or `desc`, and no field.
  fileprivate func isOrder(in rows: RowType?) -> Bool {
    kind == .name && ["asc", "desc"].contains(mainText)
      && rows?.fields.contains { $0.name == mainText } != true
  }

  /// Whether a name stands in it, as that of a field.
  fileprivate var readsName: Bool { kind == .name || children.contains { $0.readsName } }

  /// A value as it stands by itself; those of a list without its brackets, and without the names
  /// they have there.
  fileprivate var elementText: String {
    guard kind == .list else { return text }
    return children.map { $0.kind == .argument ? $0.child.text : $0.text }
      .joined(separator: ", ")
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
