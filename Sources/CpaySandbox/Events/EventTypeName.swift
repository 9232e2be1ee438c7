/// How the types of events are named: `dispute.created`, or `*` for all of them.
enum EventTypeName {
  /// Characters of a name, at most.
  static let maximumLength = 200
  /// The same as ``isOne(_:)``, for the OpenAPI document.
  static let pattern = #"^([a-z0-9._]+|\*)$"#

  /// Whether `text` is such a name; there are more types than the sandbox has.
  static func isOne(_ text: String) -> Bool {
    text == "*"
      || !text.isEmpty
        && text.utf8.allSatisfy { byte in
          byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
        }
  }
}
