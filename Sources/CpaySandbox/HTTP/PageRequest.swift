import CpayModel

/// Which page of a list is wanted (pagination page).
struct PageRequest: Hashable, Sendable {
  /// Where the page lies.
  enum Position: Hashable, Sendable {
    case newest
    /// Older than this object.
    case after(id: String)
    /// Newer than this object, and next to it.
    case before(id: String)
  }

  let limit: Int
  let position: Position

  init(_ query: QueryParameters) throws(APIError) {
    limit = try PageRequest.limit(query["limit"])
    switch (query["starting_after"], query["ending_before"]) {
    case (nil, nil): position = .newest
    case (let id?, nil): position = .after(id: id)
    case (nil, let id?): position = .before(id: id)
    case (_?, _?):
      throw .invalid(
        "ending_before", "starting_after and ending_before cannot be given together.")
    }
  }

  private static func limit(_ text: String?) throws(APIError) -> Int {
    guard let text else { return WireLimits.defaultPageSize }
    guard let limit = plainNumber(text), (1...WireLimits.maximumPageSize).contains(Int(limit))
    else {
      throw .invalid(
        "limit",
        "limit must be a whole number from 1 to \(WireLimits.maximumPageSize), not '\(text)'.")
    }
    return Int(limit)
  }

  /// The number that `text` is in plain digits; nil for signs, blanks and what 64 bits do not hold.
  static func plainNumber(_ text: String) -> Int64? {
    text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } ? Int64(text) : nil
  }
}
