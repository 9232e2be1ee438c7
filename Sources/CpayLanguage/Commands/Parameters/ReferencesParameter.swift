import CpayModel
import CpaySyntax
import CpayValue

/// Fields that hold ids of other objects, and paths of them from object to object.
struct ReferencesParameter: CommandParameter {
  let outlines = [
    ParameterOutline(
      "PATH, …", wants: .references, noun: "a field that holds an id",
      takes: "takes fields that hold ids, separated by commas")
  ]

  func check(_ stage: StageChecker) -> [Reference]? {
    guard let rows = stage.rows else { return nil }
    if stage.operands.isEmpty {
      stage.report(
        .missingOperand(stage.command.name, outlines[0].noun), at: stage.syntax.mainRange)
      return nil
    }
    var walk = ReferenceWalk(stage, rows)
    let isWhole = stage.operands.map { walk.follow($0.child) }
    return isWhole.contains(false) ? nil : walk.references
  }

  func facts(_ references: [Reference]) -> StageFacts {
    StageFacts(
      detail: references.map(\.path).joined(separator: ", "), reads: references.map(\.field.name))
  }
}

/// Goes along paths from object to object, and finds what has to come whole for each.
private struct ReferenceWalk {
  private let stage: StageChecker
  /// The rows with all that was found so far in its place.
  private var rows: RowType
  /// The ids whose objects are wanted, each before those inside its object.
  private(set) var references: [Reference] = []

  /// An object that a path has come to.
  private struct Place {
    let field: FieldReference
    var keys: [String] = []
    let record: RecordType
  }

  init(_ stage: StageChecker, _ rows: RowType) {
    (self.stage, self.rows) = (stage, rows)
  }

  /// Goes to the object at the end of a path; false after a mistake, which has been reported.
  mutating func follow(_ path: Syntax) -> Bool {
    guard let end = place(path) else { return false }
    // What is whole already need not be asked for; a record of other keys is no object.
    guard Resource.served.contains(where: { $0.name == end.record.name }) else {
      refuse(path, insteadOf: end.record.leadingOn.map { "\(path.text).\($0)" })
      return false
    }
    return true
  }

  private mutating func place(_ path: Syntax) -> Place? {
    path.kind == .member ? key(path) : column(path)
  }

  /// The object in a column.
  private mutating func column(_ path: Syntax) -> Place? {
    guard let typed = stage.expressions.reading(rows).expression(path) else { return nil }
    guard case .field(let field) = typed.expression,
      let place = object(
        field, [], typed.type.type,
        mayBe: { [own = rows.subject?.name] resource in resource.name != own })
    else {
      refuse(path, insteadOf: rows.leadingOn.map(\.name))
      return nil
    }
    return place
  }

  /// The object at a key of another.
  private mutating func key(_ path: Syntax) -> Place? {
    guard let base = place(path.child) else { return nil }
    let key = path.mainText
    stage.expressions.observe(.reference(in: base.record), word: key)
    guard let found = base.record.key(key) else {
      stage.report(.unknownKey(key, of: base.record), at: path.mainRange)
      return nil
    }
    let place = object(base.field, base.keys + [key], found.type, mayBe: { _ in key != "id" })
    if place == nil {
      refuse(path, insteadOf: base.record.leadingOn.map { "\(path.child.text).\($0)" })
    }
    return place
  }

  /// The object at a place, which is put there where an id stands; nil where it is neither.
  private mutating func object(
    _ field: FieldReference, _ keys: [String], _ type: ValueType, mayBe: (Resource) -> Bool
  ) -> Place? {
    if case .record(let record) = type { return Place(field: field, keys: keys, record: record) }
    guard let resource = type.object, mayBe(resource) else { return nil }
    let reference = Reference(field: field, keys: keys, resource: resource)
    references.append(reference)
    rows = rows.expanding(reference)
    return Place(field: field, keys: keys, record: resource.record)
  }

  private func refuse(_ path: Syntax, insteadOf paths: [String]) {
    stage.report(.notAReference(path.text, others: paths), at: path.range)
  }
}
