/// Another object: its id, or the whole object where the request expanded it (expanding responses
/// page).
public enum Reference<Object: APIObject>: Hashable, Sendable {
  /// Its id alone.
  case id(String)
  /// The object itself, which was asked for with it.
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
