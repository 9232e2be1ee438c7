import CpayLanguage
import CpayValue

/// How the rows of a file are counted for people.
enum RowCounting {
  case lines
  case elements

  fileprivate func place(_ number: UInt32) -> String {
    switch self {
    case .lines: RowPlace.line(Int(number)).description
    case .elements: RowPlace.element(Int(number)).description
    }
  }
}

extension ObjectShape {
  /// The columns of rows of that shape; each may be missing, since nothing promises otherwise.
  func fields(_ counting: RowCounting) -> [RowType.Field] {
    members.map { member in
      RowType.Field(
        name: member.name, type: FieldType(member.value.type(counting), isNullable: true))
    }
  }

  fileprivate func type(_ counting: RowCounting) -> ValueType {
    .record(
      RecordType(
        name: "an object",
        keys: members.map { RecordType.Key($0.name, $0.value.type(counting), "") }))
  }
}

extension ValueShape {
  /// The type of all the values: whole and decimal numbers together are decimals, what has been
  /// nothing but null is text, and what has no type together is mixed.
  fileprivate func type(_ counting: RowCounting) -> ValueType {
    let found = kinds.map(\.kind)
    switch Set(found) {
    case []: return .string
    case [.bool]: return .bool
    case [.integer]: return .int
    case [.decimal], [.integer, .decimal]: return .decimal
    case [.text]: return .string
    case [.list]: return .list(elements?.type(counting) ?? .string)
    case [.object]: return object.type(counting)
    default:
      // An object with a key twice is one of its objects.
      let flawed = found.contains(.ambiguousObject) || found.contains(.crowdedObject)
      let told = kinds.filter { !flawed || $0.kind != .object }
      return .mixed(
        told.map { "\($0.kind.name) (\(counting.place($0.row)))" }.joined(separator: " or "))
    }
  }
}

extension ValueShape.Kind {
  /// The kind in messages, in the words of types.
  var name: String {
    switch self {
    case .bool: "true or false"
    case .integer: "a whole number"
    case .decimal: "a decimal number"
    case .longNumber: "a number of more than 18 places"
    case .text: "text"
    case .list: "a list"
    case .object: "an object"
    case .ambiguousObject: "an object with a key twice"
    case .crowdedObject: "an object of too many keys"
    }
  }
}
