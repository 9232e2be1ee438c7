/// Another object: its id, or the whole object where the request expanded it (expanding responses
/// page).
public enum Reference<Object: APIObject>: Hashable, Sendable {
  case id(String)
  case object(Object)

  /// The id, either way.
  public var id: String {
    switch self {
    case .id(let id): id
    case .object(let object): object.id
    }
  }

  /// The object, where it was expanded.
  public var object: Object? {
    if case .object(let object) = self { object } else { nil }
  }
}
