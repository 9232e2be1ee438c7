/// The form of a word that goes into paths and keys: a prefix, then letters, digits and underscores
/// of ASCII, one or more.
public struct WordForm: Hashable, Sendable {
  /// What every such word begins with.
  public let prefix: [UInt8]
  /// The bytes behind the prefix, at most.
  public let longest: Int

  /// Words with that prefix, and so many bytes behind it at most.
  public init(prefix: [UInt8], longest: Int) {
    (self.prefix, self.longest) = (prefix, longest)
  }

  /// Whether a text has the form.
  public func holds(_ text: ArraySlice<UInt8>) -> Bool {
    holds(text.span, 0..<text.count)
  }

  @inline(__always)
  func holds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let rest = range.count - prefix.count
    guard rest >= 1, rest <= longest else { return false }
    let start = range.lowerBound + prefix.count
    return equal(bytes, range.lowerBound..<start, prefix)
      && bytes.isWord(in: start..<range.upperBound)
  }
}

extension Batch {
  /// The first row whose field at `slot` is not a text of that form, written without escapes.
  public func firstRow(from index: Int, whereTextAt slot: Int, isNot form: WordForm) -> Int? {
    let (table, text) = (storage.fields, storage.bytes)
    let (fields, bytes) = (table.span, text.span)
    let width = storage.layout.columns.count
    for index in index..<max(index, count) {
      let field = fields[place(index) * width + slot]
      guard field.kind == .string, form.holds(bytes, field.range) else { return index }
    }
    return nil
  }
}
