import CpayModel
import CpaySyntax
import CpayValue

extension Completer {
  /// The fields of the rows that a value of the type can be made from: first those that can stand for
  /// one, then those with parts that can.
  func fields(_ rows: RowType?, fitting type: ValueType?) -> [Draft] {
    guard var rows else { return [] }
    if rows.openType?.type == .open, rows.fields.isEmpty { rows = RowType(.dispute) }
    let fitting = rows.fields.filter { field in type.map { field.type.type.stands(for: $0) } ?? true
    }
    let leading = rows.fields.filter { field in
      type.map { !fitting.contains(field) && field.type.type.leads(to: $0) } ?? false
    }
    return (fitting + leading).map { field in
      let known = rows.subject?.field(field.name)
      let isOwn = known.map { $0.type.type == field.type.type || !rows.isMade } ?? false
      let isName = Token.Kind(word: field.name) == .name
      return Draft(
        isName ? field.name : "row[\(TextLiteral.quoted(field.name))]", .field,
        type: field.type.typeName, meaning: isOwn ? known?.doc ?? "" : "")
    }
  }

  /// The columns that both sides of a join have.
  func shared(_ rows: RowType?, _ other: RowType?) -> [Draft] {
    guard let rows else { return [] }
    let shared = rows.fields.filter { field in
      guard let other else { return true }
      return other.field(field.name).map { $0.type.type.isComparable(to: field.type.type) } ?? false
    }
    return fields(RowType(made: shared, over: rows), fitting: nil)
  }

  /// The fields that hold an id whose object can be put in its place.
  func references(_ rows: RowType?) -> [Draft] {
    guard let rows else { return [] }
    return fields(RowType(made: rows.leadingOn, over: rows), fitting: nil)
  }

  /// The keys of an object that hold an id whose object can be put in its place.
  func references(_ type: RecordType) -> [Draft] {
    let others = type.keys.map(\.name).filter { !type.leadingOn.contains($0) }
    return keys(of: type, given: others) { _ in "?" }
  }

  /// What may stand behind the dot of a value.
  func parts(of type: ValueType) -> [Draft] {
    switch type {
    case .money:
      return [
        Draft("minor", .key, type: "int", meaning: "the amount in minor units"),
        Draft("currency", .key, type: "currency", meaning: "the currency of the amount"),
      ]
    case .record(let type): return keys(of: type, given: []) { _ in "?" }
    case .map: return writtenEntries
    default: return []
    }
  }

  /// The keys of a record that are not given yet.
  func keys(
    of type: RecordType, given: [String], _ mark: (RecordType.Key) -> String = { _ in "" }
  ) -> [Draft] {
    type.keys.filter { !given.contains($0.name) }.map {
      Draft($0.name, .key, type: $0.type.typeName + mark($0), meaning: $0.doc)
    }
  }

  /// The keys of a map that the program names elsewhere: what stands behind the same dot.
  private var writtenEntries: [Draft] {
    let tokens = Parser.parse(source).tokens
    var entries: Set<String> = []
    for (place, token) in tokens.enumerated().dropFirst(2)
    where token.kind == .name && tokens[place - 1].kind == .dot
      && tokens[place - 2].kind == .name && !token.range.contains(self.place.offset - 1)
    {
      if Resource.hasMap(source.text(tokens[place - 2].range)) {
        entries.insert(source.text(token.range))
      }
    }
    return entries.sorted().map { Draft($0, .key, type: "string?") }
  }
}

extension ValueType {
  /// Whether a value of the type may stand where `wanted` is, or beside one in a comparison.
  func stands(for wanted: ValueType) -> Bool { fits(wanted) || isComparable(to: wanted) }

  /// Whether a value of the type may begin what stands for `wanted`: by a part of it, or as the
  /// moment that a length of time is counted from.
  fileprivate func leads(to wanted: ValueType) -> Bool {
    switch self {
    case .record(let type): type.keys.contains(where: { $0.type.stands(for: wanted) })
    case .map: ValueType.string.stands(for: wanted)
    case .timestamp: wanted == .duration
    default: false
    }
  }
}

extension Resource {
  /// Whether a field of that name is a map in some resource.
  fileprivate static func hasMap(_ name: String) -> Bool {
    served.contains { $0.field(name)?.type.type == .map }
  }
}
