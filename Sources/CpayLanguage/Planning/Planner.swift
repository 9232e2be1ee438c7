public import CpayModel
import CpaySyntax
public import CpayValue

/// Splits a pipeline into what the API can do and what is left for here.
///
/// Equality on a server filter with a constant goes into the request, and `status in […]` becomes
/// one request for each member. All other conditions stay.
public struct Planner {
  /// The value of an expression that reads no row; nil where it is not known.
  public typealias Constants = (CheckedExpression) -> Value?

  private let resource: Resource
  private let constants: Constants
  private var filters: [String: [String]] = [:]
  private var pushed: [Conjunct] = []
  private var warnings: [Diagnostic] = []
  private var invalidArgument: String?
  private var expansions: [Reference] = []

  /// The plan of rows that begin with a list of a resource, with those filters.
  ///
  /// Without `pushes` all conditions stay here, which changes no result.
  public static func plan(
    _ resource: Resource, _ filters: [FilterArgument], _ rows: CheckedRows, pushes: Bool = true,
    constants: @escaping Constants
  ) -> QueryPlan {
    var planner = Planner(resource: resource, constants: constants)
    return planner.plan(rows, filters, pushes)
  }

  private init(resource: Resource, constants: @escaping Constants) {
    (self.resource, self.constants) = (resource, constants)
  }

  private mutating func plan(
    _ rows: CheckedRows, _ arguments: [FilterArgument], _ pushes: Bool
  ) -> QueryPlan {
    for argument in arguments { filters[argument.field.name] = [value(argument)] }
    var steps = rows.steps
    var type = rows.sourceType
    if pushes {
      steps = push(steps)
      steps = expand(steps, &type)
    }
    let wantsNone = rows.wantsNone(constants)
    return QueryPlan(
      requests: wantsNone ? [] : requests(pageSize: pageSize(steps)), type: type,
      expansions: expansions, pushed: pushed, steps: steps,
      invalidArgument: invalidArgument, warnings: warnings)
  }

  /// Takes out the first stages that want whole objects, where the list can bring them.
  private mutating func expand(
    _ steps: [CheckedStep], _ type: inout RowType
  ) -> [CheckedStep] {
    var rest = steps[...]
    while let step = rest.first, case .expand(let reference) = step.stage,
      mayExpand(reference)
    {
      rest.removeFirst()
      expansions.append(reference)
      type = step.output
    }
    return Array(rest)
  }

  /// Whether the list can be asked for one more object: an id among the object's own fields, or among
  /// those of an object that comes for one, within what a request may ask for.
  private func mayExpand(_ reference: Reference) -> Bool {
    guard case .id = resource.field(reference.field.name)?.type.type else { return false }
    // `data` is one level more.
    return reference.keys.count + 2 <= WireLimits.maximumExpandDepth
      && Planner.paths(of: expansions + [reference]).count <= WireLimits.maximumExpansions
  }

  /// What to ask for so that all of those come: a path brings the objects on its way.
  private static func paths(of references: [Reference]) -> [String] {
    let paths = references.map(\.path)
    return paths.filter { path in !paths.contains { $0.hasPrefix(path + ".") } }
  }

  /// The value of an argument; what is no value the API can be asked for is remembered.
  private mutating func value(_ argument: FilterArgument) -> String {
    let text = text(argument.value) ?? ""
    if !isKnown(text, argument.field) {
      let (name, type) = (argument.field.name, argument.field.type.type)
      invalidArgument = "`\(text)` is not \(type.name) for `\(name)=`"
    }
    return text
  }

  /// Takes what can be pushed out of the leading conditions.
  private mutating func push(_ steps: [CheckedStep]) -> [CheckedStep] {
    var rest = steps[...]
    var kept: [CheckedStep] = []
    while let step = rest.first, case .where(var conjuncts) = step.stage {
      rest.removeFirst()
      conjuncts.removeAll { push($0) }
      if !conjuncts.isEmpty { kept.append(step.with(.where(conjuncts))) }
    }
    return kept + rest
  }

  /// Whether a condition now stands in the requests.
  private mutating func push(_ conjunct: Conjunct) -> Bool {
    guard let (name, values) = filter(conjunct.expression) else { return false }
    if let before = filters[name] {
      filters[name] = before.filter { value in values.contains(value) }
      if filters[name]?.isEmpty == true {
        warnings.append(
          Diagnostic(
            LanguageProblem.neverTrue(
              conjunct.text, "`\(name)` is \(before.joined(separator: " or "))")))
      }
    } else {
      filters[name] = values
    }
    pushed.append(conjunct)
    return true
  }

  /// The server filter and its values that a condition amounts to.
  private func filter(_ expression: CheckedExpression) -> (name: String, values: [String])? {
    switch expression {
    case .comparison(.equal, .field(let column), let value),
      .comparison(.equal, let value, .field(let column)):
      guard let field = resource.field(column.name), field.isServerFilter,
        let text = text(value), isKnown(text, field)
      else { return nil }
      return (field.name, [text])
    case .membership(.field(let column), let elements):
      let texts = elements.compactMap { text($0) }
      guard let field = resource.field(column.name), field.isServerFilter,
        case .enumeration = field.type.type, texts.count == elements.count,
        texts.allSatisfy({ isKnown($0, field) })
      else { return nil }
      var unique: [String] = []
      for text in texts where !unique.contains(text) { unique.append(text) }
      return (field.name, unique)
    default: return nil
    }
  }

  /// Whether the API can be asked for `value`: a member it has, an id of the right shape.
  private func isKnown(_ value: String, _ field: Resource.Field) -> Bool {
    switch field.type.type {
    case .enumeration(let type): type.index(of: value) != nil
    case .id(let prefix, _): WireLimits.isID(value, prefix: prefix)
    default: false
    }
  }

  /// The text an expression is, where that is known.
  private func text(_ expression: CheckedExpression) -> String? {
    if expression.readsRow { return nil }
    if case .string(let text) = constants(expression) { return text }
    return nil
  }

  /// A smaller page when the first rows to come are all that is wanted.
  private func pageSize(_ steps: [CheckedStep]) -> Int {
    guard case .take(let number)? = steps.first?.stage,
      case .int(let count) = constants(number)
    else {
      return WireLimits.maximumPageSize
    }
    return Int(min(max(count, 1), Int64(WireLimits.maximumPageSize)))
  }

  /// One request for each combination of the filters' values.
  private func requests(pageSize: Int) -> [ListRequest] {
    var combinations: [[ListRequest.Parameter]] = [[]]
    for (name, values) in filters.sorted(by: { $0.key < $1.key }) {
      combinations = combinations.flatMap { combination in
        values.map { combination + [ListRequest.Parameter(name: name, value: $0)] }
      }
    }
    let paths = Planner.paths(of: expansions)
    return combinations.map {
      ListRequest(filters: $0, expanding: paths, pageSize: pageSize)
    }
  }
}

extension CheckedRows {
  /// Whether no row can come out, so that there is nothing to ask for: none is taken, or the first
  /// conditions are known not to hold for any.
  public func wantsNone(_ constants: Planner.Constants) -> Bool {
    let takesNone = steps.contains { step in
      if case .take(let count) = step.stage { constants(count) == .int(0) } else { false }
    }
    if takesNone { return true }
    for step in steps {
      guard case .where(let conjuncts) = step.stage else { return false }
      let holdsNever = conjuncts.contains { conjunct in
        guard !conjunct.expression.readsRow, let value = constants(conjunct.expression) else {
          return false
        }
        return value != .bool(true)
      }
      if holdsNever { return true }
    }
    return false
  }
}
