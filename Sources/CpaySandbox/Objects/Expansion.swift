import CpayModel
import CpayValue

/// Which references an answer shows as whole objects (expanding responses page).
struct Expansion: Hashable, Sendable {
  /// What to expand below each field.
  private(set) var fields: [String: Expansion] = [:]
  /// The kinds of object that are shown whole.
  private(set) var kinds: Set<ObjectKind> = []

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
      guard let shown = Expansion.kinds(names[...], from: kind) else {
        throw .invalid("expand", "The path '\(path)' leads to no object.")
      }
      kinds.formUnion(shown)
      insert(names[...])
    }
  }

  private mutating func insert(_ names: ArraySlice<String>) {
    guard let first = names.first else { return }
    fields[first, default: .none].insert(names.dropFirst())
  }

  /// The kinds that the fields lead to, from reference to reference; nil where they do not.
  private static func kinds(
    _ names: ArraySlice<String>, from kind: ObjectKind
  ) -> Set<ObjectKind>? {
    guard let name = names.first, let field = kind.resource.field(name) else { return nil }
    var (type, rest) = (field.type.type, names.dropFirst())
    if case .record(let record) = type {
      guard let name = rest.first, let key = record.key(name) else { return nil }
      (type, rest) = (key.type, rest.dropFirst())
    }
    guard name != "id", let target = ObjectKind(reference: type) else { return nil }
    return rest.isEmpty ? [target] : kinds(rest, from: target)?.union([target])
  }
}

extension ObjectKind {
  /// The kind that an id of this type belongs to; nil for other types.
  init?(reference type: ValueType) {
    guard case .id(_, let name) = type else { return nil }
    self.init(name: name)
  }
}
