/// A test of fields of a row that needs no value made, and cannot fail: one declaration that a row
/// is held against, and a whole batch in one loop.
public enum FieldTest: Sendable {
  /// Whether there is no value, where that is wanted.
  case null(_ slot: Int, isWanted: Bool)
  /// Whether the text is one of these, compared as UTF-8 bytes, where that is wanted; a field that
  /// is no text is none of them.
  case text(_ slot: Int, oneOf: [[UInt8]], isWanted: Bool)
  /// Whether the whole number is one of these.
  case integer(_ slot: Int, IntegerTest)
  /// Whether the whole number is one of these, for a row whose text at `currency` is `code`; what is
  /// so for every other row.
  case amount(_ slot: Int, IntegerTest, currency: Int, code: [UInt8], otherwise: Truth)

  /// The test of one row.
  public func truth(_ row: Row) -> Truth {
    let (table, text) = (row.storage.fields, row.storage.bytes)
    return truth(table.span, at: row.index * row.storage.layout.columns.count, text.span)
  }

  /// The test of the row whose fields begin at `start`.
  @inline(__always)
  func truth(_ fields: Span<FieldExtent>, at start: Int, _ bytes: Span<UInt8>) -> Truth {
    switch self {
    case .null(let slot, let isWanted): Truth(fields[start + slot].isNull == isWanted)
    case .text(let slot, let texts, let isWanted):
      Truth(fields[start + slot].isText(oneOf: texts, bytes) == isWanted)
    case .integer(let slot, let test): test.truth(fields[start + slot].integer(bytes))
    case .amount(let slot, let test, let currency, let code, let otherwise):
      fields[start + currency].isText(code, bytes)
        ? test.truth(fields[start + slot].integer(bytes)) : otherwise
    }
  }
}

/// Which whole numbers are wanted: those from one to another, or all others.
public struct IntegerTest: Sendable {
  private let range: ClosedRange<Int64>?
  private let isInside: Bool
  /// What is so where there is no number.
  private let missing: Truth

  /// The numbers of that range, none where there is none, or all others; and what is so where there
  /// is no number.
  public init(_ range: ClosedRange<Int64>?, isInside: Bool = true, missing: Truth) {
    (self.range, self.isInside, self.missing) = (range, isInside, missing)
  }

  @inline(__always)
  func truth(_ number: Int64?) -> Truth {
    guard let number else { return missing }
    guard let range else { return Truth(!isInside) }
    return Truth((number >= range.lowerBound && number <= range.upperBound) == isInside)
  }
}

extension FieldExtent {
  @inline(__always)
  fileprivate func integer(_ bytes: Span<UInt8>) -> Int64? {
    kind == .integer ? parseInteger(bytes, range) : nil
  }

  @inline(__always)
  fileprivate func isText(_ text: [UInt8], _ bytes: Span<UInt8>) -> Bool {
    switch kind {
    case .string: equal(bytes, range, text)
    case .escapedString: decodedString(bytes, range).utf8.elementsEqual(text)
    default: false
    }
  }

  @inline(__always)
  fileprivate func isText(oneOf texts: [[UInt8]], _ bytes: Span<UInt8>) -> Bool {
    for index in texts.indices where isText(texts[index], bytes) { return true }
    return false
  }
}

extension Batch {
  /// What all of the tests come to for each row: no where one says so, else unknown where one does.
  public func truths(_ tests: [FieldTest]) -> [Truth] {
    var truths = Array(repeating: Truth.yes, count: count)
    let (table, text) = (storage.fields, storage.bytes)
    let (fields, bytes) = (table.span, text.span)
    let width = storage.layout.columns.count
    for test in tests {
      for index in truths.indices where truths[index] != .no {
        let truth = test.truth(fields, at: place(index) * width, bytes)
        if truth != .yes { truths[index] = truth }
      }
    }
    return truths
  }

  /// The rows whose truth is yes, without copying any.
  public func filter(_ truths: [Truth]) -> Batch {
    var kept: [Int32] = []
    for index in 0..<min(count, truths.count) where truths[index] == .yes {
      kept.append(Int32(truncatingIfNeeded: place(index)))
    }
    return Batch(storage, selection: kept)
  }
}
