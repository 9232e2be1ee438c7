import CpayModel
import CpayValue

/// Which references an answer shows as whole objects (expanding responses page).
struct Expansion: Hashable, Sendable {
  /// What to expand below each field.
  private(set) var fields: [String: Expansion] = [:]

  /// Expands nothing.
  static let none = Expansion()

  /// Whether nothing is expanded.
  var isEmpty: Bool { fields.isEmpty }

  private init() {}

  /// Reads paths such as `charge.customer`, in lists `data.charge.customer`.
  ///
  /// - Throws: ``APIError`` (400) for a path that leads to no reference, for more than four levels
  ///   and more than ten paths.
  init(_ paths: [String], of shape: AnswerShape) throws(APIError) {
    guard paths.count <= WireLimits.maximumExpansions else {
      throw .invalid(
        "expand",
        "expand has \(paths.count) paths; \(WireLimits.maximumExpansions) are allowed.")
    }
    for path in paths {
      var names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      let kind: ObjectKind
      switch shape {
      case .object(let own): kind = own
      case .list(let own):
        guard names.first == "data" else {
          throw .invalid("expand", "In a list the path '\(path)' must begin with 'data.'.")
        }
        (kind, names) = (own, Array(names.dropFirst()))
      case .deleted, .other:
        throw .invalid("expand", "There is nothing to expand in this answer.")
      }
      guard names.count <= WireLimits.maximumExpandDepth else {
        throw .invalid(
          "expand",
          "The path '\(path)' has more than \(WireLimits.maximumExpandDepth) levels.")
      }
      guard Expansion.leads(names[...], from: kind) else {
        throw .invalid("expand", "The path '\(path)' leads to no object.")
      }
      insert(names[...])
    }
  }

  private mutating func insert(_ names: ArraySlice<String>) {
    guard let first = names.first else { return }
    fields[first, default: .none].insert(names.dropFirst())
  }

  /// Whether the fields lead from reference to reference.
  private static func leads(_ names: ArraySlice<String>, from kind: ObjectKind) -> Bool {
    guard let name = names.first, let field = kind.resource.field(name) else { return false }
    var (type, rest) = (field.type.type, names.dropFirst())
    if case .record(let record) = type {
      guard let name = rest.first, let key = record.key(name) else { return false }
      (type, rest) = (key.type, rest.dropFirst())
    }
    guard name != "id", let target = ObjectKind(reference: type) else { return false }
    return rest.isEmpty || leads(rest, from: target)
  }
}

extension ObjectKind {
  /// The kind that an id of this type belongs to; nil for other types.
  init?(reference type: ValueType) {
    guard case .id(_, let name) = type else { return nil }
    self.init(name: name)
  }
}
