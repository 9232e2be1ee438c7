import CpayModel
import CpaySyntax
import CpayValue

extension Completer {
  /// What may stand where a value is wanted: of that type first, then what one can be made from.
  func values(
    _ type: ValueType?, _ rows: RowType?, sums: Bool, _ checker: PipelineChecker
  ) -> [Draft] {
    let type = followsMoment(rows) ? .duration : type
    // A condition may be made of anything.
    let wanted = type == .bool && rows != nil ? nil : type
    return members(of: type, rows) + (sums ? AggregateFunction.allCases.map(draft) : [])
      + fields(rows, fitting: wanted) + variables(checker, .value, fitting: wanted)
      + functions(besides: rows) + words(type, rows)
  }

  /// The functions, where an expression stands and not the word of an argument.
  private func functions(besides rows: RowType?) -> [Draft] {
    guard !isArgument(rows) else { return [] }
    let counts = rows == nil ? [draft(AggregateFunction.count)] : []
    return counts
      + Function.allCases.map {
        Draft($0.rawValue + "(", .function, type: $0.usage, meaning: $0.summary)
      }
  }

  private func draft(_ function: AggregateFunction) -> Draft {
    Draft(
      function.rawValue + "(", .function, type: "\(function.rawValue)(x)",
      meaning: function.summary)
  }

  /// The values that a parameter lists or that have been seen.
  func choices(
    for wants: ParameterOutline.Wants, _ rows: RowType?, _ other: RowType?,
    _ checker: PipelineChecker
  ) -> [Draft] {
    switch wants {
    case .nothing, .assignments: return []
    case .condition: return values(.bool, rows, sums: false, checker)
    case .words(let words): return words.map { Draft($0, .choice) }
    case .count: return variables(checker, .value, fitting: .int)
    case .keys, .fields, .labelAndValue: return fields(rows, fitting: nil)
    case .sharedColumn: return shared(rows, other)
    case .references: return references(rows)
    case .rows: return variables(checker, .rows) + [ownPipeline]
    case .file(let use):
      return files(FileKind(use, rows)) + variables(checker, .value, fitting: .file)
    case .id(let resource): return ids(resource.idPrefix, of: resource.name)
    case .ids(let resource):
      return ids(resource.idPrefix, of: resource.name) + files(.list)
        + variables(checker, .value, fitting: .list(resource.idType)) + variables(checker, .rows)
    case .record(let record):
      return files(.record) + variables(checker, .value, fitting: .record(record))
    case .value(let type): return values(type, nil, sums: false, checker)
    }
  }

  /// Begins rows that are asked for where they are needed.
  var ownPipeline: Draft {
    Draft("$(", .function, type: "rows", meaning: "the rows of a pipeline of its own, up to `)`")
  }

  // MARK: Values of a type

  /// The members of an enum, the ids that were seen, true and false.
  private func members(of type: ValueType?, _ rows: RowType?) -> [Draft] {
    switch type {
    case .enumeration(let type):
      return type.members.map { member in
        let isWord = rows == nil || Token.Kind(word: member.name) == .name
        let isField = rows?.fields.contains { $0.name == member.name } == true
        return Draft(
          isWord && !isField ? member.name : "\"\(member.name)\"", .member, type: type.typeName,
          meaning: member.doc)
      }
    case .id(let prefix, let resource): return ids(prefix, of: resource)
    case .file: return files(.document)
    case .bool where isArgument(rows): return [Draft("true", .word), Draft("false", .word)]
    case .timestamp: return times
    case .duration: return lengths
    case .currency: return currencies
    default: return []
    }
  }

  /// The ids that were seen of a resource.
  func ids(_ prefix: String, of resource: String) -> [Draft] {
    let type = ValueType.id(prefix: prefix, of: resource).typeName
    return surroundings.ids(prefix)
      .filter { WireLimits.isID($0, prefix: prefix) }.map { Draft($0, .id, type: type) }
  }

  /// The words that are values, or begin one.
  private func words(_ type: ValueType?, _ rows: RowType?) -> [Draft] {
    switch type {
    case nil, .bool, .open:
      guard !isArgument(rows) else { return [] }
      let literals = ["not", "if", "true", "false", "null"].map { Draft($0, .word) }
      return type == .bool ? literals : times + literals
    case .currency where rows == nil: return []
    default: return rows == nil ? [] : [Draft("null", .word)]
    }
  }

  /// Whether a value stands for itself, as that of an argument does which no row takes part in.
  private func isArgument(_ rows: RowType?) -> Bool {
    rows == nil && place.before.last?.kind == .assign
  }

  private var currencies: [Draft] {
    likelyCurrencies.map { Draft($0.code, .member, type: "currency") }
  }

  private var times: [Draft] {
    [
      Draft("now", .word, type: "timestamp", meaning: "the time the program runs at"),
      Draft("today", .word, type: "timestamp", meaning: "the midnight before, UTC"),
    ]
  }

  /// The variables and formals that hold what is wanted.
  func variables(
    _ checker: PipelineChecker, _ holding: Wanted.Holding?, fitting type: ValueType? = nil
  ) -> [Draft] {
    let formals = checker.environment.formals
    let outer = checker.environment.scope.variables.filter { formals[$0.key] == nil }
    let all = outer.merging(formals.mapValues { .value($0.type) }) { $1 }
    return all.filter { _, held in
      switch (held, holding) {
      case (.value(let value), .value): type.map { value.type.stands(for: $0) } ?? true
      case (.rows, .rows), (_, nil): true
      default: false
      }
    }
    .sorted { $0.key < $1.key }
    .map { Draft("$" + $0.key, .variable, type: $0.value.typeName) }
  }

  /// The types that a parameter can have.
  var types: [Draft] {
    let named = ValueType.named.keys.sorted()
    let isEnum = { (name: String) in
      if case .enumeration = ValueType.named[name] { true } else { false }
    }
    return (named.filter { !isEnum($0) } + ["id", "list"] + named.filter(isEnum)).map {
      Draft($0, .type)
    }
  }

  /// The resources that an id can be of.
  var resources: [Draft] {
    Resource.served.map { Draft($0.name, .type, meaning: $0.doc) }
  }
}
