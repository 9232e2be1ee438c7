/// A form of values that is told of most by their bytes alone.
///
/// Of a value that is written in any other way than most, with escapes or the keys of an object in
/// another order, nothing is said: it has to be read.
public indirect enum PlainForm: Sendable {
  /// A text.
  case text
  /// A whole number.
  case integer
  /// A number that 18 places hold.
  case number
  /// True or false.
  case bool
  /// An object with some of those keys, in their order, and no others.
  case object([Member])
  /// A list.
  case list(PlainForm)

  /// A key of an object, and the form of what is under it.
  public struct Member: Sendable {
    /// The key with its quotes, and the colon.
    fileprivate let opening: [UInt8]
    fileprivate let form: PlainForm

    /// What stands under that key; nil where the key is not written as it is.
    public init?(_ key: String, _ form: PlainForm) {
      var writer = JSONWriter()
      writer.key(key)
      if writer.bytes.contains(UInt8(ascii: "\\")) { return nil }
      (opening, self.form) = (writer.bytes, form)
    }
  }
}

extension Batch {
  /// The first row from `index` on, before `end`, whose field at `slot` is there and has not plainly that
  /// form.
  public func firstRow(
    from index: Int, before end: Int, whereFieldAt slot: Int, isNotPlainly form: PlainForm
  ) -> Int? {
    let (table, text) = (storage.fields, storage.bytes)
    let (fields, bytes) = (table.span, text.span)
    let width = storage.layout.columns.count
    for index in index..<max(index, min(end, count)) {
      let field = fields[place(index) * width + slot]
      if field.isNull { continue }
      let start = Int(field.offset) - (field.isText ? 1 : 0)
      if storage.rows[place(index)].isCells || bytes.endOfPlain(form, at: start, depth: 0) == nil {
        return index
      }
    }
    return nil
  }
}

extension Span<UInt8> {
  /// Where the value ends that begins at `position`, is known to be JSON, and has plainly that form; nil
  /// where that is not told.
  ///
  /// Inside another value null has any form.
  fileprivate func endOfPlain(_ form: PlainForm, at position: Int, depth: Int) -> Int? {
    guard position < count else { return nil }
    if depth > 0, self[position] == UInt8(ascii: "n") { return end(of: .null, at: position) }
    switch form {
    case .text:
      return self[position] == UInt8(ascii: "\"") ? endOfPlainString(at: position) : nil
    case .integer: return endOfShortInteger(at: position)
    case .number: return endOfShortNumber(at: position)
    case .bool: return end(of: .true, at: position) ?? end(of: .false, at: position)
    case .object(let members): return endOfPlainObject(members, at: position, depth: depth)
    case .list(let element): return endOfPlainList(of: element, at: position, depth: depth)
    }
  }

  private func endOfPlainObject(
    _ members: [PlainForm.Member], at position: Int, depth: Int
  ) -> Int? {
    guard self[position] == UInt8(ascii: "{"), depth < JSONScanner.maximumDepth,
      position + 1 < count
    else { return nil }
    var place = position + 1
    if self[place] == UInt8(ascii: "}") { return place + 1 }
    var next = 0
    while next < members.count {
      let opening = members[next].opening
      guard opening.span.isEqual(0..<opening.count, to: self, at: place) else {
        next += 1
        continue
      }
      place = passBlank(at: place + opening.count)
      guard let end = endOfPlain(members[next].form, at: place, depth: depth + 1), end < count
      else { return nil }
      switch self[end] {
      case UInt8(ascii: "}"): return end + 1
      case UInt8(ascii: ","): place = passBlank(at: end + 1)
      default: return nil
      }
      next += 1
    }
    return nil
  }

  private func endOfPlainList(of form: PlainForm, at position: Int, depth: Int) -> Int? {
    guard self[position] == UInt8(ascii: "["), depth < JSONScanner.maximumDepth,
      position + 1 < count
    else { return nil }
    var place = position + 1
    if self[place] == UInt8(ascii: "]") { return place + 1 }
    while let end = endOfPlain(form, at: place, depth: depth + 1), end < count {
      switch self[end] {
      case UInt8(ascii: "]"): return end + 1
      case UInt8(ascii: ","): place = passBlank(at: end + 1)
      default: return nil
      }
    }
    return nil
  }

  /// Where the number ends that begins at `position` and has so few digits that 18 places hold it.
  private func endOfShortNumber(at position: Int) -> Int? {
    var place = position
    while place < count, place - position <= 18 {
      switch self[place] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): place += 1
      case UInt8(ascii: "e"), UInt8(ascii: "E"): return nil
      default: return place > position ? place : nil
      }
    }
    return nil
  }
}
