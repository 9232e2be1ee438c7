/// A body that is read piece by piece while it is sent, and can be read again from its start.
public struct BodyStream: Sendable {
  /// How many bytes it has.
  public let length: Int
  /// Opens it at its start; each call of what is returned gives the next piece, nil after the last.
  public let open: @Sendable () throws -> @Sendable () throws -> [UInt8]?

  /// A body of that length.
  public init(
    length: Int, open: @escaping @Sendable () throws -> @Sendable () throws -> [UInt8]?
  ) {
    (self.length, self.open) = (length, open)
  }
}
