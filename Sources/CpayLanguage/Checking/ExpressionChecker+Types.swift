import CpayModel
import CpaySyntax
public import CpayValue

extension ExpressionChecker {
  /// The type that a parameter or a formal is declared to have.
  func declaredType(_ syntax: Syntax) -> FieldType? {
    guard syntax.kind == .optionalType else {
      return valueType(syntax).map { FieldType($0) }
    }
    return valueType(syntax.child).map { FieldType($0, isNullable: true) }
  }

  private func valueType(_ syntax: Syntax) -> ValueType? {
    guard syntax.kind == .type else { return nil }
    observe(.type, at: syntax)
    let name = syntax.mainText
    let argument = syntax.children.first
    switch (name, argument) {
    case ("list", let argument?):
      if argument.kind == .optionalType {
        report(.notAType(argument.text), at: argument.range)
        return nil
      }
      return valueType(argument).map { .list($0) }
    case ("id", let argument?):
      observe(.resource, at: argument)
      guard let resource = Resource.served.first(where: { $0.name == argument.text }) else {
        report(.notAResource(argument.text), at: argument.range)
        return nil
      }
      return .id(prefix: resource.idPrefix, of: resource.name)
    case ("list", nil), ("id", nil):
      report(.typeNeedsArgument(name), at: syntax.range)
      return nil
    case (_, let argument?):
      report(.notAType(syntax.text), at: argument.range)
      return nil
    default:
      if let type = ValueType.named[name] { return type }
      report(.unknownType(name), at: syntax.mainRange)
      return nil
    }
  }
}

extension ValueType {
  /// The types that a program can name by one word.
  public static let named: [String: ValueType] = {
    var types: [String: ValueType] = [
      "bool": .bool, "int": .int, "decimal": .decimal, "money": .money, "currency": .currency,
      "string": .string, "timestamp": .timestamp, "duration": .duration, "file": .file,
    ]
    for field in Resource.served.flatMap(\.fields) {
      guard case .enumeration(let type) = field.type.type else { continue }
      types[type.typeName] = .enumeration(type)
    }
    return types
  }()

  /// The type as a program names it: `list<id<charge>>`, `dispute_status`.
  public var typeName: String {
    switch self {
    case .id(_, let resource): "id<\(resource)>"
    case .enumeration(let type): type.typeName
    case .list(let element): "list<\(element.typeName)>"
    case .map: "map<string>"
    case .object: "record"
    case .record(let type):
      type.isNamed ? type.name.replacing(" ", with: "_") : "record"
    case .bool: "bool"
    case .int: "int"
    case .string: "string"
    case .timestamp: "timestamp"
    case .mixed: "mixed"
    case .open: "T"
    default: String(describing: self)
    }
  }
}

extension EnumType {
  /// The type's name in a program: `dispute_status`.
  public var typeName: String { name.replacing(" ", with: "_") }
}

extension FieldType {
  /// The type as a program names it: `timestamp?`.
  public var typeName: String { type.typeName + (isNullable ? "?" : "") }
}
