/// Tells apart rows by the bytes of some of their fields, so that a value is made only for the first
/// row of each kind.
///
/// Rows of one kind have equal values; rows of two kinds may have them too, written differently.
///
/// A text of many kinds that were made to have the same hash costs as much as there are kinds, of
/// which there are few; see ``mostKinds``.
public struct RowGrouper: Sendable {
  private let slots: [Int]
  /// The fields of the first row of each kind, as they lie in `texts`.
  private var fields: [FieldExtent] = []
  private var texts: [UInt8] = []
  private var hashes: [UInt64] = []
  /// The kinds by a hash of their bytes, -1 where there is none; a power of two of them, at most
  /// half of which are taken.
  private var table: [Int32] = Array(repeating: -1, count: 64)

  /// Kinds that are told apart, at most: those of the rows behind are for others to find.
  public static let mostKinds = 1024

  /// Tells apart rows by the fields at those slots.
  public init(by slots: [Int]) {
    self.slots = slots
  }

  /// How many kinds there have been.
  public var count: Int { hashes.count }

  /// The kind of each row, by the order in which they first came; -1 for one that is not told apart.
  public mutating func kinds(of batch: Batch) -> [Int32] {
    var kinds: [Int32] = []
    kinds.reserveCapacity(batch.count)
    let (allFields, text) = (batch.storage.fields, batch.storage.bytes)
    let (fields, bytes) = (allFields.span, text.span)
    let width = batch.storage.layout.columns.count
    for index in 0..<batch.count {
      let start = batch.place(index) * width
      var hash: UInt64 = 0
      for slot in slots { hash = bytes.hash(of: fields[start + slot].range, after: hash) }
      kinds.append(kind(fields, at: start, bytes, hash))
    }
    return kinds
  }

  private mutating func kind(
    _ fields: Span<FieldExtent>, at start: Int, _ bytes: Span<UInt8>, _ hash: UInt64
  ) -> Int32 {
    var place = self.place(of: hash)
    while table[place] >= 0 {
      if isKind(Int(table[place]), fields, at: start, bytes) { return table[place] }
      place = (place + 1) & (table.count - 1)
    }
    guard count < RowGrouper.mostKinds else { return -1 }
    let kind = Int32(truncatingIfNeeded: count)
    for slot in slots {
      let field = fields[start + slot]
      self.fields.append(
        FieldExtent(
          offset: UInt32(truncatingIfNeeded: texts.count), length: field.length, kind: field.kind))
      for index in field.range { texts.append(bytes[index]) }
    }
    hashes.append(hash)
    table[place] = kind
    if 2 * count > table.count { grow() }
    return kind
  }

  private func place(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> 32) & (table.count - 1)
  }

  /// Whether a row is of that kind.
  private func isKind(
    _ kind: Int, _ fields: Span<FieldExtent>, at start: Int, _ bytes: Span<UInt8>
  ) -> Bool {
    for (place, slot) in slots.enumerated() {
      let (field, known) = (fields[start + slot], self.fields[kind * slots.count + place])
      guard field.kind == known.kind, field.length == known.length else { return false }
      let (first, second) = (field.range.lowerBound, known.range.lowerBound)
      for index in 0..<Int(field.length) where bytes[first + index] != texts[second + index] {
        return false
      }
    }
    return true
  }

  private mutating func grow() {
    table = Array(repeating: -1, count: 2 * table.count)
    for (kind, hash) in hashes.enumerated() {
      var place = self.place(of: hash)
      while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
      table[place] = Int32(truncatingIfNeeded: kind)
    }
  }
}
