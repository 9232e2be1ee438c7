import CpayModel
import CpaySyntax
public import CpayValue

/// Splits a pipeline into what the API can do and what is left for here.
///
/// Equality on a server filter with a constant goes into the request, and `status in […]` becomes
/// one request for each member. All other conditions stay.
public struct Planner {
  private let variables: [String: Value]
  private var filters: [String: [String]] = [:]
  private var pushed: [CheckedArguments.Conjunct] = []
  private var warnings: [Diagnostic] = []
  private var invalidArgument: String?

  /// Whether conditions may go into requests.
  private let pushes: Bool
  private var expanding: [String] = []

  /// The plan of a pipeline whose single-value variables have those values; without `pushes` all
  /// conditions stay here, which changes no result.
  public static func plan(
    _ pipeline: CheckedPipeline, variables: [String: Value] = [:], pushes: Bool = true
  ) -> QueryPlan {
    var planner = Planner(variables: variables, pushes: pushes)
    return planner.plan(pipeline)
  }

  private init(variables: [String: Value], pushes: Bool) {
    self.variables = variables
    self.pushes = pushes
  }

  private mutating func plan(_ pipeline: CheckedPipeline) -> QueryPlan {
    var stages = pipeline.stages
    let source: QueryPlan.Source
    switch pipeline.source {
    case .variable(let name, _): source = .variable(name)
    case .value(let value, _): source = .value(value)
    case .command(let command): source = self.source(command, &stages)
    }
    return QueryPlan(
      source: source, pushed: pushed, stages: stages, type: pipeline.type,
      invalidArgument: invalidArgument, prerequisites: pipeline.prerequisites,
      warnings: warnings)
  }

  private mutating func source(
    _ command: CheckedStage, _ stages: inout [CheckedStage]
  ) -> QueryPlan.Source {
    let arguments = command.arguments
    guard case .rows(let resource) = command.signature.result else {
      guard let path = arguments.operand else {
        preconditionFailure("a source is a resource or a file")
      }
      guard let rows = command.outputRows else {
        let purpose = arguments.named["purpose"].flatMap(constantText)
        return .upload(path, purpose: purpose ?? "dispute_evidence")
      }
      return .records(path, format: arguments.named["format"].flatMap(constantText), rows)
    }
    if let operand = arguments.operand {
      let id = constantText(operand) ?? ""
      if !resource.isID(id) { invalidArgument = "`\(id)` is not the id of a \(resource.name)" }
      return .single(resource, id: id)
    }
    if let ids = arguments.named["ids"] {
      let drops = arguments.named["missing"].flatMap(constantText) == "drop"
      return .ids(resource, ids, dropsMissing: drops)
    }
    for (name, value) in arguments.named {
      filters[name] = [argument(name, value, resource)]
    }
    var rows = RowType(resource)
    if pushes {
      stages = push(stages, resource)
      stages = expand(stages, &rows)
    }
    return .list(resource, requests(pageSize: pageSize(stages)), rows)
  }

  /// Takes out the first stages that want whole objects, where the list can bring them.
  private mutating func expand(
    _ stages: [CheckedStage], _ rows: inout RowType
  ) -> [CheckedStage] {
    var rest = stages[...]
    while let stage = rest.first, stage.signature.positional == .reference,
      let field = stage.arguments.word
    {
      rest.removeFirst()
      expanding.append(field)
      rows = stage.outputRows ?? rows
    }
    return Array(rest)
  }

  /// The value of an argument; what is no value the API can be asked for is remembered.
  private mutating func argument(
    _ name: String, _ value: CheckedExpression, _ resource: Resource
  ) -> String {
    let text = constantText(value) ?? ""
    if let field = resource.field(name), !isKnown(text, field) {
      invalidArgument = "`\(text)` is not \(field.type.type.name) for `\(name)=`"
    }
    return text
  }

  /// Takes what can be pushed out of the leading conditions.
  private mutating func push(_ stages: [CheckedStage], _ resource: Resource) -> [CheckedStage] {
    var rest = stages[...]
    var kept: [CheckedStage] = []
    while let stage = rest.first, stage.signature.positional == .condition {
      rest.removeFirst()
      var arguments = stage.arguments
      arguments.conjuncts.removeAll { push($0, resource) }
      guard !arguments.conjuncts.isEmpty else { continue }
      kept.append(
        CheckedStage(
          signature: stage.signature, arguments: arguments, input: stage.input,
          output: stage.output))
    }
    return kept + rest
  }

  /// Whether a condition now stands in the requests.
  private mutating func push(
    _ conjunct: CheckedArguments.Conjunct, _ resource: Resource
  ) -> Bool {
    guard let (name, values) = filter(conjunct.expression, resource) else { return false }
    if let before = filters[name] {
      filters[name] = before.filter { value in values.contains(value) }
      if filters[name]?.isEmpty == true {
        warnings.append(
          .neverTrue(
            conjunct.text, "`\(name)` is \(before.joined(separator: " or "))", at: 0..<0))
      }
    } else {
      filters[name] = values
    }
    pushed.append(conjunct)
    return true
  }

  /// The server filter and its values that a condition amounts to.
  private func filter(
    _ expression: CheckedExpression, _ resource: Resource
  ) -> (name: String, values: [String])? {
    switch expression {
    case .comparison(.equal, .field(let name), let value),
      .comparison(.equal, let value, .field(let name)):
      guard let field = resource.field(name), field.isServerFilter,
        let text = constantText(value), isKnown(text, field)
      else { return nil }
      return (name, [text])
    case .membership(.field(let name), let elements):
      let texts = elements.compactMap { constantText($0) }
      guard let field = resource.field(name), field.isServerFilter,
        case .enumeration = field.type.type, texts.count == elements.count,
        texts.allSatisfy({ isKnown($0, field) })
      else { return nil }
      var unique: [String] = []
      for text in texts where !unique.contains(text) { unique.append(text) }
      return (name, unique)
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

  private func constantText(_ expression: CheckedExpression) -> String? {
    switch expression {
    case .constant(.text(let text)): return text
    case .variable(let name):
      if case .text(let text) = variables[name] { return text }
      return nil
    case .fallback(let value, let other):
      if case .constant(.null) = value { return constantText(other) }
      return constantText(value)
    default: return nil
    }
  }

  /// A smaller page when the first rows to come are all that is wanted.
  private func pageSize(_ stages: [CheckedStage]) -> Int {
    guard let first = stages.first, first.signature.isLimit,
      case .constant(.int(let count)) = first.arguments.operand
    else { return WireLimits.maximumPageSize }
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
    return combinations.map {
      ListRequest(filters: $0, expanding: expanding, pageSize: pageSize)
    }
  }
}

extension CommandSignature {
  /// Whether the command passes on the first rows only and looks at none.
  var isLimit: Bool { name == "take" }
}
