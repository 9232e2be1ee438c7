import CpayModel
import CpayValue

/// One page of a list, for whoever turns the pages by hand (pagination page).
public struct ObjectPage<Object: APIObject>: Hashable, Sendable {
  /// The objects, newest first.
  public let objects: [Object]
  /// Whether more follow in the direction of travel.
  public let hasMore: Bool

  /// Reads `{"object":"list","data":[…],"has_more":…}`.
  /// - Throws: ``ReadFailure/malformed(_:)`` when it is no such list.
  init(json bytes: [UInt8]) throws(ReadFailure) {
    let node: JSONNode
    do { node = try JSONReader.read(bytes) } catch {
      throw .malformed("\(error.reason) (byte \(error.offset))")
    }
    guard case .array(let elements)? = node["data"]?.content, let hasMore = node["has_more"]?.bool
    else { throw .malformed("the answer is not a list") }
    var objects: [Object] = []
    for element in elements { objects.append(try Object(json: element)) }
    (self.objects, self.hasMore) = (objects, hasMore)
  }
}

/// Where a page lies in its list.
public enum PagePlace: Hashable, Sendable {
  /// The newest objects.
  case first
  /// Those that follow the object of that id.
  case after(String)
  /// Those right before the object of that id.
  case before(String)

  var parameters: [WireRequest.Parameter] {
    switch self {
    case .first: []
    case .after(let id): [WireRequest.Parameter("starting_after", id)]
    case .before(let id): [WireRequest.Parameter("ending_before", id)]
    }
  }
}
